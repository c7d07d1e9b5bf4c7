import type { Db } from '../../db/index.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import type { ConnectionId, ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import { isDeal, isProduct, type ObjectType } from '../../shared/object-types.ts';
import { resolveProblems } from '../../portals/problems.ts';
import type { SyncDeps } from '../shared/deps.ts';
import { ARCHIVE_AFTER_MS, noticeDeletedRecord } from '../shared/archivals.ts';
import { addToInbox } from '../shared/add-to-inbox.ts';
import { letGoOfOrders, mergeDealOrders, type MergedDeals } from '../orders/gone-deals.ts';
import { dropSamples } from './drop-samples.ts';
import { moveProductLinks } from './products.ts';
import { IS_LEFT_ALONE, LEFT_ALONE, type LeftAlone } from '../shared/field-pairs.ts';
import type { PortalScope } from '../shared/job-data.ts';
import { noteTakenBack, OF_CUSTOMER, OF_RECORD } from '../match/decisions.ts';
import { lockMatching } from '../match/lock.ts';
import { markRecordsDue } from '../shared/targets.ts';

interface GoneScope extends PortalScope {
  objectType: ObjectType;
  now: Date;
}

/** Reads ids that HubSpot did not take: merged ones move, deleted ones are let go. Returns those that are there after all. */
export async function resolveGoneRecords(
  deps: SyncDeps,
  { portalId, objectType }: Omit<GoneScope, 'now'>,
  { hubspot, ids }: { hubspot: HubSpotClient; ids: readonly RecordId[] },
): Promise<Set<RecordId>> {
  const stayed = new Set<RecordId>();
  if (ids.length === 0) return stayed;
  const held = await hubspot.batchRead(objectType, { ids, properties: [] }, { priority: 'live' });
  for (const id of ids) {
    const record = held.get(id);
    if (record?.id === id && !record.archived) stayed.add(id);
    else await resolveGoneRecord(deps, { portalId, objectType, now: deps.now() }, id, record && !record.archived ? record.id : null);
  }
  return stayed;
}

/** `into` is the record that took `id` over; null: it was deleted. */
export async function resolveGoneRecord(deps: SyncDeps, scope: GoneScope, id: RecordId, into: RecordId | null): Promise<void> {
  await deps.db.transaction(async (trx) => {
    await lockMatching(trx, scope.portalId);
    if (!into) await noticeDeletion(deps, trx, scope, id);
    const toMatch = into ? await mergeRecord(trx, scope, id, into) : await unlinkDeleted(trx, scope, id);
    const job = isProduct(scope.objectType) ? 'catalog' : 'match';
    for (const connectionId of toMatch.sort()) await deps.enqueue(trx, job, { portalId: scope.portalId, connectionId });
    if (!into) return;
    await deps.enqueue(trx, 'inbox', { portalId: scope.portalId });
    await deps.enqueue(trx, 'push', { portalId: scope.portalId });
  });
}

/** By an administrator's policy its customers are archived in the ERP, a while later. */
async function noticeDeletion({ enqueue }: SyncDeps, trx: Db, { portalId, objectType, now }: GoneScope, recordId: RecordId): Promise<void> {
  for (const connectionId of await noticeDeletedRecord(trx, { portalId, objectType, recordId }, now))
    await enqueue(trx, 'archivals', { portalId, connectionId }, { afterMs: ARCHIVE_AFTER_MS });
}

/** Everything that hung on one record hangs on the other; what that one holds is read before the next write. */
async function mergeRecord(trx: Db, { portalId, objectType, now }: GoneScope, from: RecordId, into: RecordId): Promise<ConnectionId[]> {
  const scope = { portalId, objectType };
  await trx('links')
    .where({ ...scope, recordId: from })
    .update({ recordId: into });
  await trx('formerLinks')
    .where({ ...scope, recordId: from })
    .update({ recordId: into });
  await moveRefusals(trx, scope, from, into);
  await moveAnnounced(trx, scope, from, into);
  for (const table of ['commands', 'formerCommands', 'fieldChanges', 'customerArchivals', 'takenBackDecisions']) {
    await trx(table)
      .where({ ...scope, recordId: from })
      .update({ recordId: into });
  }
  await trx('actionRuns')
    .where({ ...scope, recordId: from })
    .whereIn('state', ['accepted', 'waiting'])
    .update({ recordId: into });
  if (isDeal(objectType)) await mergeDeals(trx, portalId, { from, into, now });
  const toLookUp = isProduct(objectType) ? await moveProductLinks(trx, portalId, { id: from, into, now }) : [];
  await trx('targets')
    .where({ ...scope, recordId: from })
    .delete();
  await markRecordsDue(trx, portalId, [{ objectType, recordId: into }], { priority: 1, now });
  await trx('targets')
    .where({ ...scope, recordId: into })
    .update({ isDoubtful: true });
  await trx('problems').where({ portalId, subjectKind: objectType, subject: from }).delete();
  await dropSamples(trx, { ...scope, recordId: from });
  await addToInbox(trx, portalId, [{ objectType, recordId: into }], now);
  return [...toLookUp, ...(await requeueAmbiguous(trx, scope, [from, into]))];
}

