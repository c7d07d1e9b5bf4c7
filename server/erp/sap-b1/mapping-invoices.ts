import type { Allocation, Invoice, InvoiceLine } from '../shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import type { Company, Currency } from './company.ts';
import type { Match, PaidPart } from './ledger.ts';
import { currencyOf, stampText } from './mapping.ts';
import type { DocumentNumber } from './numbering.ts';
import { minorText, least, minorOf, plainDecimal, prorate, sumOf, type Minor } from '../shared/money.ts';
import type { RawDocument, RawLine } from './raw.ts';
import { CREDIT_NOTE, PAID_OUT, PAYMENT, type DocumentSet } from './document-sets.ts';
import { contactId, documentId, isDocument, parseId } from './record-ids.ts';

interface DocumentContext {
  company: Company;
  companyId: string;
  set: DocumentSet;
  lines: readonly RawLine[];
  number: string;
  /** Numbers of the orders it comes from. */
  orders: readonly DocumentNumber[];
  payments: readonly PaidPart[];
  matches: readonly Match[];
}

/** Its figures, in its own currency and in that of the books. */
interface Figures {
  currency: Currency;
  isForeign: boolean;
  total: Minor;
  open: Minor;
  tax: Minor;
  baseTotal: Minor;
  baseOpen: Minor;
}

export function toInvoice(raw: RawDocument, context: DocumentContext): Invoice {
  const { company, companyId, set, orders } = context;
  const figures = figuresOf(raw, company);
  const { currency, total, open, tax } = figures;
  const text = (amount: Minor): string => minorText(amount, currency.decimals);
  const status = statusOf(raw, figures, context);
  const instalments = instalmentsOf(raw, figures, context.payments);
  const organisation = erpRecordId(raw.CardCode);
  const otherOrderNumbers = orders.flatMap(({ shown, others }) => others.map((number) => ({ order: shown, number })));
  return {
    id: documentId(set.objectType, raw.DocEntry),
    type: set.type,
    status,
    number: context.number,
    customerId: raw.ContactPersonCode && raw.ContactPersonCode > 0 ? contactId(raw.CardCode, raw.ContactPersonCode) : organisation,
    organisationId: organisation,
    companyId,
    currency: currency.code,
    total: text(total),
    open: text(open),
    untaxed: text(total - tax),
    tax: text(tax),
    baseCurrency: company.base.code,
    baseTotal: minorText(figures.baseTotal, company.base.decimals),
    baseOpen: minorText(figures.baseOpen, company.base.decimals),
    issuedOn: raw.DocDate,
    dueOn: (instalments.find((one) => one.open !== 0n) ?? instalments.at(-1))?.on ?? raw.DocDueDate,
    instalments: instalments.length < 2 ? [] : instalments.map((one) => ({ dueOn: one.on, total: text(one.total), open: text(one.open) })),
    settledOn: status === 'paid' || status === 'credited' ? lastDay(context) : null,
    settledAt: null,
    origin: orders.map(({ shown }) => shown).join(', ') || null,
    ...(otherOrderNumbers.length > 0 && { otherOrderNumbers }),
    reference: raw.NumAtCard,
    reversesId: reversedBy(context),
    lines: context.lines.map((line) => toLine(line, figures)),
    allocations: raw.CancelStatus === 'csYes' ? [] : allocationsOf(documentId(set.objectType, raw.DocEntry), figures, context.matches),
    createdAt: null,
    proof: [raw.DocNum, raw.DocDate, raw.CardCode, raw.DocTotal].join(' '),
    changedAt: null,
    changeStamp: documentChangeStamp(raw),
  };
}

/** Paid amounts stand in the change stamp: on some patch levels a payment moves them and nothing else. */
export function documentChangeStamp(
  raw: Pick<RawDocument, 'UpdateDate' | 'UpdateTime' | 'DocumentStatus' | 'CancelStatus' | 'PaidToDate' | 'PaidToDateFC'>,
): string {
  return [stampText(raw), raw.DocumentStatus, raw.CancelStatus, raw.PaidToDate, raw.PaidToDateFC].join(' ');
}

function figuresOf(raw: RawDocument, company: Company): Figures {
  const { base } = company;
  const isForeign = raw.DocTotalFc !== 0;
  const currency = isForeign ? currencyOf(company, raw.DocCurrency) : base;
  const minor = (value: number): Minor => minorOf(value, currency.decimals);
  const total = minor(isForeign ? raw.DocTotalFc : raw.DocTotal);
  const baseTotal = minorOf(raw.DocTotal, base.decimals);
  const isOpen = raw.DocumentStatus === 'bost_Open' && raw.CancelStatus === 'csNo';
  const open = isOpen ? total - minor(isForeign ? raw.PaidToDateFC : raw.PaidToDate) : 0n;
  return {
    currency,
    isForeign,
    total,
    open,
    tax: minor(isForeign ? raw.VatSumFc : raw.VatSum),
    baseTotal,
    // Paid in full in its own currency, local currency may keep a cent of rounding.
    baseOpen: open === 0n ? 0n : baseTotal - minorOf(raw.PaidToDate, base.decimals),
  };
}

