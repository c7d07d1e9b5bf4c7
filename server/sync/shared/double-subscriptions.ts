import type { Db } from '../../db/index.ts';
import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import { SUBSCRIPTIONS_OF_ORDER } from '../../records/queries/subscriptions.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { ConnectionScope } from './job-data.ts';

const TWICE = 'order.subscription_twice';

interface Counted {
  orderId: ErpRecordId;
  number: string;
  expected: number;
  found: number;
}

/** Some modules make one more subscription whenever an order is confirmed: that more go on than it should have made is told, and over when they are closed. */
export async function tellDoubleSubscriptions(trx: Db, scope: ConnectionScope, orderIds: readonly ErpRecordId[], now: Date): Promise<void> {
  if (orderIds.length === 0) return;
  const { portalId, connectionId } = scope;
  const { rows } = await trx.raw<{ rows: Counted[] }>(
    `select o.erp_id as order_id, coalesce(o.number, '#' || o.erp_id) as number, o.subscription_count as expected, there.going_on as found
     from erp_orders o cross join lateral (${SUBSCRIPTIONS_OF_ORDER}) there
     where o.portal_id = :portalId and o.connection_id = :connectionId and o.erp_id = any(:orderIds)
       and o.subscription_count > 0 and there.going_on > o.subscription_count`,
    { portalId, connectionId, orderIds: [...orderIds] },
  );
  const over = orderIds.filter((id) => !rows.some(({ orderId }) => orderId === id));
  if (over.length > 0) await resolveProblems(trx, portalId, { codes: [TWICE], connectionId, subjectKind: 'order', subjects: over }, now);
  const problems = rows.map(({ orderId, ...params }) => ({
    ...{ code: TWICE, connectionId, subjectKind: 'order' as const, subject: orderId },
    params,
  }));
  await raiseProblems(trx, portalId, problems, now);
}