async function moveRefusals(trx: Db, scope: { portalId: PortalId; objectType: ObjectType }, from: RecordId, into: RecordId): Promise<void> {
  await trx.raw(
    `insert into refused_matches (portal_id, connection_id, object_type, customer_id, record_id, refused_by, refused_at, is_parted)
     select portal_id, connection_id, object_type, customer_id, :into, refused_by, refused_at, is_parted from refused_matches
     where portal_id = :portalId and object_type = :objectType and record_id = :from
     on conflict (portal_id, connection_id, object_type, customer_id, record_id) do update set is_parted = refused_matches.is_parted or excluded.is_parted`,
    { ...scope, from, into },
  );
  await trx('refusedMatches')
    .where({ ...scope, recordId: from })
    .delete();
}

/** What was announced on one of them counts for both, whichever time HubSpot kept. */
async function moveAnnounced(
  trx: Db,
  scope: { portalId: PortalId; objectType: ObjectType },
  from: RecordId,
  into: RecordId,
): Promise<void> {
  await trx.raw(
    `with moved as (
       delete from told_events where portal_id = :portalId and object_type = :objectType and record_id = :from returning *
     )
     insert into told_events as t (portal_id, object_type, record_id, kind, told_at)
     select portal_id, object_type, :into, kind, told_at from moved order by kind
     on conflict (portal_id, object_type, record_id, kind) do update set told_at = greatest(t.told_at, excluded.told_at)`,
    { ...scope, from, into },
  );
}

async function mergeDeals(trx: Db, portalId: PortalId, { from, into, now }: MergedDeals): Promise<void> {
  await trx.raw(
    `insert into deal_orders (portal_id, deal_id, order_number, typed)
     select portal_id, :into, order_number, typed from deal_orders where portal_id = :portalId and deal_id = :from
     on conflict do nothing`,
    { portalId, from, into },
  );
  await trx.raw(
    `insert into invoice_ties (portal_id, connection_id, invoice_id, deal_id, tied_by, tied_at)
     select portal_id, connection_id, invoice_id, :into, tied_by, tied_at from invoice_ties where portal_id = :portalId and deal_id = :from
     on conflict do nothing`,
    { portalId, from, into },
  );
  await mergeDealOrders(trx, portalId, { from, into, now });
  await trx('dealOrders').where({ portalId, dealId: from }).delete();
  await trx('invoiceTies').where({ portalId, dealId: from }).delete();
}

/** Customers for whom these records were among several candidates: with one of them gone, one may be left. */
async function requeueAmbiguous(
  trx: Db,
  scope: { portalId: PortalId; objectType: ObjectType },
  recordIds: RecordId[],
): Promise<ConnectionId[]> {
  const { rows } = await trx.raw<{ rows: { connectionId: ConnectionId }[] }>(
    `update customer_matches m set state = 'due', checked_at = null
     where m.portal_id = :portalId and m.object_type = :objectType and m.state = 'ambiguous'
       and exists (select 1 from jsonb_array_elements(m.candidates) c where c ->> 'recordId' = any(:recordIds))
     returning m.connection_id`,
    { ...scope, recordIds },
  );
  return [...new Set(rows.map(({ connectionId }) => connectionId))];
}

/**
 * The links of a deleted record go; its customers are looked up again, and left out with the reason if nothing else is found: what a
 * person deleted is not created anew.
 */
