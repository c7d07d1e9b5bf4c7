import type { Db } from '../../db/index.ts';
import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import type { ConnectionId, ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType, ObjectType } from '../../shared/object-types.ts';
import type { ConnectionScope } from './job-data.ts';

/** Where something is to be archived because it was deleted, or archived, on the other side. */
export type ArchivalSide = 'erp' | 'hubspot';

export interface Archival {
  side: ArchivalSide;
  objectType: CustomerObjectType;
  customerId: ErpRecordId;
  recordId: RecordId;
}

/**
 * Nothing is archived before: whoever deleted by mistake restores, a merge or a privacy deletion turns out, and of a mass deletion the size shows.
 */
export const ARCHIVE_AFTER_MS = 10 * 60_000;

export const RESTORE_BY_HAND = 'archival.restore_by_hand';
/** Of one record or customer. */
const OF_ONE = [
  'archival.read_otherwise',
  'archival.erp_open_invoices',
  'archival.hubspot_open_invoices',
  'archival.open_deals',
  'archival.refused_by_hubspot',
];
export const MANY: Readonly<Record<ArchivalSide, string>> = { erp: 'archival.many_erp', hubspot: 'archival.many_hubspot' };
/** Problems that are questions: what they are about is held until a person decides. */
export const HELD_PROBLEMS: readonly string[] = [...OF_ONE, ...Object.values(MANY)];
export const ARCHIVAL_PROBLEMS: readonly string[] = [...OF_ONE, ...Object.values(MANY), RESTORE_BY_HAND];

/** The ERP was connected anew, reads other companies or as another user, and has no such customer: it may be there all the same. */
const READ_OTHERWISE = 'archival.read_otherwise';
/** SQL: as whom connection `k` reads, and which companies. */
export const READER = `md5(k.public_settings::text || array(select unnest(k.companies) order by 1)::text)`;
/** SQL: archival `a` is not carried out yet; and what a person was asked about it alone. Of many at once the number is counted anew. */
export const STANDING = `a.state in ('noticed', 'held', 'asked')`;
export const UNDECIDED = `case when a.state in ('noticed', 'held') and a.reason in (${OF_ONE.map((code) => `'${code}'`).join(', ')})
  then jsonb_build_object('reason', a.reason, 'params', a.params) end`;

const WRITES = { whenDeletedInHubSpot: 'updatesErp', whenGoneInErp: 'updatesHubSpot' } as const;
/**
 * What the live rules `r` say of a link `l`, and whether that side may be written at all. While writing is stopped, what was live: it waits for rules that
 * want it.
 */
const archives = (policy: keyof typeof WRITES): string =>
  `coalesce(r.live, r.stopped) -> l.object_type ->> '${policy}' = 'archive' and (r.live is null or (r.writes ->> '${WRITES[policy]}')::boolean)`;

const NOTICED_AGAIN = `on conflict (portal_id, connection_id, side, object_type, customer_id) do update set record_id = excluded.record_id,
  state = 'noticed', reason = null, params = '{}', decided_by = null, command_key = null, noticed_at = excluded.noticed_at, due_at = excluded.due_at, ended_at = null`;

/** A HubSpot record is about to lose its links because it was deleted. Returns the connections whose `archivals` the caller enqueues. */
export async function noticeDeletedRecord(
  trx: Db,
  record: { portalId: PortalId; objectType: ObjectType; recordId: RecordId },
  now: Date,
): Promise<ConnectionId[]> {
  const { rows } = await trx.raw<{ rows: { connectionId: ConnectionId }[] }>(
    `insert into customer_archivals (portal_id, connection_id, side, object_type, customer_id, record_id, state, noticed_at, due_at)
     select l.portal_id, l.connection_id, 'erp', l.object_type, l.customer_id, l.record_id, 'noticed', :now::timestamptz, :dueAt::timestamptz
     from links l join customer_rules r on r.portal_id = l.portal_id and r.connection_id = l.connection_id and ${archives('whenDeletedInHubSpot')}
     join erp_customers c on c.portal_id = l.portal_id and c.connection_id = l.connection_id and c.erp_id = l.customer_id and c.active
     where l.portal_id = :portalId and l.object_type = :objectType and l.record_id = :recordId and l.state = 'active'
     ${NOTICED_AGAIN}
     returning connection_id`,
    { ...record, now, dueAt: dueAfter(now) },
  );
  return [...new Set(rows.map(({ connectionId }) => connectionId))];
}

