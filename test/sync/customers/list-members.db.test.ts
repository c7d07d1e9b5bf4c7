import { describe, expect, it } from '@jest/globals';
import { portalsToReadLists, readListMembers } from '../../../server/sync/inbox/read-list-members.ts';
import type { RecordId } from '../../../server/shared/ids.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aPersonRule, aRule } from '../../support/customer-rules.ts';
import { aListWorld, made } from '../../support/list-members.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const MINUTE_MS = 60_000;
const aWorld = (options?: { there?: number }) => aListWorld(db(), options);
type World = WritingWorld;

/** As the clock does it: so many minutes later, if the list is due. */
async function tick(world: World, minutes = 2): Promise<boolean> {
  world.pass(minutes * MINUTE_MS);
  const found = await portalsToReadLists(db(), world.now);
  for (const scope of found) await readListMembers(world.deps, scope);
  await world.settle();
  return found.length > 0;
}
const gap = async () => (await db()('listReadings').first<{ gapMinutes: number }>('gapMinutes')).gapMinutes;
const tellEdited = async (world: World, id: RecordId) => {
  await world.edit('companies', id, { phone: '55' });
  await world.settle();
};

describe('members of a HubSpot list', () => {
  it('who are there before the rules are counted by the dry run, and made when it is approved', async () => {
    const { world, rules } = await aWorld({ there: 3 });
    expect(await world.preview(rules)).toEqual({ create: 3, left_out: 1 });
    expect(world.hubspot.listReads).toEqual(['memberships']);
    await world.approve();
    await world.confirm();
    expect(made(world)).toEqual(['Firm 0', 'Firm 1', 'Firm 2']);
    await tick(world);
    expect(made(world)).toHaveLength(3);
  });

  it('who join become one customer each without being edited, and stay it when they leave', async () => {
    const { world, rules, members, firms } = await aWorld();
    await world.begin(rules);
    await tick(world);
    expect(made(world)).toEqual([]);
    for (const id of firms.slice(0, 3)) members.add(id);
    await tick(world, 15);
    expect(made(world)).toEqual(['Firm 0', 'Firm 1', 'Firm 2']);
    await tick(world);
    await tellEdited(world, firms[0]!);
    members.delete(firms[0]!);
    await tick(world, 15);
    await tellEdited(world, firms[0]!);
    expect(made(world)).toHaveLength(3);
    expect(await world.links()).toHaveLength(3);
    expect((await world.commands()).map(({ state, name }) => [name, state])).toEqual(Array(3).fill(['createCustomer', 'done']));
  });

  it('are asked about when a record is edited, and once for all records of a batch', async () => {
    const { world, rules, members, firms } = await aWorld();
    await world.begin(rules);
    for (const id of firms.slice(0, 2)) members.add(id);
    world.hubspot.listReads.length = 0;
    for (const id of firms) await world.edit('companies', id, { phone: '55' });
    await world.readInbox();
    expect(world.hubspot.listReads).toEqual(['memberships']);
    await world.settle();
    expect(made(world)).toEqual(['Firm 0', 'Firm 1']);
  });

  it('who left before they were made are made no more', async () => {
    const { world, rules, members, firms } = await aWorld();
    await world.begin(rules);
    members.add(firms[0]!);
    await world.edit('companies', firms[0]!, { phone: '55' });
    await world.readInbox();
    members.delete(firms[0]!);
    await world.settle();
    expect((await world.commands()).map(({ state }) => state)).toEqual(['cancelled']);
    members.add(firms[0]!);
    await tick(world, 15);
    expect(made(world)).toEqual(['Firm 0']);
  });

  it('are looked for every two minutes while some join, and less and less often while none does', async () => {
    const { world, rules, members, firms } = await aWorld({ there: 1 });
    await world.begin(rules);
    const gaps = [];
    for (const minutes of [2, 4, 8, 15]) {
      expect([await tick(world, minutes), await tick(world, 0)]).toEqual([true, false]);
      gaps.push(await gap());
    }
    expect(gaps).toEqual([4, 8, 15, 15]);
    members.add(firms[1]!);
    world.hubspot.listReads.length = 0;
    await tick(world, 15);
    expect([await gap(), made(world)]).toEqual([2, ['Firm 0', 'Firm 1']]);
    // The last page again, and what became of the new one: when it is looked at, and when it is made.
    expect(world.hubspot.listReads).toEqual(['joined', 'memberships', 'memberships']);
  });

  it('whom a page did not show are found the next day', async () => {
    const { world, rules, members, firms } = await aWorld({ there: 3 });
    await world.begin(rules);
    await tick(world);
    // Two leave and one joins: in this double it stands before the place that was read last.
    for (const id of firms.slice(0, 2)) members.delete(id);
    members.add(firms[3]!);
    await tick(world, 15);
    expect(made(world)).not.toContain('Firm 3');
    await tick(world, 24 * 60);
    expect(made(world)).toContain('Firm 3');
  });

  it('without such a rule are never asked about', async () => {
    const { world } = await aWorld();
    await world.begin({ companies: aRule({ createWhen: [{ property: 'lifecyclestage', values: ['customer'] }] }) });
    world.hubspot.add('companies', { name: 'Acme', tax_id: 'B65410011', lifecyclestage: 'customer' });
    expect(await tick(world)).toBe(false);
    expect(world.hubspot.listReads).toEqual([]);
  });
});

