import { randomBytes } from 'node:crypto';
import type { Db } from '../../db/index.ts';
import type { ErpConnector, ErpDefinition, ErpDoor, ErpIdentity, ErpNotice } from '../../erp/shared/contract.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import type { ConnectionId, PortalId } from '../../shared/ids.ts';
import {
  createConnection,
  findConnection,
  hashHintToken,
  listConnections,
  lockConnection,
  pauseConnection,
  resumeConnection,
  settingsOf,
  storeSettings,
  updateConnection,
  type ErpConnection,
  type Secrets,
} from '../../portals/connections.ts';
import { findTimeZone } from '../../portals/portals.ts';
import { resolveProblems } from '../../portals/problems.ts';
import type { Connectors } from '../shared/connectors.ts';
import { moveGoLive } from '../events/go-live.ts';
import { HINT_TOKEN_PURPOSE } from './hint-address.ts';
import type { Enqueue, ConnectionScope } from '../shared/job-data.ts';
import { requireSeen, type SeenSettings } from './require-seen.ts';
import { fillInStoredSecrets } from './stored-secrets.ts';
import { saveIdentity } from '../erp-access/identity.ts';
import { startRebuild } from '../pull/rebuild.ts';
import { streamsForOrders } from '../orders/rules.ts';
import { ensureStreams, switchStreams } from '../shared/stream-states.ts';
import { compareInstallations } from '../erp-access/same-installation.ts';

export interface ConnectDeps {
  db: Db;
  secrets: Secrets;
  registry: ReadonlyMap<string, ErpDefinition<unknown>>;
  io: ErpDoor;
  connectors: Connectors;
  enqueue: Enqueue;
  now(): Date;
}

type Entered = Record<string, unknown>;

/** Tries the settings: throws naming what is wrong, else says which installation answers and what is worth knowing. */
export async function testConnection(
  deps: Pick<ConnectDeps, 'db' | 'registry' | 'io'>,
  { portalId, system, settings: entered }: Pick<NewErp, 'portalId' | 'system' | 'settings'>,
  signal: AbortSignal,
): Promise<{ settings: unknown; identity: ErpIdentity; streams: ErpConnector['streams']; notices: ErpNotice[] }> {
  const definition = definitionOf(deps.registry, system);
  const settings = definition.settings.parse(entered);
  const connector = definition.connect(settings, { ...deps.io, timeZone: await findTimeZone(deps.db, portalId) });
  try {
    const notices = await connector.check(signal);
    return { settings, identity: await connector.identify(signal), streams: connector.streams, notices };
  } finally {
    await closeQuietly(connector);
  }
}

interface NewErp {
  portalId: PortalId;
  system: string;
  name: string;
  settings: Entered;
  companies: string[];
  goLiveAt: Date;
  createdBy: number;
}

/** Stores the connection with its hint address and starts the first read. */
export async function connectErp(deps: ConnectDeps, given: NewErp, signal: AbortSignal): Promise<ConnectionId> {
  const entered = { ...given, settings: withCompanies(given.settings, given.companies) };
  const { settings, identity, streams } = await testConnection(deps, entered, signal);
  const others = await listConnections(deps.db, given.portalId);
  if (others.some((other) => other.identityKey === identity.key || compareInstallations(other.identity, identity) !== 'other')) {
    throw new InvalidInputError('This installation is connected already', { code: 'connection.exists', params: { name: identity.name } });
  }
  const publicSettings = definitionOf(deps.registry, given.system).publicSettings(settings);
  return deps.db.transaction(async (trx) => {
    const connectionId = await createConnection(trx, deps.secrets, { ...given, settings, publicSettings, identity }, deps.now());
    await createHintAddress(deps, trx, { portalId: given.portalId, connectionId });
    await ensureStreams(trx, { portalId: given.portalId, connectionId }, streams, deps.now());
    await deps.enqueue(trx, 'pull', { portalId: given.portalId, connectionId });
    // Deals hold order numbers from before there was an ERP: all of them are looked for, not only those changed since last night.
    await trx('portals').where({ portalId: given.portalId }).update({ sweptAt: null });
    await deps.enqueue(trx, 'sweep', { portalId: given.portalId });
    return connectionId;
  });
}

interface ConnectionChange extends SeenSettings {
  /** What whoever edited them saw; undefined: the page is of before it said so. */
  was?: SeenSettings | undefined;
  goLiveAt?: string | undefined;
  isPaused?: boolean | undefined;
  readsOrders?: boolean | undefined;
  readsProjects?: boolean | undefined;
  readsSubscriptions?: boolean | undefined;
}

/** Changes what is named and nothing else. */
export async function changeConnection(
  deps: ConnectDeps,
  scope: ConnectionScope,
  change: ConnectionChange,
  signal: AbortSignal,
): Promise<void> {
  const connection = await findConnection(deps.db, scope);
  if (!connection || connection.status === 'disconnected') throw new InvalidInputError('No such connection', { code: 'not_found' });
  requireSeen(connection, change, change.was);
  if (change.settings || change.companies) await changeSettings(deps, scope, { connection, change, signal });
  if (change.name !== undefined) await updateConnection(deps.db, scope, { name: change.name });
  if (change.goLiveAt !== undefined) await changeGoLive(deps, scope, new Date(change.goLiveAt));
  if (change.readsOrders !== undefined) await switchOrders(deps, scope, change.readsOrders);
  if (change.readsProjects !== undefined) await switchProjects(deps, scope, change.readsProjects, signal);
  if (change.readsSubscriptions !== undefined) await switchSubscriptions(deps, scope, change.readsSubscriptions, signal);
  if (change.isPaused === true) await pauseConnection(deps.db, scope, { code: 'connection.paused_by_person', params: {} }, deps.now());
  if (change.isPaused === false || change.settings) await resume(deps, scope);
}

