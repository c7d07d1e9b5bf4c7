import type { ConnectionId, PortalId, RecordId } from '../shared/ids.ts';
import type { ObjectType } from '../shared/object-types.ts';
import type { SubjectKind } from '../shared/subject-kinds.ts';
import type { Db } from '../db/index.ts';
import { queryPrepared } from '../db/prepared.ts';
import { toTextArray } from '../db/text-array.ts';

/** What an administrator can solve. One open row per cause and subject, however often it happens. */
export interface Problem {
  code: string;
  connectionId: ConnectionId | null;
  subjectKind: SubjectKind;
  /** The subject's id: an ERP id, a HubSpot record id, a property's name. */
  subject: string;
  params?: Params;
}
type Params = Record<string, string | number | boolean | null>;

export async function raiseProblems(db: Db, portalId: PortalId, problems: readonly Problem[], now: Date): Promise<void> {
  // One statement may not touch a row twice, so repeats within the call are folded first; sorted, so that two processes do not deadlock.
  const unique = new Map(problems.map((p) => [`${p.code} ${p.subjectKind} ${p.subject} ${p.connectionId ?? ''}`, p]));
  const rows = [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, p]) => p);
  if (rows.length === 0) return;
  await db.raw(
    `insert into problems (portal_id, connection_id, code, subject_kind, subject, params, first_seen_at, last_seen_at)
     select :portalId, p."connectionId"::uuid, p.code, p."subjectKind", p.subject, coalesce(p.params, '{}'::jsonb), :now, :now
     from jsonb_to_recordset(:rows::jsonb) as p("connectionId" text, code text, "subjectKind" text, subject text, params jsonb)
     on conflict (portal_id, code, subject_kind, subject, coalesce(connection_id, '00000000-0000-0000-0000-000000000000'::uuid))
       where resolved_at is null
     do update set occurrences = problems.occurrences + 1, last_seen_at = excluded.last_seen_at, params = excluded.params`,
    { portalId, now, rows: JSON.stringify(rows) },
  );
}

/** SQL: what stops something on this very record, for its card: the five that stand longest. Bindings: `portalId`, `objectType`, `recordId`. */
export const RECORD_PROBLEMS = `
  select code, params from problems
  where portal_id = :portalId and subject_kind = :objectType and subject = :recordId and resolved_at is null
  order by first_seen_at limit 5`;

export async function listRecordProblems(
  db: Db,
  { portalId, objectType, recordId }: { portalId: PortalId; objectType: ObjectType; recordId: RecordId },
): Promise<{ code: string; params: Params }[]> {
  return queryPrepared(db, RECORD_PROBLEMS, { portalId, objectType, recordId });
}

/** Closes open problems; what is left out of the filter matches everything. */
export async function resolveProblems(
  db: Db,
  portalId: PortalId,
  filter: { codes?: readonly string[]; connectionId?: ConnectionId; subjectKind?: SubjectKind; subjects?: readonly string[] },
  now: Date,
): Promise<void> {
  const query = db('problems').where({ portalId }).whereNull('resolvedAt');
  if (filter.codes) query.whereIn('code', filter.codes);
  if (filter.connectionId) query.where({ connectionId: filter.connectionId });
  if (filter.subjectKind) query.where({ subjectKind: filter.subjectKind });
  // One list: a page names hundreds, and a place for each of them in the statement has to be written, read and planned.
  if (filter.subjects) query.whereRaw('subject = any(?)', [toTextArray(filter.subjects)]);
  await query.update({ resolvedAt: now });
}
