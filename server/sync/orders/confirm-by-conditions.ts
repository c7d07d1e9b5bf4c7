import type { CreateCondition } from '../../../hubspot-app/app/settings/api/customers.ts';
import type { PipelineOrderRules } from '../../../hubspot-app/app/settings/api/orders.ts';
import type { HubSpotRecord } from '../../hubspot/contract.ts';
import { HISTORY_BATCH_SIZE } from '../../hubspot/histories.ts';
import { DEAL } from '../../shared/object-types.ts';
import type { RecordId } from '../../shared/ids.ts';
import { findMet } from '../fields/rules.ts';
import { askToConfirmStanding, isQuotationOfOurs } from './ask-orders.ts';
import { cameWithin } from './came-within.ts';
import { confirmConditions, confirmsSince, SIGNED_QUOTE } from './confirm-conditions.ts';
import { loadEarlierEnds } from './earlier-documents.ts';
import { isLive, type TiedOrder } from './order-ties.ts';
import type { StoredOrderRules } from './rules.ts';
import { findSigned } from './signed-quotes.ts';
import type { DealRun } from './write-order-numbers.ts';

interface StandingDeal {
  id: RecordId;
  properties: HubSpotRecord['properties'];
  rules: PipelineOrderRules;
  ties: readonly TiedOrder[];
}

interface Candidate extends StandingDeal {
  /** That the deal meets, and since when each counts. */
  conditions: { condition: CreateCondition; since: Date }[];
}

/** What has to be read of deals for these rules. */
export const conditionProperties = ({ rules: { pipelines } }: StoredOrderRules): string[] => [
  ...new Set(pipelines.flatMap(({ confirmWhen = [] }) => confirmWhen.map(({ property }) => property))),
];

/**
 * A quotation of ours becomes an order once its deal comes to hold what an administrator named, or a quote of it is signed: what was so before that was saved,
 * or while an earlier document of the deal stood, and what people made of it in the ERP, no rule confirms. Approval, credit and differences hold it up as they
 * do for a stage.
 */
export async function confirmByConditions(run: DealRun, stored: StoredOrderRules, deals: readonly StandingDeal[]): Promise<void> {
  const { deps, portal } = run;
  const { portalId } = portal;
  const isStanding = (tie: TiedOrder): boolean => isLive(tie, deps.now()) && isQuotationOfOurs(tie);
  const standing = deals.filter(({ rules, ties }) => confirmConditions(rules).length > 0 && ties.some(isStanding));
  const ends = await loadEarlierEnds(deps.db, portalId, { deals: standing, isStanding });
  const sinceOf = ({ id, rules }: StandingDeal, condition: Parameters<typeof confirmsSince>[2]): Date | null => {
    const since = confirmsSince(stored, rules.pipelineId, condition);
    const end = ends.get(id);
    return since && end && end > since ? end : since;
  };
  const candidates = standing.flatMap((deal): Candidate[] => {
    const { rules, properties } = deal;
    const conditions = (rules.confirmWhen ?? []).flatMap((condition) => {
      const since = findMet([condition], properties) ? sinceOf(deal, condition) : null;
      return since === null ? [] : [{ condition, since }];
    });
    return conditions.length > 0 ? [{ ...deal, conditions }] : [];
  });
  const met = await cameToHold(run, candidates);
  const others = standing.flatMap((deal) => {
    const since = deal.rules.confirmWhenSigned && !met.has(deal.id) ? sinceOf(deal, SIGNED_QUOTE) : null;
    return since === null ? [] : [{ id: deal.id, since }];
  });
  const signed = await findSigned(run, others);
  for (const { id: dealId, rules } of standing.filter(({ id }) => met.has(id) || signed.has(id)))
    await deps.db.transaction(async (trx) => {
      const { property, figures } = signed.get(dealId) ?? { property: met.get(dealId)!, figures: undefined };
      const asked = await askToConfirmStanding(trx, {
        ...{ portalId, dealId, pipelineId: rules.pipelineId, askedBy: { kind: 'rule', property }, now: deps.now() },
        ...(figures && { signed: figures }),
      });
      if (asked) await deps.enqueue(trx, 'commands', { portalId, connectionId: asked.connectionId });
    });
}

/** Those that came to hold it since the rules say so, with the property by which. */
async function cameToHold({ deps, hubspot, priority, signal }: DealRun, candidates: readonly Candidate[]): Promise<Map<RecordId, string>> {
  const found = new Map<RecordId, string>();
  for (let start = 0; start < candidates.length; start += HISTORY_BATCH_SIZE) {
    const some = candidates.slice(start, start + HISTORY_BATCH_SIZE);
    const properties = [...new Set(some.flatMap(({ conditions }) => conditions.map(({ condition }) => condition.property)))];
    const request = { ids: some.map(({ id }) => id), properties };
    const histories = await hubspot.propertyHistories(DEAL, request, { priority, ...(signal ? { signal } : {}) });
    for (const deal of some) {
      const met = deal.conditions.find(({ condition, since }) => {
        const isMet = (value: string): boolean => findMet([condition], { [condition.property]: value }) !== undefined;
        return cameWithin(histories.get(deal.id)?.[condition.property] ?? [], { isMet, since, now: deps.now() });
      });
      if (met) found.set(deal.id, met.condition.property);
    }
  }
  return found;
}
