import type { Allocation, Invoice, InvoiceLine } from '../shared/contract.ts';
import { erpRecordId } from '../../shared/ids.ts';
import type { InvoiceDetails, Settlement } from './invoice-details.ts';
import { companyId, currencyOf, numberText, reference } from './mapping.ts';
import { amountText, plainDecimal } from '../shared/money.ts';
import type { RawLine, RawMove } from './raw.ts';
import type { References } from './references.ts';
import { toInstant } from './time.ts';

interface InvoiceContext {
  references: References;
  details: InvoiceDetails;
  /** The Accounting app keeps an invoice `in_payment` until the bank confirms its payments. */
  waitsForBank: boolean;
}

export function toInvoice(raw: RawMove, { references, details, waitsForBank }: InvoiceContext): Invoice {
  const currency = currencyOf(references, raw.currency_id);
  const base = currencyOf(references, raw.company_currency_id);
  const inCurrency = (value: number): string => amountText(value, currency.decimals);
  // Company amounts are negative on credit notes, the document's own never are.
  const sign = raw.move_type === 'out_refund' ? -1 : 1;
  const lines = details.lines.get(raw.id) ?? [];
  const settlements = details.settlements.get(raw.id) ?? [];
  const instalments = instalmentsOf(lines, sign);
  const status = settledByCreditAlone(raw, settlements) ? 'credited' : statusOf(raw);
  return {
    id: erpRecordId(raw.id),
    type: raw.move_type === 'out_refund' ? 'credit_note' : 'invoice',
    status,
    // A number may survive the way back to a draft.
    number: status === 'draft' ? null : numberText(raw.name),
    customerId: reference(raw.partner_id),
    organisationId: reference(raw.commercial_partner_id ?? raw.partner_id),
    companyId: companyId(raw.company_id),
    currency: currency.code,
    total: inCurrency(raw.amount_total),
    open: inCurrency(raw.amount_residual),
    untaxed: inCurrency(raw.amount_untaxed),
    tax: inCurrency(raw.amount_tax),
    baseCurrency: base.code,
    baseTotal: amountText(sign * raw.amount_total_signed, base.decimals),
    baseOpen: amountText(sign * raw.amount_residual_signed, base.decimals),
    issuedOn: raw.invoice_date,
    dueOn: dueOn(instalments) ?? raw.invoice_date_due,
    instalments:
      instalments.length < 2
        ? []
        : instalments.map(({ on, total, open }) => ({ dueOn: on, total: inCurrency(total), open: inCurrency(open) })),
    ...settled(raw, status, settlements, waitsForBank),
    origin: raw.invoice_origin,
    reference: raw.ref,
    reversesId: reference(raw.reversed_entry_id),
    lines: linesOf(lines, references, inCurrency),
    allocations: allocationsOf(raw, settlements, inCurrency),
    createdAt: toInstant(raw.create_date),
    changedAt: toInstant(raw.write_date),
    changeStamp: invoiceChangeStamp(raw),
  };
}

/**
 * Upgrades and SQL change rows without their write_date, so what is compared every night holds the state too, and whose it is: merging two
 * partners hands their documents over by SQL.
 */
export function invoiceChangeStamp({
  write_date,
  state,
  payment_state,
  amount_residual,
  partner_id,
  commercial_partner_id,
}: Pick<RawMove, 'write_date' | 'state' | 'payment_state' | 'amount_residual' | 'partner_id' | 'commercial_partner_id'>): string {
  return `${write_date} ${state} ${payment_state} ${amount_residual} ${partner_id} ${commercial_partner_id}`;
}

/**
 * The ERP's word; a total of zero is `paid` at once.
 * `payment_state` means nothing on drafts and cancelled documents.
 */
export function statusOf(raw: Pick<RawMove, 'state' | 'payment_state' | 'amount_residual' | 'amount_total'>): Invoice['status'] {
  if (raw.state === 'draft') return 'draft';
  if (raw.state === 'cancel') return 'cancelled';
  if (raw.payment_state === 'paid') return 'paid';
  // From 18 on perhaps with everything still open: the money is promised, the books wait for the bank.
  if (raw.payment_state === 'in_payment') return 'in_payment';
  if (raw.payment_state === 'reversed') return 'credited';
  if (raw.payment_state === 'partial') return 'partially_paid';
  if (raw.payment_state === 'not_paid') return 'open';
  // `blocked` from 18 on says that nobody may pay, `invoicing_legacy` that it is older than the Accounting app: neither what is open.
  if (raw.amount_residual === 0) return 'paid';
  return raw.amount_residual < raw.amount_total ? 'partially_paid' : 'open';
}

