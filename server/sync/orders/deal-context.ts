import type { PipelineOrderRules } from '../../../hubspot-app/app/settings/api/orders.ts';
import type { Db } from '../../db/index.ts';
import type { ErpConnector } from '../../erp/shared/contract.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import type { ConnectionId, PortalId, RecordId } from '../../shared/ids.ts';
import type { Connectors } from '../shared/connectors.ts';
import type { ConnectionScope, Enqueue } from '../shared/job-data.ts';
import { buildOrder, type BuiltOrder } from './build-order.ts';
import { readDeals, type Deal } from './read-deals.ts';
import { loadOrderRules, rulesOf, type StoredOrderRules } from './rules.ts';

export interface DealDeps {
  db: Db;
  now(): Date;
  enqueue: Enqueue;
  connectors: Pick<Connectors, 'openConnector' | 'capabilitiesOf'>;
  openHubSpot(portalId: PortalId): Promise<Pick<HubSpotClient, 'batchRead' | 'associatedIds'>>;
}

export interface DealRef {
  portalId: PortalId;
  dealId: RecordId;
  /** Of an account whose deals name no currency. */
  companyCurrency: string | null;
}

/** A deal as HubSpot has it at this moment, with the rules of its pipeline. */
export interface DealContext {
  scope: ConnectionScope;
  stored: StoredOrderRules;
  rules: PipelineOrderRules;
  connectionName: string;
  deal: Deal;
}

/** Null: no rules speak of its pipeline, or its ERP is not there to be written to. */
export async function loadDealContext(deps: DealDeps, { portalId, dealId }: DealRef): Promise<DealContext | null> {
  const stored = await loadOrderRules(deps.db, portalId);
  if (!stored) return null;
  const hubspot = await deps.openHubSpot(portalId);
  const deal = (await readDeals(hubspot, [dealId], { priority: 'interactive' })).get(dealId);
  if (!deal || deal.archived) return null;
  const { pipeline, dealstage: stage } = deal.properties;
  if (pipeline && stage) await rememberStage(deps, { portalId, dealId, pipeline, stage });
  const rules = rulesOf(stored, pipeline ?? '');
  const connection = rules && (await findWritable(deps.db, portalId, rules.connectionId));
  return rules && connection
    ? { scope: { portalId, connectionId: connection.id }, stored, rules, connectionName: connection.name, deal }
    : null;
}

interface MetDeal {
  portalId: PortalId;
  dealId: RecordId;
  pipeline: string;
  stage: string;
}

const rememberStage = async ({ db, now }: DealDeps, met: MetDeal): Promise<void> => {
  await db('dealStages')
    .insert({ ...met, seenAt: now() })
    .onConflict(['portalId', 'dealId'])
    .merge();
};

export async function findWritable(
  db: Db,
  portalId: PortalId,
  connectionId: string,
): Promise<{ id: ConnectionId; name: string } | undefined> {
  return db('erpConnections')
    .where({ portalId, id: connectionId })
    .whereNot({ status: 'disconnected' })
    .whereNotNull('approvedAt')
    .first<{ id: ConnectionId; name: string } | undefined>('id', 'name');
}

export async function requireDealContext(deps: DealDeps, ref: DealRef): Promise<DealContext> {
  const context = await loadDealContext(deps, ref);
  if (context) return context;
  throw new InvalidInputError('No order rules for this deal', { code: 'order.no_rules' });
}

export const buildFor = (deps: DealDeps, { scope, rules, deal }: DealContext, { companyCurrency }: DealRef): Promise<BuiltOrder> =>
  buildOrder(deps.db, { scope, rules, deal, companyCurrency });

/** A person waits for it: HubSpot's proxy gives a card twelve seconds. */
const PATIENCE_MS = 9_000;

export async function askErp<T>(
  deps: DealDeps,
  scope: ConnectionScope,
  ask: (erp: ErpConnector, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const erp = await deps.connectors.openConnector(scope);
  return ask(erp, AbortSignal.timeout(PATIENCE_MS));
}
