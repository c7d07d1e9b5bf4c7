import type { Db } from '../../db/index.ts';
import type { ConnectionScope } from './job-data.ts';

/** The ERP may have made a record of which nobody knows yet whose it is. */
export async function isAnySending(db: Db, scope: ConnectionScope): Promise<boolean> {
  const row = await db('commands')
    .where({ ...scope, name: 'createCustomer' })
    .whereIn('state', ['sending', 'unknown'])
    .first('key');
  return row !== undefined;
}

/** Customers that were looked up since then, or are at this moment, may have been kept waiting by it: they are looked up again. Answers how many. */
export async function requeueKeptWaiting(trx: Db, { portalId, connectionId }: ConnectionScope, since: Date): Promise<number> {
  return trx('customerMatches')
    .where({ portalId, connectionId })
    .whereIn('state', ['unmatched', 'due'])
    .where('checkedAt', '>=', since)
    .update({ state: 'due', checkedAt: null });
}
