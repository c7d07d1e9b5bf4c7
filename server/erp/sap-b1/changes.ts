import type { StreamName, StreamRecord } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import type { Understood } from '../shared/understood.ts';
import { allOf, anyOf, quoted } from '../shared/odata-query.ts';
import { changedFrom, UPDATED } from './filters.ts';
import { CUSTOMERS, DOCUMENT_FIELDS, fetchDocuments, fetchPayments, PARTNER_FIELDS, PAYMENT_FIELDS } from './fetch.ts';
import { CUSTOMER_PAYMENTS, NUMBERS_OVERLAP } from './ledger.ts';
import { CANCELLED_COUNT, PARTNERS_CREATED, PARTNERS_UPDATED, PAYMENTS_NUMBER, RECONCILIATIONS_NUMBER } from './watermarks.ts';
import { namedByPayments, namedByReconciliations, paymentsOf, type Named } from './named.ts';
import { changedSince, type OpenPlace } from './places.ts';
import { customersFrom, invoicesFrom, paymentsFrom } from './records.ts';
import { DOCUMENT_SETS, type DocumentSet } from './sets.ts';

/** One page of a step; `after` null: the step is done. */
interface StepPage<R> extends Understood<R> {
  after: string | null;
}
type Naming = (connection: Connection, place: OpenPlace, signal: AbortSignal) => Promise<Named | null>;
type Step<R> = (connection: Connection, place: OpenPlace, signal: AbortSignal) => Promise<StepPage<R>>;

interface Plan<R> {
  /** Together they bring every record. */
  all: readonly Step<R>[];
  /** Together they bring everything that happened between two readings of the watermarks. */
  since: readonly Step<R>[];
}

const PARTNERS_PAGE = 100;
const PAGE = 500;
const NOTHING = { records: [], rejected: [], after: null };

const customers: Step<StreamRecord['customers']> = async (connection, place, signal) => {
  const changes = place.phase === 'all' ? [] : [PARTNERS_UPDATED, PARTNERS_CREATED].flatMap((clock) => changeOf(place, clock) ?? []);
  if (place.phase !== 'all' && changes.length === 0) return NOTHING;
  const changed = anyOf(changes);
  const filter = allOf(CUSTOMERS, changed, place.after === '' ? null : `CardCode gt ${quoted(place.after)}`);
  const query = { select: PARTNER_FIELDS, filter, orderby: 'CardCode' };
  const { rows, hasMore } = await connection.client.page('BusinessPartners', query, PARTNERS_PAGE, signal);
  return { ...(await customersFrom(connection, rows)), after: hasMore ? keyOf(rows, 'CardCode') : null };
};

type Between = Extract<OpenPlace, { phase: 'since' }>;

/** Null: nothing changed. */
function changeOf({ from, to }: Between, { source, fields }: { source: string; fields: readonly [string, string] }): string | null {
  const since = changedSince(from, to, source);
  if (since === 'nothing') return null;
  return since === 'all' ? `${fields[0]} ge '1900-01-01'` : changedFrom(since, fields);
}

/** Documents of one set: new ones by their number, because those never edited may have no change time. */
const documents =
  (set: DocumentSet): Step<StreamRecord['invoices']> =>
  async (connection, place, signal) => {
    const changed = place.phase === 'all' ? null : newOrChanged(set, place);
    const filter = allOf(set.filter, changed, `DocEntry gt ${place.after || 0}`);
    const query = { select: await connection.paid.fields(DOCUMENT_FIELDS, signal), filter, orderby: 'DocEntry' };
    const { rows, hasMore } = await connection.client.page(set.name, query, PAGE, signal);
    const after = hasMore ? keyOf(rows, 'DocEntry') : null;
    return rows.length === 0 ? NOTHING : { ...(await invoicesFrom(connection, set, rows, signal)), after };
  };

function newOrChanged({ name }: DocumentSet, place: Between): string {
  const changed = changeOf(place, { source: name, fields: UPDATED });
  return anyOf([`DocEntry gt ${place.from.numbers[name] ?? 0}`, ...(changed === null ? [] : [`(${changed})`])]);
}

/** The documents named by what settles them: nothing proves that a payment moves the change time of what it pays. */
const settled =
  (naming: Naming): Step<StreamRecord['invoices']> =>
  async (connection, place, signal) => {
    const named = await naming(connection, place, signal);
    return named ? { ...(await fetchDocuments(connection, named.ids, signal)), after: named.after } : NOTHING;
  };

