import type { Db } from '../../db/index.ts';
import type { ErpRun } from '../erp-access/erp-run.ts';
import { nightOf, spreadBy } from '../shared/nights.ts';
import type { IncomingDeps } from '../shared/incoming.ts';
import type { Enqueue, ConnectionScope, PortalScope } from '../shared/job-data.ts';
import { READING, wakeBy } from '../shared/wake-actions.ts';
import { IS_NEEDED, IS_FULLY_READ } from '../../records/needs.ts';

/**
 * The pace of asking an ERP for changes. Where something just changed, or somebody waits, more will come, and what was committed in the
 * last seconds was not readable yet: soon again. Then a minute, doubled with each reading that found nothing.
 */
const SOON_AGAIN_MS = 10_000;
const QUIET_PULL_MS = 60_000;
const SLOWEST_PULL_MS = 15 * 60_000;

/** Ends a reading that was asked for then: says when the next is due. What was read for the first time is pushed from now on. */
export async function scheduleNextPull(
  { db, enqueue, now }: IncomingDeps,
  { scope, streams }: Pick<ErpRun, 'scope' | 'streams'>,
  askedFor: Date,
): Promise<void> {
  const isFirst = Object.values(streams).some(({ firstCompletedAt }) => firstCompletedAt !== null && firstCompletedAt >= askedFor);
  await db.transaction(async (trx) => {
    await trx.raw(
      `update erp_connections set quiet_pulls = quiet_pulls + 1, reading_for = null,
         -- Asked for once more while this one was under way: it may have passed what is wanted.
         next_pull_at = case when date_trunc('milliseconds', next_pull_at) <> :askedFor::timestamptz then next_pull_at
           else :now::timestamptz + interval '1 millisecond' * case quiet_pulls when 0 then :soon::integer
             else least(:slowest::integer, :quiet::integer * (2 ^ least(quiet_pulls - 1, 10))::integer) end end
       where portal_id = :portalId and id = :connectionId`,
      { ...scope, now: now(), askedFor, soon: SOON_AGAIN_MS, quiet: QUIET_PULL_MS, slowest: SLOWEST_PULL_MS },
    );
    await wakeBy({ enqueue, now }, trx, scope.portalId, READING);
    if (!isFirst) return;
    // What was just read whole needs no comparison this hour and this night.
    const { portalId, connectionId } = scope;
    const fresh = { hourlyReconciledAt: now(), nightlyReconciledAt: now() };
    await trx('erpConnections').where({ portalId, id: connectionId, nightlyReconciledAt: null }).update(fresh);
    await enqueue(trx, 'push', { portalId: scope.portalId });
  });
}

/** Reads the ERP at that time, whatever its pace. */
export async function requestPull(
  trx: Db,
  enqueue: Enqueue,
  scope: ConnectionScope,
  { at, afterMs }: { at: Date; afterMs: number },
): Promise<void> {
  await trx('erpConnections').where({ portalId: scope.portalId, id: scope.connectionId }).update({ nextPullAt: at, quietPulls: 0 });
  await enqueue(trx, 'pull', scope, { afterMs });
}

/** Reads the ERP at that time at the latest: many that ask one after the other do not put it off. Something will have changed: soon again after it. */
export async function requestPullBy(
  trx: Db,
  enqueue: Enqueue,
  scope: ConnectionScope,
  { at, afterMs }: { at: Date; afterMs: number },
): Promise<void> {
  const nextPullAt = trx.raw('least(next_pull_at, ?::timestamptz)', [at]);
  await trx('erpConnections').where({ portalId: scope.portalId, id: scope.connectionId }).update({ nextPullAt, quietPulls: 0 });
  await enqueue(trx, 'pull', scope, { afterMs });
}

/** Whether the ERP was read since it was asked to be: its hints of then, and all that is new. Of one that is paused nothing can be waited for. */
export async function isReadSince(db: Db, { portalId, connectionId }: ConnectionScope, at: Date): Promise<'yes' | 'not_yet' | 'paused'> {
  const { rows } = await db.raw<{ rows: { status: string; isRead: boolean }[] }>(
    `select k.status, k.next_pull_at > :at and not exists (
       select 1 from erp_hints h where h.portal_id = k.portal_id and h.connection_id = k.id and h.due_at <= :at) as is_read
     from erp_connections k where k.portal_id = :portalId and k.id = :connectionId`,
    { portalId, connectionId, at },
  );
  const [row] = rows;
  if (row?.status !== 'active') return 'paused';
  return row.isRead ? 'yes' : 'not_yet';
}

const VISITS_APART_MS = 60_000;

/**
 * Somebody opened a card: quiet connections are asked now. However many cards are open, once a minute for each connection, and not one that is
 * paused or asked to wait. Returns those that are asked.
 */
