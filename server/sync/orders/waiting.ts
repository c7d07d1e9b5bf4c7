import { WAITING_CATALOG } from '../shared/first-products.ts';

/** What a deal waits for before it becomes a quotation, and that before it becomes an order. */

/** The deal sells something else by now, for the same amount; `params.sells` is what. */
export const WAITING_LINES = 'order.waiting_lines';
/** The quote that was signed is over another amount; `params.signed` is which, `params.quoteId` whose. */
export const WAITING_SIGNED = 'order.waiting_signed';
/** What was signed cannot be read; `params.quoteId` is of which quote. */
export const WAITING_SIGNED_UNREAD = 'order.waiting_signed_unread';
/** Who may agree to it declined; `params.by` is who. */
export const NOT_APPROVED = 'order.not_approved';
/** In place of a name that HubSpot lists no more. */
export const NOBODY_KNOWN = '–';
/** The customer has no room for it under its credit limit. */
export const WAITING_CREDIT = 'order.waiting_credit';
/** Our database is younger than the quotation: what is in it is read first. */
export const WAITING_READING = 'order.waiting_reading';

/** The end of the reading wakes it; this is for when that came while it was looked at, or products are not read any more. */
const PRODUCTS_AGAIN_MS = 5 * 60_000;
export const FOR_PRODUCTS = { kind: 'waiting', waitingFor: WAITING_CATALOG, afterMs: PRODUCTS_AGAIN_MS } as const;
