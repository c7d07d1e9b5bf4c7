import type { ErpRecordId } from '../../shared/ids.ts';
import type { B1Client } from './client.ts';
import type { Connection } from './connection.ts';
import type { ReadPosition } from './cursor.ts';
import { allOf, oneOf, quoted } from '../shared/odata-query.ts';
import {
  countCancelled,
  CUSTOMER_PAYMENTS,
  lastKeyIn,
  NUMBERS_OVERLAP,
  OTHER_THAN_PAYMENTS,
  PAYMENTS,
  RECONCILIATIONS,
  WithRows,
  type Source,
} from './ledger.ts';
import { RawApplied, RawPaid, RawSides } from './raw.ts';
import { DOCUMENT_SETS, PAYMENT, type DocumentSet } from './document-sets.ts';
import { appliedTo, documentId, isDocument, parseId } from './record-ids.ts';
import { readableRows } from '../shared/rows.ts';
import { localTime } from './stream.ts';
import type { WatermarkSources } from './watermarks.ts';

/** Records that one page of payments or reconciliations names; `after` null: that was the last page. */
export interface AffectedRecords {
  ids: ErpRecordId[];
  after: string | null;
}

/** Who names many documents must not make one page endless. */
const NAMING_AT_ONCE = 100;

export async function readRecordsInPayments(
  client: B1Client,
  filter: string,
  after: string,
  signal: AbortSignal,
): Promise<AffectedRecords> {
  const { rows, next } = await pageByKey(client, PAYMENTS, { filter: allOf(CUSTOMER_PAYMENTS, filter), after }, signal);
  const applied = readableRows(RawPaid, rows).flatMap(({ PaymentInvoices }) => readableRows(RawApplied, PaymentInvoices ?? []));
  return { ids: applied.flatMap((row) => appliedTo(row) ?? []), after: next };
}

async function readRecordsInReconciliations(
  client: B1Client,
  filter: string,
  after: string,
  signal: AbortSignal,
): Promise<AffectedRecords> {
  const { rows, next } = await pageByKey(client, RECONCILIATIONS, { filter: allOf(OTHER_THAN_PAYMENTS, filter), after }, signal);
  const sides = readableRows(WithRows, rows).flatMap((row) => readableRows(RawSides, row.InternalReconciliationRows ?? []));
  return { ids: sides.map(({ SrcObjTyp, SrcObjAbs }) => documentId(Number(SrcObjTyp), SrcObjAbs ?? 0)), after: next };
}

async function pageByKey(
  client: B1Client,
  { set, key, select }: Source,
  { filter, after }: { filter: string; after: string },
  signal: AbortSignal,
) {
  const query = { select, filter: allOf(filter, after === '' ? null : `${key} gt ${after}`), orderby: key };
  const { rows, hasMore } = await client.page(set, query, NAMING_AT_ONCE, signal);
  return { rows, next: hasMore ? String(lastKeyIn(rows, key)) : null };
}

/** The documents among them, by their set, each once. */
export function documentsAmong(ids: readonly ErpRecordId[]): { set: DocumentSet; entries: number[] }[] {
  const found = ids.flatMap((id) => parseId(id) ?? []).filter(isDocument);
  return DOCUMENT_SETS.flatMap((set) => {
    const entries = [...new Set(found.filter(({ objectType }) => objectType === set.objectType).map(({ entry }) => entry))];
    return entries.length === 0 ? [] : [{ set, entries }];
  });
}

export function paymentsAmong(ids: readonly ErpRecordId[]): number[] {
  const found = ids.flatMap((id) => parseId(id) ?? []).filter(({ objectType }) => objectType === PAYMENT);
  return [...new Set(found.map(({ entry }) => entry))];
}

export const byEntries = (entries: readonly number[]): string => oneOf('DocEntry', entries);

const PAYMENTS_NUMBER = 'payments';
const RECONCILIATIONS_NUMBER = 'reconciliations';
const CANCELLED_COUNT = 'cancelled';
/** Where it shows that something was settled, or is no longer. */
export const SETTLEMENT_SOURCES = {
  numbers: [
    { name: PAYMENTS_NUMBER, set: PAYMENTS.set, key: PAYMENTS.key },
    { name: RECONCILIATIONS_NUMBER, set: RECONCILIATIONS.set, key: RECONCILIATIONS.key },
  ],
  counts: { [CANCELLED_COUNT]: countCancelled },
} satisfies Omit<WatermarkSources, 'clocks'>;

export type FindAffected = (connection: Connection, position: ReadPosition, signal: AbortSignal) => Promise<AffectedRecords | null>;

/** What was added between the watermarks; null: nothing was. */
function addedSince(position: ReadPosition, name: string, key: string): string | null {
  if (position.phase === 'all' || position.from.numbers[name] === position.to.numbers[name]) return null;
  return `${key} gt ${Math.max(0, (position.from.numbers[name] ?? 0) - NUMBERS_OVERLAP)}`;
}

/** A cancelled payment leaves no time and no number, only one more of them. Older ones are left to the comparisons. */
const CANCELLED_WITHIN_MS = 400 * 86_400_000;

export function cancelledSince({ now }: Connection, position: ReadPosition): string | null {
  if (position.phase === 'all' || position.from.numbers[CANCELLED_COUNT] === position.to.numbers[CANCELLED_COUNT]) return null;
  const day = new Date(now().getTime() - CANCELLED_WITHIN_MS).toISOString().slice(0, 10);
  return `Cancelled eq 'tYES' and DocDate ge ${quoted(day)}`;
}

export const addedPayments = (position: ReadPosition): string | null => addedSince(position, PAYMENTS_NUMBER, PAYMENTS.key);

export async function newPayments({ client }: Connection, position: ReadPosition, signal: AbortSignal): Promise<AffectedRecords | null> {
  const filter = addedPayments(position);
  return filter === null ? null : readRecordsInPayments(client, filter, position.after, signal);
}

export async function newReconciliations(
  { client }: Connection,
  position: ReadPosition,
  signal: AbortSignal,
): Promise<AffectedRecords | null> {
  const filter = addedSince(position, RECONCILIATIONS_NUMBER, RECONCILIATIONS.key);
  return filter === null ? null : readRecordsInReconciliations(client, filter, position.after, signal);
}

export async function newCancellations(
  connection: Connection,
  position: ReadPosition,
  signal: AbortSignal,
): Promise<AffectedRecords | null> {
  const filter = cancelledSince(connection, position);
  return filter === null ? null : readRecordsInPayments(connection.client, filter, position.after, signal);
}

export const reconciledSince = ({ client }: Connection, since: Date, after: string, signal: AbortSignal): Promise<AffectedRecords> =>
  readRecordsInReconciliations(client, `ReconDate ge ${quoted(localTime(since).date)}`, after, signal);
