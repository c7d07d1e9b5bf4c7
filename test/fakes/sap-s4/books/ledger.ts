import { exchanged, minor, text } from '../money.ts';
import { internalNumber } from '../odata/values.ts';
import type { CompanyCode, Row, Tx } from '../store.ts';
import { USER } from './partners.ts';

export const CUBE = 'A_OperationalAcctgDocItemCube';

export interface LedgerLine {
  /** Whole units of the smallest coin, debit positive. */
  amount: number;
  /** In the company code's currency; default by the rate of the day. */
  base?: number;
  /** A customer's account; without it the line is of the general ledger. */
  customer?: string;
  account?: string;
  postingKey: string;
  /** `A` down payment, `F` request for one. */
  specialGl?: string;
  billing?: string;
  order?: string;
  due?: string;
  /** What it pays, or what it is the rest of. */
  reference?: ItemRef;
  followOn?: string;
  text?: string;
  assignment?: string;
}
interface LedgerInput {
  company: string;
  /** `RV` from billing, `DZ` customer payment, `AB` clearing, `DA` customer document, `SA` general ledger. */
  type: string;
  currency: string;
  date: string;
  /** Default that of the posting. */
  documentDate?: string;
  transaction: string;
  lines: readonly LedgerLine[];
  /** As others call it: number of the billing document or of the bank's statement. */
  reference?: string;
  headerText?: string;
  /** It takes another one back. */
  reverses?: DocRef;
  /** It only reminds and is not in the balances. */
  isNoted?: boolean;
}
export interface DocRef {
  company: string;
  year: string;
  document: string;
}
export interface ItemRef extends DocRef {
  item: string;
}

/** Numbers begin anew in every company code and year. */
const RANGES: Readonly<Record<string, number>> = {
  RV: 94_000_000,
  DZ: 1_400_000_000,
  AB: 100_000_000,
  SA: 100_000_000,
  DA: 1_600_000_000,
};

const docKey = ({ company, year, document }: DocRef): string => `${company}/${year}/${document}`;
const itemKey = (ref: ItemRef): string => `${docKey(ref)}/${ref.item}`;
export const refOf = (row: Row): ItemRef => ({
  company: String(row['CompanyCode']),
  year: String(row['FiscalYear']),
  document: String(row['AccountingDocument']),
  item: String(row['AccountingDocumentItem']),
});
export const amountOf = (row: Row): number => minor(String(row['AmountInTransactionCurrency']), String(row['TransactionCurrency']));
export const baseOf = (row: Row): number => minor(String(row['AmountInCompanyCodeCurrency']), String(row['CompanyCodeCurrency']));
/** In order of items. */
export const itemsOf = (tx: Tx, ref: DocRef): Row[] =>
  tx
    .by(CUBE, 'AccountingDocument', ref.document)
    .filter((row) => row['CompanyCode'] === ref.company && row['FiscalYear'] === ref.year)
    .sort((a, b) => (String(a['AccountingDocumentItem']) < String(b['AccountingDocumentItem']) ? -1 : 1));

/** Posts a journal entry. */
export function post(tx: Tx, input: LedgerInput): DocRef & { items: ItemRef[] } {
  const company = tx.store.company(input.company);
  const year = input.date.slice(0, 4);
  const range = RANGES[input.type] ?? 100_000_000;
  // Clearing and general ledger documents share a range.
  const sequence = `${input.company}/${year}/${range}`;
  const document = internalNumber(String(tx.store.next(sequence, range + 1)), 10);
  const ref = { company: input.company, year, document };
  const head = headOf(tx, input, ref, company);
  const items = balanced(tx, input, company).map((line, index) => {
    const item = String(index + 1).padStart(3, '0');
    tx.put(CUBE, itemKey({ ...ref, item }), { ...head, AccountingDocumentItem: item, ...lineOf(tx, input, line, company) });
    return { ...ref, item };
  });
  return { ...ref, items };
}

