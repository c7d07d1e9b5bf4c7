import type { Customer, Payment } from '../shared/contract.ts';
import { parseEmailAddresses } from '../../shared/email-addresses.ts';
import { erpRecordId } from '../../shared/ids.ts';
import { UnreadableError } from '../shared/unreadable-error.ts';
import type { Company, Currency } from './company.ts';
import type { Match, PaidPart } from './ledger.ts';
import { absolute, minorText, minorOf, prorate, sumOf, type Minor } from '../shared/money.ts';
import type { RawContact, RawPartner, RawPayment } from './raw.ts';
import { PAYMENT } from './document-sets.ts';
import { appliedTo, contactId, documentId, isCredit } from './record-ids.ts';

/** Of partners, and of a document that means the books' own. */
export const SEVERAL_CURRENCIES = '##';

export function currencyOf(company: Company, code: string | null): Currency {
  const currency = company.currency(code === SEVERAL_CURRENCIES ? null : code);
  if (!currency) throw new UnreadableError('DocCurrency');
  return currency;
}

export const stampText = ({ UpdateDate, UpdateTime }: { UpdateDate: string | null; UpdateTime: string | null }): string =>
  `${UpdateDate ?? ''} ${UpdateTime ?? ''}`.trim();

/** A business partner and its contact persons, all with the change stamp of the partner: a person is changed with it. */
export function toCustomers(raw: RawPartner, today: string): Customer[] {
  return [toPartner(raw, today), ...(raw.ContactEmployees ?? []).map((contact) => toPerson(raw, contact, today))];
}

function toPartner(raw: RawPartner, today: string): Customer {
  return {
    ...commonOf(raw, today),
    id: erpRecordId(raw.CardCode),
    kind: raw.CompanyPrivate === 'cPrivate' ? 'person' : 'organisation',
    parentId: raw.CompanyPrivate === 'cPrivate' || raw.FatherCard === null ? null : erpRecordId(raw.FatherCard),
    number: raw.CardCode,
    name: raw.CardName ?? raw.CardCode,
    emails: parseEmailAddresses(raw.EmailAddress),
    phone: raw.Phone1 ?? raw.Cellular,
    website: raw.Website,
    taxId: raw.FederalTaxID,
    address: addressOf(raw),
    isBillingContact: false,
    active: isInUse(raw, today),
  };
}

function toPerson(raw: RawPartner, contact: RawContact, today: string): Customer {
  const fullName = [contact.FirstName, contact.LastName].filter(Boolean).join(' ');
  return {
    ...commonOf(raw, today),
    id: contactId(raw.CardCode, contact.InternalCode),
    kind: 'person',
    parentId: null,
    number: null,
    name: fullName || contact.Name || `#${contact.InternalCode}`,
    emails: parseEmailAddresses(contact.E_Mail),
    phone: contact.Phone1 ?? contact.MobilePhone,
    website: null,
    taxId: null,
    address: { street: null, city: null, zip: null, state: null, country: null },
    // The default contact person is the one documents are addressed to.
    isBillingContact: contact.Name !== null && contact.Name === raw.ContactPerson,
    active: contact.Active !== 'tNO' && isInUse(raw, today),
  };
}

function commonOf(
  raw: RawPartner,
  today: string,
): Pick<Customer, 'organisationId' | 'blocked' | 'companyId' | 'createdAt' | 'changeStamp'> {
  return {
    organisationId: erpRecordId(raw.CardCode),
    blocked: isFrozen(raw, today),
    companyId: null,
    // The server's zone is unknown, so its times are no instants.
    createdAt: null,
    changeStamp: partnerChangeStamp(raw, today),
  };
}

/** Limits in days end by the calendar, which changes no stamp. */
export function partnerChangeStamp(raw: Limits & Pick<RawPartner, 'UpdateDate' | 'UpdateTime'>, today: string): string {
  return [stampText(raw), isFrozen(raw, today) ? 'blocked' : '', isInUse(raw, today) ? '' : 'inactive'].filter(Boolean).join(' ');
}

