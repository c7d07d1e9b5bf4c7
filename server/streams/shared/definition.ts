import type { z } from 'zod';
import type { Db } from '../../db/index.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { SubjectKind } from '../../shared/subject-kinds.ts';
import type { RowScope } from '../../mirror/remove-rows.ts';
import type { Change, KeptRow, MirrorScope, Stored } from '../../mirror/store-rows.ts';
import type { EventRules } from './event-rules.ts';
import type { EventKind, NewEvent } from './events.ts';
import type { Touched } from './touched.ts';

/** What every record of every stream says of itself. */
export interface ErpRecord {
  id: ErpRecordId;
  /** Changes whenever the record changes; compared for equality only. */
  changeStamp: string;
  createdAt: string | null;
  /** What recognises it where the ERP does not date its creation. */
  proof?: string | undefined;
  /** Where its stream is owned. */
  customerId?: ErpRecordId | null;
  organisationId?: ErpRecordId | null;
}

/** The same of a row as it was before. */
export interface KeptRecord extends KeptRow {
  erpCreatedAt?: Date | null;
  customerId?: ErpRecordId | null;
  organisationId?: ErpRecordId | null;
}

/** All that the engine knows of a stream: it reads, stores, compares and removes records without asking which stream they are of. */
export interface StreamDefinition<N extends string = string, R extends ErpRecord = ErpRecord, B extends KeptRecord = KeptRecord> {
  readonly name: N;
  /** Shape of a record as a connector hands it over. */
  readonly record: z.ZodObject & z.ZodType<R>;
  /** Where its rows are kept; `erp_id`, `mark` (the change stamp), `generation`, `stored_at` and `erp_created_at` are among the columns. */
  readonly table: string;
  /** Further tables that a first reading fills. */
  readonly alsoFills: readonly string[];
  /** What a problem about one of its records is filed under. */
  readonly subjectKind: SubjectKind;
  /** Not read before an administrator switches it on. */
  readonly startsOff?: boolean;
  /** Not asked for changes more often than this; default: whenever its connection is. */
  readonly readEveryMs?: number;
  /** When it was asked for matters beside what it said: each reading of it has a place of its own in the order of readings. */
  readonly isComparedInTime?: boolean;
  store(trx: Db, scope: MirrorScope, records: readonly R[]): Promise<Stored<R, B> & { touched: Touched }>;
  /** Removes rows the ERP no longer has. Ids the mirror does not know are no matter. */
  remove(trx: Db, scope: RowScope, ids: readonly ErpRecordId[]): Promise<Touched>;
  /** What can happen to its records that starts something in HubSpot. */
  readonly events?: { kinds: readonly EventKind[]; find(changes: readonly Change<R, B>[], rules: EventRules): NewEvent[] };
  /** SQL condition on a row `m`: the same rows that the ERP lists as unsettled. */
  readonly unsettled?: string;
  /** SQL condition on a row `m` (bindings: now): young rows that no list of the ERP names, to be looked for by id each hour. */
  readonly unlisted?: string;
  /** Its rows name the customer they belong to (`customer_id`, `organisation_id`): they show where a customer went that the ERP merged away. */
  readonly isOwned?: boolean;
  /** The job that looks its records up in HubSpot, as soon as all of them were read. */
  readonly lookedUpBy?: 'match' | 'catalog';
  /** The ERP may merge records of this stream into others, and their documents show into which. */
  readonly isMerged?: boolean;
  /** SQL: ids (`id`) that the refresh button reads for customers (bindings: portalId, connectionId, customerIds, limit), the most telling first. Without it, none. */
  readonly refreshed?: string;
}
