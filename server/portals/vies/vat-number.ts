export interface VatNumber {
  /** As VIES calls the country: Greece is EL, Northern Ireland XI. */
  country: string;
  /** Without the letters in front. */
  number: string;
}

/** What VIES takes as a VAT number. National tax ids look otherwise: asking for one would make a good id look bad, and tell of people for nothing. */
const SHAPES: Readonly<Record<string, RegExp>> = {
  AT: /^U\d{8}$/,
  BE: /^[01]\d{9}$/,
  BG: /^\d{9,10}$/,
  CY: /^\d{8}[A-Z]$/,
  CZ: /^\d{8,10}$/,
  DE: /^\d{9}$/,
  DK: /^\d{8}$/,
  EE: /^\d{9}$/,
  EL: /^\d{9}$/,
  ES: /^([A-Z]\d{7}[A-Z0-9]|\d{8}[A-Z])$/,
  FI: /^\d{8}$/,
  FR: /^[A-HJ-NP-Z0-9]{2}\d{9}$/,
  HR: /^\d{11}$/,
  HU: /^\d{8}$/,
  IE: /^\d[A-Z0-9+*]\d{5}[A-Z]{1,2}$/,
  IT: /^\d{11}$/,
  LT: /^(\d{9}|\d{12})$/,
  LU: /^\d{8}$/,
  LV: /^\d{11}$/,
  MT: /^\d{8}$/,
  NL: /^\d{9}B\d{2}$/,
  PL: /^\d{10}$/,
  PT: /^\d{9}$/,
  RO: /^\d{2,10}$/,
  SE: /^\d{12}$/,
  SI: /^\d{8}$/,
  SK: /^\d{10}$/,
  XI: /^(\d{9}|\d{12}|(GD|HA)\d{3})$/,
};

const OTHER_LETTERS: Readonly<Record<string, string>> = { GR: 'EL' };
/** Of the United Kingdom only numbers that say so are still in VIES. */
const WITH_LETTERS_ONLY = 'GB';
/** A Mexican RFC of a person can begin like a French number. */
const RFC = /^[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}$/;

/** Null: no VAT number of the European Union. `country`: of the customer, ISO alpha-2, where known. */
export function readVatNumber(taxId: string | null, country: string | null): VatNumber | null {
  const text = (taxId ?? '').toUpperCase().replace(/[^A-Z0-9Ñ&+*]/g, '');
  const home = country === null ? null : (OTHER_LETTERS[country] ?? country);
  if (home === null) return RFC.test(text) ? null : withLetters(text);
  if (home === WITH_LETTERS_ONLY) return withLetters(text);
  const shape = SHAPES[home];
  // Outside the Union anything may begin like a number of it.
  if (!shape) return null;
  const named = withLetters(text);
  if (named?.country === home) return named;
  return shape.test(text) ? { country: home, number: text } : named;
}

function withLetters(text: string): VatNumber | null {
  const letters = text.slice(0, 2);
  const [country, number] = [OTHER_LETTERS[letters] ?? letters, text.slice(2)];
  return SHAPES[country]?.test(number) ? { country, number } : null;
}
