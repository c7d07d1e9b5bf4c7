import { afterEach, describe, expect, it } from '@jest/globals';
import type { PropertyDefinition } from '../../../server/hubspot/contract.ts';
import { erpRecordId, type RecordId } from '../../../server/shared/ids.ts';
import { odooHarness, type OdooHarness } from '../../erp/odoo/harness.ts';
import { aRule, mapped } from '../../support/customer-rules.ts';
import { useTestDatabase } from '../../support/database.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
let harness: OdooHarness;
afterEach(() => harness.close());

const LINES = {
  ...{ address: 'street', state: 'state_id', country: 'country_id' },
  ...{ ship_street: 'delivery.street', ship_city: 'delivery.city', ship_state: 'delivery.state_id', ship_country: 'delivery.country_id' },
};
const OFFICE = { address: 'Av. Uno 1', state: 'Nuevo León', country: 'México' };

const aProperty = (name: string): PropertyDefinition => ({ name, label: name, groupName: 'x', type: 'string', fieldType: 'text' });

/** A company that is a customer in Odoo with an address for invoices, and properties for the one of goods. */
async function aceros() {
  harness = await odooHarness({ version: 18 });
  const world = await WritingWorld.start(db(), { connector: harness.connect() });
  world.hubspot.listProperties = async () => ['name', ...Object.keys(LINES)].map(aProperty);
  const id = await harness.fake.createPartner({ name: 'Aceros', is_company: true, street: 'Av. Uno 1', country: 'MX' });
  const record = world.hubspot.add('companies', { name: 'Aceros', ...OFFICE });
  harness.pass(60_000);
  await world.pullOnce();
  await world.link('companies', erpRecordId(id), record);
  const mapping = Object.entries(LINES).map(([property, field]) => mapped(property, field));
  await world.useRules({ companies: aRule({ mapping }), contacts: aRule({ mapping: [] }) });
  await world.fields();
  const address = () => harness.fake.records('res.partner').find((row) => row.parent_id === id && row.type === 'delivery');
  /** A while later, what became of it in Odoo is read. */
  const pull = async () => {
    harness.pass(3_600_000);
    await world.pullOnce();
    world.pass(60_000);
    await world.fields();
  };
  return { world, id, record, address, pull };
}

async function tell(world: WritingWorld, record: RecordId, properties: Record<string, string>): Promise<void> {
  await world.edit('companies', record, properties);
  await world.readInbox();
  await world.fields();
}

const stateOf = (id: unknown) => harness.fake.record('res.country.state', Number(id))?.code;

describe('the delivery address of a company', () => {
  it('goes to the ERP, its state one of its own country', async () => {
    const { world, record, address, id } = await aceros();
    expect(address()).toBeUndefined();
    await tell(world, record, { ship_street: 'Dock 4', ship_state: 'Texas', ship_country: 'USA' });
    expect(address()).toMatchObject({ street: 'Dock 4', type: 'delivery', parent_id: id });
    expect(stateOf(address()!.state_id)).toBe('TX');
    expect(harness.fake.record('res.partner', id)).toMatchObject({ street: 'Av. Uno 1' });
    expect(stateOf(harness.fake.record('res.partner', id)!.state_id)).toBe('NLE');
    expect(await world.problems()).toEqual([]);
  });

  it('comes back when somebody edits it in the ERP, and is quiet afterwards', async () => {
    const { world, record, address, pull } = await aceros();
    await tell(world, record, { ship_street: 'Bodega 4', ship_city: 'Apodaca', ship_country: 'Mexico' });
    await pull();
    world.hubspot.forgetCalls();
    await harness.fake.updatePartner(address()!.id, { street: 'Bodega 5', country: 'US' });
    await pull();
    const held = world.hubspot.get('companies', record);
    expect(held).toMatchObject({ ship_street: 'Bodega 5', ship_city: 'Apodaca', ship_country: 'United States of America', ...OFFICE });
    expect(world.hubspot.callsOf('batchUpdate')).toBe(1);
    await pull();
    await pull();
    expect(world.hubspot.callsOf('batchUpdate')).toBe(1);
    expect(address()).toMatchObject({ street: 'Bodega 5' });
  });

  it('comes when somebody makes the first one in the ERP, and goes when it is deleted there', async () => {
    const { world, id, record, address, pull } = await aceros();
    await harness.fake.createPartner({ parent_id: id, type: 'delivery', street: 'Bodega 7', name: 'Almacén' });
    await pull();
    expect(world.hubspot.get('companies', record)['ship_street']).toBe('Bodega 7');
    await harness.fake.deletePartner(address()!.id);
    await world.reconcile();
    world.pass(60_000);
    await world.fields();
    expect(world.hubspot.get('companies', record)['ship_street']).toBeNull();
  });
});
