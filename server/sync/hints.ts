import type { Db } from '../db/index.ts';
import type { StreamName } from '../erp/contract.ts';
import type { ErpRecordId } from '../ids.ts';
import type { JobContext, JobOutcome } from '../jobs/index.ts';
import { withErp, type ErpRun } from './erp-run.ts';
import { isSameErp } from './identity.ts';
import { startSlice, type IncomingDeps } from './incoming.ts';
import type { Kick, OfConnection } from './job-data.ts';
import { countRows, dropRows, hold, isBelievable } from './removals.ts';
import { requestPull } from './schedule.ts';
import { kickFollowUps, storeRecords } from './store-page.ts';

/** Some ERPs announce a change before they commit it: read soon, and again when a slow transaction has ended. */
const PASSES = [
  { pass: 1, afterMs: 1_000 },
  { pass: 2, afterMs: 10_000 },
] as const;
const AT_ONCE = 200;
/** The identity need not be proven for every single hint. */
const PROOF_MS = 60_000;
const REFRESHED_ROWS = 200;

export interface Hint {
  stream: StreamName;
  id: ErpRecordId;
}

/** Notes which records the ERP says it changed. A repeated hint postpones the second look, never the first. */
export async function queueHints(trx: Db, kick: Kick, of: OfConnection, hints: readonly Hint[], now: Date): Promise<void> {
  if (hints.length === 0) return;
  await insertHints(trx, of, hints, PASSES, now);
  await kick(trx, 'hint', of, { afterMs: PASSES[0].afterMs });
}

/** The refresh button: the customers, their open and newest documents are read now, and whatever else is new right after. */
export async function refreshRecord(
  { db, kick, now }: Pick<IncomingDeps, 'db' | 'kick' | 'now'>,
  of: OfConnection,
  customerIds: readonly ErpRecordId[],
): Promise<void> {
  await db.transaction(async (trx) => {
    const { rows } = await trx.raw<{ rows: Hint[] }>(HINTS_OF_CUSTOMERS, { ...of, customerIds: [...customerIds], limit: REFRESHED_ROWS });
    await insertHints(trx, of, rows, [{ pass: 1, afterMs: 0 }], now());
    await kick(trx, 'hint', of);
    await requestPull(trx, kick, of, now());
  });
}

/** Reads the records whose hints are due, by id. No cursor moves: what is hinted will be met again in its stream. */
export async function readHinted(deps: IncomingDeps, of: OfConnection, context: JobContext): Promise<JobOutcome> {
  return withErp(deps, of, context, async (run) => {
    const slice = startSlice(deps);
    for (let due = await loadDue(deps, of); due; due = await loadDue(deps, of)) {
      if (slice.isOver()) return { againAfterMs: 0 };
      if (!(await isSameErp(deps, run, PROOF_MS))) return 'done';
      if (!(await readDue(deps, run, due))) return 'done';
    }
    return waitForNext(deps, of);
  });
}

interface DueHints {
  stream: StreamName;
  ids: ErpRecordId[];
  /** Looked for twice: what is missing now is gone. */
  confirmed: ErpRecordId[];
  /** What was hinted again after this was loaded stays. */
  until: Date;
}

async function loadDue({ db, now }: IncomingDeps, { portalId, connectionId }: OfConnection): Promise<DueHints | null> {
  const until = now();
  const hints = await db('erpHints')
    .where({ portalId, connectionId })
    .where('dueAt', '<=', until)
    .orderBy(['dueAt', 'stream', 'erpId'])
    .limit(AT_ONCE)
    .select<{ stream: StreamName; erpId: ErpRecordId; pass: number }[]>('stream', 'erpId', 'pass');
  const stream = hints[0]?.stream;
  if (!stream) return null;
  const mine = hints.filter((hint) => hint.stream === stream);
  const ids = [...new Set(mine.map(({ erpId }) => erpId))];
  return { stream, ids, confirmed: mine.filter(({ pass }) => pass === 2).map(({ erpId }) => erpId), until };
}

