import { describe, expect, it } from '@jest/globals';
import type { LeftOut } from '../../../hubspot-app/app/settings/api/customers.ts';
import { createByPerson } from '../../../server/sync/customers/create-by-person.ts';
import { recordId } from '../../../server/shared/ids.ts';
import { aPersonRule, aRule, mapped, QUALIFIED } from '../../support/customer-rules.ts';
import { useTestDatabase } from '../../support/database.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const STAGE = { lifecyclestage: 'customer' };
const PHONE: LeftOut = { write: 'updatesHubSpot', objectType: 'companies', property: 'phone', field: 'phone' };
const COMPANIES: LeftOut = { write: 'creates', objectType: 'companies', property: null, field: null };
const RULES = {
  companies: aRule({ createWhen: [QUALIFIED], mapping: [mapped('name', 'name'), mapped('phone', 'phone')] }),
  contacts: aPersonRule({ createWhen: [QUALIFIED] }),
};

async function acme() {
  const world = await WritingWorld.start(db());
  const record = await world.linked('companies', { name: 'Mine', phone: '1' }, { name: 'Yours', phone: '2' });
  return { world, record };
}

describe('a field that was left out of the approval', () => {
  it('is not written to that side, while others are, until it is approved', async () => {
    const { world, record } = await acme();
    await world.begin(RULES, { writes: { leftOut: [PHONE] } });
    expect(world.hubspot.get('companies', record)).toMatchObject({ name: 'Yours', phone: '1' });
    world.erp.edit('1', { phone: '3' });
    await world.settle();
    expect(world.hubspot.get('companies', record)['phone']).toBe('1');
    expect(await world.dryRun()).toEqual({ update_hubspot: 1 });
    await world.approve();
    await world.confirm();
    expect(world.hubspot.get('companies', record)['phone']).toBe('3');
  });

  it('is written to the other side', async () => {
    const { world, record } = await acme();
    await world.begin({ ...RULES, companies: aRule({ mapping: [mapped('phone', 'phone')] }) }, { writes: { leftOut: [PHONE] } });
    await world.edit('companies', record, { phone: '4' });
    await world.settle();
    // Both moved, and the ERP wins: that would be a write to HubSpot.
    expect(world.erp.holds('1', 'phone')).toBe('2');
    world.erp.edit('1', { phone: '4' });
    await world.settle();
    await world.edit('companies', record, { phone: '5' });
    await world.settle();
    expect(world.erp.holds('1', 'phone')).toBe('5');
  });

  it('of contacts says nothing of companies', async () => {
    const { world, record } = await acme();
    await world.begin(RULES, {
      writes: {
        leftOut: [
          { ...PHONE, objectType: 'contacts' },
          { ...PHONE, field: 'mobile' },
        ],
      },
    });
    expect(world.hubspot.get('companies', record)['phone']).toBe('2');
  });
});

describe('creation that was left out for companies', () => {
  it('makes none of them, by rule or by hand, and goes on with contacts', async () => {
    const world = await WritingWorld.start(db());
    const company = await world.add('companies', { name: 'Old', ...STAGE });
    await world.begin(RULES, { writes: { leftOut: [COMPANIES] } });
    await world.add('companies', { name: 'New', ...STAGE });
    await world.add('contacts', { firstname: 'Eva', lastname: 'Ruiz', email: 'eva@ruiz.mx', ...STAGE });
    await world.settle();
    expect(world.erp.made().map(({ values }) => values['name'])).toEqual(['Eva Ruiz']);
    const byHand = { ...world.scope, objectType: 'companies' as const, recordId: recordId(company) };
    await expect(createByPerson({ ...world.deps, db: db() }, byHand, 5)).rejects.toMatchObject({ code: 'customers.not_by_hand' });
  });

  it('makes those that qualified meanwhile when it is approved', async () => {
    const world = await WritingWorld.start(db());
    await world.add('companies', { name: 'Old', ...STAGE });
    await world.begin(RULES, { writes: { leftOut: [COMPANIES] } });
    expect(await world.dryRun()).toMatchObject({ create: 1 });
    await world.approve();
    await world.confirm();
    expect(world.erp.made()).toHaveLength(1);
  });
});

describe('an approval from before there was a way to leave something out', () => {
  it('leaves nothing out', async () => {
    const { world, record } = await acme();
    await world.useRules(RULES);
    await db()('customerRules').update({ writes: JSON.stringify({ creates: true, updatesErp: true, updatesHubSpot: true }) });
    await world.settle();
    expect(world.hubspot.get('companies', record)['phone']).toBe('2');
  });
});

describe('who waits until the first ten were looked at', () => {
  it('is not looked for in the ERP before', async () => {
    const world = await WritingWorld.start(db());
    for (let at = 0; at < 25; at++) world.hubspot.add('contacts', { lastname: `Person ${at}`, email: `${at}@acme.mx`, ...STAGE });
    await world.begin(RULES, { isTried: false });
    expect([world.erp.made().length, world.erp.countOf('findAlike')]).toEqual([10, 1]);
    expect((await world.commands()).filter(({ waitingFor }) => waitingFor === 'command.waiting_trial')).toHaveLength(15);
    await world.confirm();
    expect([world.erp.made().length, world.erp.countOf('findAlike')]).toEqual([25, 2]);
  });

  it('leaves its place to others where something else stops it', async () => {
    const world = await WritingWorld.start(db());
    for (let at = 0; at < 12; at++)
      world.hubspot.add('contacts', { lastname: `Person ${at}`, email: at < 4 ? 'no address' : `${at}@acme.mx`, ...STAGE });
    await world.begin(RULES, { isTried: false });
    expect(world.erp.made()).toHaveLength(8);
  });
});