const payments: Step<StreamRecord['payments']> = async (connection, place, signal) => {
  const isNew = place.phase === 'all' ? '' : addedSince(place, PAYMENTS_NUMBER, 'DocEntry');
  if (isNew === null) return NOTHING;
  const filter = allOf(CUSTOMER_PAYMENTS, isNew, `DocEntry gt ${place.after || 0}`);
  const query = { select: PAYMENT_FIELDS, filter, orderby: 'DocEntry' };
  const { rows, hasMore } = await connection.client.page('IncomingPayments', query, PAGE, signal);
  return { ...(await paymentsFrom(connection, rows, signal)), after: hasMore ? keyOf(rows, 'DocEntry') : null };
};

/** Payments on account that something used, or gave back: nothing of it shows on themselves. */
const used =
  (naming: Naming): Step<StreamRecord['payments']> =>
  async (connection, place, signal) => {
    const named = await naming(connection, place, signal);
    return named ? { ...(await fetchPayments(connection, paymentsOf(named.ids), signal)), after: named.after } : NOTHING;
  };

const cancelledPayments: Step<StreamRecord['payments']> = async (connection, place, signal) => {
  const filter = cancelledSince(connection, place);
  if (filter === null) return NOTHING;
  const query = {
    select: PAYMENT_FIELDS,
    filter: allOf(CUSTOMER_PAYMENTS, filter, `DocEntry gt ${place.after || 0}`),
    orderby: 'DocEntry',
  };
  const { rows, hasMore } = await connection.client.page('IncomingPayments', query, PAGE, signal);
  return { ...(await paymentsFrom(connection, rows, signal)), after: hasMore ? keyOf(rows, 'DocEntry') : null };
};

/** What was added between the watermarks; null: nothing was. */
function addedSince(place: OpenPlace, name: string, key: string): string | null {
  if (place.phase === 'all' || place.from.numbers[name] === place.to.numbers[name]) return null;
  return `${key} gt ${Math.max(0, (place.from.numbers[name] ?? 0) - NUMBERS_OVERLAP)}`;
}

/** A cancelled payment leaves no time and no number, only one more of them. Older ones are left to the comparisons. */
const CANCELLED_WITHIN_MS = 400 * 86_400_000;

function cancelledSince({ now }: Connection, place: OpenPlace): string | null {
  if (place.phase === 'all' || place.from.numbers[CANCELLED_COUNT] === place.to.numbers[CANCELLED_COUNT]) return null;
  const day = new Date(now().getTime() - CANCELLED_WITHIN_MS).toISOString().slice(0, 10);
  return `Cancelled eq 'tYES' and DocDate ge ${quoted(day)}`;
}

async function newPayments({ client }: Connection, place: OpenPlace, signal: AbortSignal): Promise<Named | null> {
  const filter = addedSince(place, PAYMENTS_NUMBER, 'DocEntry');
  return filter === null ? null : namedByPayments(client, filter, place.after, signal);
}

async function newReconciliations({ client }: Connection, place: OpenPlace, signal: AbortSignal): Promise<Named | null> {
  const filter = addedSince(place, RECONCILIATIONS_NUMBER, 'ReconNum');
  return filter === null ? null : namedByReconciliations(client, filter, place.after, signal);
}

async function newCancellations(connection: Connection, place: OpenPlace, signal: AbortSignal): Promise<Named | null> {
  const filter = cancelledSince(connection, place);
  return filter === null ? null : namedByPayments(connection.client, filter, place.after, signal);
}

/** Of the last row that has one. */
function keyOf(rows: readonly unknown[], key: string): string {
  const keys = rows.map((row) => (row as Record<string, unknown> | null)?.[key]).filter((value) => value !== null && value !== undefined);
  return String(keys.at(-1));
}

const ofSets = DOCUMENT_SETS.map(documents);
export const PLANS: { [S in StreamName]: Plan<StreamRecord[S]> } = {
  customers: { all: [customers], since: [customers] },
  invoices: { all: ofSets, since: [...ofSets, settled(newPayments), settled(newReconciliations), settled(newCancellations)] },
  payments: { all: [payments], since: [payments, used(newReconciliations), cancelledPayments, used(newPayments), used(newCancellations)] },
};
