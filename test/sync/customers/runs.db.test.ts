import { describe, expect, it } from '@jest/globals';
import { controlRun, startPreview } from '../../../server/sync/customers/change-rules.ts';
import { isBehindTrial } from '../../../server/sync/fields/questions.ts';
import { searchChanges } from '../../../server/sync/inbox/search-changes.ts';
import { stopCustomers } from '../../../server/sync/customers/change-rules.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aPersonRule, aRule, mapped, QUALIFIED } from '../../support/customer-rules.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const STAGE = { lifecyclestage: 'customer' };
const COMPANIES = aRule({
  createWhen: [QUALIFIED],
  mapping: [mapped('name', 'name'), mapped('phone', 'phone', { rule: 'ask' }), mapped('tax_id', 'vat')],
});

/** Something of everything that rules can meet. */
async function aFullWorld() {
  // Matching finds nothing by itself: the rules are to.
  const settings = { taxIdProperty: { companies: null, contacts: null } };
  const world = await WritingWorld.start(db(), { settings });
  await world.linked('companies', { name: 'Mine', phone: '1' }, { name: 'Yours', phone: '2' }, '1');
  await world.linked('companies', { name: 'Same' }, { name: 'SAME' }, '2');
  await world.linked('companies', { name: 'Only here', phone: '3' }, { name: 'Only here' }, '3');
  world.erp.edit('4', { name: 'Known', vat: 'B78361219' });
  world.erp.edit('5', { name: 'North', vat: 'A28015865' });
  world.erp.edit('6', { name: 'South', vat: 'A28015865' });
  await world.pullOnce();
  for (const [name, taxId] of [
    ['Acme', 'B65410011'],
    ['Acme again', 'B65410011'],
    ['Known', 'B78361219'],
    ['Twice', 'A28015865'],
    ['Wrong', 'ABC'],
  ] as const)
    world.hubspot.add('companies', { name, tax_id: taxId, ...STAGE });
  world.hubspot.add('companies', { name: 'A lead' });
  await world.settle();
  world.forgetCalls();
  return world;
}

