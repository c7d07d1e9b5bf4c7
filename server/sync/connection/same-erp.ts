import type { ErpConnector, ErpIdentity } from '../../erp/shared/contract.ts';
import type { ConnectionId } from '../../shared/ids.ts';
import { findConnection, resumeConnection, type ErpConnection } from '../../portals/connections.ts';
import { resolveProblems } from '../../portals/problems.ts';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Db } from '../../db/index.ts';
import { connectionId as asConnectionId } from '../../shared/ids.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import type { IncomingDeps } from '../shared/incoming.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { startRebuild } from '../pull/rebuild.ts';
import { ensureStreams } from '../shared/stream-states.ts';

type Deps = Pick<IncomingDeps, 'db' | 'now' | 'enqueue' | 'connectors'>;
const QUESTION_CODES = ['connection.swapped', 'connection.restored'];

/**
 * The administrator says: this is the same ERP (moved, upgraded, or restored from a backup). Everything is read again over what is known;
 * events keep their name, so nothing that happened before happens once more.
 */
export async function acceptSameErp(deps: Deps, scope: ConnectionScope, signal: AbortSignal): Promise<void> {
  const { identity } = await identifyPausedErp(deps, scope, signal);
  const { portalId, connectionId } = scope;
  await deps.db.transaction(async (trx) => {
    await trx('erpConnections')
      .where({ portalId, id: connectionId })
      .update({ identity: JSON.stringify(identity) });
    await startRebuild(trx, scope, { now: deps.now() });
    await trx('erpStreams').where({ portalId, connectionId }).update({ canary: null });
    await resolveQuestion(deps, trx, scope);
    await resumeConnection(trx, scope, deps.now());
    await deps.enqueue(trx, 'pull', scope);
  });
}

/**
 * The administrator says: this is another ERP. The old connection is disconnected, with the values it filled in cleared, and a new one
 * with the same settings begins from nothing: its own preview, its own go-live.
 */
export async function startOver(deps: Deps, scope: ConnectionScope, signal: AbortSignal): Promise<ConnectionId> {
  const { erp, identity, connection } = await identifyPausedErp(deps, scope, signal);
  const { portalId, connectionId } = scope;
  const id = asConnectionId(randomUUID());
  const now = deps.now();
  await deps.db.transaction(async (trx) => {
    // The address for hints moves along; two connections cannot have one.
    await trx('erpConnections')
      .where({ portalId, id: connectionId })
      .update({ status: 'disconnected', clearsProperties: true, hintToken: null, hintTokenHash: null });
    await trx.raw(
      `insert into erp_connections
         (portal_id, id, system, name, settings, public_settings, companies, hint_token, hint_token_hash,
          identity, identity_key, go_live_at, next_pull_at, created_by, created_at)
       select portal_id, :id, system, name, settings, public_settings, companies, :hintToken, :hintTokenHash,
          :identity::jsonb, :key, :now, :now, created_by, :now
       from erp_connections where portal_id = :portalId and id = :connectionId`,
      { ...scope, ...hintAddressOf(connection), id, identity: JSON.stringify(identity), key: newIdentityKey(identity, connection), now },
    );
    await ensureStreams(trx, { portalId, connectionId: id }, erp.streams, now);
    await resolveQuestion(deps, trx, scope);
    await deps.enqueue(trx, 'disconnect', scope);
    await deps.enqueue(trx, 'pull', { portalId, connectionId: id });
  });
  return id;
}

const hintAddressOf = ({ hintToken, hintTokenHash }: ErpConnection) => ({ hintToken, hintTokenHash });

/** A copy may call itself like the original: under one name its records would be taken for the other's, by our keys and by past events. */
function newIdentityKey({ key }: ErpIdentity, { identityKey }: ErpConnection): string {
  return key === identityKey ? `${key.slice(0, LONGEST_KEY - 9)}-${randomBytes(4).toString('hex')}` : key;
}
const LONGEST_KEY = 60;

async function identifyPausedErp(
  { db, connectors }: Deps,
  scope: ConnectionScope,
  signal: AbortSignal,
): Promise<{ erp: ErpConnector; identity: ErpIdentity; connection: ErpConnection }> {
  const connection = await findConnection(db, scope);
  if (connection?.status !== 'paused' || !QUESTION_CODES.includes(connection.pausedCode ?? '')) {
    throw new InvalidInputError('Nothing was asked about this connection', { code: 'connection.not_asked' });
  }
  const erp = await connectors.openConnector(scope);
  return { erp, identity: await erp.identify(signal), connection };
}

async function resolveQuestion({ now }: Deps, trx: Db, { portalId, connectionId }: ConnectionScope): Promise<void> {
  await resolveProblems(trx, portalId, { codes: QUESTION_CODES, connectionId }, now());
}
