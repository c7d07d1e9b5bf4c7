import type { ListRange, Order } from '../shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { byEntries } from './affected-records.ts';
import {
  AGREED_FIELDS,
  AGREED_SETS,
  agreedAmong,
  agreedChangeStamp,
  agreedId,
  DRAFTS,
  isGenerated,
  RawAgreedStamp,
  rowId,
  type AgreedSet,
} from './agreed-documents.ts';
import type { Connection } from './connection.ts';
import { originsOf } from './drawn-origins.ts';
import { ifRefused } from './errors.ts';
import { UPDATED } from './filters.ts';
import { lastKeyIn, NUMBERS_OVERLAP } from './ledger.ts';
import { ordersFrom } from './order-records.ts';
import {
  changedFilter,
  keyOf,
  LIST_PAGE,
  localTime,
  newOrChanged,
  NOTHING,
  SUPPORT,
  unreadableEntries,
  type B1Stream,
  type Entry,
  type ListStep,
  type Step,
} from './stream.ts';
import { allOf, inGroups, quoted } from '../shared/odata-query.ts';
import { fieldsOf, readableRows } from '../shared/rows.ts';
import { mergeReads, type TranslatedRecords } from '../shared/translate-rows.ts';

const PAGE = 200;
const STAMP_FIELDS = fieldsOf(RawAgreedStamp);

/** By what is drawn from them quotations and orders come further, and nothing proves that it moves their own change time. */
interface DrawnSet {
  name: string;
  /** Somebody may change it later: the number of the parcel, or it is cancelled. The others only ever follow each other. */
  isChangeable?: true;
  isOptional?: true;
}
const DRAWN_SETS: readonly DrawnSet[] = [
  { name: 'Orders', isChangeable: true },
  { name: 'DeliveryNotes', isChangeable: true },
  { name: 'Invoices' },
  { name: 'Returns', isOptional: true },
  { name: 'CreditNotes', isOptional: true },
  { name: 'DownPayments', isOptional: true },
];
const CLOCKS = [{ name: 'Quotations' }, ...DRAWN_SETS.filter(({ isChangeable }) => isChangeable), DRAFTS];
const NUMBERS = [{ name: 'Quotations' }, ...DRAWN_SETS, DRAFTS];
const optional = ({ isOptional }: { isOptional?: true }) => (isOptional ? { isOptional } : {});

const documents =
  (set: AgreedSet): Step<Order> =>
  async (connection, position, signal) => {
    const isKnown = position.phase === 'all' || !set.isOptional || position.to.numbers[set.name] !== undefined;
    if (!isKnown) return NOTHING;
    // A draft that leaves the stream shows by its change, too.
    const filter = position.phase === 'all' ? set.filter : newOrChanged(set.name, position);
    const query = { select: AGREED_FIELDS, filter: allOf(filter, `DocEntry gt ${position.after || 0}`), orderby: 'DocEntry' };
    const read = connection.client.page(set.name, query, PAGE, signal);
    const { rows, hasMore } = set.isOptional ? await read.catch(ifRefused({ rows: [], hasMore: false })) : await read;
    const after = hasMore ? keyOf(rows, 'DocEntry') : null;
    const gone = set === DRAFTS ? readableRows(RawAgreedStamp, rows).filter(isGenerated) : [];
    const removedIds = gone.map(({ DocEntry }) => agreedId(set, DocEntry));
    const left = rows.filter((row) => !removedIds.includes(rowId(set)(row as Record<string, unknown>)));
    return { ...(await ordersFrom(connection, set, left, signal)), removedIds, after };
  };

/** What documents of a set were drawn from, of those that were added, or changed where they can be. */
const drawnFrom =
  (set: DrawnSet): Step<Order> =>
  async (connection, position, signal) => {
    if (position.phase === 'all') return NOTHING;
    const [before, now] = [position.from.numbers[set.name], position.to.numbers[set.name]];
    // Not told to this user, or for the first time: what was before is found by the comparison.
    if (before === undefined || now === undefined) return NOTHING;
    if (!set.isChangeable && before === now) return NOTHING;
    const added = `DocEntry gt ${Math.max(0, before - NUMBERS_OVERLAP)}`;
    const filter = set.isChangeable ? newOrChanged(set.name, position) : added;
    return affectedBy(connection, set.name, { filter, after: position.after }, signal);
  };

async function affectedBy(
  connection: Connection,
  set: string,
  page: { filter: string; after: string },
  signal: AbortSignal,
): Promise<Awaited<ReturnType<Step<Order>>>> {
  const { ids, after } = await originsIn(connection, set, page, signal);
  return { ...(await readByIds(connection, ids, signal)), after };
}

