import { afterEach, describe, expect, it } from '@jest/globals';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { RecordRejectedError, TransientError, UnclearOutcomeError } from '../../../server/shared/errors.ts';
import type { NewCustomer } from '../../../server/erp/shared/contract.ts';
import { failureOf, never, readOne } from '../../contract/reading.ts';
import { boolean, date, datetime, float, integer, many2one } from '../../fakes/odoo/schema/field.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

let harness: OdooHarness;
const start = async (...options: Parameters<typeof odooHarness>): Promise<OdooHarness> => (harness = await odooHarness(...options));
afterEach(() => harness.close());

const commands = (settings = {}) => harness.connectWith(settings).capabilities.commands!;
const fields = (settings = {}) => harness.connectWith(settings).capabilities.customerFields!;
const organisation = (values: NewCustomer['values'] = {}): NewCustomer => ({
  kind: 'organisation',
  organisationId: null,
  values: { name: 'Bombas del Bajío', ...values },
});
const make = (input: NewCustomer = organisation(), key = 'PU-1') => commands().run('createCustomer', { key, input }, never);
const find = async (key = 'PU-1') => (await commands().find('createCustomer', [key], never)).get(key) ?? [];

// What of making and changing customers is Odoo's alone.
describe.each([16, 17, 18, 19] as const)('on Odoo %i', (version) => {
  it('a new customer is on the list of customers, and a person of an organisation is a plain contact of it', async () => {
    const { fake } = await start({ version });
    const made = await make();
    const input: NewCustomer = { kind: 'person', organisationId: made.id, values: { name: 'Ana Ruiz' } };
    const person = await make(input, 'PU-2');
    expect(fake.record('res.partner', Number(made.id))).toMatchObject({ is_company: true, customer_rank: 1, supplier_rank: 0 });
    expect(fake.record('res.partner', Number(person.id))).toMatchObject({ parent_id: Number(made.id), type: 'contact', customer_rank: 0 });
  });

  it('a number that Odoo or people gave is answered with it', async () => {
    const { fake } = await start({ version });
    const made = await make(organisation({ ref: 'C-0042' }));
    expect(made.number).toBe('C-0042');
    await fake.updatePartner(Number(made.id), { ref: 'C-0043' });
    expect(await find()).toEqual([{ id: made.id, number: 'C-0043' }]);
  });

  it('a second order with the same key leaves what people made of the record', async () => {
    const { fake } = await start({ version });
    const made = await make();
    await fake.updatePartner(Number(made.id), { name: 'Bombas y Válvulas' });
    expect(await make()).toEqual(made);
    expect((await readOne(harness.connect(), 'customers', made.id)).name).toBe('Bombas y Válvulas');
  });

  it('the winner of two that asked at once is answered to the other, and where it is not to be seen yet nothing is said for sure', async () => {
    const { fake } = await start({ version });
    const { result, commit } = fake.openTransaction(({ books }) => {
      const id = books.tx.insert('res.partner', { name: 'Bombas', commercial_partner_id: 1, active: true, is_company: true });
      books.tx.insert('ir.model.data', { module: '__puente__', name: 'PU-1', model: 'res.partner', res_id: id, noupdate: true });
      return id;
    });
    expect(await failureOf(make())).toMatchObject({ code: 'odoo.database_busy' });
    expect(await find()).toEqual([]);
    commit();
    expect((await make()).id).toBe(erpRecordId(result));
  });

  it('what belongs to the organisation is not written to its people', async () => {
    const { business } = await start({ version });
    const owner = await business.createCustomer({ name: 'Aceros del Valle' });
    const person = await business.createPerson(owner, 'Ana Ruiz');
    for (const values of [{ vat: 'EKU9003173C9' }, { street: 'Av. Uno 1' }, { country_id: 'MX' }, { property_payment_term_id: '1' }]) {
      const [name] = Object.keys(values);
      const refusal = { code: 'odoo.field_not_writable', properties: [name] };
      expect(await failureOf(fields().write(person, values, never))).toMatchObject(refusal);
      expect(await failureOf(make({ kind: 'person', organisationId: owner, values: { name: 'Luis', ...values } }))).toMatchObject(refusal);
    }
    expect(await find()).toEqual([]);
    expect((await readOne(harness.connect(), 'customers', owner)).address.street).toBeNull();
  });

  it('a person of an organisation that is gone is not made', async () => {
    await start({ version });
    const input: NewCustomer = { kind: 'person', organisationId: erpRecordId('99999'), values: { name: 'Ana Ruiz' } };
    expect(await failureOf(make(input))).toMatchObject({ code: 'odoo.refused', properties: ['parent_id'] });
  });

  it('who may not create or change contacts is told so by the check, and when it is tried', async () => {
    await start({ version, botGroups: 'readonly' });
    expect(await harness.connect().check(never)).toContainEqual({ code: 'odoo.may_not_write_contacts', params: {} });
    const id = await harness.business.createCustomer({ name: 'Aceros del Valle' });
    expect(await failureOf(make())).toMatchObject({ code: 'erp.no_right_to_customers' });
    const denied = await failureOf(fields().write(id, { phone: '1' }, never));
    expect(denied).toMatchObject({
      code: 'erp.no_right_to_customers',
      params: { message: expect.stringContaining('not allowed to modify') },
    });
    expect(denied).toBeInstanceOf(RecordRejectedError);
  });

  it.each(['badGateway', 'status'] as const)('a page instead of an answer (%s) leaves open what was done', async (kind) => {
    const { fake } = await start({ version });
    await fields().list('customer', never);
    const page = kind === 'status' ? { kind, status: 200, body: '<html>Maintenance</html>' } : { kind, status: 504 as const };
    fake.faults.once(page, { method: 'load' });
    expect(await failureOf(make())).toBeInstanceOf(UnclearOutcomeError);
  });

  it('an exception of Odoo’s was undone, and half an answer leaves it open', async () => {
    const { fake } = await start({ version });
    fake.faults.once({ kind: 'error', name: 'psycopg2.errors.SerializationFailure', message: 'busy', status: 500 }, { method: 'load' });
    const busy = await failureOf(make());
    expect(busy).toBeInstanceOf(TransientError);
    expect(busy).not.toBeInstanceOf(UnclearOutcomeError);
    fake.faults.once({ kind: 'cutOff' }, { method: 'load' });
    expect(await failureOf(make())).toBeInstanceOf(UnclearOutcomeError);
    expect(await find()).toHaveLength(1);
  });

  it('many are made with one call each, and what they name is looked up once a minute', async () => {
    const { fake } = await start({ version });
    const { commands: support } = harness.connect().capabilities;
    const run = (key: string) => support!.run('createCustomer', { key, input: organisation({ country_id: 'MX' }) }, never);
    await run('PU-1');
    fake.forgetCalls();
    for (const key of ['PU-2', 'PU-3', 'PU-4']) await run(key);
    expect(fake.calls().map(({ method }) => method)).toEqual(['load', 'load', 'load']);
    harness.pass(60_000);
    await run('PU-5');
    expect(fake.calls().map(({ method }) => method)).toContain('search_read');
  });

  it('terms and lists are those of the first company that was chosen', async () => {
    const { fake } = await start({ version });
    const other = fake.addCompany({ name: 'Filial', currency: 'USD' });
    const given = { id: await harness.business.createCustomer({ name: 'Aceros del Valle' }), values: { property_payment_term_id: '2' } };
    fake.forgetCalls();
    await fields({ companies: [String(other), '1'] }).write(given.id, given.values, never);
    const written = fake.calls().filter(({ method }) => method === 'write' || method === 'search_read');
    expect(JSON.stringify(written.find(({ method }) => method === 'write')!.args)).toContain(`"allowed_company_ids":[${other},1]`);
  });

  it('a reference is refused when what it names is gone, with its field, and the record is not said to be', async () => {
    await start({ version });
    const id = await harness.business.createCustomer({ name: 'Aceros del Valle' });
    for (const values of [
      { country_id: 'ZZ' },
      { state_id: 'MX-ZZZ' },
      { user_id: '99999' },
      { category_id: '1,99999' },
      { lang: 'xx_XX' },
    ]) {
      const [name] = Object.keys(values);
      expect(await failureOf(fields().write(id, values, never))).toMatchObject({ code: 'odoo.no_such_choice', properties: [name] });
    }
  });

  it('a value that is none of its type is refused, with its field', async () => {
    const { fake } = await start({ version });
    const { fields: known } = fake.db.schema.get('res.partner')!;
    Object.assign(known, {
      x_dias: integer('Días'),
      x_desde: date('Desde'),
      x_visto: datetime('Visto'),
      x_vip: boolean('VIP'),
      x_tope: float('Tope'),
    });
    const id = await harness.business.createCustomer({ name: 'Aceros del Valle' });
    const wrong = { x_dias: '1.5', x_desde: '2026-13-01', x_visto: 'ayer', x_vip: 'maybe', x_tope: '12,50' };
    for (const [name, value] of Object.entries(wrong))
      expect(await failureOf(fields().write(id, { [name]: value }, never))).toMatchObject({
        code: 'odoo.no_such_choice',
        properties: [name],
      });
    const right = { x_dias: '30', x_desde: '2026-12-01', x_visto: '2026-11-29T14:30:00Z', x_vip: 'true', x_tope: '12.5' };
    expect(await fields().write(id, right, never)).toEqual(right);
    expect((await fields().read([(await make(organisation(right))).id], Object.keys(right), never)).values().next().value).toEqual(right);
  });

  it('countries have their codes in fields that people added, too', async () => {
    const { fake } = await start({ version });
    fake.db.schema.get('res.partner')!.fields.x_pais = many2one('Otro país', 'res.country');
    const id = await harness.business.createCustomer({ name: 'Aceros del Valle' });
    const field = (await fields().list('customer', never)).find(({ name }) => name === 'x_pais');
    expect(field?.options?.map(({ value }) => value)).toContain('ES');
    expect(await fields().write(id, { x_pais: 'ES' }, never)).toEqual({ x_pais: 'ES' });
  });

  it('a field that was removed meanwhile is asked for no more', async () => {
    const { fake } = await start({ version });
    const id = await harness.business.createCustomer({ name: 'Aceros del Valle' });
    const erp = harness.connect().capabilities;
    const orders = [
      () => erp.customerFields!.write(id, { x_canal: 'Directo' }, never),
      () => erp.commands!.run('createCustomer', { key: 'PU-1', input: organisation({ x_canal: 'Directo' }) }, never),
    ];
    for (const order of orders) {
      fake.addTextField('res.partner', 'x_canal', 'Canal');
      await erp.customerFields!.list('customer', never);
      delete fake.db.schema.get('res.partner')!.fields.x_canal;
      expect(await failureOf(order())).toMatchObject({ code: 'odoo.field_unknown' });
      expect(await failureOf(order())).toMatchObject({ code: 'odoo.field_not_writable', properties: ['x_canal'] });
    }
  });

  it('several tags are one value, whatever their order, and none is none', async () => {
    await start({ version });
    const id = await harness.business.createCustomer({ name: 'Aceros del Valle' });
    expect(await fields().write(id, { category_id: '2,1' }, never)).toEqual({ category_id: '1,2' });
    expect(await fields().write(id, { category_id: null }, never)).toEqual({ category_id: null });
  });

  it('what there is too much of to choose from is not listed, and is taken by its id all the same', async () => {
    const { fake } = await start({ version });
    await fake.transaction(({ books }) => {
      for (let nth = 0; nth < 500; nth++) books.tx.insert('res.partner.category', { name: `Etiqueta ${nth}` });
    });
    const tags = (await fields().list('customer', never)).find(({ role }) => role === 'tags');
    expect(tags).not.toHaveProperty('options');
    const id = await harness.business.createCustomer({ name: 'Aceros del Valle' });
    expect(await fields().write(id, { category_id: '321' }, never)).toEqual({ category_id: '321' });
  });

  it('states are listed with their names, as many as every database has', async () => {
    const { fake } = await start({ version });
    const options = (await fields().list('customer', never)).find(({ role }) => role === 'state')?.options;
    expect(options).toContainEqual({ value: 'MX-NLE', label: 'Nuevo León' });
    expect(options).toHaveLength(fake.records('res.country.state').length);
    expect(options!.length).toBeGreaterThan(1_000);
  });

  it('who may log in is not archived, and Odoo’s words say why', async () => {
    const { fake } = await start({ version });
    const partner = fake.records('res.partner').find(({ name }) => name === 'Mitchell Admin')!;
    const input = { id: erpRecordId(Number(partner.id)), isActive: false };
    const error = await failureOf(commands().run('setCustomerActive', { key: 'PU-1', input }, never));
    expect(error).toBeInstanceOf(RecordRejectedError);
    expect((error as RecordRejectedError).params.message).toMatch(/cannot archive contacts linked to an active user[\s\S]*Mitchell Admin/);
    expect(fake.record('res.partner', Number(partner.id))).toMatchObject({ active: true });
  });

  it('the companies of the database are nobody’s customers: they are neither archived nor changed', async () => {
    const { fake } = await start({ version });
    const own = fake.records('res.company').map(({ partner_id }) => Number(partner_id));
    expect(own.length).toBeGreaterThan(0);
    for (const partner of own) {
      const id = erpRecordId(partner);
      const before = fake.record('res.partner', partner);
      const tries = [
        commands().run('setCustomerActive', { key: 'PU-1', input: { id, isActive: false } }, never),
        fields().write(id, { phone: '55 1234' }, never),
      ];
      for (const error of await Promise.all(tries.map(failureOf))) {
        expect(error).toBeInstanceOf(RecordRejectedError);
        expect((error as RecordRejectedError).code).toBe('erp.own_company');
      }
      expect(fake.record('res.partner', partner)).toEqual(before);
    }
  });

  it('people who have their organisation’s tax id are not alike to it', async () => {
    const { fake } = await start({ version });
    const id = await fake.createPartner({ name: 'Aceros del Valle', is_company: true, vat: 'EKU9003173C9', country: 'MX' });
    await fake.createPartner({ name: 'Ana Ruiz', parent_id: id });
    const [alike] = await fields().findAlike([{ taxId: 'EKU9003173C9', email: null }], never);
    expect(alike!.map((one) => one.id)).toEqual([erpRecordId(id)]);
  });
});

