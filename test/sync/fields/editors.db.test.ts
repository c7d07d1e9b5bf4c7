import { describe, expect, it } from '@jest/globals';
import { TransientError } from '../../../server/shared/errors.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import type { StoredEditors } from '../../../server/sync/fields/field-state.ts';
import { undoChange } from '../../../server/sync/fields/person-decisions.ts';
import { forgetContact } from '../../../server/sync/inbox/privacy.ts';
import { loadChangePage } from '../../../server/sync/fields/change-list.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aPersonRule, aRule, mapped } from '../../support/customer-rules.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();

const BERTA = { by: 'Berta Gil', at: new Date('2026-11-12T13:58:00Z') };

async function acme(more: Partial<Parameters<typeof mapped>[2]> = {}) {
  const world = await WritingWorld.start(db());
  const record = await world.linked('companies', { name: 'Acme', phone: '55' }, { name: 'Acme', phone: '55' });
  await world.begin({ companies: aRule({ mapping: [mapped('name', 'name', more), mapped('phone', 'phone', more)] }) });
  world.forgetCalls();
  return { world, record };
}

async function editors(): Promise<(StoredEditors | null)[]> {
  const rows = await db()('fieldChanges').orderBy('id').select<{ editedBy: StoredEditors | null }[]>('editedBy');
  return rows.map(({ editedBy }) => editedBy);
}

