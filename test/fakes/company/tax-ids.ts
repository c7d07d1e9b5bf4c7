import type { Random } from './random.ts';

/** What invoices to nobody in particular carry in Mexico: shared by many customers. */
export const GENERIC_RFC = 'XAXX010101000';

const ALPHABET = '0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ';

/** Last place of an RFC (Anexo 3 of the tax authority's rule): modulo 11 over the other twelve, organisations padded with a space. */
export function rfcCheckDigit(withoutDigit: string): string {
  const padded = withoutDigit.padStart(12, ' ');
  const sum = [...padded].reduce((total, char, index) => total + ALPHABET.indexOf(char) * (13 - index), 0);
  const rest = sum % 11;
  if (rest === 0) return '0';
  return rest === 1 ? 'A' : String(11 - rest);
}

const pad = (value: number): string => String(value).padStart(2, '0');

/** Tells firms of one day apart: the tax office gives out no first place after V. */
const FIRST_PLACE = [...'ABCDEFGHJKLMNPQRSTUV123456789'];
const SECOND_PLACE = [...'ABCDEFGHJKLMNPQRSTUVWXYZ123456789'];

/** Letters, day of foundation or birth, homoclave, check digit. */
export function makeRfc(random: Random, letters: string): string {
  const day = `${pad(random.between(0, 99) % 100)}${pad(random.between(1, 12))}${pad(random.between(1, 28))}`;
  const start = `${letters}${day}${random.pick(FIRST_PLACE)}${random.pick(SECOND_PLACE)}`;
  return start + rfcCheckDigit(start);
}

/** Three letters for organisations, four for persons, from the name as far as it goes. */
export function rfcLetters(random: Random, name: string, count: 3 | 4): string {
  const initials = name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toUpperCase()
    .split(/[^A-Z]+/)
    .map((word) => word[0] ?? '')
    .join('');
  return (initials + random.letters(count)).slice(0, count);
}

/** US employer number; it has no check digit. */
export const makeEin = (random: Random): string => `${random.between(10, 98)}-${random.digits(7)}`;

/** Spanish company number with its control digit. */
export function makeNif(random: Random): string {
  const digits = random.digits(7);
  const sum = [...digits].reduce((total, char, index) => {
    const value = Number(char) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `ESB${digits}${(10 - (sum % 10)) % 10}`;
}
