import type { Db } from '../../db/index.ts';
import type { PortalId } from '../../shared/ids.ts';
import {
  CUSTOMER_OBJECT_TYPES,
  isDeal,
  isProduct,
  ORGANISATION,
  PERSON,
  DEAL,
  PRODUCT,
  type ObjectType,
} from '../../shared/object-types.ts';
import type { SubjectKind } from '../../shared/subject-kinds.ts';
import { pruneRuns } from '../actions/prune-runs.ts';
import { addQualified } from './search-changes.ts';
import type { JobOutcome } from '../../jobs/definition.ts';
import { refreshAccount } from '../../portals/account.ts';
import { findPortal } from '../../portals/portals.ts';
import { isWithheld } from '../../hubspot/errors.ts';
import { raiseProblems } from '../../portals/problems.ts';
import { usedObjectTypes } from '../../portals/used-object-types.ts';
import { CUSTOMER_KEY, ORDER_NUMBER, PRODUCT_KEY } from '../../records/catalogue/index.ts';
import { loadSyncPortal, type SliceOptions, type SyncDeps } from '../shared/deps.ts';
import { renewTargets } from '../project-records/targets.ts';
import { requeueRefused } from '../catalog/queue.ts';
import { renewRecordKeys } from './renew-record-keys.ts';
import { readChangedRecords, OVERLAP_MS } from './changed-records.ts';
import { CLONED } from './deals.ts';
import { findNewProperties } from './new-properties.ts';
import { addStandingOfConditions } from './search-conditions.ts';
import { filterOfStages } from './search-deals.ts';
import type { SearchFilter } from '../../hubspot/contract.ts';
import type { EventKind } from '../../streams/shared/events.ts';
import { addToInbox } from '../shared/add-to-inbox.ts';
import type { PortalScope } from '../shared/job-data.ts';
import { nightOf } from '../shared/nights.ts';
import { IS_DUE, portalDueMarker, markRecordsDue, type RecordRef } from '../shared/targets.ts';

/**
 * Once a night, what webhooks miss: every linked record is read through the inbox, a modest search finds records whose number or key was
 * set without telling us, events that could not be pushed in time are listed, runs of workflows that ended long ago are let go, and the facts about the account are read again. Without an
 * ERP the last is all: HubSpot tells of an uninstall only by refusing us, so every portal is asked something.
 */
export async function sweepPortal(deps: SweepDeps, { portalId }: PortalScope, { signal }: SliceOptions = {}): Promise<JobOutcome> {
  const startedAt = deps.now();
  const portal = await findPortal(deps.db, portalId);
  if (portal?.status === 'paused') return sweepPaused(deps, portalId, startedAt);
  const sweptBefore = portal?.sweptAt ?? null;
  const swept = { portalId, since: sweptBefore ? sweptBefore.getTime() - OVERLAP_MS : 0 };
  await pruneRuns(deps.db, portalId, startedAt);
  await refreshAccount({ ...deps, onRecordsDue: portalDueMarker(deps) }, portalId, signal);
  const { isConnected, isApproved } = await connectionsOf(deps.db, portalId);
  // Before an approval nothing is written. But what the preview promises depends on the numbers that deals hold already.
  if (isConnected && !isApproved) await addChangedToInbox(deps, swept, [DEAL], signal);
  if (isApproved) {
    await expireEvents(deps, portalId);
    await resolveOldNotices(deps, portalId);
    await resolveOldRefusals(deps, portalId);
    await retryRefused(deps, portalId);
    await findNewProperties(deps, portalId, signal);
    await addLinkedToInbox(deps, portalId);
    await addStandingOfConditions(deps, portalId);
    await renewTargets(deps.db, portalId, startedAt);
    await addChangedToInbox(deps, swept, await usedObjectTypes(deps.db, portalId), signal);
  }
  await deps.db.transaction(async (trx) => {
    // Unless more is to be looked for since: an ERP was connected meanwhile, or the app installed again.
    await trx('portals').where({ portalId, sweptAt: sweptBefore }).update({ sweptAt: startedAt });
    await deps.enqueue(trx, 'inbox', { portalId });
  });
  // Last, because a preview waits for the rest.
  if (isConnected) await renewRecordKeys(deps, portalId, signal);
  return 'done';
}

interface SweepDeps extends SyncDeps {
  /** Pauses the portal for good if the app was uninstalled. */
  askWhetherInstalled(portalId: PortalId): Promise<void>;
}