describe('who edited in HubSpot', () => {
  it('is remembered of what was written to the ERP, with the time of the edit', async () => {
    const { world, record } = await acme();
    const at = world.now.toISOString();
    world.hubspot.edit('companies', record, { name: 'Acme Iberia' }, { userId: 7 });
    world.pass(60_000);
    await world.tell('companies', record, { name: 'Acme Iberia' });
    await world.settle();
    expect(await editors()).toEqual([{ hubspot: { kind: 'user', userId: 7, at } }]);
  });

  it.each([
    ['IMPORT', 7, 'import'],
    ['AUTOMATION_PLATFORM', null, 'workflow'],
    ['INTEGRATION', null, 'integration'],
    ['FORM', null, 'form'],
    ['CRM_UI_BULK_ACTION', 7, 'user'],
    ['COMPANY_INSIGHTS', null, undefined],
  ])('may be no person: %s', async (source, userId, kind) => {
    const { world, record } = await acme();
    await world.edit('companies', record, { name: 'Acme Iberia' }, { source, userId });
    await world.settle();
    expect((await editors())[0]?.hubspot?.kind).toBe(kind);
  });

  it('is asked once for all records that moved there, fifty a call, and of no other', async () => {
    const world = await WritingWorld.start(db());
    const ids = Array.from({ length: 52 }, (_, at) => String(at + 1));
    const records = ids.map(() => world.hubspot.add('companies', { phone: '1' }));
    for (const id of ids) world.erp.edit(id, { phone: '1' });
    await world.pullOnce();
    for (const [at, id] of ids.entries()) await world.link('companies', id, records[at]!);
    await world.begin({ companies: aRule({ mapping: [mapped('phone', 'phone')] }) });
    for (const record of records.slice(0, 51)) world.hubspot.edit('companies', record, { phone: '2' });
    world.erp.edit('52', { phone: '2' });
    await world.markDue();
    world.forgetCalls();
    await world.fields();
    const asked = world.hubspot.calls.filter(({ operation }) => operation === 'propertyHistories').map(({ size }) => size);
    expect(asked).toEqual([50, 1]);
    expect((await editors()).filter((one) => one?.hubspot)).toHaveLength(51);
  });

  it('is who typed the value that lost', async () => {
    const { world, record } = await acme({ rule: 'erp_wins' });
    world.erp.person = BERTA;
    world.hubspot.edit('companies', record, { name: 'Here' }, { userId: 7 });
    world.erp.edit('1', { name: 'There' });
    await world.settle();
    expect(await world.changes()).toMatchObject([{ writtenTo: 'hubspot', lost: 'Here', rule: 'erp_wins' }]);
    expect(await editors()).toMatchObject([
      { hubspot: { userId: 7 }, erp: { kind: 'user', name: 'Berta Gil', at: BERTA.at.toISOString() } },
    ]);
  });

  it('is not known where HubSpot does not tell, and nothing waits for it', async () => {
    const { world, record } = await acme();
    const written = Promise.withResolvers<void>();
    world.hubspot.beforeHistory = async () => {
      await written.promise;
      throw new TransientError('down', { code: 'hubspot.unavailable' });
    };
    world.erp.meanwhile = async (call) => (call === 'fields.write' ? written.resolve() : undefined);
    await world.edit('companies', record, { name: 'Acme Iberia' });
    await world.settle();
    expect(world.erp.holds('1', 'name')).toBe('Acme Iberia');
    expect(await editors()).toEqual([null]);
  });

  it('is looked up among the users of the account when nobody knew the name', async () => {
    const { world, record } = await acme();
    world.hubspot.users = [{ userId: 7, email: 'ana@acme.es', name: 'Ana López', teams: [] }];
    await world.edit('companies', record, { name: 'Acme Iberia' }, { userId: 7 });
    await world.settle();
    const { changes } = await loadChangePage(world.deps, world.scope, { page: 1, urlOf: () => '' });
    expect(changes).toMatchObject([{ editedBy: { hubspot: { kind: 'user', name: 'Ana López' } } }]);
    await db()('portalUsers').update({ name: null });
    const nameless = await loadChangePage(world.deps, world.scope, { page: 1, urlOf: () => '' });
    expect(nameless.changes).toMatchObject([{ editedBy: { hubspot: { name: 'ana@acme.es' } } }]);
  });

  it('goes with the question that a person is asked, and with the answer', async () => {
    const { world, record } = await acme({ rule: 'ask' });
    world.erp.person = BERTA;
    world.hubspot.edit('companies', record, { name: 'Here' }, { userId: 7 });
    world.erp.edit('1', { name: 'There' });
    await world.settle();
    await world.markDue();
    await world.settle();
    expect(world.hubspot.callsOf('propertyHistories')).toBe(1);
    const [{ fields }] = (await db()('fieldPairs').select('fields')) as [{ fields: Record<string, { asked: object }> }];
    expect(fields['name']?.asked).toMatchObject({ editedBy: { hubspot: { userId: 7 }, erp: { name: 'Berta Gil' } } });
    await world.order('1', 'name', { kind: 'answer', answer: 'erp', userId: 5 });
    await world.settle();
    expect(world.hubspot.callsOf('propertyHistories')).toBe(1);
    expect(await editors()).toMatchObject([{ hubspot: { userId: 7 }, erp: { name: 'Berta Gil' } }]);
  });
});

describe('who edited in the ERP', () => {
  it('is remembered of what was written to HubSpot; what we wrote there ourselves is nobody’s', async () => {
    const { world, record } = await acme();
    world.erp.person = BERTA;
    world.erp.edit('1', { name: 'Acme Iberia' });
    await world.settle();
    await world.edit('companies', record, { phone: '99' }, { userId: 7 });
    await world.settle();
    expect(await editors()).toMatchObject([{ erp: { name: 'Berta Gil' } }, { hubspot: { userId: 7 } }]);
    expect((await editors())[1]).not.toHaveProperty('erp');
    expect(world.hubspot.callsOf('propertyHistories')).toBe(1);
  });

  it('is not known of an ERP that does not tell', async () => {
    const { world } = await acme();
    delete world.erp.capabilities.customerFields!.readWithEdits;
    world.erp.person = BERTA;
    world.erp.edit('1', { name: 'Acme Iberia' });
    await world.settle();
    expect(await editors()).toEqual([null]);
  });
});

