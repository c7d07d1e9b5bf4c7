import { cents, units } from '../money.ts';
import type { Amount } from '../money.ts';
import { OBJECT_TYPES } from '../rows.ts';
import type { DocumentRow, PaymentRow, Row } from '../rows.ts';
import type { Tx } from '../store.ts';
import { currencyCode } from './currencies.ts';
import { changeBalance } from './partners.ts';
import { branchOf, numberIn } from './series.ts';
import { addReconciliation, isForeign, openOf, reverseReconciliation, settle, sideOf } from './settlement.ts';
import type { Part, SettledSet } from './settlement.ts';

interface PaidDocument {
  /** Default Invoices. */
  set?: 'Invoices' | 'DownPayments';
  entry: number;
  /** In the document's currency; default all that is open and the money reaches. */
  amount?: Amount;
  /** `InstallmentId`; default the first that is open. */
  instalment?: number;
}

export interface PaymentInput {
  /** Default the customer of the first invoice. */
  partner?: string;
  invoices?: readonly (number | PaidDocument)[];
  /** In the payment's currency; default what the invoices take. What they do not take stays on account. */
  amount?: Amount;
  /** Earlier payments on account, ticked beside the invoices: all that is left of them pays, too. Local money only. */
  onAccount?: readonly number[];
  /** ISO code; default that of the first invoice. Local money may pay a foreign invoice, not the other way round. */
  currency?: string;
  date?: string;
  /** Default transfer. */
  method?: 'transfer' | 'cash' | 'check';
  reference?: string;
  /** Default the next of its series. */
  number?: number;
  /** Default the one the company came with. */
  series?: number;
  /** Default that of the first invoice. */
  branch?: string;
}

interface Wallet {
  currency: string;
  isLocal: boolean;
  rate: number;
  /** Hundredths left; `null`: as much as the invoices take. */
  left: number | null;
}

export function addPayment(tx: Tx, input: PaymentInput): PaymentRow {
  const paid = (input.invoices ?? []).map((one) => (typeof one === 'number' ? { entry: one } : one));
  const first = paid[0] && tx.get(paid[0].set ?? 'Invoices', paid[0].entry);
  const branch = branchOf(tx, input.branch ?? (typeof first?.BPLName === 'string' ? first.BPLName : undefined));
  const partner = input.partner ?? first?.CardCode;
  if (partner === undefined) throw new Error('a payment needs a partner or an invoice');
  const date = input.date ?? tx.stamp.date;
  const wallet = walletOf(tx, input, first, date);
  const taken = (input.onAccount ?? []).map((earlier) => takeOnAccount(tx, earlier));
  const credit = taken.reduce((sum, { local }) => sum + local, 0);
  if (wallet.left !== null) wallet.left += credit;
  const applied = paid.map((one) => ({ one, ...apply(tx, wallet, one) })).filter(({ part }) => part.local !== 0);
  const spent = applied.reduce((sum, { cost }) => sum + cost, 0);
  const total = input.amount === undefined ? spent - credit : cents(input.amount);
  const entry = tx.store.next('IncomingPayments.DocEntry');
  const transNum = tx.store.next('TransNum');
  const parts = applied.map(({ part }) => part);
  const onAccount = Math.round((total + credit - spent) * wallet.rate);
  const payment: PaymentRow = {
    ...headOf(tx, input, wallet, partner, date),
    DocEntry: entry,
    ...numberIn(tx, 'IncomingPayments', input),
    BPLID: branch.id,
    BPLName: branch.name,
    ...meansOf(input.method ?? 'transfer', units(total), wallet.currency, date),
    PaymentInvoices: [
      ...applied.map(({ part, one, installment }, index) => invoiceRow(wallet, part, one, index, installment)),
      ...taken.map((one, index) => onAccountRow(one, applied.length + index)),
    ],
    _open: onAccount,
    _total: Math.round(total * wallet.rate),
    _transNum: transNum,
    _recons: parts.length === 0 ? [] : [reconcilePayment(tx, 'rtPayment', partner, entry, transNum, parts, taken)],
  };
  tx.put('IncomingPayments', entry, payment);
  changeBalance(tx, partner, -payment._total);
  return payment;
}

function walletOf(tx: Tx, input: PaymentInput, first: DocumentRow | undefined, date: string): Wallet {
  const local = tx.store.facts.LocalCurrency;
  const currency = input.currency ? currencyCode(tx.store, input.currency) : (first?.DocCurrency ?? local);
  const isLocal = currency === local;
  const rate = isLocal ? 1 : tx.store.rateOn(currency, date);
  return { currency, isLocal, rate, left: input.amount === undefined ? null : cents(input.amount) };
}

/** Takes from the wallet what the document can take; `cost` is in the wallet's currency. */
function apply(
  tx: Tx,
  wallet: Wallet,
  { set = 'Invoices', entry, amount, instalment }: PaidDocument,
): { part: Part; cost: number; installment: number } {
  const document = tx.get(set, entry);
  if (document.CancelStatus !== 'csNo') throw new Error(`${set}(${entry}) is cancelled`);
  if (!wallet.isLocal && document.DocCurrency !== wallet.currency)
    throw new Error(`a payment in ${wallet.currency} cannot settle ${document.DocCurrency}`);
  // Local money for a foreign document is exchanged at the rate of the day.
  const exchange = wallet.isLocal && isForeign(document) ? tx.store.rateOn(document.DocCurrency, tx.stamp.date) : 1;
  const open = openOf(document);
  const wanted = amount === undefined ? open : Math.min(cents(amount), open);
  const affordable = wallet.left === null ? wanted : Math.min(wanted, Math.round(wallet.left / exchange));
  const cost = wallet.left === null ? Math.round(affordable * exchange) : Math.min(wallet.left, Math.round(affordable * exchange));
  if (wallet.left !== null) wallet.left -= cost;
  const installment = instalment ?? firstOpenInstallment(document);
  return { part: settle(tx, set, entry, affordable), cost, installment };
}

