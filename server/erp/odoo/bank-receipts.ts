import type { Payment } from '../shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import type { OdooClient } from './client.ts';
import type { Connection } from './connection.ts';
import { PARTIALS } from './invoice-details.ts';
import { anyOf, HIGHEST_ID } from './domain.ts';
import { companyId, currencyOf, reference, type PaymentContext } from './mapping.ts';
import { amountText } from '../shared/money.ts';
import { RawBankPartial, RawBankPayment, RawReceivable, type RawBankEntry } from './raw.ts';
import { searchRead } from './search.ts';
import { toInstant } from './time.ts';
import { rowsOf } from '../shared/rows.ts';

/** What one partner paid, or got back, with one line of a bank statement. */
export interface BankReceipt {
  /** Of the bank's entry, which stays when the line is matched anew; its rows on the receivable account do not. */
  id: ErpRecordId;
  entry: RawBankEntry;
  rows: readonly RawReceivable[];
}

const PREFIX = 'bank-';
const FIRST_WITHOUT_ENTRIES = 18;

export const isReceiptId = (id: ErpRecordId): boolean => id.startsWith(PREFIX);
export const receiptId = (entry: number, nth: number): ErpRecordId => erpRecordId(`${PREFIX}${entry}${nth === 0 ? '' : `-${nth + 1}`}`);
/** The entries of receipts. */
export const entriesOf = (ids: readonly ErpRecordId[]): number[] =>
  [...new Set(ids.map((id) => Number(id.slice(PREFIX.length).split('-')[0])))].filter((id) => id <= HIGHEST_ID);

/** Receipts of the given entries, one for each partner in the order in which they were booked; what only confirms a payment is none. */
export async function readReceipts(connection: Connection, entries: readonly RawBankEntry[], signal: AbortSignal): Promise<BankReceipt[]> {
  if (entries.length === 0) return [];
  const rows = await readReceivables(connection, entries, signal);
  const confirming = await readConfirming(connection, rows, signal);
  const byEntry = Map.groupBy(rows, ({ move_id }) => move_id);
  return entries.flatMap((entry) => {
    const byPartner = [...Map.groupBy(byEntry.get(entry.id) ?? [], ({ partner_id }) => partner_id).values()];
    return byPartner
      .map((own, nth) => ({ id: receiptId(entry.id, nth), entry, rows: own }))
      .filter(({ rows: own }) => sum(own, 'balance') !== 0 && !own.some(({ id }) => confirming.has(id)));
  });
}

async function readReceivables({ client }: Connection, entries: readonly RawBankEntry[], signal: AbortSignal): Promise<RawReceivable[]> {
  const domain = [
    ['move_id', 'in', entries.map(({ id }) => id)],
    ['account_id.account_type', '=', 'asset_receivable'],
  ] as const;
  const fields = Object.keys(RawReceivable.shape).filter((name) => name !== 'id');
  return rowsOf(RawReceivable).parse(await searchRead(client, { model: 'account.move.line', domain, fields }, signal));
}

/**
 * From 18 on a payment may have no entry of its own: then its money is booked with the bank line that confirms it, for the payment's invoices
 * or, on account, for its partner.
 */
async function readConfirming({ client }: Connection, rows: readonly RawReceivable[], signal: AbortSignal): Promise<Set<number>> {
  if (rows.length === 0 || (await client.server(signal)).version < FIRST_WITHOUT_ENTRIES) return new Set();
  const payments = await readWithoutEntry(client, rows, signal);
  if (payments.length === 0) return new Set();
  const settled = await readSettled(client, rows, signal);
  const promised = new Set(payments.flatMap(({ invoice_ids }) => invoice_ids));
  const isPromised = ({ id }: RawReceivable) => settled.some(({ row, move }) => row === id && promised.has(move));
  const isOnAccount = ({ partner_id, amount_currency }: RawReceivable) =>
    payments.some((payment) => payment.partner_id === partner_id && payment.amount === Math.abs(amount_currency));
  return new Set(rows.filter((row) => isPromised(row) || isOnAccount(row)).map(({ id }) => id));
}