/** Some versions call an invoice paid that credit notes alone have settled. */
function settledByCreditAlone(raw: RawMove, settlements: readonly Settlement[]): boolean {
  const isSettled = raw.state === 'posted' && raw.move_type !== 'out_refund' && raw.payment_state === 'paid' && raw.amount_residual === 0;
  return isSettled && settlements.length > 0 && settlements.every(({ by }) => by.move_type === 'out_refund');
}

interface Instalment {
  on: string;
  total: number;
  open: number;
}

function instalmentsOf(lines: readonly RawLine[], sign: number): Instalment[] {
  return lines
    .flatMap(({ display_type, date_maturity: on, amount_currency, amount_residual_currency }) =>
      display_type === 'payment_term' && on !== null ? [{ on, total: sign * amount_currency, open: sign * amount_residual_currency }] : [],
    )
    .sort((a, b) => (a.on < b.on ? -1 : 1));
}

function dueOn(instalments: readonly Instalment[]): string | undefined {
  return (instalments.find(({ open }) => open !== 0) ?? instalments.at(-1))?.on;
}

/**
 * When it was settled in full. The Accounting app books a payment when it is promised and calls the invoice paid when the bank confirms it,
 * which nothing dates; money that came as a bank line is confirmed when it is booked.
 */
function settled(
  raw: RawMove,
  status: Invoice['status'],
  settlements: readonly Settlement[],
  waitsForBank: boolean,
): Pick<Invoice, 'settledOn' | 'settledAt'> {
  if (raw.amount_residual !== 0 || (status !== 'paid' && status !== 'credited')) return { settledOn: null, settledAt: null };
  const isDated = !waitsForBank || settlements.every(({ by }) => by.payment_id === null);
  const at = isDated ? latest(settlements.map((settlement) => settlement.at)) : null;
  return { settledOn: latest(settlements.map(({ on }) => on)), settledAt: at && toInstant(at) };
}

function latest(times: readonly (string | null)[]): string | null {
  return times.reduce<string | null>((last, time) => (time !== null && (last === null || time > last) ? time : last), null);
}

function linesOf(lines: readonly RawLine[], { products, taxes }: References, inCurrency: (value: number) => string): InvoiceLine[] {
  return lines
    .filter(({ display_type }) => display_type === 'product')
    .sort((a, b) => a.sequence - b.sequence || a.id - b.id)
    .map((line) => ({
      description: line.name ?? '',
      productCode: products.get(line.product_id) ?? null,
      quantity: plainDecimal(line.quantity),
      unitPrice: plainDecimal(line.price_unit),
      net: inCurrency(line.price_subtotal),
      taxes: line.tax_ids.flatMap((id) => taxes.get(id)?.name ?? []),
    }));
}

/**
 * What settles it, one entry per document: with several instalments Odoo keeps several. Between an invoice and a credit note the invoice
 * lists it, so that nothing is listed twice.
 */
function allocationsOf(raw: RawMove, settlements: readonly Settlement[], inCurrency: (value: number) => string): Allocation[] {
  const byDocument = Map.groupBy(settlements, ({ by }) => by.move_id);
  return [...byDocument.values()].flatMap((parts) => {
    const amount = inCurrency(parts.reduce((sum, part) => sum + part.amount, 0));
    const last = parts.reduce((latter, part) => (part.at > latter.at ? part : latter));
    // Exchange differences settle nothing in the invoice's own currency.
    if (Number(amount) === 0 || isInvoice(last)) return [];
    return [{ invoiceId: erpRecordId(raw.id), ...sourceOf(last), amount, on: latest(parts.map(({ on }) => on)), at: toInstant(last.at) }];
  });
}

const isInvoice = ({ by }: Settlement): boolean => by.move_type === 'out_invoice' || by.move_type === 'out_receipt';

function sourceOf({ by }: Settlement): Pick<Allocation, 'by' | 'sourceId' | 'label'> {
  if (by.payment_id !== null) return { by: 'payment', sourceId: erpRecordId(by.payment_id), label: numberText(by.move_name) };
  if (by.move_type === 'out_refund') return { by: 'credit_note', sourceId: erpRecordId(by.move_id), label: numberText(by.move_name) };
  // A bank line is money too, only without a payment of its own; its text is what the bank wrote.
  if (by.statement_line_id !== null) return { by: 'payment', sourceId: null, label: by.name ?? by.move_name };
  return { by: 'other', sourceId: null, label: numberText(by.move_name) };
}
