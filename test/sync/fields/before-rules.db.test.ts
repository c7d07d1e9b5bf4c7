import { describe, expect, it } from '@jest/globals';
import type { RecordId } from '../../../server/shared/ids.ts';
import { decideConflictGroup } from '../../../server/sync/fields/conflict-groups.ts';
import { loadConflictPage } from '../../../server/sync/fields/conflicts.ts';
import { aRule, mapped } from '../../support/customer-rules.ts';
import { useTestDatabase } from '../../support/database.ts';
import { countsOf, relatedWorld } from '../../support/related.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();

describe('what differed before the rules', () => {
  const decide = (world: WritingWorld, answer: 'hubspot' | 'erp' | 'both') =>
    decideConflictGroup(world.deps, world.scope, { objectType: 'contacts', property: '$company', field: 'parent', answer, userId: 5 });

  it('is one list with one answer for all, and what was edited since is asked about by itself', async () => {
    const { world, acme, beta, torn } = await relatedWorld(db(), { torn: 4 });
    const conflicts = (kind: 'edited' | 'before') => loadConflictPage(world.deps, world.scope, { page: 1, kind, urlOf: () => '' });
    expect(await countsOf(world)).toMatchObject({ asked: 0, differing: 4 });
    expect((await conflicts('before')).groups).toEqual([
      { objectType: 'contacts', property: '$company', field: 'parent', count: 4, takes: ['hubspot', 'erp'] },
    ]);
    // He was moved in the ERP to a third organisation.
    const gamma = world.hubspot.add('companies', { name: 'Gamma' });
    await world.link('companies', '3', gamma);
    world.erp.edit('11', { parent: '3' });
    await world.settle();
    expect(await countsOf(world)).toMatchObject({ asked: 1, differing: 3 });
    expect((await conflicts('edited')).conflicts).toMatchObject([{ customerId: '11', erp: 'Gamma (3)' }]);
    world.forgetCalls();
    await decide(world, 'erp');
    await world.settle();
    const companyOf = (id: RecordId) => world.hubspot.get('contacts', id)['associatedcompanyid'];
    expect(torn.map(companyOf)).toEqual([beta, acme, acme, acme]);
    expect(world.erp.writes).toEqual([]);
    expect(await countsOf(world)).toMatchObject({ asked: 1, differing: 0 });
    expect(await world.changes()).toMatchObject(Array(3).fill({ writtenTo: 'hubspot', rule: 'person' }));
  });

  it('waits for the first few to be looked at, and goes only where the rules write', async () => {
    const { world } = await relatedWorld(db(), { torn: 2, line: { direction: 'to_hubspot' } });
    await expect(decide(world, 'hubspot')).rejects.toMatchObject({ code: 'not_found' });
    await db()('customerRules').where(world.scope).update({ trial: '[]' });
    await expect(decide(world, 'erp')).rejects.toMatchObject({ code: 'customers.trial_first' });
    expect(await countsOf(world)).toMatchObject({ differing: 2 });
  });

  it('counts for any field under the rule to ask, also when only the rule is new', async () => {
    const world = await WritingWorld.start(db());
    const acme = await world.linked('companies', { name: 'Acme', phone: '1' }, { name: 'Acme', phone: '2' });
    const asking = { companies: aRule({ mapping: [mapped('name', 'name', { rule: 'ask' }), mapped('phone', 'phone', { rule: 'ask' })] }) };
    await world.begin({ companies: aRule({ mapping: [mapped('name', 'name'), mapped('phone', 'phone', { rule: 'fill_if_empty' })] }) });
    expect(await countsOf(world)).toMatchObject({ asked: 0, differing: 0 });
    await world.begin(asking);
    expect(await countsOf(world)).toMatchObject({ asked: 0, differing: 1 });
    await world.edit('companies', acme, { phone: '3' });
    await world.settle();
    expect(await countsOf(world)).toMatchObject({ asked: 1, differing: 0 });
  });

  it('is decided by a person where the ERP moves nobody, too', async () => {
    const { world, acme, torn } = await relatedWorld(db(), { torn: 2, movesNobody: true });
    expect(await world.problems()).toEqual([]);
    await decide(world, 'erp');
    await world.settle();
    expect(torn.map((id) => world.hubspot.get('contacts', id)['associatedcompanyid'])).toEqual([acme, acme]);
  });
});
