import { describe, expect, it } from '@jest/globals';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { reconcile } from '../../../server/sync/pull/reconcile.ts';
import { findDueWork } from '../../../server/sync/pull/schedule.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aCustomer, anInvoice, aPayment } from '../../support/erp-records.ts';
import { connectedErp, type Incoming } from '../../support/incoming.ts';

const db = useTestDatabase();
const ids = async (table: string): Promise<string[]> => (await db()(table).orderBy('erpId').select('erpId')).map(({ erpId }) => erpId);
const context = { signal: new AbortController().signal, holdsClaim: async () => true };

async function readErp(invoices = 5): Promise<Incoming> {
  const joined = await connectedErp(db());
  joined.erp.set('customers', aCustomer({ id: '1' }));
  joined.erp.set('invoices', ...Array.from({ length: invoices }, (_, n) => anInvoice({ id: `i${String(n).padStart(3, '0')}` })));
  joined.erp.set('payments', aPayment({ id: 'p1' }));
  await joined.pull();
  joined.erp.calls.length = 0;
  return joined;
}
/** Makes the ordinary reading blind to what happened until now. */
const skipChanges = () => db()('erpStreams').update({ cursor: '1000000' });

describe('the comparison of everything', () => {
  it('finds what pulling missed: new, changed and removed records', async () => {
    const joined = await readErp();
    joined.erp.pageSize = 2;
    joined.erp.set('invoices', anInvoice({ id: 'i001', status: 'paid' }), anInvoice({ id: 'new' }));
    joined.erp.remove('invoices', 'i002');
    joined.erp.remove('payments', 'p1');
    await skipChanges();
    await joined.pull();
    expect(await ids('erpInvoices')).toEqual(['i000', 'i001', 'i002', 'i003', 'i004']);
    await joined.reconcile();
    expect(await ids('erpInvoices')).toEqual(['i000', 'i001', 'i003', 'i004', 'new']);
    expect(await db()('erpInvoices').where({ erpId: 'i001' }).first()).toMatchObject({ status: 'paid' });
    expect(await ids('erpPayments')).toEqual([]);
  });

  it('reads nothing by id and writes nothing when both sides agree', async () => {
    const joined = await readErp();
    const before = await db()('erpInvoices').orderBy('erpId');
    await joined.reconcile();
    expect(joined.erp.calls.filter((call) => call.startsWith('list'))).toEqual([
      'list customers all',
      'list invoices all',
      'list payments all',
    ]);
    // The canaries are read, nothing else.
    expect(joined.erp.calls.filter((call) => call.startsWith('readByIds'))).toHaveLength(3);
    expect(await db()('erpInvoices').orderBy('erpId')).toEqual(before);
    expect([await db()('erpListed'), await db()('erpReconciles')]).toEqual([[], []]);
  });

  it('keeps a record that cannot be understood any more, and says so', async () => {
    const joined = await readErp();
    joined.erp.set('invoices', anInvoice({ id: 'i001', changeStamp: 'changed' }));
    joined.erp.unreadable.set('i001', { id: erpRecordId('i001'), code: 'no_currency', params: {} });
    await skipChanges();
    await joined.reconcile();
    expect(await ids('erpInvoices')).toContain('i001');
    expect(await db()('problems').select('code', 'subject')).toEqual([{ code: 'record.unreadable', subject: 'i001' }]);
  });

  it('drops nothing when an access right was lost', async () => {
    const joined = await readErp(60);
    const kept = joined.erp.records('invoices');
    joined.erp.remove('invoices', ...kept.map(({ id }) => id));
    await joined.reconcile();
    expect(await ids('erpInvoices')).toHaveLength(60);
    expect(await db()('problems').whereNull('resolvedAt')).toMatchObject([
      { code: 'stream.many_vanished', subject: 'invoices', params: { count: 60, of: 60 } },
    ]);
    // Given back, the question is settled by itself.
    joined.erp.set('invoices', ...kept);
    await joined.reconcile();
    expect(await db()('problems').whereNull('resolvedAt')).toEqual([]);
    expect((await db()('erpStreams').where({ stream: 'invoices' }).first()).heldRemoval).toBeNull();
  });

  it('keeps a record that appeared while the list was read', async () => {
    const joined = await readErp();
    joined.erp.pageSize = 2;
    joined.erp.before = async (call) => {
      if (call !== 'list payments all') return;
      joined.erp.before = () => undefined;
      joined.erp.set('invoices', anInvoice({ id: 'i0000' }));
      await joined.pull();
    };
    await joined.reconcile();
    expect(await ids('erpInvoices')).toContain('i0000');
  });

  it('goes on where the last slice stood', async () => {
    const joined = await readErp(9);
    joined.erp.pageSize = 2;
    joined.deps.slicePages = 2;
    joined.erp.remove('invoices', 'i004');
    await joined.reconcile();
    expect(await ids('erpInvoices')).toHaveLength(8);
    expect(joined.erp.calls.filter((call) => call === 'list invoices all')).toHaveLength(4);
  });
});

