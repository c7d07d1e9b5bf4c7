import type { Db } from '../../db/index.ts';
import { plannedOnce } from '../../db/prepared.ts';
import type { Invoice } from './record.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { fromText, toText } from '../../mirror/text-rows.ts';
import { removeAllocations, replaceAllocations } from '../shared/store-allocations.ts';
import { statusFromAmounts } from './settlement.ts';
import { removeRows, type RowScope } from '../../mirror/remove-rows.ts';
import { storeRows, type Change, type KeptRow, type MirrorScope, type RowShape, type Stored } from '../../mirror/store-rows.ts';
import { plainOrderNumber } from '../../mirror/order-number.ts';
import { addAll, nothingTouched, addOwners, type Touched } from '../shared/touched.ts';

export interface KeptInvoice extends KeptRow {
  status: Invoice['status'];
  customerId: ErpRecordId | null;
  organisationId: ErpRecordId | null;
  erpCreatedAt: Date | null;
  proof: string | null;
}
export type InvoiceChange = Change<Invoice, KeptInvoice>;

const SHAPE: RowShape<Invoice, KeptInvoice> = {
  stream: 'invoices',
  table: 'erp_invoices',
  columns: [
    ['type', 'text'],
    ['status', 'text'],
    ['number', 'text'],
    ['customer_id', 'text'],
    ['organisation_id', 'text'],
    ['company_id', 'text'],
    ['currency', 'text'],
    ['total', 'numeric'],
    ['open', 'numeric'],
    ['untaxed', 'numeric'],
    ['tax', 'numeric'],
    ['base_currency', 'text'],
    ['base_total', 'numeric'],
    ['base_open', 'numeric'],
    ['issued_on', 'date'],
    ['due_on', 'date'],
    ['instalments', 'jsonb'],
    ['settled_on', 'date'],
    ['settled_at', 'timestamptz'],
    ['origin', 'text'],
    ['reference', 'text'],
    ['reverses_id', 'text'],
    ['lines', 'jsonb'],
    ['erp_created_at', 'timestamptz'],
    ['erp_changed_at', 'timestamptz'],
    ['proof', 'text'],
  ],
  before: ['status', 'customer_id', 'organisation_id', 'erp_created_at', 'proof'],
  toRow: (invoice) => ({
    type: invoice.type,
    status: invoice.status,
    number: invoice.number,
    customer_id: invoice.customerId,
    organisation_id: invoice.organisationId,
    company_id: invoice.companyId,
    currency: invoice.currency,
    total: invoice.total,
    open: invoice.open,
    untaxed: invoice.untaxed,
    tax: invoice.tax,
    base_currency: invoice.baseCurrency,
    base_total: invoice.baseTotal,
    base_open: invoice.baseOpen,
    issued_on: invoice.issuedOn,
    due_on: invoice.dueOn,
    instalments: invoice.instalments,
    settled_on: invoice.settledOn,
    settled_at: invoice.settledAt,
    origin: invoice.origin,
    reference: invoice.reference,
    reverses_id: invoice.reversesId,
    lines: invoice.lines,
    erp_created_at: invoice.createdAt,
    // Kept in rows of their own; here for the hash. The recordset leaves out what is no column.
    allocations: invoice.allocations,
    otherOrderNumbers: invoice.otherOrderNumbers,
  }),
  toUnhashed: (invoice) => ({ erp_changed_at: invoice.changedAt, proof: invoice.proof ?? null }),
};

