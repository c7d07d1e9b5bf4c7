import type { ReviewOutcome } from '../../../hubspot-app/app/settings/api/reviews.ts';
import type { Db } from '../../db/index.ts';
import { recordId, type ConnectionId, type ErpRecordId, type PortalId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import { dropArchivals } from '../shared/archivals.ts';
import type { SyncDeps } from '../shared/deps.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { lockMatching } from './lock.ts';

/** SQL: the record of match `m` was found deleted when its ERP was connected again, and its customer is in use: nobody said yet what becomes of it. */
export const WAS_DELETED = `m.state = 'ignored' and m.candidates @> '[{"reason": "deleted", "isFormer": true}]' and exists (
  select 1 from erp_customers c where c.portal_id = m.portal_id and c.connection_id = m.connection_id and c.erp_id = m.customer_id and c.active)`;

/** SQL: what is remembered of match `m` once a person decided. */
export const DECIDED = `(select coalesce(jsonb_agg(c - 'isFormer'), '[]') from jsonb_array_elements(m.candidates) c)`;

interface Customer {
  connectionId: ConnectionId;
  customerId: ErpRecordId;
  objectType: CustomerObjectType;
}

/** The deletion is forgotten: the customers are looked for like any other, and their records made where missing ones are. Null: all such customers. */
export async function createAnew(
  { db, enqueue, now }: Pick<SyncDeps, 'db' | 'enqueue' | 'now'>,
  portalId: PortalId,
  customer: Customer | null,
): Promise<ReviewOutcome['decided']> {
  return db.transaction(async (trx) => {
    await lockMatching(trx, portalId);
    const { rows } = await trx.raw<{ rows: Customer[] }>(
      `update customer_matches m set state = 'due', checked_at = null, candidates = '[]' where m.portal_id = :portalId and ${WAS_DELETED}
       ${customer ? 'and m.connection_id = :connectionId and m.object_type = :objectType and m.customer_id = :customerId' : ''}
       returning m.connection_id, m.customer_id, m.object_type`,
      { portalId, ...customer },
    );
    for (const [connectionId, found] of Map.groupBy(rows, (row) => row.connectionId)) {
      await forgetRecords(trx, { portalId, connectionId }, found);
      // Nor is the customer to go because the record did.
      const archivals = found.map((one) => ({ side: 'erp' as const, ...one, recordId: recordId('') }));
      await dropArchivals(trx, { portalId, connectionId }, archivals, now());
      await enqueue(trx, 'match', { portalId, connectionId });
    }
    return rows.length;
  });
}

async function forgetRecords(trx: Db, scope: ConnectionScope, customers: readonly Customer[]): Promise<void> {
  await trx.raw(
    `delete from former_links f using erp_connections k, jsonb_to_recordset(:customers::jsonb) as c("customerId" text, "objectType" text)
     where k.portal_id = :portalId and k.id = :connectionId and f.portal_id = k.portal_id and f.identity_key = k.identity_key
       and f.object_type = c."objectType" and f.customer_id = c."customerId" and f.record_id <> ''`,
    { ...scope, customers: JSON.stringify(customers) },
  );
}
