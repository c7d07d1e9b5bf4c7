import type { Db } from '../../db/index.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { ConnectionScope } from '../shared/job-data.ts';

/** Products that HubSpot refused are offered once more: a person asked. What a person wants made is not looked up again. */
export async function requeueRefusedProducts(trx: Db, scope: ConnectionScope, productIds: readonly ErpRecordId[]): Promise<void> {
  await trx('productLinks')
    .where({ ...scope, state: 'refused' })
    .whereRaw('product_id = any(?)', [[...productIds]])
    .update({ state: trx.raw(`case when rule = 'person' then 'new' else 'due' end`), revision: trx.raw('revision + 1') });
}
