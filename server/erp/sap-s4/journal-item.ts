import { z } from 'zod';
import { DayText, DecimalText, decimalsOf, Flag, Key, NeededKey, scaled, Text, type Scaled } from './values.ts';

/** Of the 270 fields of an item in a customer's account. */
export const RawItem = z.object({
  CompanyCode: z.string().min(1),
  FiscalYear: z.string().min(1),
  AccountingDocument: NeededKey,
  AccountingDocumentItem: NeededKey,
  AccountingDocumentType: Text,
  PostingKey: Text,
  SpecialGLCode: Text,
  Customer: Key,
  BillingDocument: Key,
  InvoiceReference: Key,
  InvoiceReferenceFiscalYear: Text,
  InvoiceItemReference: Key,
  TransactionCurrency: z.string().length(3),
  AmountInTransactionCurrency: DecimalText,
  CompanyCodeCurrency: z.string().length(3),
  AmountInCompanyCodeCurrency: DecimalText,
  PostingDate: DayText,
  NetDueDate: DayText,
  ClearingDate: DayText,
  ClearingCreationDate: DayText,
  ClearingAccountingDocument: Key,
  ClearingDocFiscalYear: Text,
  IsReversal: Flag,
  IsReversed: Flag,
  ReverseDocument: Key,
  ReverseDocumentFiscalYear: Text,
  AccountingDocumentCreationDate: DayText,
  DocumentReferenceID: Text,
  AssignmentReference: Text,
});
type RawItem = z.output<typeof RawItem>;

/** `1710/2026/1400000012`: numbers are unique only within their company code and fiscal year. */
export type DocumentKey = string;

export interface Item {
  document: DocumentKey;
  /** `1710/2026/1400000012/1` */
  key: string;
  /** `1`, within its document. */
  number: string;
  company: string;
  type: string | null;
  postingKey: string | null;
  specialGl: string | null;
  customer: string | null;
  billingDocument: string | null;
  /** The document it belongs to: of a partial payment or a credit memo the invoice. */
  reference: DocumentKey | null;
  /** The item of that document, of several: `2`. */
  referenceItem: string | null;
  currency: string;
  /** What the customer owes by it; less than nothing: what the customer is owed. */
  amount: Scaled;
  decimals: number;
  baseCurrency: string;
  baseAmount: Scaled;
  baseDecimals: number;
  postedOn: string | null;
  dueOn: string | null;
  clearedOn: string | null;
  /** Null: it is open. */
  clearedBy: DocumentKey | null;
  isReversal: boolean;
  isReversed: boolean;
  /** What it reverses, or what reversed it. */
  counterpart: DocumentKey | null;
  /** The later one of the days on which it was entered and cleared. */
  touchedOn: string | null;
  /** The day on which it was entered. */
  enteredOn: string | null;
  reference1: string | null;
  reference2: string | null;
}

/** What can be understood, and whose items cannot. */
export interface Items {
  items: Item[];
  broken: BrokenItem[];
}

interface BrokenItem {
  field: string;
  /** Every document and billing document that it names. */
  names: Set<string>;
}

const AnyText = z.string().nullish().catch(null);
const RawNames = z.object({
  CompanyCode: AnyText,
  FiscalYear: AnyText,
  AccountingDocument: AnyText,
  BillingDocument: AnyText,
  InvoiceReference: AnyText,
  InvoiceReferenceFiscalYear: AnyText,
  ClearingAccountingDocument: AnyText,
  ClearingDocFiscalYear: AnyText,
});

export function toItems(rows: readonly unknown[]): Items {
  const found: Items = { items: [], broken: [] };
  for (const row of rows) {
    const { data, error } = RawItem.safeParse(row);
    if (data) found.items.push(toItem(data));
    else found.broken.push({ field: `item ${String(error.issues[0]?.path[0] ?? '')}`, names: namesIn(row) });
  }
  return found;
}

function namesIn(row: unknown): Set<string> {
  const raw = RawNames.safeParse(row).data;
  if (!raw) return new Set();
  const { CompanyCode: company } = raw;
  const keys = [
    documentKey(company, raw.FiscalYear, raw.AccountingDocument),
    documentKey(company, raw.InvoiceReferenceFiscalYear, raw.InvoiceReference),
    documentKey(company, raw.ClearingDocFiscalYear, raw.ClearingAccountingDocument),
    Key.parse(raw.BillingDocument),
  ];
  return new Set(keys.filter((key) => key !== null));
}

