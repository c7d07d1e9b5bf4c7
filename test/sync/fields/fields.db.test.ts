import { describe, expect, it } from '@jest/globals';
import { TransientError } from '../../../server/shared/errors.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { stopCustomers } from '../../../server/sync/customers/change-rules.ts';
import { freezeFields } from '../../../server/sync/fields/person-decisions.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aRule, mapped } from '../../support/customer-rules.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();

const ACME = { name: 'Acme', phone: '55 1234' };

/** A linked company whose name and phone are kept in step. */
async function acme(more: Partial<Parameters<typeof mapped>[2]> = {}, name = { hubspot: 'Acme', erp: 'Acme' }) {
  const world = await WritingWorld.start(db());
  const record = await world.linked('companies', { ...ACME, name: name.hubspot }, { ...ACME, name: name.erp });
  await world.begin({ companies: aRule({ mapping: [mapped('name', 'name', more), mapped('phone', 'phone', more)] }) });
  world.forgetCalls();
  return { world, record };
}

describe('the fields of a link', () => {
  it('that say the same cost nothing, and stay as they are', async () => {
    const { world, record } = await acme();
    await world.edit('companies', record, { name: 'Acme' });
    await world.settle();
    expect(world.erp.writes).toEqual([]);
    expect(world.hubspot.writes).toEqual([]);
    expect(await world.changes()).toEqual([]);
  });

  it('follow an edit in HubSpot, once', async () => {
    const { world, record } = await acme();
    await world.edit('companies', record, { name: 'Acme Iberia' });
    await world.settle();
    expect(world.erp.holds('1', 'name')).toBe('Acme Iberia');
    expect(world.erp.writes).toHaveLength(1);
    expect(world.hubspot.writes).toEqual([]);
    expect(await world.changes()).toMatchObject([
      { property: 'name', writtenTo: 'erp', before: 'Acme', after: 'Acme Iberia', lost: null, rule: 'moved' },
    ]);
  });

  it('follow an edit in the ERP, once', async () => {
    const { world, record } = await acme();
    world.erp.edit('1', { name: 'Acme Iberia' });
    await world.settle();
    expect(world.hubspot.get('companies', record)['name']).toBe('Acme Iberia');
    expect(world.hubspot.callsOf('batchUpdate')).toBe(1);
    expect(world.erp.writes).toEqual([]);
  });
});

