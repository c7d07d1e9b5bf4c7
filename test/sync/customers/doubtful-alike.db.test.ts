import { describe, expect, it } from '@jest/globals';
import { refuseByPerson } from '../../../server/sync/match/links.ts';
import { erpRecordId, type RecordId } from '../../../server/shared/ids.ts';
import type { CustomerObjectType } from '../../../server/shared/object-types.ts';
import { useTestDatabase } from '../../support/database.ts';
import { ACME, aQualifyingWorld, STAGE, waiting } from '../../support/qualifying.ts';
import { alikeFacts } from '../../../server/sync/customers/see-records.ts';
import { askToCreate } from '../../support/asking.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const aWorld = () => aQualifyingWorld(db());
const askByHand = (world: WritingWorld, recordId: RecordId) =>
  askToCreate(db(), world, { objectType: 'companies', recordId, askedBy: { kind: 'person', userId: 5 } });
const askByWorkflow = (world: WritingWorld, objectType: CustomerObjectType, recordId: RecordId) =>
  askToCreate(db(), world, { objectType, recordId, askedBy: { kind: 'workflow' } });

/** Tax offices list such: the last digit is not what it should be. */
const WRONG = 'GODE561231GR9';
const REVIEW = ['waiting', 'command.waiting_review'];

describe('a tax id with a wrong check digit', () => {
  it.each([
    ['in one spelling', { tax_id: WRONG }, { vat: WRONG }],
    ['in two spellings', { tax_id: 'gode-561231 gr9' }, { vat: WRONG }],
    ['whose country only the ERP says', { tax_id: 'B65410012' }, { vat: 'B65410012', country: 'ES' }],
  ])('and one name are one customer, %s, and nothing is made', async (_what, held, known) => {
    const world = await aWorld();
    world.erp.edit('1', { name: 'Acme SL', ...known });
    await world.settle();
    const acme = await world.add('companies', { ...ACME, ...held });
    await world.settle();
    expect(world.erp.made()).toEqual([]);
    expect(await world.links()).toMatchObject([{ customerId: '1', recordId: acme, rule: 'tax_id' }]);
  });

  it('is linked by the command where matching has not looked at it again', async () => {
    const world = await aWorld();
    world.erp.edit('1', { name: 'Acme SL', vat: WRONG });
    await world.settle();
    const acme = world.hubspot.add('companies', { ...ACME, tax_id: WRONG });
    await askByHand(world, acme);
    await world.runCommands();
    expect(await world.links()).toMatchObject([{ customerId: '1', recordId: acme }]);
    expect(world.erp.made()).toEqual([]);
  });

  it('and another name go to a person, who may say that it is neither', async () => {
    const world = await aWorld();
    world.erp.edit('1', { name: 'Bolt', vat: WRONG });
    await world.settle();
    const acme = await world.add('companies', { ...ACME, tax_id: WRONG });
    await world.settle();
    expect(await waiting(world)).toEqual([REVIEW]);
    expect(await world.links()).toEqual([]);
    await refuseByPerson(world.deps, { ...world.scope, objectType: 'companies', customerId: erpRecordId('1'), recordId: acme, userId: 5 });
    await askByHand(world, acme);
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
  });

  it('in two HubSpot records makes one customer', async () => {
    const world = await aWorld();
    await world.add('companies', { ...ACME, tax_id: WRONG });
    await world.add('companies', { ...ACME, name: 'Bolt', tax_id: WRONG });
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
    expect((await waiting(world)).toSorted()).toEqual([['done', null], REVIEW]);
  });
});

