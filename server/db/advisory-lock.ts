import type { Client } from 'pg';
import type { Db } from './index.ts';

/** Nobody else has a lock of this name until the transaction ends. */
export async function lockUntilCommit(trx: Db, name: string): Promise<void> {
  await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [name]);
}

/** Runs `work` while no other process runs it under this name. The lock belongs to a connection, so it goes with a killed process. */
export async function withAdvisoryLock<T>(db: Db, name: string, work: () => Promise<T>): Promise<T> {
  const connection = (await db.client.acquireConnection()) as Client;
  try {
    await connection.query('select pg_advisory_lock(hashtextextended($1, 0))', [name]);
    try {
      return await work();
    } finally {
      await connection.query('select pg_advisory_unlock(hashtextextended($1, 0))', [name]);
    }
  } finally {
    await db.client.releaseConnection(connection);
  }
}
