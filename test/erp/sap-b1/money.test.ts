import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { readAll, readOne } from '../../contract/reading.ts';
import { addReconciliation, sideOf } from '../../fakes/sap-b1/books/settlement.ts';
import { b1Harness, type B1Harness } from './harness.ts';

describe('money in Business One', () => {
  let harness: B1Harness;
  let partner: string;
  beforeEach(async () => {
    harness = await b1Harness();
    harness.fake.setRate('EUR', '2000-01-01', 20.5);
    partner = harness.fake.createPartner({ name: 'Aceros del Valle SA de CV' });
  });
  afterEach(() => harness.close());

  const invoice = (entry: number) => readOne(harness.connect(), 'invoices', erpRecordId(`13:${entry}`));
  const payment = (entry: number) => readOne(harness.connect(), 'payments', erpRecordId(`24:${entry}`));

  it('counts the earliest instalment as paid first', async () => {
    const entry = harness.fake.createInvoice({
      partner,
      total: '100.00',
      instalments: [
        { due: '2027-01-31', percent: 30 },
        { due: '2027-03-31', percent: 70 },
      ],
    });
    harness.fake.incomingPayment({ invoices: [entry], amount: '40.00' });
    expect(await invoice(entry)).toMatchObject({
      dueOn: '2027-03-31',
      open: '60.00',
      instalments: [
        { dueOn: '2027-01-31', total: '30.00', open: '0.00' },
        { dueOn: '2027-03-31', total: '70.00', open: '60.00' },
      ],
    });
  });

  it('takes the instalment that a payment names', async () => {
    const entry = harness.fake.createInvoice({
      partner,
      total: '100.00',
      instalments: [
        { due: '2027-01-31', percent: 30 },
        { due: '2027-03-31', percent: 70 },
      ],
    });
    harness.fake.incomingPayment({ invoices: [{ entry, instalment: 2 }], amount: '75.00' });
    expect(await invoice(entry)).toMatchObject({
      dueOn: '2027-01-31',
      open: '25.00',
      instalments: [
        { dueOn: '2027-01-31', total: '30.00', open: '25.00' },
        { dueOn: '2027-03-31', total: '70.00', open: '0.00' },
      ],
    });
  });

  it('leaves unapplied what a foreign payment does not use, whatever the rates', async () => {
    const { fake } = harness;
    const entry = fake.createInvoice({ partner, total: '60.00', currency: 'EUR' });
    fake.setRate('EUR', '2000-01-02', 21);
    const tooMuch = fake.incomingPayment({ invoices: [entry], amount: '100.00' });
    expect(await payment(tooMuch)).toMatchObject({
      amount: '100.00',
      unapplied: '40.00',
      baseAmount: '2100.00',
      baseUnapplied: '840.00',
    });
  });

  it('owes nothing in local currency where nothing is owed in that of the invoice', async () => {
    const { fake } = harness;
    const entry = fake.createInvoice({ partner, total: '60.00', currency: 'EUR' });
    fake.incomingPayment({ invoices: [entry] });
    fake.updateDocument('Invoices', entry, { PaidToDate: 1229.99, DocumentStatus: 'bost_Open' });
    expect(await invoice(entry)).toMatchObject({ status: 'paid', open: '0.00', baseOpen: '0.00' });
  });

  it('counts money on account as used when another payment took it', async () => {
    const { fake } = harness;
    const entry = fake.createInvoice({ partner, total: '100.00' });
    const early = fake.incomingPayment({ partner, amount: '40.00' });
    const late = fake.incomingPayment({ invoices: [entry], onAccount: [early] });
    expect(await payment(early)).toMatchObject({ amount: '40.00', unapplied: '0.00', allocations: [] });
    expect(await payment(late)).toMatchObject({
      amount: '60.00',
      unapplied: '0.00',
      allocations: [{ invoiceId: `13:${entry}`, amount: '100.00' }],
    });
    fake.cancelPayment(late);
    expect(await payment(early)).toMatchObject({ unapplied: '40.00' });
  });

  it.each(['old', '10.0'] as const)('does not count the drawing of a down payment as paying it, on %s', async (patchLevel) => {
    const own = await b1Harness({ patchLevel });
    try {
      const { fake } = own;
      const debtor = fake.createPartner({ name: 'Forja Regia' });
      const paid = fake.downPaymentInvoice({ partner: debtor, total: '50.00' });
      fake.incomingPayment({ invoices: [{ set: 'DownPayments', entry: paid }] });
      // What remains after drawing it.
      const last = fake.createInvoice({ partner: debtor, total: '150.00' });
      fake.transaction(({ tx }) => {
        const [debit, credit] = [sideOf(tx, { set: 'Invoices', entry: last, local: 5_000, foreign: 0 }), { objectType: 203, entry: paid }];
        addReconciliation(tx, 'rtDownPaymentAllocation', debtor, [debit, { ...debit, ...credit, side: 'codCredit' }]);
      });
      fake.incomingPayment({ invoices: [last], amount: '10.00' });
      const { records } = await readAll(own.connect(), 'invoices');
      expect(records.get(erpRecordId(`203:${paid}`))).toMatchObject({ status: 'paid', open: '0.00', allocations: [] });
      expect(records.get(erpRecordId(`13:${last}`))).toMatchObject({ total: '150.00', open: '140.00', allocations: [] });
    } finally {
      await own.close();
    }
  });

  it('keeps the document’s own currency beside that of the books, whatever pays it', async () => {
    const { fake } = harness;
    const entry = fake.createInvoice({ partner, total: '100.00', currency: 'EUR' });
    const inEuro = fake.incomingPayment({ invoices: [entry], amount: '60.00' });
    expect(await invoice(entry)).toMatchObject({
      currency: 'EUR',
      total: '100.00',
      open: '40.00',
      baseCurrency: 'MXN',
      baseTotal: '2050.00',
      baseOpen: '820.00',
    });
    expect(await payment(inEuro)).toMatchObject({
      currency: 'EUR',
      amount: '60.00',
      unapplied: '0.00',
      baseAmount: '1230.00',
      baseUnapplied: '0.00',
      allocations: [{ invoiceId: `13:${entry}`, amount: '60.00' }],
    });
    const inPesos = fake.incomingPayment({ invoices: [entry], currency: 'MXN', amount: '820.00' });
    expect(await invoice(entry)).toMatchObject({ status: 'paid', open: '0.00', baseOpen: '0.00' });
    expect(await payment(inPesos)).toMatchObject({
      currency: 'MXN',
      amount: '820.00',
      unapplied: '0.00',
      allocations: [{ amount: '40.00' }],
    });
  });
});
