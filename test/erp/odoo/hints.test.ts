import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { InvalidInputError, ReconnectError } from '../../../server/shared/errors.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { failureOf, never } from '../../contract/reading.ts';
import { eventually } from '../../support/eventually.ts';
import { useHintReceiver } from '../../support/hint-receiver.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

let harness: OdooHarness;
const receiver = useHintReceiver();
afterEach(() => harness.close());

const hints = () => harness.connect().capabilities.hints!;
const admin = () => ({ login: harness.fake.admin.login, apiKey: harness.fake.admin.apiKey });
const rules = () => harness.fake.records('base.automation').length;
const actions = () => harness.fake.records('ir.actions.server').length;
const named = () => receiver.received().flatMap((body) => hints().parse(body));

describe.each([17, 18, 19] as const)('hints of Odoo %i', (version) => {
  beforeEach(async () => {
    harness = await odooHarness({ version });
  });

  it('are installed by an administrator and name the records that change', async () => {
    const installation = await hints().install({ url: receiver.url(), admin: admin() }, never);
    expect(installation).not.toContain(harness.fake.admin.apiKey);
    const customer = await harness.business.createCustomer({ name: 'Avisos SA' });
    const invoice = await harness.business.createInvoice({ customer, total: '50.00' });
    const payment = await harness.business.pay(invoice);
    await eventually(() => {
      expect(named()).toEqual(
        expect.arrayContaining([
          { stream: 'customers', id: customer },
          { stream: 'invoices', id: invoice },
          { stream: 'payments', id: payment },
        ]),
      );
    });
  });

  it('name the delivery address of a customer, when it is made and when it is edited', async () => {
    const customer = await harness.business.createCustomer({ name: 'Entregas SA' });
    await hints().install({ url: receiver.url(), admin: admin() }, never);
    const address = await harness.fake.createPartner({ parent_id: Number(customer), type: 'delivery', name: 'Almacén' });
    await eventually(() => expect(named()).toContainEqual({ stream: 'customers', id: erpRecordId(address) }));
    const before = named().length;
    await harness.fake.updatePartner(address, { zip: '64000' });
    await eventually(() => expect(named().slice(before)).toContainEqual({ stream: 'customers', id: erpRecordId(address) }));
  });

  it('name a payment on account, and its cancellation', async () => {
    const customer = await harness.business.createCustomer({ name: 'Anticipo SA' });
    await hints().install({ url: receiver.url(), admin: admin() }, never);
    const payment = await harness.business.payOnAccount(customer, '77.00');
    await eventually(() => expect(named()).toContainEqual({ stream: 'payments', id: payment }));
    const before = named().length;
    await harness.business.cancelPayment(payment);
    await eventually(() => expect(named().slice(before)).toContainEqual({ stream: 'payments', id: payment }));
  });

  it('leave drafts alone', async () => {
    const customer = await harness.business.createCustomer({ name: 'Borrador SA' });
    await hints().install({ url: receiver.url(), admin: admin() }, never);
    await harness.business.createDraft!({ customer, total: '50.00' });
    expect(harness.fake.webhooks()).toEqual([]);
  });

  it('are installed once, even if the first answer was lost', async () => {
    await hints().install({ url: receiver.url(), admin: admin() }, never);
    const once = rules();
    await hints().install({ url: receiver.url(), admin: admin() }, never);
    expect([rules(), actions()]).toEqual([once, once]);
  });

  it('are removed with all that belongs to them, and removing twice is no fault', async () => {
    const installation = await hints().install({ url: receiver.url(), admin: admin() }, never);
    await hints().remove({ installation, admin: admin() }, never);
    expect([rules(), actions()]).toEqual([0, 0]);
    await hints().remove({ installation, admin: admin() }, never);
  });

  it('of an earlier version are renewed where the connection’s user may, and left alone where not', async () => {
    const url = receiver.url();
    const installation = await hints().install({ url, admin: admin() }, never);
    expect(await hints().renew(installation, never)).toBeNull();
    const [count, before] = [rules(), harness.fake.records('base.automation').map(({ id }) => id)];
    const earlier = JSON.stringify({ rules: (JSON.parse(installation) as { rules: number[] }).rules });
    await expect(hints().renew(earlier, never)).rejects.toBeInstanceOf(ReconnectError);
    expect(harness.fake.records('base.automation').map(({ id }) => id)).toEqual(before);
    const ofAdmin = harness.connectWith(admin()).capabilities.hints!;
    const renewed = await ofAdmin.renew(earlier, never);
    expect(rules()).toBe(count);
    expect(harness.fake.records('base.automation').map(({ id }) => id)).not.toEqual(before);
    expect(await hints().renew(renewed!, never)).toBeNull();
    const customer = await harness.business.createCustomer({ name: 'Renovada SA' });
    await eventually(() => expect(named()).toContainEqual({ stream: 'customers', id: customer }));
  });

  it('need an administrator, for installing and for removing', async () => {
    const bot = { login: harness.fake.login, apiKey: harness.fake.apiKey };
    expect(await failureOf(hints().install({ url: receiver.url(), admin: bot }, never))).toMatchObject({
      code: 'odoo.administrator_needed',
    });
    const installation = await hints().install({ url: receiver.url(), admin: admin() }, never);
    const refused = await failureOf(hints().remove({ installation, admin: null }, never));
    expect(refused).toBeInstanceOf(ReconnectError);
    expect(refused).toMatchObject({ code: 'odoo.administrator_needed' });
  });

  it('say when the administrator’s key is wrong', async () => {
    const wrong = hints().install({ url: receiver.url(), admin: { ...admin(), apiKey: 'wrong' } }, never);
    expect(await failureOf(wrong)).toMatchObject({ code: 'odoo.access_denied' });
  });
});

describe('hints are not possible', () => {
  it('before 17', async () => {
    harness = await odooHarness({ version: 16 });
    const error = await failureOf(hints().install({ url: receiver.url(), admin: admin() }, never));
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error).toMatchObject({ code: 'odoo.hints_need_newer_version', params: { version: 16, needed: 17 } });
  });

  it('without the module', async () => {
    harness = await odooHarness({ version: 18, baseAutomation: false });
    const error = await failureOf(hints().install({ url: receiver.url(), admin: admin() }, never));
    expect(error).toMatchObject({ code: 'odoo.hints_need_automation' });
  });

  it('from what is no hint', async () => {
    harness = await odooHarness({ version: 18 });
    expect(hints().parse({ _model: 'account.move', _id: 12, anything: 'else' })).toEqual([{ stream: 'invoices', id: erpRecordId(12) }]);
    expect(hints().parse({ _model: 'account.move', _id: 60, payment_id: 12 })).toEqual([{ stream: 'payments', id: erpRecordId(12) }]);
    expect(hints().parse({ _model: 'stock.picking', _id: 60, sale_id: 12 })).toEqual([{ stream: 'orders', id: erpRecordId(12) }]);
    for (const body of [
      null,
      'text',
      [],
      {},
      { _model: 'account.move' },
      { _model: 'account.move', _id: '12; drop' },
      { _model: 'res.users', _id: 2 },
      { _model: 'res.partner', _id: -1 },
      { _model: 'res.partner', _id: 2 ** 40 },
      { _model: 'account.move', _id: 3, payment_id: -1 },
      { _model: 'account.move', _id: 3, payment_id: '1' },
    ]) {
      expect(hints().parse(body)).toEqual([]);
    }
  });
});