async function readWithoutEntry(client: OdooClient, rows: readonly RawReceivable[], signal: AbortSignal) {
  const partners = [...new Set(rows.flatMap(({ partner_id }) => partner_id ?? []))];
  const live = [
    ['move_id', '=', false],
    ['state', 'in', ['in_process', 'paid']],
  ] as const;
  const domain = anyOf([...live, ['partner_id', 'in', partners]], [...live, ['partner_id.commercial_partner_id', 'in', partners]]);
  const search = { model: 'account.payment', domain, fields: ['partner_id', 'amount', 'invoice_ids'] };
  return rowsOf(RawBankPayment).parse(await searchRead(client, search, signal));
}

/** The documents that the rows settle. */
async function readSettled(
  client: OdooClient,
  rows: readonly RawReceivable[],
  signal: AbortSignal,
): Promise<{ row: number; move: number }[]> {
  const ids = new Set(rows.map(({ id }) => id));
  const domain = anyOf([['credit_move_id', 'in', [...ids]]], [['debit_move_id', 'in', [...ids]]]);
  const partials = { model: PARTIALS.model, domain, fields: ['debit_move_id', 'credit_move_id'] };
  const pairs = rowsOf(RawBankPartial).parse(await searchRead(client, partials, signal));
  const sides = pairs.map(({ debit_move_id: debit, credit_move_id: credit }) =>
    ids.has(debit) ? { row: debit, other: credit } : { row: credit, other: debit },
  );
  const lines = { model: 'account.move.line', domain: [['id', 'in', sides.map(({ other }) => other)]] as const, fields: ['move_id'] };
  const found = rowsOf(RawReceivable.pick({ id: true, move_id: true })).parse(await searchRead(client, lines, signal));
  const moves = new Map(found.map(({ id, move_id }) => [id, move_id]));
  return sides.flatMap(({ row, other }) => (moves.has(other) ? [{ row, move: moves.get(other)! }] : []));
}

export function toBankPayment({ id, entry, rows }: BankReceipt, { references, organisations }: Omit<PaymentContext, 'open'>): Payment {
  const base = currencyOf(references, entry.company_currency_id);
  const first = rows[0]!;
  const isOneCurrency = rows.every(({ currency_id }) => currency_id === first.currency_id);
  const currency = isOneCurrency ? currencyOf(references, first.currency_id) : base;
  const partner = first.partner_id;
  const inBase = (key: 'balance' | 'amount_residual') => amountText(Math.abs(sum(rows, key)), base.decimals);
  return {
    id,
    // Credit on the receivable account is money received.
    direction: sum(rows, 'balance') < 0 ? 'in' : 'out',
    status: 'posted',
    number: entry.name,
    customerId: reference(partner),
    organisationId: partner === null ? null : reference(organisations.get(partner) ?? partner),
    companyId: companyId(entry.company_id),
    currency: currency.code,
    amount: isOneCurrency ? amountText(Math.abs(sum(rows, 'amount_currency')), currency.decimals) : inBase('balance'),
    unapplied: isOneCurrency ? amountText(Math.abs(sum(rows, 'amount_residual_currency')), currency.decimals) : inBase('amount_residual'),
    baseCurrency: base.code,
    baseAmount: inBase('balance'),
    baseUnapplied: inBase('amount_residual'),
    paidOn: entry.date,
    method: null,
    reference: first.name,
    allocations: [],
    createdAt: toInstant(entry.create_date),
    changedAt: toInstant(entry.write_date),
    changeStamp: receiptChangeStamp({ id, entry, rows }, organisations),
  };
}

/** Matching changes the rows alone. */
export function receiptChangeStamp({ entry, rows }: BankReceipt, organisations: PaymentContext['organisations']): string {
  const partner = rows[0]?.partner_id ?? null;
  const owner = partner === null ? '' : (organisations.get(partner) ?? '');
  return `${entry.write_date} ${sum(rows, 'amount_currency')} ${sum(rows, 'amount_residual_currency')} ${partner} ${owner}`;
}

type Figure = 'balance' | 'amount_currency' | 'amount_residual' | 'amount_residual_currency';
const sum = (rows: readonly RawReceivable[], key: Figure): number => rows.reduce((total, row) => total + row[key], 0);
