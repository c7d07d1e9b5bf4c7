import type { ListRange, RejectedRecord, StreamName, StreamRecord, StreamSupport } from '../shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import type { Connection } from './connection.ts';
import { changedFrom } from './cursor.ts';
import { anyOf, HIGHEST_ID, type Domain } from './domain.ts';
import { failures, isMissingModule } from './errors.ts';
import type { AvailableFields, WantedFields } from './fields.ts';
import { RawId } from './raw.ts';
import type { OdooSettings } from './settings.ts';
import { isolateUnreadable } from '../shared/isolate-unreadable.ts';
import { mergeReads, type TranslatedRecords } from '../shared/translate-rows.ts';
import { toOdooTime } from './time.ts';

/** A stream as Odoo has it: one file of this folder each, named in `streams.ts`. */
export interface OdooStream<S extends StreamName> {
  support: StreamSupport;
  /** Of which models it consists; most have one. */
  parts: readonly StreamPart<S>[];
  /** Notice where none of its models is there, because no module brings them. */
  absent?: string;
  /** False: nobody can be shown a record by itself. */
  hasPage?: false;
  /** What the check of a connection must be able to read, in the order in which missing rights are named. */
  checked: readonly WantedFields[];
  /** Automation rules that announce its changes. */
  hintRules?(version: number): readonly HintRule[];
}

/** The records of one model in a stream. */
export interface StreamPart<S extends StreamName> {
  query: StreamQuery;
  translate: Translate<S>;
  /** The same text as the record's own change stamp. */
  readChangeStamps: ReadChangeStamps;
  /** The rows that hold these records. */
  rowIds(ids: readonly ErpRecordId[]): number[];
  /** The record of a row. */
  recordId(row: number): ErpRecordId;
}

/** What of Odoo a stream is. */
export interface StreamQuery extends WantedFields {
  /** Present where a module that may be missing brings the records: without these models there are none. */
  module?: readonly WantedFields[];
  /** Whose records belong to it, beside the companies asked for. */
  filter: Domain | ((version: number, has: Has) => Domain);
  /** Records of no company belong to all. */
  isSharable: boolean;
  /** Conditions, one of which a changed record fulfils. */
  changed(when: ChangedWhen): Domain;
  unsettled: Domain;
  /** Read by `list`, to make the change stamp, where they exist. */
  changeStampFields: readonly string[];
  /** What its values depend on beside the record. */
  context?(settings: OdooSettings): Record<string, unknown>;
}

/** This Odoo has the field, of those that the query names. */
type Has = (field: string) => boolean;

export interface ChangedWhen {
  from: string;
  /** What happens by the clock alone has happened before. */
  until: string;
  /** The company's, by whose days such things happen. */
  timeZone: string;
  version: number;
  has: Has;
}

type Translate<S extends StreamName> = (
  connection: Connection,
  rows: readonly unknown[],
  signal: AbortSignal,
) => Promise<TranslatedRecords<StreamRecord[S]>>;

type ReadChangeStamps = (connection: Connection, rows: readonly unknown[], signal: AbortSignal) => Promise<[string | number, string][]>;

/** A rule costs the user who triggers it up to a second a call, so few fields are watched and drafts are left out. */
export interface HintRule {
  model: string;
  /** Brought by a module of its own: without this field there is nothing to announce, and the filter would fail whoever saves a record. */
  needed?: string;
  watched: readonly string[];
  /** Python text. */
  filter: string;
  sent: string;
  /** Default: when one is made or changed. */
  trigger?: 'on_create_or_write' | 'on_unlink';
}

export const SUPPORT = { read: 'incremental', reportsDeletes: false, listsUnsettled: true } as const;
export const STAMPS = ['create_date', 'write_date'];

export const changedItself: StreamQuery['changed'] = ({ from }) => changedFrom('write_date', from);

/** A part whose records carry the ids of their rows. */
export const mainPart = <S extends StreamName>(part: Pick<StreamPart<S>, 'query' | 'translate' | 'readChangeStamps'>): StreamPart<S> => ({
  ...part,
  translate: isolating<S>(part.translate),
  rowIds: (ids) => ids.map(Number).filter((id) => id <= HIGHEST_ID),
  recordId: erpRecordId,
});

type ToRecordId = (id: number) => ErpRecordId;

/** What is read beside a record and cannot be understood makes that record unreadable, and no other. */
export const isolating =
  <S extends StreamName>(translate: Translate<S>, toRecordId: ToRecordId = erpRecordId): Translate<S> =>
  async (connection, rows, signal) => {
    const parts = await isolateUnreadable<unknown, TranslatedRecords<StreamRecord[S]>>(
      rows,
      (part) => translate(connection, part, signal),
      (row, field) => ({ records: [], rejected: [rejectRow(toRecordId)(row, field)] }),
    );
    return mergeReads(parts);
  };

/** A row that does not even say which it is has no name. */
function idIn(row: unknown, toRecordId: ToRecordId): ErpRecordId {
  const { data } = RawId.safeParse(row);
  return data ? toRecordId(data.id) : erpRecordId('?');
}

export const rejectRow =
  (toRecordId: ToRecordId = erpRecordId) =>
  (row: unknown, field: string): RejectedRecord =>
    failures.unreadableRecord(idIn(row, toRecordId), field);
export const rejectRecord = ({ id }: { id: number | ErpRecordId }, field: string): RejectedRecord =>
  failures.unreadableRecord(erpRecordId(id), field);

/** Null: the module that brings the records is not installed. */
export async function availableFields(fields: AvailableFields, query: StreamQuery, signal: AbortSignal): Promise<string[] | null> {
  try {
    for (const model of query.module ?? []) await fields.available(model, signal);
    return await fields.available(query, signal);
  } catch (error) {
    if (query.module && isMissingModule(error)) return null;
    throw error;
  }
}

/** From then on companies have branches, which do business with the customers of the companies above them. */
const FIRST_WITH_BRANCHES = 17;

/** Whose records the connection reads. */
export function scopeOf(
  { filter: given, isSharable }: Pick<StreamQuery, 'filter' | 'isSharable'>,
  { companies }: OdooSettings,
  version: number,
  has: Has = () => false,
): Domain {
  const filter = typeof given === 'function' ? given(version, has) : given;
  if (companies.length === 0) return filter;
  const ids = companies.map(Number);
  if (!isSharable) return [...filter, ['company_id', 'in', ids]];
  if (version < FIRST_WITH_BRANCHES) return [...filter, ['company_id', 'in', [false, ...ids]]];
  return [...filter, ...anyOf([['company_id', '=', false]], [['company_id', 'parent_of', ids]])];
}

export function rangeDomain(
  stream: StreamQuery,
  range: ListRange,
  { now, ...when }: Pick<ChangedWhen, 'version' | 'timeZone' | 'has'> & { now: Date },
): Domain {
  if (range.kind === 'all') return [];
  return range.kind === 'unsettled' ? stream.unsettled : stream.changed({ ...when, from: toOdooTime(range.since), until: toOdooTime(now) });
}