describe('a field', () => {
  it('that the ERP keeps in its own spelling is written once and never comes back', async () => {
    const { world, record } = await acme();
    world.erp.spell = (_, text) => `«${text.toUpperCase()}»`;
    await world.edit('companies', record, { name: 'Acme Iberia' });
    await world.settle();
    await world.markDue();
    await world.settle();
    expect(world.erp.writes).toHaveLength(1);
    expect(world.hubspot.writes).toEqual([]);
    expect(world.hubspot.get('companies', record)['name']).toBe('Acme Iberia');
    expect(await world.changes()).toMatchObject([{ after: '«ACME IBERIA»' }]);
  });

  it('costs one call of each kind, for a hundred links as for one', async () => {
    const { world, record } = await acme();
    await world.edit('companies', record, { name: 'Acme Iberia' });
    await world.fields();
    world.forgetCalls();
    await world.readInbox();
    await world.fields();
    expect(world.erp.calls.filter((call) => call.startsWith('fields'))).toEqual(['fields.read', 'fields.write', 'fields.write done']);
    expect(world.hubspot.calls.map(({ operation }) => operation)).toEqual(['batchRead', 'batchRead', 'propertyHistories']);
  });

  it('that one side refused keeps no other back, is told, and is not offered again until something moves', async () => {
    const { world, record } = await acme();
    world.erp.refuses = (values) => (values['name'] === 'Bad' ? ['name'] : []);
    await world.edit('companies', record, { name: 'Bad', phone: '99' });
    await world.settle();
    expect(world.erp.holds('1', 'phone')).toBe('99');
    expect(await world.problems()).toEqual(['field.refused_by_erp']);
    const asked = world.erp.countOf('fields.write');
    await world.markDue();
    await world.settle();
    expect(world.erp.countOf('fields.write')).toBe(asked);
    expect(await world.problems()).toEqual(['field.refused_by_erp']);
    await world.edit('companies', record, { name: 'Good' });
    await world.settle();
    expect(world.erp.holds('1', 'name')).toBe('Good');
    expect(await world.problems()).toEqual([]);
  });

  it('that an ERP refuses without naming it is found out by trying each alone', async () => {
    const { world, record } = await acme();
    world.erp.isNamed = false;
    world.erp.refuses = (values) => (values['name'] === 'Bad' ? ['name'] : []);
    await world.edit('companies', record, { name: 'Bad', phone: '99' });
    await world.settle();
    expect([world.erp.holds('1', 'name'), world.erp.holds('1', 'phone')]).toEqual(['Acme', '99']);
  });

  it('that HubSpot refuses, alone or with its whole batch, keeps no other record back', async () => {
    const { world, record } = await acme();
    const other = world.hubspot.add('companies', { name: 'Beta' });
    world.erp.edit('2', { name: 'Beta' });
    await world.link('companies', '2', other);
    await world.settle();
    world.hubspot.refuse({ applies: (_, { properties }) => properties['name'] === 'Bad', scope: 'batch', code: 'hubspot.validation' });
    world.erp.edit('1', { name: 'Bad', phone: '99' });
    world.erp.edit('2', { name: 'Beta Iberia' });
    await world.settle();
    expect(world.hubspot.get('companies', record)).toMatchObject({ name: 'Acme', phone: '99' });
    expect(world.hubspot.get('companies', other)['name']).toBe('Beta Iberia');
    expect(await world.problems()).toEqual(['field.refused_by_hubspot']);
  });

  it('of which a person is asked waits for the answer, and the answer is carried out', async () => {
    const { world, record } = await acme({ rule: 'ask' });
    world.hubspot.edit('companies', record, { name: 'Here' });
    world.erp.edit('1', { name: 'There' });
    await world.settle();
    expect(await db()('fieldPairs').select('isAsked')).toEqual([{ isAsked: true }]);
    await world.order('1', 'name', { kind: 'answer', answer: 'hubspot', userId: 5 });
    await world.settle();
    expect(world.erp.holds('1', 'name')).toBe('Here');
    expect(await db()('fieldPairs').select('isAsked', 'orders')).toEqual([{ isAsked: false, orders: {} }]);
    expect(await world.changes()).toMatchObject([{ writtenTo: 'erp', lost: 'There', rule: 'person' }]);
  });

  it('of which the asked answer is refused is asked again', async () => {
    const { world, record } = await acme({ rule: 'ask' });
    world.erp.refuses = () => ['name'];
    world.hubspot.edit('companies', record, { name: 'Here' });
    world.erp.edit('1', { name: 'There' });
    await world.settle();
    await world.order('1', 'name', { kind: 'answer', answer: 'hubspot', userId: 5 });
    await world.settle();
    expect(await db()('fieldPairs').select('isAsked', 'orders')).toEqual([{ isAsked: true, orders: {} }]);
    expect(await world.problems()).toEqual(['field.refused_by_erp']);
  });

  it('of which the asked answer cannot be written says why, and is asked again', async () => {
    const world = await WritingWorld.start(db());
    const record = await world.linked('companies', { ...ACME, country: 'Spain' }, { ...ACME, country: 'ES' });
    await world.begin({ companies: aRule({ mapping: [mapped('name', 'name'), mapped('country', 'country', { rule: 'ask' })] }) });
    world.hubspot.edit('companies', record, { country: 'Atlantis' });
    world.erp.edit('1', { country: 'US' });
    await world.settle();
    const answer = async () => {
      await world.order('1', 'country', { kind: 'answer', answer: 'hubspot', userId: 5 });
      await world.settle();
      const [pair] = await db()('fieldPairs').select('isAsked', 'orders');
      return [pair, await world.problems(), world.erp.holds('1', 'country')];
    };
    expect(await answer()).toEqual([{ isAsked: true, orders: {} }, ['customer.country_unknown'], 'US']);
    await world.markDue();
    await world.settle();
    expect(await world.problems()).toEqual(['customer.country_unknown']);
    await world.edit('companies', record, { country: 'México' });
    await world.settle();
    expect(await world.problems()).toEqual([]);
    expect(await answer()).toEqual([{ isAsked: false, orders: {} }, [], 'MX']);
  });

  it('whose change is taken back stays so until somebody moves', async () => {
    const { world, record } = await acme();
    await world.edit('companies', record, { name: 'Acme Iberia' });
    await world.settle();
    await world.order('1', 'name', { kind: 'restore', to: 'erp', value: 'Acme', changeId: '1', userId: 5 });
    await world.settle();
    await world.markDue();
    await world.settle();
    expect([world.hubspot.get('companies', record)['name'], world.erp.holds('1', 'name')]).toEqual(['Acme Iberia', 'Acme']);
    expect((await world.changes()).at(-1)).toMatchObject({ rule: 'undo', before: 'Acme Iberia', after: 'Acme' });
    await world.edit('companies', record, { name: 'Acme Norte' });
    await world.settle();
    expect(world.erp.holds('1', 'name')).toBe('Acme Norte');
  });

  it('that people froze is left alone, and followed again when they let it go', async () => {
    const { world, record } = await acme();
    await db()('fieldPairs').update({ frozen: ['name'] });
    await world.edit('companies', record, { name: 'Acme Iberia', phone: '99' });
    await world.settle();
    expect([world.erp.holds('1', 'name'), world.erp.holds('1', 'phone')]).toEqual(['Acme', '99']);
    await db()('fieldPairs').update({ frozen: [] });
    await world.markDue();
    await world.settle();
    expect(world.erp.holds('1', 'name')).toBe('Acme Iberia');
  });

  it.each(['the record is frozen', 'everything is stopped'])('that was refused troubles nobody any more once %s', async (what) => {
    const { world, record } = await acme();
    world.erp.refuses = Object.keys;
    await world.edit('companies', record, { name: 'Acme Iberia' });
    await world.settle();
    expect(await world.problems()).toEqual(['field.refused_by_erp']);
    const deps = { ...world.deps, db: db() };
    const link = { ...world.scope, objectType: 'companies' as const, customerId: erpRecordId('1') };
    if (what === 'everything is stopped') await stopCustomers(deps, world.scope);
    else await freezeFields(deps, link, { property: null, isFrozen: true, userId: 5 });
    await world.settle();
    expect(await world.problems()).toEqual([]);
  });

  it('whose write was not approved stays undecided, and is written once it is', async () => {
    const world = await WritingWorld.start(db());
    const record = await world.linked('companies', { name: 'Acme' }, { name: 'Acme' });
    await world.useRules({ companies: aRule({ mapping: [mapped('name', 'name')] }) });
    await world.settle();
    await db()('customerRules').update({ writes: JSON.stringify({ updatesHubSpot: true }) });
    await world.edit('companies', record, { name: 'Acme Iberia' });
    await world.settle();
    expect(world.erp.writes).toEqual([]);
    await world.useRules({ companies: aRule({ mapping: [mapped('name', 'name')] }) });
    await world.settle();
    expect(world.erp.holds('1', 'name')).toBe('Acme Iberia');
  });

  it('that is edited back while it is written ends as it was edited last', async () => {
    const { world, record } = await acme();
    await world.edit('companies', record, { name: 'Acme Iberia' });
    let isFirst = true;
    world.erp.meanwhile = async (call) => {
      if (call !== 'fields.write' || !isFirst) return;
      isFirst = false;
      await world.edit('companies', record, { name: 'Acme' });
    };
    await world.settle();
    expect(world.erp.holds('1', 'name')).toBe('Acme');
  });
});

