import { describe, expect, it } from '@jest/globals';
import { ReconnectError, RetryLaterError, TransientError } from '../../server/errors.ts';
import { erpRecordId } from '../../server/ids.ts';
import { pullChanges } from '../../server/sync/pull.ts';
import { findDueWork } from '../../server/sync/schedule.ts';
import { confirmRemoval, keepVanished } from '../../server/sync/removals.ts';
import { useTestDatabase } from '../support/database.ts';
import { aCustomer, anInvoice, aPayment } from '../support/erp-records.ts';
import { MemoryErp } from '../support/erp.ts';
import { connectedErp, type Incoming } from '../support/incoming.ts';

const db = useTestDatabase();
const ids = async (table: string): Promise<string[]> => (await db()(table).orderBy('erpId').select('erpId')).map(({ erpId }) => erpId);
const streamOf = ({ of }: Incoming, stream: string) =>
  db()('erpStreams')
    .where({ ...of, stream })
    .first();
const connectionOf = ({ of }: Incoming) => db()('erpConnections').where({ portalId: of.portalId, id: of.connectionId }).first();
const context = (holdsClaim = true) => ({ signal: new AbortController().signal, holdsClaim: async () => holdsClaim });
const invoices = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    anInvoice({ id: String(1000 + i), createdAt: new Date(Date.UTC(2026, 9, 1) + i * 60_000).toISOString() }),
  );

/** A linked company, so that marks can be counted. */
async function link({ of }: Incoming, customerId = '1'): Promise<void> {
  await db()('links').insert({ ...of, objectType: 'companies', customerId, recordId: `hs-${customerId}`, state: 'active', rule: 'person' });
}
const marks = async (): Promise<number> => Number((await db()('targets').sum({ due: 'dueRevision' }).first())?.due ?? 0);

describe('pull', () => {
  it('reads every stream to the end, in any order of dependence', async () => {
    const it = await connectedErp(db());
    it.erp.pageSize = 2;
    // The payment was booked first, then its invoice, then the customer.
    it.erp.set('payments', aPayment({ id: 'p1', allocations: [] }));
    it.erp.set('invoices', ...invoices(5));
    it.erp.set('customers', aCustomer({ id: '1' }));
    await it.pull();
    expect([await ids('erpCustomers'), (await ids('erpInvoices')).length, await ids('erpPayments')]).toEqual([['1'], 5, ['p1']]);
    const states = await db()('erpStreams').select();
    expect(states.every((state) => !state.rebuilding && state.firstCompletedAt !== null)).toBe(true);
    expect(it.kicks).toEqual(['match', 'push']);
  });

  it('comes to rest: reading everything once more touches nothing', async () => {
    const it = await connectedErp(db());
    await link(it);
    it.erp.set('customers', aCustomer({ id: '1' }));
    it.erp.set('invoices', ...invoices(3));
    await it.pull();
    const before = await marks();
    expect(before).toBeGreaterThan(0);
    await db()('erpStreams').update({ cursor: null });
    await it.pull();
    await it.reconcile();
    expect(await marks()).toBe(before);
  });

  it('repeats a page after a crash between rows and cursor, and leaves none out', async () => {
    const it = await connectedErp(db());
    it.erp.pageSize = 2;
    it.erp.set('invoices', ...invoices(7));
    let crashes = 3;
    const kick = it.deps.kick;
    // Complete already, so that each page kicks: the last statement before the commit fails.
    await it.pull();
    await link(it);
    it.erp.set('invoices', ...invoices(7).map((invoice) => ({ ...invoice, number: 'changed' })));
    it.deps.kick = async (...args) => {
      if (crashes-- > 0) throw new Error('killed');
      await kick(...args);
    };
    for (let i = 0; i < 3; i++) await expect(it.pull()).rejects.toThrow('killed');
    expect(await db()('erpInvoices').where({ number: 'changed' })).toHaveLength(0);
    await it.pull();
    expect(await db()('erpInvoices').where({ number: 'changed' })).toHaveLength(7);
  });

  it('throws away what it read when another worker has taken the job over', async () => {
    const it = await connectedErp(db());
    it.erp.set('customers', aCustomer({ id: '1' }));
    expect(await pullChanges(it.deps, it.of, context(false))).toBe('done');
    expect(await ids('erpCustomers')).toEqual([]);
  });

  it('throws away a page when another worker moved the cursor meanwhile', async () => {
    const it = await connectedErp(db());
    it.erp.set('customers', aCustomer({ id: '1' }));
    it.erp.before = async (call) => {
      if (call === 'readPage customers') await db()('erpStreams').where({ stream: 'customers' }).update({ cursor: '99' });
    };
    await it.pull();
    expect(await ids('erpCustomers')).toEqual([]);
    expect(await streamOf(it, 'customers')).toMatchObject({ cursor: '99', completedAt: null });
  });

  it('works in slices and goes on where it stood', async () => {
    const it = await connectedErp(db());
    it.deps.slicePages = 2;
    it.erp.pageSize = 1;
    it.erp.set('invoices', ...invoices(6));
    expect(await pullChanges(it.deps, it.of, context())).toEqual({ againAfterMs: 0 });
    await it.pull();
    expect(await ids('erpInvoices')).toHaveLength(6);
  });

  it('asks a quiet ERP less often and a busy one every minute', async () => {
    const it = await connectedErp(db());
    it.erp.set('customers', aCustomer({ id: '1' }));
    const waits: number[] = [];
    const wait = async (): Promise<void> => {
      await it.pull();
      waits.push(((await connectionOf(it)).nextPullAt.getTime() - it.clock.now.getTime()) / 60_000);
    };
    for (let i = 0; i < 6; i++) await wait();
    it.erp.set('customers', aCustomer({ id: '2' }));
    await wait();
    expect(waits).toEqual([1, 2, 4, 8, 15, 15, 1]);
  });

  it('lists what the ERP answers in a way nobody understands, and forgets it when it is understood', async () => {
    const it = await connectedErp(db());
    it.erp.set('invoices', ...invoices(2));
    it.erp.unreadable.set('1000', { id: erpRecordId('1000'), code: 'no_currency', params: {} });
    await it.pull();
    expect(await ids('erpInvoices')).toEqual(['1001']);
    expect(await db()('problems').whereNull('resolvedAt')).toMatchObject([
      { code: 'record.unreadable', subjectKind: 'invoice', subject: '1000', params: { reason: 'no_currency' } },
    ]);
    it.erp.unreadable.clear();
    it.erp.set('invoices', anInvoice({ id: '1000' }));
    await it.pull();
    expect(await db()('problems').whereNull('resolvedAt')).toEqual([]);
  });
});

