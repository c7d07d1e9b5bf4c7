import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ErpConnector } from '../../../server/erp/shared/contract.ts';
import { acceptSameErp } from '../../../server/sync/connection/same-erp.ts';
import { useTestDatabase } from '../../support/database.ts';
import { connectedErp, type Incoming } from '../../support/incoming.ts';
import { never } from '../../contract/reading.ts';
import { b1Harness, type B1Harness } from './harness.ts';

const db = useTestDatabase();
let harness: B1Harness;
let joined: Incoming;
let [acme, bolt] = ['', ''];
/** How often the translation of invoices has changed. */
let upgrades: number;

function ofThisRelease(erp: ErpConnector): ErpConnector {
  const { invoices } = erp.streams;
  return { ...erp, streams: { ...erp.streams, invoices: { ...invoices!, translationVersion: invoices!.translationVersion + upgrades } } };
}

/** The engine reading the double, as of now. */
beforeEach(async () => {
  harness = await b1Harness();
  joined = await connectedErp(db(), { goLiveAt: new Date(Date.now() - 3_600_000) });
  joined.clock.now = new Date();
  upgrades = 0;
  Object.assign(joined.deps.connectors, { openConnector: async () => ofThisRelease(harness.connect()) });
  const identity = await harness.connect().identify(never);
  await db()('erpConnections').update({ identity: JSON.stringify(identity) });
  [acme, bolt] = ['Acme', 'Bolt'].map((name) => harness.fake.createPartner({ name })) as [string, string];
  harness.fake.createInvoice({ partner: acme, total: '10.00' });
});
afterEach(() => harness.close());

const read = async (): Promise<void> => {
  harness.pass(60_000);
  joined.clock.now = harness.now();
  await joined.pull();
};
const connection = () => db()('erpConnections').first('status', 'pausedCode');
const events = () =>
  db()('events').orderBy(['kind', 'erpId']).select<{ kind: string; erpId: string; isLive: boolean; organisationId: string }[]>();

describe('a company database that was restored from a backup', () => {
  it('is noticed, although new documents have taken the numbers of those that were lost', async () => {
    await read();
    const backup = harness.fake.snapshot();
    const lost = harness.fake.createInvoice({ partner: acme, total: '200.00' });
    harness.fake.incomingPayment({ invoices: [lost] });
    await read();
    expect((await events()).map(({ kind, erpId }) => `${kind} ${erpId}`)).toContain(`invoice_paid 13:${lost}`);

    harness.fake.restoreBackup(backup);
    const again = harness.fake.createInvoice({ partner: bolt, total: '70.00' });
    expect(again).toBe(lost);
    await read();
    expect(await connection()).toEqual({ status: 'paused', pausedCode: 'connection.restored' });
    expect(
      await db()('erpInvoices')
        .where({ erpId: `13:${lost}` })
        .first('total'),
    ).toEqual({ total: '200.00' });

    await acceptSameErp(joined.deps, joined.scope, never);
    await read();
    expect(await connection()).toEqual({ status: 'active', pausedCode: null });
    expect(
      await db()('erpInvoices')
        .where({ erpId: `13:${again}` })
        .first('total', 'organisationId', 'status'),
    ).toEqual({
      total: '70.00',
      organisationId: bolt,
      status: 'open',
    });
    // Nobody paid Bolt's invoice, whatever happened to Acme's.
    const paid = async () => (await events()).filter(({ kind }) => kind === 'invoice_paid');
    expect(await paid()).toMatchObject([{ erpId: expect.stringMatching(`^13:${lost}~`), organisationId: acme }]);
    harness.fake.incomingPayment({ invoices: [again] });
    await read();
    expect((await paid()).find(({ erpId }) => erpId === `13:${again}`)).toMatchObject({ organisationId: bolt, isLive: true });
  });

  it('tells nobody’s events of others after an upgrade either, from a version that did not prove them', async () => {
    const backup = harness.fake.snapshot();
    const lost = harness.fake.createInvoice({ partner: acme, total: '200.00' });
    harness.fake.incomingPayment({ invoices: [lost] });
    await read();
    for (const table of ['events', 'erpInvoices', 'erpPayments']) await db()(table).update({ proof: null });
    upgrades++;
    await read();

    harness.fake.restoreBackup(backup);
    const again = harness.fake.createInvoice({ partner: bolt, total: '70.00' });
    expect(again).toBe(lost);
    await read();
    expect(await connection()).toEqual({ status: 'paused', pausedCode: 'connection.restored' });
    await acceptSameErp(joined.deps, joined.scope, never);
    await read();
    harness.fake.incomingPayment({ invoices: [again] });
    await read();
    expect((await events()).filter(({ kind }) => kind === 'invoice_paid')).toMatchObject([
      { erpId: `13:${again}`, organisationId: bolt, isLive: true },
      { erpId: expect.stringMatching(`^13:${lost}~`), organisationId: acme },
    ]);
  });

  it('is noticed when only the newest document is gone', async () => {
    const backup = harness.fake.snapshot();
    harness.fake.createInvoice({ partner: acme, total: '200.00' });
    await read();
    harness.fake.restoreBackup(backup);
    await read();
    expect(await connection()).toEqual({ status: 'paused', pausedCode: 'connection.restored' });
  });

  it('is noticed although a document of another kind, whose number is higher, is still there', async () => {
    for (let n = 0; n < 12; n++) harness.fake.creditNote({ partner: acme, total: '1.00' });
    await read();
    const backup = harness.fake.snapshot();
    harness.fake.createInvoice({ partner: acme, total: '200.00' });
    await read();
    harness.fake.restoreBackup(backup);
    await read();
    expect(await connection()).toEqual({ status: 'paused', pausedCode: 'connection.restored' });
  });

  it('is not suspected of a day’s work: paying, crediting, cancelling, changing a partner', async () => {
    const invoice = harness.fake.createInvoice({ partner: acme, total: '200.00' });
    await read();
    const payment = harness.fake.incomingPayment({ invoices: [invoice] });
    await read();
    harness.fake.cancelPayment(payment);
    harness.fake.creditNote({ invoice, partner: acme, total: '50.00' });
    harness.fake.updatePartner(acme, { name: 'Acme Norte' });
    await read();
    await read();
    expect(await connection()).toEqual({ status: 'active', pausedCode: null });
  });
});
