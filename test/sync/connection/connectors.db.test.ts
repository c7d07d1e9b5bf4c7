import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { ErpDefinition } from '../../../server/erp/shared/contract.ts';
import {
  createConnection,
  findConnection,
  pauseConnection,
  resumeConnection,
  settingsOf,
  storeSettings,
  updateConnection,
} from '../../../server/portals/connections.ts';
import { portalId } from '../../../server/shared/ids.ts';
import { createSecrets } from '../../../server/portals/secrets.ts';
import { createConnectors } from '../../../server/sync/shared/connectors.ts';
import { useTestDatabase } from '../../support/database.ts';
import { MemoryErp, memoryDefinition } from '../../support/erp.ts';

const db = useTestDatabase();
const secrets = createSecrets([{ id: 'k1', key: Buffer.alloc(32, 7) }]);
const now = new Date('2026-11-10T10:00:00Z');
const identity = { key: 'memory:db-1', name: 'Books', product: 'Memory 1', companies: [] };

async function aStoredConnection(settings: object = { url: 'https://erp.example', apiKey: 'top secret' }, key = 'memory:db-1') {
  await db()('portals').insert({ portalId: 7 }).onConflict('portalId').ignore();
  const given = {
    portalId: portalId(7),
    system: 'memory',
    name: 'Books',
    publicSettings: {},
    companies: [],
    goLiveAt: now,
    createdBy: null,
  };
  const connectionId = await createConnection(db(), secrets, { ...given, settings, identity: { ...identity, key } }, now);
  return { portalId: given.portalId, connectionId };
}

function connectors() {
  const made: { settings: unknown; closed: boolean }[] = [];
  const timeZones: string[] = [];
  const definition: ErpDefinition<unknown> = {
    ...memoryDefinition(new MemoryErp()),
    settings: z.object({ url: z.string(), apiKey: z.string(), companies: z.array(z.string()) }),
    connect(settings, { timeZone }) {
      timeZones.push(timeZone);
      const entry = { settings, closed: false };
      made.push(entry);
      return Object.assign(new MemoryErp(), { close: async () => void (entry.closed = true) });
    },
  };
  const registry = new Map([['memory', definition]]);
  return { made, timeZones, ...createConnectors({ db: db(), secrets, registry, io: { fetch, now: () => now }, now: () => now }) };
}

describe('a connection', () => {
  it('keeps its settings unreadable at rest', async () => {
    const scope = await aStoredConnection();
    const connection = await findConnection(db(), scope);
    expect(connection?.settings).not.toContain('secret');
    expect(connection && settingsOf(secrets, connection)).toEqual({ url: 'https://erp.example', apiKey: 'top secret' });
  });

  it('exists once per installation', async () => {
    await aStoredConnection();
    await expect(aStoredConnection()).rejects.toThrow('erp_connections_one_per_identity');
  });

  it('pauses with its reason and goes on at once when resumed', async () => {
    const scope = await aStoredConnection();
    await updateConnection(db(), scope, { nextPullAt: new Date(now.getTime() + 900_000) });
    await pauseConnection(db(), scope, { code: 'erp.access_denied', params: { model: 'x' } }, now);
    expect(await findConnection(db(), scope)).toMatchObject({
      status: 'paused',
      pausedCode: 'erp.access_denied',
      pausedParams: { model: 'x' },
      pausedAt: now,
    });
    await resumeConnection(db(), scope, now);
    expect(await findConnection(db(), scope)).toMatchObject({ status: 'active', pausedCode: null, pausedAt: null, nextPullAt: now });
  });
});

describe('connectors', () => {
  it('are made once per connection, with the companies included, until the settings change', async () => {
    const scope = await aStoredConnection();
    const { made, openConnector } = connectors();
    expect(await openConnector(scope)).toBe(await openConnector(scope));
    await storeSettings(db(), secrets, scope, { settings: { url: 'https://new.example', apiKey: 'k' }, publicSettings: {} });
    await updateConnection(db(), scope, { companies: ['1'] });
    await openConnector(scope);
    expect(made).toEqual([
      { settings: { url: 'https://erp.example', apiKey: 'top secret', companies: [] }, closed: true },
      { settings: { url: 'https://new.example', apiKey: 'k', companies: ['1'] }, closed: false },
    ]);
  });

  it('go by the days of the portal, also once HubSpot tells another time zone', async () => {
    const scope = await aStoredConnection();
    const { timeZones, openConnector } = connectors();
    const first = await openConnector(scope);
    await db()('portals').update({ timeZone: 'America/Mexico_City' });
    expect(await openConnector(scope)).not.toBe(first);
    expect(await openConnector(scope)).toBe(await openConnector(scope));
    expect(timeZones).toEqual(['UTC', 'America/Mexico_City']);
  });

  it('are closed when a connection goes or the service stops', async () => {
    const scope = await aStoredConnection();
    const other = await aStoredConnection(undefined, 'memory:db-2');
    const { made, openConnector, closeConnector, closeAll } = connectors();
    await openConnector(scope);
    await openConnector(other);
    await closeConnector(scope);
    expect(made.map(({ closed }) => closed)).toEqual([true, false]);
    await closeAll();
    expect(made.map(({ closed }) => closed)).toEqual([true, true]);
  });

  it('ask the administrator when an update needs more than what was entered', async () => {
    const scope = await aStoredConnection({ url: 'https://erp.example' });
    await expect(connectors().openConnector(scope)).rejects.toMatchObject({
      code: 'connection.settings_incomplete',
      params: { fields: 'apiKey' },
    });
  });

  it('link into the ERP, and simply do not where they cannot be opened', async () => {
    const scope = await aStoredConnection();
    const { capabilitiesOf } = connectors();
    const id = (await findConnection(db(), scope))?.id;
    expect((await capabilitiesOf(scope)).linkTo?.('invoices', id as never)).toContain('https://erp.example/invoices/');
    const broken = await aStoredConnection({}, 'memory:db-2');
    expect(await capabilitiesOf(broken)).toEqual({});
  });
});
