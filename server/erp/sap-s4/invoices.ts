import type { Invoice, ListRange } from '../shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import { inGroups } from '../shared/odata-query.ts';
import { readableRows } from '../shared/rows.ts';
import { mergeReads, parseRows, translateRows, UNREADABLE_STAMP, type TranslatedRecords } from '../shared/translate-rows.ts';
import { billingQuery, checkBilling, RawBilling, RawStamp, readLines, STAMP_FIELDS } from './billing.ts';
import type { Connection } from './connection.ts';
import { changedFrom, latestOf, type Watermarks } from './cursor.ts';
import { daysOf, isSame } from './day-feed.ts';
import { readConcerned, readReferenced } from './invoice-groups.ts';
import { readOwnAndRelated, readPostings, type Booking } from './invoice-postings.ts';
import { itemsNaming, pageOfItems } from './journal.ts';
import { isDocumentKey, type Items } from './journal-item.ts';
import { keyFilters } from './key-filters.ts';
import { invoiceChangeStamp, toInvoice } from './mapping-invoices.ts';
import { isUnsettled } from './settlement.ts';
import { SERVICES } from './services.ts';
import { keyAt, NOTHING, PAGE, placeOf, rejectBy, SUPPORT, type Entry, type ListStep, type S4Stream, type Step } from './stream.ts';
import { checkTouched, pageOfTouched, readTouchedDays } from './touched-items.ts';
import { bareKey, instantLiteral } from './values.ts';

const idOf = ({ BillingDocument }: Record<string, unknown>): string => bareKey(String(BillingDocument));
const reject = rejectBy(idOf);

async function invoicesFrom(connection: Connection, rows: readonly unknown[], signal: AbortSignal): Promise<TranslatedRecords<Invoice>> {
  const read = await parseRows(RawBilling, rows, reject);
  // What cancels another document is nobody's invoice, whatever its category.
  const wanted = read.parsed.filter(({ CancelledBillingDocument }) => CancelledBillingDocument === null);
  const ids = wanted.map(({ BillingDocument }) => BillingDocument);
  const lines = await readLines(connection, ids, signal);
  const postings = await readPostings(connection, wanted, signal);
  const companies = await connection.companies.get(signal);
  const partners = await connection.partnerNumbers.of(
    wanted.flatMap(({ SoldToParty, PayerParty }) => [SoldToParty, PayerParty]),
    signal,
  );
  const partnerOf = (customer: string | null): ErpRecordId | null => partners.get(customer ?? '') ?? null;
  const wrong = ids.flatMap((id) => lines.rejected.get(id) ?? postings.rejectionOf(id) ?? []);
  const left = new Set<string>(wrong.map(({ id }) => id));
  const parsed = wanted.filter(({ BillingDocument }) => !left.has(BillingDocument));
  const { records, rejected } = await translateRows({ parsed, rejected: read.rejected }, reject, (raw) => [
    toInvoice(raw, {
      ...postings.of(raw.BillingDocument),
      lines: lines.of(raw.BillingDocument),
      companyCurrency: companies.get(raw.CompanyCode)?.Currency,
      partnerOf,
    }),
  ]);
  return { records, rejected: [...rejected, ...wrong] };
}

/** By number; `which` says which of them, null: none. */
const byNumber =
  (which: (position: Parameters<Step<Invoice>>[1]) => string | null): Step<Invoice> =>
  async (connection, position, signal) => {
    const filter = which(position);
    if (filter === null) return NOTHING;
    const page = await connection.client.page(billingQuery(connection, { filter }), keyAt(position.after), PAGE, signal);
    return { ...(await invoicesFrom(connection, page.rows, signal)), after: placeOf(page) };
  };

const all = byNumber(() => '');
const changed = byNumber((position) => {
  const from = position.phase === 'since' ? changedFrom(position) : null;
  return from && `LastChangeDateTime ge ${instantLiteral(from)}`;
});

/** What was settled, or is no longer, by what is entered and cleared in accounting. */
const affected: Step<Invoice> = async (connection, position, signal) => {
  if (position.phase === 'all' || isSame(position)) return NOTHING;
  const page = await pageOfTouched(connection, position, keyAt(position.after), signal);
  const ids = await invoicesOf(connection, page, signal);
  return { ...(await readByIds(connection, [...ids].map(erpRecordId), signal)), after: placeOf(page) };
};

/** The invoices that items are of or belong to, and the credit memos that name those: what they still give depends on them. */
async function invoicesOf(
  connection: Connection,
  { items, broken }: Items,
  signal: AbortSignal,
  read = readConcerned,
): Promise<Set<string>> {
  const names = broken.flatMap((one) => [...one.names]);
  const unread = await itemsNaming(connection, 'own', new Set(names.filter(isDocumentKey)), signal);
  const found = [...items, ...unread.items];
  const concerned = await read(connection, found, signal);
  return new Set([...[...found, ...concerned.items].flatMap(({ billingDocument }) => billingDocument ?? []), ...names.filter(isNumber)]);
}

