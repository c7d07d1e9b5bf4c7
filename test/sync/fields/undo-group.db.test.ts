import { describe, expect, it } from '@jest/globals';
import type { RecordId } from '../../../server/shared/ids.ts';
import { stopCustomers } from '../../../server/sync/customers/change-rules.ts';
import { loadChangePage } from '../../../server/sync/fields/change-list.ts';
import { undoGroup, type UndoneGroup } from '../../../server/sync/fields/undo-group.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aRule, mapped } from '../../support/customer-rules.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const DAY = 86_400_000;

/** Two linked companies, whose name and phone are kept in step. */
async function twoCompanies() {
  const world = await WritingWorld.start(db());
  const acme = await world.linked('companies', { name: 'Acme', phone: '1' }, { name: 'Acme', phone: '1' });
  const beta = await world.linked('companies', { name: 'Beta', phone: '2' }, { name: 'Beta', phone: '2' }, '2');
  await world.begin({ companies: aRule({ mapping: [mapped('name', 'name'), mapped('phone', 'phone')] }) });
  const edit = async (record: RecordId, values: Record<string, string>) => {
    await world.edit('companies', record, values);
    await world.settle();
  };
  const undo = (group: UndoneGroup, userId: number | null = 5) => undoGroup({ ...world.deps, db: db() }, world.scope, { group, userId });
  const filtered = (filter: object = {}, upTo: string | null = null): UndoneGroup => ({
    filter: { from: null, until: null, editedBy: null, ...filter },
    upTo,
  });
  const inErp = () => ['1', '2'].map((id) => [world.erp.holds(id, 'name'), world.erp.holds(id, 'phone')]);
  const list = () => loadChangePage({ ...world.deps, db: db() }, world.scope, { page: 1, urlOf: () => '' });
  return { world, acme, beta, edit, undo, filtered, inErp, list };
}

