import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { isReceivedEventLive, type PaymentFacts } from '../../../server/streams/payments/events.ts';
import type { EventRules } from '../../../server/streams/shared/event-rules.ts';
import { never, NOTHING, readAll, readOne } from '../../contract/reading.ts';
import { s4Harness, type S4Harness } from './harness.ts';

let harness: S4Harness;
const id = erpRecordId;
const JOURNAL = 'A_OperationalAcctgDocItemCube';
const NORTE = {
  CompanyCode: '1010',
  CompanyCodeName: 'Norte',
  Country: 'MX',
  Currency: 'MXN',
  ChartOfAccounts: 'YCOA',
  VATRegistration: '',
};
const invoice = (number: string) => readOne(harness.connect(), 'invoices', id(number));
const payment = (document: string) => readOne(harness.connect(), 'payments', id(document));

afterEach(() => harness.close());

describe('an invoice', () => {
  let partner: string;
  beforeEach(async () => {
    harness = await s4Harness();
    partner = harness.fake.createPartner({ name: 'Cliente', customer: '30000088' });
  });

  it('is a billing document with its lines, and what accounting says of it', async () => {
    const lines = [
      { material: 'TG11', text: 'Válvula 2in', quantity: 3, price: '100.00', taxPercent: 16, order: '4711' },
      { text: 'Flete', price: '50.50', order: '4712' },
    ];
    const number = harness.fake.createInvoice({ partner, lines, reference: 'OC-778', due: '2027-01-15' });
    expect(await invoice(number)).toMatchObject({
      type: 'invoice',
      status: 'open',
      number,
      customerId: partner,
      organisationId: partner,
      companyId: '1010',
      currency: 'MXN',
      total: '398.50',
      untaxed: '350.50',
      tax: '48.00',
      open: '398.50',
      baseTotal: '398.50',
      dueOn: '2027-01-15',
      origin: '4711, 4712',
      reference: 'OC-778',
      lines: [
        { description: 'Válvula 2in', productCode: 'TG11', quantity: '3', net: '300.00' },
        { description: 'Flete', productCode: null, quantity: '1', net: '50.50' },
      ],
    });
  });

  it('is carried by who pays it, and addressed to who ordered', async () => {
    const payer = harness.fake.createPartner({ name: 'Corporativo' });
    expect(await invoice(harness.fake.createInvoice({ partner, payer, total: '1.00' }))).toMatchObject({
      customerId: partner,
      organisationId: payer,
    });
  });

  it('may be paid in instalments', async () => {
    const instalments = [
      { due: '2026-12-15', percent: 40 },
      { due: '2027-01-15', percent: 60 },
    ];
    const number = harness.fake.createInvoice({ partner, total: '100.00', instalments });
    expect(await invoice(number)).toMatchObject({
      dueOn: '2026-12-15',
      instalments: [
        { dueOn: '2026-12-15', total: '40.00', open: '40.00' },
        { dueOn: '2027-01-15', total: '60.00', open: '60.00' },
      ],
    });
    harness.fake.incomingPayment({ invoices: [number], amount: '40.00' });
    expect(await invoice(number)).toMatchObject({ status: 'partially_paid', open: '60.00', dueOn: '2027-01-15' });
    const last = harness.fake.incomingPayment({ invoices: [number] });
    const paid = await invoice(number);
    expect(paid).toMatchObject({ status: 'paid', open: '0.00', dueOn: '2027-01-15' });
    expect(paid.allocations.map(({ amount }) => amount)).toEqual(['40.00', '60.00']);
    expect(paid.allocations[1]?.sourceId).toBe(last);
  });

  it('in instalments owes as a whole what its instalments owe, by parts and by rests', async () => {
    const instalments = [
      { due: '2026-12-15', percent: 50 },
      { due: '2027-01-15', percent: 50 },
    ];
    const [inParts, withRest] = [1, 2].map(() => harness.fake.createInvoice({ partner, total: '100.00', instalments })) as [string, string];
    harness.fake.incomingPayment({ invoices: [inParts], amount: '30.00' });
    harness.fake.incomingPayment({ invoices: [withRest], amount: '30.00', method: 'residual' });
    for (const number of [inParts, withRest])
      expect(await invoice(number)).toMatchObject({
        open: '70.00',
        dueOn: '2026-12-15',
        instalments: [
          { dueOn: '2026-12-15', open: '20.00' },
          { dueOn: '2027-01-15', open: '50.00' },
        ],
      });
  });

  it('paid in parts, by rests booked anew and at last in full is paid once, by each payment what it paid', async () => {
    const number = harness.fake.createInvoice({ partner, total: '100.00' });
    const part = harness.fake.incomingPayment({ invoices: [number], amount: '10.00' });
    const whole = harness.fake.incomingPayment({ invoices: [number], amount: '90.00' });
    expect(await invoice(number)).toMatchObject({
      status: 'paid',
      allocations: [
        { sourceId: part, amount: '10.00' },
        { sourceId: whole, amount: '90.00' },
      ],
    });
  });

  it('takes from a down payment, which is asked for by a document of its own', async () => {
    const request = harness.fake.requestDownPayment({ partner, total: '30.00' });
    expect(await invoice(request)).toMatchObject({ type: 'down_payment', status: 'open', open: '30.00' });
    const money = harness.fake.payDownPayment(request);
    expect(await invoice(request)).toMatchObject({
      type: 'down_payment',
      status: 'paid',
      open: '0.00',
      allocations: [{ by: 'payment', sourceId: money, amount: '30.00' }],
    });
    expect(await payment(money)).toMatchObject({ amount: '30.00', unapplied: '30.00' });
    const final = harness.fake.createInvoice({ partner, total: '100.00' });
    expect(await invoice(final)).toMatchObject({ open: '100.00' });
    harness.fake.applyDownPayment(money, final, '20.00');
    const byMoney = (amount: string) => ({ by: 'payment', sourceId: money, amount });
    expect(await invoice(final)).toMatchObject({ status: 'partially_paid', open: '80.00', allocations: [byMoney('20.00')] });
    expect(await payment(money)).toMatchObject({ unapplied: '10.00' });
    // What moves it from one account to another is no payment.
    expect([...(await readAll(harness.connect(), 'payments')).records.keys()]).toEqual([money]);
    const small = harness.fake.createInvoice({ partner, total: '10.00' });
    harness.fake.applyDownPayment(money, small);
    expect(await invoice(small)).toMatchObject({ status: 'paid', open: '0.00', allocations: [byMoney('10.00')] });
    expect(await payment(money)).toMatchObject({ unapplied: '0.00' });
  });

  it('owes what its ordinary items say, whatever the same entry notes of down payments', async () => {
    const number = harness.fake.createInvoice({ partner, total: '100.00' });
    const [own] = harness.fake.records(JOURNAL).filter((row) => String(row['BillingDocument']).endsWith(number));
    const tx = harness.fake.store.begin();
    const noted = { AccountingDocumentItem: '009', SpecialGLCode: 'A', PostingKey: '19', AmountInTransactionCurrency: '-30.00' };
    tx.put(JOURNAL, String(own!['_key']).replace(/\d+$/, '009'), { ...own, ...noted, AmountInCompanyCodeCurrency: '-30.00' });
    tx.commit();
    expect(await invoice(number)).toMatchObject({ type: 'invoice', status: 'open', open: '100.00', baseTotal: '100.00' });
  });

  it('with a discount for paying early is paid by less', async () => {
    const number = harness.fake.createInvoice({ partner, total: '100.00' });
    harness.fake.incomingPayment({ invoices: [number], discount: '2.00' });
    expect(await invoice(number)).toMatchObject({ status: 'paid', open: '0.00' });
  });

  it('of a company code that was not chosen is not read, whatever its number in accounting', async () => {
    await harness.close();
    const norte = { code: '1010', name: 'Norte', currency: 'MXN', country: 'MX', taxId: 'VAN120315QX8' };
    const iberia = { code: '2010', name: 'Iberia', currency: 'EUR', country: 'ES', taxId: 'ESB12345674' };
    harness = await s4Harness({ companies: [norte, iberia] });
    const both = harness.fake.createPartner({ name: 'De ambas' });
    const [here, there] = [norte, iberia].map(({ code }) =>
      harness.fake.createInvoice({ partner: both, total: '10.00', company: code }),
    ) as [string, string];
    harness.fake.incomingPayment({ invoices: [there], amount: '4.00' });
    expect([await invoice(here), await invoice(there)]).toMatchObject([
      { companyId: '1010', currency: 'MXN', open: '10.00' },
      { companyId: '2010', currency: 'EUR', open: '6.00', baseCurrency: 'EUR' },
    ]);
    const erp = harness.connectWith({ companies: ['2010'] });
    expect([...(await readAll(erp, 'invoices')).records.keys()]).toEqual([there]);
    expect((await readAll(erp, 'payments')).records.size).toBe(1);
    expect(await erp.readByIds('invoices', [id(here)], never)).toEqual(NOTHING);
  });

  it('is paid by money that is entered days later, which is news on the day of its entry and not before', async () => {
    const day = (daysAgo: number) => new Date(harness.now().getTime() - daysAgo * 86_400_000).toISOString().slice(0, 10);
    const [late, atOnce] = [4, 0].map((daysAgo) => {
      const number = harness.fake.createInvoice({ partner, total: '10.00' });
      return harness.fake.incomingPayment({ invoices: [number], date: day(daysAgo) });
    }) as [string, string];
    expect(await payment(late)).toMatchObject({ paidOn: day(4), createdAt: `${day(0)}T00:00:00.000Z` });
    expect((await payment(atOnce)).createdAt).toBeNull();
    const rules: EventRules = {
      ...{ now: harness.now(), goLiveAt: new Date(`${day(1)}T12:00:00Z`), timeZone: 'America/Mexico_City', maxAgeHours: 48 },
      ...{ generation: 1, isRebuilding: false, wasComplete: true, lastReadAt: harness.now() },
    };
    const isNews = (after: PaymentFacts['after'], goLiveAt: Date) => isReceivedEventLive({ before: null, after }, { ...rules, goLiveAt });
    const read = await payment(late);
    expect(isNews(read, rules.goLiveAt)).toBe(true);
    // Whatever was entered on the day of the start may have been entered before it.
    expect(isNews(read, new Date(`${day(0)}T00:00:01Z`))).toBe(false);
  });

  it('of a company code that the list does not show is read with its items', async () => {
    const hidden = { code: '3010', name: 'Sur', currency: 'MXN', country: 'MX', taxId: 'SUR120315QX8' };
    harness.fake.addCompanyCode(hidden);
    const number = harness.fake.createInvoice({ partner, total: '10.00', company: '3010' });
    const money = harness.fake.incomingPayment({ invoices: [number], amount: '4.00' });
    harness.fake.faults.next({ kind: 'status', status: 200, body: { d: { results: [NORTE] } }, match: /A_CompanyCode/, times: Infinity });
    const erp = harness.connect();
    expect((await readAll(erp, 'invoices')).records.get(id(number))).toMatchObject({ status: 'partially_paid', open: '6.00' });
    expect([...(await readAll(erp, 'payments')).records.keys()]).toEqual([money]);
  });

  it('is none for ids of other things', async () => {
    const ids = ['', '9999999999', `9000'0001`, 'x/y/z', '1010/2026/1'].map(id);
    expect(await harness.connect().readByIds('invoices', ids, never)).toEqual(NOTHING);
    expect(await harness.connect().readByIds('payments', ids, never)).toEqual(NOTHING);
  });

  it('is one of a thousand read in few calls with only the fields that are needed', async () => {
    harness.fake.transaction((erp) => {
      for (let at = 0; at < 1_000; at++) {
        const number = erp.createInvoice({ partner, total: '10.00' });
        if (at % 2) erp.incomingPayment({ invoices: [number] });
      }
    });
    const before = harness.fake.calls().length;
    const { records } = await readAll(harness.connect(), 'invoices');
    expect(records.size).toBe(1_000);
    expect([...records.values()].filter(({ status }) => status === 'paid')).toHaveLength(500);
    expect(harness.fake.calls().length - before).toBeLessThan(60);
  });
});
