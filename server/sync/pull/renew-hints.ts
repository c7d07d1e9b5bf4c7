import { updateConnection } from '../../portals/connections.ts';
import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import { PuenteError, ReconnectError } from '../../shared/errors.ts';
import type { IncomingDeps } from '../shared/incoming.ts';
import type { ErpRun } from '../erp-access/erp-run.ts';

const OUTDATED = 'hints.outdated';

/**
 * What an earlier version set up in the ERP may not announce what this one understands: looked at once a night. Where only an administrator of the ERP
 * may change it, that is said. A failure stops no comparison: hints are extra.
 */
export async function renewHints({ db, now, log }: IncomingDeps, { scope, connection, erp, context }: ErpRun): Promise<void> {
  const { hints } = erp.capabilities;
  const { portalId, connectionId } = scope;
  const about = { code: OUTDATED, connectionId, subjectKind: 'connection', subject: connectionId as string } as const;
  const settle = () => resolveProblems(db, portalId, { codes: [OUTDATED], connectionId }, now());
  if (!hints || !connection.hintInstallation) return settle();
  try {
    const hintInstallation = await hints.renew(connection.hintInstallation, context.signal);
    if (hintInstallation !== null) await updateConnection(db, scope, { hintInstallation });
    await settle();
  } catch (error) {
    if (error instanceof ReconnectError) return raiseProblems(db, portalId, [about], now());
    if (!(error instanceof PuenteError)) throw error;
    log.warn({ ...scope, err: error }, 'change hints were not renewed: tried again tomorrow');
  }
}