/**
 * By its own figures; what a payment or a reconciliation says only tells money from credit. Closed by hand with nothing paid, it is owed no
 * longer and was not paid either.
 */
function statusOf(raw: RawDocument, { total, open }: Figures, { set, payments, matches }: DocumentContext): Invoice['status'] {
  if (raw.CancelStatus === 'csYes') return 'cancelled';
  if (open !== 0n) return open < total ? 'partially_paid' : 'open';
  if (total !== 0n && raw.PaidToDate === 0 && raw.PaidToDateFC === 0) return 'cancelled';
  const isCredited = set.type !== 'credit_note' && payments.length === 0 && matches.length > 0;
  return isCredited && matches.every(({ credit }) => sourceOf(credit).by === 'credit_note') ? 'credited' : 'paid';
}

/** Null: nothing we can read dates it. */
function lastDay({ payments, matches }: DocumentContext): string | null {
  const days = [...payments, ...matches].flatMap(({ on }) => on ?? []);
  return days.reduce<string | null>((last, day) => (last === null || day > last ? day : last), null);
}

interface Instalment {
  on: string;
  total: Minor;
  open: Minor;
}

/** Payments name the instalment they pay. Of the rest the server does not say what is paid of which, so the earliest counts as paid first. */
function instalmentsOf(
  { DocumentInstallments }: RawDocument,
  { currency, isForeign, total, open }: Figures,
  payments: readonly PaidPart[],
): Instalment[] {
  const minor = (value: number): Minor => minorOf(value, currency.decimals);
  let rest = total - open;
  const named = (DocumentInstallments ?? []).flatMap(({ InstallmentId, DueDate, Total, TotalFC }) => {
    if (DueDate === null) return [];
    const size = minor(isForeign ? TotalFC : Total);
    const parts = payments.filter(({ instalment }) => instalment !== null && instalment === InstallmentId);
    const paid = least(least(size, sumOf(parts.map(({ local, foreign }) => minor(isForeign ? foreign : local)))), rest);
    rest -= paid;
    return [{ on: DueDate, total: size, open: size - paid }];
  });
  return named
    .sort((a, b) => (a.on < b.on ? -1 : 1))
    .map((one) => {
      const settled = least(one.open, rest);
      rest -= settled;
      return { ...one, open: one.open - settled };
    });
}

function toLine(line: RawLine, { currency, isForeign }: Figures): InvoiceLine {
  const tax = line.TaxCode ?? line.VatGroup;
  return {
    description: line.ItemDescription ?? '',
    productCode: line.ItemCode,
    quantity: plainDecimal(line.Quantity),
    unitPrice: line.UnitPrice === null || line.UnitPrice === undefined ? null : plainDecimal(line.UnitPrice),
    net: minorText(minorOf(isForeign ? line.RowTotalFC : line.LineTotal, currency.decimals), currency.decimals),
    taxes: tax === null ? [] : [tax],
  };
}

function reversedBy({ set, lines }: DocumentContext): ErpRecordId | null {
  if (set.type !== 'credit_note') return null;
  const base = lines.find(({ BaseType, BaseEntry }) => BaseType && BaseEntry && isDocument({ objectType: BaseType, entry: BaseEntry }));
  return base?.BaseType && base.BaseEntry ? documentId(base.BaseType, base.BaseEntry) : null;
}

/** What is reconciled with it, as long as the other side does not list it: payments list their own rows, invoices the credit notes. */
function allocationsOf(id: ErpRecordId, { currency, total, baseTotal }: Figures, matches: readonly Match[]): Allocation[] {
  return matches.flatMap((match) => {
    const source = match.debit === id ? sourceOf(match.credit) : paidOut(match.debit);
    if (!source) return [];
    const amount = minorText(prorate(match.amount, total, baseTotal), currency.decimals);
    return [{ invoiceId: id, ...source, amount, on: match.on, at: null, label: null }];
  });
}

function sourceOf(credit: ErpRecordId): Pick<Allocation, 'by' | 'sourceId'> {
  const objectType = parseId(credit)?.objectType;
  if (objectType === PAYMENT) return { by: 'payment', sourceId: credit };
  return objectType === CREDIT_NOTE ? { by: 'credit_note', sourceId: credit } : { by: 'other', sourceId: null };
}

/** The other side of a credit note that no invoice lists: money paid back. */
function paidOut(debit: ErpRecordId): Pick<Allocation, 'by' | 'sourceId'> | null {
  const other = parseId(debit);
  if (!other || isDocument(other)) return null;
  return { by: other.objectType === PAID_OUT ? 'payment' : 'other', sourceId: null };
}