describe('a customer with something in common', () => {
  const OTHER = 'B78361219';
  it.each([
    ['companies', 'ignored', { name: 'Acme SL', domain: 'acme.mx', tax_id: 'B65410011' }],
    ['companies', 'unmatched', { name: 'Acme SL', domain: 'acme.mx', tax_id: 'B65410011' }],
    ['contacts', 'unmatched', { firstname: 'Ana', lastname: 'Ruiz', email: 'us@acme.mx', tax_id: 'B65410011' }],
  ] as const)('but another tax id is another: no link, nothing is written over (%s, %s)', async (objectType, state, properties) => {
    const world = await aWorld();
    const kind = objectType === 'companies' ? 'organisation' : 'person';
    world.erp.edit('1', { name: 'Acme', website: 'acme.mx', email: 'us@acme.mx', vat: OTHER }, { kind });
    await world.settle();
    await db()('customerMatches').update({ state });
    const record = world.hubspot.add(objectType, { ...properties, ...STAGE });
    await askByWorkflow(world, objectType, record);
    await world.runCommands();
    expect(await waiting(world)).toEqual([REVIEW]);
    expect(await world.links()).toEqual([]);
    expect(world.hubspot.get(objectType, record)['tax_id']).toBe('B65410011');
  });

  it('of another country has other digits, although they look the same', async () => {
    const world = await aWorld();
    world.erp.edit('1', { name: 'Acme', vat: '100002846', country: 'DE' });
    await world.settle();
    await askByWorkflow(world, 'companies', world.hubspot.add('companies', { ...ACME, tax_id: 'PT100002846' }));
    await world.runCommands();
    expect(await waiting(world)).toEqual([REVIEW]);
  });

  it('that a person left out goes to a person', async () => {
    const world = await aWorld();
    world.erp.edit('1', { name: 'Acme', vat: 'B65410011' });
    await world.settle();
    await db()('customerMatches').update({ state: 'ignored' });
    await world.add('companies', ACME);
    await world.settle();
    expect(await waiting(world)).toEqual([REVIEW]);
    expect(await world.links()).toEqual([]);
  });

  it('that is being looked for in HubSpot is waited for, and goes to a person where that takes too long', async () => {
    const world = await aWorld();
    world.erp.edit('1', { name: 'Acme', vat: 'B65410011' });
    await world.pullOnce();
    await askByWorkflow(world, 'companies', world.hubspot.add('companies', ACME));
    for (let looks = 0; looks < 3; looks++) {
      await world.runCommands();
      expect(await waiting(world)).toEqual([['planned', 'command.waiting_other']]);
      await db()('commands').update({ dueAt: world.now });
    }
    await world.runCommands();
    expect(await waiting(world)).toEqual([REVIEW]);
    expect(await world.links()).toEqual([]);
  });
});

describe('an archived customer', () => {
  it.each([
    ['beside a living one is left aside', true, { customerId: '2' }],
    ['alone goes to a person', false, undefined],
  ])('%s', async (_what, hasLiving, link) => {
    const world = await aWorld();
    world.erp.edit('1', { name: 'Acme', vat: 'B65410011' }, { isActive: false });
    if (hasLiving) world.erp.edit('2', { name: 'Acme', vat: 'B65410011' });
    await world.settle();
    await askByWorkflow(world, 'companies', world.hubspot.add('companies', ACME));
    await world.runCommands();
    expect(await world.links()).toMatchObject(link ? [link] : []);
    expect(await waiting(world)).toEqual([link ? ['done', null] : REVIEW]);
    expect(world.erp.made()).toEqual([]);
  });
});

describe('a tax id that stands for anybody', () => {
  it('is nothing by which the ERP could know somebody', () => {
    expect(alikeFacts('companies', { taxId: 'XAXX010101000', email: null })).toBeNull();
    expect(alikeFacts('contacts', { taxId: 'xexx-010101-000', email: 'us@acme.mx' })).toEqual({ taxId: null, email: 'us@acme.mx' });
  });
});

describe('a customer that only the ERP finds', () => {
  it('by its tax id goes to a person, whatever kind it is, until a person refuses it', async () => {
    const world = await aWorld();
    world.erp.edit('1', { name: 'Ana Ruiz', vat: 'B65410011' }, { kind: 'person' });
    await world.settle();
    const acme = await world.add('companies', ACME);
    await world.settle();
    expect(await world.commands()).toMatchObject([{ waitingFor: 'command.waiting_review', params: { customers: 'Ana Ruiz' } }]);
    await refuseByPerson(world.deps, { ...world.scope, objectType: 'companies', customerId: erpRecordId('1'), recordId: acme, userId: 5 });
    await world.tell('companies', acme, STAGE);
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
  });

  it('by an address that its organisation has stops no contact person', async () => {
    const world = await aWorld();
    world.erp.edit('1', { name: 'Acme', email: 'us@acme.mx' });
    const acme = world.hubspot.add('companies', { name: 'Acme' });
    await world.pullOnce();
    await world.link('companies', '1', acme);
    await world.settle();
    const ana = world.hubspot.add('contacts', { firstname: 'Ana', lastname: 'Ruiz', email: 'us@acme.mx', ...STAGE });
    world.hubspot.associations.push(`contacts ${ana} companies ${acme}`);
    await world.tell('contacts', ana, STAGE);
    await world.settle();
    expect(world.erp.made()).toMatchObject([{ organisationId: '1', values: { name: 'Ana Ruiz' } }]);
  });
});
