import type { Db } from '../../server/db/index.ts';

/** The queue gives a silent worker ten seconds; who killed it knows that it is dead. */
export async function forgetDeadWorkers(db: Db): Promise<void> {
  await changeJobs(db, `heartbeat_on = now() - interval '1 minute'`, `state = 'active'`);
}

/** A job that was killed several times is tried again after minutes; until then nothing is at rest. */
export async function tryKilledJobsAgain(db: Db): Promise<void> {
  await changeJobs(db, 'start_after = now()', `state = 'retry' and start_after > now()`);
}

/** What the service is changing at this moment is passed over: each would wait for the other. */
async function changeJobs(db: Db, change: string, condition: string): Promise<void> {
  await db.raw(
    `update pgboss.job j set ${change} from (select name, id from pgboss.job where ${condition} for update skip locked) free
     where j.name = free.name and j.id = free.id`,
  );
}

/**
 * What the ERP can be working on no more: that takes minutes in the field, and its double answers within milliseconds. Sent more than `quietMs`
 * ago: default whenever.
 */
export async function letCommandsSettle(db: Db, quietMs = 0): Promise<void> {
  await db.raw(
    `update commands c set sent_at = sent_at - interval '1 hour', due_at = now()
     from (select portal_id, key from commands where state in ('sending', 'unknown')
         and sent_at between now() - interval '30 minutes' and now() - make_interval(secs => ?) for update skip locked) free
     where c.portal_id = free.portal_id and c.key = free.key`,
    [quietMs / 1000],
  );
  // Planned for when they would have been due.
  await changeJobs(db, 'start_after = now()', `name = 'commands' and state = 'created' and start_after > now()`);
}
