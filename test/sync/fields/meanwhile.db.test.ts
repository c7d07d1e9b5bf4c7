import { describe, expect, it } from '@jest/globals';
import { RecordBusyError, RecordRejectedError } from '../../../server/shared/errors.ts';
import { erpRecordId, recordId } from '../../../server/shared/ids.ts';
import { queueHints } from '../../../server/sync/pull/hint-queue.ts';
import { refreshRecord } from '../../../server/sync/pull/hints.ts';
import { linkByPerson } from '../../../server/sync/match/links.ts';
import { pairLinks } from '../../../server/sync/shared/field-pairs.ts';
import { stopCustomers } from '../../../server/sync/customers/change-rules.ts';
import { freezeFields } from '../../../server/sync/fields/person-decisions.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aRule, mapped } from '../../support/customer-rules.ts';
import { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const FIRMS = Array.from({ length: 12 }, (_, at) => String(at + 1));

/** Linked companies whose phones were all edited on one side; `act` happens while the first of them is written. */
async function editedPhones(side: 'hubspot' | 'erp', act: (world: WritingWorld) => Promise<void>): Promise<WritingWorld> {
  const world = await WritingWorld.start(db());
  const records = [];
  for (const id of FIRMS)
    records.push(await world.linked('companies', { name: id, phone: '1' }, { name: id, phone: '1', city: 'León' }, id));
  await world.begin({ companies: aRule({ mapping: [mapped('phone', 'phone'), mapped('city', 'city')] }) });
  for (const record of records) if (side === 'hubspot') world.hubspot.edit('companies', record, { phone: '2' });
  for (const id of FIRMS) if (side === 'erp') world.erp.edit(id, { phone: '2' });
  // Something of the first is to be written to the ERP in any case.
  world.hubspot.edit('companies', records[0]!, { city: 'Puebla' });
  await world.markDue();
  let acted: Promise<void> | null = null;
  world.erp.meanwhile = async () => (acted ??= act(world));
  await world.settle();
  expect(acted).not.toBeNull();
  return world;
}

const freeze = (property: string | null) => (world: WritingWorld) =>
  freezeFields(
    { ...world.deps, db: db() },
    { ...world.scope, objectType: 'companies', customerId: erpRecordId('9') },
    { property, isFrozen: true, userId: 5 },
  );
const phonesIn = (world: WritingWorld) => FIRMS.filter((id) => world.erp.holds(id, 'phone') === '2');

describe('while a batch of links is being written', () => {
  it.each([null, 'phone'])('what a person freezes (%s) is left alone in the ERP', async (property) => {
    const world = await editedPhones('hubspot', freeze(property));
    expect(phonesIn(world)).toEqual(FIRMS.filter((id) => id !== '9'));
  });

  it('what a person freezes is left alone in HubSpot', async () => {
    const world = await editedPhones('erp', freeze(null));
    const [nine] = (await world.links()).filter(({ customerId }) => customerId === '9');
    expect(world.hubspot.get('companies', nine!.recordId)['phone']).toBe('1');
  });

  it('and unfreezes follows what was edited', async () => {
    const world = await editedPhones('hubspot', freeze(null));
    await freezeFields(
      { ...world.deps, db: db() },
      { ...world.scope, objectType: 'companies', customerId: erpRecordId('9') },
      { property: null, isFrozen: false, userId: 5 },
    );
    await world.settle();
    expect(phonesIn(world)).toEqual(FIRMS);
  });

  it('what a customer held with one record says nothing of another that a person links it to', async () => {
    let other = '';
    const world = await editedPhones('hubspot', async (relinked) => {
      other = relinked.hubspot.add('companies', { name: '9', phone: '7' });
      const pair = {
        ...relinked.scope,
        objectType: 'companies' as const,
        customerId: erpRecordId('9'),
        recordId: recordId(other),
        userId: 5,
      };
      await linkByPerson({ ...relinked.deps, db: db() }, pair);
      await db().transaction((trx) => pairLinks(trx, relinked.scope, relinked.now));
    });
    // The first comparison of these two: the ERP wins.
    expect([world.hubspot.get('companies', recordId(other))['phone'], world.erp.holds('9', 'phone')]).toEqual(['1', '1']);
  });

  it('what somebody edits in the ERP is not written over: the rule decides, and the history tells what did not win', async () => {
    const world = await editedPhones('hubspot', async ({ erp }) => void erp.edit('9', { phone: '3' }));
    const [nine] = (await world.links()).filter(({ customerId }) => customerId === '9');
    expect([world.hubspot.get('companies', nine!.recordId)['phone'], world.erp.holds('9', 'phone')]).toEqual(['3', '3']);
    expect(world.erp.writes.filter(({ id }) => id === '9')).toEqual([]);
    expect(await world.changes()).toContainEqual(expect.objectContaining({ writtenTo: 'hubspot', before: '2', after: '3', lost: '2' }));
  });

  it('what somebody edits in HubSpot is not written over without a word', async () => {
    const world = await editedPhones('erp', async (edited) => {
      const [nine] = (await edited.links()).filter(({ customerId }) => customerId === '9');
      edited.hubspot.edit('companies', nine!.recordId, { phone: '3' });
    });
    const lost = (await world.changes()).filter((change) => change.lost !== null);
    expect(lost).toEqual([expect.objectContaining({ writtenTo: 'hubspot', before: '3', after: '2', lost: '3', rule: 'erp_wins' })]);
  });

  it('nothing more is written once an administrator stops it', async () => {
    const world = await editedPhones('hubspot', (stopped) => stopCustomers({ ...stopped.deps, db: db() }, stopped.scope));
    // Those under way at that moment are carried out.
    expect(phonesIn(world).length).toBeLessThanOrEqual(4);
  });
});

describe('links of whose customer somebody has the record open', () => {
  it('wait alone: neither the others nor the reading does', async () => {
    const world = await WritingWorld.start(db());
    const ids = ['1', '2', '3'];
    const records = [];
    for (const id of ids) records.push(await world.linked('companies', { name: id, phone: '1' }, { name: id, phone: '1' }, id));
    await world.begin({ companies: aRule({ mapping: [mapped('phone', 'phone')] }) });
    const retryAt = new Date(world.now.getTime() + 60_000);
    world.erp.ends.push(new RecordBusyError('Somebody has it open', { code: 'memory.record_busy', retryAt }));
    for (const record of records) await world.edit('companies', record, { phone: '2' });
    await world.round();
    expect(ids.filter((id) => world.erp.holds(id, 'phone') === '2')).toHaveLength(2);
    expect(await db()('erpConnections').first('notBefore', 'failures')).toEqual({ notBefore: null, failures: 0 });
    await world.settle();
    expect(ids.filter((id) => world.erp.holds(id, 'phone') === '2')).toEqual(ids);
    expect(await world.problems()).toEqual([]);
  });
});

describe('two edits in the ERP within one second', () => {
  it('are both seen where the ERP tells nothing of them and was read between the two', async () => {
    const world = await WritingWorld.start(db());
    const record = await world.linked('companies', { name: 'Acme', note: 'a' }, { name: 'Acme', x_note: 'a' });
    await world.begin({ companies: aRule({ mapping: [mapped('note', 'x_note')] }) });
    await world.settle();
    world.erp.stampOf = () => '2026-11-30 23:39:41';
    world.erp.edit('1', { x_note: 'b' });
    await world.round();
    world.erp.edit('1', { x_note: 'c' });
    await world.settle();
    expect(world.hubspot.get('companies', record)['note']).toBe('c');
  });

  it('are both seen where the ERP tells nothing of them and a person asked for a look between the two', async () => {
    const world = await WritingWorld.start(db());
    const record = await world.linked('companies', { name: 'Acme', note: 'a' }, { name: 'Acme', x_note: 'a' });
    await world.begin({ companies: aRule({ mapping: [mapped('note', 'x_note')] }) });
    await world.settle();
    world.erp.stampOf = () => '2026-11-30 23:39:41';
    world.erp.edit('1', { x_note: 'b' });
    await refreshRecord({ ...world.deps, db: db() }, world.scope, [erpRecordId('1')]);
    await world.round();
    world.erp.edit('1', { x_note: 'c' });
    await world.settle();
    expect(world.hubspot.get('companies', record)['note']).toBe('c');
  });

  it('carry one stamp: what the ERP says it changed, or a person asks for, is looked at all the same', async () => {
    const world = await WritingWorld.start(db());
    world.erp.stampOf = () => '2026-11-30 23:39:41';
    const values = { name: 'Acme' };
    const record = await world.linked('companies', { ...values, note: 'a' }, { ...values, x_note: 'a' });
    await world.begin({ companies: aRule({ mapping: [mapped('note', 'x_note')] }) });
    await world.settle();
    world.erp.edit('1', { x_note: 'b' });
    await world.settle();
    expect(world.hubspot.get('companies', record)['note']).toBe('a');
    const hints = [{ stream: 'customers', id: erpRecordId('1') }] as const;
    await queueHints(db(), world.scope, { enqueue: world.deps.enqueue, hints, now: world.now });
    await world.settle();
    expect(world.hubspot.get('companies', record)['note']).toBe('b');
  });
});

it('a customer that answers as gone and is found again is looked for once: the ERP is not asked for ever', async () => {
  const world = await WritingWorld.start(db());
  const values = { name: 'Acme', phone: '1' };
  const record = await world.linked('companies', values, values);
  await world.begin({ companies: aRule({ mapping: [mapped('phone', 'phone')] }) });
  await world.settle();
  world.hubspot.edit('companies', record, { phone: '2' });
  const gone = () => new RecordRejectedError('Gone', { code: 'erp.record_gone' });
  world.erp.ends.push(...Array.from({ length: 20 }, gone));
  await world.markDue();
  await world.settle();
  expect(world.erp.countOf('fields.write')).toBe(1);
});