async function readByIds(connection: Connection, ids: readonly ErpRecordId[], signal: AbortSignal): Promise<TranslatedRecords<Invoice>> {
  const asked = new Set<string>(ids);
  const rows: unknown[] = [];
  for (const filter of keyFilters('BillingDocument', ids.filter(isNumber)))
    rows.push(...(await connection.client.all(billingQuery(connection, { filter }), signal)));
  const parts: TranslatedRecords<Invoice>[] = [];
  const mine = rows.filter((row) => asked.has(idOf(row as Record<string, unknown>)));
  for (const group of inGroups(mine, PAGE)) parts.push(await invoicesFrom(connection, group, signal));
  return mergeReads(parts);
}

const isNumber = (id: string): boolean => /^[A-Z0-9]{1,10}$/i.test(id);

// ── comparison ──

async function entriesOf(
  connection: Connection,
  rows: readonly unknown[],
  signal: AbortSignal,
  isAsked: (booking: Booking) => boolean = () => true,
): Promise<Entry[]> {
  const read = await parseRows(RawStamp, rows, reject);
  const wanted = read.parsed.filter(({ CancelledBillingDocument }) => CancelledBillingDocument === null);
  const { of, isBroken } = await readOwnAndRelated(connection, wanted, signal);
  const stampOf = (raw: RawStamp): string =>
    isBroken(raw.BillingDocument) ? UNREADABLE_STAMP : invoiceChangeStamp(raw, of(raw.BillingDocument));
  return [
    ...wanted
      .filter(({ BillingDocument: number }) => isBroken(number) || isAsked(of(number)))
      .map((raw) => ({ id: erpRecordId(raw.BillingDocument), changeStamp: stampOf(raw) })),
    ...read.rejected.map(({ id }) => ({ id, changeStamp: UNREADABLE_STAMP })),
  ];
}

const listed =
  (filter: string): ListStep =>
  async (connection, after, signal) => {
    const page = await connection.client.page(billingQuery(connection, { select: STAMP_FIELDS, filter }), keyAt(after), PAGE, signal);
    return { entries: await entriesOf(connection, page.rows, signal), after: placeOf(page) };
  };

async function entriesByIds(
  connection: Connection,
  ids: Iterable<string>,
  signal: AbortSignal,
  isAsked?: (booking: Booking) => boolean,
): Promise<Entry[]> {
  const asked = new Set(ids);
  const rows: unknown[] = [];
  for (const filter of keyFilters('BillingDocument', asked))
    rows.push(...(await connection.client.all(billingQuery(connection, { select: STAMP_FIELDS, filter }), signal)));
  const entries: Entry[] = [];
  for (const group of inGroups(rows, PAGE)) entries.push(...(await entriesOf(connection, group, signal, isAsked)));
  return entries.filter(({ id }) => asked.has(id));
}

const listedTouched =
  (since: Date): ListStep =>
  async (connection, after, signal) => {
    const page = await pageOfTouched(connection, since.getTime(), keyAt(after), signal);
    return { entries: await entriesByIds(connection, await invoicesOf(connection, page, signal), signal), after: placeOf(page) };
  };

const OPEN = `IsCleared eq false`;

/** The only place where it shows that a clearing was taken back. */
const listedOpen: ListStep = async (connection, after, signal) => {
  const page = await pageOfItems(connection, OPEN, { after: keyAt(after), size: PAGE }, signal);
  // Credit memos that name them are among the open items themselves.
  const ids = await invoicesOf(connection, page, signal, readReferenced);
  return { entries: await entriesByIds(connection, ids, signal, (booking) => isUnsettled(booking, booking.invoice)), after: placeOf(page) };
};

function list(range: ListRange): ListStep[] {
  if (range.kind === 'all') return [listed('')];
  if (range.kind === 'unsettled') return [listedOpen];
  return [listed(`LastChangeDateTime ge ${instantLiteral(range.since.toISOString())}`), listedTouched(range.since)];
}

async function readWatermarks(connection: Connection, before: Watermarks | null, signal: AbortSignal): Promise<Watermarks> {
  const readAt = connection.now().getTime();
  const newest = await connection.client.latest(billingQuery(connection, { select: STAMP_FIELDS }), 'LastChangeDateTime', 1, signal);
  const stamp = readableRows(RawStamp, newest)[0]?.LastChangeDateTime ?? null;
  const touched = await readTouchedDays(connection, before?.readAt ?? readAt, signal);
  return { readAt, latest: latestOf(stamp, before, readAt), days: daysOf(touched) };
}

export const invoices: S4Stream<'invoices'> = {
  support: { ...SUPPORT, translationVersion: 2, listsUnsettled: true, isPermanent: true },
  described: { service: SERVICES.billing, set: 'A_BillingDocument' },
  readWatermarks,
  steps: { all: [all], since: [changed, affected] },
  readByIds,
  list,
  async check(connection, signal) {
    await checkBilling(connection, signal);
    await checkTouched(connection, signal);
  },
};
