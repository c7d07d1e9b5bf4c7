import type { Db } from '../../db/index.ts';
import type { Payment } from './record.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { removeAllocations, replaceAllocations } from '../shared/store-allocations.ts';
import { removeRows, type RowScope } from '../../mirror/remove-rows.ts';
import { storeRows, type Change, type KeptRow, type MirrorScope, type RowShape, type Stored } from '../../mirror/store-rows.ts';
import { addAll, nothingTouched, addOwners, type Touched } from '../shared/touched.ts';

export interface KeptPayment extends KeptRow {
  direction: Payment['direction'];
  status: Payment['status'];
  customerId: ErpRecordId | null;
  organisationId: ErpRecordId | null;
  erpCreatedAt: Date | null;
  proof: string | null;
}
export type PaymentChange = Change<Payment, KeptPayment>;

const SHAPE: RowShape<Payment, KeptPayment> = {
  stream: 'payments',
  table: 'erp_payments',
  columns: [
    ['direction', 'text'],
    ['status', 'text'],
    ['number', 'text'],
    ['customer_id', 'text'],
    ['organisation_id', 'text'],
    ['company_id', 'text'],
    ['currency', 'text'],
    ['amount', 'numeric'],
    ['unapplied', 'numeric'],
    ['base_currency', 'text'],
    ['base_amount', 'numeric'],
    ['base_unapplied', 'numeric'],
    ['paid_on', 'date'],
    ['method', 'text'],
    ['reference', 'text'],
    ['erp_created_at', 'timestamptz'],
    ['erp_changed_at', 'timestamptz'],
    ['proof', 'text'],
  ],
  before: ['direction', 'status', 'customer_id', 'organisation_id', 'erp_created_at', 'proof'],
  toRow: (payment) => ({
    direction: payment.direction,
    status: payment.status,
    number: payment.number,
    customer_id: payment.customerId,
    organisation_id: payment.organisationId,
    company_id: payment.companyId,
    currency: payment.currency,
    amount: payment.amount,
    unapplied: payment.unapplied,
    base_currency: payment.baseCurrency,
    base_amount: payment.baseAmount,
    base_unapplied: payment.baseUnapplied,
    paid_on: payment.paidOn,
    method: payment.method,
    reference: payment.reference,
    erp_created_at: payment.createdAt,
    allocations: payment.allocations,
  }),
  toUnhashed: (payment) => ({ erp_changed_at: payment.changedAt, proof: payment.proof ?? null }),
};

export async function storePayments(
  trx: Db,
  scope: MirrorScope,
  records: readonly Payment[],
): Promise<Stored<Payment, KeptPayment> & { touched: Touched }> {
  const { changes, ...stored } = await storeRows(trx, scope, SHAPE, records);
  const touched = nothingTouched();
  for (const { before, after } of changes) {
    addOwners(touched, before ? [before, after] : [after]);
  }
  if (changes.length > 0) addAll(touched.invoiceIds, await replaceAllocations(trx, scope, 'payments', changes));
  return { changes, ...stored, touched };
}

export async function removePayments(trx: Db, scope: RowScope, ids: readonly ErpRecordId[]): Promise<Touched> {
  const touched = nothingTouched();
  const removed = { ...SHAPE, returning: 'customer_id, organisation_id' };
  addOwners(touched, await removeRows<Pick<KeptPayment, 'customerId' | 'organisationId'>>(trx, scope, removed, ids));
  addAll(touched.invoiceIds, await removeAllocations(trx, scope, 'payments', ids));
  return touched;
}