describe('the links of one record', () => {
  it.each(['goes', 'goes to another record'])('write nothing but the one that was first; the next takes over when it %s', async (how) => {
    const { world, record } = await acme();
    world.erp.edit('2', { name: 'Acme Other Books' });
    world.pass(1_000);
    await world.link('companies', '2', record);
    await world.settle();
    await world.edit('companies', record, { name: 'Acme Iberia' });
    await world.settle();
    expect([world.erp.holds('1', 'name'), world.erp.holds('2', 'name')]).toEqual(['Acme Iberia', 'Acme Other Books']);
    const first = db()('links').where({ customerId: '1' });
    await (how === 'goes' ? first.delete() : first.update({ recordId: world.hubspot.add('companies', ACME) }));
    await world.settle();
    expect(world.hubspot.get('companies', record)['name']).toBe('Acme Other Books');
  });
});

describe('a customer that the ERP deleted', () => {
  it('is asked for, and keeps no other link back', async () => {
    const { world, record } = await acme();
    world.erp.deleteCustomer('1');
    await world.edit('companies', record, { name: 'Acme Iberia' });
    await world.settle();
    expect(await db()('erpCustomers').select()).toEqual([]);
    expect(await world.problems()).toEqual(['customer.gone']);
  });
});

describe('links whose write always fails', () => {
  it('hold up no others', async () => {
    const world = await WritingWorld.start(db());
    const ids = Array.from({ length: 20 }, (_, at) => String(at + 1));
    const records = [];
    for (const id of ids) records.push(await world.linked('companies', { name: id, phone: '1' }, { name: id, phone: '1' }, id));
    await world.begin({ companies: aRule({ mapping: [mapped('phone', 'phone')] }) });
    const support = world.erp.capabilities.customerFields!;
    const { write } = support;
    const broken = ids.toSorted().slice(0, 5);
    support.write = async (id, values, signal) => {
      if (broken.includes(id)) throw new TransientError('An extension of the ERP fails', { code: 'memory.broken' });
      return write(id, values, signal);
    };
    for (const record of records) await world.edit('companies', record, { phone: '2' });
    for (let minute = 0; minute < 20; minute++) {
      world.pass(60_000);
      await world.round().catch(() => undefined);
    }
    expect(ids.filter((id) => world.erp.holds(id, 'phone') === '2')).toEqual(ids.filter((id) => !broken.includes(id)));
  });
});
