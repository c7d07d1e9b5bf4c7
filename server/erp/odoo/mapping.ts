import type { Customer, Payment } from '../shared/contract.ts';
import { parseEmailAddresses } from '../../shared/email-addresses.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import { UnreadableError } from '../shared/unreadable-error.ts';
import { amountText } from '../shared/money.ts';
import type { RawPartner, RawPayment } from './raw.ts';
import type { Currency, References } from './references.ts';
import { toInstant } from './time.ts';

export const reference = (id: number | null): ErpRecordId | null => (id === null ? null : erpRecordId(id));
export const companyId = (id: number | null): string | null => (id === null ? null : String(id));
/** Drafts of 16 and 17 are called `/`. */
export const numberText = (name: string | null): string | null => (name === '/' ? null : name);

export function currencyOf({ currencies }: References, id: number): Currency {
  const currency = currencies.get(id);
  if (!currency) throw new UnreadableError('currency_id');
  return currency;
}

export function toCustomer(raw: RawPartner, { countries, states }: References): Customer {
  const kind = raw.is_company ? 'organisation' : 'person';
  return {
    id: erpRecordId(raw.id),
    kind,
    organisationId: erpRecordId(raw.commercial_partner_id ?? raw.id),
    parentId: raw.is_company ? reference(raw.parent_id) : null,
    number: raw.ref,
    // Addresses of an organisation may have no name of their own.
    name: raw.name ?? raw.commercial_company_name ?? raw.email ?? `#${raw.id}`,
    emails: emailsOf(raw),
    phone: raw.phone ?? raw.mobile,
    website: raw.website,
    // `/` says that there is none.
    taxId: raw.vat === '/' ? null : raw.vat,
    address: {
      street: [raw.street, raw.street2].filter(Boolean).join(', ') || null,
      city: raw.city,
      zip: raw.zip,
      state: states.get(raw.state_id) ?? null,
      country: countries.get(raw.country_id) ?? null,
    },
    isBillingContact: kind === 'person' && raw.type === 'invoice',
    active: raw.active,
    blocked: raw.invoice_warn === 'block' || raw.sale_warn === 'block',
    companyId: companyId(raw.company_id),
    createdAt: toInstant(raw.create_date),
    changeStamp: raw.write_date,
  };
}

/** The field is free text and may hold several addresses; Odoo's own reading of it is the first. */
function emailsOf({ email, email_normalized }: RawPartner): string[] {
  return [...new Set([...parseEmailAddresses(email_normalized || null), ...parseEmailAddresses(email || null)])];
}

/** What a payment's page read beside it. */
export interface PaymentContext {
  references: References;
  /** Partner → the organisation whose books carry it. */
  organisations: ReadonlyMap<number, number | null>;
  /** Journal entry → what of it is still open, in the payment's currency and in the company's. */
  open: ReadonlyMap<number, { amount: number; base: number }>;
}

const PAYMENT_STATUS: Record<RawPayment['state'], Payment['status']> = {
  draft: 'draft',
  in_process: 'in_process',
  posted: 'posted',
  paid: 'posted',
  cancel: 'cancelled',
  canceled: 'cancelled',
  rejected: 'cancelled',
};

export function toPayment(raw: RawPayment, context: PaymentContext): Payment {
  const { references, organisations, open } = context;
  const currency = currencyOf(references, raw.currency_id);
  const base = currencyOf(references, raw.company_currency_id);
  const rest = unappliedOf(raw, open);
  return {
    id: erpRecordId(raw.id),
    direction: raw.payment_type === 'inbound' ? 'in' : 'out',
    status: PAYMENT_STATUS[raw.state],
    number: numberText(raw.name),
    customerId: reference(raw.partner_id),
    organisationId: raw.partner_id === null ? null : erpRecordId(organisations.get(raw.partner_id) ?? raw.partner_id),
    companyId: companyId(raw.company_id),
    currency: currency.code,
    amount: amountText(raw.amount, currency.decimals),
    unapplied: rest && amountText(rest.amount, currency.decimals),
    baseCurrency: base.code,
    baseAmount: amountText(Math.abs(raw.amount_company_currency_signed), base.decimals),
    baseUnapplied: rest && amountText(rest.base, base.decimals),
    paidOn: raw.date,
    method: references.paymentMethods.get(raw.payment_method_line_id) ?? null,
    reference: raw.memo ?? raw.ref,
    // Odoo knows what settles an invoice on the invoice's side, for payments and everything else alike.
    allocations: [],
    createdAt: toInstant(raw.create_date),
    changedAt: toInstant(raw.write_date),
    changeStamp: paymentChangeStamp(raw, context),
  };
}

/**
 * From 18 on a payment may have no journal entry: then nothing says how much of it is used, unless it is for no invoice at all. Once the bank
 * has confirmed it, its money stands on the bank line, and what uses that leaves the payment alone.
 */
function unappliedOf(raw: RawPayment, open: PaymentContext['open']): { amount: number; base: number } | null {
  const status = PAYMENT_STATUS[raw.state];
  if (status === 'draft' || status === 'cancelled') return { amount: 0, base: 0 };
  if (raw.move_id !== null) return open.get(raw.move_id) ?? { amount: 0, base: 0 };
  const isForNothing = status === 'in_process' && raw.invoice_ids.length === 0;
  return isForNothing ? { amount: raw.amount, base: Math.abs(raw.amount_company_currency_signed) } : null;
}

/**
 * Using a part of a payment changes nothing on the payment itself, so what is open belongs to the change stamp; so does whose it is, which merging
 * partners, or another parent of one, changes elsewhere.
 */
export function paymentChangeStamp(
  { write_date, state, move_id, partner_id }: Pick<RawPayment, 'write_date' | 'state' | 'move_id' | 'partner_id'>,
  { open, organisations }: Pick<PaymentContext, 'open' | 'organisations'>,
): string {
  const rest = move_id === null ? '' : (open.get(move_id)?.amount ?? 0);
  return `${write_date} ${state} ${rest} ${partner_id} ${partner_id === null ? '' : (organisations.get(partner_id) ?? '')}`;
}
