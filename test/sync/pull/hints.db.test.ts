import { describe, expect, it } from '@jest/globals';
import { erpRecordId, recordId } from '../../../server/shared/ids.ts';
import { insertHints, queueHints, READ_NOW, type Hint } from '../../../server/sync/pull/hint-queue.ts';
import { refreshRecord } from '../../../server/sync/pull/hints.ts';
import { markRecordsDue } from '../../../server/sync/shared/targets.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aCustomer, anInvoice, aPayment } from '../../support/erp-records.ts';
import { eventually } from '../../support/eventually.ts';
import { connectedErp, type Incoming } from '../../support/incoming.ts';

const db = useTestDatabase();
const invoice = (id: string): Hint => ({ stream: 'invoices', id: erpRecordId(id) });
const announce = (joined: Incoming, ...hints: Hint[]) =>
  db().transaction((trx) => queueHints(trx, joined.scope, { enqueue: joined.deps.enqueue, hints, now: joined.clock.now }));
const pass = ({ clock }: Incoming, seconds: number): void => void (clock.now = new Date(clock.now.getTime() + seconds * 1000));
const statusOf = async (id: string): Promise<unknown> => (await db()('erpInvoices').where({ erpId: id }).first())?.status;

async function readErp(): Promise<Incoming> {
  const joined = await connectedErp(db());
  joined.erp.set('customers', aCustomer({ id: '1' }));
  joined.erp.set('invoices', anInvoice({ id: 'i1' }), anInvoice({ id: 'i2' }));
  await joined.pull();
  joined.erp.calls.length = 0;
  return joined;
}

