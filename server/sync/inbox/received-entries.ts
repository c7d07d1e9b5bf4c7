import type { Db } from '../../db/index.ts';
import type { PortalId } from '../../shared/ids.ts';
import { toJson } from '../../mirror/json.ts';
import { customerKeySql } from '../../records/customer-key.ts';
import type { SyncDeps } from '../shared/deps.ts';
import type { RecordRef } from '../shared/targets.ts';
import { OR_ONCE_MORE } from './add-to-inbox.ts';

/** HubSpot says of any portal's record: "read it afresh". */
export interface ReceivedEntry extends RecordRef {
  portalId: PortalId;
  isPrivacyDeletion: boolean;
  /** All that was said is that our key has this value now; null: more, or something else. */
  key: string | null;
}

/** Notes what to read afresh, and enqueues `inbox` for the portals concerned. */
export async function receiveEntries(
  { db, enqueue, now }: Pick<SyncDeps, 'db' | 'enqueue' | 'now'>,
  entries: readonly ReceivedEntry[],
): Promise<void> {
  await db.transaction(async (trx) => {
    const portalIds = await storeEntries(trx, mergeEntries(entries), now());
    for (const portalId of portalIds) await enqueue(trx, 'inbox', { portalId });
  });
}

/**
 * Raises the revision of entries that wait already. What unknown or uninstalled portals send is dropped; returns the others, sorted. So is a key
 * that stands where it belongs: our own writes coming back, one for every record first written, would cost as many calls as the writes.
 */
async function storeEntries(trx: Db, entries: ReceivedEntry[], now: Date): Promise<PortalId[]> {
  const { rows } = await trx.raw<{ rows: { portalId: PortalId }[] }>(
    `with stored as (
       insert into inbox as i (portal_id, object_type, record_id, is_privacy_deletion, received_at)
       select m."portalId", m."objectType", m."recordId", m."isPrivacyDeletion", :now
       from jsonb_to_recordset(:entries::jsonb) as m("portalId" bigint, "objectType" text, "recordId" text, "isPrivacyDeletion" boolean, key text)
       join portals p on p.portal_id = m."portalId" and p.status <> 'uninstalled'
       where m.key is null or not exists (
         select 1 from links l join erp_connections k on k.portal_id = l.portal_id and k.id = l.connection_id
         where l.portal_id = m."portalId" and l.object_type = m."objectType" and l.record_id = m."recordId" and l.state = 'active'
           and ${customerKeySql('k.identity_key', 'l.customer_id')} = m.key)
       ${OR_ONCE_MORE}
       returning i.portal_id
     )
     select distinct portal_id from stored order by portal_id`,
    { entries: toJson(entries), now },
  );
  return rows.map(({ portalId }) => portalId);
}

/** One entry for a record, in one order for all processes, so that two of them never wait for each other in a circle. */
function mergeEntries(entries: readonly ReceivedEntry[]): ReceivedEntry[] {
  const folded = new Map<string, ReceivedEntry>();
  for (const entry of entries) {
    const place = `${String(entry.portalId).padStart(20, '0')} ${entry.objectType} ${entry.recordId}`;
    const earlier = folded.get(place) ?? entry;
    const isPrivacyDeletion = entry.isPrivacyDeletion || earlier.isPrivacyDeletion;
    folded.set(place, { ...entry, isPrivacyDeletion, key: entry.key === earlier.key ? entry.key : null });
  }
  return [...folded].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}
