import { createHash, randomUUID } from 'node:crypto';
import type { Db } from '../db/index.ts';
import type { ErpIdentity } from '../erp/shared/contract.ts';
import { connectionId as asConnectionId, type ConnectionId, type PortalId } from '../shared/ids.ts';
import type { Secrets as SecretBox } from './secrets.ts';

export interface ConnectionKey {
  portalId: PortalId;
  connectionId: ConnectionId;
}

/** What seals and opens an administrator's credentials. */
export type Secrets = Pick<SecretBox, 'encrypt' | 'decrypt'>;

type Params = Record<string, string | number | boolean | null>;

/** One portal joined to one ERP, without its secrets. */
export interface ErpConnection {
  portalId: PortalId;
  id: ConnectionId;
  system: string;
  name: string;
  /** Encrypted; read with `settingsOf`. */
  settings: string;
  publicSettings: Record<string, string | string[] | null>;
  /** The ERP companies included; empty: all. */
  companies: string[];
  identity: ErpIdentity;
  /** Our name for this installation for ever; keeps its value when an administrator accepts another database as the same ERP. */
  identityKey: string;
  status: 'active' | 'paused' | 'disconnected';
  pausedCode: string | null;
  pausedParams: Params;
  pausedAt: Date | null;
  goLiveAt: Date;
  approvedAt: Date | null;
  notBefore: Date | null;
  failures: number;
  reachableSince: Date | null;
  unreachableSince: Date | null;
  lastError: { code: string; params: Params } | null;
  notices: string[];
  doubt: UnconfirmedRefusal | null;
  doubtTries: number;
  nextPullAt: Date;
  /** The `nextPullAt` that a reading under way serves which takes several slices. */
  readingFor: Date | null;
  quietPulls: number;
  hourlyReconciledAt: Date | null;
  nightlyReconciledAt: Date | null;
  hintTokenHash: string | null;
  hintToken: string | null;
  hintInstallation: string | null;
  createdBy: number | null;
  createdAt: Date;
}

/** A refusal that would need a person, until a second kind of call confirms it (`sync/erp-access/confirm-refusal.ts`). */
export interface UnconfirmedRefusal {
  code: string;
  params: Params;
  /** The call that failed: when it is answered the refusal is over. */
  about: string;
  since: string;
  /** How often a password was refused. */
  refusals: number;
}

interface NewConnection {
  portalId: PortalId;
  system: string;
  name: string;
  settings: unknown;
  publicSettings: Record<string, string | string[] | null>;
  companies: readonly string[];
  identity: ErpIdentity;
  goLiveAt: Date;
  createdBy: number | null;
}

const PURPOSE = 'erp.settings';

/** Throws on the unique index `erp_connections_one_per_identity` when the portal is joined to this installation already. */
export async function createConnection(db: Db, secrets: Secrets, given: NewConnection, now: Date): Promise<ConnectionId> {
  const id = asConnectionId(randomUUID());
  await db('erpConnections').insert({
    ...given,
    id,
    settings: sealSettings(secrets, given.portalId, given.settings),
    publicSettings: JSON.stringify(given.publicSettings),
    companies: [...given.companies],
    identity: JSON.stringify(given.identity),
    identityKey: given.identity.key,
    nextPullAt: now,
    createdAt: now,
  });
  return id;
}

export async function findConnection(db: Db, { portalId, connectionId }: ConnectionKey): Promise<ErpConnection | undefined> {
  return db('erpConnections').where({ portalId, id: connectionId }).first<ErpConnection | undefined>();
}

/** As it stands, and stays until the transaction ends. */
export async function lockConnection(trx: Db, { portalId, connectionId }: ConnectionKey): Promise<ErpConnection> {
  return trx('erpConnections').where({ portalId, id: connectionId }).forUpdate().first<ErpConnection>();
}

/** Whether the portal has this connection and has not disconnected it. */
export async function hasConnection(db: Db, { portalId, connectionId }: ConnectionKey): Promise<boolean> {
  return (await db('erpConnections').where({ portalId, id: connectionId }).whereNot({ status: 'disconnected' }).first('id')) !== undefined;
}

/** Which connection an ERP calls for: the token in the address is all it can show. Not of an account that took the app out. */
export async function findConnectionByHintToken(db: Db, token: string): Promise<ConnectionKey | undefined> {
  return db('erpConnections')
    .join('portals', 'portals.portalId', 'erpConnections.portalId')
    .where({ hintTokenHash: hashHintToken(token) })
    .whereNot('erpConnections.status', 'disconnected')
    .whereNot('portals.status', 'uninstalled')
    .first<ConnectionKey | undefined>({
      portalId: 'erpConnections.portalId',
      connectionId: 'erpConnections.id',
    });
}

/** Compared as a hash in an index, so the time taken tells nothing about the token. */
export const hashHintToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** All but the disconnected ones, oldest first. */
export async function listConnections(db: Db, portalId: PortalId): Promise<ErpConnection[]> {
  return db('erpConnections').where({ portalId }).whereNot({ status: 'disconnected' }).orderBy('createdAt').select<ErpConnection[]>();
}

/** What an administrator may change without entering secrets again. */
type ConnectionPatch = Partial<
  Pick<ErpConnection, 'name' | 'companies' | 'approvedAt' | 'status' | 'hintTokenHash' | 'hintToken' | 'hintInstallation' | 'nextPullAt'>
>;

export async function updateConnection(db: Db, { portalId, connectionId }: ConnectionKey, patch: ConnectionPatch): Promise<void> {
  await db('erpConnections').where({ portalId, id: connectionId }).update(patch);
}

export function settingsOf(secrets: Secrets, connection: Pick<ErpConnection, 'portalId' | 'settings'>): unknown {
  return JSON.parse(secrets.decrypt(connection.portalId, PURPOSE, connection.settings));
}

export async function storeSettings(
  db: Db,
  secrets: Secrets,
  { portalId, connectionId }: ConnectionKey,
  given: Pick<NewConnection, 'settings' | 'publicSettings'>,
): Promise<void> {
  const settings = sealSettings(secrets, portalId, given.settings);
  await db('erpConnections')
    .where({ portalId, id: connectionId })
    .update({ settings, publicSettings: JSON.stringify(given.publicSettings), doubt: null, doubtTries: 0, notBefore: null });
}

/** Reading stops until an administrator acts; what HubSpot shows stays, with the reason beside it. */
export async function pauseConnection(
  db: Db,
  { portalId, connectionId }: ConnectionKey,
  { code, params }: { code: string; params: Readonly<Params> },
  now: Date,
): Promise<void> {
  await db('erpConnections')
    .where({ portalId, id: connectionId, status: 'active' })
    .update({ status: 'paused', pausedCode: code, pausedParams: JSON.stringify(params), pausedAt: now });
}

/** Also forgets failures, so that reading starts at once. */
export async function resumeConnection(db: Db, { portalId, connectionId }: ConnectionKey, now: Date): Promise<void> {
  await db('erpConnections').where({ portalId, id: connectionId, status: 'paused' }).update({
    status: 'active',
    pausedCode: null,
    pausedParams: '{}',
    pausedAt: null,
    failures: 0,
    doubt: null,
    doubtTries: 0,
    notBefore: null,
    unreachableSince: null,
    lastError: null,
    nextPullAt: now,
  });
}

function sealSettings(secrets: Secrets, portalId: PortalId, settings: unknown): string {
  return secrets.encrypt(portalId, PURPOSE, JSON.stringify(settings));
}
