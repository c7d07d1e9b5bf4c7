import { z } from 'zod';
import type { Payment } from '../shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import type { OdooClient } from './client.ts';
import type { Connection } from './connection.ts';
import { changedFrom } from './cursor.ts';
import { PARTIALS } from './invoice-details.ts';
import { anyOf, HIGHEST_ID } from './domain.ts';
import { companyId, currencyOf, reference } from './mapping.ts';
import { readOrganisations, type Organisations } from './organisations.ts';
import { amountText } from '../shared/money.ts';
import { Id, Ids, Reference, Text, Time } from './raw.ts';
import type { References } from './references.ts';
import { searchRead } from './search.ts';
import { isolating, rejectRecord, rejectRow, STAMPS, type StreamPart, type StreamQuery } from './stream.ts';
import { toInstant } from './time.ts';
import { rowsOf } from '../shared/rows.ts';
import { parseRows, translateRows } from '../shared/translate-rows.ts';

/** Money that came as a line of a bank statement, without a payment: entries of such lines on the receivable account. */
const query: StreamQuery = {
  model: 'account.move',
  needed: ['name', 'date', 'company_currency_id', ...STAMPS],
  optional: ['company_id'],
  filter: [
    ['statement_line_id', '!=', false],
    ['state', '=', 'posted'],
    ['line_ids.account_id.account_type', '=', 'asset_receivable'],
  ],
  isSharable: false,
  // Matching changes the lines alone.
  changed: ({ from }) => anyOf(changedFrom('write_date', from), changedFrom('line_ids.write_date', from)),
  // Money received is a credit on the receivable account, and the row of the bank's own account never is one then.
  unsettled: [['line_ids.amount_residual', '<', 0]],
  changeStampFields: ['name', 'date', 'company_currency_id', ...STAMPS],
};

/** The entry of a bank statement's line. */
const RawBankEntry = z.object({
  id: Id,
  name: Text,
  date: Text,
  company_id: Reference,
  company_currency_id: Id,
  create_date: Time,
  write_date: Time,
});
type RawBankEntry = z.output<typeof RawBankEntry>;
/** A row of it on the receivable account. */
const RawReceivable = z.object({
  id: Id,
  move_id: Id,
  partner_id: Reference,
  name: Text,
  currency_id: Id,
  balance: z.number(),
  amount_currency: z.number(),
  amount_residual: z.number(),
  amount_residual_currency: z.number(),
});
type RawReceivable = z.output<typeof RawReceivable>;
const RawBankPartial = z.object({ debit_move_id: Id, credit_move_id: Id });
const RawBankPayment = z.object({ partner_id: Reference, amount: z.number(), invoice_ids: Ids });

/** What one partner paid, or got back, with one line of a bank statement. */
interface BankReceipt {
  /** Of the bank's entry, which stays when the line is matched anew; its rows on the receivable account do not. */
  id: ErpRecordId;
  entry: RawBankEntry;
  rows: readonly RawReceivable[];
}

const PREFIX = 'bank-';
const FIRST_WITHOUT_ENTRIES = 18;

const isReceiptId = (id: ErpRecordId): boolean => id.startsWith(PREFIX);
const receiptId = (entry: number, nth: number): ErpRecordId => erpRecordId(`${PREFIX}${entry}${nth === 0 ? '' : `-${nth + 1}`}`);
/** What is broken is known by its entry. */
const firstReceiptId = (entry: number): ErpRecordId => receiptId(entry, 0);
/** The entries of receipts. */
const entriesOf = (ids: readonly ErpRecordId[]): number[] =>
  [...new Set(ids.map((id) => Number(id.slice(PREFIX.length).split('-')[0])))].filter((id) => id <= HIGHEST_ID);

export const bankReceipts: StreamPart<'payments'> = {
  query,
  translate: isolating<'payments'>(translate, firstReceiptId),
  readChangeStamps,
  rowIds: (ids) => entriesOf(ids.filter(isReceiptId)),
  recordId: firstReceiptId,
};

async function translate(connection: Connection, rows: readonly unknown[], signal: AbortSignal) {
  const { references } = connection;
  const { parsed, rejected } = await parseRows(RawBankEntry, rows, rejectRow(firstReceiptId));
  const receipts = await readReceipts(connection, parsed, signal);
  const organisations = await readOrganisations(connection, partnersOf(receipts), signal);
  await references.currencies.ensure(
    receipts.flatMap(({ entry, rows: own }) => [entry.company_currency_id, ...own.map(({ currency_id }) => currency_id)]),
    signal,
  );
  return translateRows({ parsed: receipts, rejected }, rejectRecord, (receipt) => [toBankPayment(receipt, { references, organisations })]);
}

async function readChangeStamps(connection: Connection, rows: readonly unknown[], signal: AbortSignal): Promise<[string, string][]> {
  const receipts = await readReceipts(connection, rowsOf(RawBankEntry).parse(rows), signal);
  const organisations = await readOrganisations(connection, partnersOf(receipts), signal);
  return receipts.map((receipt) => [receipt.id, receiptChangeStamp(receipt, organisations)]);
}

const partnersOf = (receipts: readonly BankReceipt[]) => receipts.flatMap(({ rows }) => rows.slice(0, 1));

/** Receipts of the given entries, one for each partner in the order in which they were booked; what only confirms a payment is none. */
async function readReceipts(connection: Connection, entries: readonly RawBankEntry[], signal: AbortSignal): Promise<BankReceipt[]> {
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

function toBankPayment(
  { id, entry, rows }: BankReceipt,
  { references, organisations }: { references: References; organisations: Organisations },
): Payment {
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
function receiptChangeStamp({ entry, rows }: BankReceipt, organisations: Organisations): string {
  const partner = rows[0]?.partner_id ?? null;
  const owner = partner === null ? '' : (organisations.get(partner) ?? '');
  return `${entry.write_date} ${sum(rows, 'amount_currency')} ${sum(rows, 'amount_residual_currency')} ${partner} ${owner}`;
}

type Figure = 'balance' | 'amount_currency' | 'amount_residual' | 'amount_residual_currency';
const sum = (rows: readonly RawReceivable[], key: Figure): number => rows.reduce((total, row) => total + row[key], 0);
