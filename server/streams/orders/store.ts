import type { Db } from '../../db/index.ts';
import { plainOrderNumber } from '../../mirror/order-number.ts';
import { removeRows, type RowScope } from '../../mirror/remove-rows.ts';
import { storeRows, type KeptRow, type MirrorScope, type RowShape, type Stored } from '../../mirror/store-rows.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { addAll, addOwners, nothingTouched, type Touched } from '../shared/touched.ts';
import { holdsTheSame } from './held-stock.ts';
import { progressOf, type Share } from './progress.ts';
import type { Order } from './record.ts';

export interface KeptOrder extends KeptRow {
  status: Order['status'];
  delivered: Share;
  orderNumber: string | null;
  customerId: ErpRecordId | null;
  organisationId: ErpRecordId | null;
  lines: Order['lines'];
}

const SHAPE: RowShape<Order, KeptOrder> = {
  stream: 'orders',
  table: 'erp_orders',
  columns: [
    ['status', 'text'],
    ['number', 'text'],
    ['order_number', 'text'],
    ['customer_id', 'text'],
    ['organisation_id', 'text'],
    ['company_id', 'text'],
    ['currency', 'text'],
    ['untaxed', 'numeric'],
    ['tax', 'numeric'],
    ['total', 'numeric'],
    ['ordered_at', 'text'],
    ['promised_at', 'text'],
    ['reference', 'text'],
    ['quotation_id', 'text'],
    ['reserved', 'text'],
    ['delivered', 'text'],
    ['invoiced', 'text'],
    ['lines', 'jsonb'],
    ['deliveries', 'jsonb'],
    ['invoice_ids', 'jsonb'],
    ['makes_projects', 'boolean'],
    ['subscription_count', 'integer'],
    ['erp_created_at', 'timestamptz'],
    ['erp_changed_at', 'timestamptz'],
  ],
  before: ['order_number', 'customer_id', 'organisation_id', 'delivered', 'status', 'lines'],
  toRow: (order) => ({
    status: order.status,
    number: order.number,
    order_number: comparableNumber(order),
    customer_id: order.customerId,
    organisation_id: order.organisationId,
    company_id: order.companyId,
    currency: order.currency,
    untaxed: order.untaxed,
    tax: order.tax,
    total: order.total,
    ordered_at: order.orderedAt,
    promised_at: order.promisedAt,
    reference: order.reference,
    quotation_id: order.quotationId,
    ...progressOf(order),
    lines: order.lines,
    deliveries: order.deliveries,
    invoice_ids: order.invoiceIds,
    makes_projects: order.makesProjects ?? false,
    subscription_count: order.subscriptionCount ?? 0,
    erp_created_at: order.createdAt,
  }),
  toUnhashed: (order) => ({ erp_changed_at: order.changedAt }),
};

/** In the spelling in which it is compared with the number on a deal. */
function comparableNumber({ number }: Pick<Order, 'number'>): string | null {
  const plain = plainOrderNumber(number ?? '');
  return plain === '' ? null : plain;
}

export async function storeOrders(
  trx: Db,
  scope: MirrorScope,
  records: readonly Order[],
): Promise<Stored<Order, KeptOrder> & { touched: Touched }> {
  const stored = await storeRows(trx, scope, SHAPE, records);
  const touched = nothingTouched();
  for (const { before, after } of stored.changes) {
    addOwners(touched, before ? [before, after] : [after]);
    addAll(touched.orderNumbers, [before?.orderNumber ?? null, comparableNumber(after)]);
    touched.orderIds.add(after.id);
    if (after.status === 'confirmed' && before?.status !== 'confirmed')
      (before ? touched.ordersConfirmed : touched.confirmedOrdersMet).add(after.id);
  }
  await noteHeld(trx, scope, stored.changes);
  return { ...stored, touched };
}

/** Stock that is read after this knows what these hold. */
async function noteHeld(trx: Db, { portalId, connectionId }: MirrorScope, changes: Stored<Order, KeptOrder>['changes']): Promise<void> {
  const moved = changes.filter(({ before, after }) => !holdsTheSame(before ?? { status: 'quotation', lines: [] }, after));
  if (moved.length === 0) return;
  await trx('erpOrders')
    .where({ portalId, connectionId })
    .whereIn(
      'erpId',
      moved.map(({ after }) => after.id),
    )
    .update({ heldOrder: trx.ref('storedOrder') });
}

type RemovedOrder = Pick<KeptOrder, 'orderNumber' | 'customerId' | 'organisationId'>;

export async function removeOrders(trx: Db, scope: RowScope, ids: readonly ErpRecordId[]): Promise<Touched> {
  const rows = await removeRows<RemovedOrder>(trx, scope, { ...SHAPE, returning: 'order_number, customer_id, organisation_id' }, ids);
  const touched = nothingTouched();
  addOwners(touched, rows);
  addAll(touched.orderIds, ids);
  addAll(
    touched.orderNumbers,
    rows.map(({ orderNumber }) => orderNumber),
  );
  return touched;
}
