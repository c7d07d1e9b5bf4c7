import { afterEach, describe, expect, it } from '@jest/globals';
import type { Page, StreamName } from '../../../server/erp/shared/contract.ts';
import { compareInstallations } from '../../../server/sync/erp-access/same-installation.ts';
import { erpRecordId, type ErpRecordId } from '../../../server/shared/ids.ts';
import { listAll, never, NOTHING, readAll, readOne, SETTLED_MS } from '../../contract/reading.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

let harness: OdooHarness;
const start = async (...options: Parameters<typeof odooHarness>): Promise<OdooHarness> => (harness = await odooHarness(...options));
afterEach(() => harness.close());

const invoice = (id: ErpRecordId | number) => readOne(harness.connect(), 'invoices', erpRecordId(id));
const customers = async () => (await readAll(harness.connect(), 'customers')).records;
const partner = (values: Parameters<OdooHarness['fake']['createPartner']>[0]) => harness.fake.createPartner(values);

describe.each([16, 17, 18, 19] as const)('Odoo %i', (version) => {
  it('is asked few times for a full page of invoices with lines and payments', async () => {
    // Lines are searched and then read there.
    const lines = version === 16 ? ['account.move.line', 'account.move.line'] : ['account.move.line'];
    const { fake, business, connect } = await start({ version });
    const customer = await business.createCustomer({ name: 'Página Llena' });
    const ids = await business.createInvoices(Array.from({ length: 510 }, () => ({ customer, total: '10.00' })));
    await business.payTogether(ids.slice(0, 40));
    harness.pass(SETTLED_MS);
    const erp = connect();
    // What every page needs is known after the first.
    const page: Page<unknown> = await erp.readPage('invoices', null, never);
    fake.forgetCalls();
    await erp.readPage('invoices', page.next, never);
    expect(fake.calls().length).toBeLessThanOrEqual(2 + lines.length);
    fake.forgetCalls();
    await erp.readPage('invoices', null, never);
    expect(
      fake
        .calls()
        .map(({ model }) => model)
        .sort(),
    ).toEqual(['account.move', ...lines, 'account.partial.reconcile']);
  });

  it('reads the companies asked for, and what belongs to all', async () => {
    const { fake, connectWith } = await start({ version });
    const other = fake.addCompany({ name: 'Filial USA', currency: 'USD', country: 'US' });
    const [shared, own, foreign] = [
      await partner({ name: 'De todos', is_company: true }),
      await partner({ name: 'De la filial', is_company: true, company_id: other }),
      await partner({ name: 'De la matriz', is_company: true, company_id: 1 }),
    ];
    const [mine, theirs] = [
      await fake.createInvoice({ partner: shared, company: other }),
      await fake.createInvoice({ partner: shared, company: 1 }),
    ];
    await fake.registerPayment(theirs);
    harness.pass(SETTLED_MS);
    const erp = connectWith({ companies: [String(other)] });
    const read = (await readAll(erp, 'customers')).records;
    expect([shared, own, foreign].map((id) => read.has(erpRecordId(id)))).toEqual([true, true, false]);
    expect([...(await readAll(erp, 'invoices')).records.keys()]).toEqual([erpRecordId(mine)]);
    expect((await readOne(erp, 'invoices', erpRecordId(mine))).baseCurrency).toBe('USD');
    expect((await readAll(erp, 'payments')).records.size).toBe(0);
    expect(await erp.readByIds('invoices', [erpRecordId(theirs)], never)).toEqual(NOTHING);
    expect((await listAll(erp, 'invoices', { kind: 'all' })).size).toBe(1);
  });

  it('tells instalments apart and dates the debt by the first that is open', async () => {
    const { fake } = await start({ version });
    const customer = await partner({ name: 'A Plazos', is_company: true });
    const instalments = [
      { on: '2026-12-10', percent: 30 },
      { on: '2027-01-10', percent: 70 },
    ];
    const id = await fake.createInvoice({ partner: customer, total: '1000.00', instalments });
    expect(await invoice(id)).toMatchObject({
      dueOn: '2026-12-10',
      instalments: [
        { dueOn: '2026-12-10', total: '300.00', open: '300.00' },
        { dueOn: '2027-01-10', total: '700.00', open: '700.00' },
      ],
    });
    await fake.registerPayment(id, { amount: '300.00' });
    expect(await invoice(id)).toMatchObject({ dueOn: '2027-01-10', instalments: [{ open: '0.00' }, { open: '700.00' }] });
    const payment = await fake.registerPayment(id);
    const settled = await invoice(id);
    expect(settled).toMatchObject({ dueOn: '2027-01-10', open: '0.00' });
    expect(settled.allocations).toHaveLength(2);
    // A payment over two instalments is one settlement.
    await fake.cancelPayment(payment);
    expect(settled.allocations.map(({ amount }) => amount)).toEqual(['300.00', '700.00']);
  });

  it('settles with a bank line as money without a payment record', async () => {
    const { fake } = await start({ version });
    const id = await fake.createInvoice({ partner: await partner({ name: 'Transferencia' }), total: '64.00' });
    await fake.bankLineReconcile(id, { label: 'SPEI 0042' });
    expect(await invoice(id)).toMatchObject({
      status: 'paid',
      open: '0.00',
      allocations: [{ by: 'payment', sourceId: null, amount: '64.00', label: 'SPEI 0042' }],
    });
  });

  it('calls a posted total of zero paid, and a draft a draft whatever number it kept', async () => {
    const { fake } = await start({ version });
    const customer = await partner({ name: 'Muestra' });
    expect(await invoice(await fake.createInvoice({ partner: customer, total: '0.00' }))).toMatchObject({ status: 'paid', open: '0.00' });
    const id = await fake.createInvoice({ partner: customer, total: '5.00' });
    await fake.resetToDraft(id);
    expect(await invoice(id)).toMatchObject({ status: 'draft', number: null, open: '5.00' });
  });

  it('takes back a payment as this version does', async () => {
    const { fake, business } = await start({ version });
    const id = await fake.createInvoice({ partner: await partner({ name: 'Devuelto' }), total: '200.00' });
    await fake.registerPayment(id, { amount: '50.00' });
    const second = await fake.registerPayment(id);
    await business.cancelPayment(erpRecordId(second));
    expect(await invoice(id)).toMatchObject({ status: 'partially_paid', open: '150.00' });
    expect((await readOne(harness.connect(), 'payments', erpRecordId(second))).status).toBe('cancelled');
  });

  it('notices by polling that a part of a payment was used', async () => {
    const { business, connect, pass } = await start({ version });
    const customer = await business.createCustomer({ name: 'Anticipo' });
    const onAccount = await business.payOnAccount(customer, '100.00');
    pass(3_600_000);
    const erp = connect();
    const { next } = await readAll(erp, 'payments');
    pass(3_600_000);
    await business.applyToInvoice(onAccount, await business.createInvoice({ customer, total: '30.00' }));
    pass(SETTLED_MS);
    expect((await readAll(erp, 'payments', next)).records.get(onAccount)?.unapplied).toBe('70.00');
  });

  it('leaves pure suppliers out, with their people', async () => {
    const { fake } = await start({ version });
    const supplier = await partner({ name: 'Sólo Proveedor', is_company: true, supplier_rank: 3 });
    const both = await partner({ name: 'Cliente y Proveedor', is_company: true, supplier_rank: 2, customer_rank: 1 });
    const person = await partner({ name: 'Vendedor', parent_id: supplier });
    harness.pass(SETTLED_MS);
    const read = await customers();
    expect([supplier, person, both].map((id) => read.has(erpRecordId(id)))).toEqual([false, false, true]);
    expect(fake.record('res.partner', supplier)).toBeDefined();
  });

  it('reads a partner whole', async () => {
    await start({ version });
    const organisation = await partner({
      name: 'Comercial Ejemplo',
      is_company: true,
      email: 'Ventas <VENTAS@ejemplo.test>; cobranza@ejemplo.test',
      vat: 'EKU9003173C9',
      ref: 'C-17',
      phone: '+52 81 0000 0000',
      website: 'https://ejemplo.test',
      street: 'Av. Uno 1',
      street2: 'Piso 2',
      city: 'Monterrey',
      zip: '64000',
      country: 'MX',
    });
    const billing = await partner({ name: 'Facturación', parent_id: organisation, type: 'invoice' });
    const subsidiary = await partner({ name: 'Ejemplo Sur', is_company: true, parent_id: organisation, vat: '/' });
    harness.pass(SETTLED_MS);
    const read = await customers();
    expect(read.get(erpRecordId(organisation))).toMatchObject({
      kind: 'organisation',
      number: 'C-17',
      emails: ['ventas@ejemplo.test', 'cobranza@ejemplo.test'],
      taxId: 'EKU9003173C9',
      parentId: null,
      address: { street: 'Av. Uno 1, Piso 2', city: 'Monterrey', zip: '64000', country: 'MX' },
      isBillingContact: false,
      blocked: false,
      companyId: null,
    });
    expect(read.get(erpRecordId(billing))).toMatchObject({ kind: 'person', organisationId: String(organisation), isBillingContact: true });
    expect(read.get(erpRecordId(subsidiary))).toMatchObject({
      organisationId: String(subsidiary),
      parentId: String(organisation),
      taxId: null,
    });
  });
});

