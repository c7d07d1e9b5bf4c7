import { describe, expect, it } from '@jest/globals';
import { RecordRejectedError, TransientError } from '../../../server/shared/errors.ts';
import { stopCustomers } from '../../../server/sync/customers/change-rules.ts';
import { confirmDropHidden } from '../../../server/sync/pull/look-at-hidden.ts';
import { decideArchivals } from '../../../server/sync/archiving/person-decisions.ts';
import { anArchivingWorld, type ArchivingWorld } from '../../support/archiving.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anInvoice } from '../../support/erp-records.ts';

const db = useTestDatabase();
const MINUTE = 60_000;
const decide = ({ writing }: ArchivingWorld, answer: 'archive' | 'keep') =>
  decideArchivals(writing.deps, writing.scope, { side: 'hubspot', customers: null, answer, userId: 5 });

describe('a customer archived in the ERP', () => {
  it('leaves its HubSpot record where it is where nobody chose otherwise', async () => {
    const world = await anArchivingWorld(db(), {});
    const record = await world.acme();
    await world.setActiveInErp('1', false);
    await world.writing.settle();
    expect(world.isInBin(record)).toBe(false);
  });

  it('puts its HubSpot record into the recycling bin ten minutes later, in one call, and nothing comes back', async () => {
    const world = await anArchivingWorld(db());
    const record = await world.acme();
    world.writing.forgetCalls();
    await world.setActiveInErp('1', false);
    await world.writing.settle();
    expect(world.isInBin(record)).toBe(true);
    expect(world.writing.hubspot.callsOf('batchArchive')).toBe(1);
    expect(await world.rows()).toEqual([{ side: 'hubspot', customerId: '1', recordId: record, state: 'done', reason: null }]);
    expect(await world.writing.links()).toEqual([]);
    expect(await world.writing.commands()).toEqual([]);
  });

  it('leaves its record where it is when it is back in use within these ten minutes', async () => {
    const world = await anArchivingWorld(db());
    const record = await world.acme();
    await world.setActiveInErp('1', false);
    await world.writing.round();
    await world.setActiveInErp('1', true);
    world.writing.pass(20 * MINUTE);
    await world.writing.settle();
    expect(world.isInBin(record)).toBe(false);
    expect(await world.rows()).toEqual([]);
  });

  it('and back in use later cannot bring the record back: a person is told, until it is restored', async () => {
    const world = await anArchivingWorld(db());
    const record = await world.acme();
    await world.setActiveInErp('1', false);
    await world.writing.settle();
    await world.setActiveInErp('1', true);
    await world.writing.settle();
    expect(world.isInBin(record)).toBe(true);
    expect(await world.writing.problems()).toEqual(['archival.restore_by_hand']);
    await world.restoreInHubSpot(record);
    await world.writing.settle();
    expect(await world.writing.problems()).toEqual([]);
    expect(await world.rows()).toEqual([]);
    expect(await world.writing.links()).toMatchObject([{ customerId: '1', recordId: record }]);
    expect(world.writing.erp.isActive('1')).toBe(true);
  });

  it('leaves a record that another customer in use hangs on', async () => {
    const world = await anArchivingWorld(db());
    const record = await world.acme();
    world.writing.erp.edit('2', { name: 'Acme Dos' });
    await world.writing.pullOnce();
    await world.writing.link('companies', '2', record);
    await world.setActiveInErp('1', false);
    await world.writing.settle();
    expect(world.isInBin(record)).toBe(false);
    expect(await world.rows()).toEqual([]);
    await world.setActiveInErp('2', false);
    await world.writing.settle();
    expect(world.isInBin(record)).toBe(true);
  });

  it('leaves its record, and asks a person, while invoices are unsettled', async () => {
    const world = await anArchivingWorld(db());
    const record = await world.acme();
    world.writing.erp.set('invoices', anInvoice({ id: 'i1', customerId: '1' }));
    await world.setActiveInErp('1', false);
    await world.writing.settle();
    expect(world.isInBin(record)).toBe(false);
    expect(await world.writing.problems()).toEqual(['archival.hubspot_open_invoices']);
    await decide(world, 'archive');
    await world.writing.settle();
    expect(world.isInBin(record)).toBe(true);
    expect(await world.writing.problems()).toEqual([]);
  });

  it('leaves its record, and asks a person, while a deal is open; a closed one is no matter', async () => {
    const world = await anArchivingWorld(db());
    const { hubspot } = world.writing;
    const [open, closed] = [await world.acme('1'), await world.acme('2')];
    const deals = [hubspot.add('deals', { hs_is_closed: 'false' }), hubspot.add('deals', { hs_is_closed: 'true' })];
    await hubspot.associate({ objectType: 'companies', id: open }, { objectType: 'deals', id: deals[0]! });
    await hubspot.associate({ objectType: 'companies', id: closed }, { objectType: 'deals', id: deals[1]! });
    await world.setActiveInErp('1', false);
    await world.setActiveInErp('2', false);
    await world.writing.settle();
    expect([world.isInBin(open), world.isInBin(closed)]).toEqual([false, true]);
    expect(await world.writing.problems()).toEqual(['archival.open_deals']);
    await decide(world, 'keep');
    await world.writing.settle();
    expect(world.isInBin(open)).toBe(false);
    expect(await world.writing.problems()).toEqual([]);
  });

  it('archives nothing where changing properties of HubSpot was not approved', async () => {
    const world = await anArchivingWorld(db());
    await db()('customerRules').update({ writes: JSON.stringify({ creates: true, updatesErp: true, updatesHubSpot: false }) });
    const record = await world.acme();
    await world.setActiveInErp('1', false);
    await world.writing.settle();
    expect(world.isInBin(record)).toBe(false);
  });

  it('archives nothing while the first few records wait for a look, and after it what was noticed', async () => {
    const world = await anArchivingWorld(db());
    await db()('customerRules').update({ trial: '[]' });
    const record = await world.acme();
    await world.setActiveInErp('1', false);
    await world.writing.settle();
    world.writing.pass(60 * MINUTE);
    await world.writing.settle();
    expect(world.isInBin(record)).toBe(false);
    await world.writing.confirm();
    expect(world.isInBin(record)).toBe(true);
  });

  it('archives nothing after it was stopped', async () => {
    const world = await anArchivingWorld(db());
    const record = await world.acme();
    await world.setActiveInErp('1', false);
    await world.writing.round();
    await stopCustomers(world.writing.deps, world.writing.scope);
    world.writing.pass(20 * MINUTE);
    await world.writing.settle();
    expect(world.isInBin(record)).toBe(false);
    expect(await world.rows()).toMatchObject([{ customerId: '1', state: 'noticed' }]);
  });

  it('archives nothing by rules that were approved meanwhile and say otherwise', async () => {
    const world = await anArchivingWorld(db());
    const record = await world.acme();
    await world.setActiveInErp('1', false);
    await world.writing.round();
    await world.writing.useRules();
    world.writing.pass(20 * MINUTE);
    await world.writing.settle();
    expect(world.isInBin(record)).toBe(false);
    expect(await world.rows()).toEqual([]);
  });
});

