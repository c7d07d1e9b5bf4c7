import { lockUntilCommit } from '../../db/advisory-lock.ts';
import type { Db } from '../../db/index.ts';
import type { PortalId } from '../../shared/ids.ts';

/** Until the end of the transaction nobody else links, parts or refuses in this portal: matching, merges, approvals and people take turns. */
export async function lockMatching(trx: Db, portalId: PortalId): Promise<void> {
  await lockUntilCommit(trx, `match ${portalId}`);
}
