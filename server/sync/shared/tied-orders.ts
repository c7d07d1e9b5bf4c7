import type { Db } from '../../db/index.ts';
import type { ErpRecordId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import { addToInbox } from './add-to-inbox.ts';
import type { ConnectionScope } from './job-data.ts';

/**
 * An order that was copied from a quotation of a deal is the deal's, too, whoever copied it: these orders, or those copied from them. Answers the deals that
 * got one.
 */
export async function tieCopies(
  trx: Db,
  { portalId, connectionId }: ConnectionScope,
  ids: readonly ErpRecordId[],
  now: Date,
): Promise<RecordId[]> {
  if (ids.length === 0) return [];
  const bindings = { portalId, connectionId, ids: [...ids], now };
  const { rows } = await trx.raw<{ rows: { dealId: RecordId; orderId: ErpRecordId }[] }>(
    `insert into order_ties (portal_id, connection_id, order_id, deal_id, how, number, number_written, wants, deal_net, erp_net, currency, line_count,
       accepted, approved, tied_by, tied_at)
     select o.portal_id, o.connection_id, o.erp_id, t.deal_id, t.how, o.number, t.number_written, 'order', t.deal_net, o.untaxed, o.currency, t.line_count,
       t.accepted, t.approved, t.tied_by, :now
     from erp_orders o
     join order_ties t on t.portal_id = o.portal_id and t.connection_id = o.connection_id and t.order_id = o.quotation_id
     where o.portal_id = :portalId and o.connection_id = :connectionId and o.status <> 'cancelled' and o.erp_id in (
       select unnest(:ids::text[])
       union select q.erp_id from erp_orders q
       where q.portal_id = :portalId and q.connection_id = :connectionId and q.quotation_id = any(:ids))
     on conflict (portal_id, connection_id, order_id) do nothing
     returning deal_id, order_id`,
    bindings,
  );
  const orderIds = rows.map(({ orderId }) => orderId);
  if (orderIds.length > 0) await trx.raw(FORGET_DRAFTS, { ...bindings, orderIds });
  return [...new Set(rows.map(({ dealId }) => dealId))];
}

/** The confirmation ended with a draft that somebody had to agree to: it became this order. */
const FORGET_DRAFTS = `
  with confirmed as (
    update commands c
    set result = c.result || jsonb_build_object('id', o.erp_id, 'number', o.number, 'status', o.status), revision = c.revision + 1
    from erp_orders o
    join order_ties t on t.portal_id = o.portal_id and t.connection_id = o.connection_id and t.order_id = o.erp_id
    join commands before on before.portal_id = t.portal_id and before.object_type = '${DEAL}' and before.record_id = t.deal_id
    where o.portal_id = :portalId and o.connection_id = :connectionId and o.erp_id = any(:orderIds) and o.status <> 'waiting_approval'
      and c.portal_id = before.portal_id and c.key = before.key and c.connection_id = o.connection_id and c.name = 'confirmOrder' and c.state = 'done'
      and c.input ->> 'id' = o.quotation_id and before.result ->> 'status' = 'waiting_approval'
    returning before.result ->> 'id' as draft_id
  )
  delete from order_ties t using confirmed
  where t.portal_id = :portalId and t.connection_id = :connectionId and t.order_id = confirmed.draft_id`;

/**
 * Documents that waited for somebody in the ERP to agree are not there any more: it is asked what became of them, by the key that went with them. Answers how
 * many commands that are.
 */
export async function followDrafts(
  trx: Db,
  { portalId, connectionId }: ConnectionScope,
  ids: readonly ErpRecordId[],
  now: Date,
): Promise<number> {
  if (ids.length === 0) return 0;
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    `update commands c set state = 'unknown', due_at = :now, ended_at = null, revision = c.revision + 1
     from order_ties t
     where t.portal_id = :portalId and t.connection_id = :connectionId and t.order_id = any(:ids) and not exists (
         select 1 from erp_orders o where o.portal_id = t.portal_id and o.connection_id = t.connection_id and o.erp_id = t.order_id)
       and c.portal_id = t.portal_id and c.object_type = '${DEAL}' and c.record_id = t.deal_id and c.connection_id = t.connection_id
       and c.name = 'createOrder' and c.state = 'done' and c.result ->> 'id' = t.order_id and c.result ->> 'status' = 'waiting_approval'`,
    { portalId, connectionId, ids: [...ids], now },
  );
  return rowCount;
}

/** The draft became this document: what was asked for the one is meant of the other. */
export async function replaceTie(
  trx: Db,
  { portalId, connectionId }: ConnectionScope,
  { draftId, orderId }: { draftId: ErpRecordId; orderId: ErpRecordId },
): Promise<void> {
  const gone = await trx('orderTies')
    .where({ portalId, connectionId, orderId: draftId })
    .delete()
    .returning<{ dealId: RecordId }[]>('dealId');
  await trx('commands')
    .where({ portalId, connectionId, objectType: DEAL })
    .whereIn(
      'recordId',
      gone.map(({ dealId }) => dealId),
    )
    .whereIn('state', ['planned', 'waiting', 'rejected'])
    .whereRaw(`input ->> 'id' = ?`, [draftId])
    .update({ input: trx.raw(`jsonb_set(input, '{id}', to_jsonb(?::text))`, [orderId]), revision: trx.raw('revision + 1') });
}

interface Confirmed {
  known: readonly ErpRecordId[];
  /** Of which nothing was known before: each may be an old one, unless its deal got it so recently. */
  met: readonly ErpRecordId[];
  now: Date;
}

/** Orders that were made of deals are confirmed: what rules make of them beside is still to be looked at, where there are such rules. Answers their deals. */
export async function noteConfirmed(
  trx: Db,
  { portalId, connectionId }: ConnectionScope,
  { known, met, now }: Confirmed,
): Promise<RecordId[]> {
  if (known.length + met.length === 0) return [];
  const { rows } = await trx.raw<{ rows: { dealId: RecordId }[] }>(
    `update order_ties t set projects_due = true
     where t.portal_id = :portalId and t.connection_id = :connectionId and t.how = 'created'
       and (t.order_id = any(:known) or t.order_id = any(:met) and t.tied_at > :now::timestamptz - interval '1 hour')
       and exists (select 1 from order_rules r where r.portal_id = t.portal_id and jsonb_path_exists(r.rules, '$.pipelines[*].projects[*]'))
     returning t.deal_id`,
    { portalId, connectionId, known: [...known], met: [...met], now },
  );
  return [...new Set(rows.map(({ dealId }) => dealId))];
}

/** What rules make of orders could not be told without their products, which were read now. Answers how many deals. The caller enqueues `inbox`. */
export async function planProjectsAgain(trx: Db, { portalId, connectionId }: ConnectionScope, now: Date): Promise<number> {
  const deals = await trx('orderTies').where({ portalId, connectionId, projectsDue: true }).distinct<{ dealId: RecordId }[]>('dealId');
  const records = deals.map(({ dealId: recordId }) => ({ objectType: DEAL, recordId }));
  await addToInbox(trx, portalId, records, now);
  return records.length;
}
