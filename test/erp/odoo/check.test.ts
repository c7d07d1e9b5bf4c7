import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { PuenteError, ReconnectError, TransientError } from '../../../server/shared/errors.ts';
import { failureOf, never } from '../../contract/reading.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

let harness: OdooHarness;
const start = async (...options: Parameters<typeof odooHarness>): Promise<OdooHarness> => (harness = await odooHarness(...options));
const closing: (() => void)[] = [];
afterEach(async () => {
  await harness.close();
  for (const close of closing.splice(0)) close();
});

async function refusal(settings: Record<string, unknown>): Promise<PuenteError> {
  const error = await failureOf(harness.connectWith(settings).check(never));
  expect(error).toBeInstanceOf(PuenteError);
  return error as PuenteError;
}

/** A web server that is no Odoo. */
async function website(status: number, body: string): Promise<string> {
  const server = createServer((_req, res) => res.writeHead(status, { 'content-type': 'text/html' }).end(body));
  closing.push(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the check names what is wrong', () => {
  it.each([200, 404])('with an address where a website answers (%i)', async (status) => {
    await start({ version: 18 });
    const error = await refusal({ url: await website(status, '<html>Welcome</html>') });
    expect(error).toMatchObject({ code: 'odoo.not_odoo', params: { host: expect.stringContaining('127.0.0.1') } });
    expect(error).toBeInstanceOf(ReconnectError);
  });

  it('with an address where nobody answers', async () => {
    await start({ version: 18 });
    const url = await website(200, '');
    closing.splice(0).forEach((close) => close());
    const error = await refusal({ url });
    expect(error).toMatchObject({ code: 'outbound.connection_refused' });
  });

  it('with an Odoo that is down', async () => {
    await start({ version: 18 });
    expect(await refusal({ url: await website(502, '<html>Bad Gateway</html>') })).toBeInstanceOf(TransientError);
  });

  it('with a database that does not exist, and says which exist', async () => {
    await start({ version: 18, databases: ['produccion', 'pruebas'] });
    expect(await refusal({ database: 'empresa' })).toMatchObject({
      code: 'odoo.database_unknown',
      params: { database: 'empresa', databases: 'produccion, pruebas' },
    });
  });

  it('with a database that does not exist on 19', async () => {
    await start({ version: 19, databases: ['produccion', 'pruebas'] });
    expect(await refusal({ database: 'empresa' })).toMatchObject({
      code: 'odoo.database_unknown',
      params: { databases: 'produccion, pruebas' },
    });
  });

  it('where the host does not list its databases', async () => {
    await start({ version: 18, listsDatabases: false });
    expect(await refusal({ database: 'empresita' })).toMatchObject({ code: 'odoo.database_unknown', params: { databases: null } });
    expect(await refusal({ database: '' })).toMatchObject({ code: 'odoo.database_needed' });
  });

  it.each([18, 19] as const)('where several databases answer on %i and none is named', async (version) => {
    await start({ version, databases: ['produccion', 'pruebas'] });
    expect(await refusal({ database: null })).toMatchObject({ code: 'odoo.database_needed', params: { databases: 'produccion, pruebas' } });
  });

  it.each([18, 19] as const)('but nothing where %i has one database and none is named', async (version) => {
    await start({ version });
    await expect(harness.connectWith({ database: null }).check(never)).resolves.toEqual([]);
  });

  it('and follows the only database of 18 to its new name, where none is named', async () => {
    const databases = ['empresa'];
    await start({ version: 18, databases });
    const connector = harness.connectWith({ database: null });
    await connector.check(never);
    databases[0] = harness.fake.db.options.name = 'produccion';
    await failureOf(connector.check(never));
    await expect(connector.check(never)).resolves.toEqual([]);
  });

  it('with a user or key that is refused', async () => {
    await start({ version: 18 });
    expect(await refusal({ login: 'somebody' })).toMatchObject({
      code: 'odoo.access_denied',
      params: { login: 'somebody', isOdooOnline: false },
    });
    expect(await refusal({ login: '' })).toMatchObject({ code: 'odoo.login_needed' });
    expect(await refusal({ apiKey: 'wrong' })).toMatchObject({ code: 'odoo.access_denied' });
  });

  it('with a key that has ended', async () => {
    await start({ version: 19 });
    harness.fake.expireKey();
    expect(await refusal({ keyExpiresOn: '2026-01-31' })).toMatchObject({ code: 'odoo.key_expired', params: { expiredOn: '2026-01-31' } });
    expect(await refusal({})).toMatchObject({ code: 'odoo.access_denied' });
  });

  it('with a user who is disabled', async () => {
    await start({ version: 18 });
    harness.fake.disableUser();
    expect(await refusal({})).toMatchObject({ code: 'odoo.access_denied' });
  });

  it('with a user who is nothing but an internal user, and names the groups', async () => {
    await start({ version: 18, botGroups: 'internal' });
    expect(await refusal({})).toMatchObject({
      code: 'odoo.missing_right',
      params: { model: 'account.move', groups: expect.stringContaining('Invoicing/Billing') },
    });
  });

  it('with a field that is hidden from the user', async () => {
    await start({ version: 18 });
    harness.fake.hideField('account.move', 'amount_residual');
    expect(await refusal({})).toMatchObject({ code: 'odoo.missing_field', params: { model: 'account.move', field: 'amount_residual' } });
  });

  it('with a company that the user may not see', async () => {
    await start({ version: 18 });
    const other = harness.fake.addCompany({ name: 'Filial', currency: 'USD' });
    harness.fake.setCompanies([1]);
    expect(await refusal({ companies: ['1', String(other)] })).toMatchObject({
      code: 'odoo.company_not_allowed',
      params: { companies: String(other) },
    });
  });
});

describe('the check notes what an administrator should know', () => {
  const day = (inDays: number): string => new Date(Date.now() + inDays * 86_400_000).toISOString().slice(0, 10);

  it('when the key ends within two weeks', async () => {
    await start({ version: 18 });
    expect(await harness.connectWith({ keyExpiresOn: day(10) }).check(never)).toEqual([
      { code: 'odoo.key_expires_soon', params: { expiresOn: day(10), days: 10 } },
    ]);
    expect(await harness.connectWith({ keyExpiresOn: day(20) }).check(never)).toEqual([]);
  });

  it('and finds the end of the only key out by itself', async () => {
    await start({ version: 19 });
    harness.pass(80 * 86_400_000);
    const [notice] = await harness.connect().check(never);
    expect(notice).toMatchObject({ code: 'odoo.key_expires_soon', params: { days: expect.any(Number) } });
  });

  it('when Odoo cannot announce changes', async () => {
    await start({ version: 17, baseAutomation: false });
    expect(await harness.connect().check(never)).toEqual([{ code: 'odoo.automation_not_installed', params: {} }]);
    await harness.close();
    await start({ version: 16 });
    expect(await harness.connect().check(never)).toEqual([{ code: 'odoo.version_without_hints', params: { version: 16, needed: 17 } }]);
  });
});
