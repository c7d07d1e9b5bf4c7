import { afterEach, describe, expect, it } from '@jest/globals';
import { B1Caller } from './sap-b1/caller.ts';
import type { B1Record } from './sap-b1/caller.ts';
import { startB1Fake } from './sap-b1/index.ts';
import type { B1Fake, B1FakeOptions } from './sap-b1/index.ts';

let fake: B1Fake;
let client: B1Caller;
let clock = 0;
afterEach(() => fake.close());

const pass = (ms: number): void => void (clock += ms);
/** Monterrey is at UTC-6. */
async function start(options: B1FakeOptions = {}): Promise<string> {
  clock = Date.parse('2026-11-23T17:00:00Z');
  fake = await startB1Fake({ now: () => new Date(clock), ...options });
  client = new B1Caller(fake);
  await client.login();
  return fake.createPartner({ name: 'Aceros del Valle SA de CV', taxId: 'EKU9003173C9' });
}

const FIGURES = 'DocEntry,DocTotal,DocTotalFc,PaidToDate,PaidToDateFC,DocCurrency,DocumentStatus,CancelStatus';
const read = async (path: string): Promise<B1Record> => {
  const { status, body, text } = await client.get(path);
  if (status !== 200) throw new Error(text);
  return body as B1Record;
};
const figures = (entry: number, set = 'Invoices'): Promise<B1Record> => read(`${set}(${entry})?$select=${FIGURES}`);
const reconciliations = (): Promise<B1Record[]> => client.all('InternalReconciliations');
const rowsOf = (record: B1Record | undefined, collection: string): B1Record[] => (record?.[collection] ?? []) as B1Record[];

