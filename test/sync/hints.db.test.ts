import { describe, expect, it } from '@jest/globals';
import { erpRecordId } from '../../server/ids.ts';
import { queueHints, refreshRecord, type Hint } from '../../server/sync/hints.ts';
import { useTestDatabase } from '../support/database.ts';
import { aCustomer, anInvoice, aPayment } from '../support/erp-records.ts';
import { connectedErp, type Incoming } from '../support/incoming.ts';

const db = useTestDatabase();
const invoice = (id: string): Hint => ({ stream: 'invoices', id: erpRecordId(id) });
const announce = (it: Incoming, ...hints: Hint[]) => db().transaction((trx) => queueHints(trx, it.deps.kick, it.of, hints, it.clock.now));
const pass = ({ clock }: Incoming, seconds: number): void => void (clock.now = new Date(clock.now.getTime() + seconds * 1000));
const statusOf = async (id: string): Promise<unknown> => (await db()('erpInvoices').where({ erpId: id }).first())?.status;

async function readErp(): Promise<Incoming> {
  const it = await connectedErp(db());
  it.erp.set('customers', aCustomer({ id: '1' }));
  it.erp.set('invoices', anInvoice({ id: 'i1' }), anInvoice({ id: 'i2' }));
  await it.pull();
  it.erp.calls.length = 0;
  return it;
}

describe('a hint', () => {
  it('is read after a second and once more after ten, and moves no cursor', async () => {
    const it = await readErp();
    const cursors = await db()('erpStreams').orderBy('stream').select('stream', 'cursor');
    await announce(it, invoice('i1'));
    expect(await it.hint()).toEqual({ againAfterMs: 1000 });
    expect(it.erp.calls).toEqual([]);
    pass(it, 1);
    it.erp.set('invoices', anInvoice({ id: 'i1', status: 'partially_paid', open: '50.00' }));
    expect(await it.hint()).toEqual({ againAfterMs: 9000 });
    expect(await statusOf('i1')).toBe('partially_paid');
    // The ERP had announced before it committed: only the second look sees the end.
    it.erp.set('invoices', anInvoice({ id: 'i1', status: 'paid' }));
    pass(it, 9);
    expect(await it.hint()).toBe('done');
    expect(await statusOf('i1')).toBe('paid');
    expect(await db()('erpStreams').orderBy('stream').select('stream', 'cursor')).toEqual(cursors);
  });

  it('repeated while it waits is one reading, with a later second look', async () => {
    const it = await readErp();
    await announce(it, invoice('i1'), invoice('i1'));
    pass(it, 0.5);
    await announce(it, invoice('i1'));
    pass(it, 0.5);
    await it.hint();
    expect(it.erp.calls.filter((call) => call === 'readByIds invoices')).toHaveLength(1);
    expect(await it.hint()).toEqual({ againAfterMs: 9500 });
  });

  it('that comes while its record is read is not lost', async () => {
    const it = await readErp();
    await announce(it, invoice('i1'));
    pass(it, 1);
    let isFirst = true;
    it.erp.before = async (call) => {
      if (call !== 'readByIds invoices' || !isFirst) return;
      isFirst = false;
      pass(it, 0.01);
      await db()('erpHints').update({ dueAt: it.clock.now });
    };
    await it.hint();
    expect(it.erp.calls.filter((call) => call === 'readByIds invoices')).toHaveLength(2);
  });

  it('of a record that is gone removes it at the second look, not at the first', async () => {
    const it = await readErp();
    it.erp.remove('invoices', 'i2');
    await announce(it, invoice('i2'), invoice('never existed'));
    pass(it, 1);
    await it.hint();
    expect(await statusOf('i2')).toBe('open');
    pass(it, 9);
    await it.hint();
    expect(await statusOf('i2')).toBeUndefined();
    expect(await statusOf('i1')).toBe('open');
  });

  it('of very many records that are gone removes none and asks', async () => {
    const it = await connectedErp(db());
    const many = Array.from({ length: 60 }, (_, n) => anInvoice({ id: `m${n}` }));
    it.erp.set('invoices', ...many);
    await it.pull();
    it.erp.remove('invoices', ...many.slice(0, 30).map(({ id }) => id));
    await announce(it, ...many.slice(0, 30).map(({ id }) => ({ stream: 'invoices' as const, id })));
    pass(it, 10);
    await it.hint();
    expect(await db()('erpInvoices')).toHaveLength(60);
    expect(await db()('problems').whereNull('resolvedAt')).toMatchObject([{ code: 'stream.many_vanished' }]);
  });

  it('marks what it changed as live', async () => {
    const it = await readErp();
    await db()('links').insert({ ...it.of, objectType: 'companies', customerId: '1', recordId: 'hs-1', state: 'active', rule: 'person' });
    await announce(it, invoice('i1'));
    it.erp.set('invoices', anInvoice({ id: 'i1', status: 'paid' }));
    pass(it, 1);
    await it.hint();
    expect(await db()('targets')).toMatchObject([{ objectType: 'companies', recordId: 'hs-1', priority: 1 }]);
    expect(it.kicks.at(-1)).toBe('push');
  });
});

describe('refresh', () => {
  it('reads the record’s customers and documents now, and then whatever is new', async () => {
    const it = await readErp();
    it.erp.set('payments', aPayment({ id: 'p1' }));
    await it.pull();
    it.erp.set('customers', aCustomer({ id: '1', name: 'Renamed' }));
    it.erp.set('invoices', anInvoice({ id: 'i1', status: 'paid' }));
    await refreshRecord(it.deps, it.of, [erpRecordId('1')]);
    expect(it.kicks.slice(-2)).toEqual(['hint', 'pull']);
    expect(await it.hint()).toBe('done');
    expect(await statusOf('i1')).toBe('paid');
    expect(await db()('erpCustomers')).toMatchObject([{ name: 'Renamed' }]);
    expect((await db()('erpConnections').first()).nextPullAt).toEqual(it.clock.now);
  });
});
