import { describe, expect, it } from '@jest/globals';
import { useTestDatabase } from '../../support/database.ts';
import { ACME, aQualifyingWorld, STAGE, waiting } from '../../support/qualifying.ts';
import { aRule, QUALIFIED } from '../../support/customer-rules.ts';

const db = useTestDatabase();

type Given = Parameters<typeof aQualifyingWorld>;
const aWorld = (rules?: Given[1], options?: Given[2]) => aQualifyingWorld(db(), rules, options);

describe('a record that lacks something', () => {
  it('waits for it, and goes on when somebody types it', async () => {
    const world = await aWorld();
    world.erp.fieldsOf.customer = world.erp.fieldsOf.customer.map((field) => ({
      ...field,
      isRequired: field.isRequired || field.name === 'city',
    }));
    await world.useRules({ companies: aRule({ createWhen: [QUALIFIED] }) });
    const acme = await world.add('companies', ACME);
    await world.settle();
    expect(await world.commands()).toMatchObject([{ waitingFor: 'customer.field_missing', params: { field: 'city', property: 'city' } }]);
    await world.edit('companies', acme, { city: 'Monterrey' });
    await world.settle();
    expect(world.erp.made()).toMatchObject([{ values: { city: 'Monterrey' } }]);
  });

  it('gets the defaults where HubSpot says nothing', async () => {
    const world = await aWorld({ companies: aRule({ createWhen: [QUALIFIED], defaults: { city: 'Puebla', terms: '1' } }) });
    await world.add('companies', ACME);
    await world.add('companies', { ...ACME, tax_id: 'B78361219', city: 'Monterrey' });
    await world.settle();
    expect(world.erp.made().map(({ values }) => [values['city'], values['terms']])).toEqual([
      ['Puebla', '1'],
      ['Monterrey', '1'],
    ]);
  });

  it('with a tax id that cannot be one never reaches the ERP; a wrong check digit does', async () => {
    const world = await aWorld();
    await world.add('companies', { ...ACME, tax_id: 'ABC' });
    await world.add('companies', { ...ACME, name: 'Beta', tax_id: 'B65410012' });
    await world.settle();
    expect(await waiting(world)).toEqual([
      ['waiting', 'customer.tax_id_malformed'],
      ['done', null],
    ]);
    expect(world.erp.countOf('commands.run')).toBe(1);
  });

  it('and no longer qualifies, becomes nothing', async () => {
    const world = await aWorld();
    const acme = await world.add('companies', { ...ACME, tax_id: 'ABC' });
    await world.settle();
    await world.edit('companies', acme, { tax_id: 'B65410011', lifecyclestage: 'lead' });
    await world.settle();
    expect(await waiting(world)).toEqual([['cancelled', null]]);
    await world.edit('companies', acme, STAGE);
    await world.settle();
    expect(world.erp.made()).toMatchObject([{ key: expect.stringMatching(/-1$/) }]);
  });

  it('of the generic tax ids is no other firm with the same one', async () => {
    const world = await aWorld();
    for (const name of ['Ana', 'Luis']) await world.add('companies', { name, tax_id: 'XAXX010101000', ...STAGE });
    await world.settle();
    expect(world.erp.made().map(({ values }) => values['name'])).toEqual(['Ana', 'Luis']);
  });
});
