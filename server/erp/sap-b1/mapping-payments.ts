import type { Payment } from '../shared/contract.ts';
import { erpRecordId } from '../../shared/ids.ts';
import type { Company, Currency } from './company.ts';
import type { Match, PaidPart } from './ledger.ts';
import { currencyOf } from './mapping.ts';
import { absolute, minorText, minorOf, prorate, sumOf, type Minor } from '../shared/money.ts';
import type { RawPayment } from './raw.ts';
import { PAYMENT } from './document-sets.ts';
import { appliedTo, documentId, isCredit } from './record-ids.ts';

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
