import type { Db } from '../../db/index.ts';
import type { PortalId } from '../../shared/ids.ts';
import type { RecordRef } from './targets.ts';

/**
 * Of `insert into inbox as i`: an entry that waits already is read once more, from now on, and what forgets a person still does. Which of two
 * values HubSpot holds now its webhooks do not tell, as they come in any order: the record has to be read.
 */
export const OR_ONCE_MORE = `on conflict (portal_id, object_type, record_id) do update set
  revision = i.revision + 1, received_at = excluded.received_at, attempts = 0,
  is_privacy_deletion = i.is_privacy_deletion or excluded.is_privacy_deletion, said = case when (i.said || excluded.said) @> i.said then i.said || excluded.said end`;

/** What waits for less stays as soon; whoever is reading it at this moment finds it again. */
const OR_ONCE_MORE_LATER = `on conflict (portal_id, object_type, record_id) do update set
  revision = i.revision + 1, received_at = least(i.received_at, excluded.received_at), said = null`;

/** "Read it afresh": one entry per record, however often it is named. The caller enqueues `inbox`. */
export async function addToInbox(trx: Db, portalId: PortalId, records: readonly RecordRef[], now: Date): Promise<void> {
  await addEntries(trx, portalId, { records, at: now, orAgain: OR_ONCE_MORE });
}

/** The same, but not before `at`, unless something names the record sooner. The caller enqueues `inbox` for then. */
export async function addToInboxLater(trx: Db, portalId: PortalId, records: readonly RecordRef[], at: Date): Promise<void> {
  await addEntries(trx, portalId, { records, at, orAgain: OR_ONCE_MORE_LATER });
}

async function addEntries(
  trx: Db,
  portalId: PortalId,
  { records, at, orAgain }: { records: readonly RecordRef[]; at: Date; orAgain: string },
): Promise<void> {
  if (records.length === 0) return;
  await trx.raw(
    `insert into inbox as i (portal_id, object_type, record_id, received_at)
     select distinct :portalId::bigint, r."objectType", r."recordId", :at::timestamptz
     from jsonb_to_recordset(:records::jsonb) as r("objectType" text, "recordId" text)
     order by 2, 3
     ${orAgain}`,
    { portalId, at, records: JSON.stringify(records) },
  );
}