describe('a hint', () => {
  it('is read after a second and once more after ten, and moves no cursor', async () => {
    const joined = await readErp();
    const cursors = await db()('erpStreams').orderBy('stream').select('stream', 'cursor');
    await announce(joined, invoice('i1'));
    expect(await joined.hint()).toEqual({ againAfterMs: 1000 });
    expect(joined.erp.calls).toEqual([]);
    pass(joined, 1);
    joined.erp.set('invoices', anInvoice({ id: 'i1', status: 'partially_paid', open: '50.00' }));
    expect(await joined.hint()).toEqual({ againAfterMs: 9000 });
    expect(await statusOf('i1')).toBe('partially_paid');
    // The ERP had announced before it committed: only the second look sees the end.
    joined.erp.set('invoices', anInvoice({ id: 'i1', status: 'paid' }));
    pass(joined, 9);
    expect(await joined.hint()).toBe('done');
    expect(await statusOf('i1')).toBe('paid');
    expect(await db()('erpStreams').orderBy('stream').select('stream', 'cursor')).toEqual(cursors);
  });

  it('repeated while it waits is one reading, with a later second look', async () => {
    const joined = await readErp();
    await announce(joined, invoice('i1'), invoice('i1'));
    pass(joined, 0.5);
    await announce(joined, invoice('i1'));
    pass(joined, 0.5);
    await joined.hint();
    expect(joined.erp.calls.filter((call) => call === 'readByIds invoices')).toHaveLength(1);
    expect(await joined.hint()).toEqual({ againAfterMs: 9500 });
  });

  it('that comes while its record is read is not lost', async () => {
    const joined = await readErp();
    await announce(joined, invoice('i1'));
    pass(joined, 1);
    let isFirst = true;
    joined.erp.before = async (call) => {
      if (call !== 'readByIds invoices' || !isFirst) return;
      isFirst = false;
      pass(joined, 0.01);
      await db()('erpHints').update({ dueAt: joined.clock.now });
    };
    await joined.hint();
    expect(joined.erp.calls.filter((call) => call === 'readByIds invoices')).toHaveLength(2);
  });

  it('that comes again while its record is read is read again, even if it was due already', async () => {
    const joined = await readErp();
    await announce(joined, invoice('i1'));
    pass(joined, 1);
    let isFirst = true;
    joined.erp.before = async (call) => {
      if (call !== 'readByIds invoices' || !isFirst) return;
      isFirst = false;
      await announce(joined, invoice('i1'));
    };
    await joined.hint();
    expect(joined.erp.calls.filter((call) => call === 'readByIds invoices')).toHaveLength(2);
  });

  it('of a record that cannot be understood says so and keeps what it was', async () => {
    const joined = await readErp();
    joined.erp.unreadable.set('i2', { id: erpRecordId('i2'), code: 'no_currency', params: {} });
    await announce(joined, invoice('i2'));
    pass(joined, 1);
    await joined.hint();
    pass(joined, 9);
    await joined.hint();
    expect(await statusOf('i2')).toBe('open');
    expect(await db()('problems').select('code', 'subject')).toEqual([{ code: 'record.unreadable', subject: 'i2' }]);
  });

  it('of a record that is gone removes it at the second look, not at the first', async () => {
    const joined = await readErp();
    joined.erp.remove('invoices', 'i2');
    await announce(joined, invoice('i2'), invoice('never existed'));
    pass(joined, 1);
    await joined.hint();
    expect(await statusOf('i2')).toBe('open');
    pass(joined, 9);
    await joined.hint();
    expect(await statusOf('i2')).toBeUndefined();
    expect(await statusOf('i1')).toBe('open');
  });

  it('of very many records that are gone removes none and asks', async () => {
    const joined = await connectedErp(db());
    const many = Array.from({ length: 60 }, (_, n) => anInvoice({ id: `m${n}` }));
    joined.erp.set('invoices', ...many);
    await joined.pull();
    joined.erp.remove('invoices', ...many.slice(0, 30).map(({ id }) => id));
    await announce(joined, ...many.slice(0, 30).map(({ id }) => ({ stream: 'invoices' as const, id })));
    pass(joined, 10);
    await joined.hint();
    expect(await db()('erpInvoices')).toHaveLength(60);
    expect(await db()('problems').whereNull('resolvedAt')).toMatchObject([{ code: 'stream.many_vanished' }]);
  });

  it('marks what it changed as live', async () => {
    const joined = await readErp();
    await db()('links').insert({
      ...joined.scope,
      objectType: 'companies',
      customerId: '1',
      recordId: 'hs-1',
      state: 'active',
      rule: 'person',
    });
    await announce(joined, invoice('i1'));
    joined.erp.set('invoices', anInvoice({ id: 'i1', status: 'paid' }));
    pass(joined, 1);
    await joined.hint();
    expect(await db()('targets')).toMatchObject([{ objectType: 'companies', recordId: 'hs-1', priority: 1 }]);
    expect(joined.enqueued.at(-1)).toBe('push');
  });
});

