import type { Health, LeftOut, OpenWork, StreamView } from '../../../hubspot-app/app/settings/api/types.ts';
import type { Db } from '../../db/index.ts';
import { OBJECT_TYPES } from '../../shared/object-types.ts';
import { STREAMS } from '../../streams/index.ts';
import { HELD_PROBLEMS } from '../shared/archivals.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { loadHidden } from '../pull/hidden-records.ts';
import { countRows } from '../pull/removals.ts';
import type { HeldRemoval } from '../shared/stream-states.ts';
import { RECORDS_OF_CONNECTION } from '../shared/targets.ts';
import { COUNT_LEFT_OUT, COUNT_LEFT_OUT_TO_DECIDE } from '../match/left-out.ts';
import { loadOpenWork } from './open-work.ts';
import { NEWS } from './problem-list.ts';

/** By itself, without a person. */
const IS_UNDER_WAY: readonly OpenWork['kind'][] = ['customersUnderWay', 'ordersUnderWay', 'archivalsPlanned'];

const NOBODY: LeftOut = { notFound: 0, inQuestion: 0, byPeople: 0, deleted: 0 };

/**
 * The numbers of the health screen. In sync and waiting count the HubSpot records this connection reaches, deals included, and waiting what is on
 * its way to the ERP, too; failing those that are refused, and whatever else an administrator finds among the problems but is not asked to decide, each
 * once, those of the account as a whole with its first connection; left out counts
 * customers with posted invoices that reach no record.
 */
export async function loadHealth(db: Db, scope: ConnectionScope): Promise<Health> {
  const { portalId, connectionId } = scope;
  const [{ rows }, open] = await Promise.all([
    db.raw<{ rows: Omit<Health, 'toDecide' | 'open' | 'leftOut'>[] }>(
      `
      with records as (${RECORDS_OF_CONNECTION}),
      states as (
        select r.object_type, r.record_id, t.due_revision <= t.pushed_revision as is_in_sync, t.due_revision <= t.refused_revision as is_refused
        from records r
        join targets t on t.portal_id = :portalId and t.object_type = r.object_type and t.record_id = r.record_id
      ),
      failing as (
        select object_type as kind, record_id as subject from states where not is_in_sync and is_refused
        union
        select p.subject_kind, p.subject from problems p
        where p.portal_id = :portalId and p.resolved_at is null and not p.code = any(:notFailing)
          and (p.connection_id = :connectionId or p.connection_id is null and case
            when p.subject_kind = any(:objectTypes) then (p.subject_kind, p.subject) in (select r.object_type, r.record_id from records r)
            else :connectionId = (select k.id from erp_connections k
              where k.portal_id = p.portal_id and k.status <> 'disconnected' order by k.created_at, k.id limit 1) end)
      )
      select count(*) filter (where is_in_sync) as in_sync, count(*) filter (where not is_in_sync and not is_refused) as waiting,
        (select count(*) from failing) as failing,
        (${COUNT_LEFT_OUT}) as why_left_out, (${COUNT_LEFT_OUT_TO_DECIDE}) as left_out_to_decide
      from states`,
      { portalId, connectionId, notFailing: [...NEWS, ...HELD_PROBLEMS], objectTypes: [...OBJECT_TYPES] },
    ),
    loadOpenWork(db, scope),
  ]);
  const { inSync = 0, waiting = 0, failing = 0, whyLeftOut = NOBODY, leftOutToDecide = 0 } = rows[0] ?? {};
  const leftOut = Object.values(whyLeftOut).reduce((sum, count) => sum + count, 0);
  // Whoever looked at the first ten lets the rest go at once.
  const sumOf = (isUnderWay: boolean): number =>
    open
      .filter(({ kind }) => IS_UNDER_WAY.includes(kind) === isUnderWay)
      .reduce((sum, { kind, count }) => sum + (kind === 'trial' ? 1 : count), 0);
  return { inSync, waiting: waiting + sumOf(true), toDecide: sumOf(false), leftOut, whyLeftOut, leftOutToDecide, failing, open };
}

interface StreamRow {
  isOn: boolean;
  isOffered: boolean;
  stream: StreamView['stream'];
  rowsRead: number;
  firstCompletedAt: Date | null;
  completedAt: Date | null;
  startedAt: Date;
  heldRemoval: HeldRemoval | null;
  dropHiddenUntil: Date | null;
}

/** How far each stream has been read, in order of dependence; once it was read to its end, how many records it has. */
export async function loadStreams(db: Db, { portalId, connectionId }: ConnectionScope, now: Date): Promise<StreamView[]> {
  const rows = await db('erpStreams').where({ portalId, connectionId }).select<StreamRow[]>();
  for (const row of rows) if (row.firstCompletedAt) row.rowsRead = await countRows(db, { portalId, connectionId }, row.stream);
  const hidden = await loadHidden(db, { portalId, connectionId });
  const shown = STREAMS.flatMap((stream) => rows.find((row) => row.stream === stream && row.isOn && row.isOffered) ?? []);
  return shown.map((row) => ({ ...toStreamView(row, now), hidden: row.dropHiddenUntil ? null : (hidden.get(row.stream) ?? null) }));
}

function toStreamView(
  { stream, rowsRead, firstCompletedAt, completedAt, startedAt, heldRemoval }: StreamRow,
  now: Date,
): Omit<StreamView, 'hidden'> {
  const minutes = (now.getTime() - startedAt.getTime()) / 60_000;
  return {
    stream,
    rowsRead,
    isComplete: firstCompletedAt !== null,
    completedAt: completedAt?.toISOString() ?? null,
    rowsPerMinute: firstCompletedAt === null && minutes > 0 ? Math.round(rowsRead / minutes) : null,
    heldRemoval:
      heldRemoval && !heldRemoval.isConfirmed ? { count: heldRemoval.count, of: heldRemoval.of, since: heldRemoval.since } : null,
  };
}
