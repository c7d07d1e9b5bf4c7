import { z } from 'zod';
import type { Customer, Invoice, Payment, RejectedRecord } from '../shared/contract.ts';
import { erpRecordId } from '../../shared/ids.ts';
import type { Company } from './company.ts';
import type { Connection } from './connection.ts';
import { creditsDrawnFrom, type SettledInvoice } from './drawn-credits.ts';
import { failures } from './errors.ts';
import type { Ledger } from './ledger.ts';
import { SEVERAL_CURRENCIES, toCustomers, toPayment } from './mapping.ts';
import { toInvoice } from './mapping-invoices.ts';
import { RawDocument, RawLine, RawPartner, RawPayment } from './raw.ts';
import { INVOICE, PAYMENT, type DocumentSet } from './document-sets.ts';
import { documentId } from './record-ids.ts';
import { isolateUnreadable } from '../shared/isolate-unreadable.ts';
import { fieldsOf, readableRows, rowsOf } from '../shared/rows.ts';
import { translateRows, parseRows, type TranslatedRecords } from '../shared/translate-rows.ts';
import { UnreadableError } from '../shared/unreadable-error.ts';

type Row = Record<string, unknown>;
type Reject = (row: unknown, field: string) => RejectedRecord;

/** Only limits in days hang on it, and the server's own calendar is not known. */
export const todayOf = ({ now }: Connection): string => now().toISOString().slice(0, 10);

const rejectPartner: Reject = (row, field) => failures.unreadableRecord(erpRecordId(String((row as Row)['CardCode'])), field);
const rejectDocument =
  (objectType: number): Reject =>
  (row, field) =>
    failures.unreadableRecord(documentId(objectType, Number((row as Row)['DocEntry'])), field);

export async function customersFrom(connection: Connection, rows: readonly unknown[]): Promise<TranslatedRecords<Customer>> {
  const today = todayOf(connection);
  return translateRows(await parseRows(RawPartner, rows, rejectPartner), rejectPartner, (raw) => toCustomers(raw, today));
}

export async function paymentsFrom(
  connection: Connection,
  rows: readonly unknown[],
  signal: AbortSignal,
): Promise<TranslatedRecords<Payment>> {
  const { ledger, company, settings, numbering } = connection;
  const numberOf = await numbering.numbersIn(rows, signal);
  const facts = await factsFor(company, rows, signal);
  const reject = rejectDocument(PAYMENT);
  const read = await parseRows(RawPayment, rows, reject);
  const translate = ({ matchesOf, paymentsOf }: Pick<Ledger, 'matchesOf' | 'paymentsOf'>) =>
    translateRows(read, reject, (raw) => {
      const record = documentId(PAYMENT, raw.DocEntry);
      const named = { company: facts, companyId: settings.companyDb, number: numberOf(raw).shown };
      return [toPayment(raw, { ...named, matches: matchesOf(record), usedBy: paymentsOf(record) })];
    });
  const alone = await translate({ matchesOf: () => [], paymentsOf: () => [] });
  await ledger.catchUp(firstDayOnAccount(alone.records), signal);
  return translate(ledger);
}

/** Later payments may have used what is left of these. */
function firstDayOnAccount(payments: readonly Payment[]): string | null {
  const days = payments.flatMap(({ baseUnapplied, paidOn }) => (paidOn !== null && Number(baseUnapplied) !== 0 ? [paidOn] : []));
  return days.sort()[0] ?? null;
}

