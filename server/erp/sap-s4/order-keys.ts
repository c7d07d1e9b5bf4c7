import { anyOf, quoted } from '../shared/odata-query.ts';
import { keyHash } from './partner-keys.ts';

/**
 * Where a quotation carries the key of the command that made it: behind the reference of the customer. `ExternalDocumentID` cannot be written by these
 * services, and quotations have no other text that can be asked for.
 */
export const REFERENCE_FIELD = 'PurchaseOrderByCustomer';
const LONGEST = 35;
const DIGITS = 10;
const KEY_AT_END = new RegExp(`(?:^| )(HS[0-9A-Z]{${DIGITS}})$`);

/** Keys are longer, so it is their hash. It must not change: by it a document is found for ever. */
export const orderKey = (key: string): string => `HS${keyHash(key, DIGITS)}`;

/** What the document carries. */
export const orderKeyIn = (text: string | null): string | null => KEY_AT_END.exec(text ?? '')?.[1] ?? null;

/** The reference alone, without a key. */
export const referenceIn = (text: string | null): string | null => text?.replace(KEY_AT_END, '').trim() || null;

/** The reference as far as there is room for it, and the key behind it. */
export function referenceText(reference: string | null, carried: string | null): string {
  const room = carried === null ? LONGEST : LONGEST - carried.length - 1;
  return [(reference ?? '').slice(0, room).trim(), carried].filter(Boolean).join(' ');
}

export const withOrderKeys = (keys: readonly string[]): string =>
  anyOf(keys.map((key) => `endswith(${REFERENCE_FIELD},${quoted(orderKey(key))})`));