describe('an invoice', () => {
  it('is partly paid, then paid, and open again when the payment is cancelled', async () => {
    const partner = await start();
    const invoice = fake.createInvoice({ partner, lines: [{ item: 'VAL-1', price: '100.00', quantity: 3, taxPercent: 16 }] });
    const half = fake.incomingPayment({ invoices: [invoice], amount: '148.00', reference: 'SPEI 1' });
    expect(await figures(invoice)).toMatchObject({ DocTotal: 348, PaidToDate: 148, DocumentStatus: 'bost_Open', DocCurrency: '$' });
    fake.incomingPayment({ invoices: [invoice] });
    expect(await figures(invoice)).toMatchObject({ PaidToDate: 348, DocumentStatus: 'bost_Close', CancelStatus: 'csNo' });
    fake.cancelPayment(half);
    expect(await figures(invoice)).toMatchObject({ PaidToDate: 200, DocumentStatus: 'bost_Open' });
    expect(await read(`IncomingPayments(${half})`)).toMatchObject({ Cancelled: 'tYES', TransferSum: 148, TransferReference: 'SPEI 1' });
    expect(await reconciliations()).toMatchObject([
      { ReconNum: 1, ReconType: 'rtPayment', CancelAbs: 3, Total: 148 },
      { ReconNum: 2, ReconType: 'rtPayment', CancelAbs: 0, Total: 200 },
      { ReconNum: 3, ReconType: 'rtReversal', CancelAbs: 1, Total: 148 },
    ]);
  });

  it('is cancelled by a document of its own, which is no invoice', async () => {
    const partner = await start();
    const invoice = fake.createInvoice({ partner, total: '116.00' });
    pass(60_000);
    const reversal = fake.cancelInvoice(invoice);
    expect(await read(`Invoices(${invoice})`)).toMatchObject({
      CancelStatus: 'csYes',
      Cancelled: 'tYES',
      DocumentStatus: 'bost_Close',
      UpdateTime: '11:01:00',
    });
    const document = await read(`Invoices(${reversal})`);
    expect(document).toMatchObject({ CancelStatus: 'csCancellation', Cancelled: 'tNO', DocTotal: 116 });
    expect(rowsOf(document, 'DocumentLines')).toMatchObject([{ BaseType: 13, BaseEntry: invoice, BaseLine: 0 }]);
    expect(fake.record('BusinessPartners', partner)?.CurrentAccountBalance).toBe(0);
  });

  it('is credited in full or in part, and what it cannot take stays open as credit', async () => {
    const partner = await start();
    const [full, part, paid] = [1, 2, 3].map(() => fake.createInvoice({ partner, total: '100.00' })) as [number, number, number];
    const first = fake.creditNote({ invoice: full });
    fake.creditNote({ invoice: part, amount: '30.00' });
    fake.incomingPayment({ invoices: [paid] });
    const credit = fake.creditNote({ invoice: paid, amount: '20.00' });
    expect(fake.invoice(full)).toMatchObject({ status: 'bost_Close', paid: '100.00' });
    expect(fake.invoice(part)).toMatchObject({ status: 'bost_Open', paid: '30.00' });
    expect(await figures(credit, 'CreditNotes')).toMatchObject({ DocTotal: 20, PaidToDate: 0, DocumentStatus: 'bost_Open' });
    expect(rowsOf(await read(`CreditNotes(${first})`), 'DocumentLines')).toMatchObject([{ BaseType: 13, BaseEntry: full }]);
    const [recon] = await reconciliations();
    expect(recon).toMatchObject({ ReconType: 'rtCreditMemo' });
    expect(rowsOf(recon, 'InternalReconciliationRows')).toMatchObject([
      { SrcObjTyp: '13', SrcObjAbs: full, ReconcileAmount: 100, CreditOrDebit: 'codDebit' },
      { SrcObjTyp: '14', SrcObjAbs: first, ReconcileAmount: 100, CreditOrDebit: 'codCredit' },
    ]);
  });

  it('is open again when its credit note is cancelled', async () => {
    const partner = await start();
    const invoice = fake.createInvoice({ partner, total: '100.00' });
    const note = fake.creditNote({ invoice });
    const reversal = fake.cancelCreditNote(note);
    expect(fake.invoice(invoice)).toMatchObject({ status: 'bost_Open', paid: '0.00' });
    expect(await figures(note, 'CreditNotes')).toMatchObject({ CancelStatus: 'csYes', DocumentStatus: 'bost_Close' });
    expect(await figures(reversal, 'CreditNotes')).toMatchObject({ CancelStatus: 'csCancellation', DocTotal: 100 });
    expect(fake.record('BusinessPartners', partner)?.CurrentAccountBalance).toBe(100);
  });

  it('in dollars is paid in dollars or in pesos of the day', async () => {
    const partner = await start();
    fake.setRate('USD', '2026-01-01', 18);
    const [usd, mxn] = [1, 2].map(() => fake.createInvoice({ partner, total: '100.00', currency: 'USD' })) as [number, number];
    fake.incomingPayment({ invoices: [usd], amount: '40.00' });
    expect(await figures(usd)).toMatchObject({ DocTotal: 1800, DocTotalFc: 100, PaidToDate: 720, PaidToDateFC: 40, DocCurrency: 'USD' });
    fake.setRate('USD', '2026-11-01', 20);
    const payment = fake.incomingPayment({ invoices: [mxn], amount: '2000.00', currency: 'MXN' });
    expect(await figures(mxn)).toMatchObject({ PaidToDate: 1800, PaidToDateFC: 100, DocumentStatus: 'bost_Close' });
    expect(await read(`IncomingPayments(${payment})`)).toMatchObject({ DocCurrency: '$', TransferSum: 2000 });
    fake.cancelPayment(payment);
    expect(await figures(mxn)).toMatchObject({ PaidToDate: 0, PaidToDateFC: 0, DocumentStatus: 'bost_Open' });
  });

  it('comes with contact person, instalments, orders and fields of this customer', async () => {
    await start();
    const partner = fake.createPartner({ name: 'Bombas', contacts: [{ name: 'Ana Garza', email: 'ana@bombas.mx' }] });
    const contact = fake.record('BusinessPartners', partner)?.ContactEmployees[0]?.InternalCode;
    const order = fake.createOrder({ partner, total: '100.00', number: 42 });
    const entry = fake.createInvoice({
      partner,
      total: '100.00',
      contact: Number(contact),
      reference: 'OC-1',
      orders: [order],
      instalments: [
        { due: '2026-12-01', percent: 33 },
        { due: '2027-01-01', percent: 67 },
      ],
      userFields: { U_DealId: '981' },
    });
    const invoice = await read(`Invoices(${entry})`);
    expect(invoice).toMatchObject({ ContactPersonCode: contact, NumAtCard: 'OC-1', U_DealId: '981', DocDueDate: '2027-01-01T00:00:00Z' });
    expect(rowsOf(invoice, 'DocumentInstallments')).toMatchObject([{ Total: 33 }, { Total: 67, DueDate: '2027-01-01T00:00:00Z' }]);
    expect(rowsOf(invoice, 'DocumentLines')).toMatchObject([{ BaseType: 17, BaseEntry: order }]);
    expect(await read(`Orders(${order})?$select=DocNum`)).toMatchObject({ DocNum: 42 });
    const delivery = fake.createDelivery({ partner, total: '100.00', orders: [order] });
    const delivered = fake.createInvoice({ partner, total: '100.00', deliveries: [delivery] });
    expect(rowsOf(await read(`Invoices(${delivered})`), 'DocumentLines')).toMatchObject([{ BaseType: 15, BaseEntry: delivery }]);
    expect(rowsOf(await read(`DeliveryNotes(${delivery})`), 'DocumentLines')).toMatchObject([{ BaseType: 17, BaseEntry: order }]);
  });
});