async function unlinkDeleted(trx: Db, { portalId, objectType, now }: GoneScope, id: RecordId): Promise<ConnectionId[]> {
  const scope = { portalId, objectType, recordId: id };
  const by = { portalId, userId: null, now };
  await noteTakenBack(trx, by, 'links', { objectType, recordId: id, where: `${OF_RECORD} and d.is_by_person` });
  const { rows } = await trx.raw<{ rows: { connectionId: ConnectionId }[] }>(
    `with gone as (
       delete from links l where l.portal_id = :portalId and l.object_type = :objectType and l.record_id = :recordId
       returning l.connection_id, l.customer_id, l.rule,
         (select ${LEFT_ALONE} from field_pairs p
          where p.portal_id = l.portal_id and p.connection_id = l.connection_id and p.object_type = l.object_type and p.customer_id = l.customer_id
            and p.record_id = l.record_id and ${IS_LEFT_ALONE}) as left_alone
     )
     insert into customer_matches as m (portal_id, connection_id, customer_id, object_type, state, candidates)
     select :portalId, g.connection_id, g.customer_id, :objectType, 'due',
       jsonb_build_array(jsonb_build_object('recordId', :recordId::text, 'name', null, 'rule', g.rule, 'reason', 'deleted', 'leftAlone', g.left_alone))
     from gone g
     on conflict (portal_id, connection_id, object_type, customer_id) do update set state = 'due', candidates = excluded.candidates, checked_at = null
     returning m.connection_id`,
    scope,
  );
  if (isDeal(objectType)) {
    await letGoOfOrders(trx, portalId, id, now);
    await trx('dealOrders').where({ portalId, dealId: id }).delete();
    await trx('invoiceTies').where({ portalId, dealId: id }).delete();
  }
  const toLookUp = isProduct(objectType) ? await moveProductLinks(trx, portalId, { id, into: null, now }) : [];
  await trx('targets').where(scope).delete();
  await resolveProblems(trx, portalId, { subjectKind: objectType, subjects: [id] }, now);
  const toMatch = await requeueAmbiguous(trx, { portalId, objectType }, [id]);
  return [...new Set([...rows.map(({ connectionId }) => connectionId), ...toMatch, ...toLookUp])];
}

interface LeftOut {
  connectionId: ConnectionId;
  customerId: ErpRecordId;
  recordId: RecordId;
  rule: string;
  /** What people had frozen of it. */
  leftAlone: LeftAlone | null;
}

/** Records that came back from the recycling bin get the customers back that nothing else took meanwhile. Returns their ids. */
export async function relinkRestored(
  trx: Db,
  { portalId, objectType, now }: GoneScope,
  recordIds: readonly RecordId[],
): Promise<Set<RecordId>> {
  const { rows } = await trx.raw<{ rows: LeftOut[] }>(
    `select m.connection_id, m.customer_id, c ->> 'recordId' as record_id, c ->> 'rule' as rule, nullif(c -> 'leftAlone', 'null') as left_alone
     from customer_matches m cross join jsonb_array_elements(m.candidates) c
     where m.portal_id = :portalId and m.object_type = :objectType and m.state in ('ignored', 'due')
       and c ->> 'reason' = 'deleted' and c ->> 'recordId' = any(:recordIds)`,
    { portalId, objectType, recordIds: [...recordIds] },
  );
  for (const { connectionId, customerId, recordId, rule, leftAlone } of rows) {
    const customer = { portalId, connectionId, objectType, customerId };
    const approved = trx.raw(
      `(select case when approved_at is null then 'proposed' else 'active' end from erp_connections where portal_id = ? and id = ?)`,
      [portalId, connectionId],
    );
    await trx('links')
      .insert({ ...customer, recordId, rule, state: approved, linkedAt: now })
      .onConflict(['portal_id', 'connection_id', 'object_type', 'customer_id'])
      .ignore();
    if (leftAlone)
      await trx('fieldPairs')
        .insert({ ...customer, recordId, dueAt: now, ...leftAlone })
        .onConflict(['portal_id', 'connection_id', 'object_type', 'customer_id'])
        .ignore();
    await noteTakenBack(trx, { portalId, userId: null, now }, 'leftOut', { ...customer, where: OF_CUSTOMER });
    await trx('customerMatches').where(customer).update({ state: 'linked', candidates: '[]', checkedAt: now, leftOutBy: null });
  }
  const restored = new Set(rows.map(({ recordId }) => recordId));
  await markRecordsDue(
    trx,
    portalId,
    [...restored].map((recordId) => ({ objectType, recordId })),
    { priority: 1, now },
  );
  return restored;
}
