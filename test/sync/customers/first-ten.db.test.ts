import { describe, expect, it } from '@jest/globals';
import { loadOpenWork } from '../../../server/sync/connection/open-work.ts';
import { sharePlaces } from '../../../server/sync/fields/trial.ts';
import { aPersonRule, aRule, mapped, QUALIFIED } from '../../support/customer-rules.ts';
import { useTestDatabase } from '../../support/database.ts';
import { STAGE } from '../../support/qualifying.ts';
import { countsOf } from '../../support/related.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const RULES = {
  companies: aRule({ createWhen: [QUALIFIED], mapping: [mapped('name', 'name'), mapped('phone', 'phone')] }),
  contacts: aPersonRule(),
};

describe('the first ten', () => {
  it('are of each kind in turn, what is created first', () => {
    expect(sharePlaces({ 'create companies': 14, 'update companies': 40 })).toEqual({ 'create companies': 5, 'update companies': 5 });
    expect(sharePlaces({ 'create companies': 14 })).toEqual({ 'create companies': 10 });
    expect(sharePlaces({ 'create companies': 2, 'create contacts': 1, 'update companies': 40, 'update contacts': 1 })).toEqual({
      ...{ 'create companies': 2, 'create contacts': 1, 'update companies': 6, 'update contacts': 1 },
    });
    expect(sharePlaces({})).toEqual({});
  });

  it('hold customers that were created, although many more fields could be written at once', async () => {
    const world = await WritingWorld.start(db());
    for (let at = 1; at <= 14; at++)
      await world.linked('companies', { name: `Firm ${at}`, phone: '1' }, { name: `Firm ${at}`, phone: '2' }, String(at));
    for (let at = 1; at <= 14; at++) world.hubspot.add('companies', { name: `New steel ${at}`, ...STAGE });
    expect(await world.preview(RULES)).toMatchObject({ create: 14, update_hubspot: 14 });
    await world.approve();
    expect(world.erp.made()).toHaveLength(5);
    const written = world.hubspot.ids('companies').filter((id) => world.hubspot.get('companies', id)['phone'] === '2');
    expect(written).toHaveLength(5);
    await world.confirm();
    expect(world.erp.made()).toHaveLength(14);
  });

  it('are told apart from what is the same on both sides, and from what a person left different', async () => {
    const world = await WritingWorld.start(db());
    for (let at = 1; at <= 14; at++)
      await world.linked('companies', { name: `Firm ${at}` }, { name: `Firm ${at}`, phone: '2' }, String(at));
    await world.linked('companies', { name: 'Same' }, { name: 'Same' }, '15');
    await world.begin({ companies: aRule({ mapping: RULES.companies.mapping }) }, { isTried: false });
    expect(await countsOf(world)).toMatchObject({ inStep: 11, behindTrial: 4, leftDifferent: 0, due: 0 });
    expect(await loadOpenWork(db(), world.scope)).toContainEqual({ kind: 'trial', count: 4 });
    await world.markDue();
    await world.settle();
    expect(await countsOf(world)).toMatchObject({ inStep: 11, behindTrial: 4 });
    await world.confirm();
    expect(await countsOf(world)).toMatchObject({ inStep: 15, behindTrial: 0, leftDifferent: 0 });
    const change = await db()('fieldChanges').where({ writtenTo: 'hubspot' }).first<{ id: string; customerId: string }>('id', 'customerId');
    const undo = { kind: 'restore', to: 'hubspot', value: null, changeId: String(change.id), userId: 5 } as const;
    await world.order(change.customerId, 'phone', undo);
    expect(await countsOf(world)).toMatchObject({ undoing: 1 });
    await world.settle();
    expect(await countsOf(world)).toMatchObject({ inStep: 14, leftDifferent: 1, undoing: 0 });
  });

  it('keep a place for the one creation, whatever is written before it', async () => {
    const world = await WritingWorld.start(db());
    for (let at = 1; at <= 14; at++)
      await world.linked('companies', { name: `Firm ${at}`, phone: '1' }, { name: `Firm ${at}`, phone: '2' }, String(at));
    world.hubspot.add('companies', { name: 'New steel', ...STAGE });
    await world.preview(RULES);
    await world.approve();
    expect(world.erp.made()).toMatchObject([{ values: { name: 'New steel' } }]);
    const written = world.hubspot.ids('companies').filter((id) => world.hubspot.get('companies', id)['phone'] === '2');
    expect(written).toHaveLength(9);
  });
});