type Limits = Pick<RawPartner, 'Valid' | 'ValidFrom' | 'ValidTo' | 'Frozen' | 'FrozenFrom' | 'FrozenTo'>;
const isWithin = (day: string, from: string | null, to: string | null): boolean =>
  (from === null || from <= day) && (to === null || day <= to);
const isFrozen = ({ Frozen, FrozenFrom, FrozenTo }: Limits, today: string): boolean => Frozen && isWithin(today, FrozenFrom, FrozenTo);
/** `Valid` without dates is what the screen calls active; neither `Valid` nor `Frozen` is active, too. */
const isInUse = (raw: Limits, today: string): boolean =>
  !isFrozen(raw, today) && (!raw.Valid || isWithin(today, raw.ValidFrom, raw.ValidTo));

function addressOf({ BPAddresses, BilltoDefault }: RawPartner): Customer['address'] {
  const billing = (BPAddresses ?? []).filter(({ AddressType }) => AddressType === 'bo_BillTo');
  const chosen = billing.find(({ AddressName }) => AddressName === BilltoDefault) ?? billing[0] ?? BPAddresses?.[0];
  if (!chosen) return { street: null, city: null, zip: null, state: null, country: null };
  const street = [chosen.Street, chosen.StreetNo].filter(Boolean).join(' ') || null;
  return { street, city: chosen.City, zip: chosen.ZipCode, state: chosen.State, country: countryOf(chosen.Country) };
}

const countryOf = (code: string | null): string | null => (code !== null && /^[A-Za-z]{2}$/.test(code) ? code.toUpperCase() : null);

interface PaymentContext extends UsedElsewhere {
  company: Company;
  companyId: string;
  number: string;
}

/** What used the payment, beside its own rows. */
interface UsedElsewhere {
  matches: readonly Match[];
  /** Later payments that took from this one. */
  usedBy: readonly PaidPart[];
}

/** Amounts of a payment are in its own currency, what it applies to documents in local currency. */
export function toPayment(raw: RawPayment, context: PaymentContext): Payment {
  const { company, companyId, number } = context;
  const { base } = company;
  const currency = currencyOf(company, raw.DocCurrency);
  const amount = amountOf(raw, currency);
  const baseAmount = baseAmountOf(raw, amount, currency, base);
  const rest = raw.Cancelled ? 0n : restOf(raw, { currency, base, amount, baseAmount }, context);
  const baseRest = currency.code === base.code ? rest : prorate(rest, baseAmount, amount);
  const customer = raw.CardCode === null ? null : erpRecordId(raw.CardCode);
  return {
    id: documentId(PAYMENT, raw.DocEntry),
    direction: 'in',
    status: raw.Cancelled ? 'cancelled' : 'posted',
    number,
    customerId: customer,
    organisationId: customer,
    companyId,
    currency: currency.code,
    amount: minorText(amount, currency.decimals),
    unapplied: minorText(rest, currency.decimals),
    baseCurrency: base.code,
    baseAmount: minorText(baseAmount, base.decimals),
    baseUnapplied: minorText(baseRest, base.decimals),
    paidOn: raw.DocDate,
    method: methodOf(raw),
    reference: raw.TransferReference ?? raw.CounterReference ?? raw.Remarks,
    allocations: raw.Cancelled ? [] : allocationsOf(raw, company, number),
    createdAt: null,
    proof: [raw.DocNum, raw.DocDate, raw.CardCode, raw.CashSum, raw.TransferSum].join(' '),
    changedAt: null,
    changeStamp: paymentChangeStamp(raw, context.matches),
  };
}

/** Neither using a payment on account nor cancelling one leaves a time behind. */
export function paymentChangeStamp({ Cancelled }: Pick<RawPayment, 'Cancelled'>, matches: readonly Match[]): string {
  return `${Cancelled ? 'cancelled' : 'posted'} ${sumOf(matches.map(({ amount }) => amount))}`;
}