describe('readings beside each other', () => {
  it('leave the newer one standing: what was overtaken is read again', async () => {
    const joined = await readErp();
    joined.erp.set('invoices', anInvoice({ id: 'i1', status: 'open', reference: 'changed' }));
    // While the page with the open invoice is on its way, it is paid, announced and read.
    const readPage = joined.erp.readPage.bind(joined.erp);
    joined.erp.readPage = async (stream, cursor) => {
      const page = await readPage(stream, cursor);
      if (stream !== 'invoices') return page;
      joined.erp.readPage = readPage;
      joined.erp.set('invoices', anInvoice({ id: 'i1', status: 'paid' }));
      pass(joined, 1);
      await announce(joined, invoice('i1'));
      pass(joined, 1);
      await joined.hint();
      return page;
    };
    await joined.pull();
    expect(await statusOf('i1')).toBe('paid');
    expect(joined.enqueued).toContain('hint');
    await joined.hint();
    expect(await statusOf('i1')).toBe('paid');
    expect(await db()('erpHints').where({ pass: 1 })).toEqual([]);
  });

  it('lock no hint while they wait for a record that another transaction marks, which then hints too', async () => {
    const joined = await readErp();
    const { portalId } = joined.scope;
    await db()('links').insert({
      ...joined.scope,
      ...{ objectType: 'companies', customerId: '1', recordId: 'hs-1', rule: 'person', state: 'active', linkedAt: joined.clock.now },
    });
    await announce(joined, invoice('i1'));
    joined.erp.set('invoices', anInvoice({ id: 'i1', status: 'paid' }));
    pass(joined, 1);
    const record = { objectType: 'companies', recordId: recordId('hs-1') } as const;
    const [reading] = await db().transaction(async (trx) => {
      await markRecordsDue(trx, portalId, [record], { priority: 1, now: joined.clock.now });
      const started = joined.hint();
      const { rows: own } = await trx.raw('select pg_backend_pid() as pid');
      await eventually(async () => {
        const { rows } = await db().raw('select 1 from pg_stat_activity where ? = any(pg_blocking_pids(pid))', [own[0].pid]);
        expect(rows).toHaveLength(1);
      });
      await trx.raw('select 1 from erp_hints for update nowait');
      await insertHints(trx, joined.scope, { hints: [invoice('i1')], passes: READ_NOW, now: joined.clock.now });
      return [started];
    });
    await reading;
    expect(joined.erp.calls.filter((call) => call === 'readByIds invoices')).toHaveLength(2);
  });

  it('bring a pull soon: whoever announces one change has made others too', async () => {
    const joined = await readErp();
    await db()('erpConnections').update({ nextPullAt: new Date(joined.clock.now.getTime() + 900_000), quietPulls: 5 });
    await announce(joined, invoice('i1'));
    joined.erp.set('invoices', anInvoice({ id: 'i1', status: 'paid' }));
    pass(joined, 1);
    await joined.hint();
    const { nextPullAt, quietPulls } = await db()('erpConnections').first();
    expect([nextPullAt.getTime() - joined.clock.now.getTime(), quietPulls]).toEqual([10_000, 0]);
  });
});

describe('refresh', () => {
  it('reads the record’s customers and documents now, and then whatever is new', async () => {
    const joined = await readErp();
    joined.erp.set('payments', aPayment({ id: 'p1' }));
    await joined.pull();
    joined.erp.set('customers', aCustomer({ id: '1', name: 'Renamed' }));
    joined.erp.set('invoices', anInvoice({ id: 'i1', status: 'paid' }));
    await refreshRecord(joined.deps, joined.scope, [erpRecordId('1')]);
    expect(joined.enqueued.slice(-2)).toEqual(['hint', 'pull']);
    expect(await joined.hint()).toBe('done');
    expect(await statusOf('i1')).toBe('paid');
    expect(await db()('erpCustomers')).toMatchObject([{ name: 'Renamed' }]);
    expect((await db()('erpConnections').first()).nextPullAt).toEqual(joined.clock.now);
  });

  it('pressed again and again asks the ERP now, and once more after some seconds', async () => {
    const joined = await readErp();
    for (let times = 0; times < 5; times++) await refreshRecord(joined.deps, joined.scope, [erpRecordId('1')]);
    expect(joined.enqueued.filter((name) => name === 'pull')).toHaveLength(2);
    expect((await db()('erpConnections').first()).nextPullAt.getTime() - joined.clock.now.getTime()).toBe(3_000);
    pass(joined, 6);
    await refreshRecord(joined.deps, joined.scope, [erpRecordId('1')]);
    expect((await db()('erpConnections').first()).nextPullAt).toEqual(joined.clock.now);
  });

  it('removes a draft that was deleted, at a second look', async () => {
    const joined = await readErp();
    joined.erp.set('invoices', anInvoice({ id: 'd1', status: 'draft' }));
    await joined.pull();
    joined.erp.remove('invoices', 'd1');
    await refreshRecord(joined.deps, joined.scope, [erpRecordId('1')]);
    expect(await joined.hint()).toEqual({ againAfterMs: 10_000 });
    expect(await statusOf('d1')).toBe('draft');
    pass(joined, 10);
    await joined.hint();
    expect(await statusOf('d1')).toBeUndefined();
  });
});
