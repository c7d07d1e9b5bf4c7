import type { StreamName, StreamRecord } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import type { TranslatedRecords } from '../shared/translate-rows.ts';
import { allOf, anyOf, quoted } from '../shared/odata-query.ts';
import { changedFrom, UPDATED } from './filters.ts';
import { CUSTOMERS, DOCUMENT_FIELDS, readDocuments, readPayments, PARTNER_FIELDS, PAYMENT_FIELDS } from './read-by-ids.ts';
import { CUSTOMER_PAYMENTS, NUMBERS_OVERLAP } from './ledger.ts';
import { CANCELLED_COUNT, PARTNERS_CREATED, PARTNERS_UPDATED, PAYMENTS_NUMBER, RECONCILIATIONS_NUMBER } from './watermarks.ts';
import { readRecordsInPayments, readRecordsInReconciliations, paymentsAmong, type AffectedRecords } from './affected-records.ts';
import { changedSince, type ReadPosition } from './cursor.ts';
import { customersFrom, invoicesFrom, paymentsFrom } from './records.ts';
import { DOCUMENT_SETS, type DocumentSet } from './document-sets.ts';

/** One page of a step; `after` null: the step is done. */
interface StepPage<R> extends TranslatedRecords<R> {
  after: string | null;
}
type FindAffected = (connection: Connection, position: ReadPosition, signal: AbortSignal) => Promise<AffectedRecords | null>;
type Step<R> = (connection: Connection, position: ReadPosition, signal: AbortSignal) => Promise<StepPage<R>>;

interface StreamSteps<R> {
  /** Together they bring every record. */
  all: readonly Step<R>[];
  /** Together they bring everything that happened between two readings of the watermarks. */
  since: readonly Step<R>[];
}

const PARTNERS_PAGE = 100;
const PAGE = 500;
const NOTHING = { records: [], rejected: [], after: null };

const customers: Step<StreamRecord['customers']> = async (connection, position, signal) => {
  const changes = position.phase === 'all' ? [] : [PARTNERS_UPDATED, PARTNERS_CREATED].flatMap((clock) => changeOf(position, clock) ?? []);
  if (position.phase !== 'all' && changes.length === 0) return NOTHING;
  const changed = anyOf(changes);
  const filter = allOf(CUSTOMERS, changed, position.after === '' ? null : `CardCode gt ${quoted(position.after)}`);
  const query = { select: PARTNER_FIELDS, filter, orderby: 'CardCode' };
  const { rows, hasMore } = await connection.client.page('BusinessPartners', query, PARTNERS_PAGE, signal);
  return { ...(await customersFrom(connection, rows)), after: hasMore ? keyOf(rows, 'CardCode') : null };
};

type Between = Extract<ReadPosition, { phase: 'since' }>;

/** Null: nothing changed. */
function changeOf({ from, to }: Between, { source, fields }: { source: string; fields: readonly [string, string] }): string | null {
  const since = changedSince(from, to, source);
  if (since === 'nothing') return null;
  return since === 'all' ? `${fields[0]} ge '1900-01-01'` : changedFrom(since, fields);
}

/** Documents of one set: new ones by their number, because those never edited may have no change time. */
const documents =
  (set: DocumentSet): Step<StreamRecord['invoices']> =>
  async (connection, position, signal) => {
    const changed = position.phase === 'all' ? null : newOrChanged(set, position);
    const filter = allOf(set.filter, changed, `DocEntry gt ${position.after || 0}`);
    const query = { select: await connection.paid.fields(DOCUMENT_FIELDS, signal), filter, orderby: 'DocEntry' };
    const { rows, hasMore } = await connection.client.page(set.name, query, PAGE, signal);
    const after = hasMore ? keyOf(rows, 'DocEntry') : null;
    return rows.length === 0 ? NOTHING : { ...(await invoicesFrom(connection, set, rows, signal)), after };
  };

function newOrChanged({ name }: DocumentSet, position: Between): string {
  const changed = changeOf(position, { source: name, fields: UPDATED });
  return anyOf([`DocEntry gt ${position.from.numbers[name] ?? 0}`, ...(changed === null ? [] : [`(${changed})`])]);
}

/** Documents that something settled: nothing proves that a payment moves the change time of what it pays. */
const affectedDocuments =
  (findAffected: FindAffected): Step<StreamRecord['invoices']> =>
  async (connection, position, signal) => {
    const affected = await findAffected(connection, position, signal);
    return affected ? { ...(await readDocuments(connection, affected.ids, signal)), after: affected.after } : NOTHING;
  };

