import { InvalidInputError } from '../../shared/errors.ts';
import { findConnection, updateConnection, type ErpConnection } from '../../portals/connections.ts';
import type { ConnectDeps } from './connect.ts';
import { hintUrlOf } from './hint-address.ts';
import type { ConnectionScope } from '../shared/job-data.ts';

type HintDeps = ConnectDeps & { publicUrl: string };

/** The ERP calls us from here on when something changed; polling stays the source of truth. */
export async function installHints(
  deps: HintDeps,
  scope: ConnectionScope,
  admin: Record<string, string>,
  signal: AbortSignal,
): Promise<void> {
  const { connection, hints } = await open(deps, scope);
  const url = await hintUrlOf(deps)(scope.portalId, scope.connectionId);
  if (!url) throw notSupported();
  if (connection.hintInstallation) return;
  const hintInstallation = await hints.install({ url, admin }, signal);
  await updateConnection(deps.db, scope, { hintInstallation });
}

/** Throws `ReconnectError` when the credentials may not remove it: the page then shows the manual step. */
export async function removeHints(
  deps: HintDeps,
  scope: ConnectionScope,
  admin: Record<string, string> | null,
  signal: AbortSignal,
): Promise<void> {
  const { connection, hints } = await open(deps, scope);
  if (!connection.hintInstallation) return;
  await hints.remove({ installation: connection.hintInstallation, admin }, signal);
  await updateConnection(deps.db, scope, { hintInstallation: null });
}

async function open(deps: HintDeps, scope: ConnectionScope) {
  const connection: ErpConnection | undefined = await findConnection(deps.db, scope);
  if (!connection) throw new InvalidInputError('No such connection', { code: 'not_found' });
  const { hints } = (await deps.connectors.openConnector(scope)).capabilities;
  if (!hints) throw notSupported();
  return { connection, hints };
}

const notSupported = (): InvalidInputError => new InvalidInputError('This ERP cannot send hints', { code: 'hints.not_supported' });