export async function storeInvoices(
  trx: Db,
  scope: MirrorScope,
  records: readonly Invoice[],
): Promise<Stored<Invoice, KeptInvoice> & { touched: Touched }> {
  const corrected = records.map((invoice) => {
    const status = statusFromAmounts(invoice);
    return status === invoice.status ? invoice : { ...invoice, status };
  });
  const { changes, ...stored } = await storeRows(trx, scope, SHAPE, corrected);
  const touched = nothingTouched();
  // What of them is late follows from the calendar again.
  for (const invoice of stored.seenAgain) {
    touched.invoiceIds.add(invoice.id);
    addOwners(touched, [invoice]);
    addAll(
      touched.orderNumbers,
      orderNumbersOf(invoice).map(({ number }) => number),
    );
  }
  if (changes.length === 0) return { changes, ...stored, touched };
  for (const { before, after } of changes) {
    touched.invoiceIds.add(after.id);
    addOwners(touched, before ? [before, after] : [after]);
  }
  addAll(touched.orderNumbers, await replaceOrigins(trx, scope, changes));
  addAll(touched.invoiceIds, await replaceAllocations(trx, scope, 'invoices', changes));
  return { changes, ...stored, touched };
}

interface OrderNumber {
  number: string;
  /** The order that the number is only short for. */
  standsFor: string | null;
}

/** `S00012, S00013` → two order numbers, in the spelling in which they are compared with the one on a deal, and what else they are called. */
function orderNumbersOf({ origin, otherOrderNumbers = [] }: Invoice): OrderNumber[] {
  const others = otherOrderNumbers.map(({ order, number }) => ({ number: plainOrderNumber(number), standsFor: plainOrderNumber(order) }));
  const own = (origin ?? '').split(',').map((part) => ({ number: plainOrderNumber(part), standsFor: null }));
  // The last one stays: an order's own number before another's.
  const byNumber = new Map<string, OrderNumber>([...others.toReversed(), ...own].map((one) => [one.number, one]));
  return [...byNumber.values()].filter(({ number }) => number !== '');
}

const ORIGIN = [
  ['order_number', 'text'],
  ['stands_for', 'text'],
  ['invoice_id', 'text'],
] as const;

const INSERT_ORIGINS = `
  insert into erp_invoice_origins (portal_id, connection_id, order_number, stands_for, invoice_id)
  select :portalId, :connectionId, order_number, stands_for, invoice_id from ${fromText(ORIGIN)} o`;

async function replaceOrigins(trx: Db, scope: MirrorScope, changes: readonly InvoiceChange[]): Promise<string[]> {
  const known = changes.filter(({ before }) => before).map(({ after }) => after.id);
  const removed = await removeOrigins(trx, scope, known);
  const origins = changes.flatMap(({ after }) =>
    orderNumbersOf(after).map(({ number, standsFor }) => ({ order_number: number, stands_for: standsFor, invoice_id: after.id })),
  );
  if (origins.length > 0) {
    const { portalId, connectionId } = scope;
    await trx.raw(INSERT_ORIGINS, { portalId, connectionId, rows: toText(ORIGIN, origins) }).options(plannedOnce(INSERT_ORIGINS));
  }
  return [...removed, ...origins.map((row) => row.order_number)];
}

interface RemovedInvoice {
  customerId: ErpRecordId | null;
  organisationId: ErpRecordId | null;
  erpId: ErpRecordId;
}

export async function removeInvoices(trx: Db, scope: RowScope, ids: readonly ErpRecordId[]): Promise<Touched> {
  const touched = nothingTouched();
  const rows = await removeRows<RemovedInvoice>(trx, scope, { ...SHAPE, returning: 'erp_id, customer_id, organisation_id' }, ids);
  addOwners(touched, rows);
  addAll(
    touched.invoiceIds,
    rows.map(({ erpId }) => erpId),
  );
  addAll(touched.orderNumbers, await removeOrigins(trx, scope, ids));
  addAll(touched.invoiceIds, await removeAllocations(trx, scope, 'invoices', ids));
  return touched;
}

async function removeOrigins(trx: Db, { portalId, connectionId }: RowScope, ids: readonly ErpRecordId[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await trx.raw<{ rows: { orderNumber: string }[] }>(
    `delete from erp_invoice_origins where portal_id = ? and connection_id = ? and invoice_id = any(?) returning order_number`,
    [portalId, connectionId, [...ids]],
  );
  return rows.map((row) => row.orderNumber);
}