function firstOpenInstallment(document: DocumentRow): number {
  const foreign = isForeign(document);
  let paid = cents(foreign ? document.PaidToDateFC : document.PaidToDate);
  for (const row of document.DocumentInstallments) {
    paid -= cents(Number(foreign ? row.TotalFC : row.Total));
    if (paid < 0) return Number(row.InstallmentId);
  }
  return document.DocumentInstallments.length;
}

function invoiceRow(wallet: Wallet, part: Part, { set = 'Invoices' }: PaidDocument, index: number, installment: number): Row {
  return {
    LineNum: index,
    DocEntry: part.entry,
    InvoiceType: set === 'Invoices' ? 'it_Invoice' : 'it_DownPayment',
    SumApplied: units(part.local),
    AppliedFC: units(part.foreign),
    AppliedSys: units(part.local),
    DocRate: wallet.isLocal ? 0 : wallet.rate,
    DocLine: 0,
    InstallmentId: installment,
    DiscountPercent: 0,
    TotalDiscount: 0,
  };
}

interface Taken {
  entry: number;
  transNum: number;
  local: number;
}

function takeOnAccount(tx: Tx, entry: number): Taken {
  const { _open: local, _transNum: transNum } = tx.get('IncomingPayments', entry);
  tx.patch('IncomingPayments', entry, { _open: 0 });
  return { entry, transNum, local };
}

/** Seen with the sign of a credit. */
function onAccountRow({ entry, local }: Taken, index: number): Row {
  const [sum, foreign] = [units(-local), 0];
  return { LineNum: index, DocEntry: entry, InvoiceType: 'it_Receipt', SumApplied: sum, AppliedFC: foreign, AppliedSys: sum, DocRate: 0 };
}

function meansOf(method: 'transfer' | 'cash' | 'check', sum: number, currency: string, date: string): Row {
  const check: Row = { LineNum: 0, DueDate: date, CheckNumber: 1001, BankCode: '002', CheckSum: sum, Currency: currency };
  return {
    CashSum: method === 'cash' ? sum : 0,
    TransferSum: method === 'transfer' ? sum : 0,
    TransferAccount: method === 'transfer' ? '102-001' : null,
    TransferDate: method === 'transfer' ? date : null,
    PaymentChecks: method === 'check' ? [check] : [],
  };
}

function headOf(tx: Tx, input: PaymentInput, wallet: Wallet, partner: string, date: string): PaymentRow {
  return {
    DocEntry: 0,
    DocNum: 0,
    DocType: 'rCustomer',
    DocTypte: 'rCustomer',
    DocObjectCode: 'bopot_IncomingPayments',
    HandWritten: 'tNO',
    Printed: 'tNO',
    DocDate: date,
    TaxDate: date,
    DueDate: date,
    CardCode: partner,
    CardName: tx.get('BusinessPartners', partner).CardName,
    DocCurrency: wallet.currency,
    DocRate: wallet.isLocal ? 0 : wallet.rate,
    LocalCurrency: wallet.isLocal ? 'tYES' : 'tNO',
    CurrencyIsLocal: 'tNO',
    TransferReference: input.reference ?? null,
    Reference1: null,
    CounterReference: null,
    Remarks: null,
    Cancelled: 'tNO',
    Series: 0,
    AuthorizationStatus: 'pasWithout',
    PaymentCreditCards: [],
    PaymentInvoices: [],
    _open: 0,
    _total: 0,
    _transNum: 0,
    _recons: [],
  };
}

export function reconcilePayment(
  tx: Tx,
  type: string,
  partner: string,
  entry: number,
  transNum: number,
  parts: readonly Part[],
  taken: readonly Taken[] = [],
): number {
  const settled = parts.reduce((sum, part) => sum + part.local, 0);
  const local = settled - taken.reduce((sum, one) => sum + one.local, 0);
  const credits = [...taken, { entry, transNum, local }].map((one) => ({
    ...one,
    objectType: OBJECT_TYPES.IncomingPayments,
    side: 'codCredit' as const,
  }));
  return addReconciliation(tx, type, partner, [...parts.map((part) => sideOf(tx, part)), ...credits]);
}

const SETS_BY_TYPE: Readonly<Record<string, SettledSet>> = { 13: 'Invoices', 14: 'CreditNotes', 203: 'DownPayments' };

/** Opens again what a reconciliation had settled. */
export function undoReconciliation(tx: Tx, number: number): void {
  for (const row of tx.get('InternalReconciliations', number).InternalReconciliationRows) {
    const set = SETS_BY_TYPE[String(row.SrcObjTyp)];
    if (!set) continue;
    const document = tx.get(set, Number(row.SrcObjAbs));
    const amount = isForeign(document) ? Number(row._foreign) : cents(Number(row.ReconcileAmount));
    settle(tx, set, document.DocEntry, -amount);
  }
  reverseReconciliation(tx, number);
}
