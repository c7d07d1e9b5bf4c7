import type { ErpNotice } from '../../erp/shared/contract.ts';
import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import type { IncomingDeps } from '../shared/incoming.ts';
import type { ErpRun } from '../erp-access/erp-run.ts';

/** Tells what a complete reading found worth telling, and takes back what it did not find any more. Nearly always there is nothing to do. */
export async function reportNotices({ db, now }: IncomingDeps, { scope, connection }: ErpRun, found: readonly ErpNotice[]): Promise<void> {
  const notices = [...new Map(found.map((notice) => [notice.code, notice])).values()];
  const codes = notices.map(({ code }) => code).sort();
  if (codes.join() === connection.notices.join()) return;
  const { portalId, connectionId } = scope;
  const gone = connection.notices.filter((code) => !codes.includes(code));
  const problems = notices.map((notice) => ({
    ...notice,
    connectionId,
    subjectKind: 'connection' as const,
    subject: connectionId,
  }));
  await db.transaction(async (trx) => {
    await trx('erpConnections').where({ portalId, id: connectionId }).update({ notices: codes });
    if (gone.length > 0) await resolveProblems(trx, portalId, { codes: gone, connectionId }, now());
    await raiseProblems(trx, portalId, problems, now());
  });
}
