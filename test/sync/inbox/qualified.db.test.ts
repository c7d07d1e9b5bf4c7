import { expect, it } from '@jest/globals';
import { searchChanges } from '../../../server/sync/inbox/search-changes.ts';
import { sweepPortal } from '../../../server/sync/inbox/sweep.ts';
import { aRule, QUALIFIED } from '../../support/customer-rules.ts';
import { useTestDatabase } from '../../support/database.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const companies = aRule({ createWhen: [QUALIFIED] });

/** Somebody did this while nobody told us. */
async function unnoticed(world: WritingWorld, properties: Record<string, string>) {
  return world.hubspot.add('companies', { ...properties, hs_lastmodifieddate: String(world.deps.now().getTime()) });
}

it('a firm that qualified while nobody told becomes a customer after the night, and a lead does not', async () => {
  const world = await WritingWorld.start(db());
  await world.begin({ companies });
  await unnoticed(world, { name: 'Acme', tax_id: 'B65410011', lifecyclestage: 'customer' });
  await unnoticed(world, { name: 'A lead', tax_id: 'B78361219', lifecyclestage: 'lead' });
  await world.settle();
  expect(world.erp.made()).toEqual([]);
  await sweepPortal({ ...world.deps, askWhetherInstalled: async () => undefined }, { portalId: world.scope.portalId });
  await world.settle();
  expect((await world.commands()).map(({ state }) => state)).toEqual(['done']);
  expect(world.erp.made()).toHaveLength(1);
});

it('a property of which HubSpot does not tell is searched for, and written to the ERP', async () => {
  const world = await WritingWorld.start(db());
  await world.begin({ companies });
  await world.linked('companies', { name: 'Acme', tax_id: 'B65410011' }, { name: 'Acme', vat: 'B65410011' }, '1');
  await world.settle();
  const [{ recordId } = { recordId: '' }] = await world.links();
  await db()('customerRules').update({ searchedAt: world.deps.now() });
  world.hubspot.edit('companies', recordId as never, { tax_id: 'B78361219', hs_lastmodifieddate: String(world.deps.now().getTime()) });
  await searchChanges(world.deps, { portalId: world.scope.portalId });
  await world.settle();
  expect((await world.changes()).map(({ property, writtenTo, after }) => [property, writtenTo, after])).toEqual([
    ['tax_id', 'erp', 'B78361219'],
  ]);
});
