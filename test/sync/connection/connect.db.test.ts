import { afterEach, describe, expect, it } from '@jest/globals';
import { whilePersonWaits } from '../../../server/http/settings/request.ts';
import { odoo } from '../../../server/erp/odoo/index.ts';
import { portalId } from '../../../server/shared/ids.ts';
import { findConnection, settingsOf } from '../../../server/portals/connections.ts';
import { createSecrets } from '../../../server/portals/secrets.ts';
import { changeConnection, connectErp, type ConnectDeps } from '../../../server/sync/connection/connect.ts';
import { createConnectors } from '../../../server/sync/shared/connectors.ts';
import type { ConnectionScope } from '../../../server/sync/shared/job-data.ts';
import { pullChanges } from '../../../server/sync/pull/pull.ts';
import { odooHarness, type OdooHarness } from '../../erp/odoo/harness.ts';
import { never } from '../../contract/reading.ts';
import { useTestDatabase } from '../../support/database.ts';
import { recordingLog } from '../../support/log.ts';

const db = useTestDatabase();
let erp: OdooHarness;
let deps: ConnectDeps;
afterEach(() => erp.close());

async function start(): Promise<void> {
  erp = await odooHarness({ version: 18 });
  await db()('portals').insert({ portalId: 7 });
  const registry = new Map([[odoo.system, odoo]]) as unknown as ConnectDeps['registry'];
  const secrets = createSecrets([{ id: 'k', key: Buffer.alloc(32, 1) }]);
  const common = { db: db(), secrets, registry, io: erp.io, now: erp.now };
  deps = { ...common, connectors: createConnectors(common), enqueue: async () => undefined };
}

const key = (user: 'bot' | 'admin') => {
  const { login, apiKey } = user === 'bot' ? erp.fake : erp.fake.admin;
  return { login, apiKey };
};

async function connect(settings: object = {}): Promise<ConnectionScope> {
  const given = { system: 'odoo', name: 'Libros', companies: [], goLiveAt: erp.now(), createdBy: null };
  const entered = { ...erp.settings, ...settings };
  const connectionId = await connectErp(deps, { ...given, portalId: portalId(7), settings: entered, createdBy: 5 }, never);
  return { portalId: portalId(7), connectionId };
}

const change = (scope: ConnectionScope, settings: Record<string, unknown>) => changeConnection(deps, scope, { settings }, never);
async function pull(scope: ConnectionScope): Promise<void> {
  const settings = { eventMaxAgeHours: 48, overdueHour: 8, activeMonths: 12 };
  const incoming = { ...deps, log: recordingLog(), findPortal: async () => ({ status: 'active', timeZone: 'UTC', settings }) as const };
  erp.pass(1_000);
  while ((await pullChanges(incoming, scope, { signal: never, holdsClaim: async () => true })) !== 'done') erp.pass(1_000);
}

/** The same server under another address. */
const elsewhere = () => ({ url: erp.fake.url.replace('127.0.0.1', 'localhost') });

describe('another key', () => {
  it.each([
    ['admin', 'bot'],
    ['bot', 'admin'],
  ] as const)('of the same database leads to the same installation: %s, then %s', async (first, second) => {
    await start();
    const scope = await connect(key(first));
    const before = await findConnection(db(), scope);
    await change(scope, key(second));
    await change(scope, key(first));
    await change(scope, key(second));
    expect((await findConnection(db(), scope))?.identityKey).toBe(before?.identityKey);
    expect((await findConnection(db(), scope))?.identity.proof).toBeDefined();
  });

  it('that sees fewer companies does too', async () => {
    await start();
    const other = erp.fake.addCompany({ name: 'Filial', currency: 'USD' });
    const scope = await connect(key('bot'));
    erp.fake.setCompanies([other]);
    await change(scope, key('bot'));
    expect((await findConnection(db(), scope))?.identity.companies).toMatchObject([{ id: String(other) }]);
  });

  it('of a copy does not, although an earlier key could not read what tells them apart', async () => {
    await start();
    const scope = await connect(key('admin'));
    await change(scope, key('bot'));
    const parameter = erp.fake.records('ir.config_parameter').find((row) => row['key'] === 'database.uuid');
    const tx = erp.fake.db.begin();
    tx.update('ir.config_parameter', parameter!.id, { value: 'made for the copy' });
    tx.commit();
    await expect(change(scope, key('admin'))).rejects.toMatchObject({ code: 'connection.other_installation' });
  });

  it('of another database does not', async () => {
    await start();
    const scope = await connect(key('admin'));
    erp.fake.swapDatabase();
    await expect(change(scope, key('bot'))).rejects.toMatchObject({ code: 'connection.other_installation' });
  });

  it('with fewer rights and another address at once does not: it may be a copy', async () => {
    await start();
    const scope = await connect(key('admin'));
    await expect(change(scope, { ...key('bot'), ...elsewhere() })).rejects.toMatchObject({ code: 'connection.other_installation' });
    await expect(change(scope, elsewhere())).rejects.toMatchObject({ code: 'connection.secret_needed' });
    await change(scope, { ...key('admin'), ...elsewhere() });
    await change(scope, key('bot'));
  });
});

describe('settings that are left blank', () => {
  it('are kept where they are secret, and emptied where they were shown', async () => {
    await start();
    const scope = await connect({ ...key('bot'), keyExpiresOn: '2027-01-31' });
    await change(scope, { login: erp.fake.login, apiKey: '', keyExpiresOn: '' });
    const connection = await findConnection(db(), scope);
    expect(connection?.publicSettings).toMatchObject({ login: 'bot', keyExpiresOn: null });
    expect(settingsOf(deps.secrets, connection!)).toMatchObject({ apiKey: erp.fake.apiKey });
  });
});

describe('another choice of companies', () => {
  it('is read at once, drops the others’ records, and raises no doubt about the ERP', async () => {
    await start();
    const other = erp.fake.addCompany({ name: 'Filial', currency: 'MXN' });
    const partner = await erp.fake.createPartner({ name: 'Cliente', is_company: true });
    const kept = await erp.fake.createInvoice({ partner, company: 1 });
    for (let n = 0; n < 12; n++) await erp.fake.registerPayment(await erp.fake.createInvoice({ partner, company: other }));
    erp.pass(3_600_000);
    const scope = await connect(key('bot'));
    await pull(scope);
    expect(await db()('erpInvoices')).toHaveLength(13);
    await changeConnection(deps, scope, { companies: ['1'] }, never);
    await pull(scope);
    expect(await db()('erpInvoices').select('erpId')).toEqual([{ erpId: String(kept) }]);
    expect(await db()('erpPayments')).toEqual([]);
    expect(await findConnection(db(), scope)).toMatchObject({ status: 'active', pausedCode: null });
  });
});

describe('one database', () => {
  it.each([{}, { at: 'another address' }])('is connected once, whoever reads it %p', async ({ at }) => {
    await start();
    await connect(key('admin'));
    await expect(connect({ ...key('bot'), ...(at && elsewhere()) })).rejects.toMatchObject({ code: 'connection.exists' });
  });
});

describe('an ERP that takes longer than a person waits', () => {
  it('is named as such', async () => {
    await start();
    const scope = await connect();
    const change = { settings: key('bot') };
    for (const calls of [1, 2]) {
      erp.fail('hangs', calls);
      const signal = whilePersonWaits({ erpAnswersWithinMs: 300 });
      const tooSlow = { name: 'TransientError', code: 'connection.too_slow', params: { seconds: 0 } };
      await expect(changeConnection(deps, scope, change, signal)).rejects.toMatchObject(tooSlow);
      erp.recover();
    }
  });
});
