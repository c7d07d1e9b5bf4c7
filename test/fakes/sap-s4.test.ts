import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startS4Fake, type S4Fake } from './sap-s4/index.ts';
import { customerItems, ITEMS, readRows } from './sap-s4/caller.ts';

let s4: S4Fake;
let partner: string;
let passed = 0;
beforeEach(async () => {
  passed = 0;
  s4 = await startS4Fake({ now: () => new Date(Date.parse('2026-11-20T18:00:00Z') + passed) });
  partner = s4.createPartner({ name: 'Aceros del Valle' });
});
afterEach(() => s4.close());

const DAY = 86_400_000;

const items = (filter = ''): Promise<string[]> => customerItems(s4, filter);

describe('no stamp moves', () => {
  it('when an invoice is settled: only the day of the clearing tells, and after a reset not even that', async () => {
    const invoice = s4.createInvoice({ partner, total: '116.00' });
    const before = { ...s4.record('A_BillingDocument', invoice) };
    passed = 3 * DAY;
    const payment = s4.incomingPayment({ invoices: [invoice], date: '2026-11-15' });
    expect(s4.record('A_BillingDocument', invoice)).toEqual(before);
    const item = () => s4.record('A_OperationalAcctgDocItemCube', '1010/2026/0094000001/001');
    expect(item()).toMatchObject({
      ClearingDate: '2026-11-15',
      ClearingCreationDate: '2026-11-23',
      LastChangeDate: null,
      AccountingDocumentCreationDate: '2026-11-20',
    });
    s4.resetClearing(payment);
    expect(item()).toMatchObject({ IsCleared: false, ClearingDate: null, ClearingCreationDate: null, LastChangeDate: null });
    expect(await items()).toEqual(['94000001 RV 116.00 open', '1400000001 DZ -116.00 open']);
  });

  it('on a partner before its first change, and by what belongs to its address', async () => {
    const stamp = () => s4.record('A_BusinessPartner', partner)?.['LastChangeDate'];
    expect(stamp()).toBeNull();
    passed = DAY;
    s4.updatePartner(partner, { email: 'nuevo@aceros.example', city: 'Saltillo', taxId: 'EKU9003173C9' });
    expect(stamp()).toBeNull();
    s4.blockPartner(partner);
    expect(stamp()).toBe('2026-11-21');
    expect(s4.record('A_BusinessPartner', partner)).toMatchObject({ BusinessPartnerIsBlocked: true, ETag: 'CB998000004220261121180000' });
  });

  it('when a document is released to accounting: before, it has no items', async () => {
    const invoice = s4.createInvoice({ partner, total: '10.00', isPosted: false });
    expect(await items()).toEqual([]);
    const before = s4.record('A_BillingDocument', invoice);
    expect(before).toMatchObject({ AccountingTransferStatus: 'A' });
    passed = DAY;
    s4.releaseToAccounting(invoice);
    expect(s4.record('A_BillingDocument', invoice)).toMatchObject({
      AccountingTransferStatus: 'C',
      LastChangeDateTime: before?.['LastChangeDateTime'],
    });
    expect(await items()).toHaveLength(1);
  });
});

describe('a credit', () => {
  it('over everything is cleared with its invoice; amounts are positive in billing and negative in the books', async () => {
    const invoice = s4.createInvoice({ partner, lines: [{ material: 'TG11', price: '100.00', quantity: 2, taxPercent: 16 }] });
    const memo = s4.creditNote({ invoice });
    expect(s4.record('A_BillingDocument', memo)).toMatchObject({ SDDocumentCategory: 'O', TotalGrossAmount: '232.00', TaxAmount: '32.00' });
    expect(s4.record('A_BillingDocumentItem', `00${memo}/000010`)).toMatchObject({
      ReferenceSDDocument: `00${invoice}`,
      ReferenceSDDocumentCategory: 'M',
    });
    expect(await items()).toEqual(['94000001 RV 232.00 cleared by 100000002', '94000002 RV -232.00 cleared by 100000002']);
  });

  it('over a part stays open beside it; money and credit settle it together', async () => {
    const invoice = s4.createInvoice({ partner, total: '80.00' });
    s4.creditNote({ invoice, amount: '30.00' });
    expect(await items()).toEqual(['94000001 RV 80.00 open', '94000002 RV -30.00 of 94000001/2026/1 open']);
    s4.incomingPayment({ invoices: [invoice] });
    expect(await items()).toEqual([
      '94000001 RV 80.00 cleared by 1400000001',
      '94000002 RV -30.00 of 94000001/2026/1 cleared by 1400000001',
      '1400000001 DZ -50.00 cleared by 1400000001',
    ]);
  });

  it('of a paid invoice is the customer’s open credit', async () => {
    const invoice = s4.createInvoice({ partner, total: '80.00' });
    s4.incomingPayment({ invoices: [invoice] });
    s4.creditNote({ invoice });
    expect((await items()).filter((item) => item.endsWith('open'))).toEqual(['94000002 RV -80.00 open']);
  });
});

