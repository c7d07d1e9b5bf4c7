import { describe, expect, it } from '@jest/globals';
import { stopCustomers } from '../../../server/sync/customers/change-rules.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aPersonRule, aRule, mapped, QUALIFIED } from '../../support/customer-rules.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const QUALIFYING = { lifecyclestage: 'customer' };
const ACME = { name: 'Acme SL', tax_id: 'B65410011', phone: '55 1234', ...QUALIFYING };

async function aWorld(options: Parameters<typeof WritingWorld.start>[1] = {}) {
  const world = await WritingWorld.start(db(), options);
  await world.begin({ companies: aRule({ createWhen: [QUALIFIED] }), contacts: aPersonRule({ createWhen: [QUALIFIED] }) });
  world.forgetCalls();
  return world;
}

describe('a HubSpot record that qualifies', () => {
  it('becomes one customer of the ERP, linked, with our key, and nothing comes back', async () => {
    const world = await aWorld();
    const acme = await world.add('companies', ACME);
    await world.settle();
    const [made, ...others] = world.erp.made();
    expect(others).toEqual([]);
    expect(made).toMatchObject({
      key: expect.stringMatching(/^HS-7-C[0-9A-Z]+-1$/),
      values: { name: 'Acme SL', vat: 'B65410011', phone: '55 1234' },
    });
    expect(await world.links()).toEqual([{ customerId: made!.id, recordId: acme, rule: 'created' }]);
    expect(world.hubspot.get('companies', acme)['erp_customer_key']).toBe(`memory:db-7:${made!.id}`);
    expect(await world.commands()).toMatchObject([{ state: 'done', result: { id: made!.id, number: `C${made!.id}` } }]);
    expect(world.erp.writes).toEqual([]);
    expect(await world.changes()).toEqual([]);
  });

  it('is made without what the ERP alone says, which comes from there afterwards', async () => {
    const world = await WritingWorld.start(db());
    const [name] = world.erp.fieldsOf.customer;
    world.erp.fieldsOf.customer.push({ ...name!, name: 'x_score', label: 'Score', role: null, isWritable: false, isRequired: false });
    const mapping = [mapped('name', 'name'), mapped('city', 'x_score', { direction: 'to_hubspot' })];
    await world.begin({ companies: aRule({ createWhen: [QUALIFIED], mapping }) });
    const acme = await world.add('companies', { ...ACME, city: 'B' });
    await world.settle();
    expect(world.erp.made()).toMatchObject([{ values: { name: 'Acme SL' } }]);
    world.erp.edit(world.erp.made()[0]!.id, { x_score: 'A' });
    await world.settle();
    expect(world.hubspot.get('companies', acme)['city']).toBe('A');
    expect(await world.problems()).toEqual([]);
  });

  it('twice at once, or again later, becomes no second one', async () => {
    const world = await aWorld();
    const acme = await world.add('companies', ACME);
    await world.tell('companies', acme, ACME);
    await world.settle();
    await world.edit('companies', acme, QUALIFYING);
    await world.edit('companies', acme, { city: 'León' });
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
    expect(world.erp.holds(world.erp.made()[0]!.id, 'city')).toBe('León');
  });

  it('of another stage becomes none', async () => {
    const world = await aWorld();
    await world.add('companies', { ...ACME, lifecyclestage: 'lead' });
    await world.settle();
    expect(await world.commands()).toEqual([]);
  });

  it('costs three calls of the ERP for the customer, and two of HubSpot', async () => {
    const world = await aWorld();
    await world.add('companies', ACME);
    await world.settle();
    const { erp, hubspot } = world;
    expect(['findAlike', 'commands.find', 'commands.run', 'fields.write'].map((call) => erp.countOf(call))).toEqual([1, 1, 1, 0]);
    // The inbox, the command, and the first look at the fields read it; our own properties are written.
    expect(hubspot.calls.map(({ operation }) => operation).filter((operation) => operation === 'batchUpdate')).toHaveLength(1);
  });
});

describe('HubSpot records for customers of the ERP', () => {
  const settings = { createMissing: { companies: true, contacts: false } };

  it('are not made of one that is being made from HubSpot, whatever becomes of the answer', async () => {
    const world = await aWorld({ settings });
    world.erp.ends.push('lost_after');
    await world.add('companies', { name: 'Acme SL', ...QUALIFYING });
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
    expect(world.hubspot.ids('companies')).toHaveLength(1);
  });

  it('are made of others that had to wait meanwhile', async () => {
    const world = await aWorld({ settings });
    world.erp.ends.push('lost_before');
    await world.add('companies', { name: 'Acme SL', ...QUALIFYING });
    await world.round();
    world.erp.edit('1', { name: 'Made in the ERP' });
    await world.settle();
    expect(
      world.hubspot
        .ids('companies')
        .map((id) => world.hubspot.get('companies', id)['name'])
        .toSorted(),
    ).toEqual(['Acme SL', 'Made in the ERP']);
    expect(world.erp.made()).toHaveLength(1);
  });
});

describe('rules that no longer speak of a record', () => {
  it('withdraw what was asked for and waits, as soon as they are approved', async () => {
    const world = await aWorld();
    world.erp.edit('1', { name: 'Acme' });
    await world.settle();
    await world.add('companies', { name: 'Acme', ...QUALIFYING });
    const other = await world.add('companies', { name: 'Bolt', ...QUALIFYING });
    await world.settle();
    expect((await world.commands()).map(({ state }) => state).toSorted()).toEqual(['done', 'waiting']);
    await world.begin({ companies: aRule() });
    expect((await world.commands()).map(({ state }) => state).toSorted()).toEqual(['cancelled', 'done']);
    expect(await world.links()).toMatchObject([{ recordId: other }]);
  });
});

describe('stopping', () => {
  it('cancels what was not sent, and what was sent is followed to its end', async () => {
    const world = await aWorld();
    world.erp.ends.push('lost_after');
    await world.add('companies', ACME);
    await world.round();
    await world.add('companies', { ...ACME, name: 'Beta', tax_id: 'B78361219' });
    await world.readInbox();
    await stopCustomers(world.deps, world.scope);
    await world.settle();
    expect((await world.commands()).map(({ state }) => state).toSorted()).toEqual(['cancelled', 'done']);
    expect(world.erp.made()).toHaveLength(1);
    expect(await world.links()).toHaveLength(1);
  });
});
