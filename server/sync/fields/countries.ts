import countries from 'i18n-iso-countries';
import { createRequire } from 'node:module';

// People write countries in HubSpot as text, in any of these languages.
const LANGUAGES = ['en', 'es', 'de', 'fr', 'it', 'pt', 'nl', 'ca', 'pl', 'sv', 'da', 'fi', 'cs', 'ro', 'tr'] as const;

const requireJson = createRequire(import.meta.url);
for (const language of LANGUAGES)
  countries.registerLocale(requireJson(`i18n-iso-countries/langs/${language}.json`) as countries.LocaleData);

/** What people write that no list has. */
const ALSO: Readonly<Record<string, string>> = {
  usa: 'US',
  us: 'US',
  uk: 'GB',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  uae: 'AE',
  'etats unis': 'US',
  'vereinigte staaten': 'US',
  'stati uniti': 'US',
  eeuu: 'US',
  'ee uu': 'US',
  'estados unidos mexicanos': 'MX',
  holland: 'NL',
  'czech republic': 'CZ',
  'south korea': 'KR',
  kosovo: 'XK',
};

/** Without case, accents and punctuation: `MÉXICO.` → `mexico`. */
export const plainWords = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const BY_NAME: ReadonlyMap<string, string> = new Map([
  ...LANGUAGES.flatMap((language) =>
    Object.entries(countries.getNames(language, { select: 'all' })).flatMap(([code, names]) =>
      names.map((name) => [plainWords(name), code] as const),
    ),
  ),
  ...Object.entries(ALSO),
]);

/** `México`, `mexico`, `MEX` or `MX` → `MX`; null: no country is called so. ISO 3166-1 alpha-2. */
export function countryCode(text: string): string | null {
  const written = text.trim().toUpperCase();
  if (/^[A-Z]{2}$/.test(written) && (countries.isValid(written) || written === 'XK')) return written;
  if (/^[A-Z]{3}$/.test(written)) {
    const code = countries.alpha3ToAlpha2(written);
    if (code) return code;
  }
  return BY_NAME.get(plainWords(text)) ?? null;
}

/** As HubSpot itself fills it in. */
export const countryName = (code: string): string | null => (code === 'XK' ? 'Kosovo' : (countries.getName(code, 'en') ?? null));