/** What rounding between the currencies left over is in the last line. */
function balanced(tx: Tx, { lines, currency, date }: LedgerInput, { currency: own }: CompanyCode): (LedgerLine & { base: number })[] {
  const rate = tx.store.rate(currency, own, date);
  const based = lines.map((line) => ({ ...line, base: line.base ?? exchanged(line.amount, rate, currency, own) }));
  const last = based.at(-1);
  const isWhole = lines.reduce((sum, { amount }) => sum + amount, 0) === 0;
  if (last && isWhole) last.base -= based.reduce((sum, { base }) => sum + base, 0);
  return based;
}

function headOf(tx: Tx, input: LedgerInput, ref: DocRef, company: CompanyCode): Row {
  const isOfBilling = input.type === 'RV';
  return {
    CompanyCode: ref.company,
    FiscalYear: ref.year,
    AccountingDocument: ref.document,
    CompanyCodeName: company.name,
    CompanyCodeCurrency: company.currency,
    ChartOfAccounts: 'YCOA',
    Ledger: '0L',
    FiscalPeriod: input.date.slice(5, 7).padStart(3, '0'),
    PostingDate: input.date,
    DocumentDate: input.documentDate ?? input.date,
    AccountingDocumentType: input.type,
    AccountingDocumentCategory: input.isNoted ? 'S' : '',
    AccountingDocumentCreationDate: tx.stamp.day,
    CreationTime: tx.stamp.time,
    LastChangeDate: null,
    AccountingDocCreatedByUser: USER,
    TransactionCode: input.transaction,
    TransactionCurrency: input.currency,
    LogicalSystem: tx.store.logicalSystem,
    DocumentReferenceID: input.reference ?? '',
    AccountingDocumentHeaderText: input.headerText ?? '',
    ReferenceDocumentType: isOfBilling ? 'VBRK' : 'BKPFF',
    OriginalReferenceDocument: isOfBilling ? (input.reference ?? '') : `${ref.document}${ref.company}${ref.year}`,
    IsReversal: input.reverses !== undefined,
    ...(input.reverses ? { ReverseDocument: input.reverses.document, ReverseDocumentFiscalYear: input.reverses.year } : {}),
  };
}

function lineOf(tx: Tx, input: LedgerInput, line: LedgerLine & { base: number }, company: CompanyCode): Row {
  const isCustomer = line.customer !== undefined;
  const account = internalNumber(line.account ?? '12100000', 10);
  return {
    FinancialAccountType: isCustomer ? 'D' : 'S',
    ...(isCustomer
      ? { Customer: line.customer, CustomerName: String(tx.find('A_Customer', line.customer ?? '')?.['CustomerName'] ?? '') }
      : {}),
    PostingKey: line.postingKey,
    DebitCreditCode: line.amount < 0 ? 'H' : 'S',
    SpecialGLCode: line.specialGl ?? '',
    SpecialGLTransactionType: line.specialGl === undefined ? '' : 'A',
    GLAccount: account,
    OperationalGLAccount: account,
    AmountInTransactionCurrency: text(line.amount, input.currency),
    AmountInCompanyCodeCurrency: text(line.base, company.currency),
    BillingDocument: line.billing ?? '',
    SalesDocument: line.order ?? '',
    DocumentItemText: line.text ?? '',
    AssignmentReference: line.assignment ?? '',
    IsCleared: false,
    ClearingDate: null,
    ClearingCreationDate: null,
    ...(isCustomer
      ? { DueCalculationBaseDate: input.documentDate ?? input.date, NetDueDate: line.due ?? input.date }
      : { NetDueDate: null }),
    ...(line.reference
      ? {
          InvoiceReference: line.reference.document,
          InvoiceReferenceFiscalYear: line.reference.year,
          InvoiceItemReference: line.reference.item,
          FollowOnDocumentType: line.followOn ?? '',
        }
      : {}),
  };
}

