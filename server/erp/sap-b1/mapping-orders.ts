import type { Delivery, Order, OrderLine } from '../shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import { agreedChangeStamp, agreedId, type AgreedSet, type RawAgreed, type RawTotals } from './agreed-documents.ts';
import type { Company, Currency } from './company.ts';
import { QUOTATION } from './document-sets.ts';
import type { Drawn, DrawnDocument } from './drawn-documents.ts';
import type { ItemTax } from './item-references.ts';
import { currencyOf } from './mapping.ts';
import type { RawOrderLine } from './order-records.ts';
import type { Numbered } from './raw.ts';
import { contactId, documentId } from './record-ids.ts';
import { minorOf, minorText, plainDecimal } from '../shared/money.ts';

interface OrderContext {
  set: AgreedSet;
  company: Company;
  companyDb: string;
  lines: readonly RawOrderLine[];
  drawn: Drawn;
  taxes: ReadonlyMap<string, ItemTax>;
  /** Items that nobody counts. */
  uncounted: ReadonlySet<string>;
  numberOf(document: Numbered): string;
}

export function toOrder(raw: RawAgreed, context: OrderContext): Order {
  const { set, company, companyDb, drawn, numberOf } = context;
  const { currency, untaxed, tax, total } = totalsOf(raw, company);
  const organisation = erpRecordId(raw.CardCode);
  return {
    id: agreedId(set, raw.DocEntry),
    status: statusOf(raw, context),
    // A draft shows the number it would get, which another document may get first.
    number: set.name === 'Drafts' ? null : numberOf(raw),
    customerId: raw.ContactPersonCode && raw.ContactPersonCode > 0 ? contactId(raw.CardCode, raw.ContactPersonCode) : organisation,
    organisationId: organisation,
    companyId: branchOf(raw) ?? companyDb,
    currency: currency.code,
    untaxed,
    tax,
    total,
    orderedAt: raw.DocDate,
    // Of a quotation it is the day until which it holds.
    promisedAt: isQuotation(set, raw) ? null : raw.DocDueDate,
    reference: raw.NumAtCard,
    quotationId: quotationOf(context),
    lines: context.lines
      .toSorted((a, b) => (a.VisualOrder ?? a.LineNum) - (b.VisualOrder ?? b.LineNum))
      .map((line) => toLine(line, raw, context)),
    deliveries: (drawn.deliveries.get(raw.DocEntry) ?? []).map((one) => toDelivery(one, numberOf)),
    invoiceIds: (drawn.invoices.get(raw.DocEntry) ?? []).map(({ objectType, entry }) => documentId(objectType, entry)),
    createdAt: null,
    changedAt: null,
    changeStamp: agreedChangeStamp(raw),
  };
}

/** The server's own figures, in the document's currency. */
export function totalsOf(
  raw: RawTotals,
  company: Company,
): Pick<Order, 'untaxed' | 'tax' | 'total'> & { currency: Currency; isForeign: boolean } {
  const isForeign = raw.DocTotalFc !== 0;
  const currency = isForeign ? currencyOf(company, raw.DocCurrency) : company.base;
  const minor = (value: number) => minorOf(value, currency.decimals);
  const total = minor(isForeign ? raw.DocTotalFc : raw.DocTotal);
  const tax = minor(isForeign ? raw.VatSumFc : raw.VatSum);
  const text = (amount: bigint): string => minorText(amount, currency.decimals);
  return { currency, isForeign, untaxed: text(total - tax), tax: text(tax), total: text(total) };
}

const isQuotation = ({ name }: AgreedSet, { DocObjectCode }: RawAgreed): boolean =>
  name === 'Quotations' || (name === 'Drafts' && DocObjectCode === 'oQuotations');

/** Where a company has branches, each document is of one. */
export const branchOf = ({
  BPLName,
  BPL_IDAssignedToInvoice: id,
}: Pick<RawAgreed, 'BPLName' | 'BPL_IDAssignedToInvoice'>): string | null => (BPLName !== null && id ? String(id) : null);

