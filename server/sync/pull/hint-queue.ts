import type { Db } from '../../db/index.ts';
import type { StreamName } from '../../erp/shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { Enqueue, ConnectionScope } from '../shared/job-data.ts';

/** Some ERPs announce a change before they commit it: read soon, and again when a slow transaction has ended. */
const PASSES = [
  { pass: 1, afterMs: 1_000 },
  { pass: 2, afterMs: 10_000 },
] as const;
/** One look, at once: the record is committed already. */
export const READ_NOW = [{ pass: 1, afterMs: 0 }] as const;
const LONGEST_WAIT_MS = 15 * 60_000;

/** One look: at once, and the longer the more often it was in vain. */
export function retryPass(attempts: number): readonly ReadPass[] {
  return [{ pass: 1, afterMs: attempts === 0 ? 0 : Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** attempts), attempts: attempts + 1 }];
}

interface ReadPass {
  pass: number;
  afterMs: number;
  attempts?: number;
}

export interface Hint {
  stream: StreamName;
  id: ErpRecordId;
}

/** Who says that the records changed. The ERP tells of the next change too, a person does not; nobody: we miss them. */
type ToldBy = 'erp' | 'person' | null;

/** Notes which records the ERP says it changed, or which we miss. A repeated hint postpones the second look, never the first. */
export async function queueHints(
  db: Db,
  scope: ConnectionScope,
  { enqueue, hints, now, toldBy = 'erp' }: { enqueue: Enqueue; hints: readonly Hint[]; now: Date; toldBy?: ToldBy },
): Promise<void> {
  if (hints.length === 0) return;
  await db.transaction(async (trx) => {
    await insertHints(trx, scope, { hints, passes: PASSES, now, toldBy });
    await enqueue(trx, 'hint', scope, { afterMs: PASSES[0].afterMs });
  });
}

export async function insertHints(
  trx: Db,
  { portalId, connectionId }: ConnectionScope,
  { hints, passes, now, toldBy = null }: { hints: readonly Hint[]; passes: readonly ReadPass[]; now: Date; toldBy?: ToldBy },
): Promise<void> {
  const unique = [...new Map(hints.map((hint) => [`${hint.stream} ${hint.id}`, hint])).values()];
  const rows = unique
    .toSorted((a, b) => (`${a.stream} ${a.id}` < `${b.stream} ${b.id}` ? -1 : 1))
    .map(({ stream, id }) => ({ stream, id }));
  for (const { pass, afterMs, attempts = 0 } of passes) {
    await trx.raw(
      `insert into erp_hints as h (portal_id, connection_id, stream, erp_id, pass, due_at, attempts, is_told, is_announced)
       select :portalId, :connectionId, r.stream, r.id, :pass, :dueAt, :attempts, :isTold, :isAnnounced
       from json_to_recordset(:rows::json) as r(stream text, id text)
       on conflict (portal_id, connection_id, stream, erp_id, pass) do update
       set attempts = greatest(h.attempts, excluded.attempts), is_told = h.is_told or excluded.is_told,
         is_announced = h.is_announced or excluded.is_announced,
         due_at = case h.pass when 1 then least(h.due_at, excluded.due_at) else greatest(h.due_at, excluded.due_at) end`,
      {
        ...{ portalId, connectionId, pass, attempts, isTold: toldBy !== null, isAnnounced: toldBy === 'erp' },
        ...{ dueAt: new Date(now.getTime() + afterMs), rows: JSON.stringify(rows) },
      },
    );
  }
}

/** A hint as it was when its record was asked for. */
export interface ReadHint {
  erpId: ErpRecordId;
  pass: number;
  /** Another one once the record was hinted again. */
  version: string;
}

/** What was hinted again meanwhile stays. */
export async function deleteReadHints(
  trx: Db,
  { portalId, connectionId }: ConnectionScope,
  stream: StreamName,
  hints: readonly ReadHint[],
): Promise<void> {
  // Locked in the order in which they are inserted.
  await trx.raw(
    `with read as (
       select h.erp_id, h.pass from jsonb_to_recordset(:hints::jsonb) as r("erpId" text, pass int, version text)
       join erp_hints h on h.portal_id = :portalId and h.connection_id = :connectionId and h.stream = :stream and h.erp_id = r."erpId" and h.pass = r.pass
       where ${HINT_VERSION} = r.version order by h.pass, h.erp_id collate "C" for update of h)
     delete from erp_hints h using read
     where h.portal_id = :portalId and h.connection_id = :connectionId and h.stream = :stream and h.erp_id = read.erp_id and h.pass = read.pass`,
    { portalId, connectionId, stream, hints: JSON.stringify(hints.map(({ erpId, pass, version }) => ({ erpId, pass, version }))) },
  );
}

/** SQL of hint `h`: every insert and update gives another one. */
export const HINT_VERSION = 'h.xmin::text';

/** What was missing at the first look is looked for once more before it counts as gone, whoever asked for the first. */
export async function queueSecondRead(
  trx: Db,
  { portalId, connectionId }: ConnectionScope,
  missing: readonly Hint[],
  now: Date,
): Promise<void> {
  const { pass, afterMs } = PASSES[1];
  const dueAt = new Date(now.getTime() + afterMs);
  const rows = missing.map(({ stream, id }) => ({ portalId, connectionId, stream, erpId: id, pass, dueAt }));
  if (rows.length > 0) await trx('erpHints').insert(rows).onConflict(['portal_id', 'connection_id', 'stream', 'erp_id', 'pass']).ignore();
}
