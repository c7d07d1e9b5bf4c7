import type { RequestHandler } from 'express';
import type { Db } from '../../db/index.ts';
import type { Log } from '../../shared/log.ts';
import { receiveMarks, type ReceivedMark } from '../../sync/inbox/received-marks.ts';
import type { Enqueue } from '../../sync/shared/job-data.ts';
import { EventList, marksOf } from './events.ts';
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
export function hubspotWebhooks(deps: WebhookDeps): RequestHandler {
  // All calls for a portal enqueue the same job, and whoever enqueues waits for the commit of whoever enqueued before: alone, each would wait for
  // the disk in turn.
  const receive = together<ReceivedMark>((marks) => receiveMarks(deps, marks), MARKS_AT_ONCE);
  return async (req, res) => {
    const marks = EventList.parse(req.body).flatMap(marksOf);
    if (marks.length > 0) await receive(marks);
    deps.log.debug({ events: (req.body as unknown[]).length, marks: marks.length }, 'webhook stored');
    res.status(200).end();
  };
}
