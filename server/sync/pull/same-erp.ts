import { STREAMS, type ErpIdentity } from '../../erp/contract.ts';
import type { ConnectionId } from '../../ids.ts';
import { findConnection, resumeConnection } from '../../portals/connections.ts';
import { resolveProblems } from '../../portals/problems.ts';
import { randomUUID } from 'node:crypto';
import type { Db } from '../../db/index.ts';
import { connectionId as asConnectionId } from '../../ids.ts';
import { InvalidInputError } from '../../errors.ts';
import type { IncomingDeps } from '../incoming.ts';
import type { OfConnection } from '../job-data.ts';
import { startRebuild } from './rebuild.ts';

type Deps = Pick<IncomingDeps, 'db' | 'now' | 'kick' | 'connectors'>;
const ASKED = ['connection.swapped', 'connection.restored'];

/**
 * The administrator says: this is the same ERP (moved, upgraded, or restored from a backup). Everything is read again over what is known;
 * events keep their name, so nothing that happened before happens once more.
 */
export async function acceptSameErp(deps: Deps, of: OfConnection, signal: AbortSignal): Promise<void> {
  const identity = await identify(deps, of, signal);
  const { portalId, connectionId } = of;
  await deps.db.transaction(async (trx) => {
    await trx('erpConnections')
      .where({ portalId, id: connectionId })
      .update({ identity: JSON.stringify(identity) });
    await startRebuild(trx, of, { streams: STREAMS, now: deps.now() });
    await trx('erpStreams').where({ portalId, connectionId }).update({ canary: null });
    await answered(deps, trx, of);
    await resumeConnection(trx, of, deps.now());
    await deps.kick(trx, 'pull', of);
  });
}

/**
 * The administrator says: this is another ERP. The old connection is disconnected, with the values it filled in cleared, and a new one
 * with the same settings begins from nothing: its own preview, its own go-live.
 */
export async function startOver(deps: Deps, of: OfConnection, signal: AbortSignal): Promise<ConnectionId> {
  const identity = await identify(deps, of, signal);
  const { portalId, connectionId } = of;
  const id = asConnectionId(randomUUID());
  const now = deps.now();
  await deps.db.transaction(async (trx) => {
    await trx('erpConnections').where({ portalId, id: connectionId }).update({ status: 'disconnected' });
    await trx.raw(
      `insert into erp_connections
         (portal_id, id, system, name, settings, public_settings, identity, identity_key, go_live_at, next_pull_at, created_by, created_at)
       select portal_id, :id, system, name, settings, public_settings, :identity::jsonb, :key, :now, :now, created_by, :now
       from erp_connections where portal_id = :portalId and id = :connectionId`,
      { ...of, id, identity: JSON.stringify(identity), key: identity.key, now },
    );
    await answered(deps, trx, of);
    await deps.kick(trx, 'disconnect', { ...of, clearProperties: true });
    await deps.kick(trx, 'pull', { portalId, connectionId: id });
  });
  return id;
}

async function identify({ db, connectors }: Deps, of: OfConnection, signal: AbortSignal): Promise<ErpIdentity> {
  const connection = await findConnection(db, of);
  if (connection?.status !== 'paused' || !ASKED.includes(connection.pausedCode ?? '')) {
    throw new InvalidInputError('Nothing was asked about this connection', { code: 'connection.not_asked' });
  }
  return (await connectors.openConnector(of)).identify(signal);
}

async function answered({ now }: Deps, trx: Db, { portalId, connectionId }: OfConnection): Promise<void> {
  await resolveProblems(trx, portalId, { codes: ASKED, connectionId }, now());
}