describe('a list that cannot be read', () => {
  it('because it was deleted makes nothing, is one problem, and goes on when it is there again', async () => {
    const { world, rules, members, firms } = await aWorld();
    await world.begin(rules);
    members.add(firms[0]!);
    const lists = world.hubspot.lists.splice(0);
    await tick(world, 15);
    await tick(world, 15);
    await tellEdited(world, firms[0]!);
    expect([made(world), await world.problems()]).toEqual([[], ['customers.list_gone']]);
    const [problem] = await db()('problems').whereNull('resolvedAt').select<{ params: object }[]>('params');
    expect(problem).toEqual({ params: { lists: '"Qualified"' } });
    world.hubspot.lists.push(...lists);
    await tick(world, 15);
    expect([made(world), await world.problems()]).toEqual([['Firm 0'], []]);
  });

  it('because HubSpot withholds lists is no "yes", stops nothing else, and is made up for', async () => {
    const { world, rules, members, firms } = await aWorld();
    const stage = { property: 'lifecyclestage', values: ['customer'] };
    await world.begin({ ...rules, companies: { ...rules.companies, createWhen: [...rules.companies.createWhen, stage] } });
    world.hubspot.withholdsLists = true;
    members.add(firms[0]!);
    await tick(world, 15);
    await tellEdited(world, firms[0]!);
    await world.edit('companies', firms[1]!, { lifecyclestage: 'customer' });
    await world.settle();
    expect([made(world), await world.problems()]).toEqual([['Firm 1'], ['customers.lists_withheld']]);
    world.hubspot.withholdsLists = false;
    await tick(world, 15);
    expect([made(world), await world.problems()]).toEqual([['Firm 1', 'Firm 0'], []]);
  });

  it('is refused when it is saved: gone, of other records, none chosen, or not to be read', async () => {
    const { world, rules, listId } = await aWorld();
    const condition = (values: string[]) => [{ property: '$lists', values }];
    const save = (more: object) => world.save({ ...rules, ...more });
    await expect(save({ companies: aRule({ createWhen: condition(['99']) }) })).rejects.toMatchObject({ code: 'customers.list_unknown' });
    await expect(save({ contacts: aPersonRule({ createWhen: condition([listId]) }) })).rejects.toMatchObject({
      code: 'customers.list_unknown',
    });
    await expect(save({ companies: aRule({ createWhen: condition([]) }) })).rejects.toMatchObject({ code: 'customers.list_missing' });
    await save({});
    const { draft } = await db()('customerRules').first<{ draft: typeof rules }>('draft');
    expect(draft.companies.createWhen).toEqual([{ property: '$lists', values: [listId], names: { [listId]: 'Qualified' } }]);
    world.hubspot.withholdsLists = true;
    await expect(save({})).rejects.toMatchObject({ code: 'customers.lists_withheld' });
  });
});