async function readDue(deps: IncomingDeps, run: ErpRun, { stream, ids, confirmed, until }: DueHints): Promise<boolean> {
  const { of, erp, context } = run;
  const records = await erp.readByIds(stream, ids, context.signal);
  const found = new Set(records.map(({ id }) => id));
  if (!(await context.holdsClaim())) return false;
  await removeGone(
    deps,
    run,
    stream,
    confirmed.filter((id) => !found.has(id)),
  );
  await deps.db.transaction(async (trx) => {
    const options = { state: run.streams[stream], priority: 1, now: deps.now() } as const;
    const next = await storeRecords(trx, run, { stream, records }, options);
    const { portalId, connectionId } = of;
    await trx('erpHints').where({ portalId, connectionId, stream }).whereIn('erpId', ids).where('dueAt', '<=', until).delete();
    await kickFollowUps(trx, deps.kick, of, next);
  });
  deps.log.debug({ ...of, stream, records: records.length }, 'hinted records read');
  return true;
}

async function removeGone(deps: IncomingDeps, run: ErpRun, stream: StreamName, gone: readonly ErpRecordId[]): Promise<void> {
  if (gone.length === 0) return;
  const total = await countRows(deps.db, run.of, stream);
  if (isBelievable(gone.length, total)) await dropRows(deps, run, stream, gone);
  else await hold(deps, run.of, stream, { count: gone.length, of: total });
}

async function waitForNext({ db, now }: IncomingDeps, { portalId, connectionId }: OfConnection): Promise<JobOutcome> {
  const next = await db('erpHints').where({ portalId, connectionId }).min<{ dueAt: Date | null } | undefined>({ dueAt: 'dueAt' }).first();
  return next?.dueAt ? { againAfterMs: Math.max(0, next.dueAt.getTime() - now().getTime()) } : 'done';
}

async function insertHints(
  trx: Db,
  { portalId, connectionId }: OfConnection,
  hints: readonly Hint[],
  passes: readonly { pass: number; afterMs: number }[],
  now: Date,
): Promise<void> {
  const unique = [...new Map(hints.map((hint) => [`${hint.stream} ${hint.id}`, hint])).values()];
  const rows = unique
    .toSorted((a, b) => (`${a.stream} ${a.id}` < `${b.stream} ${b.id}` ? -1 : 1))
    .map(({ stream, id }) => ({ stream, id }));
  for (const { pass, afterMs } of passes) {
    await trx.raw(
      `insert into erp_hints as h (portal_id, connection_id, stream, erp_id, pass, due_at)
       select :portalId, :connectionId, r.stream, r.id, :pass, :dueAt from json_to_recordset(:rows::json) as r(stream text, id text)
       on conflict (portal_id, connection_id, stream, erp_id, pass) do update
       set due_at = case h.pass when 1 then least(h.due_at, excluded.due_at) else greatest(h.due_at, excluded.due_at) end`,
      { portalId, connectionId, pass, dueAt: new Date(now.getTime() + afterMs), rows: JSON.stringify(rows) },
    );
  }
}

const HINTS_OF_CUSTOMERS = `
  select 'customers' as stream, c as id from unnest(:customerIds::text[]) c
  union all
  (select 'invoices', i.erp_id from erp_invoices i
   where i.portal_id = :portalId and i.connection_id = :connectionId and (i.organisation_id = any(:customerIds) or i.customer_id = any(:customerIds))
   order by i.open > 0 desc, i.issued_on desc nulls first limit :limit)
  union all
  (select 'payments', p.erp_id from erp_payments p
   where p.portal_id = :portalId and p.connection_id = :connectionId and (p.organisation_id = any(:customerIds) or p.customer_id = any(:customerIds))
   order by p.paid_on desc nulls first limit :limit)`;