export async function requestPullOnVisit(
  db: Db,
  enqueue: Enqueue,
  portalId: PortalScope['portalId'],
  now: Date,
): Promise<ConnectionScope[]> {
  return db.transaction(async (trx) => {
    const { rows } = await trx.raw<{ rows: ConnectionScope[] }>(
      `update erp_connections k set next_pull_at = :now, visited_at = :now, quiet_pulls = least(quiet_pulls, 1)
       where k.portal_id = :portalId and k.status = 'active' and k.next_pull_at > :now and (k.not_before is null or k.not_before <= :now)
         and (k.visited_at is null or k.visited_at <= :since)
         and exists (select 1 from erp_streams s where s.portal_id = k.portal_id and s.connection_id = k.id and s.is_on and s.completed_at <= :since)
       returning k.portal_id, k.id as connection_id`,
      { portalId, now, since: new Date(now.getTime() - VISITS_APART_MS) },
    );
    for (const scope of rows) await enqueue(trx, 'pull', scope);
    return rows;
  });
}

interface DueWork {
  pulls: ConnectionScope[];
  hints: ConnectionScope[];
  reconciles: ConnectionScope[];
  overdue: PortalScope[];
}

/** What the tick has to enqueue. One query each, over indexed columns or one small row per connection. */
export async function findDueWork(db: Db, now: Date): Promise<DueWork> {
  const pulls = await connections(db, `k.next_pull_at <= :now`, now);
  // Hints enqueue their own job; this finds those whose job was given up.
  const hints = await connections(
    db,
    `exists (select 1 from erp_hints h where h.portal_id = k.portal_id and h.connection_id = k.id and h.due_at < :now::timestamptz - interval '1 minute')`,
    now,
  );
  const reconciles = await connections(db, `(${HOURLY_DUE} or ${NIGHTLY_DUE}) and ${IS_FULLY_READ}`, now);
  const overdue = await db.raw<{ rows: PortalScope[] }>(PORTALS_WITH_A_NEW_DAY, { now });
  return { pulls, hints, reconciles, overdue: overdue.rows };
}

// Spread by the connection's id, so that not all ERPs are asked at the full hour, nor all in the same minute of the night.
const SPREAD = spreadBy('k.id');
export const HOURLY_DUE = `(k.hourly_reconciled_at is null or k.hourly_reconciled_at < :now::timestamptz - interval '55 minutes' - interval '10 minutes' * ${SPREAD})`;
const LAST_NIGHT = nightOf(SPREAD);
/** Once a day even if that night was missed. Null after the first reading: somebody asked for it. */
export const NIGHTLY_DUE = `(k.nightly_reconciled_at is null or :now::timestamptz >= ${LAST_NIGHT} and k.nightly_reconciled_at < ${LAST_NIGHT})`;

/** The chosen hour, and half an hour after midnight for the calendar, spread over 30 minutes by the portal's id. */
const PORTAL_SPREAD = `interval '30 minutes' * ${spreadBy('p.portal_id')}`;
const LOCAL = `(:now::timestamptz at time zone p.time_zone)`;
const OVERDUE_HOUR = `make_interval(hours => coalesce((p.settings ->> 'overdueHour')::integer, 8))`;
/** An ERP that is down since yesterday is not asked about every few seconds. */
const HAS_COMPLETE = `exists (
  select 1 from erp_connections k join erp_streams s on s.portal_id = k.portal_id and s.connection_id = k.id and ${IS_NEEDED}
  where k.portal_id = p.portal_id and k.status = 'active'
  group by k.id having min(coalesce(s.completed_at, '-infinity')) >= date_trunc('day', ${LOCAL}) at time zone p.time_zone)`;
const PORTALS_WITH_A_NEW_DAY = `
  select p.portal_id from portals p
  where p.status = 'active' and exists (select 1 from erp_connections k where k.portal_id = p.portal_id and k.status <> 'disconnected')
    and (
      (p.calendar_done_on is null or p.calendar_done_on < ${LOCAL}::date) and ${LOCAL}::time >= (${PORTAL_SPREAD})::time
      or (p.overdue_done_on is null or p.overdue_done_on < ${LOCAL}::date) and ${LOCAL} >= date_trunc('day', ${LOCAL}) + ${OVERDUE_HOUR} + ${PORTAL_SPREAD}
        and (${HAS_COMPLETE} or not exists (select 1 from erp_connections k where k.portal_id = p.portal_id and k.status = 'active'))
    )`;

async function connections(db: Db, condition: string, now: Date): Promise<ConnectionScope[]> {
  const { rows } = await db.raw<{ rows: ConnectionScope[] }>(
    `select k.portal_id, k.id as connection_id from erp_connections k join portals p on p.portal_id = k.portal_id
     where k.status = 'active' and p.status = 'active' and (k.not_before is null or k.not_before <= :now) and ${condition}
     order by k.portal_id, k.id`,
    { now },
  );
  return rows;
}
