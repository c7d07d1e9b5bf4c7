import type { Db } from '../../db/index.ts';
import { resolveProblems } from '../../portals/problems.ts';
import type { ErpRecordId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import type { ConnectionScope } from './job-data.ts';
import { CHANGED_MEANWHILE } from './order-problems.ts';
import { markRecordsDue } from './targets.ts';

/** What was changed in the ERP may be what the deal says by now, or something else to approve. Answers how many confirmations look again. */
export async function wakeConfirmations(trx: Db, scope: ConnectionScope, orderIds: readonly ErpRecordId[], now: Date): Promise<number> {
  if (orderIds.length === 0) return 0;
  const { portalId, connectionId } = scope;
  const { rows } = await trx.raw<{ rows: { recordId: RecordId }[] }>(
    `update commands c set state = 'planned', waiting_for = null, params = '{}', due_at = :now, tries = 0, ended_at = null, revision = c.revision + 1
     where c.portal_id = :portalId and c.connection_id = :connectionId and c.name = 'confirmOrder' and c.input ->> 'id' = any(:orderIds)
       and (c.state = 'waiting' or c.state = 'rejected' and c.waiting_for = '${CHANGED_MEANWHILE}')
     returning c.record_id`,
    { portalId, connectionId, orderIds: [...orderIds], now },
  );
  const deals = rows.map(({ recordId }) => recordId);
  if (deals.length === 0) return 0;
  await resolveProblems(trx, portalId, { codes: [CHANGED_MEANWHILE], connectionId, subjectKind: DEAL, subjects: deals }, now);
  await markRecordsDue(
    trx,
    portalId,
    deals.map((recordId) => ({ objectType: DEAL, recordId })),
    { priority: 1, now },
  );
  return deals.length;
}
