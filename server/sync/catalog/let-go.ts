import type { Db } from '../../db/index.ts';
import { resolveProblems } from '../../portals/problems.ts';
import type { RecordId } from '../../shared/ids.ts';
import { PRODUCT } from '../../shared/object-types.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { markRecordsDue } from '../shared/targets.ts';
import { closeRefusalsOfNothing } from './refused-prices.ts';

/**
 * A connection's products are kept no more: HubSpot holds them as they are, and what was said about them is settled. Where another ERP's
 * product is the same one, that is what counts from now on. The caller enqueues `push`.
 */
export async function letGoOfProducts(trx: Db, scope: ConnectionScope, now: Date): Promise<void> {
  const { portalId, connectionId } = scope;
  await resolveProblems(trx, portalId, { connectionId, subjectKind: 'product' }, now);
  await closeRefusalsOfNothing(trx, scope, now);
  await trx.raw(
    `update problems set resolved_at = :now where portal_id = :portalId and resolved_at is null and subject_kind = '${PRODUCT}' and subject in (
       select l.record_id from product_links l where l.portal_id = :portalId and l.connection_id = :connectionId and l.record_id is not null)`,
    { ...scope, now },
  );
  const { rows } = await trx.raw<{ rows: { recordId: RecordId }[] }>(
    `select distinct l.record_id from product_links l
     join product_links o on o.portal_id = l.portal_id and o.record_id = l.record_id and o.connection_id <> l.connection_id
     where l.portal_id = :portalId and l.connection_id = :connectionId`,
    { ...scope },
  );
  const shared = rows.map(({ recordId }) => ({ objectType: PRODUCT, recordId }));
  await markRecordsDue(trx, portalId, shared, { priority: 1, now });
}
