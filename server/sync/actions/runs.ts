import type { Db } from '../../db/index.ts';
import { toJson } from '../../mirror/json.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import type { InvoicedObjectType } from '../../shared/object-types.ts';

/** What HubSpot grants to apps that report back; without it a step is answered at once. */
export const TELLING_SCOPE = 'automation';

/** `told`: HubSpot knows. `without_workflow`: its workflow went on before it could be told. */
type RunState = 'accepted' | 'waiting' | 'done' | 'told' | 'without_workflow';

/** One execution of a step. */
export interface ActionRun {
  portalId: PortalId;
  /** HubSpot's name for it; the same with every repeat of the call. */
  callbackId: string;
  action: string;
  objectType: InvoicedObjectType;
  recordId: RecordId;
  inputs: Record<string, string | number | null>;
  /** HubSpot waits until it is told. */
  isBlocking: boolean;
  state: RunState;
  waitingOn: string | null;
  /** What was begun for it, for the next look. */
  memo: Record<string, unknown>;
  outputs: Record<string, string> | null;
  isFailure: boolean;
  createdAt: Date;
  /** Until then something may still come of it. */
  deadlineAt: Date;
  dueAt: Date;
  tries: number;
}

export interface AskedRun extends Pick<ActionRun, 'portalId' | 'callbackId' | 'action' | 'objectType' | 'recordId' | 'inputs'> {
  deadlineAt: Date;
}

/** HubSpot waits longer than something may come of it, so that it can be told in time. */
const SLACK_MS = 15 * 60_000;
export const waitedUntil = ({ deadlineAt }: Pick<ActionRun, 'deadlineAt'>): Date => new Date(deadlineAt.getTime() + SLACK_MS);
export const isOver = (run: ActionRun, now: Date): boolean => waitedUntil(run) <= now;

/** More that nobody has looked at yet: who asks is told to come again. */
const MOST_ACCEPTED = 10_000;

export interface StoredRun {
  askedPortalId: PortalId;
  askedCallbackId: string;
  isInstalled: boolean;
  /** As it stood, or as it was stored now; null: not taken. */
  run: ActionRun | null;
}

/** Stores what is not there yet, unless too much of its portal waits; what was known stays as it is. */
export async function storeRuns(trx: Db, asked: readonly AskedRun[], now: Date): Promise<StoredRun[]> {
  const { rows } = await trx.raw<{ rows: (ActionRun & Omit<StoredRun, 'run'>)[] }>(
    `with asked as (
       select distinct on (m."portalId", m."callbackId") m.*
       from jsonb_to_recordset(:asked::jsonb) as m("portalId" bigint, "callbackId" text, action text, "objectType" text, "recordId" text,
         inputs jsonb, "deadlineAt" timestamptz)
       order by m."portalId", m."callbackId"
     ),
     open as (
       select p.portal_id, p.scopes, (
         select count(*) from (select 1 from action_runs r where r.portal_id = p.portal_id and r.state = 'accepted' limit ${MOST_ACCEPTED}) one) as waiting
       from portals p where p.status = 'active' and p.portal_id in (select a."portalId" from asked a)
     ),
     known as (
       select r.* from action_runs r join asked a on r.portal_id = a."portalId" and r.callback_id = a."callbackId"
     ),
     stored as (
       insert into action_runs (portal_id, callback_id, action, object_type, record_id, inputs, is_blocking, state, created_at, deadline_at, due_at)
       select a."portalId", a."callbackId", a.action, a."objectType", a."recordId", a.inputs, '${TELLING_SCOPE}' = any(o.scopes), 'accepted', :now, a."deadlineAt", :now
       from asked a join open o on o.portal_id = a."portalId" and o.waiting < ${MOST_ACCEPTED}
       on conflict do nothing
       returning *
     )
     select a."portalId" as asked_portal_id, a."callbackId" as asked_callback_id, o.portal_id is not null as is_installed, r.*
     from asked a
     left join open o on o.portal_id = a."portalId"
     left join (select * from known union all select * from stored) r on r.portal_id = a."portalId" and r.callback_id = a."callbackId"`,
    { asked: toJson(asked), now },
  );
  return rows.map(({ askedPortalId, askedCallbackId, isInstalled, ...run }) => ({
    ...{ askedPortalId, askedCallbackId, isInstalled },
    run: (run.portalId as PortalId | null) === null ? null : run,
  }));
}

/** Its look takes so long at most; after that somebody else may take it. */
const LOOK_MS = 60_000;
const RUNS_AT_ONCE = 100;