function documentKey(
  company: string | null | undefined,
  year: string | null | undefined,
  number: string | null | undefined,
): DocumentKey | null {
  const bare = Key.parse(number);
  return bare === null || !company ? null : `${company}/${year ?? ''}/${bare}`;
}

export function parseDocumentKey(key: string): { company: string; year: string; number: string } | null {
  const [, company = '', year = '', number = ''] = /^([^/]+)\/(\d{4})\/([^/]+)$/.exec(key) ?? [];
  return number === '' ? null : { company, year, number };
}

function toItem(raw: RawItem): Item {
  const { CompanyCode: company } = raw;
  const document = `${company}/${raw.FiscalYear}/${raw.AccountingDocument}`;
  return {
    document,
    key: `${document}/${raw.AccountingDocumentItem}`,
    number: raw.AccountingDocumentItem,
    company,
    type: raw.AccountingDocumentType,
    postingKey: raw.PostingKey,
    specialGl: raw.SpecialGLCode,
    customer: raw.Customer,
    billingDocument: raw.BillingDocument,
    reference: documentKey(company, raw.InvoiceReferenceFiscalYear, raw.InvoiceReference),
    referenceItem: raw.InvoiceItemReference,
    currency: raw.TransactionCurrency,
    amount: scaled(raw.AmountInTransactionCurrency),
    decimals: decimalsOf(raw.AmountInTransactionCurrency),
    baseCurrency: raw.CompanyCodeCurrency,
    baseAmount: scaled(raw.AmountInCompanyCodeCurrency),
    baseDecimals: decimalsOf(raw.AmountInCompanyCodeCurrency),
    postedOn: raw.PostingDate ?? null,
    dueOn: raw.NetDueDate ?? null,
    clearedOn: raw.ClearingDate ?? null,
    clearedBy: documentKey(company, raw.ClearingDocFiscalYear, raw.ClearingAccountingDocument),
    isReversal: raw.IsReversal,
    isReversed: raw.IsReversed,
    counterpart: documentKey(company, raw.ReverseDocumentFiscalYear, raw.ReverseDocument),
    touchedOn:
      [raw.AccountingDocumentCreationDate, raw.ClearingCreationDate]
        .flatMap((day) => day ?? [])
        .sort()
        .at(-1) ?? null,
    enteredOn: raw.AccountingDocumentCreationDate ?? null,
    reference1: raw.DocumentReferenceID,
    reference2: raw.AssignmentReference,
  };
}

export const inOrder = (items: readonly Item[]): Item[] => [...items].sort((a, b) => a.key.localeCompare(b.key, 'en', { numeric: true }));

export function groupBy<K>(items: readonly Item[], keyOf: (item: Item) => K | null): Map<K, Item[]> {
  const groups = new Map<K, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

// ── what an item is ──

export const isDocumentKey = (name: string): boolean => parseDocumentKey(name) !== null;

/** 15 incoming payment, 05 outgoing payment, 19 with A down payment received: the keys every chart of accounts comes with. */
export const PAYMENT_FILTER = `PostingKey eq '15' or PostingKey eq '05' or (PostingKey eq '19' and SpecialGLCode eq 'A')`;
export const isPayment = ({ postingKey, specialGl }: Item): boolean =>
  postingKey === '15' || postingKey === '05' || (postingKey === '19' && specialGl === 'A');
const isOpen = ({ clearedBy }: Item): boolean => clearedBy === null;
export const openOnes = (items: readonly Item[]): Item[] => items.filter(isOpen);

const isBack = ({ isReversed, isReversal }: Item): boolean => isReversed || isReversal;
/** What was left of an item that was cleared: booked anew by whatever cleared it. */
export const isRest = (item: Item): boolean => item.billingDocument === null && !isPayment(item) && !isBack(item);
/** Credit that was entered for something and not cleared with it. */
export const isPart = (item: Item): boolean => item.amount < 0n && isOpen(item) && item.specialGl === null && !isBack(item);
/** An entry names an item of its document, or all of an invoice. */
export const isNamedBy = ({ document, number, billingDocument }: Item, { reference, referenceItem }: Item): boolean =>
  document === reference && (referenceItem === null || referenceItem === number || billingDocument !== null);