/** Customers were archived or deleted in the ERP. Returns how many records that may concern; the caller enqueues `archivals`. */
export async function noticeEndedCustomers(
  trx: Db,
  scope: ConnectionScope,
  customerIds: ReadonlySet<ErpRecordId>,
  now: Date,
): Promise<number> {
  if (customerIds.size === 0) return 0;
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    `insert into customer_archivals (portal_id, connection_id, side, object_type, customer_id, record_id, state, noticed_at, due_at)
     select l.portal_id, l.connection_id, 'hubspot', l.object_type, l.customer_id, l.record_id, 'noticed', :now::timestamptz, :dueAt::timestamptz
     from links l join customer_rules r on r.portal_id = l.portal_id and r.connection_id = l.connection_id and ${archives('whenGoneInErp')}
     where l.portal_id = :portalId and l.connection_id = :connectionId and l.state = 'active' and l.customer_id = any(:ids)
     ${NOTICED_AGAIN}`,
    { ...scope, ids: [...customerIds], now, dueAt: dueAfter(now) },
  );
  return rowCount;
}

/**
 * The first rules of an ERP that was connected again: what went on one side while it was disconnected, or waited for a decision then, follows as they say,
 * unless it had gone before. A reason says what a person is asked when it is due. Returns how many; the caller enqueues `archivals`.
 */
export async function noticeGoneWhileDisconnected(trx: Db, scope: ConnectionScope, now: Date): Promise<number> {
  const former = `join erp_connections k on k.portal_id = l.portal_id and k.id = l.connection_id
     join former_links f on f.portal_id = l.portal_id and f.identity_key = k.identity_key and f.object_type = l.object_type
       and f.customer_id = l.customer_id and f.record_id = l.record_id and f.was_in_use`;
  const wasAsked = `f.asked is not null and f.was_deleted = (l.side = 'erp')`;
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    `insert into customer_archivals (portal_id, connection_id, side, object_type, customer_id, record_id, state, reason, params, noticed_at, due_at)
     select l.portal_id, l.connection_id, l.side, l.object_type, l.customer_id, l.record_id, 'noticed',
       case when ${wasAsked} then f.asked ->> 'reason'
         when l.side = 'hubspot' and c.erp_id is null and f.reader is distinct from ${READER} then '${READ_OTHERWISE}' end,
       case when ${wasAsked} then f.asked -> 'params' else '{}' end, :now::timestamptz, :dueAt::timestamptz
     from (
       select m.portal_id, m.connection_id, 'erp' as side, m.object_type, m.customer_id, gone ->> 'recordId' as record_id
       from customer_matches m cross join jsonb_array_elements(m.candidates) gone
       where m.state = 'ignored' and gone ->> 'reason' = 'deleted'
       union all
       select h.portal_id, h.connection_id, 'hubspot', h.object_type, h.customer_id, h.record_id from links h where h.state = 'active'
     ) l
     ${former}
     join customer_rules r on r.portal_id = l.portal_id and r.connection_id = l.connection_id
     left join erp_customers c on c.portal_id = l.portal_id and c.connection_id = l.connection_id and c.erp_id = l.customer_id
     where l.portal_id = :portalId and l.connection_id = :connectionId
       and case l.side when 'erp' then c.active and ${archives('whenDeletedInHubSpot')} else c.active is not true and ${archives('whenGoneInErp')} end
     on conflict do nothing`,
    { ...scope, now, dueAt: dueAfter(now) },
  );
  return rowCount;
}

const dueAfter = (now: Date): Date => new Date(now.getTime() + ARCHIVE_AFTER_MS);

/**
 * Customers are in use again in the ERP: what was to follow them is called off. HubSpot lets nobody but a person bring a record back, so a person
 * is told; what we archived in the ERP is no more ours to bring back.
 */
export async function noticeRevivedCustomers(
  trx: Db,
  scope: ConnectionScope,
  customerIds: ReadonlySet<ErpRecordId>,
  now: Date,
): Promise<void> {
  if (customerIds.size === 0) return;
  const { rows } = await trx.raw<{ rows: (Archival & { state: string })[] }>(
    `select a.side, a.object_type, a.customer_id, a.record_id, a.state from customer_archivals a
     where a.portal_id = :portalId and a.connection_id = :connectionId and a.customer_id = any(:ids)
       and (a.side = 'hubspot' or a.state = 'done') and a.state <> 'kept'`,
    { ...scope, ids: [...customerIds] },
  );
  const inBin = rows.filter(({ side, state }) => side === 'hubspot' && state === 'done');
  await dropArchivals(
    trx,
    scope,
    rows.filter((row) => !inBin.includes(row)),
    now,
  );
  const problems = inBin.map(({ objectType: subjectKind, recordId: subject }) => ({ subjectKind, subject }));
  await raiseProblems(
    trx,
    scope.portalId,
    problems.map((one) => ({ ...one, code: RESTORE_BY_HAND, connectionId: scope.connectionId })),
    now,
  );
}