/** It reads and writes nothing, so nobody would notice that the app is gone and its data to be removed. */
async function sweepPaused({ db, askWhetherInstalled }: SweepDeps, portalId: PortalId, askedAt: Date): Promise<JobOutcome> {
  await askWhetherInstalled(portalId);
  // Not swept: what changes meanwhile is still to be looked for once the portal goes on.
  await db('portals').where({ portalId }).update({ askedAt });
  return 'done';
}

/** Portals whose night has come: between one and four o'clock of their own time, spread by their id; a missed night is made up for. */
export async function portalsToSweep(db: Db, now: Date): Promise<PortalId[]> {
  const { rows } = await db.raw<{ rows: { portalId: PortalId }[] }>(
    `select p.portal_id from portals p
     cross join lateral (select ${nightOf('(p.portal_id % 1000) / 1000.0')} as at) night
     where (p.status = 'active' or p.status = 'paused' and p.uninstalled_at is null) and night.at <= :now
       and coalesce(case when p.status = 'active' then p.swept_at else greatest(p.swept_at, p.asked_at) end < night.at, true)
     order by p.portal_id`,
    { now },
  );
  return rows.map(({ portalId }) => portalId);
}

async function connectionsOf(db: Db, portalId: PortalId): Promise<{ isConnected: boolean; isApproved: boolean }> {
  const connections = await db('erpConnections')
    .where({ portalId })
    .whereNot({ status: 'disconnected' })
    .select<{ approvedAt: Date | null }[]>('approvedAt');
  return { isConnected: connections.length > 0, isApproved: connections.some(({ approvedAt }) => approvedAt !== null) };
}

const SUBJECT_KINDS: Partial<Record<EventKind, SubjectKind>> = {
  payment_received: 'payment',
  order_delivered: 'order',
  project_completed: 'project',
  subscription_started: 'subscription',
  subscription_renewed: 'subscription',
  subscription_ended: 'subscription',
  subscription_payment_failed: 'subscription',
};

/** Live, but older than what may still move something: listed if a record was there to be moved. */
async function expireEvents(deps: SyncDeps, portalId: PortalId): Promise<void> {
  const { settings } = await loadSyncPortal(deps.db, portalId);
  const oldest = new Date(deps.now().getTime() - settings.eventMaxAgeHours * 3_600_000);
  await deps.db.transaction(async (trx) => {
    const { rows } = await trx.raw<{ rows: Expired[] }>(EXPIRE, { portalId, oldest, now: deps.now() });
    const problems = rows
      .filter(({ isLinked }) => isLinked)
      .map(({ connectionId, kind, erpId }) => ({
        code: 'event.expired',
        connectionId,
        subjectKind: SUBJECT_KINDS[kind] ?? 'invoice',
        subject: erpId,
        params: { kind },
      }));
    await raiseProblems(trx, portalId, problems, deps.now());
  });
}

/** Problems that only inform and need no action are resolved after a week. */
const NOTICE_DAYS = 7;

async function resolveOldNotices({ db, now }: SyncDeps, portalId: PortalId): Promise<void> {
  const before = new Date(now().getTime() - NOTICE_DAYS * 86_400_000);
  await db('problems')
    .where({ portalId, code: CLONED })
    .whereNull('resolvedAt')
    .where('lastSeenAt', '<', before)
    .update({ resolvedAt: now() });
}

/** What HubSpot refuses to the whole account is tried every quarter of an hour: not seen for hours, it is over. */
const OVER_AFTER_MS = 3 * 3_600_000;

async function resolveOldRefusals({ db, now }: SyncDeps, portalId: PortalId): Promise<void> {
  await db('problems')
    .where({ portalId, subjectKind: 'portal' })
    .whereLike('code', 'hubspot.%')
    .whereNull('resolvedAt')
    .where('lastSeenAt', '<', new Date(now().getTime() - OVER_AFTER_MS))
    .update({ resolvedAt: now() });
}

/** Those that have waited longest; the others on following nights. */
const RETRIED_AT_ONCE = 1_000;

/** A rule in HubSpot that somebody changed, a limit that was raised: nobody tells us that what was refused would be taken now. */
async function retryRefused({ db, enqueue, now }: SyncDeps, portalId: PortalId): Promise<void> {
  await db.transaction(async (trx) => {
    const refused = await trx('targets')
      .where({ portalId })
      .whereRaw('due_revision > pushed_revision and due_revision <= refused_revision')
      .orderBy('dueAt')
      .limit(RETRIED_AT_ONCE)
      .select<RecordRef[]>('objectType', 'recordId');
    const unmade = await requeueRefused(trx, portalId);
    for (const connectionId of unmade) await enqueue(trx, 'catalog', { portalId, connectionId });
    if ((await markRecordsDue(trx, portalId, refused, { priority: 3, now: now() })) > 0) await enqueue(trx, 'push', { portalId });
  });
}