describe('customers that the ERP merged', () => {
  /** Two customers with an invoice each; the first is linked to H1. */
  async function twoCustomers(): Promise<Incoming> {
    const joined = await connectedErp(db());
    joined.erp.set('customers', aCustomer({ id: '1' }), aCustomer({ id: '2' }), aCustomer({ id: '3' }));
    joined.erp.set('invoices', anInvoice({ id: 'a', customerId: '1' }), anInvoice({ id: 'b', customerId: '2' }));
    joined.erp.set('payments', aPayment({ id: 'p', customerId: '1' }));
    await joined.pull();
    await link(joined, '1', 'H1');
    return joined;
  }
  const link = ({ scope }: Incoming, customerId: string, recordId: string) =>
    db()('links').insert({ ...scope, objectType: 'companies', customerId, recordId, state: 'active', rule: 'person' });
  const links = () => db()('links').orderBy('customerId').select('customerId', 'recordId', 'rule');

  /** The ERP moves no change time, so ordinary reading learns nothing of it. */
  async function merge(joined: Incoming, into: { a?: string; p?: string }): Promise<void> {
    joined.erp.remove('customers', '1');
    if (into.a) joined.erp.set('invoices', anInvoice({ id: 'a', customerId: into.a }));
    if (into.p) joined.erp.set('payments', aPayment({ id: 'p', customerId: into.p }));
    await skipChanges();
    await db()('targets').delete();
    await joined.reconcile();
  }

  it('hand their links on with their documents', async () => {
    const joined = await twoCustomers();
    await merge(joined, { a: '2', p: '2' });
    expect(await links()).toEqual([{ customerId: '2', recordId: 'H1', rule: 'person' }]);
    expect(await db()('customerMatches').where({ customerId: '2' })).toMatchObject([{ state: 'linked' }]);
    expect(await db()('customerMatches').where({ customerId: '1' })).toEqual([]);
    expect(await db()('erpInvoices').where({ erpId: 'a' }).first()).toMatchObject({ customerId: '2', organisationId: '2' });
    expect(await db()('targets').select('recordId')).toEqual([{ recordId: 'H1' }]);
    expect(joined.enqueued).toContain('push');
  });

  it('leave the record of the other one alone, and their own empty', async () => {
    const joined = await twoCustomers();
    await link(joined, '2', 'H2');
    await merge(joined, { a: '2', p: '2' });
    expect(await links()).toEqual([{ customerId: '2', recordId: 'H2', rule: 'person' }]);
    expect(await db()('targets').orderBy('recordId').select('recordId')).toEqual([{ recordId: 'H1' }, { recordId: 'H2' }]);
  });

  const moveDocuments = (joined: Incoming): void => {
    joined.erp.set('invoices', anInvoice({ id: 'a', customerId: '2' }));
    joined.erp.set('payments', aPayment({ id: 'p', customerId: '2' }));
  };
  const ORDERS: [string, (joined: Incoming) => Promise<void>][] = [
    [
      'the documents were met first, by ordinary reading',
      async (joined) => {
        moveDocuments(joined);
        await joined.pull();
        joined.erp.remove('customers', '1');
        await joined.reconcile();
      },
    ],
    [
      'the documents were met first, by the hourly comparison',
      async (joined) => {
        moveDocuments(joined);
        await skipChanges();
        await joined.reconcile('hourly');
        joined.erp.remove('customers', '1');
        await joined.reconcile();
      },
    ],
    [
      'the customer was met first',
      async (joined) => {
        joined.erp.remove('customers', '1');
        await joined.reconcile();
        expect((await links())[0]).toMatchObject({ customerId: '1', recordId: 'H1' });
        moveDocuments(joined);
        await joined.pull();
        await joined.reconcile('hourly');
      },
    ],
  ];

  it.each(ORDERS)('hand their links on where %s', async (_, happen) => {
    const joined = await twoCustomers();
    await happen(joined);
    expect(await links()).toEqual([{ customerId: '2', recordId: 'H1', rule: 'person' }]);
    expect(await db()('targets').where({ recordId: 'H1' })).toHaveLength(1);
  });

  it.each(ORDERS)('leave the record of the other one alone where %s', async (_, happen) => {
    const joined = await twoCustomers();
    await link(joined, '2', 'H2');
    await happen(joined);
    expect(await links()).toEqual([{ customerId: '2', recordId: 'H2', rule: 'person' }]);
    expect(await db()('targets').orderBy('recordId').select('recordId')).toEqual([{ recordId: 'H1' }, { recordId: 'H2' }]);
  });

  it('are not taken for merged where a document was corrected long before they were deleted', async () => {
    const joined = await twoCustomers();
    moveDocuments(joined);
    joined.erp.set('invoices', anInvoice({ id: 'c', customerId: '1' }));
    await joined.pull();
    joined.erp.remove('customers', '1');
    await joined.reconcile();
    expect(await links()).toEqual([{ customerId: '1', recordId: 'H1', rule: 'person' }]);
  });

  it.each([
    ['their documents went to several', { a: '2', p: '3' }],
    ['they were deleted without a trace', {}],
  ])('stay linked as they were where %s', async (_why, into) => {
    const joined = await twoCustomers();
    await merge(joined, into);
    expect(await links()).toEqual([{ customerId: '1', recordId: 'H1', rule: 'person' }]);
  });

  it('stay apart where a person refused the other one', async () => {
    const joined = await twoCustomers();
    const refused = { ...joined.scope, objectType: 'companies', customerId: '2', recordId: 'H1', refusedBy: 4 };
    await db()('refusedMatches').insert(refused);
    await merge(joined, { a: '2', p: '2' });
    expect(await links()).toEqual([{ customerId: '1', recordId: 'H1', rule: 'person' }]);
  });
});