describe('a dry run', () => {
  it('writes nothing, and says what the application then does', async () => {
    const world = await aFullWorld();
    const said = await world.preview({ companies: COMPANIES, contacts: aPersonRule() });
    expect([world.erp.writes, world.hubspot.writes, await world.commands(), world.erp.made()]).toEqual([[], [], [], []]);
    expect(said).toEqual({
      create: 1,
      link: 1,
      review: 2,
      incomplete: 1,
      left_out: 1,
      update_hubspot: 1,
      update_erp: 1,
      ask: 1,
      in_step: 1,
    });
    await world.approve();
    await world.confirm();
    const commands = await world.commands();
    const count = (waitingFor: string) => commands.filter((one) => one.waitingFor === waitingFor).length;
    expect({
      create: world.erp.made().length,
      link: (await world.links()).filter(({ customerId }) => customerId === '4').length,
      review: count('command.waiting_review'),
      incomplete: count('customer.tax_id_malformed'),
      update_hubspot: (await world.changes()).filter(({ writtenTo }) => writtenTo === 'hubspot').length,
      update_erp: (await world.changes()).filter(({ writtenTo }) => writtenTo === 'erp').length,
      ask: (await db()('fieldPairs').where({ isAsked: true })).length,
    }).toEqual({ create: 1, link: 1, review: 2, incomplete: 1, update_hubspot: 1, update_erp: 1, ask: 1 });
    expect(await world.preview({ companies: COMPANIES, contacts: aPersonRule() })).toMatchObject({ ask: 1, left_out: 1 });
  });

  it('tells what became of each record that it looks at, also of those that nothing happens to', async () => {
    const world = await WritingWorld.start(db(), { settings: { taxIdProperty: { companies: null, contacts: null } } });
    await world.linked('companies', { name: 'Alike' }, { name: 'Alike' }, '1');
    await world.linked('companies', { name: 'Mine' }, { name: 'Yours' }, '2');
    world.hubspot.add('companies', { name: 'A lead' });
    await world.settle();
    const said = await world.preview({ companies: aRule({ createWhen: [QUALIFIED], mapping: [mapped('name', 'name')] }) });
    expect(said).toEqual({ in_step: 1, update_hubspot: 1, left_out: 1 });
    expect(await db()('customerRuns').first('done', 'total')).toEqual({ done: 3, total: 3 });
  });

  it('names what is doubtful of those it would create', async () => {
    const world = await WritingWorld.start(db(), { settings: { taxIdProperty: { companies: null, contacts: null } } });
    world.hubspot.add('companies', { name: 'Doubtful', tax_id: 'BNU150312AB8', ...STAGE });
    world.hubspot.add('companies', { name: 'Sound', tax_id: 'B65410011', ...STAGE });
    expect(await world.preview({ companies: COMPANIES, contacts: aPersonRule() })).toMatchObject({ create: 2, doubtful: 1 });
    const groups = (await db()('customerRuns').first('groups'))!.groups as { kind: string; reason: object | null; samples: object[] }[];
    expect(groups.find(({ kind }) => kind === 'doubtful')).toMatchObject({
      reason: { code: 'customer.tax_id_check_digit' },
      samples: [{ recordName: 'Doubtful', before: 'BNU150312AB8' }],
    });
  });

  it('counts the contacts of companies that it would create or link, and the fields of what it would link', async () => {
    const world = await WritingWorld.start(db(), { settings: { taxIdProperty: { companies: null, contacts: null } } });
    world.erp.edit('1', { name: 'Known', vat: 'B78361219', phone: '1' });
    await world.pullOnce();
    const companies = aRule({
      createWhen: [QUALIFIED],
      mapping: [mapped('name', 'name', { rule: 'hubspot_wins' }), mapped('phone', 'phone'), mapped('tax_id', 'vat')],
    });
    const known = world.hubspot.add('companies', { name: 'Known & Sons', tax_id: 'B78361219', ...STAGE });
    const fresh = world.hubspot.add('companies', { name: 'Fresh', tax_id: 'B65410011', ...STAGE });
    const lead = world.hubspot.add('companies', { name: 'A lead' });
    for (const [at, company] of [known, fresh, lead].entries()) {
      const contact = world.hubspot.add('contacts', { firstname: `Ana ${at}`, lastname: 'Ruiz', email: `ana${at}@acme.mx`, ...STAGE });
      world.hubspot.associations.push(`contacts ${contact} companies ${company}`);
    }
    const said = await world.preview({ companies, contacts: aPersonRule({ createWhen: [QUALIFIED] }) });
    expect(said).toEqual({ create: 3, link: 1, incomplete: 1, left_out: 1, update_erp: 1, update_hubspot: 1 });
    await world.approve();
    await world.confirm();
    const changes = await world.changes();
    const written = (side: string) => changes.filter(({ writtenTo }) => writtenTo === side).length;
    expect([world.erp.made().length, written('erp'), written('hubspot')]).toEqual([
      said['create'],
      said['update_erp'],
      said['update_hubspot'],
    ]);
    expect((await world.commands()).filter(({ waitingFor }) => waitingFor !== null)).toHaveLength(said['incomplete']!);
  });

  it('is needed before rules are approved, and again when they changed', async () => {
    const world = await aFullWorld();
    await world.preview({ companies: COMPANIES });
    await world.save({ companies: aRule() });
    await expect(world.approve()).rejects.toMatchObject({ code: 'customers.not_previewed' });
  });

  it('goes on where it was when the process is killed, and counts nothing twice', async () => {
    const world = await aFullWorld();
    const said = await world.preview({ companies: COMPANIES });
    for (const beats of [3, 9, 14, 20, 26, 33]) {
      await startPreview(world.deps, world.scope, 5);
      for (let deaths = 0; deaths < 4; deaths++) await world.dieAfter(beats, () => world.continueRun());
      await world.settle();
      expect([beats, await world.previewed()]).toEqual([beats, said]);
    }
  });

  it('that is paused waits, goes on, and ends when it is cancelled', async () => {
    const world = await aFullWorld();
    await world.save({ companies: COMPANIES });
    await startPreview(world.deps, world.scope, 5);
    await controlRun(world.deps, world.scope, 'pause');
    await world.settle();
    expect(await stateOfRun()).toBe('paused');
    await controlRun(world.deps, world.scope, 'resume');
    await world.settle();
    expect(await stateOfRun()).toBe('done');
    world.pass(1);
    await startPreview(world.deps, world.scope, 5);
    await controlRun(world.deps, world.scope, 'cancel');
    await world.settle();
    expect(await stateOfRun()).toBe('cancelled');
  });
});