function amountOf(raw: RawPayment, { decimals }: Currency): Minor {
  const checks = (raw.PaymentChecks ?? []).map(({ CheckSum }) => CheckSum);
  const cards = (raw.PaymentCreditCards ?? []).map(({ CreditSum }) => CreditSum);
  const means = [raw.CashSum, raw.TransferSum, raw.BillOfExchangeAmount, ...checks, ...cards];
  return sumOf(means.map((sum) => minorOf(sum, decimals)));
}

/** At the payment's rate; books that state rates the other way round cannot be told apart, so what is applied in full says it better. */
function baseAmountOf(raw: RawPayment, amount: Minor, currency: Currency, base: Currency): Minor {
  if (currency.code === base.code) return amount;
  const applied = raw.PaymentInvoices ?? [];
  const foreign = sumOf(applied.map(({ AppliedFC }) => minorOf(AppliedFC, currency.decimals)));
  const local = sumOf(applied.map(({ SumApplied }) => minorOf(SumApplied, base.decimals)));
  if (foreign === amount && amount !== 0n) return local;
  const rate = minorOf(raw.DocRate || 1, RATE_DECIMALS);
  return prorate(amount * 10n ** BigInt(base.decimals), rate, 10n ** BigInt(RATE_DECIMALS + currency.decimals));
}

const RATE_DECIMALS = 6;

interface Sums {
  currency: Currency;
  base: Currency;
  amount: Minor;
  baseAmount: Minor;
}

/**
 * What settles nothing yet, in its own currency: what it applies in local currency may be at the rates of the documents. Credit that is
 * netted in the payment adds to it instead of using it. Discounts given with the payment may make it less than nothing.
 */
function restOf(raw: RawPayment, { currency, base, amount, baseAmount }: Sums, { matches, usedBy }: UsedElsewhere): Minor {
  const own = (local: Minor): Minor => (currency.code === base.code ? local : prorate(local, amount, baseAmount));
  const rows = (raw.PaymentInvoices ?? []).map((row) => {
    const isForeign = currency.code !== base.code && row.AppliedFC !== 0;
    const value = isForeign ? minorOf(row.AppliedFC, currency.decimals) : own(minorOf(row.SumApplied, base.decimals));
    return isCredit(row) ? -absolute(value) : value;
  });
  const elsewhere = [...matches.map((match) => match.amount), ...usedBy.map(({ local }) => minorOf(local, base.decimals))];
  const rest = amount - sumOf(rows) - own(sumOf(elsewhere));
  return rest < 0n ? 0n : rest;
}

function allocationsOf(raw: RawPayment, company: Company, label: string): Payment['allocations'] {
  return (raw.PaymentInvoices ?? []).flatMap((applied) => {
    const invoiceId = appliedTo(applied);
    if (invoiceId === null || applied.InvoiceType === 'it_Receipt') return [];
    // Foreign documents say how much of their own currency is paid, whatever the payment's.
    const isForeign = applied.AppliedFC !== 0;
    const value = isForeign ? applied.AppliedFC : applied.SumApplied;
    const { decimals } = isForeign && raw.DocCurrency !== null ? currencyOf(company, raw.DocCurrency) : company.base;
    const amount = minorText(absolute(minorOf(value, decimals)), decimals);
    return [{ invoiceId, by: 'payment' as const, sourceId: documentId(PAYMENT, raw.DocEntry), amount, on: raw.DocDate, at: null, label }];
  });
}

function methodOf(raw: RawPayment): string | null {
  if ((raw.PaymentCreditCards ?? []).length > 0) return 'Credit card';
  if ((raw.PaymentChecks ?? []).length > 0) return 'Check';
  if (raw.TransferSum !== 0) return 'Bank transfer';
  if (raw.CashSum !== 0) return 'Cash';
  return raw.BillOfExchangeAmount === 0 ? null : 'Bill of exchange';
}
