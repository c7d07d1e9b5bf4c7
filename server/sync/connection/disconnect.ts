import type { Db } from '../../db/index.ts';
import { ReconnectError } from '../../shared/errors.ts';
import type { JobOutcome } from '../../jobs/definition.ts';
import { SLICE_MS, type SliceOptions, type SyncDeps } from '../shared/deps.ts';
import type { Enqueue, OfConnection } from '../shared/job-data.ts';
import { rememberLinks } from '../match/former-links.ts';
import { lockMatching } from '../match/lock.ts';
import { pushSlice } from '../push/push.ts';
import { IS_DUE, markAllOfConnection, OF_CONNECTION } from '../shared/targets.ts';

/** Stops reading at once; the job does the rest. */
export async function requestDisconnect(
  trx: Db,
  enqueue: Enqueue,
  { portalId, connectionId }: OfConnection,
  clearsProperties: boolean,
): Promise<void> {
  await trx('erpConnections').where({ portalId, id: connectionId }).update({ status: 'disconnected', clearsProperties });
  await enqueue(trx, 'disconnect', { portalId, connectionId });
}

/**
 * Ends a connection whose reading was stopped already. Where asked for, what it filled in is written empty while HubSpot still lets us;
 * then its rows go. Events stay, so that connecting again repeats none.
 */
export async function disconnectConnection(deps: SyncDeps, of: OfConnection, options: SliceOptions = {}): Promise<JobOutcome> {
  const connection = await deps
    .db('erpConnections')
    .where({ portalId: of.portalId, id: of.connectionId, status: 'disconnected' })
    .first<{ clearsProperties: boolean } | undefined>('clearsProperties');
  if (!connection) return 'done';
  const cleared = connection.clearsProperties ? await clearWhileAllowed(deps, of, options) : 'left';
  if (cleared === 'more') return { againAfterMs: 1_000 };
  await removeRows(deps, of, cleared === 'cleared');
  return 'done';
}

/** Without a token nothing can be cleared any more; the rows go all the same. */
async function clearWhileAllowed(deps: SyncDeps, of: OfConnection, options: SliceOptions): Promise<'cleared' | 'more' | 'left'> {
  try {
    return (await clear(deps, of, options)) ? 'cleared' : 'more';
  } catch (error) {
    if (error instanceof ReconnectError) return 'left';
    throw error;
  }
}

/** True when nothing of this connection is due any more. */
async function clear(deps: SyncDeps, of: OfConnection, options: SliceOptions): Promise<boolean> {
  const endsAt = performance.now() + (options.sliceMs ?? SLICE_MS);
  if (!(await hasBegun(deps.db, of))) await beginClearing(deps, of);
  while (performance.now() < endsAt && !options.signal?.aborted) {
    if (!(await isAnythingDue(deps.db, of))) return true;
    const outcome = await pushSlice(deps, { portalId: of.portalId }, options);
    if (outcome !== 'done' && outcome.againAfterMs > 0) break;
  }
  return !(await isAnythingDue(deps.db, of));
}

// The links are the list of what to clear; while they wait to be cleared they carry nothing, because their connection is disconnected.
const CLEARING = 'connection.clearing';

async function hasBegun(db: Db, { portalId, connectionId }: OfConnection): Promise<boolean> {
  const row = await db('erpConnections')
    .where({ portalId, id: connectionId, pausedCode: CLEARING })
    .first<{ id: string } | undefined>('id');
  return row !== undefined;
}

async function beginClearing(deps: SyncDeps, of: OfConnection): Promise<void> {
  await deps.db.transaction(async (trx) => {
    await markAllOfConnection(trx, of, { priority: 1, now: deps.now() });
    await trx('erpConnections').where({ portalId: of.portalId, id: of.connectionId }).update({ pausedCode: CLEARING });
  });
}

async function isAnythingDue(db: Db, of: OfConnection): Promise<boolean> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `select 1 from targets t join (${OF_CONNECTION}) mine on mine.object_type = t.object_type and mine.record_id = t.record_id
     where t.portal_id = :portalId and ${IS_DUE} limit 1`,
    { ...of },
  );
  return rows.length > 0;
}

async function removeRows(deps: SyncDeps, of: OfConnection, wasCleared: boolean): Promise<void> {
  const { portalId, connectionId } = of;
  await deps.db.transaction(async (trx) => {
    await lockMatching(trx, portalId);
    // Records of other connections lose this one's part; what stays in HubSpot as it is must not be emptied by a later push.
    await markAllOfConnection(trx, of, { priority: 1, now: deps.now() });
    if (!wasCleared) await trx.raw(FORGET_TARGETS, { ...of });
    await rememberLinks(trx, of, deps.now());
    for (const table of ['problems', 'invoiceTies', 'links', 'customerMatches', 'refusedMatches'])
      await trx(table).where({ portalId, connectionId }).delete();
    await trx('erpConnections').where({ portalId, id: connectionId }).delete();
    await deps.enqueue(trx, 'push', { portalId });
  });
}

const FORGET_TARGETS = `
  delete from targets t using (${OF_CONNECTION}) mine
  where t.portal_id = :portalId and t.object_type = mine.object_type and t.record_id = mine.record_id
    and not exists (
      select 1 from links l
      where l.portal_id = t.portal_id and l.object_type = t.object_type and l.record_id = t.record_id and l.connection_id <> :connectionId and l.state = 'active')
    and not (t.object_type = 'deals' and (
      exists (select 1 from invoice_ties i where i.portal_id = t.portal_id and i.deal_id = t.record_id and i.connection_id <> :connectionId)
      or exists (
        select 1 from deal_orders d join erp_invoice_origins o on o.portal_id = d.portal_id and o.order_number = d.order_number
        where d.portal_id = t.portal_id and d.deal_id = t.record_id and o.connection_id <> :connectionId)))`;