describe('on Odoo 18', () => {
  it('a key that a worker remembers although its record was undone finds none, and makes one', async () => {
    const { fake } = await start({ version: 18 });
    fake.db.remembered.set('__puente__.PU-1', 'res.partner');
    expect(await find()).toEqual([]);
    expect(await find()).toEqual([]);
    const made = await make();
    expect(await find()).toEqual([made]);
  });

  it('a field that was added is offered at once, and one that was removed is asked for no more', async () => {
    const { fake } = await start({ version: 18 });
    const id = await harness.business.createCustomer({ name: 'Aceros del Valle' });
    const erp = harness.connect().capabilities.customerFields!;
    await erp.list('customer', never);
    fake.addTextField('res.partner', 'x_canal', 'Canal');
    expect((await erp.list('customer', never)).map(({ name }) => name)).toContain('x_canal');
    delete fake.db.schema.get('res.partner')!.fields.x_canal;
    expect(await failureOf(erp.read([id], ['x_canal'], never))).toMatchObject({ code: 'odoo.field_unknown' });
    expect((await erp.read([id], ['x_canal', 'name'], never)).get(id)).toEqual({ name: 'Aceros del Valle' });
  });

  it('what the user may not read of what a field points to cannot be written', async () => {
    const { fake } = await start({ version: 18 });
    fake.revokeRight('product.pricelist');
    const list = (await fields().list('customer', never)).find(({ role }) => role === 'price_list');
    expect(list).toMatchObject({ isWritable: false });
    expect(list).not.toHaveProperty('options');
  });
});
