import { createHash } from 'node:crypto';

/** Where a partner carries the key of the command that made it. `BusinessPartnerIDByExtSystem` has twenty characters. */
export const KEY_FIELD = 'BusinessPartnerIDByExtSystem';
const KEY_DIGITS = 18;
const NUMBER_DIGITS = 8;

/** Keys are longer, so it is their hash. It must not change: by it a partner is found for ever. */
export const partnerKey = (key: string): string => `HS${keyHash(key, KEY_DIGITS)}`;

/** The number of a partner made under this key, where Puente gives the numbers. It must not change either. */
export const partnerNumber = (key: string): string => `HS${keyHash(key, NUMBER_DIGITS)}`;

/** So many letters and digits. It must not change. */
export function keyHash(key: string, digits: number): string {
  const hash = BigInt(`0x${createHash('sha256').update(key).digest('hex')}`);
  return (hash % 36n ** BigInt(digits)).toString(36).toUpperCase().padStart(digits, '0');
}
