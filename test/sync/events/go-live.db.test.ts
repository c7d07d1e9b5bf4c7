import { describe, expect, it } from '@jest/globals';
import { moveGoLive } from '../../../server/sync/events/go-live.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anInvoice, aPayment } from '../../support/erp-records.ts';
import { connectedErp, GO_LIVE, type Incoming } from '../../support/incoming.ts';

const db = useTestDatabase();
const at = (hours: number): Date => new Date(GO_LIVE.getTime() + hours * 3_600_000);
const live = async (): Promise<string[]> =>
  (await db()('events').where({ isLive: true }).orderBy(['kind', 'erpId'])).map(({ kind, erpId }) => `${kind} ${erpId}`);
const move = (joined: Incoming, goLiveAt: Date) => db().transaction((trx) => moveGoLive(joined.deps, trx, joined.scope, goLiveAt));

/** Read at go-live: an invoice of last year, one of yesterday that was paid this morning, and its payment. */
async function read(approvedAt: Date | null = null): Promise<Incoming> {
  const joined = await connectedErp(db(), { approvedAt });
  joined.erp.set(
    'invoices',
    anInvoice({ id: 'old', createdAt: '2025-01-01T00:00:00Z', status: 'paid', settledAt: '2025-02-01T00:00:00Z' }),
  );
  joined.erp.set('invoices', anInvoice({ id: 'new', createdAt: at(-20).toISOString(), status: 'paid', settledAt: at(-3).toISOString() }));
  joined.erp.set('payments', aPayment({ id: 'p', createdAt: at(-3).toISOString() }));
  await joined.pull();
  return joined;
}

describe('moving go-live before the first push', () => {
  it('back makes events of what the ERP dates after it', async () => {
    const joined = await read();
    expect(await live()).toEqual([]);
    expect(await move(joined, at(-10))).toBe(true);
    expect(await live()).toEqual(['invoice_paid new', 'payment_received p']);
    await move(joined, at(-100));
    expect(await live()).toEqual(['invoice_paid new', 'payment_received p']);
  });

  it('forward makes history of what was recorded before it', async () => {
    const joined = await read();
    await move(joined, at(-10));
    await move(joined, at(5));
    expect(await live()).toEqual([]);
    expect((await db()('erpConnections').first()).goLiveAt).toEqual(at(5));
  });

  it('does not wake what was recorded before it, however far ahead that is dated', async () => {
    const joined = await connectedErp(db(), { approvedAt: null });
    joined.erp.set('invoices', anInvoice({ id: 'ahead', createdAt: null, status: 'paid', settledOn: '2026-11-12' }));
    joined.erp.set('payments', aPayment({ id: 'ahead', createdAt: null, paidOn: '2026-11-12' }));
    await joined.pull();
    expect(await live()).toEqual(['invoice_paid ahead', 'payment_received ahead']);
    joined.clock.now = at(2);
    joined.erp.set(
      'invoices',
      anInvoice({ id: 'old', createdAt: '2025-01-01T00:00:00Z', status: 'paid', settledAt: '2025-02-01T00:00:00Z' }),
    );
    joined.erp.set('payments', aPayment({ id: 'old', createdAt: '2025-01-01T00:00:00Z' }));
    await joined.pull();
    await move(joined, at(1));
    expect(await live()).toEqual([]);
  });

  it('concerns the events of one ERP', async () => {
    const joined = await read();
    const other = await connectedErp(db(), { approvedAt: null, identityKey: 'memory:other' });
    other.erp.set('invoices', anInvoice({ id: 'old', createdAt: at(-20).toISOString(), status: 'paid', settledAt: at(-3).toISOString() }));
    await other.pull();
    await move(joined, at(-10));
    expect(await live()).toEqual(['invoice_paid new', 'payment_received p']);
  });

  it('is not possible afterwards', async () => {
    const joined = await read(at(0));
    expect(await move(joined, at(-10))).toBe(false);
    expect(await live()).toEqual([]);
    expect((await db()('erpConnections').first()).goLiveAt).toEqual(GO_LIVE);
  });
});
