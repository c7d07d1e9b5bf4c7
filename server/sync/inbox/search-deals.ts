import type { Db } from '../../db/index.ts';
import type { HubSpotRecord, SearchFilter } from '../../hubspot/contract.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import { findMet } from '../fields/rules.ts';
import { isQuotationOfOurs } from '../orders/ask-orders.ts';
import { conditionProperties } from '../orders/confirm-by-conditions.ts';
import { isLive, loadTies } from '../orders/order-ties.ts';
import { confirmsSince, loadOrderRules, rulesOf, type StoredOrderRules } from '../orders/rules.ts';
import { addToInbox } from '../shared/add-to-inbox.ts';
import type { SyncDeps } from '../shared/deps.ts';
import type { PortalScope } from '../shared/job-data.ts';
import { readChangedRecords } from './changed-records.ts';

/** In which deals become something in an ERP; null: no rules speak of any. */
export async function filterOfStages(db: Db, portalId: PortalId): Promise<SearchFilter[] | null> {
  const stored = await loadOrderRules(db, portalId);
  // HubSpot finds only what is spelt in small letters.
  const stages = (stored?.rules.pipelines ?? []).flatMap((one) => Object.keys(one.stages).map((stage) => stage.toLowerCase()));
  return stages.length === 0 ? null : [{ propertyName: 'dealstage', operator: 'IN', values: [...new Set(stages)].slice(0, 100) }];
}

const EVERY_MINUTES = 10;
/** Two turns and what HubSpot's index lags: a turn that comes late is left out. */
const LOOKED_BACK_MS = 25 * 60_000;

/** Every ten minutes, each portal at a minute of its own: a deal that was won and of which no webhook reached us would wait for the night. */
export async function addDealsOfStages(deps: SyncDeps, { portalId }: PortalScope, signal: AbortSignal | undefined): Promise<void> {
  const now = deps.now();
  const turn = (Math.floor(now.getTime() / 60_000) + EVERY_MINUTES - (portalId % EVERY_MINUTES)) % EVERY_MINUTES;
  const filters = turn > 1 ? null : await filterOfStages(deps.db, portalId);
  if (!filters) return;
  const hubspot = await deps.openHubSpot(portalId);
  const asked = { objectType: DEAL, since: now.getTime() - LOOKED_BACK_MS, filters, properties: [] };
  for await (const records of readChangedRecords(hubspot, asked, signal)) {
    const named = records.map(({ id }) => ({ objectType: DEAL, recordId: id }));
    await addToInbox(deps.db, portalId, named, now);
  }
}

/** HubSpot's search lags behind writes by seconds. */
const LAG_MS = 90_000;

/**
 * Every minute: by which property a quotation becomes an order, an administrator chose, and HubSpot tells only of those that the app subscribed to. What
 * changed is asked for by its pipeline: a search by a property that is gone would be refused.
 */
export async function addDealsOfConditions(deps: SyncDeps, { portalId }: PortalScope, signal: AbortSignal | undefined): Promise<void> {
  const stored = await loadOrderRules(deps.db, portalId);
  const begun = stored ? beginnings(stored) : [];
  if (!stored || begun.length === 0) return;
  const startedAt = deps.now();
  const row = await deps.db('orderRules').where({ portalId }).first<{ searchedAt: Date | null }>('searchedAt');
  const first = Math.min(...begun.map(({ since }) => since.getTime()));
  const pipelines = [...new Set(begun.map(({ pipelineId }) => pipelineId.toLowerCase()))];
  const asked = {
    objectType: DEAL,
    since: Math.max(row.searchedAt?.getTime() ?? first, first) - LAG_MS,
    filters: [{ propertyName: 'pipeline', operator: 'IN' as const, values: pipelines }],
    properties: ['pipeline', ...conditionProperties(stored)],
  };
  const hubspot = await deps.openHubSpot(portalId);
  for await (const records of readChangedRecords(hubspot, asked, signal)) {
    const waiting = await withQuotation(
      deps,
      portalId,
      records.filter((record) => isMet(stored, record)).map(({ id }) => id),
    );
    const named = waiting.map((recordId) => ({ objectType: DEAL, recordId }));
    await addToInbox(deps.db, portalId, named, deps.now());
  }
  await deps.db('orderRules').where({ portalId }).update({ searchedAt: startedAt });
}

/** Conditions that count, and since when. */
const beginnings = (stored: StoredOrderRules): { pipelineId: string; since: Date }[] =>
  stored.rules.pipelines.flatMap(({ pipelineId, confirmWhen = [] }) =>
    confirmWhen.flatMap((condition) => {
      const since = confirmsSince(stored, pipelineId, condition);
      return since === null ? [] : [{ pipelineId, since }];
    }),
  );

const isMet = (stored: StoredOrderRules, { properties }: HubSpotRecord): boolean =>
  findMet(rulesOf(stored, properties['pipeline'] ?? '')?.confirmWhen ?? [], properties) !== undefined;

/** Those of which something stands that could be confirmed. */
async function withQuotation({ db, now }: SyncDeps, portalId: PortalId, dealIds: readonly RecordId[]): Promise<RecordId[]> {
  const ties = await loadTies(db, portalId, dealIds);
  return dealIds.filter((id) => ties.some((tie) => tie.dealId === id && isLive(tie, now()) && isQuotationOfOurs(tie)));
}

/** Portals whose turn it is. */
export async function portalsToSearchDeals(db: Db, now: Date): Promise<PortalScope[]> {
  const { rows } = await db.raw<{ rows: PortalScope[] }>(
    `select r.portal_id from order_rules r join portals p on p.portal_id = r.portal_id and p.status = 'active'
     where r.confirmed <> '{}' and (r.conditions_since <> '{}' or r.portal_id % ${EVERY_MINUTES} = :minute) order by 1`,
    { minute: Math.floor(now.getTime() / 60_000) % EVERY_MINUTES },
  );
  return rows;
}
