import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { useTestDatabase } from '../../support/database.ts';
import { connectedErp, type Incoming } from '../../support/incoming.ts';
import { never } from '../../contract/reading.ts';
import { s4Harness, type S4Harness } from './harness.ts';

const db = useTestDatabase();
let harness: S4Harness;
let joined: Incoming;
let acme = '';

/** The engine reading the double, as of now. */
beforeEach(async () => {
  harness = await s4Harness();
  joined = await connectedErp(db(), { goLiveAt: new Date(Date.now() - 3_600_000) });
  joined.clock.now = new Date();
  Object.assign(joined.deps.connectors, { openConnector: async () => harness.connect() });
  acme = harness.fake.createPartner({ name: 'Acme' });
  harness.fake.createInvoice({ partner: acme, total: '10.00' });
  const identity = await harness.connect().identify(never);
  await db()('erpConnections').update({ identity: JSON.stringify(identity) });
});
afterEach(() => harness.close());

const read = async (ms = 60_000): Promise<void> => {
  harness.pass(ms);
  joined.clock.now = harness.now();
  await joined.pull();
};
const connection = () => db()('erpConnections').first('status', 'pausedCode');
const RESTORED = { status: 'paused', pausedCode: 'connection.restored' };
const ACTIVE = { status: 'active', pausedCode: null };

describe('a tenant', () => {
  it('that was restored from a backup is noticed, although other documents have taken the numbers of those that were lost', async () => {
    await read();
    const backup = harness.fake.snapshot();
    const lost = harness.fake.createInvoice({ partner: acme, total: '200.00' });
    harness.fake.incomingPayment({ invoices: [lost] });
    await read();
    harness.fake.restoreBackup(backup);
    expect(harness.fake.createInvoice({ partner: acme, total: '70.00' })).toBe(lost);
    await read();
    expect(await connection()).toEqual(RESTORED);
    expect(await db()('erpInvoices').where({ erpId: lost }).first('total')).toEqual({ total: '200.00' });
  });

  it('whose documents name another system is another one, though everything else is alike', async () => {
    await read();
    const { companies } = harness.fake.store;
    harness.fake.swapTenant({ logicalSystem: '0LCOPY', name: companies.get('1010')!.name });
    await read();
    expect((await connection())?.status).toBe('paused');
  });

  it('is not suspected of a day’s work: paying, resetting, crediting, cancelling, changing a partner', async () => {
    const [paid, reset, cancelled] = ['200.00', '50.00', '20.00'].map((total) => harness.fake.createInvoice({ partner: acme, total })) as [
      string,
      string,
      string,
    ];
    await read();
    const payment = harness.fake.incomingPayment({ invoices: [paid] });
    const other = harness.fake.incomingPayment({ invoices: [reset] });
    await read();
    harness.fake.cancelPayment(payment);
    harness.fake.resetClearing(other);
    harness.fake.creditNote({ invoice: paid, amount: '50.00' });
    harness.fake.cancelBilling(cancelled);
    harness.fake.updatePartner(acme, { name: 'Acme Norte' });
    await read();
    await read();
    expect(await connection()).toEqual(ACTIVE);
  });
});

describe('what no stamp tells', () => {
  const statusOf = async (id: string) => (await db()('erpInvoices').where({ erpId: id }).first<{ status: string }>('status'))?.status;

  it('a clearing that was reset is noticed within an hour, and is nobody’s news', async () => {
    const invoice = harness.fake.createInvoice({ partner: acme, total: '200.00' });
    await read();
    const payment = harness.fake.incomingPayment({ invoices: [invoice] });
    await read();
    expect(await statusOf(invoice)).toBe('paid');
    // Days later nothing of it is among what was touched lately.
    await read(5 * 86_400_000);
    harness.fake.resetClearing(payment);
    await read();
    expect(await statusOf(invoice)).toBe('paid');
    await joined.reconcile('hourly');
    expect(await statusOf(invoice)).toBe('open');
    const kinds = await db()('events').where({ kind: 'invoice_paid' }).select<{ erpId: string }[]>('erpId');
    expect(kinds.map(({ erpId }) => erpId)).toEqual([invoice]);
  });

  it('an invoice of before go-live that is paid afterwards is news, though its own stamp is old', async () => {
    const invoice = harness.fake.createInvoice({ partner: acme, total: '200.00' });
    harness.pass(2 * 86_400_000);
    await db()('erpConnections').update({ goLiveAt: harness.now() });
    await read();
    harness.fake.incomingPayment({ invoices: [invoice] });
    await read();
    expect(await db()('events').where({ kind: 'invoice_paid' }).select<object[]>('erpId', 'isLive')).toEqual([
      { erpId: invoice, isLive: true },
    ]);
  });

  it('a partner who moved is noticed by night', async () => {
    await read();
    harness.fake.updatePartner(acme, { city: 'Saltillo' });
    await joined.reconcile('nightly');
    const row = await db()('erpCustomers').where({ erpId: acme }).first<{ address: { city: string | null } }>('address');
    expect(row?.address.city).toBe('Saltillo');
  });
});
