import { afterEach, describe, expect, it } from '@jest/globals';
import * as wire from './odoo/caller.ts';
import type { WireRow } from './odoo/caller.ts';
import { startOdooFake } from './odoo/index.ts';
import type { OdooFake, OdooFakeOptions, OdooVersion } from './odoo/index.ts';

let odoo: OdooFake;
afterEach(() => odoo.close());

let clock = Date.parse('2026-11-23T17:00:00Z');
const pass = (ms: number): void => void (clock += ms);

async function company(options: OdooFakeOptions): Promise<number> {
  clock = Date.parse('2026-11-23T17:00:00Z');
  odoo = await startOdooFake({ now: () => new Date(clock), ...options });
  return odoo.createPartner({ name: 'Aceros del Valle SA de CV', is_company: true, vat: 'EKU9003173C9', country: 'MX' });
}

const searchRead = (model: string, domain: unknown[], fields: string[], more: Record<string, unknown> = {}): Promise<WireRow[]> =>
  wire.searchRead(odoo, model, domain, fields, more);
const ids = (model: string, domain: unknown[], more: Record<string, unknown> = {}): Promise<number[]> =>
  wire.searchIds(odoo, model, domain, more);

describe('rights and keys', () => {
  it.each([18, 19] as const)('a right taken away, a hidden field, a company and the system are refused (Odoo %i)', async (version) => {
    await company({ version });
    odoo.hideField('res.partner', 'vat');
    odoo.revokeRight('account.payment');
    expect(await wire.refusalOf(searchRead('res.partner', [], ['vat']))).toBe('odoo.exceptions.AccessError');
    expect(await wire.refusalOf(searchRead('account.payment', [], ['name']))).toBe('odoo.exceptions.AccessError');
    expect(await wire.refusalOf(searchRead('ir.config_parameter', [], ['value']))).toBe('odoo.exceptions.AccessError');
    expect(await wire.refusalOf(searchRead('account.move', [], ['name'], { context: { allowed_company_ids: [99] } }))).toBe(
      'odoo.exceptions.AccessError',
    );
    const fields = (await wire.callOdoo(odoo, { model: 'res.partner', method: 'fields_get', named: { attributes: ['type'] } })) as Record<
      string,
      unknown
    >;
    expect([fields.name, fields.vat]).toEqual([{ type: 'char' }, undefined]);
  });

  it('other companies do not exist for a user without them', async () => {
    const partner = await company({ version: 18 });
    const second = odoo.addCompany({ name: 'Filial SA de CV', currency: 'USD' });
    const [own, foreign] = [
      await odoo.createInvoice({ partner, total: '1.00' }),
      await odoo.createInvoice({ partner, total: '2.00', company: second }),
    ];
    expect(await ids('account.move', [])).toEqual([own, foreign]);
    odoo.setCompanies([1]);
    expect(await ids('account.move', [])).toEqual([own]);
    expect((await searchRead('res.company', [], ['name'])).length).toBe(1);
  });

  it.each([
    [17, 'odoo.exceptions.AccessDenied'],
    [19, 'werkzeug.exceptions.Unauthorized'],
  ] as const)('an expired, revoked or disabled key is denied (Odoo %i)', async (version, name) => {
    await company({ version });
    const call = (): Promise<unknown> => wire.callOdoo(odoo, { model: 'res.users', method: 'context_get' });
    expect(await call()).toMatchObject({ uid: odoo.uid });
    odoo.expireKey();
    expect(await wire.refusalOf(call())).toBe(name);
    odoo.renewKey();
    await call();
    odoo.revokeKey();
    expect(await wire.refusalOf(call())).toBe(name);
    odoo.renewKey();
    odoo.disableUser();
    expect(await wire.refusalOf(call())).toBe(name);
  });

  it('tells when its own key ends, from 18 on', async () => {
    await company({ version: 18 });
    const [key] = await searchRead('res.users.apikeys', [], ['name', 'expiration_date']);
    expect(key).toEqual({ id: expect.any(Number), name: 'Puente', expiration_date: '2027-02-20 17:00:00' });
    pass(90 * 86_400_000);
    expect(await wire.refusalOf(searchRead('res.users.apikeys', [], ['name']))).toBe('odoo.exceptions.AccessDenied');
  });
});