describe('an ERP that fails', () => {
  it('is left alone for longer and longer, told about once it is no hiccup, and welcome again', async () => {
    const it = await connectedErp(db());
    it.erp.before = () => {
      throw new TransientError('no answer', { code: 'erp.unreachable' });
    };
    const waits: number[] = [];
    for (let i = 0; i < 4; i++) {
      const outcome = await pullChanges(it.deps, it.of, context());
      waits.push(outcome === 'done' ? 0 : outcome.againAfterMs);
      expect((await connectionOf(it)).unreachableSince === null).toBe(i < 2);
      it.clock.now = new Date(it.clock.now.getTime() + waits[i]!);
    }
    expect(waits.every((wait, i) => i === 0 || wait > waits[i - 1]!)).toBe(true);
    expect(await db()('problems').whereNull('resolvedAt')).toMatchObject([{ code: 'connection.unreachable', occurrences: 2 }]);
    it.erp.before = () => undefined;
    await it.pull();
    expect(await connectionOf(it)).toMatchObject({ failures: 0, unreachableSince: null, lastError: null });
    expect(await db()('problems').whereNull('resolvedAt')).toEqual([]);
  });

  it('is not called before the time it asked for', async () => {
    const it = await connectedErp(db());
    const retryAt = new Date(it.clock.now.getTime() + 90_000);
    it.erp.before = () => {
      throw new RetryLaterError('slow down', { code: 'erp.rate_limited', retryAt });
    };
    expect(await pullChanges(it.deps, it.of, context())).toEqual({ againAfterMs: 90_000 });
    const calls = it.erp.calls.length;
    expect(await pullChanges(it.deps, it.of, context())).toEqual({ againAfterMs: 90_000 });
    expect(it.erp.calls).toHaveLength(calls);
    expect((await findDueWork(db(), it.clock.now)).pulls).toEqual([]);
    expect((await findDueWork(db(), retryAt)).pulls).toEqual([it.of]);
  });

  it('is not knocked at every few seconds when we are at fault', async () => {
    const it = await connectedErp(db());
    it.erp.before = () => {
      throw new RangeError('a bug of ours');
    };
    for (let i = 0; i < 4; i++) await expect(it.pull()).rejects.toThrow('a bug of ours');
    expect((await findDueWork(db(), it.clock.now)).pulls).toEqual([]);
    expect(await db()('problems').whereNull('resolvedAt')).toMatchObject([{ code: 'connection.failing' }]);
    it.erp.before = () => undefined;
    it.clock.now = new Date(it.clock.now.getTime() + 15 * 60_000);
    await it.pull();
    expect(await db()('problems').whereNull('resolvedAt')).toEqual([]);
  });

  it('pauses when an administrator has to act, and says why', async () => {
    const it = await connectedErp(db());
    it.erp.before = () => {
      throw new ReconnectError('no', { code: 'erp.access_denied', params: { model: 'invoices' } });
    };
    await it.pull();
    expect(await connectionOf(it)).toMatchObject({
      status: 'paused',
      pausedCode: 'erp.access_denied',
      pausedParams: { model: 'invoices' },
    });
    expect(await db()('problems').whereNull('resolvedAt')).toMatchObject([{ code: 'erp.access_denied', subjectKind: 'connection' }]);
  });
});

