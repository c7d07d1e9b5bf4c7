import type { Db } from '../../db/index.ts';
import type { StreamName } from '../../erp/shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { streamOf } from '../../streams/index.ts';
import type { IncomingDeps } from '../shared/incoming.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { ErpRun } from '../erp-access/erp-run.ts';
import { findHidden, tellHidden } from './hidden-records.ts';
import { loadMissingIds, removeRecords, rereadRecords, type MissingRows } from './removals.ts';
import { stateOf } from '../shared/stream-states.ts';

/** Each is a call of its own: among hidden ones the ERP does not say which is deleted. A night asks about other ones than the night before. */
const ASKED_A_NIGHT = 100;
const DAY_MS = 86_400_000;

/**
 * Once a night: rows known to be hidden whose records were not listed. Those deleted meanwhile go, as do all that an administrator wants removed; how many
 * are left, people are told.
 */
export async function lookAtHidden(deps: IncomingDeps, run: ErpRun, stream: StreamName, missing: MissingRows): Promise<void> {
  const hidden = { ...missing, where: `m.hidden_since is not null and ${missing.where}` };
  await dropHidden(deps, run, stream, hidden);
  for (const id of await loadTonights(deps, run.scope, stream, hidden)) {
    if (run.context.signal.aborted) return;
    const gone = await rereadRecords(deps, run, stream, [id]);
    const { size: isHidden } = await findHidden(run, stream, gone);
    if (!isHidden) await removeRecords(deps, run, stream, gone);
  }
  await tellHidden(deps, run.scope, stream);
}

async function dropHidden(deps: IncomingDeps, run: ErpRun, stream: StreamName, hidden: MissingRows): Promise<void> {
  const until = stateOf(run, stream).dropHiddenUntil;
  if (!until) return;
  const { portalId, connectionId } = run.scope;
  const wanted = {
    ...hidden,
    where: `m.hidden_since <= :until and ${hidden.where}`,
    bindings: { ...hidden.bindings, until: until.toISOString() },
  };
  for (;;) {
    const ids = await loadMissingIds(deps.db, run.scope, stream, { ...wanted, after: '' });
    if (ids.length === 0) break;
    await removeRecords(deps, run, stream, ids);
  }
  // Unless it was wanted again meanwhile.
  await deps.db('erpStreams').where({ portalId, connectionId, stream, dropHiddenUntil: until }).update({ dropHiddenUntil: null });
}

async function loadTonights(
  { db, now }: Pick<IncomingDeps, 'db' | 'now'>,
  scope: ConnectionScope,
  stream: StreamName,
  { where, bindings }: MissingRows,
): Promise<ErpRecordId[]> {
  const { rows } = await db.raw<{ rows: { erpId: ErpRecordId }[] }>(
    `select h.erp_id from (
       select m.erp_id, row_number() over (order by m.erp_id) - 1 as nth, count(*) over () as of from ${streamOf(stream).table} m
       where m.portal_id = :portalId and m.connection_id = :connectionId and ${where}) h
     where h.nth / :most = :night % ((h.of + :most - 1) / :most) order by h.erp_id`,
    { ...scope, ...bindings, most: ASKED_A_NIGHT, night: Math.floor(now().getTime() / DAY_MS) },
  );
  return rows.map(({ erpId }) => erpId);
}

/** The administrator says that what our user is not to see any more is to be forgotten, here and in HubSpot: the next comparison drops it. */
export async function confirmDropHidden(
  { db, enqueue, now }: Pick<IncomingDeps, 'db' | 'enqueue' | 'now'>,
  scope: ConnectionScope,
  stream: StreamName,
): Promise<void> {
  const { portalId, connectionId } = scope;
  await db.transaction(async (trx: Db) => {
    await trx('erpConnections').where({ portalId, id: connectionId }).update({ nightlyReconciledAt: null });
    await trx('erpStreams').where({ portalId, connectionId, stream }).update({ dropHiddenUntil: now() });
    await enqueue(trx, 'reconcile', scope);
  });
}
