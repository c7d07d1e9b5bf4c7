import type { Db } from '../../server/db/index.ts';

/** The queue gives a silent worker ten seconds; who killed it knows that it is dead. */
export async function forgetDeadWorkers(db: Db): Promise<void> {
  await db.raw(`update pgboss.job set heartbeat_on = now() - interval '1 minute' where state = 'active'`);
}

/** A job that was killed several times is tried again after minutes; until then nothing is at rest. */
export async function tryKilledJobsAgain(db: Db): Promise<void> {
  await db.raw(`update pgboss.job set start_after = now() where state = 'retry' and start_after > now()`);
}

/**
 * What the ERP can be working on no more: that takes minutes in the field, and its double answers within milliseconds. Sent more than `quietMs`
 * ago: default whenever.
 */
export async function letCommandsSettle(db: Db, quietMs = 0): Promise<void> {
  await db.raw(
    `update commands set sent_at = sent_at - interval '1 hour', due_at = now()
     where state in ('sending', 'unknown') and sent_at between now() - interval '30 minutes' and now() - make_interval(secs => ?)`,
    [quietMs / 1000],
  );
}
