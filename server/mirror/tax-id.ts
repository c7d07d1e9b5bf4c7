interface TaxIdFormat {
  shape: RegExp;
  isValid(body: string): boolean;
}

const digitsOf = (text: string): number[] => [...text].map(Number);
const weightedSum = (digits: readonly number[], weights: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * (digits[index] ?? 0), 0);
const last = (body: string): number => Number(body.at(-1));
/** 11 − remainder, where 10 and 11 stand for what the country writes instead. */
const mod11 = (sum: number, ten: number, eleven: number): number => {
  const rest = 11 - (sum % 11);
  if (rest === 11) return eleven;
  return rest === 10 ? ten : rest;
};
const luhn = (digits: readonly number[]): boolean => {
  const sum = digits.toReversed().reduce((total, digit, index) => total + (index % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)), 0);
  return sum % 10 === 0;
};

/** Only countries whose check digits are published and stable; others pass as cleaned text. */
const FORMATS: Readonly<Record<string, TaxIdFormat>> = {
  MX: { shape: /^[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{2}[0-9A]$/, isValid: isRfc },
  ES: { shape: /^([XYZ]\d{7}[A-Z]|\d{8}[A-Z]|[ABCDEFGHJKLMNPQRSUVW]\d{7}[0-9A-J])$/, isValid: isNif },
  DE: { shape: /^\d{9}$/, isValid: isGermanVat },
  FR: { shape: /^\d{11}$/, isValid: (body) => (12 + 3 * (Number(body.slice(2)) % 97)) % 97 === Number(body.slice(0, 2)) },
  IT: { shape: /^\d{11}$/, isValid: (body) => luhn(digitsOf(body)) },
  PT: { shape: /^\d{9}$/, isValid: (body) => mod11(weightedSum(digitsOf(body), [9, 8, 7, 6, 5, 4, 3, 2]), 0, 0) === last(body) },
  BE: { shape: /^[01]\d{9}$/, isValid: (body) => 97 - (Number(body.slice(0, 8)) % 97) === Number(body.slice(8)) },
  PL: { shape: /^\d{10}$/, isValid: (body) => weightedSum(digitsOf(body), [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === last(body) },
  CL: { shape: /^\d{7,8}[0-9K]$/, isValid: isRut },
  AR: { shape: /^\d{11}$/, isValid: (body) => mod11(weightedSum(digitsOf(body), [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]), 9, 0) === last(body) },
  PE: { shape: /^\d{11}$/, isValid: (body) => mod11(weightedSum(digitsOf(body), [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]), 0, 1) === last(body) },
  BR: { shape: /^(\d{11}|\d{14})$/, isValid: isCpfOrCnpj },
};

/** Passes its own checksum, yet stands for "anybody": public and foreign customers in Mexico, the dummy Spanish NIF. */
const GENERIC = new Set(['XAXX010101000', 'XEXX010101000', '00000000T', 'X0000000T']);

/**
 * One spelling per tax id, so that it can be compared: no separators, no country prefix. Null when it is empty, stands for anybody, or
 * fails the check digits of its country (`country`: ISO alpha-2, where known).
 */
export function normaliseTaxId(text: string | null, country: string | null = null): string | null {
  const cleaned = (text ?? '').toUpperCase().replace(/[^A-Z0-9Ñ&]/g, '');
  if (FORMATS['MX']?.shape.test(cleaned)) return checked('MX', cleaned);
  const prefix = cleaned.slice(0, 2);
  const body = cleaned.slice(2);
  if (FORMATS[prefix]?.shape.test(body)) return checked(prefix, body);
  if (country !== null && FORMATS[country]) return FORMATS[country].shape.test(cleaned) ? checked(country, cleaned) : null;
  return isSpecific(cleaned) ? cleaned : null;
}

function checked(country: string, body: string): string | null {
  return FORMATS[country]?.isValid(body) && isSpecific(body) ? body : null;
}

/** Short or monotonous values (`999999999`, `N/A`) are placeholders. */
function isSpecific(value: string): boolean {
  const digits = value.replace(/\D/g, '');
  return !GENERIC.has(value) && value.length >= 6 && value.length <= 20 && new Set(digits).size > 1 && !'0123456789'.includes(value);
}

// SAT: value of each character times 14 minus its place; companies have 12 characters and are padded on the left.
function isRfc(rfc: string): boolean {
  const alphabet = '0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ';
  const sum = [...rfc.padStart(13, ' ').slice(0, 12)].reduce((total, letter, index) => total + alphabet.indexOf(letter) * (13 - index), 0);
  const rest = 11 - (sum % 11);
  const digit = rest === 11 ? '0' : rest === 10 ? 'A' : String(rest);
  // The generic ones do not satisfy it and are refused with every other wrong one.
  return rfc.endsWith(digit);
}

function isNif(nif: string): boolean {
  const letters = 'TRWAGMYFPDXBNJZSQVHLCKE';
  if (/^[XYZ\d]\d{7}[A-Z]$/.test(nif)) {
    return letters[Number(nif.slice(0, 8).replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter)))) % 23] === nif.at(-1);
  }
  const digits = digitsOf(nif.slice(1, 8));
  const sum = digits.reduce((total, digit, index) => total + (index % 2 === 1 ? digit : digit * 2 - (digit > 4 ? 9 : 0)), 0);
  const control = (10 - (sum % 10)) % 10;
  return nif.at(-1) === String(control) || nif.at(-1) === 'JABCDEFGHI'[control];
}

// ISO 7064 mod 11,10.
function isGermanVat(body: string): boolean {
  const product = digitsOf(body.slice(0, 8)).reduce((carry, digit) => (((carry + digit) % 10 || 10) * 2) % 11, 10);
  return (11 - product) % 10 === last(body);
}

function isRut(rut: string): boolean {
  const sum = digitsOf(rut.slice(0, -1))
    .toReversed()
    .reduce((total, digit, index) => total + digit * ((index % 6) + 2), 0);
  const rest = 11 - (sum % 11);
  return rut.at(-1) === (rest === 11 ? '0' : rest === 10 ? 'K' : String(rest));
}

function isCpfOrCnpj(body: string): boolean {
  const weights = body.length === 11 ? [11, 10, 9, 8, 7, 6, 5, 4, 3, 2] : [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];
  const digits = digitsOf(body);
  return (
    mod11(weightedSum(digits, weights.slice(1)), 0, 0) === digits.at(-2) && mod11(weightedSum(digits, weights), 0, 0) === digits.at(-1)
  );
}
