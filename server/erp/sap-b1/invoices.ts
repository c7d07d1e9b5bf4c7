import type { Invoice, ListRange } from '../shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import {
  byEntries,
  documentsAmong,
  newCancellations,
  newPayments,
  newReconciliations,
  readRecordsInPayments,
  reconciledSince,
  SETTLEMENT_SOURCES,
  type AffectedRecords,
  type FindAffected,
} from './affected-records.ts';
import type { Connection } from './connection.ts';
import { DOCUMENT_SETS, type DocumentSet } from './document-sets.ts';
import { UPDATED } from './filters.ts';
import { invoicesFrom } from './invoice-records.ts';
import { lastKeyIn } from './ledger.ts';
import { documentChangeStamp } from './mapping-invoices.ts';
import { RawBase, RawDocument, RawLine, RawOrder } from './raw.ts';
import { documentId } from './record-ids.ts';
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
  type Row,
  type Step,
} from './stream.ts';
import { allOf, inGroups, quoted } from '../shared/odata-query.ts';
import { fieldsOf, readableRows } from '../shared/rows.ts';
import { mergeReads, type TranslatedRecords } from '../shared/translate-rows.ts';

const FIELDS = fieldsOf(RawDocument);
const PAGE = 500;

const documents =
  (set: DocumentSet): Step<Invoice> =>
  async (connection, position, signal) => {
    const changed = position.phase === 'all' ? null : newOrChanged(set.name, position);
    const filter = allOf(set.filter, changed, `DocEntry gt ${position.after || 0}`);
    const query = { select: await connection.paid.fields(FIELDS, signal), filter, orderby: 'DocEntry' };
    const { rows, hasMore } = await connection.client.page(set.name, query, PAGE, signal);
    const after = hasMore ? keyOf(rows, 'DocEntry') : null;
    return rows.length === 0 ? NOTHING : { ...(await invoicesFrom(connection, set, rows, signal)), after };
  };

/** Documents that something settled: nothing proves that a payment moves the change time of what it pays. */
const affectedDocuments =
  (findAffected: FindAffected): Step<Invoice> =>
  async (connection, position, signal) => {
    const affected = await findAffected(connection, position, signal);
    return affected ? { ...(await readByIds(connection, affected.ids, signal)), after: affected.after } : NOTHING;
  };

/** Whichever set they are in. Ids of other things are left out. */
async function readByIds(connection: Connection, ids: readonly ErpRecordId[], signal: AbortSignal): Promise<TranslatedRecords<Invoice>> {
  const parts: TranslatedRecords<Invoice>[] = [];
  for (const { set, entries } of documentsAmong(ids)) {
    for (const group of inGroups(entries)) {
      const query = { select: await connection.paid.fields(FIELDS, signal), filter: allOf(set.filter, byEntries(group)) };
      const { rows } = await connection.client.page(set.name, query, group.length, signal);
      if (rows.length > 0) parts.push(await invoicesFrom(connection, set, rows, signal));
    }
  }
  return mergeReads(parts);
}

const UNSETTLED = `DocumentStatus eq 'bost_Open' and CancelStatus eq 'csNo'`;

function list(range: ListRange): ListStep[] {
  if (range.kind === 'all') return DOCUMENT_SETS.map((set) => listed(set, ''));
  if (range.kind === 'unsettled') return DOCUMENT_SETS.map((set) => listed(set, UNSETTLED));
  const { date } = localTime(range.since);
  return [
    ...DOCUMENT_SETS.map((set) => listed(set, `${changedFilter(range.since, false)} or CreationDate ge ${quoted(date)}`)),
    listedAffected(({ client }, after, signal) => readRecordsInPayments(client, `DocDate ge ${quoted(date)}`, after, signal)),
    listedAffected((connection, after, signal) => reconciledSince(connection, range.since, after, signal)),
  ];
}

const RawStamp = RawDocument.pick({
  DocEntry: true,
  UpdateDate: true,
  UpdateTime: true,
  DocumentStatus: true,
  CancelStatus: true,
  PaidToDate: true,
  PaidToDateFC: true,
});
const STAMP_FIELDS = fieldsOf(RawStamp);

const listed =
  (set: DocumentSet, filter: string): ListStep =>
  async (connection, after, signal) => {
    const narrowed = allOf(set.filter, filter, `DocEntry gt ${after || 0}`);
    const { entries, last } = await entriesOf(connection, set, { filter: narrowed, orderby: 'DocEntry', size: LIST_PAGE }, signal);
    return { entries, after: last };
  };

/** `last` null: there are no more. */
async function entriesOf(
  { client, paid }: Connection,
  set: DocumentSet,
  { size, ...query }: { filter: string; orderby?: string; size: number },
  signal: AbortSignal,
): Promise<{ entries: Entry[]; last: string | null }> {
  const select = await paid.fields(STAMP_FIELDS, signal);
  const { rows, hasMore } = await client.page(set.name, { ...query, select }, size, signal);
  const complete = await paid.complete(set, rows, signal);
  const idOf = ({ DocEntry }: Row) => documentId(set.objectType, Number(DocEntry));
  const entries = readableRows(RawStamp, complete).map((raw): Entry => ({ id: idOf(raw), changeStamp: documentChangeStamp(raw) }));
  return {
    entries: [...entries, ...unreadableEntries(RawStamp, complete, idOf)],
    last: hasMore ? String(lastKeyIn(rows, 'DocEntry')) : null,
  };
}

/** Documents that something else names, with their change stamps. */
const listedAffected =
  (findAffected: (connection: Connection, after: string, signal: AbortSignal) => Promise<AffectedRecords>): ListStep =>
  async (connection, after, signal) => {
    const found = await findAffected(connection, after, signal);
    const entries: Entry[] = [];
    for (const { set, entries: asked } of documentsAmong(found.ids)) {
      for (const group of inGroups(asked)) {
        const query = { filter: allOf(set.filter, byEntries(group)), size: group.length };
        entries.push(...(await entriesOf(connection, set, query, signal)).entries);
      }
    }
    return { entries, after: found.after };
  };

const ofSets = DOCUMENT_SETS.map(documents);

/** Business One lets nobody delete a posted document. */
export const invoices: B1Stream<'invoices'> = {
  support: { ...SUPPORT, translationVersion: 4, listsUnsettled: true, isPermanent: true },
  watermarks: {
    clocks: DOCUMENT_SETS.map(({ name }) => ({ source: name, set: name, key: 'DocEntry', fields: UPDATED })),
    numbers: [...DOCUMENT_SETS.map(({ name }) => ({ name, set: name, key: 'DocEntry' })), ...SETTLEMENT_SOURCES.numbers],
    counts: SETTLEMENT_SOURCES.counts,
  },
  steps: {
    all: ofSets,
    since: [...ofSets, affectedDocuments(newPayments), affectedDocuments(newReconciliations), affectedDocuments(newCancellations)],
  },
  readByIds,
  list,
  described: { set: 'Invoices', type: 'Document', key: 'DocEntry', tables: ['OINV', 'ORIN', 'ODPI'] },
  async check({ client, paid, lines }, signal) {
    for (const { name, filter } of DOCUMENT_SETS) {
      await client.page(name, { select: await paid.fields(FIELDS, signal), filter, top: 1 }, 1, signal);
      await lines({ set: name, entries: [0], select: fieldsOf(RawLine) }, signal);
    }
    await lines({ set: 'DeliveryNotes', entries: [0], select: fieldsOf(RawBase) }, signal);
    await client.page('Orders', { select: fieldsOf(RawOrder), top: 1 }, 1, signal);
  },
};
