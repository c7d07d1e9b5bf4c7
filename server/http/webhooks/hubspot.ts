import type { RequestHandler } from 'express';
import type { Db } from '../../db/index.ts';
import type { Log } from '../../shared/log.ts';
import { receiveEntries, type ReceivedEntry } from '../../sync/inbox/received-entries.ts';
import type { Enqueue } from '../../sync/shared/job-data.ts';
import { EventList, inboxEntriesOf } from './events.ts';
import { batchCalls } from '../batch-calls.ts';

interface WebhookDeps {
  db: Db;
  enqueue: Enqueue;
  now(): Date;
  log: Log;
}

/** Ten full calls: a transaction stays short, whatever comes in. */
const ENTRIES_AT_ONCE = 1_000;

/** Behind `verifiedBody`. Stores which records to read afresh and answers; HubSpot gives us 5 s, the work is a job's. */
export function hubspotWebhooks(deps: WebhookDeps): RequestHandler {
  // All calls for a portal enqueue the same job, and whoever enqueues waits for the commit of whoever enqueued before: alone, each would wait for
  // the disk in turn.
  const receive = batchCalls<ReceivedEntry>((entries) => receiveEntries(deps, entries), ENTRIES_AT_ONCE);
  return async (req, res) => {
    const entries = EventList.parse(req.body).flatMap(inboxEntriesOf);
    if (entries.length > 0) await receive(entries);
    deps.log.debug({ events: (req.body as unknown[]).length, entries: entries.length }, 'webhook stored');
    res.status(200).end();
  };
}
