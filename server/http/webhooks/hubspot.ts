import type { RequestHandler } from 'express';
import type { Db } from '../../db/index.ts';
import type { PortalId } from '../../shared/ids.ts';
import type { Log } from '../../shared/log.ts';
import { toJson } from '../../mirror/json.ts';
import type { Enqueue } from '../../sync/shared/job-data.ts';
import { EventList, foldMarks, marksOf, type Mark } from './events.ts';
import { together } from './together.ts';

interface WebhookDeps {
  db: Db;
  enqueue: Enqueue;
  now(): Date;
  log: Log;
}

/** Ten full calls: a transaction stays short, whatever comes in. */
const MARKS_AT_ONCE = 1_000;

/** Behind `verifiedBody`. Stores which records to read afresh and answers; HubSpot gives us 5 s, the work is a job's. */
export function hubspotWebhooks({ db, enqueue, now, log }: WebhookDeps): RequestHandler {
  // All calls for a portal enqueue the same job, and whoever enqueues waits for the commit of whoever enqueued before: alone, each would wait for
  // the disk in turn.
  const store = together<Mark>(async (marks) => {
    await db.transaction(async (trx) => {
      const portalIds = await storeMarks(trx, foldMarks(marks), now());
      for (const portalId of portalIds) await enqueue(trx, 'inbox', { portalId });
    });
  }, MARKS_AT_ONCE);
  return async (req, res) => {
    const marks = EventList.parse(req.body).flatMap(marksOf);
    if (marks.length > 0) await store(marks);
    log.debug({ events: (req.body as unknown[]).length, marks: marks.length }, 'webhook stored');
    res.status(200).end();
  };
}

/**
 * Raises the revision of marks that wait already. What unknown or uninstalled portals send is dropped; returns the others, sorted. So is a key
 * that stands where it belongs: our own writes coming back, one for every record first written, would cost as many calls as the writes.
 */
async function storeMarks(trx: Db, marks: Mark[], now: Date): Promise<PortalId[]> {
  const { rows } = await trx.raw<{ rows: { portalId: PortalId }[] }>(
    `with stored as (
       insert into inbox (portal_id, object_type, record_id, is_privacy_deletion, received_at)
       select m."portalId", m."objectType", m."recordId", m."isPrivacyDeletion", :now
       from jsonb_to_recordset(:marks::jsonb) as m("portalId" bigint, "objectType" text, "recordId" text, "isPrivacyDeletion" boolean, key text)
       join portals p on p.portal_id = m."portalId" and p.status <> 'uninstalled'
       where m.key is null or not exists (
         select 1 from links l join erp_connections k on k.portal_id = l.portal_id and k.id = l.connection_id
         where l.portal_id = m."portalId" and l.object_type = m."objectType" and l.record_id = m."recordId" and l.state = 'active'
           and k.identity_key || ':' || l.customer_id = m.key)
       on conflict (portal_id, object_type, record_id) do update set
         revision = inbox.revision + 1, received_at = excluded.received_at, attempts = 0,
         is_privacy_deletion = inbox.is_privacy_deletion or excluded.is_privacy_deletion
       returning portal_id
     )
     select distinct portal_id from stored order by portal_id`,
    { marks: toJson(marks), now },
  );
  return rows.map(({ portalId }) => portalId);
}