/** The next that are to be looked at, of one kind of step. They are ours for a minute; what wakes one of them meanwhile makes it due again. */
export async function claimRuns(db: Db, portalId: PortalId, now: Date): Promise<ActionRun[]> {
  const { rows } = await db.raw<{ rows: ActionRun[] }>(
    `with due as (
       select r.callback_id, r.action from action_runs r
       where r.portal_id = :portalId and r.state in ('accepted', 'waiting') and r.is_blocking and r.due_at <= :now
       order by r.due_at, r.callback_id limit ${RUNS_AT_ONCE}
     ),
     mine as (
       select r.callback_id from action_runs r join due d on d.callback_id = r.callback_id
       where r.portal_id = :portalId and r.due_at <= :now and d.action = (select f.action from due f limit 1)
       order by r.callback_id for update of r
     )
     update action_runs r set due_at = :until from mine m where r.portal_id = :portalId and r.callback_id = m.callback_id
     returning r.*`,
    { portalId, now, until: new Date(now.getTime() + LOOK_MS) },
  );
  return rows;
}

/** It waits on. Unless something woke it since it was claimed, it is looked at again at that time. False: it ended meanwhile. */
export async function keepWaiting(
  trx: Db,
  run: ActionRun,
  { waitingOn, memo, dueAt }: { waitingOn: string; memo: ActionRun['memo']; dueAt: Date },
): Promise<boolean> {
  const updated = await open(trx, run).update({
    ...{ state: 'waiting', waitingOn, memo: JSON.stringify(memo) },
    dueAt: trx.raw('case when due_at = ? then ?::timestamptz else due_at end', [run.dueAt, dueAt]),
  });
  if (updated > 0) Object.assign(run, { state: 'waiting', waitingOn, memo });
  return updated > 0;
}

/** HubSpot has to have understood that it is to wait. */
const TOLD_AFTER_MS = 1_000;
/** Those that came in so long are told in one call: a call each would use up what HubSpot allows. */
const GATHERED_MS = 500;

/** Its outcome stands from now on; HubSpot is told at once, where it waits for it. */
export async function endRun(
  trx: Db,
  run: ActionRun,
  { outputs, isFailure, now }: { outputs: Record<string, string>; isFailure: boolean; now: Date },
): Promise<boolean> {
  const ended = { state: run.isBlocking ? 'done' : 'told', isFailure, endedAt: now, dueAt: later(run.createdAt, now), tries: 0 } as const;
  const updated = await open(trx, run).update({ ...ended, outputs: JSON.stringify(outputs) });
  if (updated > 0) Object.assign(run, ended, { outputs });
  return updated > 0;
}

function later(createdAt: Date, now: Date): Date {
  const understood = Math.ceil((createdAt.getTime() + TOLD_AFTER_MS) / GATHERED_MS) * GATHERED_MS;
  return new Date(Math.max(now.getTime(), understood));
}

const open = (trx: Db, { portalId, callbackId }: ActionRun) =>
  trx('actionRuns').where({ portalId, callbackId }).whereIn('state', ['accepted', 'waiting']);

/** Outcomes that HubSpot does not know yet and may be told now. */
export const untoldRuns = (db: Db, portalId: PortalId, now: Date): Promise<ActionRun[]> =>
  db('actionRuns')
    .where({ portalId, state: 'done' })
    .where('dueAt', '<=', now)
    .orderBy(['dueAt', 'callbackId'])
    .limit(RUNS_AT_ONCE)
    .select<ActionRun[]>();

const outcomes = (db: Db, portalId: PortalId, callbackIds: readonly string[]) =>
  db('actionRuns')
    .where({ portalId, state: 'done' })
    .whereRaw('callback_id = any(?)', [[...callbackIds]]);

/** HubSpot knows them, or does not want to know them any more. */
export async function closeRuns(
  db: Db,
  portalId: PortalId,
  callbackIds: readonly string[],
  state: 'told' | 'without_workflow',
): Promise<void> {
  if (callbackIds.length > 0) await outcomes(db, portalId, callbackIds).update({ state });
}

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/** HubSpot could not be told; each time in a row longer. */
export async function postponeTelling(db: Db, portalId: PortalId, callbackIds: readonly string[], now: Date): Promise<void> {
  if (callbackIds.length === 0) return;
  await outcomes(db, portalId, callbackIds).update({
    tries: db.raw('tries + 1'),
    dueAt: db.raw(
      `?::timestamptz + make_interval(secs => least(${LONGEST_WAIT_MS}, ${FIRST_WAIT_MS} * power(2, least(tries, 20))) / 1000)`,
      [now],
    ),
  });
}

export async function nextDueAt(db: Db, portalId: PortalId): Promise<Date | null> {
  const { rows } = await db.raw<{ rows: { dueAt: Date | null }[] }>(
    `select min(r.due_at) as due_at from action_runs r
     where r.portal_id = ? and r.state in ('accepted', 'waiting', 'done') and (r.is_blocking or r.state = 'done')`,
    [portalId],
  );
  return rows[0]?.dueAt ?? null;
}