describe('many changes', () => {
  it('are counted first, taken back once in the background, and then cannot be again', async () => {
    const { world, acme, beta, edit, undo, filtered, inErp, list } = await twoCompanies();
    await edit(acme, { name: 'Acme Norte', phone: '11' });
    await edit(beta, { name: 'Beta Norte' });
    const before = inErp();
    const counted = await undo(filtered(), null);
    expect(counted).toMatchObject({ taken: 3, refused: 0, hasMore: false });
    await world.settle();
    expect(inErp()).toEqual(before);
    expect(await undo(filtered({}, counted.upTo))).toMatchObject({ taken: 3, refused: 0 });
    expect(inErp()).toEqual(before);
    await world.settle();
    expect(inErp()).toEqual([
      ['Acme', '1'],
      ['Beta', '2'],
    ]);
    const { changes } = await list();
    expect(changes.filter(({ rule }) => rule === 'undo')).toHaveLength(3);
    expect(changes.filter(({ undoneAt }) => undoneAt !== null)).toHaveLength(3);
    // What took something back is not done again by that.
    expect(await undo(filtered())).toMatchObject({ taken: 0, refused: 0, upTo: null });
  });

  it('of one field go back to where the first of them began, with one write', async () => {
    const { world, acme, edit, undo, filtered, list } = await twoCompanies();
    for (const name of ['Acme I', 'Acme II', 'Acme III']) await edit(acme, { name });
    const writes = world.erp.writes.length;
    expect(await undo(filtered())).toMatchObject({ taken: 3, refused: 0 });
    await world.settle();
    expect([world.erp.holds('1', 'name'), world.erp.writes.length - writes]).toEqual(['Acme', 1]);
    const undone = (await list()).changes.filter(({ rule }) => rule !== 'undo');
    expect(undone.map(({ undoneAt }) => undoneAt !== null)).toEqual([true, true, true]);
  });

  it('that were written over since stay and say so, and the others are taken back', async () => {
    const { world, acme, beta, edit, undo, filtered, inErp, list } = await twoCompanies();
    await edit(acme, { name: 'Acme Norte' });
    await edit(beta, { name: 'Beta Norte' });
    const until = new Date(world.now.getTime() + 1).toISOString();
    world.pass(DAY);
    world.erp.edit('1', { name: 'Acme del Sur' });
    await world.settle();
    expect(await undo(filtered({ until }), null)).toMatchObject({ taken: 1, refused: 1 });
    expect((await list()).changes.map(({ undoRefused }) => undoRefused)).toEqual([null, null, null]);
    await undo(filtered({ until }));
    await world.settle();
    expect(inErp().map(([name]) => name)).toEqual(['Acme del Sur', 'Beta']);
    const stayed = (await list()).changes.filter(({ undoRefused }) => undoRefused);
    expect(stayed).toMatchObject([{ customerId: '1', after: 'Acme Norte', undoRefused: { code: 'field.not_undoable' } }]);
  });

  it.each(['erp', 'hubspot'] as const)('that were edited in the meantime, which Puente has not yet seen, stay: %s', async (side) => {
    const { world, acme, edit, undo, filtered, inErp, list } = await twoCompanies();
    if (side === 'erp') await edit(acme, { name: 'Acme Norte' });
    else {
      world.erp.edit('1', { name: 'Acme Norte' });
      await world.settle();
    }
    if (side === 'erp') world.erp.edit('1', { name: 'Acme del Sur' });
    else await world.edit('companies', acme, { name: 'Acme del Sur' });
    expect(await undo(filtered())).toMatchObject({ taken: 1, refused: 0 });
    await world.settle();
    expect(inErp()[0]![0]).toBe('Acme del Sur');
    expect(world.hubspot.get('companies', acme)['name']).toBe('Acme del Sur');
    const { changes } = await list();
    expect(changes.filter(({ rule }) => rule === 'undo')).toEqual([]);
    expect(changes.find(({ after }) => after === 'Acme Norte')).toMatchObject({
      undoneAt: null,
      undoRefused: { code: 'field.not_undoable' },
    });
  });

  it('are those that were chosen, of a day, or of an editor', async () => {
    const { world, acme, beta, edit, undo, filtered, inErp, list } = await twoCompanies();
    await edit(acme, { name: 'Acme Norte', phone: '11' });
    const evening = new Date(world.now.getTime() + 1).toISOString();
    world.pass(DAY);
    await edit(beta, { phone: '22' });
    await db()('fieldChanges')
      .where({ property: 'phone' })
      .update({ editedBy: JSON.stringify({ hubspot: { kind: 'import', at: evening } }) });
    const count = async (group: UndoneGroup) => (await undo(group, null)).taken;
    expect(await count(filtered({ until: evening }))).toBe(2);
    expect(await count(filtered({ from: evening }))).toBe(1);
    expect(await count(filtered({ editedBy: 'import' }))).toBe(2);
    expect(await count(filtered({ editedBy: 'import', from: evening }))).toBe(1);
    expect(await count(filtered({ editedBy: 'form' }))).toBe(0);
    const { changes } = await list();
    const [phoneOfBeta, ...ofAcme] = changes;
    const nameOfAcme = ofAcme.find(({ property }) => property === 'name');
    // What came after the person looked is not theirs to take back.
    expect(await count(filtered({}, nameOfAcme!.id))).toBeLessThan(3);
    expect(await undo({ changeIds: [phoneOfBeta!.id, nameOfAcme!.id] })).toMatchObject({ taken: 2, refused: 0 });
    await world.settle();
    expect(inErp()).toEqual([
      ['Acme', '11'],
      ['Beta', '2'],
    ]);
  });

  it('that were still to be taken back when everything was stopped, are not by rules that are approved later', async () => {
    const { world, acme, edit, undo, filtered } = await twoCompanies();
    await edit(acme, { name: 'Acme Norte' });
    expect(await undo(filtered())).toMatchObject({ taken: 1 });
    await stopCustomers(world.deps, world.scope);
    await world.dryRun();
    await world.approve();
    await world.confirm();
    expect([world.erp.holds('1', 'name'), world.hubspot.get('companies', acme)['name']]).toEqual(['Acme Norte', 'Acme Norte']);
    expect(await undo(filtered(), null)).toMatchObject({ taken: 1 });
  });

  it('of the first few are those that the rules decided: what people answered since stays', async () => {
    const world = await WritingWorld.start(db());
    const acme = await world.linked('companies', { name: 'Acme', phone: '1' }, { name: 'Acme S.A.', phone: '2' });
    const mapping = [mapped('name', 'name', { rule: 'ask' }), mapped('phone', 'phone')];
    await world.begin({ companies: aRule({ mapping }) }, { isTried: false });
    await world.order('1', 'name', { kind: 'answer', answer: 'hubspot', userId: 6 });
    await world.settle();
    const both = () => [world.erp.holds('1', 'name'), world.hubspot.get('companies', acme)['phone']];
    expect(both()).toEqual(['Acme', '2']);
    const { startedAt } = await db()('customerRuns').where({ kind: 'apply' }).first<{ startedAt: Date }>();
    const undo = (group: UndoneGroup, userId: number | null) => undoGroup({ ...world.deps, db: db() }, world.scope, { group, userId });
    const since = startedAt.toISOString();
    expect(await undo({ filter: { from: since, until: null, editedBy: null }, upTo: null }, null)).toMatchObject({ taken: 2 });
    expect(await undo({ trialSince: since, upTo: null }, 5)).toMatchObject({ taken: 1, refused: 0, hasMore: false });
    await world.settle();
    expect(both()).toEqual(['Acme', '1']);
    const later = new Date(startedAt.getTime() + DAY).toISOString();
    expect(await undo({ trialSince: later, upTo: null }, null)).toMatchObject({ taken: 0, upTo: null });
  });

  it('of another connection are not touched', async () => {
    const { world, acme, edit, list } = await twoCompanies();
    await edit(acme, { name: 'Acme Norte' });
    const ids = (await list()).changes.map(({ id }) => id);
    const other = { ...world.scope, connectionId: '00000000-0000-4000-8000-000000000000' as typeof world.scope.connectionId };
    expect(await undoGroup({ ...world.deps, db: db() }, other, { group: { changeIds: ids }, userId: 5 })).toMatchObject({
      taken: 0,
      refused: 0,
    });
    await world.settle();
    expect(world.erp.holds('1', 'name')).toBe('Acme Norte');
  });
});
