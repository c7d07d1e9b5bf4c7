import type { Db } from '../../db/index.ts';
import { products } from '../../streams/products/index.ts';
import type { ConnectionScope } from './job-data.ts';

/** Of a deal: its lines are told from each other by products that are still being read for the first time. */
export const WAITING_CATALOG = 'order.waiting_catalog';

/** Until all were met once nobody knows which product is missing in the ERP, nor which SKU two of them share. */
export async function isReadingFirstProducts(db: Db, { portalId, connectionId }: ConnectionScope): Promise<boolean> {
  const reading = { portalId, connectionId, stream: products.name, isOn: true, isOffered: true, firstCompletedAt: null };
  return (await db('erpStreams').where(reading).first('stream')) !== undefined;
}

/** Answers how many commands go on now. The caller enqueues `commands`. */
export async function wakeByFirstProducts(trx: Db, { portalId, connectionId }: ConnectionScope, now: Date): Promise<number> {
  return trx('commands')
    .where({ portalId, connectionId, state: 'planned', waitingFor: WAITING_CATALOG })
    .update({ waitingFor: null, dueAt: now, tries: 0, revision: trx.raw('revision + 1') });
}
