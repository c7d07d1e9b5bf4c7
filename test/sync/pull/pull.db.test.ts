import { describe, expect, it } from '@jest/globals';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { pullChanges } from '../../../server/sync/pull/pull.ts';
import { startRebuild } from '../../../server/sync/pull/rebuild.ts';
import { confirmRemoval, rejectRemoval } from '../../../server/sync/pull/removals.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aCustomer, anInvoice, aPayment } from '../../support/erp-records.ts';
import { MemoryErp } from '../../support/erp.ts';
import { connectedErp, type Incoming } from '../../support/incoming.ts';

const db = useTestDatabase();
const ids = async (table: string): Promise<string[]> => (await db()(table).orderBy('erpId').select('erpId')).map(({ erpId }) => erpId);
const streamOf = ({ scope }: Incoming, stream: string) =>
  db()('erpStreams')
    .where({ ...scope, stream })
    .first();
const connectionOf = ({ scope }: Incoming) => db()('erpConnections').where({ portalId: scope.portalId, id: scope.connectionId }).first();
const context = (holdsClaim = true) => ({ signal: new AbortController().signal, holdsClaim: async () => holdsClaim });
const invoices = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    anInvoice({ id: String(1000 + i), createdAt: new Date(Date.UTC(2026, 9, 1) + i * 60_000).toISOString() }),
  );

/** A linked company, so that marks can be counted. */
async function link({ scope }: Incoming, customerId = '1'): Promise<void> {
  await db()('links').insert({
    ...scope,
    objectType: 'companies',
    customerId,
    recordId: `hs-${customerId}`,
    state: 'active',
    rule: 'person',
  });
}
const marks = async (): Promise<number> => Number((await db()('targets').sum({ due: 'dueRevision' }).first())?.due ?? 0);

describe('pull', () => {
  it('reads every stream to the end, in any order of dependence', async () => {
    const joined = await connectedErp(db());
    joined.erp.pageSize = 2;
    // The payment was booked first, then its invoice, then the customer.
    joined.erp.set('payments', aPayment({ id: 'p1', allocations: [] }));
    joined.erp.set('invoices', ...invoices(5));
    joined.erp.set('customers', aCustomer({ id: '1' }));
    await joined.pull();
    expect([await ids('erpCustomers'), (await ids('erpInvoices')).length, await ids('erpPayments')]).toEqual([['1'], 5, ['p1']]);
    const states = await db()('erpStreams').where({ isOn: true }).select();
    expect(states).toHaveLength(3);
    expect(states.every((state) => !state.rebuilding && state.firstCompletedAt !== null)).toBe(true);
    expect(joined.enqueued).toEqual(['match', 'push']);
  });

  it('has customers looked up while their invoices are read', async () => {
    const joined = await connectedErp(db());
    joined.erp.pageSize = 1;
    joined.erp.set('customers', aCustomer({ id: '1' }));
    joined.erp.set('invoices', ...invoices(5));
    const enqueuedBefore: string[][] = [];
    joined.erp.before = (call) => void (call === 'readPage invoices' && enqueuedBefore.push([...joined.enqueued]));
    await joined.pull();
    // The first are asked for while the last customers are stored.
    expect(enqueuedBefore.at(-1)).toEqual(['match']);
  });

  it('comes to rest: reading everything once more touches nothing', async () => {
    const joined = await connectedErp(db());
    await link(joined);
    joined.erp.set('customers', aCustomer({ id: '1' }));
    joined.erp.set('invoices', ...invoices(3));
    await joined.pull();
    const before = await marks();
    expect(before).toBeGreaterThan(0);
    await db()('erpStreams').update({ cursor: null });
    await joined.pull();
    await joined.reconcile();
    expect(await marks()).toBe(before);
  });

  it('repeats a page after a crash between rows and cursor, and leaves none out', async () => {
    const joined = await connectedErp(db());
    joined.erp.pageSize = 2;
    joined.erp.set('invoices', ...invoices(7));
    let crashes = 3;
    const enqueue = joined.deps.enqueue;
    // Complete already, so that each page enqueued: the last statement before the commit fails.
    await joined.pull();
    await link(joined);
    joined.erp.set('invoices', ...invoices(7).map((invoice) => ({ ...invoice, number: 'changed' })));
    joined.deps.enqueue = async (...args) => {
      if (crashes-- > 0) throw new Error('killed');
      await enqueue(...args);
    };
    for (let i = 0; i < 3; i++) await expect(joined.pull()).rejects.toThrow('killed');
    expect(await db()('erpInvoices').where({ number: 'changed' })).toHaveLength(0);
    await joined.pull();
    expect(await db()('erpInvoices').where({ number: 'changed' })).toHaveLength(7);
  });

  it('throws away what it read when another worker has taken the job over', async () => {
    const joined = await connectedErp(db());
    joined.erp.set('customers', aCustomer({ id: '1' }));
    expect(await pullChanges(joined.deps, joined.scope, context(false))).toBe('done');
    expect(await ids('erpCustomers')).toEqual([]);
  });

  it('throws away a page when another worker moved the cursor meanwhile', async () => {
    const joined = await connectedErp(db());
    joined.erp.set('customers', aCustomer({ id: '1' }));
    joined.erp.before = async (call) => {
      if (call === 'readPage customers') await db()('erpStreams').where({ stream: 'customers' }).update({ cursor: '99' });
    };
    await joined.pull();
    expect(await ids('erpCustomers')).toEqual([]);
    expect(await streamOf(joined, 'customers')).toMatchObject({ cursor: '99', completedAt: null });
  });

  it('works in slices and goes on where it stood', async () => {
    const joined = await connectedErp(db());
    joined.deps.slicePages = 2;
    joined.erp.pageSize = 1;
    joined.erp.set('invoices', ...invoices(6));
    expect(await pullChanges(joined.deps, joined.scope, context())).toEqual({ againAfterMs: 0 });
    await joined.pull();
    expect(await ids('erpInvoices')).toHaveLength(6);
  });

  it('asks a busy ERP again soon and a quiet one less and less often', async () => {
    const joined = await connectedErp(db());
    joined.erp.set('customers', aCustomer({ id: '1' }));
    const waits: number[] = [];
    const wait = async (): Promise<void> => {
      await joined.pull();
      waits.push(((await connectionOf(joined)).nextPullAt.getTime() - joined.clock.now.getTime()) / 60_000);
    };
    for (let i = 0; i < 6; i++) await wait();
    joined.erp.set('customers', aCustomer({ id: '2' }));
    await wait();
    expect(waits).toEqual([1 / 6, 1, 2, 4, 8, 15, 1 / 6]);
  });

  it('lists what the ERP answers in a way nobody understands, and forgets it when it is understood', async () => {
    const joined = await connectedErp(db());
    joined.erp.set('invoices', ...invoices(2));
    joined.erp.unreadable.set('1000', { id: erpRecordId('1000'), code: 'no_currency', params: {} });
    await joined.pull();
    expect(await ids('erpInvoices')).toEqual(['1001']);
    expect(await db()('problems').whereNull('resolvedAt')).toMatchObject([
      { code: 'record.unreadable', subjectKind: 'invoice', subject: '1000', params: { reason: 'no_currency' } },
    ]);
    joined.erp.unreadable.clear();
    joined.erp.set('invoices', anInvoice({ id: '1000' }));
    await joined.pull();
    expect(await db()('problems').whereNull('resolvedAt')).toEqual([]);
  });
});

