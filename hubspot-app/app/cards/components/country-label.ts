import type { Language } from '../common/translate.ts';

const namesIn = (language: Language) => new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
const NAMES: Readonly<Record<Language, Intl.DisplayNames>> = { en: namesIn('en'), es: namesIn('es') };

const nameOf = (code: string, language: Language): string => NAMES[language].of(code) ?? code;

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** Codes by themselves and by the names that English and Spanish have for them, in small letters. */
let codes: ReadonlyMap<string, string> | null = null;

function codesByName(): ReadonlyMap<string, string> {
  const all = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
  const namesOf = (code: string) => [code, nameOf(code, 'en'), nameOf(code, 'es')];
  return new Map(all.flatMap((code) => namesOf(code).map((name) => [name.toLowerCase(), code] as const)));
}

/** A country in the reader's language: an ERP says its code, or its name in the language of the ERP's user. Any other text stays as it is. */
export function countryLabel(text: string, language: Language): string {
  codes ??= codesByName();
  const code = codes.get(text.toLowerCase());
  return code === undefined ? text : nameOf(code, language);
}