it('a cancelled invoice and the document that cancels it are both cleared; a paid one cannot be cancelled', async () => {
  const invoice = s4.createInvoice({ partner, total: '60.00' });
  passed = DAY;
  const cancellation = s4.cancelBilling(invoice);
  expect(s4.record('A_BillingDocument', invoice)).toMatchObject({
    BillingDocumentIsCancelled: true,
    AccountingTransferStatus: 'E',
    LastChangeDate: '2026-11-21',
  });
  expect(s4.record('A_BillingDocument', cancellation)).toMatchObject({
    BillingDocumentType: 'S1',
    SDDocumentCategory: 'N',
    CancelledBillingDocument: `00${invoice}`,
  });
  expect(await items()).toEqual(['94000001 RV 60.00 cleared by 94000002', '94000002 RV -60.00 cleared by 94000002']);
  expect(() => s4.cancelBilling(invoice)).toThrow(/already been cancelled/);
  const paid = s4.createInvoice({ partner, total: '60.00' });
  s4.incomingPayment({ invoices: [paid] });
  expect(() => s4.cancelBilling(paid)).toThrow(/reversal not possible/);
});

it('a down payment stands apart until an invoice takes it', async () => {
  const request = s4.requestDownPayment({ partner, total: '100.00' });
  expect(s4.record('A_BillingDocument', request)).toMatchObject({ BillingDocumentType: 'FAZ', BillingDocumentCategory: 'P' });
  const special = async () => {
    const { rows } = await readRows(s4, ITEMS, {
      $filter: "CompanyCode eq '1010' and SpecialGLCode ne ''",
      $orderby: 'AccountingDocument,AccountingDocumentItem,CompanyCode,FiscalYear',
    });
    return rows.map((row) => [row['SpecialGLCode'], row['AmountInTransactionCurrency'], row['IsCleared']]);
  };
  expect(await special()).toEqual([['F', '100.00', false]]);
  const payment = s4.payDownPayment(request);
  expect(await special()).toEqual([
    ['F', '100.00', true],
    ['A', '-100.00', false],
  ]);
  const invoice = s4.createInvoice({ partner, total: '150.00' });
  s4.applyDownPayment(payment, invoice);
  expect(s4.billing(invoice).open).toBe('50.00');
  expect((await special()).map(([, , isCleared]) => isCleared)).toEqual([true, true, true]);
  s4.incomingPayment({ invoices: [invoice] });
  expect(s4.billing(invoice).open).toBe('0.00');
});

it('instalments are items of their own, paid in order of their dates', async () => {
  const instalments = [
    { due: '2026-11-20', percent: 30 },
    { due: '2027-01-20', percent: 70 },
  ];
  const invoice = s4.createInvoice({ partner, total: '100.01', instalments });
  s4.incomingPayment({ invoices: [invoice], amount: '40.00' });
  expect(await items()).toEqual([
    '94000001 RV 30.00 cleared by 1400000001',
    '94000001 RV 70.01 open',
    '1400000001 DZ -30.00 cleared by 1400000001',
    '1400000001 DZ -10.00 of 94000001/2026/2 open',
  ]);
});

it('numbers of journal entries begin anew in every company code and year', () => {
  s4.setRate('MXN', 'USD', '2000-01-01', 0.05);
  s4.addCompanyCode({ code: '1710', name: 'Northern Valves Inc.', currency: 'USD', country: 'US', taxId: '12-3456789' });
  const other = s4.createPartner({ name: 'Otro' });
  const pay = (company: string, date: string) => s4.incomingPayment({ partner: other, amount: '1.00', company, date });
  expect([pay('1010', '2026-11-20'), pay('1710', '2026-11-20'), pay('1010', '2027-01-02')]).toEqual([
    '1010/2026/1400000001',
    '1710/2026/1400000001',
    '1010/2027/1400000001',
  ]);
});

it('what a slow transaction writes appears late, with the stamp of its beginning', async () => {
  const { result, commit } = s4.openTransaction((erp) => erp.createInvoice({ partner, total: '1.00' }));
  passed = 60_000;
  expect(s4.record('A_BillingDocument', result)).toBeUndefined();
  commit();
  expect(s4.record('A_BillingDocument', result)).toMatchObject({ CreationTime: '18:00:00' });
});

it('a partner can be archived only without documents; then nothing of it is left', () => {
  const person = s4.createContact({ company: partner, name: 'Ana Garza', email: 'ana@aceros.example' });
  s4.removePartner(person);
  expect([s4.records('A_BusinessPartnerContact'), s4.records('A_AddressEmailAddress')]).toEqual([[], []]);
  s4.createInvoice({ partner, total: '1.00' });
  expect(() => s4.removePartner(partner)).toThrow(/cannot be archived/);
  expect(() => s4.createInvoice({ partner: s4.createPartner({ name: 'Sin rol', customer: null }), total: '1.00' })).toThrow(
    /not a customer/,
  );
});

it('another tenant at the address has the same numbers and another name for itself', () => {
  const invoice = s4.createInvoice({ partner, total: '1.00' });
  const uuid = s4.record('A_BusinessPartner', partner)?.['BusinessPartnerUUID'];
  s4.swapTenant();
  expect(s4.record('A_BillingDocument', invoice)).toMatchObject({ LogicalSystem: '0MOTHER' });
  expect(s4.record('A_BusinessPartner', partner)?.['BusinessPartnerUUID']).not.toBe(uuid);
});
