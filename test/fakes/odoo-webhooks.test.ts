import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callOdoo, OdooRefusal } from './odoo/caller.ts';
import { startOdooFake } from './odoo/index.ts';
import type { OdooFake, OdooVersion } from './odoo/index.ts';

type Body = Record<string, unknown>;
const FIELDS = [
  'amount_residual',
  'amount_total',
  'company_id',
  'currency_id',
  'move_type',
  'name',
  'partner_id',
  'payment_state',
  'state',
  'write_date',
];

let odoo: OdooFake;
let receiver: Server;
let received: { at: number; userAgent: string | undefined; body: Body; stateRead: string | null }[] = [];
let answer: (respond: (status: number) => void) => void = (respond) => respond(200);

beforeEach(async () => {
  received = [];
  answer = (respond) => respond(200);
  receiver = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Body;
      const row = odoo.record('account.move', Number(body._id));
      received.push({
        at: performance.now(),
        userAgent: req.headers['user-agent'],
        body,
        stateRead: row ? `${row.state} ${row.payment_state}` : null,
      });
      answer((status) => res.writeHead(status).end());
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  await odoo.close();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

const asAdmin = (model: string, method: string, positional: unknown[], named: Body): Promise<unknown> =>
  callOdoo(odoo, odoo.version >= 19 ? { model, method, named } : { model, method, positional }, 'admin');

/** The set-up of the reference: model, fields, one create. */
async function installRule(values: Body, { fields = FIELDS, action = 'HubSpot sync: send invoice' } = {}): Promise<number> {
  const modelDomain = [['model', '=', 'account.move']];
  const [model] = (await asAdmin('ir.model', 'search', [modelDomain], { domain: modelDomain })) as number[];
  const idsOf = async (names: string[]): Promise<number[]> => {
    const domain = [...modelDomain, ['name', 'in', names]];
    return (await asAdmin('ir.model.fields', 'search', [domain], { domain })) as number[];
  };
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/odoo/SECRET`;
  const server = { name: action, model_id: model, state: 'webhook', webhook_url: url, webhook_field_ids: [[6, 0, await idsOf(fields)]] };
  const watched = values.watch ? { trigger_field_ids: [[6, 0, await idsOf(values.watch as string[])]] } : {};
  const { watch: _watch, ...rest } = values;
  const rule = { name: 'HubSpot sync', model_id: model, ...rest, ...watched, action_server_ids: [[0, 0, server]] };
  const made = await asAdmin('base.automation', 'create', [rule], { vals_list: rule });
  return Array.isArray(made) ? Number(made[0]) : Number(made);
}

const INVOICES = {
  trigger: 'on_create_or_write',
  watch: ['state', 'payment_state', 'amount_residual'],
  filter_domain: "[('move_type', 'in', ['out_invoice', 'out_refund']), ('state', '!=', 'draft')]",
};

async function start(version: OdooVersion): Promise<number> {
  odoo = await startOdooFake({ version, companies: [{ name: 'My Company (San Francisco)', currency: 'USD', country: 'US' }] });
  return odoo.createPartner({ name: 'Comercial Ejemplo SA de CV', is_company: true });
}

describe.each([17, 18, 19] as const)('webhooks of Odoo %i', (version) => {
  it('carry what was recorded, once per posting and twice per payment', async () => {
    const partner = await start(version);
    await installRule(INVOICES);
    const invoice = await odoo.createInvoice({ partner, total: '100.00', draft: true });
    await odoo.post(invoice);
    await odoo.registerPayment(invoice, { amount: '40.00' });
    await odoo.registerPayment(invoice);
    await installRule({ trigger: 'on_unlink' }, { fields: ['name', 'state'], action: 'del' });
    await odoo.deleteInvoice(await odoo.createInvoice({ partner, total: '1.00', draft: true }));
    const fixture = new URL(`../fixtures/odoo/webhooks-${version}.json`, import.meta.url);
    const recorded = (JSON.parse(readFileSync(fixture, 'utf8')) as { received: { body: Body }[] }).received;
    expect(received.map(({ body }) => comparable(body))).toEqual(recorded.map(({ body }) => comparable(body)));
    expect(stampsRepeat(received.map(({ body }) => body.write_date))).toEqual(stampsRepeat(recorded.map(({ body }) => body.write_date)));
    expect(received[0]?.userAgent).toMatch(/^python-requests\//);
  });

  it('arrive before the commit until 18 and after it on 19', async () => {
    const partner = await start(version);
    await installRule(INVOICES);
    const invoice = await odoo.createInvoice({ partner, total: '100.00' });
    await odoo.registerPayment(invoice);
    const expected = version < 19 ? [null, 'posted not_paid', 'posted not_paid'] : ['posted not_paid', 'posted paid', 'posted paid'];
    expect(received.map((one) => one.stateRead)).toEqual(expected);
  });

  it('wait a second for a silent receiver, are not repeated, and the work is done all the same', async () => {
    const partner = await start(version);
    await installRule(INVOICES);
    answer = () => {};
    const started = performance.now();
    const invoice = await odoo.createInvoice({ partner, total: '100.00' });
    expect(performance.now() - started).toBeGreaterThan(900);
    answer = (respond) => respond(500);
    await odoo.registerPayment(invoice);
    expect(odoo.webhooks().map((sent) => sent.status)).toEqual([null, 500, 500]);
    expect(odoo.invoice(invoice).paymentState).toBe('paid');
  });

  it('stop with their rule', async () => {
    const partner = await start(version);
    const rule = await installRule(INVOICES);
    await asAdmin('base.automation', 'write', [[rule], { active: false }], { ids: [rule], vals: { active: false } });
    await odoo.createInvoice({ partner, total: '100.00' });
    await asAdmin('base.automation', 'unlink', [[rule]], { ids: [rule] });
    await odoo.createInvoice({ partner, total: '100.00' });
    expect(received).toEqual([]);
    expect(await asAdmin('ir.actions.server', 'search', [[]], { domain: [] })).toEqual([]);
  });
});

describe('webhooks are not to be had', () => {
  it('on 16, which has no such action', async () => {
    await start(16);
    await expect(installRule(INVOICES)).rejects.toThrow(OdooRefusal);
  });

  it('for the bot, who is no administrator', async () => {
    await start(18);
    const call = callOdoo(odoo, { model: 'base.automation', method: 'create', positional: [{ name: 'x' }] });
    await expect(call).rejects.toThrow("not allowed to create 'Automation Rule'");
  });

  it('where the module is not installed', async () => {
    odoo = await startOdooFake({ version: 18, baseAutomation: false });
    await expect(callOdoo(odoo, { model: 'base.automation', method: 'search', positional: [[]] }, 'admin')).rejects.toThrow(
      "Object base.automation doesn't exist",
    );
  });
});

/** Ids, numbers and times belong to the installation. */
function comparable(body: Body): Body {
  const { _id, id, write_date: stamp, partner_id: _partner, company_id: _company, currency_id: _currency, _action, name, ...rest } = body;
  return {
    ...rest,
    sameId: _id === id,
    action: String(_action).replace(/#\d+/, '#N'),
    stamp: stamp === undefined ? null : /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/.test(String(stamp)),
    name: typeof name === 'string' ? name.replace(/\d{5}$/, 'N') : name,
  };
}

/** Which calls carry the stamp of the call before. */
const stampsRepeat = (stamps: unknown[]): boolean[] =>
  stamps.map((stamp, index) => index > 0 && stamp !== undefined && stamp === stamps[index - 1]);