/** Null: its head does not say it, but what was drawn from its lines. */
export function headStatus({ name }: AgreedSet, raw: RawAgreed): Order['status'] | null {
  if (name === 'Drafts')
    return raw.AuthorizationStatus === 'dasPending' || raw.AuthorizationStatus === 'dasApproved' ? 'waiting_approval' : 'cancelled';
  if (raw.CancelStatus === 'csYes') return 'cancelled';
  const isOpen = raw.DocumentStatus === 'bost_Open';
  if (name === 'Quotations') return isOpen ? 'quotation' : 'closed';
  return isOpen ? 'confirmed' : null;
}

/**
 * An order that everything was drawn from is closed by the server, and its deliveries are still to be invoiced; with something left over
 * somebody closed it by hand.
 */
function statusOf(raw: RawAgreed, { set, lines, drawn }: OrderContext): Order['status'] {
  const status = headStatus(set, raw);
  if (status !== null) return status;
  const isAllTaken = lines.every((line) => {
    const { taken } = drawn.progressOf(line.DocEntry, line.LineNum);
    return isByAmount(raw) ? rounded(taken.amount) >= rounded(amountOf(line)) : rounded(taken.quantity) >= line.Quantity;
  });
  return isAllTaken ? 'confirmed' : 'closed';
}

/** Service documents have amounts and no quantities. */
const isByAmount = ({ DocType }: RawAgreed): boolean => DocType === 'dDocument_Service';
const amountOf = ({ LineTotal, RowTotalFC }: RawOrderLine): number => RowTotalFC || LineTotal;

function quotationOf({ set, lines }: OrderContext): ErpRecordId | null {
  const base = set.name === 'Quotations' ? undefined : lines.find(({ BaseType, BaseEntry }) => BaseType === QUOTATION && BaseEntry);
  return base?.BaseEntry ? documentId(QUOTATION, base.BaseEntry) : null;
}

function toLine(line: RawOrderLine, raw: RawAgreed, { company, drawn, taxes, uncounted }: OrderContext): OrderLine {
  const { currency } = totalsOf(raw, company);
  const { delivered, invoiced } = drawn.progressOf(line.DocEntry, line.LineNum);
  const tax = line.TaxCode ?? line.VatGroup;
  const net = minorText(minorOf(amountOf(line), currency.decimals), currency.decimals);
  const head = {
    id: String(line.LineNum),
    productId: line.ItemCode === null ? null : erpRecordId(line.ItemCode),
    sku: line.ItemCode,
    description: line.ItemDescription ?? '',
    unit: line.MeasureUnit,
    net,
    taxes: tax === null ? [] : [taxes.get(tax)?.name ?? tax],
    // An order promises stock to the customer and holds none back: several may wait for the same pieces.
    reserved: null,
    reservesOn: null,
  };
  if (isByAmount(raw)) {
    const share = amountOf(line) === 0 ? 0 : Math.max(0, invoiced.amount / amountOf(line));
    return { ...head, quantity: '1', unitPrice: net, discount: '0', delivered: null, invoiced: figure(share) };
  }
  const isDelivered = line.ItemCode !== null && !uncounted.has(line.ItemCode);
  return {
    ...head,
    quantity: plainDecimal(line.Quantity),
    unitPrice: unitPriceOf(line, raw),
    discount: plainDecimal(line.DiscountPercent),
    delivered: isDelivered || delivered.quantity > 0 ? figure(delivered.quantity) : null,
    invoiced: figure(invoiced.quantity),
  };
}

/** A price may be in another currency than its document, which is then computed from it. */
function unitPriceOf(line: RawOrderLine, { DocCurrency }: RawAgreed): string {
  const isOther = line.Currency !== null && DocCurrency !== null && line.Currency !== DocCurrency;
  const pieces = line.Quantity * (1 - line.DiscountPercent / 100);
  return isOther && pieces !== 0 ? figure(amountOf(line) / pieces) : plainDecimal(line.UnitPrice ?? 0);
}

/** As many decimals as the server keeps of quantities. */
const rounded = (value: number): number => Number(value.toFixed(6));
const figure = (value: number): string => plainDecimal(Math.max(0, rounded(value)));

function toDelivery({ objectType, entry, isCancelled, head }: DrawnDocument, numberOf: (document: Numbered) => string): Delivery {
  return {
    id: documentId(objectType, entry),
    number: numberOf(head),
    // It is posted when the goods leave.
    status: isCancelled ? 'cancelled' : 'done',
    at: head.DocDate,
    tracking: head.TrackingNumber,
  };
}
