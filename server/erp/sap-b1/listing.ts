import { z } from 'zod';
import type { Cursor, ErpListing, ListRange, StreamName } from '../shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import type { Connection } from './connection.ts';
import { allOf, anyOf, inGroups, quoted } from '../shared/odata-query.ts';
import { changedFrom, CREATED, UPDATED } from './filters.ts';
import { CUSTOMERS } from './read-by-ids.ts';
import { CUSTOMER_PAYMENTS, lastKeyIn } from './ledger.ts';
import { partnerChangeStamp, paymentChangeStamp } from './mapping.ts';
import { documentChangeStamp } from './mapping-invoices.ts';
import {
  byEntries,
  documentsAmong,
  readRecordsInPayments,
  readRecordsInReconciliations,
  paymentsAmong,
  type AffectedRecords,
} from './affected-records.ts';
import { RawContact, RawDocument, RawPartner, RawPayment, type LocalTime } from './raw.ts';
import { todayOf } from './records.ts';
import { DOCUMENT_SETS, PAYMENT, type DocumentSet } from './document-sets.ts';
import { contactId, documentId } from './record-ids.ts';
import { fieldsOf, readableRows, rowsOf } from '../shared/rows.ts';
import { UNREADABLE_STAMP } from '../shared/translate-rows.ts';

type Entry = ErpListing['entries'][number];
interface ListPage {
  entries: Entry[];
  after: string | null;
}
type ListStep = (connection: Connection, after: string, signal: AbortSignal) => Promise<ListPage>;

const PAGE = 1_000;
const Position = z.object({ step: z.number(), after: z.string() });

/** Records with their change stamps, set by set, each paged by its key. */
export async function list(
  connection: Connection,
  stream: StreamName,
  { range, cursor }: { range: ListRange; cursor: Cursor | null },
  signal: AbortSignal,
): Promise<ErpListing> {
  const { step, after } = cursor === null ? { step: 0, after: '' } : Position.parse(JSON.parse(cursor));
  const steps = STEPS[stream](range);
  const page = await steps[step]?.(connection, after, signal);
  const next = page?.after ? { step, after: page.after } : step + 1 < steps.length ? { step: step + 1, after: '' } : null;
  return { entries: page?.entries ?? [], next: next && JSON.stringify(next) };
}

/** The westernmost clock on Earth: later by any other, so what is listed is never too little. */
const BEHIND_UTC_MS = 12 * 3_600_000;

function localTime(since: Date): LocalTime {
  const text = new Date(since.getTime() - BEHIND_UTC_MS).toISOString();
  return { date: text.slice(0, 10), time: text.slice(11, 19) };
}

const STEPS: Record<StreamName, (range: ListRange) => ListStep[]> = {
  customers: (range) => [partners(range.kind === 'changedSince' ? changedFilter(range.since, true) : '')],
  invoices(range) {
    if (range.kind === 'all') return DOCUMENT_SETS.map((set) => documents(set, ''));
    if (range.kind === 'unsettled') return DOCUMENT_SETS.map((set) => documents(set, UNSETTLED));
    const { date } = localTime(range.since);
    return [
      ...DOCUMENT_SETS.map((set) => documents(set, `${changedFilter(range.since, false)} or CreationDate ge ${quoted(date)}`)),
      affected(({ client }, after, signal) => readRecordsInPayments(client, `DocDate ge ${quoted(date)}`, after, signal)),
      affected((connection, after, signal) => reconciledSince(connection, range.since, after, signal)),
    ];
  },
  payments(range) {
    if (range.kind !== 'changedSince') return [payments('')];
    return [payments(`DocDate ge ${quoted(localTime(range.since).date)}`), reconciledPayments(range.since)];
  },
};

const UNSETTLED = `DocumentStatus eq 'bost_Open' and CancelStatus eq 'csNo'`;

function changedFilter(since: Date, hasCreation: boolean): string {
  const local = localTime(since);
  return anyOf([UPDATED, ...(hasCreation ? [CREATED] : [])].map((fields) => `(${changedFrom(local, fields)})`));
}

const RawPartnerStamp = RawPartner.pick({
  CardCode: true,
  UpdateDate: true,
  UpdateTime: true,
  Valid: true,
  ValidFrom: true,
  ValidTo: true,
  Frozen: true,
  FrozenFrom: true,
  FrozenTo: true,
}).extend({ ContactEmployees: rowsOf(RawContact.pick({ InternalCode: true })).nullish() });

const partners =
  (filter: string): ListStep =>
  async (connection, after, signal) => {
    const query = {
      select: fieldsOf(RawPartnerStamp),
      filter: allOf(CUSTOMERS, filter, after === '' ? null : `CardCode gt ${quoted(after)}`),
      orderby: 'CardCode',
    };
    const { rows, hasMore } = await connection.client.page('BusinessPartners', query, PAGE, signal);
    const today = todayOf(connection);
    const found = readableRows(RawPartnerStamp, rows);
    const entries = found.flatMap((raw) =>
      [erpRecordId(raw.CardCode), ...(raw.ContactEmployees ?? []).map(({ InternalCode }) => contactId(raw.CardCode, InternalCode))].map(
        (id): Entry => ({ id, changeStamp: partnerChangeStamp(raw, today) }),
      ),
    );
    const last = readableRows(RawPartnerStamp.pick({ CardCode: true }), rows).at(-1)?.CardCode;
    return {
      entries: [...entries, ...unreadable(RawPartnerStamp, rows, ({ CardCode }) => erpRecordId(String(CardCode)))],
      after: hasMore ? (last ?? null) : null,
    };
  };