describe('the hourly comparison', () => {
  it('removes drafts that were deleted', async () => {
    const joined = await readErp();
    joined.erp.set('invoices', anInvoice({ id: 'd1', status: 'draft' }), anInvoice({ id: 'd2', status: 'draft' }));
    await joined.pull();
    joined.erp.remove('invoices', 'd1');
    await joined.reconcile('hourly');
    expect(await ids('erpInvoices')).toEqual(['d2', 'i000', 'i001', 'i002', 'i003', 'i004']);
  });

  it('looks at the last day and at what is unsettled', async () => {
    const joined = await readErp();
    joined.erp.set('invoices', anInvoice({ id: 'i001', status: 'paid' }));
    await skipChanges();
    await joined.reconcile('hourly');
    expect(await db()('erpInvoices').where({ erpId: 'i001' }).first()).toMatchObject({ status: 'paid' });
    expect(joined.erp.calls.filter((call) => call.startsWith('list'))).toEqual([
      'list customers changedSince',
      'list invoices changedSince',
      'list payments changedSince',
      'list invoices unsettled',
      'list payments unsettled',
    ]);
  });

  it('settles no question about records that vanished in the night', async () => {
    const joined = await readErp(60);
    joined.erp.remove('invoices', ...joined.erp.records('invoices').map(({ id }) => id));
    await joined.reconcile();
    await db()('erpInvoices').update({ status: 'paid' });
    await joined.reconcile('hourly');
    expect((await db()('erpStreams').where({ stream: 'invoices' }).first()).heldRemoval).toMatchObject({ count: 60 });
  });

  it('is due an hour after the last, the other once a night, and a person may ask at any time', async () => {
    const joined = await readErp();
    const dueAfter = async (minutes: number): Promise<boolean> =>
      (await findDueWork(db(), new Date(joined.clock.now.getTime() + minutes * 60_000))).reconciles.length > 0;
    // The first reading was complete.
    expect([await dueAfter(0), await dueAfter(50), await dueAfter(70)]).toEqual([false, false, true]);
    const nextNight = 18 * 60 + 1;
    joined.clock.now = new Date(joined.clock.now.getTime() + nextNight * 60_000);
    await reconcile(joined.deps, joined.scope, context);
    expect(joined.erp.calls).toContain('list invoices all');
    joined.erp.calls.length = 0;
    expect(await reconcile(joined.deps, joined.scope, context)).toBe('done');
    expect(joined.erp.calls).toEqual([]);
    joined.clock.now = new Date(joined.clock.now.getTime() + 5 * 60_000);
    await reconcile(joined.deps, joined.scope, context);
    expect(joined.erp.calls).toContain('list invoices changedSince');
  });

  it('waits until everything was read once', async () => {
    const joined = await connectedErp(db());
    expect((await findDueWork(db(), joined.clock.now)).reconciles).toEqual([]);
  });
});
