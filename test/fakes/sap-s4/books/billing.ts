import { addDays } from '../../company/days.ts';
import { minor, text, type Amount } from '../money.ts';
import { internalNumber } from '../odata/values.ts';
import type { Row, Tx } from '../store.ts';
import { addItem, totalsOf, type LineInput } from './billing-items.ts';
import { post, type DocRef, type ItemRef, type LedgerLine } from './ledger.ts';
import { partnerKey } from './partners.ts';

export interface InvoiceInput {
  /** Number of the business partner. */
  partner: string;
  /** Who pays, if another. */
  payer?: string;
  /** Person it is addressed to. */
  contact?: string | null;
  /** Default the first of the tenant. */
  company?: string;
  /** Default that of the company code. */
  currency?: string;
  date?: string;
  due?: string;
  instalments?: readonly { due: string; percent: number }[];
  /** Gross, of a single line without tax; instead of lines. */
  total?: Amount;
  lines?: readonly LineInput[];
  /** Sales order of every line that names none. */
  order?: string;
  reference?: string;
  /** Default true; else it waits for its release to accounting. */
  isPosted?: boolean;
}
interface BillingKind {
  type: string;
  category: 'M' | 'O' | 'N' | 'S' | 'U';
  /** `L` invoice, `P` request for a down payment. */
  billingCategory: 'L' | 'P' | 'A' | 'U';
}
export const INVOICE: BillingKind = { type: 'F2', category: 'M', billingCategory: 'L' };
export const CREDIT_MEMO: BillingKind = { type: 'G2', category: 'O', billingCategory: 'A' };
export const DOWN_PAYMENT_REQUEST: BillingKind = { type: 'FAZ', category: 'M', billingCategory: 'P' };

/** Never in the books. */
export const PRO_FORMA: BillingKind = { type: 'F8', category: 'U', billingCategory: 'U' };

export const BILLING = 'A_BillingDocument';

export const billingKey = (number: string): string => internalNumber(number, 10);

/** A billing document, and unless it waits the journal entry of it. */
export function addBilling(tx: Tx, kind: BillingKind, input: InvoiceInput, reference?: ItemRef): string {
  const company = tx.store.company(input.company ?? [...tx.store.companies.keys()][0] ?? '');
  const currency = input.currency ?? company.currency;
  const number = internalNumber(String(tx.store.next('BillingDocument', 90_000_001)), 10);
  const date = input.date ?? tx.stamp.today;
  const [soldTo, payer] = [input.partner, input.payer ?? input.partner].map((partner) => customerOf(tx, partner)) as [string, string];
  const given = input.lines ?? [{ price: input.total ?? 0, text: 'Servicio' }];
  const totals = totalsOf(given, currency);
  const isPosted = (input.isPosted ?? true) && kind.category !== 'U';
  const due = dueDates(input, date);
  tx.put(BILLING, number, {
    ...STANDARD,
    BillingDocument: number,
    SDDocumentCategory: kind.category,
    BillingDocumentCategory: kind.billingCategory,
    BillingDocumentType: kind.type,
    ...stampOf(tx),
    LogicalSystem: tx.store.logicalSystem,
    SalesOrganization: company.code,
    BillingDocumentDate: date,
    TotalNetAmount: text(totals.net, currency),
    TaxAmount: text(totals.tax, currency),
    TotalGrossAmount: text(totals.net + totals.tax, currency),
    TransactionCurrency: currency,
    StatisticsCurrency: company.currency,
    PayerParty: payer,
    SoldToParty: soldTo,
    CustomerPaymentTerms: '0004',
    PaymentReference: number,
    CompanyCode: company.code,
    Country: company.country,
    ExchangeRateDate: date,
    DocumentReferenceID: number,
    PurchaseOrderByCustomer: input.reference ?? '',
    AccountingPostingStatus: isPosted ? 'C' : 'A',
    AccountingTransferStatus: kind.category === 'U' ? 'D' : isPosted ? 'C' : 'A',
    // Dates the books need when it is released.
    _due: JSON.stringify(due),
  });
  for (const [index, row] of totals.rows.entries()) addItem(tx, number, index, row, { ...input, currency, company: company.code, date });
  const parties = [
    ['SP', soldTo],
    ['BP', payer],
    ['PY', payer],
    ['SH', soldTo],
  ] as const;
  for (const [role, customer] of parties) addParty(tx, number, role, { Customer: customer });
  if (input.contact) addParty(tx, number, 'CP', { ContactPerson: partnerKey(input.contact) });
  if (isPosted) postBilling(tx, number, reference);
  return number;
}