const payments: Step<StreamRecord['payments']> = async (connection, position, signal) => {
  const isNew = position.phase === 'all' ? '' : addedSince(position, PAYMENTS_NUMBER, 'DocEntry');
  if (isNew === null) return NOTHING;
  const filter = allOf(CUSTOMER_PAYMENTS, isNew, `DocEntry gt ${position.after || 0}`);
  const query = { select: PAYMENT_FIELDS, filter, orderby: 'DocEntry' };
  const { rows, hasMore } = await connection.client.page('IncomingPayments', query, PAGE, signal);
  return { ...(await paymentsFrom(connection, rows, signal)), after: hasMore ? keyOf(rows, 'DocEntry') : null };
};

/** Payments on account that something used, or gave back: nothing of it shows on themselves. */
const affectedPayments =
  (findAffected: FindAffected): Step<StreamRecord['payments']> =>
  async (connection, position, signal) => {
    const affected = await findAffected(connection, position, signal);
    return affected ? { ...(await readPayments(connection, paymentsAmong(affected.ids), signal)), after: affected.after } : NOTHING;
  };

const cancelledPayments: Step<StreamRecord['payments']> = async (connection, position, signal) => {
  const filter = cancelledSince(connection, position);
  if (filter === null) return NOTHING;
  const query = {
    select: PAYMENT_FIELDS,
    filter: allOf(CUSTOMER_PAYMENTS, filter, `DocEntry gt ${position.after || 0}`),
    orderby: 'DocEntry',
  };
  const { rows, hasMore } = await connection.client.page('IncomingPayments', query, PAGE, signal);
  return { ...(await paymentsFrom(connection, rows, signal)), after: hasMore ? keyOf(rows, 'DocEntry') : null };
};

/** What was added between the watermarks; null: nothing was. */
function addedSince(position: ReadPosition, name: string, key: string): string | null {
  if (position.phase === 'all' || position.from.numbers[name] === position.to.numbers[name]) return null;
  return `${key} gt ${Math.max(0, (position.from.numbers[name] ?? 0) - NUMBERS_OVERLAP)}`;
}

/** A cancelled payment leaves no time and no number, only one more of them. Older ones are left to the comparisons. */
const CANCELLED_WITHIN_MS = 400 * 86_400_000;

function cancelledSince({ now }: Connection, position: ReadPosition): string | null {
  if (position.phase === 'all' || position.from.numbers[CANCELLED_COUNT] === position.to.numbers[CANCELLED_COUNT]) return null;
  const day = new Date(now().getTime() - CANCELLED_WITHIN_MS).toISOString().slice(0, 10);
  return `Cancelled eq 'tYES' and DocDate ge ${quoted(day)}`;
}

async function newPayments({ client }: Connection, position: ReadPosition, signal: AbortSignal): Promise<AffectedRecords | null> {
  const filter = addedSince(position, PAYMENTS_NUMBER, 'DocEntry');
  return filter === null ? null : readRecordsInPayments(client, filter, position.after, signal);
}

async function newReconciliations({ client }: Connection, position: ReadPosition, signal: AbortSignal): Promise<AffectedRecords | null> {
  const filter = addedSince(position, RECONCILIATIONS_NUMBER, 'ReconNum');
  return filter === null ? null : readRecordsInReconciliations(client, filter, position.after, signal);
}

async function newCancellations(connection: Connection, position: ReadPosition, signal: AbortSignal): Promise<AffectedRecords | null> {
  const filter = cancelledSince(connection, position);
  return filter === null ? null : readRecordsInPayments(connection.client, filter, position.after, signal);
}

/** Of the last row that has one. */
function keyOf(rows: readonly unknown[], key: string): string {
  const keys = rows.map((row) => (row as Record<string, unknown> | null)?.[key]).filter((value) => value !== null && value !== undefined);
  return String(keys.at(-1));
}

const ofSets = DOCUMENT_SETS.map(documents);
export const READ_STEPS: { [S in StreamName]: StreamSteps<StreamRecord[S]> } = {
  customers: { all: [customers], since: [customers] },
  invoices: {
    all: ofSets,
    since: [...ofSets, affectedDocuments(newPayments), affectedDocuments(newReconciliations), affectedDocuments(newCancellations)],
  },
  payments: {
    all: [payments],
    since: [
      payments,
      affectedPayments(newReconciliations),
      cancelledPayments,
      affectedPayments(newPayments),
      affectedPayments(newCancellations),
    ],
  },
};