/** Beside the headers one call for their lines, whatever their number, and what happened in the ledger meanwhile. */
export async function invoicesFrom(
  connection: Connection,
  set: DocumentSet,
  headers: readonly unknown[],
  signal: AbortSignal,
): Promise<TranslatedRecords<Invoice>> {
  const { ledger, company, settings, orders, paid, numbering } = connection;
  const rows = await paid.complete(set, headers, signal);
  const since = firstSettledDay(rows);
  // After the headers: what they call paid is in the ledger by now.
  const caughtUp = since === undefined ? undefined : ledger.catchUp(since, signal);
  const [{ lines, unreadable }] = await Promise.all([readLines(connection, set, rows, signal), caughtUp]);
  const numbers = await orders.numbersOf([...lines.values()].flat(), signal);
  const numberOf = await numbering.numbersIn(rows, signal);
  const facts = await factsFor(company, rows, signal);
  const drawn = await creditsDrawnFrom(
    connection,
    set.type === 'invoice' ? settledByNothing(rows, ledger) : [],
    facts.base.decimals,
    signal,
  );
  const reject = rejectDocument(set.objectType);
  return translateRows(await parseRows(RawDocument, rows, reject), reject, (raw) => {
    const record = documentId(set.objectType, raw.DocEntry);
    const field = unreadable.get(raw.DocEntry) ?? (ledger.isUnreadable(record) ? 'InternalReconciliationRows' : undefined);
    if (field !== undefined) throw new UnreadableError(field);
    const named = { company: facts, companyId: settings.companyDb, number: numberOf(raw).shown };
    const context = { ...named, set, lines: lines.get(raw.DocEntry) ?? [] };
    // Nothing paid: whatever the ledger remembers was taken back.
    const isPaid = raw.PaidToDate !== 0 || raw.PaidToDateFC !== 0;
    const matches = [...ledger.matchesOf(record), ...drawn.filter(({ debit }) => debit === record)];
    const settled = isPaid ? { payments: ledger.paymentsOf(record), matches } : { payments: [], matches: [] };
    return [toInvoice(raw, { ...context, ...settled, orders: numbers.get(raw.DocEntry) ?? [] })];
  });
}

const Paid = RawDocument.pick({ DocEntry: true, CardCode: true, PaidToDate: true });

/** Paid, as the server says, by nothing that payments and reconciliations tell. */
function settledByNothing(rows: readonly unknown[], ledger: Ledger): SettledInvoice[] {
  return readableRows(Paid, rows).flatMap(({ DocEntry, CardCode, PaidToDate }) => {
    const record = documentId(INVOICE, DocEntry);
    const isKnown = ledger.paymentsOf(record).length > 0 || ledger.matchesOf(record).length > 0;
    return PaidToDate === 0 || isKnown ? [] : [{ entry: DocEntry, cardCode: CardCode, paid: PaidToDate }];
  });
}

const InCurrency = z.object({ DocCurrency: z.string().nullish() });

/** A currency may be new. */
async function factsFor(company: Connection['company'], rows: readonly unknown[], signal: AbortSignal): Promise<Company> {
  const facts = await company.get(signal);
  const isKnown = (row: unknown): boolean => {
    const code = InCurrency.safeParse(row).data?.DocCurrency;
    return !code || code === SEVERAL_CURRENCIES || facts.currency(code) !== undefined;
  };
  return rows.every(isKnown) ? facts : company.read(signal);
}

const LINE_FIELDS = fieldsOf(RawLine);
const DocumentKey = z.object({ DocEntry: z.number().int() });

interface ReadLines {
  lines: Map<number, RawLine[]>;
  /** Documents with a line that cannot be understood, and the field. */
  unreadable: Map<number, string>;
}

async function readLines({ lines }: Connection, { name }: DocumentSet, rows: readonly unknown[], signal: AbortSignal): Promise<ReadLines> {
  const entries = readableRows(DocumentKey, rows).map(({ DocEntry }) => DocEntry);
  const unreadable = new Map<number, string>();
  const ask = async (part: readonly number[]) =>
    rowsOf(RawLine).parse(await lines({ set: name, entries: part, select: LINE_FIELDS }, signal));
  const found = await isolateUnreadable(entries, ask, (entry, field) => {
    unreadable.set(entry, field);
    return [];
  });
  return { lines: Map.groupBy(found.flat(), ({ DocEntry }) => DocEntry), unreadable };
}

/** Payments may be dated before the document they pay, within reason. */
const PAID_BEFORE_MS = 92 * 86_400_000;
const Settled = z.object({ DocDate: z.string().nullish(), PaidToDate: z.number().nullish() });

/** Undefined: nothing of all this is paid. */
function firstSettledDay(rows: readonly unknown[]): string | undefined {
  const days = rows.flatMap((row) => {
    const { DocDate, PaidToDate } = Settled.safeParse(row).data ?? {};
    return DocDate && PaidToDate ? [DocDate] : [];
  });
  const first = days.sort()[0];
  return first && new Date(Date.parse(first) - PAID_BEFORE_MS).toISOString().slice(0, 10);
}