export function customerOf(tx: Tx, partner: string): string {
  const customer = String(tx.get('A_BusinessPartner', partnerKey(partner))['Customer'] ?? '');
  if (customer === '') throw new Error(`Business partner ${partner} is not a customer`);
  return customer;
}

const dueDates = ({ due, instalments }: InvoiceInput, date: string): { due: string; percent: number }[] =>
  instalments ? [...instalments] : [{ due: due ?? addDays(date, 30), percent: 100 }];

const addParty = (tx: Tx, number: string, role: string, who: Row): Row =>
  tx.put('A_BillingDocumentPartner', `${number}/${role}`, { BillingDocument: number, PartnerFunction: role, ...who });

/** When it was made or changed. */
export const stampOf = (tx: Tx): Row => ({
  CreationDate: tx.stamp.day,
  CreationTime: tx.stamp.time,
  LastChangeDate: null,
  LastChangeDateTime: instantOf(tx),
});

/** The clock of the application server is finer than its answers. */
export const instantOf = (tx: Tx): string =>
  tx.stamp.at.toISOString().replace('Z', `${String(tx.stamp.at.getTime() % 9_973).padStart(4, '0')}Z`);

/** As recorded. */
const STANDARD: Row = {
  DistributionChannel: '10',
  Division: '00',
  ShippingCondition: '01',
  IncotermsClassification: 'EXW',
  AbsltAccountingExchangeRate: '1.00000',
  OverallSDProcessStatus: 'C',
  OverallBillingStatus: 'A',
  CustomerGroup: '01',
  BillingDocumentListType: 'LR',
};

/** The journal entry: one customer item for each instalment. */
export function postBilling(tx: Tx, number: string, reference?: ItemRef): DocRef {
  const row = tx.get(BILLING, number);
  const currency = String(row['TransactionCurrency']);
  const sign = row['SDDocumentCategory'] === 'O' ? -1 : 1;
  const isRequest = row['BillingDocumentCategory'] === 'P';
  const [gross, tax] = [minor(String(row['TotalGrossAmount']), currency), minor(String(row['TaxAmount']), currency)];
  const dates = JSON.parse(String(row['_due'])) as { due: string; percent: number }[];
  const order = tx
    .by('A_BillingDocumentItem', 'BillingDocument', number)
    .map((item) => String(item['SalesDocument']))
    .find((one) => one !== '');
  let left = gross;
  const customerLines = dates.map(({ due, percent }, index): LedgerLine => {
    const amount = index === dates.length - 1 ? left : Math.round((gross * percent) / 100);
    left -= amount;
    return {
      amount: sign * amount,
      customer: String(row['PayerParty']),
      postingKey: isRequest ? '09' : sign < 0 ? '11' : '01',
      billing: number,
      due,
      ...(order === undefined ? {} : { order }),
      ...(isRequest ? { specialGl: 'F' } : {}),
      ...(reference ? { reference, followOn: 'G' } : {}),
    };
  });
  // A request for a down payment is noted on the customer's account alone.
  const others: LedgerLine[] = isRequest
    ? []
    : [{ amount: -sign * (gross - tax), account: '41000000', postingKey: sign < 0 ? '40' : '50' }];
  if (!isRequest && tax !== 0) others.push({ amount: -sign * tax, account: '22000000', postingKey: sign < 0 ? '40' : '50' });
  return post(tx, {
    company: String(row['CompanyCode']),
    type: 'RV',
    currency,
    date: String(row['BillingDocumentDate']),
    transaction: isRequest ? 'F-37' : 'VF01',
    lines: [...customerLines, ...others],
    reference: number,
    isNoted: isRequest,
  });
}