describe('backups and copies', () => {
  it('a restored backup gives ids again to other records', async () => {
    const partner = await company({ version: 18 });
    const backup = odoo.snapshot();
    const lost = await odoo.createInvoice({ partner, total: '5.00' });
    odoo.restoreBackup(backup);
    expect(await ids('account.move', [])).toEqual([]);
    expect(await odoo.createInvoice({ partner, total: '7.00' })).toBe(lost);
  });

  it('a swapped database has the same ids, another identity and other content', async () => {
    const partner = await company({ version: 18, uuid: 'one' });
    const uuid = async (): Promise<unknown> =>
      wire.callOdoo(odoo, { model: 'ir.config_parameter', method: 'get_param', positional: ['database.uuid'] }, 'admin');
    expect(await uuid()).toBe('one');
    const invoice = await odoo.createInvoice({ partner, total: '5.00' });
    odoo.swapDatabase({ uuid: 'two' });
    expect(odoo.invoice(invoice).name).toBe(`OTRO/${invoice}`);
    expect(await uuid()).toBe('two');
    expect(await searchRead('res.partner', [['id', '=', partner]], ['name', 'vat'])).toEqual([
      { id: partner, name: `Otro ${partner}`, vat: false },
    ]);
  });
});

describe('the road to it', () => {
  const call = (): Promise<Response> =>
    fetch(`${odoo.url}/web/webclient/version_info`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });

  it('breaks in the ways asked for, as often as asked', async () => {
    await company({ version: 18 });
    odoo.faults.once({ kind: 'badGateway' });
    odoo.faults.once({ kind: 'reset' });
    odoo.faults.once({ kind: 'cutOff' });
    odoo.faults.once({ kind: 'status', status: 429, headers: { 'retry-after': '7' } });
    const gateway = await call();
    expect([gateway.status, gateway.headers.get('content-type')]).toEqual([502, 'text/html']);
    await expect(call()).rejects.toThrow();
    await expect(call().then((answer) => answer.text())).rejects.toThrow();
    expect((await call()).headers.get('retry-after')).toBe('7');
    expect(await (await call()).json()).toMatchObject({ result: { server_version_info: [18, 0, 0, 'final', 0, ''] } });
    expect(odoo.calls().map((one) => one.status)).toEqual([502, 0, 200, 429, 200]);
  });

  it.each(['reset', 'badGateway'] as const)('may do the work and lose the answer: %s', async (kind) => {
    await company({ version: 19, botGroups: 'invoicing' });
    odoo.grantRight('res.partner', 'create');
    odoo.faults.once({ kind, afterWork: true }, { method: 'create' });
    await expect(
      wire.callOdoo(odoo, { model: 'res.partner', method: 'create', named: { vals_list: { name: 'Twice?' } } }),
    ).rejects.toThrow();
    expect((await searchRead('res.partner', [['name', '=', 'Twice?']], ['name'])).length).toBe(1);
  });

  it('is bad at random, for the calls that are meant, and the same way for the same seed', async () => {
    await company({ version: 18 });
    const soak = async () => {
      odoo.faults.random({ rate: 0.4, seed: 5, match: [{ path: '/web/webclient/version_info' }], faults: [{ kind: 'badGateway' }] });
      const statuses: number[] = [];
      for (let n = 0; n < 50; n++) statuses.push((await call()).status);
      return statuses;
    };
    const first = await soak();
    expect(new Set(first)).toEqual(new Set([200, 502]));
    expect(odoo.faults.met).toHaveLength(first.filter((status) => status === 502).length);
    expect(await soak()).toEqual(first);
    odoo.faults.random({ rate: 1, seed: 5, match: [{ model: 'sale.order' }], faults: [{ kind: 'badGateway' }] });
    expect((await call()).status).toBe(200);
  });

  it('hangs until told otherwise', async () => {
    await company({ version: 18 });
    odoo.faults.once({ kind: 'hang' });
    const waiting = call();
    await expect(Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 50, 'still waiting'))])).resolves.toBe(
      'still waiting',
    );
    odoo.faults.clear();
    expect((await waiting).status).toBe(200);
  });

  it('shows the clock of the server in the Date header', async () => {
    await company({ version: 18 });
    expect((await call()).headers.get('date')).toBe('Mon, 23 Nov 2026 17:00:00 GMT');
  });

  it.each([
    [16, 404],
    [17, 404],
    [18, 404],
    [19, 200],
  ] as const)('answers /web/version on 19 only (Odoo %i: %i)', async (version: OdooVersion, status) => {
    await company({ version });
    expect((await fetch(`${odoo.url}/web/version`)).status).toBe(status);
  });
});

describe('what Odoo takes from its place', () => {
  it.each([16, 17, 18] as const)('is not taken by name: the ids, and what to create (Odoo %i, over JSON-RPC)', async (version) => {
    await company({ version });
    const ask = (method: string, named: Record<string, unknown>) =>
      wire.refusalOf(wire.callOdoo(odoo, { model: 'res.partner', method, named, positional: [] }));
    expect(await ask('create', { vals_list: [{ name: 'By name' }] })).toBe('builtins.IndexError');
    expect(await ask('read', { ids: [1], fields: ['name'] })).toBe('builtins.IndexError');
  });
});
