import type { RejectedRecord, StreamName, StreamRecord } from '../shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import type { Connection } from './connection.ts';
import { isolateUnreadable } from '../shared/isolate-unreadable.ts';
import { failures } from './errors.ts';
import { readReceipts, receiptId, receiptChangeStamp, toBankPayment, type BankReceipt } from './bank-receipts.ts';
import { readInvoiceDetails } from './invoice-details.ts';
import { toCustomer, toPayment, type PaymentContext } from './mapping.ts';
import { toInvoice } from './mapping-invoices.ts';
import { RawBankEntry, RawCommercial, RawId, RawMove, RawOpenLine, RawPartner, RawPayment } from './raw.ts';
import { searchRead } from './search.ts';
import { ACCOUNTING_APP_FIELD, INVOICES } from './streams.ts';
import { rowsOf } from '../shared/rows.ts';
import { mergeReads, translateRows, parseRows, type TranslatedRecords } from '../shared/translate-rows.ts';

export type Translate<S extends StreamName> = (
  connection: Connection,
  rows: readonly unknown[],
  signal: AbortSignal,
) => Promise<TranslatedRecords<StreamRecord[S]>>;

async function customers({ references }: Connection, rows: readonly unknown[], signal: AbortSignal) {
  const read = await parseRows(RawPartner, rows, rejectRow());
  const { parsed } = read;
  await references.countries.ensure(
    parsed.map(({ country_id }) => country_id),
    signal,
  );
  await references.states.ensure(
    parsed.map(({ state_id }) => state_id),
    signal,
  );
  return translateRows(read, rejectRecord, (raw) => [toCustomer(raw, references)]);
}

/** Beside the invoices one call for their lines and one for what is settled with them, whatever their number. */
async function invoices({ client, fields, references }: Connection, rows: readonly unknown[], signal: AbortSignal) {
  const read = await parseRows(RawMove, rows, rejectRow());
  const { parsed } = read;
  const details = await readInvoiceDetails({ client, fields }, parsed, signal);
  const lines = [...details.lines.values()].flat();
  await references.currencies.ensure(currenciesOf(parsed), signal);
  await references.products.ensure(
    lines.map(({ product_id }) => product_id),
    signal,
  );
  await references.taxes.ensure(
    lines.flatMap(({ tax_ids }) => tax_ids),
    signal,
  );
  const waitsForBank = (await fields.available(INVOICES, signal)).includes(ACCOUNTING_APP_FIELD);
  return translateRows(read, rejectRecord, (raw) => [toInvoice(raw, { references, details, waitsForBank })]);
}

async function payments(connection: Connection, rows: readonly unknown[], signal: AbortSignal) {
  const { references } = connection;
  const read = await parseRows(RawPayment, rows, rejectRow());
  const { parsed } = read;
  const [open, organisations] = await Promise.all([
    readOpenAmounts(connection, parsed, signal),
    readOrganisations(connection, parsed, signal),
  ]);
  await references.currencies.ensure(currenciesOf(parsed), signal);
  await references.paymentMethods.ensure(
    parsed.map(({ payment_method_line_id }) => payment_method_line_id),
    signal,
  );
  return translateRows(read, rejectRecord, (raw) => [toPayment(raw, { references, open, organisations })]);
}

async function bankReceipts(connection: Connection, rows: readonly unknown[], signal: AbortSignal) {
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

/** The same text as the record's own change stamp. */
export async function readReceiptChangeStamps(
  connection: Connection,
  rows: readonly unknown[],
  signal: AbortSignal,
): Promise<[string, string][]> {
  const receipts = await readReceipts(connection, rowsOf(RawBankEntry).parse(rows), signal);
  const organisations = await readOrganisations(connection, partnersOf(receipts), signal);
  return receipts.map((receipt) => [receipt.id, receiptChangeStamp(receipt, organisations)]);
}

/** What is broken is known by its entry. */
export const firstReceiptId = (entry: number): ErpRecordId => receiptId(entry, 0);
const partnersOf = (receipts: readonly BankReceipt[]) => receipts.flatMap(({ rows }) => rows.slice(0, 1));

/** What is read beside a record and cannot be understood makes that record unreadable, and no other. */
const isolating =
  <S extends StreamName>(translate: Translate<S>, toRecordId: ToRecordId = erpRecordId): Translate<S> =>
  async (connection, rows, signal) => {
    const parts = await isolateUnreadable<unknown, TranslatedRecords<StreamRecord[S]>>(
      rows,
      (part) => translate(connection, part, signal),
      (row, field) => ({ records: [], rejected: [rejectRow(toRecordId)(row, field)] }),
    );
    return mergeReads(parts);
  };

export const TRANSLATE: { [S in StreamName]: Translate<S> } = {
  customers: isolating<'customers'>(customers),
  invoices: isolating<'invoices'>(invoices),
  payments: isolating<'payments'>(payments),
};
export const TRANSLATE_RECEIPTS: Translate<'payments'> = isolating<'payments'>(bankReceipts, firstReceiptId);

const currenciesOf = (rows: readonly { currency_id: number; company_currency_id: number }[]): number[] =>
  rows.flatMap(({ currency_id, company_currency_id }) => [currency_id, company_currency_id]);

/** What of the payments' own journal entries settles nothing yet. */
export async function readOpenAmounts(
  { client }: Connection,
  rows: readonly { move_id: number | null }[],
  signal: AbortSignal,
): Promise<PaymentContext['open']> {
  const entries = rows.flatMap(({ move_id }) => move_id ?? []);
  const open = new Map<number, { amount: number; base: number }>();
  if (entries.length === 0) return open;
  const lines = await searchRead(
    client,
    {
      model: 'account.move.line',
      domain: [
        ['move_id', 'in', entries],
        ['account_id.account_type', '=', 'asset_receivable'],
      ],
      fields: ['move_id', 'amount_residual', 'amount_residual_currency'],
    },
    signal,
  );
  for (const { move_id, amount_residual, amount_residual_currency } of rowsOf(RawOpenLine).parse(lines)) {
    const sum = open.get(move_id) ?? { amount: 0, base: 0 };
    // Credit on payments received, debit on those paid back.
    open.set(move_id, { amount: sum.amount + Math.abs(amount_residual_currency), base: sum.base + Math.abs(amount_residual) });
  }
  return open;
}

export async function readOrganisations(
  { client }: Connection,
  rows: readonly Pick<RawPayment, 'partner_id'>[],
  signal: AbortSignal,
): Promise<PaymentContext['organisations']> {
  const partners = [...new Set(rows.flatMap(({ partner_id }) => partner_id ?? []))];
  if (partners.length === 0) return new Map();
  const search = { model: 'res.partner', domain: [['id', 'in', partners]] as const, fields: ['commercial_partner_id'] };
  const found = rowsOf(RawCommercial).parse(await searchRead(client, search, signal));
  return new Map(found.map(({ id, commercial_partner_id }) => [id, commercial_partner_id]));
}

type ToRecordId = (id: number) => ErpRecordId;

/** A row that does not even say which it is has no name. */
function idIn(row: unknown, toRecordId: ToRecordId): ErpRecordId {
  const { data } = RawId.safeParse(row);
  return data ? toRecordId(data.id) : erpRecordId('?');
}

const rejectRow =
  (toRecordId: ToRecordId = erpRecordId) =>
  (row: unknown, field: string): RejectedRecord =>
    failures.unreadableRecord(idIn(row, toRecordId), field);
const rejectRecord = ({ id }: { id: number | ErpRecordId }, field: string): RejectedRecord =>
  failures.unreadableRecord(erpRecordId(id), field);
