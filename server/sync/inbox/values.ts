import type { HubSpotRecord } from '../../hubspot/contract.ts';
import type { RecordId } from '../../shared/ids.ts';
import { DEAL, isDeal, isProduct, PRODUCT, type ObjectType } from '../../shared/object-types.ts';
import { reportOverwritten } from './products.ts';
import type { InboxRun } from './slice.ts';
import { requeueByKey } from '../match/requeue.ts';
import { CUSTOMER_KEY } from '../../records/catalogue/index.ts';
import { editedProperties, holdsOurValues, readBack, wasEdited, type Written } from '../shared/property-values.ts';
import { markRecordsDue } from '../shared/targets.ts';

interface Known {
  recordId: RecordId;
  written: Written | null;
  isLinked: boolean;
  hasTarget: boolean;
}

/** Our own values on these records: what somebody edited is written back, what came without a link (a cloned deal) is cleared. */
export async function processOwnValues(inbox: InboxRun, objectType: ObjectType, records: readonly HubSpotRecord[]): Promise<void> {
  if (records.length === 0) return;
  const known = await loadKnown(inbox, objectType, records);
  const knownOf = ({ id }: HubSpotRecord): Known => known.get(id)!;
  const edited = records.filter((record) => {
    const { written } = knownOf(record);
    return written !== null && wasEdited(objectType, record.properties, written);
  });
  const strangers = records.filter((record) => {
    const { hasTarget, isLinked } = knownOf(record);
    return !hasTarget && !isLinked && holdsOurValues(objectType, record.properties);
  });
  const before = (record: HubSpotRecord) => knownOf(record).written;
  await saveAsWritten(inbox, objectType, { records: edited, before });
  if (isProduct(objectType)) {
    const changes = edited.map((record) => ({
      recordId: record.id,
      now: record.properties,
      properties: editedProperties(objectType, record.properties, knownOf(record).written!),
    }));
    await reportOverwritten(inbox, changes);
  }
  await saveAsWritten(inbox, objectType, { records: await withoutClaimed(inbox, objectType, strangers), before });
}

async function loadKnown(
  { deps, portal }: InboxRun,
  objectType: ObjectType,
  records: readonly HubSpotRecord[],
): Promise<Map<RecordId, Known>> {
  const { rows } = await deps.db.raw<{ rows: Known[] }>(
    `select asked.record_id, t.written, t.record_id is not null as has_target,
       exists (select 1 from links l where l.portal_id = :portalId and l.object_type = :objectType and l.record_id = asked.record_id)
       or :objectType = '${DEAL}' and (
         exists (select 1 from deal_orders d where d.portal_id = :portalId and d.deal_id = asked.record_id)
         or exists (select 1 from invoice_ties i where i.portal_id = :portalId and i.deal_id = asked.record_id)
         or exists (select 1 from order_ties o where o.portal_id = :portalId and o.deal_id = asked.record_id)
         or exists (
           select 1 from commands c where c.portal_id = :portalId and c.object_type = :objectType and c.record_id = asked.record_id))
       or :objectType = '${PRODUCT}' and exists (
         select 1 from product_links l where l.portal_id = :portalId and l.record_id = asked.record_id) as is_linked
     from unnest(:recordIds::text[]) as asked(record_id)
     left join targets t on t.portal_id = :portalId and t.object_type = :objectType and t.record_id = asked.record_id`,
    { portalId: portal.portalId, objectType, recordIds: records.map(({ id }) => id) },
  );
  return new Map(rows.map((row) => [row.recordId, row]));
}

/**
 * Records with values but without a link, as long as they are nobody's: one that carries the key of a customer still looking for its
 * record is matched instead. Before the first approval nothing is written, so nothing is cleared either.
 */
async function withoutClaimed(
  { deps, portal }: InboxRun,
  objectType: ObjectType,
  strangers: readonly HubSpotRecord[],
): Promise<HubSpotRecord[]> {
  if (strangers.length === 0) return [];
  const { portalId } = portal;
  const connections = await deps.db('erpConnections').where({ portalId }).whereNotNull('approvedAt').select('id');
  if (connections.length === 0) return [];
  // A product keeps what it was given when its ERP went: the key by which it is found again among it.
  if (isProduct(objectType)) return [];
  if (isDeal(objectType)) return [...strangers];
  const keys = strangers.flatMap(({ properties }) => properties[CUSTOMER_KEY] ?? []);
  const claimed = await deps.db.transaction(async (trx) => {
    const { connectionIds, keys: queued } = await requeueByKey(trx, { portalId, objectType }, keys);
    for (const connectionId of connectionIds) await deps.enqueue(trx, 'match', { portalId, connectionId });
    return queued;
  });
  return strangers.filter(({ properties }) => !claimed.has(properties[CUSTOMER_KEY] ?? ''));
}

/** The ERP's word is final on these properties: what HubSpot holds now is remembered as written, and the push writes the difference. */
async function saveAsWritten(
  { deps, portal: { portalId }, writable }: InboxRun,
  objectType: ObjectType,
  { records, before }: { records: readonly HubSpotRecord[]; before(record: HubSpotRecord): Written | null },
): Promise<void> {
  if (records.length === 0) return;
  await deps.db.transaction(async (trx) => {
    const refs = records.map(({ id }) => ({ objectType, recordId: id }));
    await markRecordsDue(trx, portalId, refs, { priority: 1, now: deps.now() });
    const rows = records.map((record) => ({
      recordId: record.id,
      held: readBack(writable[objectType], { properties: record.properties, before: before(record) }),
    }));
    await trx.raw(
      `update targets t set written = r.held from jsonb_to_recordset(:rows::jsonb) as r("recordId" text, held jsonb)
       where t.portal_id = :portalId and t.object_type = :objectType and t.record_id = r."recordId" and not t.is_doubtful`,
      { portalId, objectType, rows: JSON.stringify(rows) },
    );
    await deps.enqueue(trx, 'push', { portalId });
  });
}