describe('a customer deleted in the ERP', () => {
  it('puts its record into the recycling bin, and is not looked for again', async () => {
    const world = await anArchivingWorld(db());
    const record = await world.acme();
    await world.acme('2');
    world.writing.erp.deleteCustomer('1');
    await world.writing.reconcile();
    await world.writing.settle();
    expect(world.isInBin(record)).toBe(true);
    expect(world.writing.hubspot.callsOf('create')).toBe(0);
  });
});

describe('a customer that our user does not see any more', () => {
  it('keeps its record, also where an administrator has what was read of it removed', async () => {
    const world = await anArchivingWorld(db());
    const record = await world.acme();
    await world.acme('2');
    const { writing } = world;
    writing.erp.setHidden('customers', true, '1');
    await writing.reconcile();
    await writing.settle();
    expect(await writing.problems()).toEqual(['stream.records_hidden']);
    await confirmDropHidden({ ...writing.deps, db: db() }, writing.scope, 'customers');
    await writing.reconcile();
    writing.pass(20 * MINUTE);
    await writing.settle();
    expect(await db()('erpCustomers').select('erpId')).toEqual([{ erpId: '2' }]);
    expect(world.isInBin(record)).toBe(false);
    expect(await world.rows()).toEqual([]);
  });
});

describe('the call that archives in HubSpot', () => {
  it.each(['before', 'after'] as const)('is made again when its answer was lost (%s)', async (mishap) => {
    const world = await anArchivingWorld(db());
    const record = await world.acme();
    await world.setActiveInErp('1', false);
    await world.writing.round();
    world.writing.pass(10 * MINUTE);
    world.writing.hubspot.mishap(mishap);
    await expect(world.writing.round()).rejects.toThrow('No answer');
    expect(await world.rows()).toMatchObject([{ state: 'asked' }]);
    await world.writing.settle();
    expect(world.isInBin(record)).toBe(true);
    expect(await world.rows()).toMatchObject([{ state: 'done' }]);
  });

  it('that HubSpot refuses becomes a question', async () => {
    const world = await anArchivingWorld(db());
    const record = await world.acme();
    await world.setActiveInErp('1', false);
    await world.writing.round();
    world.writing.pass(10 * MINUTE);
    world.writing.hubspot.mishap(new RecordRejectedError('No', { code: 'hubspot.refused' }));
    await world.writing.settle();
    expect(world.isInBin(record)).toBe(false);
    expect(await world.rows()).toMatchObject([{ state: 'held', reason: 'archival.refused_by_hubspot' }]);
  });

  it('waits while HubSpot is down', async () => {
    const world = await anArchivingWorld(db());
    const record = await world.acme();
    await world.setActiveInErp('1', false);
    await world.writing.round();
    world.writing.pass(10 * MINUTE);
    world.writing.hubspot.mishap(new TransientError('down', { code: 'hubspot.unreachable' }));
    await expect(world.writing.round()).rejects.toThrow('down');
    expect(await world.rows()).toMatchObject([{ state: 'asked' }]);
    await world.writing.settle();
    expect(world.isInBin(record)).toBe(true);
  });
});

describe('many customers archived in the ERP at once', () => {
  it('leave their records where they are before a person agrees', async () => {
    const world = await anArchivingWorld(db());
    const { writing } = world;
    const ids = Array.from({ length: 21 }, (_none, at) => String(at + 1));
    for (const id of ids) await writing.linked('companies', { name: `Acme ${id}` }, { name: `Acme ${id}` }, id);
    await writing.settle();
    const before = writing.hubspot.ids('companies').length;
    for (const id of ids) writing.erp.edit(id, {}, { isActive: false });
    await writing.settle();
    expect(writing.hubspot.ids('companies')).toHaveLength(before);
    expect(await writing.problems()).toEqual(['archival.many_hubspot']);
    await decide(world, 'archive');
    await writing.settle();
    expect(writing.hubspot.ids('companies')).toEqual([]);
    expect(await writing.problems()).toEqual([]);
  });
});
