import { isWithheld } from '../../hubspot/errors.ts';
import type { HubSpotClient, HubSpotRecord } from '../../hubspot/contract.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import { DEAL, QUOTE } from '../../shared/object-types.ts';
import { findMet } from '../fields/rules.ts';
import { isQuotationOfOurs } from '../orders/ask-orders.ts';
import { conditionProperties } from '../orders/confirm-by-conditions.ts';
import { isLive, loadTies } from '../orders/order-ties.ts';
import { confirmConditions, confirmsSince, loadOrderRules, rulesOf, SIGNED_QUOTE, type StoredOrderRules } from '../orders/rules.ts';
import { isSigned, SIGNATURE_PROPERTIES } from '../orders/signed-quotes.ts';
import { addToInbox } from '../shared/add-to-inbox.ts';
import type { SyncDeps } from '../shared/deps.ts';
import type { PortalScope } from '../shared/job-data.ts';
import { readChangedRecords } from './changed-records.ts';

/** HubSpot's search lags behind writes by seconds. */
const LAG_MS = 90_000;

interface Beginning {
  pipelineId: string;
  isOfQuotes: boolean;
  since: Date;
}

/**
 * Every minute: by which property a quotation becomes an order, an administrator chose, and HubSpot tells only of those that the app subscribed to; of quotes
 * it tells nothing, for not every account lets them be read.
 */
export async function addDealsOfConditions(deps: SyncDeps, { portalId }: PortalScope, signal: AbortSignal | undefined): Promise<void> {
  const stored = await loadOrderRules(deps.db, portalId);
  const begun = stored ? beginnings(stored) : [];
  if (!stored || begun.length === 0) return;
  const startedAt = deps.now();
  const row = await deps.db('orderRules').where({ portalId }).first<{ searchedAt: Date | null }>('searchedAt');
  const sinceOf = (some: Beginning[]): number => {
    const first = Math.min(...some.map(({ since }) => since.getTime()));
    return Math.max(row.searchedAt?.getTime() ?? first, first) - LAG_MS;
  };
  const hubspot = await deps.openHubSpot(portalId);
  const [ofQuotes, ofDeals] = [true, false].map((isOfQuotes) => begun.filter((one) => one.isOfQuotes === isOfQuotes)) as [
    Beginning[],
    Beginning[],
  ];
  const found: AsyncGenerator<RecordId[]>[] = [];
  if (ofDeals.length > 0) found.push(dealsThatMeet(hubspot, stored, { pipelines: pipelinesOf(ofDeals), since: sinceOf(ofDeals), signal }));
  if (ofQuotes.length > 0) found.push(dealsOfSigned(hubspot, { since: sinceOf(ofQuotes), signal }));
  for (const pages of found)
    for await (const ids of pages) {
      const waiting = await withQuotation(deps, portalId, ids);
      await addToInbox(
        deps.db,
        portalId,
        waiting.map((recordId) => ({ objectType: DEAL, recordId })),
        deps.now(),
      );
    }
  await deps.db('orderRules').where({ portalId }).update({ searchedAt: startedAt });
}

/** Conditions that count, and since when. */
const beginnings = (stored: StoredOrderRules): Beginning[] =>
  stored.rules.pipelines.flatMap((rules) =>
    confirmConditions(rules).flatMap((condition) => {
      const { pipelineId } = rules;
      const since = confirmsSince(stored, pipelineId, condition);
      return since === null ? [] : [{ pipelineId, isOfQuotes: condition === SIGNED_QUOTE, since }];
    }),
  );

const pipelinesOf = (some: Beginning[]): string[] => [...new Set(some.map(({ pipelineId }) => pipelineId.toLowerCase()))];

interface Since {
  /** Milliseconds. */
  since: number;
  signal: AbortSignal | undefined;
}

/** What changed is asked for by its pipeline: a search by a property that is gone would be refused. */
async function* dealsThatMeet(
  hubspot: HubSpotClient,
  stored: StoredOrderRules,
  { pipelines, since, signal }: Since & { pipelines: string[] },
): AsyncGenerator<RecordId[]> {
  const filters = [{ propertyName: 'pipeline', operator: 'IN' as const, values: pipelines }];
  const asked = { objectType: DEAL, since, filters, properties: ['pipeline', ...conditionProperties(stored)] };
  for await (const records of readChangedRecords(hubspot, asked, signal))
    yield records.filter((record) => isMet(stored, record)).map(({ id }) => id);
}

const isMet = (stored: StoredOrderRules, { properties }: HubSpotRecord): boolean =>
  findMet(rulesOf(stored, properties['pipeline'] ?? '')?.confirmWhen ?? [], properties) !== undefined;

/** None where the account withholds its quotes. */
async function* dealsOfSigned(hubspot: HubSpotClient, { since, signal }: Since): AsyncGenerator<RecordId[]> {
  const asked = { objectType: QUOTE, since, filters: [], properties: SIGNATURE_PROPERTIES } as const;
  try {
    for await (const records of readChangedRecords(hubspot, asked, signal)) {
      const signed = records.filter(({ properties }) => isSigned(properties)).map(({ id }) => id);
      if (signed.length === 0) continue;
      const dealsOf = await hubspot.associatedIds(QUOTE, signed, DEAL, { priority: 'live', ...(signal ? { signal } : {}) });
      yield [...new Set([...dealsOf.values()].flat())];
    }
  } catch (error) {
    if (!isWithheld(QUOTE, error)) throw error;
  }
}

/** Those of which something stands that could be confirmed. */
async function withQuotation({ db, now }: SyncDeps, portalId: PortalId, dealIds: readonly RecordId[]): Promise<RecordId[]> {
  const ties = await loadTies(db, portalId, dealIds);
  return dealIds.filter((id) => ties.some((tie) => tie.dealId === id && isLive(tie, now()) && isQuotationOfOurs(tie)));
}