describe('a change that is taken back', () => {
  async function undone() {
    const { world, record } = await acme();
    await world.edit('companies', record, { name: 'Acme Iberia' });
    await world.settle();
    const [id] = (await db()('fieldChanges').pluck('id')) as [string];
    const change = async () => db()('fieldChanges').where({ id }).first('undoneAt', 'undoRefused');
    const undo = () => undoChange({ ...world.deps, db: db() }, { ...world.scope, objectType: 'companies', recordId: record }, id, 5);
    return { world, undo, change };
  }

  it('counts as taken back when it was, and not before', async () => {
    const { world, undo, change } = await undone();
    await undo();
    expect(await change()).toEqual({ undoneAt: null, undoRefused: null });
    await expect(undo()).rejects.toThrow('taken back, or written over');
    await world.settle();
    expect(world.erp.holds('1', 'name')).toBe('Acme');
    expect((await change())?.undoneAt).toBeInstanceOf(Date);
    await expect(undo()).rejects.toThrow('taken back, or written over');
  });

  it('and refused says so, troubles nobody else, and can be tried again', async () => {
    const { world, undo, change } = await undone();
    world.erp.refuses = ({ name }) => (name === 'Acme' ? ['name'] : []);
    await undo();
    await world.settle();
    expect(world.erp.holds('1', 'name')).toBe('Acme Iberia');
    expect(await change()).toEqual({
      undoneAt: null,
      undoRefused: { code: 'field.refused_by_erp', params: { field: 'name', message: 'That cannot be.' } },
    });
    expect(await world.problems()).toEqual([]);
    world.erp.refuses = () => [];
    await undo();
    expect((await change())?.undoRefused).toBeNull();
    await world.settle();
    expect(world.erp.holds('1', 'name')).toBe('Acme');
    expect(await change()).toEqual({ undoneAt: expect.any(Date), undoRefused: null });
  });

  it('through a lost answer counts once it was', async () => {
    const { world, undo, change } = await undone();
    world.erp.ends.push('lost_after');
    await undo();
    await world.settle();
    expect(world.erp.holds('1', 'name')).toBe('Acme');
    expect((await change())?.undoneAt).toBeInstanceOf(Date);
  });
});

describe('a person who asked to be forgotten', () => {
  async function ana() {
    const world = await WritingWorld.start(db());
    const record = await world.linked(
      'contacts',
      { email: 'ana@acme.es', phone: '55' },
      { email: 'ana@acme.es', phone: '55', name: 'Ana' },
    );
    await world.begin({ contacts: aPersonRule({ mapping: [mapped('phone', 'phone')] }) });
    const forget = () => forgetContact({ ...world.deps, db: db() }, { portalId: world.scope.portalId }, record);
    return { world, record, forget };
  }
  const everything = async () =>
    JSON.stringify(await Promise.all(['fieldChanges', 'fieldPairs', 'commands', 'problems'].map((table) => db()(table).select())));

  it('leaves no value and nobody’s name in the history', async () => {
    const { world, record, forget } = await ana();
    world.erp.person = BERTA;
    world.erp.edit('1', { phone: '66 1' }, { kind: 'person' });
    await world.settle();
    await world.edit('contacts', record, { phone: '77 2' }, { userId: 7 });
    await world.settle();
    expect(await everything()).toMatch(/Berta Gil/);
    await forget();
    expect(await everything()).not.toMatch(/Berta Gil|66 1|77 2|"userId":7/);
  });

  it('leaves none although a value is just being written', async () => {
    const { world, record, forget } = await ana();
    world.erp.meanwhile = async (call) => (call === 'fields.write' ? forget() : undefined);
    await world.edit('contacts', record, { phone: '77 2' }, { userId: 7 });
    await world.fields();
    await world.readInbox();
    await world.fields();
    expect(world.erp.holds(erpRecordId('1'), 'phone')).toBe('77 2');
    expect(await everything()).not.toMatch(/77 2/);
  });
});