describe('a rebuild', () => {
  async function readOnce(count: number): Promise<Incoming> {
    const it = await connectedErp(db());
    it.erp.pageSize = 50;
    it.erp.set('customers', aCustomer({ id: '1' }));
    it.erp.set('invoices', ...invoices(count));
    await it.pull();
    return it;
  }
  const newTranslation = (it: Incoming): void => void (it.definition.translationVersion.invoices = 2);

  it('drops what it did not meet, and keeps the rest readable meanwhile', async () => {
    const it = await readOnce(100);
    it.erp.remove('invoices', '1003', '1004');
    newTranslation(it);
    it.erp.pageSize = 20;
    it.deps.slicePages = 1;
    it.clock.now = new Date(it.clock.now.getTime() + 1000);
    await db()('erpConnections').update({ nextPullAt: it.clock.now });
    await pullChanges(it.deps, it.of, context());
    expect(await ids('erpInvoices')).toHaveLength(100);
    await it.pull();
    expect(await ids('erpInvoices')).toEqual(
      it.erp
        .records('invoices')
        .map(({ id }) => id)
        .sort(),
    );
    expect(await streamOf(it, 'invoices')).toMatchObject({ generation: 2, rebuilding: false, translationVersion: 2 });
    expect(await streamOf(it, 'customers')).toMatchObject({ generation: 1 });
  });

  it('marks nothing when the new translation says the same', async () => {
    const it = await readOnce(10);
    await link(it);
    newTranslation(it);
    await it.pull();
    expect(await marks()).toBe(0);
  });

  it('keeps a record the new translation cannot understand', async () => {
    const it = await readOnce(3);
    it.erp.unreadable.set('1001', { id: erpRecordId('1001'), code: 'no_currency', params: {} });
    newTranslation(it);
    await it.pull();
    expect(await ids('erpInvoices')).toHaveLength(3);
  });

  it('drops nothing when many vanish at once, asks, and obeys the answer', async () => {
    const it = await readOnce(1000);
    it.erp.remove('invoices', ...invoices(21).map(({ id }) => id));
    newTranslation(it);
    await it.pull();
    expect(await ids('erpInvoices')).toHaveLength(1000);
    expect(await streamOf(it, 'invoices')).toMatchObject({ heldRemoval: { count: 21, of: 1000 }, rebuilding: false });
    expect(await db()('problems').whereNull('resolvedAt')).toMatchObject([{ code: 'stream.many_vanished', subject: 'invoices' }]);

    await keepVanished(it.deps, it.of, 'invoices');
    expect(await db()('problems').whereNull('resolvedAt')).toEqual([]);
    await it.reconcile();
    expect(await ids('erpInvoices')).toHaveLength(1000);

    await confirmRemoval(it.deps, it.of, 'invoices');
    await it.reconcile();
    expect(await ids('erpInvoices')).toHaveLength(979);
    expect(await streamOf(it, 'invoices')).toMatchObject({ heldRemoval: null });
    expect(await db()('problems').whereNull('resolvedAt')).toEqual([]);
  });

  it('believes few removals, and few among many', async () => {
    const it = await readOnce(1100);
    it.erp.remove('invoices', ...invoices(22).map(({ id }) => id));
    newTranslation(it);
    await it.pull();
    expect(await ids('erpInvoices')).toHaveLength(1078);
  });
});

describe('streams that work differently', () => {
  it('one that is read whole each time drops what it does not meet', async () => {
    const it = await connectedErp(db());
    it.erp.streams.customers.read = 'full';
    it.erp.set('customers', aCustomer({ id: '1' }), aCustomer({ id: '2' }));
    await it.pull();
    it.erp.remove('customers', '1');
    it.erp.set('customers', aCustomer({ id: '3' }));
    await it.pull();
    expect(await ids('erpCustomers')).toEqual(['2', '3']);
    expect(await streamOf(it, 'customers')).toMatchObject({ cursor: null, generation: 2 });
  });

  it('one that reports removals is believed after reading the id', async () => {
    const erp = new MemoryErp();
    erp.streams.customers.reportsDeletes = true;
    const it = await connectedErp(db(), { erp });
    erp.set('customers', aCustomer({ id: '1' }), aCustomer({ id: '2' }));
    await it.pull();
    erp.remove('customers', '1', '2');
    erp.set('customers', aCustomer({ id: '2', name: 'Back again' }));
    await it.pull();
    expect(await db()('erpCustomers').select('erpId', 'name')).toEqual([{ erpId: '2', name: 'Back again' }]);
  });
});
