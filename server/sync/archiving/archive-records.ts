import type { HubSpotClient } from '../../hubspot/contract.ts';
import { RecordRejectedError } from '../../shared/errors.ts';
import type { RecordId } from '../../shared/ids.ts';
import { CUSTOMER_OBJECT_TYPES, type CustomerObjectType } from '../../shared/object-types.ts';
import { addToInbox } from '../shared/add-to-inbox.ts';
import type { SliceOptions, SyncDeps } from '../shared/deps.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { DueArchival } from './due-archivals.ts';
import { hold } from './hold.ts';
import { findOpenDeals } from './open-deals.ts';

/** Records go to HubSpot's recycling bin, unless they have open deals; from there people can bring them back for 90 days. */
export async function archiveRecords(
  deps: SyncDeps,
  scope: ConnectionScope,
  archivals: readonly DueArchival[],
  { signal }: SliceOptions,
): Promise<void> {
  if (archivals.length === 0) return;
  const hubspot = await deps.openHubSpot(scope.portalId);
  for (const objectType of CUSTOMER_OBJECT_TYPES) {
    const ofType = archivals.filter((one) => one.objectType === objectType);
    if (ofType.length > 0) await archiveOfType({ deps, scope, hubspot, objectType, ...(signal ? { signal } : {}) }, ofType);
  }
}

interface TypeRun {
  deps: SyncDeps;
  scope: ConnectionScope;
  hubspot: HubSpotClient;
  objectType: CustomerObjectType;
  signal?: AbortSignal;
}

async function archiveOfType(run: TypeRun, archivals: readonly DueArchival[]): Promise<void> {
  const { deps, scope } = run;
  const undecided = archivals.filter((one) => one.decidedBy === null && one.state === 'noticed');
  const openDeals = await findOpenDeals(run, unique(undecided));
  const busy = undecided.filter(({ recordId }) => openDeals.has(recordId));
  await hold(
    deps,
    scope,
    busy.map((one) => ({ ...one, reason: 'archival.open_deals', params: { count: openDeals.get(one.recordId) ?? 0 } })),
  );
  const clear = archivals.filter((one) => !busy.includes(one));
  if (clear.length > 0) await archive(run, clear);
}

const unique = (archivals: readonly DueArchival[]): RecordId[] => [...new Set(archivals.map(({ recordId }) => recordId))];

/** Noted before the call: whoever finds it after a crash archives once more, which is the same as once. */
async function archive({ deps, scope, hubspot, objectType, signal }: TypeRun, archivals: readonly DueArchival[]): Promise<void> {
  const ids = unique(archivals);
  const rows = { ...scope, side: 'hubspot', objectType };
  const customerIds = archivals.map(({ customerId }) => customerId);
  const noted = await deps
    .db('customerArchivals')
    .where(rows)
    .whereIn('customerId', customerIds)
    .whereIn('state', ['noticed', 'asked'])
    .update({ state: 'asked' });
  if (noted === 0) return;
  try {
    await hubspot.batchArchive(objectType, ids, { priority: 'live', ...(signal ? { signal } : {}) });
  } catch (error) {
    if (!(error instanceof RecordRejectedError)) throw error;
    const params = { reason: error.code };
    return hold(
      deps,
      scope,
      archivals.map((one) => ({ ...one, reason: 'archival.refused_by_hubspot', params })),
    );
  }
  await deps.db.transaction(async (trx) => {
    const done = { state: 'done', reason: null, params: '{}', endedAt: deps.now() };
    await trx('customerArchivals')
      .where({ ...rows, state: 'asked' })
      .whereIn('customerId', customerIds)
      .update(done);
    // Their links go as those of any deleted record do.
    await addToInbox(
      trx,
      scope.portalId,
      ids.map((recordId) => ({ objectType, recordId })),
      deps.now(),
    );
    await deps.enqueue(trx, 'inbox', { portalId: scope.portalId });
  });
}