/** Nothing comes of these any more, and nobody need decide. */
export async function dropArchivals(trx: Db, scope: ConnectionScope, archivals: readonly Archival[], now: Date): Promise<void> {
  if (archivals.length === 0) return;
  await trx.raw(
    `delete from customer_archivals a using jsonb_to_recordset(:archivals::jsonb) as d(side text, "objectType" text, "customerId" text)
     where a.portal_id = :portalId and a.connection_id = :connectionId
       and a.side = d.side and a.object_type = d."objectType" and a.customer_id = d."customerId"`,
    { ...scope, archivals: JSON.stringify(archivals) },
  );
  await resolveOfOne(trx, scope, archivals, now);
  await resolveMany(trx, scope, now);
}

/** Rules that were approved just now may say that nothing is to follow. */
export async function dropUnwantedArchivals(trx: Db, { portalId, connectionId }: ConnectionScope, now: Date): Promise<void> {
  const { rows } = await trx.raw<{ rows: Archival[] }>(
    `select l.side, l.object_type, l.customer_id, l.record_id from customer_archivals l
     left join customer_rules r on r.portal_id = l.portal_id and r.connection_id = l.connection_id
     where l.portal_id = :portalId and l.connection_id = :connectionId and l.state in ('noticed', 'held')
       and not coalesce(case l.side when 'erp' then ${archives('whenDeletedInHubSpot')} else ${archives('whenGoneInErp')} end, false)`,
    { portalId, connectionId },
  );
  await dropArchivals(trx, { portalId, connectionId }, rows, now);
}

/** Writing was stopped: what was planned stays in sight, nothing is decided any more, and nothing comes of it until rules that want it are approved. */
export async function putOffArchivals(trx: Db, scope: ConnectionScope): Promise<void> {
  // What we archived stays known, so that rules which are approved later can still bring it back.
  const reason = trx.raw('case when reason = ? then reason end', [READ_OTHERWISE]);
  const open = { state: 'noticed', reason, params: '{}', decidedBy: null, commandKey: null };
  await trx('customerArchivals')
    .where({ ...scope, state: 'restoring' })
    .delete();
  await trx('customerArchivals')
    .where({ ...scope })
    .whereNotIn('state', ['done', 'kept'])
    .update(open);
}

/** Rules are live again: what was put off has its ten minutes once more. Returns how many; the caller enqueues `archivals`. */
export async function takeUpArchivals(trx: Db, scope: ConnectionScope, now: Date): Promise<number> {
  return trx('customerArchivals')
    .where({ ...scope, state: 'noticed' })
    .update({ dueAt: dueAfter(now) });
}

/** What was asked about each of them, and not about many at once. */
export async function resolveOfOne(trx: Db, scope: ConnectionScope, archivals: readonly Archival[], now: Date): Promise<void> {
  const subjects = archivals.map((one) => subjectOf(one).subject);
  const { portalId, connectionId } = scope;
  await resolveProblems(trx, portalId, { codes: [...OF_ONE, RESTORE_BY_HAND], connectionId, subjects }, now);
}

/** In HubSpot a record, in the ERP a customer: its record is in the recycling bin. */
export const subjectOf = ({ side, objectType, customerId, recordId }: Archival) =>
  side === 'erp'
    ? { subjectKind: 'customer' as const, subject: customerId as string }
    : { subjectKind: objectType, subject: recordId as string };

/** The question about many at once is settled when none of them waits any more. */
export async function resolveMany(trx: Db, { portalId, connectionId }: ConnectionScope, now: Date): Promise<void> {
  const open = await trx('customerArchivals').where({ portalId, connectionId, state: 'held' }).distinct<{ reason: string }[]>('reason');
  const codes = Object.values(MANY).filter((code) => !open.some(({ reason }) => reason === code));
  await resolveProblems(trx, portalId, { codes, connectionId }, now);
}
