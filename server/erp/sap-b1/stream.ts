import { z } from 'zod';
import type { ErpListing, ErpNotice, ListRange, RejectedRecord, StreamName, StreamRecord, StreamSupport } from '../shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { Connection } from './connection.ts';
import { changedSince, type ReadPosition } from './cursor.ts';
import { failures } from './errors.ts';
import { changedFrom, CREATED, UPDATED } from './filters.ts';
import type { LocalTime } from './raw.ts';
import type { Clock, WatermarkSources } from './watermarks.ts';
import { anyOf, quoted } from '../shared/odata-query.ts';
import { readableRows } from '../shared/rows.ts';
import { UNREADABLE_STAMP, type TranslatedRecords } from '../shared/translate-rows.ts';

/** A stream as Business One has it: one file of this folder each, named in `streams.ts`. */
export interface B1Stream<S extends StreamName> {
  support: StreamSupport;
  /** Where it shows that something happened. */
  watermarks: WatermarkSources;
  steps: StreamSteps<StreamRecord[S]>;
  readByIds(connection: Connection, ids: readonly ErpRecordId[], signal: AbortSignal): Promise<TranslatedRecords<StreamRecord[S]>>;
  list(range: ListRange): readonly ListStep[];
  described: Described;
  /**
   * Reads whatever a reading needs: the first call that is refused names the right that is missing. Without it: a stream that is off until
   * somebody wants it, so not reading it is no fault of the connection.
   */
  check?(connection: Connection, signal: AbortSignal): Promise<void>;
}

/** Where the fields of a stream are described. */
export interface Described {
  set: string;
  type: string;
  key: string;
  /** By these the server names user-defined fields; nothing it says leads from a set to them. */
  tables: readonly string[];
}

interface StreamSteps<R> {
  /** Together they bring every record. */
  all: readonly Step<R>[];
  /** Together they bring everything that happened between two readings of the watermarks. */
  since: readonly Step<R>[];
}

export type Step<R> = (connection: Connection, position: ReadPosition, signal: AbortSignal) => Promise<StepPage<R>>;

/** One page of a step; `after` null: the step is done. */
interface StepPage<R> extends TranslatedRecords<R> {
  after: string | null;
  /** No longer of the stream. */
  removedIds?: ErpRecordId[];
  notices?: ErpNotice[];
}

export const SUPPORT = { read: 'incremental', reportsDeletes: false, listsUnsettled: false } as const;
export const NOTHING = { records: [], rejected: [], after: null };

type Between = Extract<ReadPosition, { phase: 'since' }>;

/** Null: nothing changed. */
export function changeOf({ from, to }: Between, { source, fields }: Pick<Clock, 'source' | 'fields'>): string | null {
  const since = changedSince(from, to, source);
  if (since === 'nothing') return null;
  return since === 'all' ? `${fields[0]} ge '1900-01-01'` : changedFrom(since, fields);
}

/** Documents of a set: new ones by their number, because those never edited may have no change time. */
export function newOrChanged(set: string, position: Between): string {
  const changed = changeOf(position, { source: set, fields: UPDATED });
  return anyOf([`DocEntry gt ${position.from.numbers[set] ?? 0}`, ...(changed === null ? [] : [`(${changed})`])]);
}

/** Of the last row that has one. */
export function keyOf(rows: readonly unknown[], key: string): string {
  const keys = rows.map((row) => (row as Row | null)?.[key]).filter((value) => value !== null && value !== undefined);
  return String(keys.at(-1));
}

export type Row = Record<string, unknown>;
export const rejectBy =
  (idOf: (row: Row) => ErpRecordId) =>
  (row: unknown, field: string): RejectedRecord =>
    failures.unreadableRecord(idOf(row as Row), field);

// ── comparison ──

export type Entry = ErpListing['entries'][number];
interface ListPage {
  entries: Entry[];
  after: string | null;
}
/** Records with their change stamps, paged by key. */
export type ListStep = (connection: Connection, after: string, signal: AbortSignal) => Promise<ListPage>;

export const LIST_PAGE = 1_000;
/** The westernmost clock on Earth: later by any other, so what is listed is never too little. */
const BEHIND_UTC_MS = 12 * 3_600_000;

export function localTime(since: Date): LocalTime {
  const text = new Date(since.getTime() - BEHIND_UTC_MS).toISOString();
  return { date: text.slice(0, 10), time: text.slice(11, 19) };
}

export function changedFilter(since: Date, hasCreation: boolean): string {
  const local = localTime(since);
  return anyOf([UPDATED, ...(hasCreation ? [CREATED] : [])].map((fields) => `(${changedFrom(local, fields)})`));
}

/** After a text key. */
export const keyAfter = (key: string, after: string): string | null => (after === '' ? null : `${key} gt ${quoted(after)}`);

const Keyed = z.union([
  z.looseObject({ DocEntry: z.number().int() }),
  z.looseObject({ CardCode: z.string().min(1) }),
  z.looseObject({ ItemCode: z.string().min(1) }),
]);

/** Rows that cannot be understood are there all the same: under a change stamp of their own they are read by id, and their record is told about. */
export function unreadableEntries(schema: z.ZodType, rows: readonly unknown[], idOf: (row: Row) => ErpRecordId): Entry[] {
  const wrong = rows.filter((row) => !schema.safeParse(row).success);
  return readableRows(Keyed, wrong).map((row) => ({ id: idOf(row), changeStamp: UNREADABLE_STAMP }));
}

/** Where the change stamp is the content, listing is reading. */
export const listedByReading =
  (
    read: (connection: Connection, after: string, signal: AbortSignal) => Promise<StepPage<{ id: ErpRecordId; changeStamp: string }>>,
  ): ListStep =>
  async (connection, after, signal) => {
    const { records, rejected, after: next } = await read(connection, after, signal);
    const entries = records.map(({ id, changeStamp }): Entry => ({ id, changeStamp }));
    return { entries: [...entries, ...rejected.map(({ id }): Entry => ({ id, changeStamp: UNREADABLE_STAMP }))], after: next };
  };
