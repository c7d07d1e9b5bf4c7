import { createHash } from 'node:crypto';

/** A user-defined field of partners whose codes come from a series, and of quotations and orders. Its name is what administrators make it by: it must not change. */
export const KEY_FIELD = 'U_PuenteKey';
export const KEY_FIELD_SIZE = 32;

const CODE_DIGITS = 13;
/** So many values have thirteen digits of base 36. */
const CODES = 36n ** BigInt(CODE_DIGITS);

/**
 * The code of a partner made under this key, where codes are written by hand: the server itself refuses a second one. `OCRD.CardCode` has
 * fifteen characters. It must not change either: by it a partner is found for ever.
 */
export function cardCodeOf(key: string): string {
  const hash = BigInt(`0x${createHash('sha256').update(key).digest('hex')}`);
  return `HS${(hash % CODES).toString(36).toUpperCase().padStart(CODE_DIGITS, '0')}`;
}

/** In `Remarks2` of a contact person, which no document shows: contact persons have no code of their own. */
export const contactKey = (key: string): string => `Puente ${key}`;
