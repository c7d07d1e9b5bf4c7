import type { ErpRecordId } from '../../shared/ids.ts';

/**
 * What a change of the mirror concerns: the old and the new values of every changed row, because a record that lost an invoice is due as
 * much as the one that got it.
 */
export interface Touched {
  customerIds: Set<ErpRecordId>;
  organisationIds: Set<ErpRecordId>;
  invoiceIds: Set<ErpRecordId>;
  orderNumbers: Set<string>;
  /** Quotations and orders. */
  orderIds: Set<ErpRecordId>;
  /** Orders that were known before, and seen to be confirmed since. */
  ordersConfirmed: Set<ErpRecordId>;
  /** Confirmed orders of which nothing was known before. */
  confirmedOrdersMet: Set<ErpRecordId>;
  /** Orders of which something is done in a project that changed. */
  projectOrderIds: Set<ErpRecordId>;
  /** Orders of subscriptions that changed. */
  subscriptionOrderIds: Set<ErpRecordId>;
  /** Customers that are new, or whose tax id, e-mails, name, domain, kind or active flag changed: to be matched again. */
  identityChanged: Set<ErpRecordId>;
  /** Customers whose record moved in the ERP, if only in a field that is not kept here. */
  customersMoved: Set<ErpRecordId>;
  /** Customers that were in use and are archived now, or gone. */
  customersEnded: Set<ErpRecordId>;
  /** Customers in use that were not, or not known. */
  customersRevived: Set<ErpRecordId>;
  /** Products of which something changed that HubSpot is to hold. */
  productIds: Set<ErpRecordId>;
  /** Whose price has to be asked again: `all`, or `category:`, `group:` or `product:` with an id. */
  pricesChanged: Set<string>;
}

export function nothingTouched(): Touched {
  return {
    customerIds: new Set(),
    organisationIds: new Set(),
    invoiceIds: new Set(),
    orderNumbers: new Set(),
    orderIds: new Set(),
    ordersConfirmed: new Set(),
    confirmedOrdersMet: new Set(),
    projectOrderIds: new Set(),
    subscriptionOrderIds: new Set(),
    identityChanged: new Set(),
    customersMoved: new Set(),
    customersEnded: new Set(),
    customersRevived: new Set(),
    productIds: new Set(),
    pricesChanged: new Set(),
  };
}

/** Whether something changed of what we keep. */
export function isAnythingTouched(touched: Touched): boolean {
  const { customersMoved: _, ...shown } = touched;
  return Object.values(shown).some((ids: Set<string>) => ids.size > 0);
}

/** Adds what is there; rows leave many references empty. */
export function addAll<T>(set: Set<T>, values: Iterable<T | null>): void {
  for (const value of values) if (value !== null) set.add(value);
}

interface OwnedRow {
  customerId: ErpRecordId | null;
  organisationId: ErpRecordId | null;
}

/** Rows of documents that changed, as they were and as they are, or that were removed. */
export function addOwners(touched: Touched, rows: readonly OwnedRow[]): void {
  for (const { customerId, organisationId } of rows) {
    addAll(touched.customerIds, [customerId]);
    addAll(touched.organisationIds, [organisationId]);
  }
}
