import type { Invoice, InvoiceLine } from '../shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import { shortHash } from '../shared/identity.ts';
import { isCreditMemo, isDownPayment, type BillingLine, type RawBilling, type RawStamp } from './billing.ts';
import type { Booking } from './invoice-postings.ts';
import { inOrder, openOnes, type Item } from './journal-item.ts';
import { piecesOf, type Group } from './distribution.ts';
import { creditLeft, instalmentsLeft, isNoted, openOf, owedPieces, partsOf, settledOn, sum, type Postings } from './settlement.ts';
import { decimalsOf, scaled, scaledText, type Scaled } from './values.ts';

interface InvoiceContext extends Booking, Postings {
  lines: readonly BillingLine[];
  companyCurrency: string | undefined;
  partnerOf(customer: string | null): ErpRecordId | null;
}

interface Figures {
  total: Scaled;
  open: Scaled;
  baseTotal: Scaled;
  baseOpen: Scaled;
}

export function toInvoice(raw: RawBilling, context: InvoiceContext): Invoice {
  const { own, lines, isElsewhere } = context;
  const isCredit = isCreditMemo(raw);
  const figures = figuresOf(raw, context);
  const decimals = Math.max(...[raw.TotalGrossAmount, raw.TotalNetAmount, raw.TaxAmount].map(decimalsOf));
  const baseDecimals = own[0]?.baseDecimals ?? decimals;
  const text = (value: Scaled): string => scaledText(value, decimals);
  const base = (value: Scaled): string => scaledText(value, baseDecimals);
  const status = statusOf(raw, context, figures);
  const isSettled = (own.length > 0 || isElsewhere) && figures.open === 0n && status !== 'cancelled';
  const id = erpRecordId(raw.BillingDocument);
  return {
    id,
    type: isCredit ? 'credit_note' : isDownPayment(raw) ? 'down_payment' : 'invoice',
    status,
    number: status === 'draft' ? null : raw.BillingDocument,
    customerId: context.partnerOf(raw.SoldToParty),
    organisationId: context.partnerOf(raw.PayerParty ?? raw.SoldToParty),
    companyId: raw.CompanyCode,
    currency: raw.TransactionCurrency,
    total: text(figures.total),
    open: text(figures.open),
    untaxed: text(absolute(scaled(raw.TotalNetAmount))),
    tax: text(absolute(scaled(raw.TaxAmount))),
    baseCurrency: own[0]?.baseCurrency ?? context.companyCurrency ?? raw.TransactionCurrency,
    baseTotal: base(figures.baseTotal),
    baseOpen: base(figures.baseOpen),
    issuedOn: raw.BillingDocumentDate ?? null,
    dueOn: dueOf(context),
    instalments: own.length < 2 || isCredit || isNoted(context) ? [] : instalmentsOf(context, text),
    settledOn: isSettled ? (isElsewhere ? (raw.BillingDocumentDate ?? null) : settledOn(context)) : null,
    settledAt: null,
    origin: [...new Set(lines.flatMap(({ SalesDocument }) => SalesDocument ?? []))].join(', ') || null,
    reference: raw.PurchaseOrderByCustomer,
    reversesId: isCredit ? reversedBy(context) : null,
    lines: lines.map((line) => toLine(line, decimals)),
    allocations:
      isCredit || status === 'cancelled'
        ? []
        : settledBy(raw, context, figures).map((part) => ({ invoiceId: id, ...part, amount: text(part.amount), at: null })),
    createdAt: null,
    proof: [raw.BillingDocument, raw.BillingDocumentDate, raw.SoldToParty, raw.TotalGrossAmount, raw.TransactionCurrency].join(' '),
    // Its own stamp tells nothing of when it was settled.
    changedAt: null,
    changeStamp: invoiceChangeStamp(raw, context),
  };
}

/** What settled it; in cash and the like, no entry in a customer's account tells. */
function settledBy(raw: RawBilling, context: InvoiceContext, { total }: Figures): ReturnType<typeof partsOf> {
  if (!context.isElsewhere) return partsOf(context);
  return total === 0n ? [] : [{ by: 'other', sourceId: null, label: null, on: raw.BillingDocumentDate ?? null, amount: total }];
}