describe('a payment', () => {
  it('settles several invoices and keeps the rest on account until somebody reconciles it', async () => {
    const partner = await start();
    const [one, two, three] = ['100.00', '50.00', '30.00'].map((total) => fake.createInvoice({ partner, total })) as [
      number,
      number,
      number,
    ];
    const payment = fake.incomingPayment({ invoices: [one, two], amount: '170.00' });
    expect(rowsOf(await read(`IncomingPayments(${payment})`), 'PaymentInvoices')).toMatchObject([
      { DocEntry: one, InvoiceType: 'it_Invoice', SumApplied: 100, InstallmentId: 1 },
      { DocEntry: two, SumApplied: 50 },
    ]);
    fake.reconcile({ payment, invoices: [three] });
    expect(fake.invoice(three)).toMatchObject({ paid: '20.00', status: 'bost_Open' });
    expect((await reconciliations()).at(-1)).toMatchObject({ ReconType: 'rtManual', Total: 20 });
    fake.cancelPayment(payment);
    expect([one, two, three].map((entry) => fake.invoice(entry).paid)).toEqual(['0.00', '0.00', '0.00']);
  });

  it.each([true, false])('moves the change stamp of its invoice or not, by patch level (%s)', async (paymentTouchesInvoice) => {
    const partner = await start({ paymentTouchesInvoice });
    const invoice = fake.createInvoice({ partner, total: '100.00' });
    const select = '$select=UpdateDate,UpdateTime,DataVersion,PaidToDate';
    pass(3_600_000);
    await client.login();
    fake.incomingPayment({ invoices: [invoice] });
    expect(await read(`Invoices(${invoice})?${select}`)).toMatchObject({
      UpdateDate: '2026-11-23T00:00:00Z',
      UpdateTime: paymentTouchesInvoice ? '12:00:00' : '11:00:00',
      DataVersion: paymentTouchesInvoice ? 2 : 1,
      PaidToDate: 100,
    });
  });

  it('pays a down payment, which is a document of another set', async () => {
    const partner = await start();
    const entry = fake.downPaymentInvoice({ partner, total: '500.00', kind: 'dptRequest' });
    const payment = fake.incomingPayment({ invoices: [{ set: 'DownPayments', entry }] });
    expect(await read(`DownPayments(${entry})`)).toMatchObject({
      DownPaymentType: 'dptRequest',
      PaidToDate: 500,
      DocumentStatus: 'bost_Close',
    });
    expect(rowsOf(await read(`IncomingPayments(${payment})`), 'PaymentInvoices')).toMatchObject([{ InvoiceType: 'it_DownPayment' }]);
  });
});

