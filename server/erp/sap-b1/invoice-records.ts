import { z } from 'zod';
import type { Invoice } from '../shared/contract.ts';
import { companyWith } from './company.ts';
import type { Connection } from './connection.ts';
import { creditsDrawnFrom, type SettledInvoice } from './drawn-credits.ts';
import type { Ledger } from './ledger.ts';
import { currenciesIn } from './mapping.ts';
import { toInvoice } from './mapping-invoices.ts';
import { RawDocument, RawLine } from './raw.ts';
import { INVOICE, type DocumentSet } from './document-sets.ts';
import { documentId } from './record-ids.ts';
import { rejectBy } from './stream.ts';
import { isolateUnreadable } from '../shared/isolate-unreadable.ts';
import { fieldsOf, readableRows, rowsOf } from '../shared/rows.ts';
import { translateRows, parseRows, type TranslatedRecords } from '../shared/translate-rows.ts';
import { UnreadableError } from '../shared/unreadable-error.ts';

/** Beside the headers one call for their lines, whatever their number, and what happened in the ledger meanwhile. */
export async function invoicesFrom(
  connection: Connection,
  set: DocumentSet,
  headers: readonly unknown[],
  signal: AbortSignal,
): Promise<TranslatedRecords<Invoice>> {
  const { ledger, company, settings, orderNumbers, paid, numbering } = connection;
  const rows = await paid.complete(set, headers, signal);
  const since = firstSettledDay(rows);
  // After the headers: what they call paid is in the ledger by now.
  const caughtUp = since === undefined ? undefined : ledger.catchUp(since, signal);
  const [{ lines, unreadable }] = await Promise.all([readLines(connection, set, rows, signal), caughtUp]);
  const numbers = await orderNumbers.numbersOf([...lines.values()].flat(), signal);
  const numberOf = await numbering.numbersIn(rows, signal);
  const facts = await companyWith(company, currenciesIn(rows), signal);
  const drawn = await creditsDrawnFrom(
    connection,
    set.type === 'invoice' ? settledByNothing(rows, ledger) : [],
    facts.base.decimals,
    signal,
  );
  const reject = rejectBy(({ DocEntry }) => documentId(set.objectType, Number(DocEntry)));
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
