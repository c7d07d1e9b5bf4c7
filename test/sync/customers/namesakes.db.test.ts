import { describe, expect, it } from '@jest/globals';
import { useTestDatabase } from '../../support/database.ts';
import { askToCreate } from '../../support/asking.ts';
import { aPersonRule, aRule, QUALIFIED } from '../../support/customer-rules.ts';
import { aQualifyingWorld, STAGE, waiting } from '../../support/qualifying.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const REVIEW = ['waiting', 'command.waiting_review'];
const [OWN, OTHER] = ['B65410011', 'B78361219'];

describe('a company of the same name as a customer', () => {
  it.each([
    ['in capitals, with its legal form', 'Fundiciones de Saltillo', 'FUNDICIONES DE SALTILLO, S.A.P.I. de C.V.', {}, {}],
    ['with accents and signs', 'Válvulas & Bridas SA', 'VALVULAS AND BRIDAS', {}, {}],
    ['where only HubSpot has a tax id', 'Acme SL', 'Acme', { tax_id: OWN }, {}],
    ['where only the ERP has a tax id', 'Acme SL', 'Acme', {}, { vat: OWN }],
    ['whose tax ids say that they are two', 'Acme SL', 'Acme', { tax_id: OWN }, { vat: OTHER }, 'made'],
    ['that only begins alike', 'Acme', 'Acme Norte', {}, {}, 'made'],
  ])('%s: a person says whether it is that one', async (_what, name, known, held, given, outcome = 'asked') => {
    const world = await aQualifyingWorld(db());
    world.erp.edit('1', { name: known, ...given });
    await world.settle();
    await world.add('companies', { name, ...held, ...STAGE });
    await world.settle();
    expect(await waiting(world)).toEqual([outcome === 'made' ? ['done', null] : REVIEW]);
    if (outcome === 'asked') expect(await world.commands()).toMatchObject([{ params: { customers: known } }]);
    expect(world.erp.made()).toHaveLength(outcome === 'made' ? 1 : 0);
  });

  it('is made once a person says that it is another one', async () => {
    const world = await aQualifyingWorld(db());
    world.erp.edit('1', { name: 'Acme' });
    await world.settle();
    const recordId = await world.add('companies', { name: 'Acme', ...STAGE });
    await world.settle();
    expect(world.erp.made()).toEqual([]);
    await askToCreate(db(), world, { objectType: 'companies', recordId, askedBy: { kind: 'person', userId: 5 } });
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
  });

  it('that another HubSpot record is already, or becomes in the same moment, is asked about too', async () => {
    const world = await aQualifyingWorld(db());
    await world.add('companies', { name: 'Acme', ...STAGE });
    await world.add('companies', { name: 'Acme SL', ...STAGE });
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
    await world.add('companies', { name: 'ACME', ...STAGE });
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
    expect((await waiting(world)).toSorted()).toEqual([['done', null], REVIEW, REVIEW]);
  });

  it('is counted by the dry run as one that a person decides, not as a creation', async () => {
    const world = await WritingWorld.start(db());
    world.erp.edit('1', { name: 'FUNDICIONES DE SALTILLO' });
    await world.pullOnce();
    world.hubspot.add('companies', { name: 'Fundiciones de Saltillo SAPI de CV', ...STAGE });
    world.hubspot.add('companies', { name: 'New Steel', ...STAGE });
    world.hubspot.add('companies', { name: 'New Steel SA', ...STAGE });
    const rules = { companies: aRule({ createWhen: [QUALIFIED] }), contacts: aPersonRule() };
    expect(await world.preview(rules)).toMatchObject({ review: 2, create: 1 });
    const { groups } = (await world.newestPreview())!;
    expect(groups.find(({ kind }) => kind === 'create')?.samples).toMatchObject([{ values: { name: 'New Steel' } }]);
  });
});

describe('a contact of the same name as a person in the ERP', () => {
  const contacts = aPersonRule({ createWhen: [QUALIFIED], makesConsumers: true });
  it.each([
    ['is asked about where one of them has no address', { email: 'ana@x.mx' }, {}, 'asked'],
    ['is another one where both have their own', { email: 'ana@x.mx' }, { email: 'ana@y.mx' }, 'made'],
  ])('%s', async (_what, held, given, outcome) => {
    const world = await aQualifyingWorld(db(), { contacts });
    world.erp.edit('1', { name: 'Ana Ruiz', ...given }, { kind: 'person' });
    await world.settle();
    await world.add('contacts', { firstname: 'Ana', lastname: 'Ruiz', ...held, ...STAGE });
    await world.settle();
    expect(await waiting(world)).toEqual([outcome === 'made' ? ['done', null] : REVIEW]);
  });
});

describe('a customer for which nothing was found by rules of before', () => {
  it('is asked about by its name when rules are approved; people are not looked up again', async () => {
    const world = await WritingWorld.start(db());
    const recordId = world.hubspot.add('companies', { name: 'Acme SL' });
    world.erp.edit('1', { name: 'Acme' });
    world.erp.edit('2', { name: 'Nobody knows' });
    world.erp.edit('3', { name: 'Acme' });
    world.erp.edit('4', { name: 'Ana Ruiz', email: 'ana@x.mx' }, { kind: 'person' });
    await world.pullOnce();
    await world.settle();
    const matches = () => db()('customerMatches').orderBy('customerId').select('customerId', 'state', 'candidates', 'checkedAt');
    const before = new Date('2026-01-01T00:00:00Z');
    await db()('customerMatches').update({ state: 'unmatched', candidates: '[]', checkedAt: before });
    await db()('customerMatches').where({ customerId: '3' }).update({ state: 'ignored' });
    await world.begin({ companies: aRule() });
    expect(await matches()).toMatchObject([
      { customerId: '1', state: 'ambiguous', candidates: [{ recordId, rule: 'name' }] },
      { customerId: '2', state: 'unmatched' },
      { customerId: '3', state: 'ignored', candidates: [] },
      { customerId: '4', state: 'unmatched', checkedAt: before },
    ]);
  });
});
