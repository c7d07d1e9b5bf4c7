import type { Db } from '../../db/index.ts';
import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import { ORDER_REJECTIONS } from '../commands/command-rows.ts';
import { DEAL_DELETED, TWO_ORDERS } from '../shared/order-problems.ts';
import { isLive, loadTies } from './order-ties.ts';

export interface MergedDeals {
  from: RecordId;
  into: RecordId;
  now: Date;
}

/** Orders of both are the one deal's; a person is told of two that count. */
export async function mergeDealOrders(trx: Db, portalId: PortalId, { from, into, now }: MergedDeals): Promise<void> {
  await trx('orderTies').where({ portalId, dealId: from }).update({ dealId: into });
  await trx('dealStages').where({ portalId, dealId: from }).delete();
  // What was asked for twice is made once.
  await callOffTwins(trx, portalId, into, now);
  await tellTwoOrders(trx, portalId, into, now);
}

async function callOffTwins(trx: Db, portalId: PortalId, dealId: RecordId, now: Date): Promise<void> {
  await trx.raw(
    `update commands c set state = 'cancelled', ended_at = :now, revision = c.revision + 1
     where c.portal_id = :portalId and c.object_type = '${DEAL}' and c.record_id = :dealId and c.name = 'createOrder'
       and c.state in ('planned', 'waiting', 'rejected') and exists (
         select 1 from commands o where o.portal_id = c.portal_id and o.object_type = c.object_type and o.record_id = c.record_id and o.name = c.name
           and (o.state in ('done', 'sending', 'unknown') or o.state <> 'cancelled' and (o.asked_at, o.key) < (c.asked_at, c.key)))`,
    { portalId, dealId, now },
  );
}

/** Each quotation that became an order of its own counts with that. */
async function tellTwoOrders(trx: Db, portalId: PortalId, dealId: RecordId, now: Date): Promise<void> {
  const live = (await loadTies(trx, portalId, [dealId])).filter((tie) => tie.how === 'created' && isLive(tie, now));
  const counted = live.filter(({ status }) => status !== 'closed');
  const numbers = counted.map(({ number, orderId }) => number ?? orderId).join(', ');
  const subject = { codes: [TWO_ORDERS], subjectKind: DEAL, subjects: [dealId] };
  if (new Set(counted.map(({ number }) => number)).size < 2 || counted.length < 2) return resolveProblems(trx, portalId, subject, now);
  await raiseProblems(
    trx,
    portalId,
    [{ code: TWO_ORDERS, connectionId: null, subjectKind: DEAL, subject: dealId, params: { numbers } }],
    now,
  );
}

/** Nothing is called off by a deletion: a person is told of what stays in the ERP. */
export async function letGoOfOrders(trx: Db, portalId: PortalId, dealId: RecordId, now: Date): Promise<void> {
  const ties = await loadTies(trx, portalId, [dealId]);
  const live = ties.filter((tie) => tie.how === 'created' && tie.status !== 'closed' && isLive(tie, now));
  const problems = live.map(({ connectionId, orderId, number }) => {
    return { code: DEAL_DELETED, connectionId, subjectKind: 'order', subject: orderId, params: { number: number ?? orderId } } as const;
  });
  await raiseProblems(trx, portalId, problems, now);
  await trx('commands')
    .where({ portalId, objectType: DEAL, recordId: dealId })
    .whereIn('state', ['planned', 'waiting', 'rejected'])
    .update({ state: 'cancelled', endedAt: now, revision: trx.raw('revision + 1') });
  await resolveProblems(trx, portalId, { codes: [...ORDER_REJECTIONS, TWO_ORDERS], subjectKind: DEAL, subjects: [dealId] }, now);
  await trx('dealStages').where({ portalId, dealId }).delete();
}