/** The items' own header says nothing of it: no stamp moves. */
export function clear(tx: Tx, items: readonly ItemRef[], by: DocRef, date: string): void {
  for (const item of items) {
    const row = tx.get(CUBE, itemKey(item));
    if (row['IsCleared'] === true) throw new Error(`Item ${item.item} in document ${item.document} is already cleared`);
    tx.patch(CUBE, itemKey(item), {
      IsCleared: true,
      ClearingDate: date,
      ClearingCreationDate: tx.stamp.day,
      ClearingAccountingDocument: by.document,
      ClearingDocFiscalYear: by.year,
      ClearingIsReversed: false,
    });
  }
}

/** A number for a clearing that posts no line: it leaves no item that the service would tell of. */
export function clearingDocument(tx: Tx, company: string, date: string): DocRef {
  const year = date.slice(0, 4);
  const first = RANGES['AB'] ?? 0;
  const number = tx.store.next(`${company}/${year}/${first}`, first + 1);
  return { company, year, document: internalNumber(String(number), 10) };
}

export const clearedBy = (tx: Tx, ref: DocRef): Row[] =>
  tx
    .by(CUBE, 'ClearingAccountingDocument', ref.document)
    .filter((row) => row['CompanyCode'] === ref.company && row['ClearingDocFiscalYear'] === ref.year);

/** Resets a clearing: what it settled is open again, as if it had never been. */
export function reset(tx: Tx, ref: DocRef): void {
  for (const row of clearedBy(tx, ref)) {
    const isOwn = row['AccountingDocument'] === ref.document && row['FiscalYear'] === ref.year;
    tx.patch(CUBE, itemKey(refOf(row)), {
      IsCleared: false,
      ClearingDate: null,
      ClearingCreationDate: null,
      ClearingAccountingDocument: undefined,
      ClearingDocFiscalYear: undefined,
      ClearingIsReversed: isOwn,
    });
  }
}

/** Posting keys and those that take them back. */
const REVERSED: Readonly<Record<string, string>> = {
  ...{ '01': '12', '11': '02', '15': '05', '06': '16', '16': '06', '09': '19', '19': '09', '40': '50', '50': '40' },
};

interface ReversalInput {
  type: string;
  transaction: string;
  date: string;
  /** Billing document that cancels the one whose entry this is. */
  billing?: string;
}

/** Takes a document back by its mirror image, and clears both. */
export function reverse(tx: Tx, ref: DocRef, { type, transaction, date, billing }: ReversalInput): DocRef {
  const rows = itemsOf(tx, ref);
  const cleared = rows.find((row) => row['IsCleared'] === true);
  if (cleared) throw new Error(`Document ${ref.document} contains cleared items - reversal not possible`);
  const currency = String(rows[0]?.['TransactionCurrency']);
  const lines = rows.map((row): LedgerLine => ({
    amount: -amountOf(row),
    base: -baseOf(row),
    ...(row['FinancialAccountType'] === 'D' ? { customer: String(row['Customer']) } : { account: String(row['GLAccount']) }),
    postingKey: REVERSED[String(row['PostingKey'])] ?? '40',
    ...(row['SpecialGLCode'] ? { specialGl: String(row['SpecialGLCode']) } : {}),
    ...(billing !== undefined && row['FinancialAccountType'] === 'D' ? { billing } : {}),
  }));
  const reference = billing === undefined ? {} : { reference: billing };
  const made = post(tx, { company: ref.company, type, currency, date, transaction, lines, reverses: ref, ...reference });
  for (const row of rows)
    tx.patch(CUBE, itemKey(refOf(row)), { IsReversed: true, ReverseDocument: made.document, ReverseDocumentFiscalYear: made.year });
  const isCustomers = (row: Row) => row['FinancialAccountType'] === 'D';
  const both = [...rows, ...itemsOf(tx, made)].filter(isCustomers).map(refOf);
  clear(tx, both, made, date);
  return made;
}