interface Expired {
  connectionId: Parameters<typeof raiseProblems>[2][number]['connectionId'];
  kind: EventKind;
  erpId: string;
  isLinked: boolean;
}

// Earlier releases recorded that invoices were issued, of which nothing was ever told.
const EXPIRE = `
  update events e set expired_at = :now
  where e.portal_id = :portalId and e.is_live and e.pushed_at is null and e.expired_at is null and e.recorded_at < :oldest and e.kind <> 'invoice_issued'
  returning e.connection_id, e.kind, e.erp_id, exists (
    select 1 from links l where l.portal_id = e.portal_id and l.connection_id = e.connection_id and l.state = 'active'
      and l.customer_id in (e.customer_id, e.organisation_id)) as is_linked`;

/**
 * Deleted, merged and edited records show when they are read; an entry that waits already is not renewed. Of a record that is about to be
 * written for the first time the write tells the same: after an approval that is all of them.
 */
async function addLinkedToInbox(deps: SyncDeps, portalId: PortalId): Promise<void> {
  await deps.db.raw(
    `insert into inbox (portal_id, object_type, record_id, received_at)
     select :portalId, known.object_type, known.record_id, :now from (
       select t.object_type, t.record_id from targets t where t.portal_id = :portalId
       union select l.object_type, l.record_id from links l where l.portal_id = :portalId
       union select '${DEAL}', d.deal_id from deal_orders d where d.portal_id = :portalId
     ) known
     where not exists (
       select 1 from targets t where t.portal_id = :portalId and t.object_type = known.object_type and t.record_id = known.record_id
         and t.written is null and ${IS_DUE})
     order by known.object_type, known.record_id
     on conflict do nothing`,
    { portalId, now: deps.now() },
  );
}

/** What a record is found by that we have not met: a number typed on a deal, a key that came with an import. */
const FOUND_BY: Readonly<Record<ObjectType, string>> = {
  [ORGANISATION]: CUSTOMER_KEY,
  [PERSON]: CUSTOMER_KEY,
  [DEAL]: ORDER_NUMBER,
  [PRODUCT]: PRODUCT_KEY,
};

interface Swept extends PortalScope {
  /** Milliseconds. */
  since: number;
}

async function addChangedToInbox(
  deps: SyncDeps,
  swept: Swept,
  objectTypes: readonly ObjectType[],
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const objectType of objectTypes) {
    // HubSpot refuses a search by a property that is not there.
    const property = { portalId: swept.portalId, objectType, name: FOUND_BY[objectType], state: 'ready' };
    const isThere = await deps.db('hubspotProperties').where(property).first<object | undefined>('name');
    if (isThere) await addChangedOfType(deps, swept, objectType, signal).catch((error: unknown) => throwUnlessWithheld(objectType, error));
  }
}

/** What the account took away since it was provisioned holds up no other sweep. */
function throwUnlessWithheld(objectType: ObjectType, error: unknown): void {
  if (!isWithheld(objectType, error)) throw error;
}

async function addChangedOfType(
  deps: SyncDeps,
  { portalId, since }: Swept,
  objectType: ObjectType,
  signal: AbortSignal | undefined,
): Promise<void> {
  const customerType = CUSTOMER_OBJECT_TYPES.find((type) => type === objectType);
  if (customerType && (await addQualified(deps, { portalId, objectType: customerType, since }, signal))) return;
  const hubspot = await deps.openHubSpot(portalId);
  // A product is recognised by its SKU as well, also by one that it has no more.
  const found = isProduct(objectType) ? [] : [{ propertyName: FOUND_BY[objectType], operator: 'HAS_PROPERTY' } as const];
  const ofStages = isDeal(objectType) ? await filterOfStages(deps.db, portalId) : null;
  const searches: SearchFilter[][] = ofStages ? [found, ofStages] : [found];
  for (const filters of searches) {
    for await (const records of readChangedRecords(hubspot, { objectType, since, filters, properties: [] }, signal)) {
      const named = records.map(({ id }) => ({ objectType, recordId: id }));
      await addToInbox(deps.db, portalId, named, deps.now());
    }
  }
}
