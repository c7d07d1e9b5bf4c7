import { describe, expect, it } from '@jest/globals';
import { askFor } from '../../../server/sync/commands/command-rows.ts';
import { createUnlessKnown } from '../../../server/sync/customers/create-unless-known.ts';
import { refuseByPerson } from '../../../server/sync/match/links.ts';
import { erpRecordId, type RecordId } from '../../../server/shared/ids.ts';
import { useTestDatabase } from '../../support/database.ts';
import { ACME, aQualifyingWorld, STAGE, waiting } from '../../support/qualifying.ts';
import { aRule, mapped, QUALIFIED } from '../../support/customer-rules.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();

type Given = Parameters<typeof aQualifyingWorld>;
const aWorld = (rules?: Given[1], options?: Given[2]) => aQualifyingWorld(db(), rules, options);

const askByHand = ({ scope, now }: WritingWorld, recordId: RecordId) =>
  askFor(db(), { ...scope, name: 'createCustomer', objectType: 'companies', recordId, askedBy: { kind: 'person', userId: 5 }, now });

describe('a record that the ERP has already', () => {
  it('goes to a person where two HubSpot records have its tax id: neither is linked by being the first', async () => {
    const world = await aWorld();
    world.erp.edit('1', { name: 'Acme', vat: 'B65410011' });
    await world.pullOnce();
    const both = ['Acme Madrid', 'Acme Barcelona'].map((name) => world.hubspot.add('companies', { ...ACME, name }));
    for (const record of both) await world.hear('companies', record);
    await world.settle();
    expect(await world.links()).toEqual([]);
    expect(await waiting(world)).toEqual([
      ['waiting', 'command.waiting_review'],
      ['waiting', 'command.waiting_review'],
    ]);
  });

  it('is linked by its tax id, and nothing is made', async () => {
    const world = await aWorld();
    world.erp.edit('1', { name: 'ACME', vat: 'B65410011' });
    const acme = await world.add('companies', ACME);
    await world.settle();
    expect(world.erp.made()).toEqual([]);
    expect(await world.links()).toMatchObject([{ customerId: '1', recordId: acme }]);
  });

  it('is linked although the customer was made in the ERP a moment ago, and nobody read it yet', async () => {
    const world = await aWorld();
    const acme = await world.add('companies', ACME);
    await world.readInbox();
    world.erp.edit('1', { name: 'ACME', vat: 'B65410011' });
    await world.runCommands();
    expect(await waiting(world)).toEqual([['planned', 'command.waiting_other']]);
    await world.settle();
    expect(world.erp.made()).toEqual([]);
    expect(await world.links()).toMatchObject([{ customerId: '1', recordId: acme }]);
    expect(await waiting(world)).toEqual([['done', null]]);
  });

  it('is linked although the customer got its tax id a moment ago', async () => {
    const world = await aWorld();
    world.erp.edit('1', { name: 'Somebody' });
    await world.settle();
    await world.add('companies', ACME);
    await world.readInbox();
    world.erp.edit('1', { vat: 'B65410011' });
    await world.runCommands();
    await world.settle();
    expect(world.erp.made()).toEqual([]);
    expect(await world.links()).toMatchObject([{ customerId: '1' }]);
  });

  it('twice goes to a person, who says that it is neither', async () => {
    const world = await aWorld();
    world.erp.edit('1', { name: 'Acme North', vat: 'B65410011' });
    world.erp.edit('2', { name: 'Acme South', vat: 'B65410011' });
    const acme = await world.add('companies', ACME);
    await world.settle();
    expect(await world.commands()).toMatchObject([
      { state: 'waiting', waitingFor: 'command.waiting_review', params: { customers: 'Acme North, Acme South' } },
    ]);
    const seen = { userId: 5, besides: ['1', '2'] };
    await createUnlessKnown(world.deps, { ...world.scope, objectType: 'companies', recordId: acme }, seen);
    await world.settle();
    expect(world.erp.made()).toMatchObject([{ values: { name: 'Acme SL' } }]);
    expect(await waiting(world)).toEqual([['done', null]]);
  });

  it('goes to a person where only the domain is the same', async () => {
    const world = await aWorld();
    world.erp.edit('1', { name: 'Acme Holding', website: 'acme.mx' });
    await world.add('companies', { ...ACME, domain: 'acme.mx' });
    await world.settle();
    expect(await waiting(world)).toEqual([['waiting', 'command.waiting_review']]);
  });

  it('goes on by itself once a person linked it', async () => {
    const world = await aWorld();
    world.erp.edit('1', { name: 'Acme Holding', website: 'acme.mx' });
    const acme = await world.add('companies', { ...ACME, domain: 'acme.mx' });
    await world.settle();
    await world.link('companies', '1', acme);
    await world.settle();
    expect(await waiting(world)).toEqual([['done', null]]);
    expect(world.erp.made()).toEqual([]);
  });

  it('but is not what a person refused', async () => {
    const world = await aWorld();
    world.erp.edit('1', { name: 'Other', vat: 'B65410011' });
    await world.settle();
    const acme = await world.add('companies', { ...ACME, lifecyclestage: 'lead' });
    await refuseByPerson(world.deps, { ...world.scope, objectType: 'companies', customerId: erpRecordId('1'), recordId: acme, userId: 5 });
    await world.edit('companies', acme, STAGE);
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
  });
});

