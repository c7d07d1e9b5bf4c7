import type { Db } from '../../db/index.ts';
import { toJson } from '../../mirror/json.ts';
import { removeRows, type RowScope } from '../../mirror/remove-rows.ts';
import { storeRows, type Change, type KeptRow, type MirrorScope, type RowShape, type Stored } from '../../mirror/store-rows.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { addAll, addOwners, nothingTouched, type Touched } from '../shared/touched.ts';
import { monthlyOf } from './monthly.ts';
import type { Subscription, SubscriptionStatus } from './record.ts';

export interface KeptSubscription extends KeptRow {
  status: SubscriptionStatus;
  endsOn: string | null;
  isPaymentFailing: boolean;
  orderIds: ErpRecordId[];
  customerId: ErpRecordId | null;
  organisationId: ErpRecordId | null;
}

const SHAPE: RowShape<Subscription, KeptSubscription> = {
  stream: 'subscriptions',
  table: 'erp_subscriptions',
  columns: [
    ['name', 'text'],
    ['status', 'text'],
    ['customer_id', 'text'],
    ['organisation_id', 'text'],
    ['company_id', 'text'],
    ['plan', 'text'],
    ['currency', 'text'],
    ['charges', 'jsonb'],
    ['monthly', 'numeric'],
    ['starts_on', 'date'],
    ['next_invoice_on', 'date'],
    ['ends_on', 'date'],
    ['order_ids', 'jsonb'],
    ['invoice_ids', 'jsonb'],
    ['is_payment_failing', 'boolean'],
    ['erp_created_at', 'timestamptz'],
    ['erp_changed_at', 'timestamptz'],
  ],
  before: ['status', 'ends_on', 'is_payment_failing', 'order_ids', 'customer_id', 'organisation_id'],
  toRow: (subscription) => ({
    name: subscription.name,
    status: subscription.status,
    customer_id: subscription.customerId,
    organisation_id: subscription.organisationId,
    company_id: subscription.companyId,
    plan: subscription.plan,
    currency: subscription.currency,
    charges: subscription.charges,
    monthly: monthlyOf(subscription),
    starts_on: subscription.startsOn,
    next_invoice_on: subscription.nextInvoiceOn,
    ends_on: subscription.endsOn,
    order_ids: subscription.orderIds,
    invoice_ids: subscription.invoiceIds,
    is_payment_failing: subscription.isPaymentFailing,
    erp_created_at: subscription.createdAt,
  }),
  toUnhashed: (subscription) => ({ erp_changed_at: subscription.changedAt }),
};

export async function storeSubscriptions(
  trx: Db,
  scope: MirrorScope,
  records: readonly Subscription[],
): Promise<Stored<Subscription, KeptSubscription> & { touched: Touched }> {
  const stored = await storeRows(trx, scope, SHAPE, records);
  const touched = nothingTouched();
  for (const { before, after } of stored.changes) touch(touched, before ? [before, after] : [after]);
  await replaceOrders(trx, scope, stored.changes);
  return { ...stored, touched };
}

export async function removeSubscriptions(trx: Db, scope: RowScope, ids: readonly ErpRecordId[]): Promise<Touched> {
  const returning = 'order_ids, customer_id, organisation_id';
  const rows = await removeRows<Concerned>(trx, scope, { ...SHAPE, returning }, ids);
  await removeOrders(trx, scope, ids);
  const touched = nothingTouched();
  touch(touched, rows);
  return touched;
}

type Concerned = Pick<KeptSubscription, 'orderIds' | 'customerId' | 'organisationId'>;

function touch(touched: Touched, rows: readonly Concerned[]): void {
  addOwners(touched, rows);
  for (const { orderIds } of rows) addAll(touched.subscriptionOrderIds, orderIds);
}

async function replaceOrders(trx: Db, scope: MirrorScope, changes: readonly Change<Subscription, KeptSubscription>[]): Promise<void> {
  await removeOrders(
    trx,
    scope,
    changes.filter(({ before }) => before).map(({ after }) => after.id),
  );
  const rows = changes.flatMap(({ after: { id, orderIds } }) =>
    [...new Set(orderIds)].map((orderId) => ({ subscription_id: id, order_id: orderId })),
  );
  if (rows.length === 0) return;
  await trx.raw(
    `insert into erp_subscription_orders (portal_id, connection_id, order_id, subscription_id)
     select :portalId, :connectionId, order_id, subscription_id
     from json_to_recordset(:rows::json) as r(order_id text, subscription_id text)`,
    { portalId: scope.portalId, connectionId: scope.connectionId, rows: toJson(rows) },
  );
}

async function removeOrders(trx: Db, { portalId, connectionId }: RowScope, subscriptionIds: readonly ErpRecordId[]): Promise<void> {
  if (subscriptionIds.length > 0)
    await trx('erpSubscriptionOrders')
      .where({ portalId, connectionId })
      .whereIn('subscriptionId', [...subscriptionIds])
      .delete();
}