/** No stamp moves when something is paid: what the accounts say of it is part of ours, and for a credit memo of the invoice that it names. */
export function invoiceChangeStamp(raw: RawStamp, { own, related, invoice, isElsewhere }: Booking): string {
  const items = [...own, ...related, ...(invoice ? [...invoice.own, ...invoice.related] : [])];
  const said = inOrder(items).map(({ key, amount, clearedBy }) => `${key} ${amount} ${clearedBy ?? 'open'}`);
  if (isElsewhere) said.push('elsewhere');
  const state = [raw.LastChangeDateTime ?? '', raw.AccountingTransferStatus ?? '', raw.BillingDocumentIsCancelled ? 'cancelled' : ''];
  return `${state.join(' ')} ${shortHash(said.join('\n'))}`;
}

/** What is booked, and of what is not yet booked the document's own total. Credit memos are less than nothing in accounts. */
function figuresOf(raw: RawBilling, context: InvoiceContext): Figures {
  const { own, isElsewhere, invoice } = context;
  const total = absolute(scaled(raw.TotalGrossAmount));
  if (raw.BillingDocumentIsCancelled) return { total, open: 0n, baseTotal: absolute(sum(own, baseOf)), baseOpen: 0n };
  if (own.length === 0) {
    const baseTotal = raw.TransactionCurrency === context.companyCurrency ? total : 0n;
    if (isElsewhere) return { total, open: 0n, baseTotal, baseOpen: 0n };
    return { total, open: total, baseTotal, baseOpen: baseTotal };
  }
  const { amount: open, base: baseOpen } = isCreditMemo(raw) ? creditLeft(context, invoice) : openOf(context);
  return { total, open, baseTotal: absolute(sum(own, baseOf)), baseOpen };
}

const baseOf = ({ baseAmount }: Item): Scaled => baseAmount;
const absolute = (value: Scaled): Scaled => (value < 0n ? -value : value);

/** Not in the customer's account: not posted yet, or paid otherwise. */
function statusOf(raw: RawBilling, context: InvoiceContext, { total, open }: Figures): Invoice['status'] {
  if (raw.BillingDocumentIsCancelled) return 'cancelled';
  if (context.own.length === 0) return context.isElsewhere ? 'paid' : 'draft';
  if (open !== 0n) return open < total ? 'partially_paid' : 'open';
  if (isCreditMemo(raw)) return 'paid';
  const parts = partsOf(context);
  return parts.length > 0 && parts.every(({ by }) => by === 'credit_note') ? 'credited' : 'paid';
}

/** The earliest day of what is owed; the last one when nothing is. */
function dueOf(group: Group): string | null {
  const days = (items: readonly Item[]): string[] => items.flatMap(({ dueOn }) => dueOn ?? []).sort();
  const pieces = piecesOf(group);
  return days(owedPieces(group))[0] ?? days(openOnes(pieces))[0] ?? days(pieces).at(-1) ?? null;
}

const instalmentsOf = (group: Group, text: (value: Scaled) => string): Invoice['instalments'] =>
  instalmentsLeft(group)
    .flatMap(({ item: { dueOn, amount }, open }) => (dueOn === null ? [] : [{ dueOn, amount, open }]))
    .sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1))
    .map(({ dueOn, amount, open }) => ({ dueOn, total: text(amount), open: text(open) }));

function toLine({ BillingDocumentItemText, Material, BillingQuantity, NetAmount }: BillingLine, decimals: number): InvoiceLine {
  return {
    description: BillingDocumentItemText ?? '',
    productCode: Material,
    quantity: BillingQuantity,
    // Only its conditions say it, of which there are many kinds.
    unitPrice: null,
    net: scaledText(absolute(scaled(NetAmount)), decimals),
    taxes: [],
  };
}

/** The invoice that accounting names, or that the document was made from. */
function reversedBy({ invoice: named, lines }: InvoiceContext): ErpRecordId | null {
  if (named) return erpRecordId(named.id);
  const invoice = lines.find(({ ReferenceSDDocument, ReferenceSDDocumentCategory: category }) => ReferenceSDDocument && category === 'M');
  return invoice?.ReferenceSDDocument ? erpRecordId(invoice.ReferenceSDDocument) : null;
}