describe('two HubSpot records of one firm in the same second', () => {
  it.each([
    ['with one tax id', { tax_id: 'B65410011' }],
    ['with one domain and name', { tax_id: null, domain: 'acme.mx' }],
  ])('%s become one customer, and a person looks at the second', async (_, same) => {
    const world = await aWorld();
    await world.add('companies', { ...ACME, ...same });
    await world.add('companies', { ...ACME, ...same });
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
    expect((await waiting(world)).toSorted()).toEqual([
      ['done', null],
      ['waiting', 'command.waiting_review'],
    ]);
  });

  it('are not confused where the process died after the first was made', async () => {
    const world = await aWorld();
    const first = await world.add('companies', ACME);
    await world.readInbox();
    world.erp.ends.push('lost_after');
    await world.runCommands();
    await world.add('companies', ACME);
    await world.settle();
    expect(await world.links()).toMatchObject([{ customerId: world.erp.made()[0]!.id, recordId: first }]);
  });

  it('are put right where somebody guessed before the answer came, unless it was a person', async () => {
    for (const [rule, isPutRight] of [
      ['tax_id', true],
      ['person', false],
    ] as const) {
      const world = await aWorld({}, { portalId: isPutRight ? 8 : 9 });
      const first = await world.add('companies', ACME);
      await world.readInbox();
      world.erp.ends.push('lost_after');
      await world.runCommands();
      const other = world.hubspot.add('companies', { name: 'Other' });
      const customerId = world.erp.made()[0]!.id;
      await db()('links').insert({
        ...world.scope,
        objectType: 'companies',
        customerId,
        recordId: other,
        state: 'active',
        rule,
        linkedAt: world.now,
      });
      await world.settle();
      expect(await world.links()).toMatchObject([{ recordId: isPutRight ? first : other }]);
      const guess = { kind: 'linked', customerId, recordId: other, rule: 'tax_id', decidedBy: null, takenBackBy: null };
      expect(await db()('takenBackDecisions').where(world.scope)).toMatchObject(isPutRight ? [guess] : []);
    }
  });

  it.each([
    ['only one has the tax id', { ...ACME, domain: 'acme.mx' }, { name: 'Acme SL', domain: 'acme.mx', ...STAGE }],
    ['they share an address of no tax id', { ...ACME, email: 'us@acme.mx' }, { name: 'Acme', email: 'us@acme.mx', ...STAGE }],
  ])('become one customer, and a person looks at the other, although %s', async (_what, one, two) => {
    for (const [first, second] of [
      [one, two],
      [two, one],
    ] as const) {
      const mapping = [mapped('name', 'name'), mapped('tax_id', 'vat'), mapped('email', 'email'), mapped('website', 'website')];
      const world = await aWorld({ companies: aRule({ createWhen: [QUALIFIED], mapping }) });
      await world.add('companies', first);
      await world.add('companies', second);
      await world.readInbox();
      await world.settle();
      expect(world.erp.made()).toHaveLength(1);
      expect((await waiting(world)).toSorted()).toEqual([
        ['done', null],
        ['waiting', 'command.waiting_review'],
      ]);
      await db()('portals').delete();
    }
  });

  it('are two firms where their tax ids differ, whatever else they share', async () => {
    const world = await aWorld();
    await world.add('companies', { ...ACME, domain: 'acme.mx' });
    await world.add('companies', { ...ACME, domain: 'acme.mx', tax_id: 'B78361219' });
    await world.readInbox();
    await world.runCommands();
    expect(world.erp.made()).toHaveLength(2);
  });

  it('leave a customer with the record that it was given to, although it was made for the other before the ERP was connected anew', async () => {
    const world = await aWorld();
    const acme = await world.add('companies', { name: 'Acme', ...STAGE });
    await world.settle();
    const [made] = world.erp.made();
    for (const table of ['links', 'fieldPairs', 'commands']) await db()(table).delete();
    const other = world.hubspot.add('companies', { name: 'Acme Iberia' });
    await world.link('companies', made!.id, other);
    await world.tell('companies', acme, STAGE);
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
    expect(await world.links()).toMatchObject([{ customerId: made!.id, recordId: other }]);
  });

  it('become one customer although the answer to the first is lost', async () => {
    const world = await aWorld();
    world.erp.ends.push('lost_before');
    await world.add('companies', ACME);
    await world.add('companies', ACME);
    await world.settle();
    expect(world.erp.made()).toHaveLength(1);
  });
});