describe('what an ERP should be told about', () => {
  it('is a problem while readings go on, and none any more when they find nothing', async () => {
    const joined = await connectedErp(db());
    joined.erp.notices = [{ code: 'connection.clock_ahead', params: { minutes: 90 } }];
    await joined.pull();
    joined.erp.set('customers', aCustomer({ id: '1' }));
    await joined.pull();
    expect(await ids('erpCustomers')).toEqual(['1']);
    const open = () => db()('problems').whereNull('resolvedAt').select('code', 'params', 'occurrences');
    expect(await open()).toEqual([{ code: 'connection.clock_ahead', params: { minutes: 90 }, occurrences: 1 }]);
    joined.erp.notices = [];
    await joined.pull();
    expect(await open()).toEqual([]);
    expect(await connectionOf(joined)).toMatchObject({ status: 'active', notices: [] });
  });
});

describe('a rebuild', () => {
  it('is not ended by the one before it, which was at its last step', async () => {
    const joined = await connectedErp(db());
    joined.erp.set('invoices', ...invoices(3));
    await joined.pull();
    joined.erp.remove('invoices', '1000');
    await startRebuild(db(), joined.scope, { streams: ['invoices'], now: joined.clock.now });
    let isFirst = true;
    joined.erp.before = async (call) => {
      if (call !== 'readByIds invoices' || (await streamOf(joined, 'invoices')).cursor === null || !isFirst) return;
      isFirst = false;
      await startRebuild(db(), joined.scope, { streams: ['invoices'], now: joined.clock.now });
    };
    await joined.pull();
    expect(await streamOf(joined, 'invoices')).toMatchObject({ generation: 3, rebuilding: true, cursor: null });
    await joined.pull();
    expect(await streamOf(joined, 'invoices')).toMatchObject({ generation: 3, rebuilding: false });
    expect(await ids('erpInvoices')).toEqual(['1001', '1002']);
  });

  async function readOnce(count: number): Promise<Incoming> {
    const joined = await connectedErp(db());
    joined.erp.pageSize = 50;
    joined.erp.set('customers', aCustomer({ id: '1' }));
    joined.erp.set('invoices', ...invoices(count));
    await joined.pull();
    return joined;
  }
  const newTranslation = (joined: Incoming): void => void (joined.erp.streams.invoices.translationVersion = 2);

  it('drops what it did not meet, and keeps the rest readable meanwhile', async () => {
    const joined = await readOnce(100);
    joined.erp.remove('invoices', '1003', '1004');
    newTranslation(joined);
    joined.erp.pageSize = 20;
    joined.deps.slicePages = 1;
    joined.clock.now = new Date(joined.clock.now.getTime() + 1000);
    await db()('erpConnections').update({ nextPullAt: joined.clock.now });
    await pullChanges(joined.deps, joined.scope, context());
    expect(await ids('erpInvoices')).toHaveLength(100);
    await joined.pull();
    expect(await ids('erpInvoices')).toEqual(
      joined.erp
        .records('invoices')
        .map(({ id }) => id)
        .sort(),
    );
    expect(await streamOf(joined, 'invoices')).toMatchObject({ generation: 2, rebuilding: false, translationVersion: 2 });
    expect(await streamOf(joined, 'customers')).toMatchObject({ generation: 1 });
  });

  it('marks nothing when the new translation says the same', async () => {
    const joined = await readOnce(10);
    await link(joined);
    newTranslation(joined);
    await joined.pull();
    expect(await marks()).toBe(0);
  });

  it('keeps a record the new translation cannot understand', async () => {
    const joined = await readOnce(3);
    joined.erp.unreadable.set('1001', { id: erpRecordId('1001'), code: 'no_currency', params: {} });
    newTranslation(joined);
    await joined.pull();
    expect(await ids('erpInvoices')).toHaveLength(3);
  });

  it('drops nothing when many vanish at once, asks, and obeys the answer', async () => {
    const joined = await readOnce(1000);
    joined.erp.remove('invoices', ...invoices(21).map(({ id }) => id));
    newTranslation(joined);
    await joined.pull();
    expect(await ids('erpInvoices')).toHaveLength(1000);
    expect(await streamOf(joined, 'invoices')).toMatchObject({ heldRemoval: { count: 21, of: 1000 }, rebuilding: false });
    expect(await db()('problems').whereNull('resolvedAt')).toMatchObject([{ code: 'stream.many_vanished', subject: 'invoices' }]);

    await rejectRemoval(joined.deps, joined.scope, 'invoices');
    expect(await db()('problems').whereNull('resolvedAt')).toEqual([]);
    await joined.reconcile();
    expect(await ids('erpInvoices')).toHaveLength(1000);

    await confirmRemoval(joined.deps, joined.scope, 'invoices');
    await joined.reconcile();
    expect(await ids('erpInvoices')).toHaveLength(979);
    expect(await streamOf(joined, 'invoices')).toMatchObject({ heldRemoval: null });
    expect(await db()('problems').whereNull('resolvedAt')).toEqual([]);
  });

  it('believes few removals, and few among many', async () => {
    const joined = await readOnce(1100);
    joined.erp.remove('invoices', ...invoices(22).map(({ id }) => id));
    newTranslation(joined);
    await joined.pull();
    expect(await ids('erpInvoices')).toHaveLength(1078);
  });
});

describe('streams that work differently', () => {
  it('one that is read whole each time drops what it does not meet', async () => {
    const joined = await connectedErp(db());
    joined.erp.streams.customers.read = 'full';
    joined.erp.set('customers', aCustomer({ id: '1' }), aCustomer({ id: '2' }));
    await joined.pull();
    joined.erp.remove('customers', '1');
    joined.erp.set('customers', aCustomer({ id: '3' }));
    await joined.pull();
    expect(await ids('erpCustomers')).toEqual(['2', '3']);
    expect(await streamOf(joined, 'customers')).toMatchObject({ cursor: null, generation: 2 });
  });

  it('one that reports removals is believed after reading the id', async () => {
    const erp = new MemoryErp();
    erp.streams.customers.reportsDeletes = true;
    const joined = await connectedErp(db(), { erp });
    erp.set('customers', aCustomer({ id: '1' }), aCustomer({ id: '2' }));
    await joined.pull();
    erp.remove('customers', '1', '2');
    erp.set('customers', aCustomer({ id: '2', name: 'Back again' }));
    await joined.pull();
    expect(await db()('erpCustomers').select('erpId', 'name')).toEqual([{ erpId: '2', name: 'Back again' }]);
  });
});