async function switchOrders(deps: ConnectDeps, scope: ConnectionScope, isOn: boolean): Promise<void> {
  if (!isOn && (await streamsForOrders(deps.db, scope)).length > 0)
    throw new InvalidInputError('Order rules speak of this ERP', { code: 'orders.in_use' });
  await switchStreams(deps, scope, isOn ? ['orders'] : ['orders', 'projects', 'subscriptions'], isOn);
}

/** A project is a deal's by its order, so orders are read along with them. Whoever switches them on is told at once which right is missing. */
async function switchProjects(deps: ConnectDeps, scope: ConnectionScope, isOn: boolean, signal: AbortSignal): Promise<void> {
  if (isOn) await requirePresent(deps, scope, 'projects', signal);
  await switchStreams(deps, scope, isOn ? ['orders', 'projects'] : ['projects'], isOn);
}

/** Likewise. */
async function switchSubscriptions(deps: ConnectDeps, scope: ConnectionScope, isOn: boolean, signal: AbortSignal): Promise<void> {
  if (isOn) await requirePresent(deps, scope, 'subscriptions', signal);
  await switchStreams(deps, scope, isOn ? ['orders', 'subscriptions'] : ['subscriptions'], isOn);
}

/** That nothing in this ERP makes such records is told before anything is switched. */
async function requirePresent(deps: ConnectDeps, scope: ConnectionScope, stream: 'projects' | 'subscriptions', signal: AbortSignal) {
  const connector = await deps.connectors.openConnector(scope);
  const { notices = [] } = await connector.readPage(stream, null, signal);
  const code = `${stream}.absent`;
  if (notices.some((notice) => notice.code === code)) throw new InvalidInputError(`Nothing makes ${stream} in this ERP`, { code });
}

/** New credentials are tried first, and must lead to the same installation; other companies make every stream be read anew. */
async function changeSettings(
  deps: ConnectDeps,
  scope: ConnectionScope,
  { connection, change, signal }: { connection: ErpConnection; change: ConnectionChange; signal: AbortSignal },
) {
  const companies = change.companies ?? connection.companies;
  const settingsBefore = withCompanies(settingsOf(deps.secrets, connection) as Entered, connection.companies);
  const stored = { settings: settingsBefore, shown: connection.publicSettings };
  const definition = definitionOf(deps.registry, connection.system);
  const entered = fillInStoredSecrets(definition, stored, withCompanies(change.settings ?? {}, companies));
  const { settings, identity } = await testConnection(
    deps,
    { portalId: scope.portalId, system: connection.system, settings: entered },
    signal,
  );
  if (compareInstallations(connection.identity, identity) !== 'same') {
    throw new InvalidInputError('These settings lead to another installation', {
      code: 'connection.other_installation',
      params: { name: identity.name },
    });
  }
  const publicSettings = definition.publicSettings(settings);
  await deps.db.transaction(async (trx) => {
    // The ERP took its time to answer.
    requireSeen(await lockConnection(trx, scope), change, change.was);
    await storeSettings(trx, deps.secrets, scope, { settings, publicSettings });
    await saveIdentity(trx, scope, connection.identity, identity);
    if (!change.companies) return;
    await updateConnection(trx, scope, { companies, nextPullAt: deps.now() });
    await startRebuild(trx, scope, { now: deps.now() });
    await allowRemoval(deps, trx, scope);
    await deps.enqueue(trx, 'pull', scope);
  });
  await deps.connectors.closeConnector(scope);
}

async function changeGoLive(deps: ConnectDeps, scope: ConnectionScope, goLiveAt: Date): Promise<void> {
  const isMoved = await deps.db.transaction((trx) => moveGoLive(deps, trx, scope, goLiveAt));
  if (!isMoved) throw new InvalidInputError('Go-live has passed', { code: 'connection.already_live' });
}

/** Rows of companies that are no longer included vanish because somebody wanted it: nobody is asked again, nor is the ERP taken for another. */
async function allowRemoval(deps: ConnectDeps, trx: Db, scope: ConnectionScope): Promise<void> {
  const heldRemoval = { count: 0, of: 0, since: deps.now().toISOString(), isConfirmed: true };
  await trx('erpStreams')
    .where({ ...scope })
    .update({ heldRemoval: JSON.stringify(heldRemoval), canary: null });
}

async function resume(deps: ConnectDeps, scope: ConnectionScope): Promise<void> {
  const now = deps.now();
  await deps.db.transaction(async (trx) => {
    await resumeConnection(trx, scope, now);
    await resolveProblems(trx, scope.portalId, { connectionId: scope.connectionId, subjectKind: 'connection' }, now);
    await deps.enqueue(trx, 'pull', scope);
  });
}

/** A long random address of its own for every connection; only its hash is looked up. */
async function createHintAddress({ secrets }: ConnectDeps, trx: Db, scope: ConnectionScope): Promise<void> {
  const token = randomBytes(24).toString('base64url');
  await updateConnection(trx, scope, {
    hintTokenHash: hashHintToken(token),
    hintToken: secrets.encrypt(scope.portalId, HINT_TOKEN_PURPOSE, token),
  });
}

function definitionOf(registry: ConnectDeps['registry'], system: string): ErpDefinition<unknown> {
  const definition = registry.get(system);
  if (definition) return definition;
  throw new InvalidInputError('Unknown ERP', { code: 'input.invalid', params: { field: 'system' } });
}

const withCompanies = (entered: Entered, companies: readonly string[]): Entered => ({ ...entered, companies: [...companies] });

async function closeQuietly(connector: ErpConnector): Promise<void> {
  await connector.close?.().catch(() => undefined);
}
