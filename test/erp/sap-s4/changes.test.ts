import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Cursor, ErpConnector } from '../../../server/erp/shared/contract.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { listAll, readAll, readOne, SETTLED_MS } from '../../contract/reading.ts';
import { s4Harness, type S4Harness } from './harness.ts';

describe.each([
  ['with leading zeros', true],
  ['without', false],
])('what settles an invoice is met at the next reading, in accounts %s:', (_, isLedgerPadded) => {
  let harness: S4Harness;
  let erp: ErpConnector;
  let partner: string;
  let invoice: string;
  let cursors: { invoices: Cursor; payments: Cursor };

  beforeEach(async () => {
    harness = await s4Harness({ isLedgerPadded });
    erp = harness.connect();
    partner = harness.fake.createPartner({ name: 'Forja Regia', number: '10200001', customer: '30000077' });
    invoice = harness.fake.createInvoice({ partner, total: '100.00' });
    await rest();
  });
  afterEach(() => harness.close());

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
  const id = erpRecordId;
  const paidBy = (payment: string, amount: string) => ({ by: 'payment', sourceId: payment, amount });

  it('a part that is paid stays beside it, open', async () => {
    const payment = harness.fake.incomingPayment({ invoices: [invoice], amount: '60.00' });
    const { invoices, payments } = await changes();
    expect(invoices.get(id(invoice))).toMatchObject({ status: 'partially_paid', open: '40.00', allocations: [paidBy(payment, '60.00')] });
    expect(payments.get(id(payment))).toMatchObject({ amount: '60.00', unapplied: '0.00', organisationId: '10200001' });
  });

  it('a rest that is booked anew is still owed, and is paid later', async () => {
    const payment = harness.fake.incomingPayment({ invoices: [invoice], amount: '30.00', method: 'residual' });
    const { invoices, payments } = await changes();
    expect(invoices.get(id(invoice))).toMatchObject({ status: 'partially_paid', open: '70.00', allocations: [paidBy(payment, '30.00')] });
    expect(payments.get(id(payment))).toMatchObject({ amount: '30.00', unapplied: '0.00' });
    await rest();
    expect((await listAll(erp, 'invoices', { kind: 'unsettled' })).has(id(invoice))).toBe(true);
  });

  it('a rest of a rest, which is paid in part and at last in full', async () => {
    const first = harness.fake.incomingPayment({ invoices: [invoice], amount: '60.00', method: 'residual' });
    await rest();
    const second = harness.fake.incomingPayment({ invoices: [invoice], amount: '25.00', method: 'residual' });
    const parts = [paidBy(first, '60.00'), paidBy(second, '25.00')];
    const booked = await changes();
    expect(booked.invoices.get(id(invoice))).toMatchObject({ status: 'partially_paid', open: '15.00', allocations: parts });
    expect(booked.payments.get(id(second))).toMatchObject({ amount: '25.00', unapplied: '0.00' });
    await rest();
    const third = harness.fake.incomingPayment({ invoices: [invoice], amount: '5.00' });
    const paid = await changes();
    expect(paid.invoices.get(id(invoice))).toMatchObject({ open: '10.00' });
    expect(paid.payments.get(id(third))).toMatchObject({ unapplied: '0.00' });
    expect((await listAll(erp, 'invoices', { kind: 'unsettled' })).has(id(invoice))).toBe(true);
    await rest();
    harness.fake.incomingPayment({ invoices: [invoice] });
    expect((await changes()).invoices.get(id(invoice))).toMatchObject({ status: 'paid', open: '0.00' });
  });

  it('something else, and the credit memo and the part that name it are owed again', async () => {
    const [memo, part] = [
      harness.fake.creditNote({ invoice, amount: '10.00' }),
      harness.fake.incomingPayment({ invoices: [invoice], amount: '20.00' }),
    ];
    await rest();
    expect((await readOne(erp, 'invoices', id(memo))).open).toBe('0.00');
    clearAlone(invoice);
    const { invoices, payments } = await changes();
    expect(invoices.get(id(invoice))).toMatchObject({ status: 'paid', open: '0.00' });
    expect(invoices.get(id(memo))).toMatchObject({ status: 'open', open: '10.00' });
    expect(payments.get(id(part))).toMatchObject({ unapplied: '20.00' });
    const listed = await listAll(erp, 'invoices', { kind: 'unsettled' });
    expect([...listed.keys()]).toEqual([memo]);
    expect(listed.get(id(memo))).toBe(invoices.get(id(memo))?.changeStamp);
  });

  /** By a payment of all that it was: what names it is left as it is. */
  function clearAlone(number: string): void {
    const cube = 'A_OperationalAcctgDocItemCube';
    const money = harness.fake.incomingPayment({ partner, amount: '100.00' }).split('/');
    const [own, paid] = [
      harness.fake.records(cube).find((row) => String(row['BillingDocument']).endsWith(number))!,
      harness.fake
        .records(cube)
        .find((row) => String(row['AccountingDocument']).endsWith(money[2]!) && row['FinancialAccountType'] === 'D')!,
    ];
    const day = paid['AccountingDocumentCreationDate'];
    const cleared = { IsCleared: true, ClearingDate: day, ClearingCreationDate: day, ClearingAccountingDocument: '0100000777' };
    const tx = harness.fake.store.begin();
    for (const row of [own, paid]) tx.patch(cube, String(row['_key']), { ...cleared, ClearingDocFiscalYear: paid['FiscalYear'] });
    tx.commit();
  }

  it('money on account that is used, and the clearing reset', async () => {
    const payment = harness.fake.incomingPayment({ partner, amount: '150.00' });
    await rest();
    const clearing = harness.fake.applyPayment(payment, invoice);
    const used = await changes();
    expect(used.invoices.get(id(invoice))).toMatchObject({ status: 'paid', open: '0.00', allocations: [paidBy(payment, '100.00')] });
    expect(used.payments.get(id(payment))).toMatchObject({ unapplied: '50.00' });
    await rest();
    harness.fake.resetClearing(clearing);
    const listed = await listAll(erp, 'invoices', { kind: 'unsettled' });
    expect(listed.has(id(invoice))).toBe(true);
    expect(await readOne(erp, 'invoices', id(invoice))).toMatchObject({ status: 'open', open: '100.00', settledOn: null, allocations: [] });
    expect(await readOne(erp, 'payments', id(payment))).toMatchObject({ unapplied: '150.00' });
  });

  it('a payment that is taken back, though no stamp of the invoice moves', async () => {
    const payment = harness.fake.incomingPayment({ invoices: [invoice] });
    await rest();
    const before = await listAll(erp, 'invoices', { kind: 'all' });
    harness.fake.cancelPayment(payment);
    const { payments } = await changes();
    expect(payments.get(id(payment))).toMatchObject({ status: 'cancelled', unapplied: '0.00' });
    const after = await listAll(erp, 'invoices', { kind: 'unsettled' });
    expect(after.get(id(invoice))).toBeDefined();
    expect(after.get(id(invoice))).not.toBe(before.get(id(invoice)));
    expect(await readOne(erp, 'invoices', id(invoice))).toMatchObject({ status: 'open', open: '100.00' });
  });

  it('an invoice of last year that is paid today', async () => {
    const old = harness.fake.createInvoice({ partner, total: '80.00', date: '2025-03-01', due: '2025-03-31' });
    harness.pass(30 * 86_400_000);
    await rest();
    const payment = harness.fake.incomingPayment({ invoices: [old] });
    expect((await changes()).invoices.get(id(old))).toMatchObject({ status: 'paid', allocations: [paidBy(payment, '80.00')] });
  });

  it('a credit memo over all of it, or over a part that stays open beside it', async () => {
    const other = harness.fake.createInvoice({ partner, total: '30.00' });
    await rest();
    const whole = harness.fake.creditNote({ invoice });
    const part = harness.fake.creditNote({ invoice: other, amount: '10.00' });
    const { invoices } = await changes();
    expect(invoices.get(id(invoice))).toMatchObject({ status: 'credited', allocations: [{ by: 'credit_note', sourceId: whole }] });
    expect(invoices.get(id(other))).toMatchObject({ status: 'partially_paid', open: '20.00' });
    expect(invoices.get(id(whole))).toMatchObject({ type: 'credit_note', total: '100.00', open: '0.00', reversesId: invoice });
    // It is set against the invoice that it names: nobody is owed it.
    expect(invoices.get(id(part))).toMatchObject({ type: 'credit_note', open: '0.00', reversesId: other });
  });

  it('nobody: it is cancelled, and what cancels it is not shown', async () => {
    const cancellation = harness.fake.cancelBilling(invoice);
    const { invoices } = await changes();
    expect(invoices.get(id(invoice))).toMatchObject({ status: 'cancelled', open: '0.00', allocations: [] });
    expect(invoices.has(id(cancellation))).toBe(false);
  });

  it('that it is released to accounting, which moves no stamp', async () => {
    const held = harness.fake.createInvoice({ partner, total: '55.00', isPosted: false });
    await rest();
    expect(await readOne(erp, 'invoices', id(held))).toMatchObject({ status: 'draft', number: null, total: '55.00' });
    harness.fake.releaseToAccounting(held);
    expect((await changes()).invoices.get(id(held))).toMatchObject({ status: 'open', open: '55.00', number: held });
  });

  it('many in one moment, of which none is lost and each is read once or a few times', async () => {
    const many = harness.fake.transaction((at) => Array.from({ length: 270 }, () => at.createInvoice({ partner, total: '1.00' })));
    await rest();
    harness.fake.transaction((at) => many.forEach((number) => void at.incomingPayment({ invoices: [number] })));
    const before = harness.fake.calls().length;
    const { invoices, payments } = await changes();
    expect(many.filter((number) => invoices.get(id(number))?.status !== 'paid')).toEqual([]);
    expect(payments.size).toBe(270);
    expect(harness.fake.calls().length - before).toBeLessThan(120);
  });

  it('asks little where nothing happened', async () => {
    const before = harness.fake.calls().length;
    expect((await changes()).invoices.size).toBe(0);
    const calls = harness.fake.calls().slice(before);
    expect(calls.length).toBeLessThan(8);
    expect(calls.reduce((rows, call) => rows + call.rows, 0)).toBeLessThan(12);
  });
});