describe('a person who asks', () => {
  it('twice gets one customer', async () => {
    const world = await aWorld();
    const acme = world.hubspot.add('companies', { ...ACME, lifecyclestage: 'lead' });
    const keys = await Promise.all([0, 1, 2].map(() => db().transaction((trx) => askFor(trx, aRequest(world, acme)))));
    expect(new Set(keys).size).toBe(1);
    await world.settle();
    expect(world.erp.made()).toMatchObject([{ key: keys[0] }]);
  });

  it('for another one after parting them gets the next number; a rule makes none', async () => {
    const world = await aWorld();
    const acme = await world.add('companies', ACME);
    await world.settle();
    await db()('links').delete();
    await world.tell('companies', acme, ACME);
    await world.settle();
    expect(await waiting(world)).toHaveLength(1);
    world.erp.edit(world.erp.made()[0]!.id, { vat: null, name: 'Somebody else' });
    await askByHand(world, acme);
    await world.settle();
    expect(world.erp.made().map(({ key }) => key.slice(-2))).toEqual(['-1', '-2']);
  });

  it('of two ERPs gets a key of each', async () => {
    const world = await aWorld();
    const acme = world.hubspot.add('companies', ACME);
    const first = await askByHand(world, acme);
    const [other] = await db()('erpConnections')
      .insert({ ...(await anotherConnection(world)) })
      .returning<{ id: string }[]>('id');
    const second = await askFor(db(), { ...aRequest(world, acme), connectionId: other!.id as never });
    expect(second).not.toBe(first);
  });
});

const aRequest = ({ scope, now }: WritingWorld, recordId: RecordId) => ({
  ...scope,
  name: 'createCustomer' as const,
  objectType: 'companies' as const,
  recordId,
  askedBy: { kind: 'person', userId: 5 } as const,
  now,
});

async function anotherConnection({ scope }: WritingWorld): Promise<object> {
  const {
    id: _,
    identityKey: __,
    settings,
    identity,
    ...row
  } = (await db()('erpConnections').where({ id: scope.connectionId }).first()) as Record<string, unknown>;
  const { portalId, system, name, goLiveAt, approvedAt, nextPullAt } = row;
  return {
    portalId,
    system,
    name,
    goLiveAt,
    approvedAt,
    nextPullAt,
    settings,
    identity: JSON.stringify(identity),
    identityKey: 'memory:other',
    id: crypto.randomUUID(),
  };
}