describe('Odoo', () => {
  it('keeps a blocked invoice open by what is open', async () => {
    const { fake } = await start({ version: 18 });
    const id = await fake.createInvoice({ partner: await partner({ name: 'Bloqueado' }), total: '90.00' });
    await fake.toggleBlock(id);
    expect(await invoice(id)).toMatchObject({ status: 'open', open: '90.00' });
    expect((await listAll(harness.connect(), 'invoices', { kind: 'unsettled' })).has(erpRecordId(id))).toBe(true);
  });

  it('puts a record it cannot be understood by aside, and goes on with the others', async () => {
    const { fake, business, connect, io, settings } = await start({ version: 18 });
    const customer = await business.createCustomer({ name: 'Legible' });
    const [good, bad] = await business.createInvoices([
      { customer, total: '1.00' },
      { customer, total: '2.00' },
    ]);
    harness.pass(SETTLED_MS);
    fake.hideField('account.move', 'nothing');
    const { odoo } = await import('../../../server/erp/odoo/index.ts');
    const garbling = {
      ...io,
      fetch: async (...call: Parameters<typeof io.fetch>) => {
        const response = await io.fetch(...call);
        return new Response((await response.text()).replace('"amount_total":2,', '"amount_total":"two",'), { headers: response.headers });
      },
    };
    const page = await odoo.connect(odoo.settings.parse(settings), garbling).readPage('invoices', null, never);
    expect(page.records.map(({ id }) => id)).toEqual([good]);
    expect(page.rejected).toEqual([{ id: bad, code: 'odoo.unreadable_record', params: { field: 'amount_total' } }]);
    expect((await connect().readPage('invoices', null, never)).records).toHaveLength(2);
  });

  it('is asked for its fields again when one of them has gone', async () => {
    const { fake, business, connect } = await start({ version: 18 });
    await business.createCustomer({ name: 'Sin Web' });
    harness.pass(SETTLED_MS);
    const erp = connect();
    await readAll(erp, 'customers');
    delete fake.db.schema.get('res.partner')!.fields.website;
    await expect(erp.readPage('customers', null, never)).rejects.toMatchObject({ code: 'odoo.field_unknown' });
    expect((await readAll(erp, 'customers')).records.size).toBeGreaterThan(0);
  });

  it('is recognised by its own identity where that may be read', async () => {
    const { fake, connect } = await start({ version: 19 });
    fake.grantRight('ir.config_parameter');
    const { key } = await connect().identify(never);
    fake.swapDatabase({ company: 'La Misma' });
    expect((await connect().identify(never)).key).not.toBe(key);
  });

  it('calls credited what credit notes alone settled, whatever an old server calls it', async () => {
    const { fake } = await start({ version: 16 });
    const customer = await partner({ name: 'Devuelto' });
    const [credited, mixed] = [
      await fake.createInvoice({ partner: customer, total: '80.00' }),
      await fake.createInvoice({ partner: customer, total: '90.00' }),
    ];
    await fake.creditNote(credited);
    await fake.creditNote(mixed, { amount: '30.00' });
    await fake.registerPayment(mixed);
    const tx = fake.db.begin();
    tx.update('account.move', credited, { payment_state: 'paid' });
    tx.commit();
    expect(await invoice(credited)).toMatchObject({ status: 'credited', open: '0.00' });
    expect(await invoice(mixed)).toMatchObject({ status: 'paid', open: '0.00' });
  });

  it('says which of its contacts are its own companies', async () => {
    const { fake, connect } = await start({ version: 18 });
    const { companies } = await connect().identify(never);
    const partners = fake.records('res.company').map(({ partner_id }) => String(partner_id));
    expect([partners.length > 0, companies.map(({ customerId }) => customerId as string)]).toEqual([true, partners]);
  });

  it('is not another database that was made in the same second, without a tax id', async () => {
    const { fake, connect } = await start({ version: 18 });
    const here = await connect().identify(never);
    const tx = fake.db.begin();
    tx.update('account.payment.method', tx.ids('account.payment.method')[0]!, { create_date: 1_000_000 }, { silent: true });
    tx.commit();
    const there = await connect().identify(never);
    expect(there.companies).toEqual(here.companies);
    expect(there.key).not.toBe(here.key);
    expect(compareInstallations(here, { ...there, address: 'another' })).toBe('other');
    const { founded: _unknown, ...before } = here;
    expect(compareInstallations(before, here)).toBe('same');
  });

  it('is one installation whichever of its companies are read', async () => {
    const { fake, connectWith } = await start({ version: 18 });
    const other = fake.addCompany({ name: 'Filial', currency: 'USD' });
    const keys = await Promise.all(
      [[], ['1'], [String(other)]].map(async (companies) => (await connectWith({ companies }).identify(never)).key),
    );
    expect(new Set(keys).size).toBe(1);
  });

  it('is linked to by address, model and id', async () => {
    const { connect, fake } = await start({ version: 18 });
    const links = (['customers', 'invoices', 'payments'] satisfies StreamName[]).map((stream) =>
      connect().capabilities.linkTo?.(stream, erpRecordId(7)),
    );
    expect(links).toEqual(
      ['res.partner', 'account.move', 'account.payment'].map((model) => `${fake.url}/mail/view?model=${model}&res_id=7`),
    );
  });
});
