import type { Db } from '../../db/index.ts';
import type { ErpConnector, ErpDefinition, ErpDoor } from '../../erp/shared/contract.ts';
import { ReconnectError } from '../../shared/errors.ts';
import type { ConnectionId } from '../../shared/ids.ts';
import { findConnection, settingsOf, type ErpConnection, type Secrets } from '../../portals/connections.ts';
import { findTimeZone } from '../../portals/portals.ts';
import type { ConnectionScope } from './job-data.ts';

/** ERP system name → its definition. */
export type ErpRegistry = ReadonlyMap<string, ErpDefinition<unknown>>;

interface ConnectorsDeps {
  db: Db;
  secrets: Secrets;
  registry: ErpRegistry;
  io: ErpDoor;
  now(): Date;
}

export interface Connectors {
  /** The connector of a connection, made anew when its settings or the portal's time zone changed. */
  openConnector(scope: ConnectionScope): Promise<ErpConnector>;
  /** Ends its session in the ERP; the next use opens a new one. */
  closeConnector(scope: ConnectionScope): Promise<void>;
  /** What the ERP can do beyond reading. No ERP is asked; with settings that are unreadable it can do nothing. */
  capabilitiesOf(scope: ConnectionScope): Promise<ErpConnector['capabilities']>;
  /** For a graceful stop. */
  closeAll(): Promise<void>;
}

interface Opened {
  connector: ErpConnector;
  /** What it was made from: encrypted settings, companies and time zone. */
  madeFrom: string;
  usedAt: number;
}

/** Sessions cost memory in the ERP, so connectors not used for so long are closed. Longer than the slowest pulling pace. */
const IDLE_MS = 20 * 60_000;
/** A card's links may lead to an address changed so long ago; looking at the settings for every card and hint would cost a query each. */
const CAPABILITIES_FRESH_MS = 30_000;

export function createConnectors(deps: ConnectorsDeps): Connectors {
  const opened = new Map<ConnectionId, Opened>();

  async function close(id: ConnectionId): Promise<void> {
    const known = opened.get(id);
    opened.delete(id);
    // The ERP forgets the session by itself when it cannot be told.
    await known?.connector.close?.().catch(() => undefined);
  }

  async function openConnector(scope: ConnectionScope): Promise<ErpConnector> {
    const connection = await findConnection(deps.db, scope);
    if (!connection) throw new ReconnectError('The connection no longer exists', { code: 'connection.unknown' });
    return connectorOf(connection);
  }

  async function connectorOf(connection: ErpConnection): Promise<ErpConnector> {
    const { id: connectionId, portalId } = connection;
    const timeZone = await findTimeZone(deps.db, portalId);
    const madeFrom = [connection.settings, timeZone, ...connection.companies].join('\n');
    const usedAt = deps.now().getTime();
    const known = opened.get(connectionId);
    if (known?.madeFrom === madeFrom) {
      known.usedAt = usedAt;
      return known.connector;
    }
    await close(connectionId);
    for (const [id, other] of opened) if (usedAt - other.usedAt > IDLE_MS) await close(id);
    const connector = connect(deps, connection, timeZone);
    opened.set(connectionId, { connector, madeFrom, usedAt });
    return connector;
  }

  async function capabilitiesOf(scope: ConnectionScope): Promise<ErpConnector['capabilities']> {
    const known = opened.get(scope.connectionId);
    const isRecent = known !== undefined && deps.now().getTime() - known.usedAt < CAPABILITIES_FRESH_MS;
    if (isRecent) return known.connector.capabilities;
    const connection = await findConnection(deps.db, scope);
    const connector = connection && (await connectorOf(connection).catch(() => null));
    return connector?.capabilities ?? {};
  }

  return {
    openConnector,
    closeConnector: ({ connectionId }) => close(connectionId),
    capabilitiesOf,
    async closeAll() {
      for (const id of [...opened.keys()]) await close(id);
    },
  };
}

function definitionOf(registry: ErpRegistry, system: string): ErpDefinition<unknown> {
  const definition = registry.get(system);
  if (definition) return definition;
  throw new ReconnectError('This version has no such ERP', { code: 'connection.system_unknown', params: { system } });
}

/** Stored settings are parsed again, because an update may have changed what the ERP needs. */
function connect(deps: ConnectorsDeps, connection: ErpConnection, timeZone: string): ErpConnector {
  const definition = definitionOf(deps.registry, connection.system);
  const stored = settingsOf(deps.secrets, connection);
  const settings = definition.settings.safeParse(isObject(stored) ? { ...stored, companies: connection.companies } : stored);
  if (!settings.success) {
    throw new ReconnectError('The stored settings no longer suffice', {
      code: 'connection.settings_incomplete',
      params: { fields: settings.error.issues.map(({ path }) => path.join('.')).join(', ') },
      cause: settings.error,
    });
  }
  return definition.connect(settings.data, { ...deps.io, timeZone });
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