async function originsIn(
  connection: Connection,
  set: string,
  { filter, after }: { filter: string; after: string },
  signal: AbortSignal,
): Promise<{ ids: ErpRecordId[]; after: string | null }> {
  const query = { select: ['DocEntry'], filter: allOf(filter, `DocEntry gt ${after || 0}`), orderby: 'DocEntry' };
  const { rows, hasMore } = await connection.client.page(set, query, PAGE, signal);
  const entries = readableRows(RawAgreedStamp.pick({ DocEntry: true }), rows).map(({ DocEntry }) => DocEntry);
  return { ids: await originsOf(connection, set, entries, signal), after: hasMore ? keyOf(rows, 'DocEntry') : null };
}

/** Whichever set they are in. Ids of other things are left out. */
async function readByIds(connection: Connection, ids: readonly ErpRecordId[], signal: AbortSignal): Promise<TranslatedRecords<Order>> {
  const parts: TranslatedRecords<Order>[] = [];
  for (const { set, entries } of agreedAmong(ids)) {
    for (const group of inGroups(entries)) {
      const query = { select: AGREED_FIELDS, filter: allOf(set.filter, byEntries(group)) };
      const { rows } = await connection.client.page(set.name, query, group.length, signal);
      parts.push(await ordersFrom(connection, set, rows, signal));
    }
  }
  return mergeReads(parts);
}

function list(range: ListRange): ListStep[] {
  if (range.kind !== 'changedSince') return AGREED_SETS.map((set) => listed(set, ''));
  const changed = `${changedFilter(range.since, false)} or CreationDate ge ${quoted(localTime(range.since).date)}`;
  return [...AGREED_SETS.map((set) => listed(set, changed)), ...DRAWN_SETS.map((set) => listedDrawn(set, changed))];
}

const listed =
  (set: AgreedSet, filter: string): ListStep =>
  async (connection, after, signal) => {
    const narrowed = allOf(set.filter, filter, `DocEntry gt ${after || 0}`);
    const read = entriesOf(connection, set, { filter: narrowed, orderby: 'DocEntry', size: LIST_PAGE }, signal);
    const { entries, last } = await (set.isOptional ? read.catch(ifRefused({ entries: [], last: null })) : read);
    return { entries, after: last };
  };

async function entriesOf(
  { client }: Connection,
  set: AgreedSet,
  { size, ...query }: { filter: string; orderby?: string; size: number },
  signal: AbortSignal,
): Promise<{ entries: Entry[]; last: string | null }> {
  const { rows, hasMore } = await client.page(set.name, { ...query, select: STAMP_FIELDS }, size, signal);
  const entries = readableRows(RawAgreedStamp, rows).map((raw): Entry => ({
    id: agreedId(set, raw.DocEntry),
    changeStamp: agreedChangeStamp(raw),
  }));
  return {
    entries: [...entries, ...unreadableEntries(RawAgreedStamp, rows, rowId(set))],
    last: hasMore ? String(lastKeyIn(rows, 'DocEntry')) : null,
  };
}

/** Documents that others were drawn from, with their change stamps. */
const listedDrawn =
  (set: DrawnSet, filter: string): ListStep =>
  async (connection, after, signal) => {
    const read = originsIn(connection, set.name, { filter, after }, signal);
    const found = await (set.isOptional ? read.catch(ifRefused({ ids: [], after: null })) : read);
    const entries: Entry[] = [];
    for (const { set: agreed, entries: asked } of agreedAmong(found.ids)) {
      for (const group of inGroups(asked)) {
        const query = { filter: allOf(agreed.filter, byEntries(group)), size: group.length };
        entries.push(...(await entriesOf(connection, agreed, query, signal)).entries);
      }
    }
    return { entries, after: found.after };
  };

/** Off until somebody wants it, so `check` asks for none of its rights. Drafts can be deleted, posted documents cannot. */
export const orders: B1Stream<'orders'> = {
  support: { ...SUPPORT, translationVersion: 1 },
  watermarks: {
    clocks: CLOCKS.map((set) => ({ source: set.name, set: set.name, key: 'DocEntry', fields: UPDATED, ...optional(set) })),
    numbers: NUMBERS.map((set) => ({ name: set.name, set: set.name, key: 'DocEntry', ...optional(set) })),
  },
  steps: {
    all: AGREED_SETS.map(documents),
    since: [...AGREED_SETS.map(documents), ...DRAWN_SETS.map(drawnFrom)],
  },
  readByIds,
  list,
  described: { set: 'Orders', type: 'Document', key: 'DocEntry', tables: ['ORDR', 'OQUT'] },
};
