import type { Db } from './index.ts';

/**
 * The commit of this transaction waits for no disk. If the database's machine crashes within the next 0.6 s (three times
 * `wal_writer_delay`), the transaction may be gone, but never a part of it, nor one that somebody who did wait committed after it. For
 * what is done again by itself then, as after a service that was killed just before it; what has to stand before another system is told waits.
 */
export async function commitLater(trx: Db): Promise<void> {
  await trx.raw('set local synchronous_commit = off');
}
