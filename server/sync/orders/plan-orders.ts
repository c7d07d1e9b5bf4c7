import type { PipelineOrderRules } from '../../../hubspot-app/app/settings/api/orders.ts';
import type { Db } from '../../db/index.ts';
import type { OrderState } from '../../erp/shared/orders.ts';
import type { HubSpotRecord } from '../../hubspot/contract.ts';
import { HISTORY_BATCH_SIZE } from '../../hubspot/histories.ts';
import { ORDER_NUMBER } from '../../records/catalogue/index.ts';
import type { ConnectionId, PortalId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import type { AskedBy } from '../commands/command-rows.ts';
import { resolveDealRejections } from '../commands/deal-rejections.ts';
import { askForOrder, askToCancel, callOffAsking, callOffCancelling } from './ask-orders.ts';
import { cameWithin } from './came-within.ts';
import { confirmByConditions } from './confirm-by-conditions.ts';
import { whyKept } from './kept-orders.ts';
import { isLive, loadTies, type TiedOrder } from './order-ties.ts';
import { planProjects } from './plan-projects.ts';
import { actsSince, rulesOf, type StoredOrderRules } from './rules.ts';
import { endOf } from './stage-end.ts';
import type { DealRun } from './write-order-numbers.ts';

type PlanRun = DealRun & { orderRules: StoredOrderRules | undefined };

/** A deal that is lost may come back at once; who loses it by a slip of the hand has so long. */
const CANCEL_AFTER_MS = 60_000;
const BY_STAGE = { kind: 'rule', property: 'dealstage' } as const;

interface PlannedDeal {
  id: RecordId;
  stage: string;
  properties: HubSpotRecord['properties'];
  rules: PipelineOrderRules;
  /** By the stage in which it stands. */
  wants: 'quotation' | 'order' | null;
  /** From when on a deal that enters the stage is meant; null: its pipeline's rules do nothing by themselves. */
  since: Date | null;
  /** Somebody named the order that it has, or tied it. */
  isNamed: boolean;
  ties: TiedOrder[];
  isAsked: boolean;
  /** By its stage, and not by a person or a workflow. */
  isAskedByStage: boolean;
  /** What the ERP said when it confirmed them; not read since. */
  confirmedIds: string[];
}

/** What the stages of these deals, as just read, ask for. A deal gets its document once, however often it comes and goes. */
export async function planOrders(run: PlanRun, deals: readonly HubSpotRecord[]): Promise<void> {
  const { deps, portal, orderRules } = run;
  if (!orderRules || deals.length === 0) return;
  await rememberStages(deps.db, portal.portalId, deals, deps.now());
  await planProjects(
    run,
    orderRules,
    deals.map(({ id }) => id),
  );
  const planned = await loadPlanned(run, orderRules, deals);
  await comeBack(
    run,
    planned.filter(({ wants, ties }) => wants !== null && ties.length > 0),
  );
  for (const deal of await withoutHistory(run, planned)) await ask(run, deal);
  const ended = new Set<RecordId>();
  for (const deal of planned.filter(({ wants, ties, isAsked }) => wants === null && (ties.length > 0 || isAsked)))
    if (await leave(run, deal)) ended.add(deal.id);
  const standing = planned.filter((deal) => !deal.isNamed && !ended.has(deal.id) && !isServed({ ...deal, wants: 'order' }));
  await confirmByConditions(run, orderRules, standing);
}

async function rememberStages(db: Db, portalId: PortalId, deals: readonly HubSpotRecord[], now: Date): Promise<void> {
  const rows = deals.flatMap(({ id, properties: { pipeline, dealstage: stage } }) =>
    pipeline && stage ? [{ portalId, dealId: id, pipeline, stage, seenAt: now }] : [],
  );
  if (rows.length > 0) await db('dealStages').insert(rows).onConflict(['portalId', 'dealId']).merge();
}

async function loadPlanned(
  { deps: { db, now }, portal: { portalId } }: PlanRun,
  stored: StoredOrderRules,
  deals: readonly HubSpotRecord[],
): Promise<PlannedDeal[]> {
  const ids = deals.map(({ id }) => id);
  const ties = await loadTies(db, portalId, ids);
  const commands = await db('commands')
    .where({ portalId, objectType: DEAL })
    .whereIn('name', ['createOrder', 'confirmOrder'])
    .whereIn('recordId', ids)
    .select<PlannedCommand[]>('recordId', 'name', 'askedBy', 'state', 'result');
  const asked = commands.filter(({ name }) => name === 'createOrder');
  const confirmed = commands.filter(
    ({ name, state, result }) => name === 'confirmOrder' && state === 'done' && result?.status === 'confirmed',
  );
  return deals.flatMap(({ id, properties }) => {
    const [pipeline, stage] = [properties['pipeline'] ?? '', properties['dealstage'] ?? ''];
    const rules = rulesOf(stored, pipeline);
    if (!rules) return [];
    const own = ties.filter(({ dealId }) => dealId === id);
    const askers = asked.filter(({ recordId }) => recordId === id).map(({ askedBy }) => askedBy.kind);
    return {
      ...{
        id,
        stage,
        rules,
        ties: own,
        isAsked: askers.length > 0,
        isAskedByStage: askers.includes('rule'),
        wants: rules.stages[stage] ?? null,
        properties,
        confirmedIds: confirmed.filter(({ recordId }) => recordId === id).flatMap(({ result }) => result?.id ?? []),
      },
      since: actsSince(stored, pipeline, stage) ?? confirmedAt(stored, pipeline),
      isNamed:
        own.some((tie) => tie.how === 'person' && isLive(tie, now())) ||
        (Boolean(properties[ORDER_NUMBER]?.trim()) && !own.some(({ how }) => how === 'created')),
    };
  });
}

interface PlannedCommand {
  recordId: RecordId;
  name: string;
  askedBy: AskedBy;
  state: string;
  result: OrderState | null;
}

const confirmedAt = ({ confirmed }: StoredOrderRules, pipeline: string): Date | null =>
  confirmed[pipeline] ? new Date(confirmed[pipeline].at) : null;

/** Deals that stand where something is made of them. What stood there before the rules acted stays as it is. */
async function withoutHistory({ deps, hubspot, priority, signal }: PlanRun, planned: readonly PlannedDeal[]): Promise<PlannedDeal[]> {
  const wanted = planned.filter((deal) => deal.wants !== null && deal.since !== null && !deal.isNamed && !isServed(deal));
  const entered: PlannedDeal[] = [];
  for (let start = 0; start < wanted.length; start += HISTORY_BATCH_SIZE) {
    const some = wanted.slice(start, start + HISTORY_BATCH_SIZE);
    const request = { ids: some.map(({ id }) => id), properties: ['dealstage', 'createdate'] };
    const histories = await hubspot.propertyHistories(DEAL, request, { priority, ...(signal ? { signal } : {}) });
    for (const deal of some) {
      const versions = histories.get(deal.id)?.['dealstage'] ?? [];
      if (cameWithin(versions, { isMet: (value) => value === deal.stage, since: deal.since!, now: deps.now() })) entered.push(deal);
    }
  }
  return entered;
}

/** It has what its stage asks for. */
const isServed = ({ wants, ties, confirmedIds }: PlannedDeal): boolean =>
  ties.some(
    ({ status, orderId }) =>
      status === 'confirmed' ||
      status === 'closed' ||
      (wants === 'quotation' && status === 'quotation') ||
      ((status === null || status === 'quotation') && confirmedIds.includes(orderId)),
  );

async function ask({ deps, portal: { portalId } }: PlanRun, { id: dealId, rules, wants }: PlannedDeal): Promise<void> {
  const connectionId = rules.connectionId as ConnectionId;
  await deps.db.transaction(async (trx) => {
    await callOffCancelling(trx, portalId, [dealId], deps.now());
    const asked = await askForOrder(trx, {
      portalId,
      connectionId,
      dealId,
      pipelineId: rules.pipelineId,
      wants: wants!,
      askedBy: BY_STAGE,
      now: deps.now(),
    });
    if (asked) await deps.enqueue(trx, 'commands', { portalId, connectionId: asked.connectionId });
  });
}

/** They stand where something is made of them again: that they were to be cancelled, or could not be, is over. */
async function comeBack({ deps, portal: { portalId } }: PlanRun, deals: readonly PlannedDeal[]): Promise<void> {
  if (deals.length === 0) return;
  const now = deps.now();
  await deps.db.transaction(async (trx) => {
    const dealIds = await callOffCancelling(
      trx,
      portalId,
      deals.map(({ id }) => id),
      now,
    );
    await resolveDealRejections(trx, portalId, { dealIds, now });
  });
}

/** It was lost, or taken back to where nothing was agreed yet: what was made of it is called off, where an administrator wants that. False: it was not. */
async function leave({ deps, portal: { portalId }, hubspot, priority }: PlanRun, deal: PlannedDeal): Promise<boolean> {
  const { id: dealId, rules, ties, since } = deal;
  const end = since === null ? null : await endOf(hubspot, deal, priority);
  // What a person or a workflow wanted in an early stage, no stage takes back.
  if (end === null || (end === 'taken_back' && !deal.isAskedByStage)) return false;
  await deps.db.transaction(async (trx) => {
    await callOffAsking(trx, portalId, dealId, deps.now());
    await resolveDealRejections(trx, portalId, { dealIds: [dealId], now: deps.now() });
    if (rules.whenLost === 'leave') return;
    for (const { connectionId, orderId, ...tie } of ties) {
      if (tie.how !== 'created' || tie.status === 'closed' || !isLive(tie, deps.now())) continue;
      const asked = { portalId, connectionId, dealId, askedBy: BY_STAGE, now: deps.now() };
      // Nothing will be cancelled: that is said at once.
      const afterMs = (await whyKept(trx, { portalId, connectionId }, orderId)) ? 0 : CANCEL_AFTER_MS;
      await askToCancel(trx, asked, orderId, { afterMs, isOfStage: true });
      await deps.enqueue(trx, 'commands', { portalId, connectionId }, { afterMs });
    }
  });
  return true;
}
