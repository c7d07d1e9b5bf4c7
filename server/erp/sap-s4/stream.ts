import type { ErpListing, ErpNotice, ListRange, RejectedRecord, StreamName, StreamRecord, StreamSupport } from '../shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import { UNREADABLE_STAMP, type TranslatedRecords } from '../shared/translate-rows.ts';
import type { KeyValues, Rows } from './client.ts';
import type { Connection } from './connection.ts';
import type { ReadPosition, Watermarks } from './cursor.ts';
import { failures } from './errors.ts';
import type { Service } from './services.ts';

/** The set whose records are those of a stream. */
export interface DescribedSet {
  service: Service;
  set: string;
}

/** A stream as S/4HANA has it: one file of this folder each, named in `streams.ts`. */
export interface S4Stream<S extends StreamName> {
  support: StreamSupport;
  /** Nothing of it is needed for the others: what is missing for it is told by the check and stops nothing. */
  isOptional?: true;
  /** The set whose fields are described. */
  described: DescribedSet;
  /** How far the system is: a handful of small questions, and where nothing moved they are all there is to ask. */
  readWatermarks(connection: Connection, before: Watermarks | null, signal: AbortSignal): Promise<Watermarks>;
  /** Something is stamped as of a time that cannot be yet. */
  notices?(watermarks: Watermarks): ErpNotice[];
  steps: {
    /** Together they bring every record. */
    all: readonly Step<StreamRecord[S]>[];
    /** Together they bring everything that happened between two readings of the watermarks. */
    since: readonly Step<StreamRecord[S]>[];
  };
  readByIds(connection: Connection, ids: readonly ErpRecordId[], signal: AbortSignal): Promise<TranslatedRecords<StreamRecord[S]>>;
  list(range: ListRange): readonly ListStep[];
  /** Asks what a reading asks: the first question that is refused names the scenario that is missing. */
  check(connection: Connection, signal: AbortSignal): Promise<void>;
  /** Of services that tell more of it, and that it does without: each that is missing is told, and stops nothing. */
  checkMore?: readonly ((connection: Connection, signal: AbortSignal) => Promise<void>)[];
}

export type Step<R> = (connection: Connection, position: ReadPosition, signal: AbortSignal) => Promise<StepPage<R>>;

/** One page of a step; `after` null: the step is done. */
interface StepPage<R> extends TranslatedRecords<R> {
  after: string | null;
}

export type Entry = ErpListing['entries'][number];
/** Records with their change stamps, page by page. */
export type ListStep = (connection: Connection, after: string, signal: AbortSignal) => Promise<{ entries: Entry[]; after: string | null }>;

export const SUPPORT = { read: 'incremental', reportsDeletes: false } as const;
/** Records at once: what belongs to them takes a dozen questions. */
export const PAGE = 200;
export const NOTHING = { records: [], rejected: [], after: null };

/** The place after a page, as a text. */
export const placeOf = ({ after }: Pick<Rows, 'after'>): string | null => after && JSON.stringify(after);
export const keyAt = (place: string): KeyValues | null => (place === '' ? null : (JSON.parse(place) as string[]));

type Row = Record<string, unknown>;
export const rejectBy =
  (idOf: (row: Row) => string) =>
  (row: unknown, field: string): RejectedRecord =>
    failures.unreadableRecord(erpRecordId(idOf(row as Row)), field);

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
