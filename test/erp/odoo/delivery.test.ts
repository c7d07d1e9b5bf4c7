import { afterEach, describe, expect, it } from '@jest/globals';
import { erpRecordId, type ErpRecordId } from '../../../server/shared/ids.ts';
import { RecordRejectedError, UnclearOutcomeError } from '../../../server/shared/errors.ts';
import type { FieldValues } from '../../../server/erp/shared/contract.ts';
import { failureOf, never } from '../../contract/reading.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

let harness: OdooHarness;
const start = async (...options: Parameters<typeof odooHarness>): Promise<OdooHarness> => (harness = await odooHarness(...options));
afterEach(() => harness.close());

const fields = () => harness.connect().capabilities.customerFields!;
const write = (id: ErpRecordId, values: FieldValues) => fields().write(id, values, never);
const read = async (id: ErpRecordId, names: readonly string[]) => (await fields().read([id], names, never)).get(id);
const below = (id: ErpRecordId) => harness.fake.records('res.partner').filter(({ parent_id: parent }) => parent === Number(id));
const make = (values: FieldValues) =>
  harness
    .connect()
    .capabilities.commands!.run('createCustomer', { key: 'PU-1', input: { kind: 'organisation', organisationId: null, values } }, never);

describe.each([16, 17, 18, 19] as const)('the delivery address on Odoo %i', (version) => {
  it('is a contact of type delivery below the customer, with the labels of both', async () => {
    await start({ version });
    const id = await harness.business.createCustomer({ name: 'Aceros del Valle' });
    const values = { 'delivery.name': 'Almacén', 'delivery.street': 'Bodega 4', 'delivery.state_id': 'MX-NLE', 'delivery.phone': '81 1' };
    expect(await write(id, values)).toEqual(values);
    expect(below(id)).toMatchObject([{ type: 'delivery', name: 'Almacén', street: 'Bodega 4', phone: '81 1', is_company: false }]);
    const listed = (await fields().list('customer', never)).find(({ name }) => name === 'delivery.street');
    expect(listed).toMatchObject({ label: 'Delivery Address: Street', role: 'delivery_street', type: 'text', isCustom: false });
  });

  it('leaves a customer without an address without one, although Odoo gives it that of its first contact', async () => {
    const { fake } = await start({ version });
    const id = await harness.business.createCustomer({ name: 'Aceros del Valle' });
    await write(id, { 'delivery.street': 'Bodega 4', 'delivery.country_id': 'MX' });
    expect(fake.record('res.partner', Number(id))).toMatchObject({ street: null, country_id: null });
    const byHand = await harness.business.createCustomer({ name: 'A mano' });
    await fake.createPartner({ parent_id: Number(byHand), type: 'delivery', street: 'Bodega 5' });
    expect(fake.record('res.partner', Number(byHand))).toMatchObject({ street: 'Bodega 5' });
  });

  it('is the oldest that is in use, and people’s own one is changed, not replaced', async () => {
    const { fake } = await start({ version });
    const id = await harness.business.createCustomer({ name: 'Aceros del Valle' });
    const made = [];
    for (const street of ['Cerrada', 'Norte', 'Sur'])
      made.push(await fake.createPartner({ parent_id: Number(id), type: 'delivery', street }));
    await fake.archivePartner(made[0]!);
    await fake.createPartner({ parent_id: Number(id), type: 'delivery', street: 'Filial', name: 'Filial', is_company: true });
    expect(await read(id, ['delivery.street'])).toEqual({ 'delivery.street': 'Norte' });
    await write(id, { 'delivery.street': 'Norte 2' });
    expect(below(id).map(({ street }) => street)).toEqual(['Cerrada', 'Norte 2', 'Sur', 'Filial']);
  });

  it('is made anew when the one that was made is archived, is somebody else’s or was deleted', async () => {
    const { fake } = await start({ version });
    const [id, other] = [
      await harness.business.createCustomer({ name: 'Aceros' }),
      await harness.business.createCustomer({ name: 'Bombas' }),
    ];
    const newest = () => Math.max(...fake.records('res.partner').map((row) => row.id));
    await write(id, { 'delivery.street': 'Uno' });
    await fake.archivePartner(newest());
    await write(id, { 'delivery.street': 'Dos' });
    await fake.deletePartner(newest());
    await write(id, { 'delivery.street': 'Tres' });
    await fake.updatePartner(newest(), { parent_id: Number(other) });
    await write(id, { 'delivery.street': 'Cuatro' });
    expect(below(id).map(({ street, active }) => [street, active])).toEqual([['Uno', false], ['Cuatro', true]]); // prettier-ignore
    expect(below(other)).toMatchObject([{ street: 'Tres' }]);
  });

  it('costs one call more for two hundred customers as for one', async () => {
    const { fake } = await start({ version });
    const ids = await harness.business.createCustomers(Array.from({ length: 200 }, (_, nth) => `Cliente ${nth}`));
    const erp = harness.connect().capabilities.customerFields!;
    await erp.read(ids, ['name'], never);
    fake.forgetCalls();
    await erp.read(ids, ['name'], never);
    const without = fake.calls().length;
    await erp.read(ids, ['name', 'delivery.street', 'delivery.city'], never);
    expect(fake.calls().length).toBe(2 * without + 1);
  });

  it('of a customer whose order is repeated stays what people made of it', async () => {
    const { fake } = await start({ version });
    const made = await make({ name: 'Bombas', 'delivery.street': 'Bodega 4' });
    const [address] = below(made.id);
    await fake.updatePartner(address!.id, { street: 'Bodega 9' });
    await make({ name: 'Bombas', 'delivery.street': 'Bodega 4' });
    expect(below(made.id)).toMatchObject([{ street: 'Bodega 9' }]);
  });

  it('that is refused once its customer was made leaves open what was done, and the customer is found', async () => {
    const { fake } = await start({ version });
    await fields().list('customer', never);
    fake.faults.once(
      { kind: 'error', name: 'odoo.exceptions.ValidationError', message: 'No deliveries', status: 422 },
      { method: 'write' },
    );
    expect(await failureOf(make({ name: 'Bombas', 'delivery.street': 'Bodega 4' }))).toBeInstanceOf(UnclearOutcomeError);
    const [found] = (await harness.connect().capabilities.commands!.find('createCustomer', ['PU-1'], never)).get('PU-1') ?? [];
    expect(await read(found!.id, ['name', 'delivery.street'])).toEqual({ name: 'Bombas', 'delivery.street': null });
  });

  it('is nobody’s who belongs to an organisation, and needs the right to create contacts', async () => {
    const { fake } = await start({ version });
    const id = await harness.business.createCustomer({ name: 'Aceros del Valle' });
    const person = await harness.business.createPerson(id, 'Ana Ruiz');
    const refusal = { code: 'odoo.field_not_writable', properties: ['delivery.street'] };
    expect(await failureOf(write(person, { 'delivery.street': 'Bodega 4' }))).toMatchObject(refusal);
    fake.revokeRight('res.partner', 'create');
    const denied = await failureOf(write(id, { 'delivery.street': 'Bodega 4' }));
    expect(denied).toBeInstanceOf(RecordRejectedError);
    expect(denied).toMatchObject({ code: 'erp.no_right_to_customers' });
    expect(await failureOf(write(erpRecordId('99999'), { 'delivery.street': 'x' }))).toMatchObject({ code: 'erp.record_gone' });
  });
});