const RawDocumentStamp = RawDocument.pick({
  DocEntry: true,
  UpdateDate: true,
  UpdateTime: true,
  DocumentStatus: true,
  CancelStatus: true,
  PaidToDate: true,
  PaidToDateFC: true,
});
const DOCUMENT_STAMP_FIELDS = fieldsOf(RawDocumentStamp);

const documents =
  (set: DocumentSet, filter: string): ListStep =>
  async (connection, after, signal) => {
    const narrowed = allOf(set.filter, filter, `DocEntry gt ${after || 0}`);
    const { entries, last } = await documentEntries(connection, set, { filter: narrowed, orderby: 'DocEntry', size: PAGE }, signal);
    return { entries, after: last };
  };

/** `last` null: there are no more. */
async function documentEntries(
  { client, paid }: Connection,
  set: DocumentSet,
  { size, ...query }: { filter: string; orderby?: string; size: number },
  signal: AbortSignal,
): Promise<{ entries: Entry[]; last: string | null }> {
  const select = await paid.fields(DOCUMENT_STAMP_FIELDS, signal);
  const { rows, hasMore } = await client.page(set.name, { ...query, select }, size, signal);
  const complete = await paid.complete(set, rows, signal);
  const idOf = ({ DocEntry }: Row) => documentId(set.objectType, Number(DocEntry));
  const entries = readableRows(RawDocumentStamp, complete).map((raw): Entry => ({ id: idOf(raw), changeStamp: documentChangeStamp(raw) }));
  return {
    entries: [...entries, ...unreadable(RawDocumentStamp, complete, idOf)],
    last: hasMore ? String(lastKeyIn(rows, 'DocEntry')) : null,
  };
}

/** Documents that something else names, with their change stamps. */
const affected =
  (findAffected: (connection: Connection, after: string, signal: AbortSignal) => Promise<AffectedRecords>): ListStep =>
  async (connection, after, signal) => {
    const found = await findAffected(connection, after, signal);
    const entries: Entry[] = [];
    for (const { set, entries: asked } of documentsAmong(found.ids)) {
      for (const group of inGroups(asked)) {
        const query = { filter: allOf(set.filter, byEntries(group)), size: group.length };
        entries.push(...(await documentEntries(connection, set, query, signal)).entries);
      }
    }
    return { entries, after: found.after };
  };

const reconciledSince = ({ client }: Connection, since: Date, after: string, signal: AbortSignal): Promise<AffectedRecords> =>
  readRecordsInReconciliations(client, `ReconDate ge ${quoted(localTime(since).date)}`, after, signal);

const RawPaymentStamp = RawPayment.pick({ DocEntry: true, Cancelled: true });

const payments =
  (filter: string): ListStep =>
  async (connection, after, signal) => {
    const query = {
      select: ['DocEntry', 'Cancelled'],
      filter: allOf(CUSTOMER_PAYMENTS, filter, `DocEntry gt ${after || 0}`),
      orderby: 'DocEntry',
    };
    const { rows, hasMore } = await connection.client.page('IncomingPayments', query, PAGE, signal);
    const entries = await paymentEntries(connection, rows, signal);
    return { entries, after: hasMore ? String(lastKeyIn(rows, 'DocEntry')) : null };
  };

const reconciledPayments =
  (since: Date): ListStep =>
  async (connection, after, signal) => {
    const found = await reconciledSince(connection, since, after, signal);
    const entries: Entry[] = [];
    for (const group of inGroups(paymentsAmong(found.ids))) {
      const query = { select: ['DocEntry', 'Cancelled'], filter: allOf(CUSTOMER_PAYMENTS, byEntries(group)) };
      const { rows } = await connection.client.page('IncomingPayments', query, group.length, signal);
      entries.push(...(await paymentEntries(connection, rows, signal)));
    }
    return { entries, after: found.after };
  };

async function paymentEntries({ ledger }: Connection, rows: readonly unknown[], signal: AbortSignal): Promise<Entry[]> {
  await ledger.catchUp(null, signal);
  const idOf = ({ DocEntry }: Row): ErpRecordId => documentId(PAYMENT, Number(DocEntry));
  const entries = readableRows(RawPaymentStamp, rows).map((raw) => ({
    id: idOf(raw),
    changeStamp: paymentChangeStamp(raw, ledger.matchesOf(idOf(raw))),
  }));
  return [...entries, ...unreadable(RawPaymentStamp, rows, idOf)];
}

type Row = Record<string, unknown>;

const Keyed = z.looseObject({ DocEntry: z.number().int() }).or(z.looseObject({ CardCode: z.string().min(1) }));

/** Rows that cannot be understood are there all the same: under a change stamp of their own they are read by id, and their record is told about. */
function unreadable(schema: z.ZodType, rows: readonly unknown[], idOf: (row: Row) => ErpRecordId): Entry[] {
  const wrong = rows.filter((row) => !schema.safeParse(row).success);
  return readableRows(Keyed, wrong).map((row) => ({ id: idOf(row), changeStamp: UNREADABLE_STAMP }));
}
