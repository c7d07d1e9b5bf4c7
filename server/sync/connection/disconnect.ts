import type { Db } from '../../db/index.ts';
import { ReconnectError } from '../../shared/errors.ts';
import { DEAL, PRODUCT } from '../../shared/object-types.ts';
import type { JobOutcome } from '../../jobs/definition.ts';
import { SLICE_MS, type SliceOptions, type SyncDeps } from '../shared/deps.ts';
import type { Enqueue, ConnectionScope } from '../shared/job-data.ts';
import { letGoOfProducts } from '../catalog/let-go.ts';
import { saveFormerCommands } from '../commands/former-commands.ts';
import { saveFormerLinks } from '../match/former-links.ts';
import { lockMatching } from '../match/lock.ts';
import { pushSlice } from '../push/push.ts';
import { IS_DUE, markConnectionDue, RECORDS_OF_CONNECTION } from '../shared/targets.ts';

/** Stops reading at once; the job does the rest. */
export async function requestDisconnect(
  db: Db,
  enqueue: Enqueue,
  { portalId, connectionId }: ConnectionScope,
  clearsProperties: boolean,
): Promise<void> {
  await db.transaction(async (trx) => {
    await trx('erpConnections').where({ portalId, id: connectionId }).update({ status: 'disconnected', clearsProperties });
    // The same ERP may be connected again before the rest is gone.
    await saveFormerCommands(trx, { portalId, connectionId });
    await enqueue(trx, 'disconnect', { portalId, connectionId });
  });
}

/**
 * Ends a connection whose reading was stopped already. Where asked for, what it filled in is written empty while HubSpot still lets us;
 * then its rows go. Events stay, so that connecting again repeats none.
 */
export async function disconnectConnection(deps: SyncDeps, scope: ConnectionScope, options: SliceOptions = {}): Promise<JobOutcome> {
  const connection = await deps
    .db('erpConnections')
    .where({ portalId: scope.portalId, id: scope.connectionId, status: 'disconnected' })
    .first<{ clearsProperties: boolean } | undefined>('clearsProperties');
  if (!connection) return 'done';
  const cleared = connection.clearsProperties ? await clearWhileAllowed(deps, scope, options) : 'left';
  if (cleared === 'more') return { againAfterMs: 1_000 };
  await removeRows(deps, scope, cleared === 'cleared');
  return 'done';
}

/** Without a token nothing can be cleared any more; the rows go all the same. */
async function clearWhileAllowed(deps: SyncDeps, scope: ConnectionScope, options: SliceOptions): Promise<'cleared' | 'more' | 'left'> {
  try {
    return (await clearProperties(deps, scope, options)) ? 'cleared' : 'more';
  } catch (error) {
    if (error instanceof ReconnectError) return 'left';
    throw error;
  }
}

/** True when nothing of this connection is due any more. */
async function clearProperties(deps: SyncDeps, scope: ConnectionScope, options: SliceOptions): Promise<boolean> {
  const endsAt = performance.now() + (options.sliceMs ?? SLICE_MS);
  if (!(await hasBegun(deps.db, scope))) await beginClearing(deps, scope);
  while (performance.now() < endsAt && !options.signal?.aborted) {
    if (!(await isAnythingDue(deps.db, scope))) return true;
    const outcome = await pushSlice(deps, { portalId: scope.portalId }, options);
    if (outcome !== 'done' && outcome.againAfterMs > 0) break;
  }
  return !(await isAnythingDue(deps.db, scope));
}

// The links are the list of what to clear; while they wait to be cleared they carry nothing, because their connection is disconnected.
const CLEARING = 'connection.clearing';

async function hasBegun(db: Db, { portalId, connectionId }: ConnectionScope): Promise<boolean> {
  const row = await db('erpConnections')
    .where({ portalId, id: connectionId, pausedCode: CLEARING })
    .first<{ id: string } | undefined>('id');
  return row !== undefined;
}

async function beginClearing(deps: SyncDeps, scope: ConnectionScope): Promise<void> {
  await deps.db.transaction(async (trx) => {
    await markConnectionDue(trx, scope, { priority: 1, now: deps.now() });
    await trx('erpConnections').where({ portalId: scope.portalId, id: scope.connectionId }).update({ pausedCode: CLEARING });
  });
}

async function isAnythingDue(db: Db, scope: ConnectionScope): Promise<boolean> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `select 1 from targets t join (${RECORDS_OF_CONNECTION}) mine on mine.object_type = t.object_type and mine.record_id = t.record_id
     where t.portal_id = :portalId and ${IS_DUE} limit 1`,
    { ...scope },
  );
  return rows.length > 0;
}

async function removeRows(deps: SyncDeps, scope: ConnectionScope, wasCleared: boolean): Promise<void> {
  const { portalId, connectionId } = scope;
  await deps.db.transaction(async (trx) => {
    await lockMatching(trx, portalId);
    // Records of other connections lose this one's part; what stays in HubSpot as it is must not be emptied by a later push.
    await markConnectionDue(trx, scope, { priority: 1, now: deps.now() });
    if (!wasCleared) await trx.raw(FORGET_TARGETS, { ...scope });
    // HubSpot's products stay as they are, their key too: connecting again finds them.
    await letGoOfProducts(trx, scope, deps.now());
    await trx.raw(FORGET_PRODUCTS, { ...scope });
    await saveFormerLinks(trx, scope, deps.now());
    await saveFormerCommands(trx, scope);
    for (const table of ['problems', 'invoiceTies', 'links', 'customerMatches', 'refusedMatches'])
      await trx(table).where({ portalId, connectionId }).delete();
    await trx('erpConnections').where({ portalId, id: connectionId }).delete();
    await deps.enqueue(trx, 'push', { portalId });
  });
}

const FORGET_PRODUCTS = `
  delete from targets t using product_links l
  where t.portal_id = :portalId and t.object_type = '${PRODUCT}' and t.record_id = l.record_id
    and l.portal_id = :portalId and l.connection_id = :connectionId
    and not exists (
      select 1 from product_links o where o.portal_id = l.portal_id and o.record_id = l.record_id and o.connection_id <> l.connection_id)`;

const FORGET_TARGETS = `
  delete from targets t using (${RECORDS_OF_CONNECTION}) mine
  where t.portal_id = :portalId and t.object_type = mine.object_type and t.record_id = mine.record_id
    and not exists (
      select 1 from links l
      where l.portal_id = t.portal_id and l.object_type = t.object_type and l.record_id = t.record_id and l.connection_id <> :connectionId and l.state = 'active')
    and not (t.object_type = '${DEAL}' and (
      exists (select 1 from invoice_ties i where i.portal_id = t.portal_id and i.deal_id = t.record_id and i.connection_id <> :connectionId)
      or exists (select 1 from order_ties i where i.portal_id = t.portal_id and i.deal_id = t.record_id and i.connection_id <> :connectionId)
      or exists (
        select 1 from deal_orders d join erp_invoice_origins o on o.portal_id = d.portal_id and o.order_number = d.order_number
        where d.portal_id = t.portal_id and d.deal_id = t.record_id and o.connection_id <> :connectionId)))`;