const stateOfRun = async (): Promise<string> =>
  ((await db()('customerRuns').orderBy('startedAt', 'desc').first('state')) as { state: string }).state;

describe('the application of rules', () => {
  it('goes through as many records as its dry run looked at', async () => {
    const world = await aFullWorld();
    // One record of two customers is one.
    world.erp.edit('7', { name: 'Same again' });
    await world.pullOnce();
    const [shared] = (await world.links()).filter(({ customerId }) => customerId === '2');
    await world.link('companies', '7', shared!.recordId);
    await world.preview({ companies: COMPANIES });
    await world.approve();
    await world.confirm();
    const runs = await db()('customerRuns').orderBy('startedAt').select('kind', 'done', 'total');
    expect(runs).toEqual([
      { kind: 'preview', done: 9, total: 9 },
      { kind: 'apply', done: 9, total: 9 },
    ]);
  });
});

describe('the first ten', () => {
  it('are written, and the rest when a person has looked at them', async () => {
    const world = await WritingWorld.start(db());
    for (let at = 1; at <= 8; at++) await world.linked('companies', { name: `Mine ${at}` }, { name: `Yours ${at}` }, String(at));
    for (let at = 1; at <= 8; at++) world.hubspot.add('companies', { name: `New ${at}`, domain: `new-${at}.mx`, ...STAGE });
    await world.begin({ companies: COMPANIES }, { isTried: false });
    const written = async () => (await world.changes()).length + world.erp.made().length;
    expect(await written()).toBe(10);
    await world.confirm();
    expect(await written()).toBe(16);
  });

  it('keep nothing waiting that a person asks for', async () => {
    const world = await WritingWorld.start(db());
    for (let at = 1; at <= 12; at++) await world.linked('companies', { name: `Mine ${at}` }, { name: `Yours ${at}` }, String(at));
    await world.begin({ companies: aRule({ mapping: [mapped('name', 'name')] }) }, { isTried: false });
    const [left] = await db()('fieldPairs').whereRaw(isBehindTrial('field_pairs')).select<{ customerId: string }[]>('customerId');
    await world.order(left!.customerId, 'name', { kind: 'answer', answer: 'hubspot', userId: 5 });
    await world.settle();
    expect(world.erp.holds(left!.customerId, 'name')).toBe(`Mine ${left!.customerId}`);
  });
});

describe('a changed rule', () => {
  it('is applied to what was there before', async () => {
    const world = await WritingWorld.start(db());
    const record = await world.linked('companies', { name: 'Mine' }, { name: 'Yours' });
    await world.begin({ companies: aRule({ mapping: [mapped('name', 'name', { rule: 'fill_if_empty' })] }) });
    expect(world.hubspot.get('companies', record)['name']).toBe('Mine');
    await world.begin({ companies: aRule({ mapping: [mapped('name', 'name', { rule: 'erp_wins' })] }) });
    expect(world.hubspot.get('companies', record)['name']).toBe('Yours');
    expect((await world.changes()).at(-1)).toMatchObject({ writtenTo: 'hubspot', lost: 'Mine', rule: 'erp_wins' });
  });
});

describe('rules that were stopped for long', () => {
  it('are applied to everything, and HubSpot is not asked what changed in all that time', async () => {
    const world = await WritingWorld.start(db());
    const deps = { ...world.deps, db: db() };
    // HubSpot tells nobody of such a property.
    await world.begin({ companies: aRule({ createWhen: [{ property: 'note', values: [] }] }) });
    await searchChanges(deps, world.scope);
    await stopCustomers(deps, world.scope);
    world.pass(60 * 24 * 3_600_000);
    await world.dryRun();
    await world.approve();
    const askedSince: number[] = [];
    const { search } = world.hubspot;
    world.hubspot.search = async (objectType, request) => {
      const [since] = request.filterGroups[0] ?? [];
      if (since && 'value' in since) askedSince.push(Number(since.value));
      return search.call(world.hubspot, objectType, request);
    };
    await searchChanges(deps, world.scope);
    expect(askedSince.length).toBeGreaterThan(0);
    expect(world.now.getTime() - Math.min(...askedSince)).toBeLessThan(3_600_000);
  });
});