describe('time', () => {
  it('is the server’s own, without a zone, and may be wrong', async () => {
    const partner = await start({ timeZone: 'Asia/Tokyo' });
    fake.setClockOffset(300_000);
    const entry = fake.createInvoice({ partner, total: '1.00' });
    expect(await read(`Invoices(${entry})`)).toMatchObject({ UpdateDate: '2026-11-24T00:00:00Z', UpdateTime: '02:05:00' });
    const ping = await fetch(`${fake.url}/ping/`).then((response) => response.json());
    expect(ping).toEqual({ message: 'pong', sender: 'load balancer', timestamp: `${(clock + 300_000) / 1000}.000` });
  });

  it('of a slow transaction is that of its beginning', async () => {
    const partner = await start();
    const slow = fake.openTransaction((erp) => erp.createInvoice({ partner, total: '10.00' }));
    pass(600_000);
    const quick = fake.createInvoice({ partner, total: '20.00' });
    expect(await client.all('Invoices?$select=DocEntry')).toEqual([expect.objectContaining({ DocEntry: quick })]);
    slow.commit();
    expect(await client.all('Invoices?$select=DocEntry,UpdateTime&$orderby=UpdateTime')).toMatchObject([
      { DocEntry: slow.result, UpdateTime: '11:00:00' },
      { DocEntry: quick, UpdateTime: '11:10:00' },
    ]);
  });
});

describe('copies', () => {
  it('give old numbers to other records, or other content to all', async () => {
    const partner = await start();
    const backup = fake.snapshot();
    const lost = fake.createInvoice({ partner, total: '10.00' });
    fake.restoreBackup(backup);
    expect(fake.createInvoice({ partner, total: '20.00' })).toBe(lost);
    expect(await figures(lost)).toMatchObject({ DocTotal: 20 });
    fake.swapCompany();
    expect(await read('CompanyService_GetAdminInfo')).toMatchObject({ CompanyName: 'Otra Empresa SA de CV', LocalCurrency: '$' });
    expect(await read(`BusinessPartners('${partner}')?$select=CardName`)).toMatchObject({ CardName: `Otro ${partner}` });
  });
});

describe('a business partner', () => {
  it('has persons, addresses and a parent, can be frozen, and is removed while nothing was posted', async () => {
    const parent = await start();
    const partner = fake.createPartner({
      name: 'Bombas',
      parent,
      contacts: [{ name: 'Ana Garza', email: 'ana@bombas.mx' }],
      addresses: [{ street: 'Av. Madero 12', city: 'Monterrey', zip: '64000', state: 'NL', country: 'MX' }],
      userFields: { U_Region: 'Norte' },
    });
    pass(120_000);
    fake.updatePartner(partner, {
      contacts: [
        { name: 'Ana Garza', email: 'ana@nuevo.mx' },
        { name: 'Luis Peña', active: false },
      ],
    });
    fake.freeze(partner);
    const record = await read(`BusinessPartners('${partner}')`);
    expect(record).toMatchObject({
      FatherCard: parent,
      Frozen: 'tYES',
      Valid: 'tYES',
      U_Region: 'Norte',
      UpdateTime: '11:02:00',
      Currency: '##',
    });
    expect(rowsOf(record, 'ContactEmployees')).toMatchObject([
      { InternalCode: 1, E_Mail: 'ana@nuevo.mx' },
      { InternalCode: 2, Active: 'tNO' },
    ]);
    expect(rowsOf(record, 'BPAddresses')).toMatchObject([{ AddressType: 'bo_BillTo', ZipCode: '64000', Country: 'MX' }]);
    fake.createInvoice({ partner, total: '1.00' });
    expect(() => fake.removePartner(partner)).toThrow('has Invoices');
    const other = fake.createPartner({ name: 'Nadie' });
    fake.removePartner(other);
    expect((await client.get(`BusinessPartners('${other}')`)).status).toBe(404);
  });
});
