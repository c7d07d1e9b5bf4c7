import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Cursor, ErpConnector } from '../../../server/erp/shared/contract.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { readAll, readOne, SETTLED_MS } from '../../contract/reading.ts';
import type { B1FakeOptions } from '../../fakes/sap-b1/index.ts';
import { b1Harness, type B1Harness } from './harness.ts';

const invoiceId = (entry: number) => erpRecordId(`13:${entry}`);
const paymentId = (entry: number) => erpRecordId(`24:${entry}`);

const KINDS: [string, Omit<B1FakeOptions, 'now'>][] = [
  ['touch the invoice', { paymentTouchesInvoice: true }],
  ['leave the invoice’s times alone', { paymentTouchesInvoice: false }],
  ['show nowhere on the invoice, on 9.3', { patchLevel: 'old' }],
];

describe.each(KINDS)('what settles an invoice is met at the next reading where payments %s:', (_, options) => {
  let harness: B1Harness;
  let erp: ErpConnector;
  let partner: string;
  let invoice: number;
  let cursors: { invoices: Cursor; payments: Cursor };

  beforeEach(async () => {
    harness = await b1Harness(options);
    erp = harness.connect();
    partner = harness.fake.createPartner({ name: 'Forja Regia' });
    invoice = harness.fake.createInvoice({ partner, total: '100.00' });
    await rest();
  });
  afterEach(() => harness.close());

  /** Reads until the last minutes need no second look. */
  async function rest(): Promise<void> {
    harness.pass(3_600_000);
    const [invoices, payments] = [await readAll(erp, 'invoices'), await readAll(erp, 'payments')];
    harness.pass(3_600_000);
    cursors = { invoices: (await readAll(erp, 'invoices', invoices.next)).next, payments: payments.next };
    harness.pass(3_600_000);
  }

  const changes = async () => {
    harness.pass(SETTLED_MS);
    const [invoices, payments] = [await readAll(erp, 'invoices', cursors.invoices), await readAll(erp, 'payments', cursors.payments)];
    return { invoices: invoices.records, payments: payments.records };
  };

  it('by a payment', async () => {
    const payment = harness.fake.incomingPayment({ invoices: [invoice], amount: '60.00' });
    const { invoices, payments } = await changes();
    expect(invoices.get(invoiceId(invoice))).toMatchObject({ status: 'partially_paid', open: '40.00' });
    expect(payments.get(paymentId(payment))).toMatchObject({ amount: '60.00', unapplied: '0.00' });
  });

  it('by a payment that is taken back', async () => {
    const payment = harness.fake.incomingPayment({ invoices: [invoice] });
    await rest();
    harness.fake.cancelPayment(payment);
    const { invoices, payments } = await changes();
    expect(invoices.get(invoiceId(invoice))).toMatchObject({ status: 'open', open: '100.00', settledOn: null });
    expect(payments.get(paymentId(payment))).toMatchObject({ status: 'cancelled', allocations: [] });
  });

  it('by money on account that is reconciled, and taken back again', async () => {
    const payment = harness.fake.incomingPayment({ partner, amount: '150.00' });
    await rest();
    const reconciliation = harness.fake.reconcile({ payment, invoices: [invoice] });
    const used = await changes();
    expect(used.invoices.get(invoiceId(invoice))).toMatchObject({
      status: 'paid',
      allocations: [{ by: 'payment', sourceId: paymentId(payment), amount: '100.00' }],
    });
    expect(used.payments.get(paymentId(payment))).toMatchObject({ unapplied: '50.00', allocations: [] });
    await rest();
    harness.fake.cancelReconciliation(reconciliation);
    const freed = await changes();
    expect(freed.invoices.get(invoiceId(invoice))).toMatchObject({ status: 'open', open: '100.00', allocations: [] });
    expect(freed.payments.get(paymentId(payment))).toMatchObject({ unapplied: '150.00' });
  });

  it('by money on account that a later payment took, and gave back', async () => {
    const early = harness.fake.incomingPayment({ partner, amount: '40.00' });
    await rest();
    const late = harness.fake.incomingPayment({ invoices: [invoice], onAccount: [early] });
    const used = await changes();
    expect(used.invoices.get(invoiceId(invoice))).toMatchObject({ status: 'paid', open: '0.00' });
    expect(used.payments.get(paymentId(early))).toMatchObject({ unapplied: '0.00' });
    await rest();
    harness.fake.cancelPayment(late);
    const freed = await changes();
    expect(freed.invoices.get(invoiceId(invoice))).toMatchObject({ status: 'open', open: '100.00' });
    expect(freed.payments.get(paymentId(early))).toMatchObject({ unapplied: '40.00' });
  });

  it('by a payment that was given its number before another and committed after it', async () => {
    const other = harness.fake.createInvoice({ partner, total: '70.00' });
    await rest();
    const slow = harness.fake.openTransaction((at) => at.incomingPayment({ invoices: [invoice] }));
    harness.fake.incomingPayment({ invoices: [other] });
    await rest();
    slow.commit();
    harness.fake.incomingPayment({ partner, amount: '1.00' });
    const { invoices, payments } = await changes();
    expect(invoices.get(invoiceId(invoice))).toMatchObject({ status: 'paid', settledOn: expect.any(String) });
    expect(payments.get(paymentId(slow.result))).toMatchObject({ amount: '100.00' });
  });

  it('by a credit note, based on the invoice or reconciled later', async () => {
    const other = harness.fake.createInvoice({ partner, total: '30.00' });
    const open = harness.fake.creditNote({ partner, total: '30.00' });
    await rest();
    const note = harness.fake.creditNote({ invoice });
    harness.fake.reconcile({ creditNote: open, invoices: [other] });
    const { invoices } = await changes();
    expect(invoices.get(invoiceId(invoice))).toMatchObject({ status: 'credited', open: '0.00' });
    expect(invoices.get(invoiceId(other))).toMatchObject({
      status: 'credited',
      allocations: [{ by: 'credit_note', sourceId: `14:${open}` }],
    });
    expect(invoices.get(erpRecordId(`14:${note}`))).toMatchObject({ type: 'credit_note', reversesId: invoiceId(invoice) });
    expect(invoices.get(erpRecordId(`14:${open}`))).toMatchObject({ reversesId: null, open: '0.00' });
  });

  it('by nobody: an invoice that is cancelled, whose reversal nobody shows', async () => {
    const reversal = harness.fake.cancelInvoice(invoice);
    const { invoices } = await changes();
    expect(invoices.get(invoiceId(invoice))).toMatchObject({ status: 'cancelled', open: '0.00', allocations: [] });
    expect(invoices.has(invoiceId(reversal))).toBe(false);
  });

  it('asks little where nothing happened', async () => {
    harness.fake.forgetCalls();
    expect((await changes()).invoices.size).toBe(0);
    expect(harness.fake.calls().length).toBeLessThan(25);
    expect(harness.fake.calls().reduce((rows, call) => rows + call.rows, 0)).toBeLessThan(12);
  });

  it('reads the ledger anew after a backup was restored', async () => {
    const backup = harness.fake.snapshot();
    harness.fake.incomingPayment({ invoices: [invoice], date: '2026-11-10' });
    await readOne(erp, 'invoices', invoiceId(invoice));
    harness.fake.incomingPayment({ partner, amount: '1.00' });
    await readOne(erp, 'invoices', invoiceId(invoice));
    harness.fake.restoreBackup(backup);
    harness.fake.incomingPayment({ invoices: [invoice], date: '2026-11-12' });
    expect(await readOne(erp, 'invoices', invoiceId(invoice))).toMatchObject({ status: 'paid', settledOn: '2026-11-12' });
  });
});
