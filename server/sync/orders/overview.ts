import type {
  OrderChoicesView,
  OrderCommandFilter,
  OrderCommandList,
  OrderHistory,
  OrdersView,
} from '../../../hubspot-app/app/settings/api/orders.ts';
import type { Db } from '../../db/index.ts';
import type { HubSpotClient, HubSpotOwner, Pipeline, PropertyDefinition } from '../../hubspot/contract.ts';
import { QUOTE_SCOPES } from '../../hubspot/scopes.ts';
import { PuenteError } from '../../shared/errors.ts';
import { isSameEmail } from '../../shared/email-addresses.ts';
import type { ConnectionId, ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import { DEAL, type ObjectType } from '../../shared/object-types.ts';
import { askerOf } from '../commands/command-list.ts';
import { askInNameOf, lookAgain, type Command, type CommandState } from '../commands/command-rows.ts';
import { resolveDealRejections } from '../commands/deal-rejections.ts';
import { countUndecided, mayTryAgain, refuseUndecided, stoppedKeys } from '../commands/undecided.ts';
import type { Connectors } from '../shared/connectors.ts';
import type { ConnectionScope, Enqueue } from '../shared/job-data.ts';
import { readRecordNames } from '../shared/record-names.ts';
import { loadOrderCommands, madeStream, reasonsOf } from './command-views.ts';
import { goneProperties, viewDealProperties } from './deal-properties.ts';
import { loadDecisions } from './decisions.ts';
import { loadTies } from './order-ties.ts';
import { loadOrderRules, rulesOf, type StoredOrderRules } from './rules.ts';

interface OverviewDeps {
  db: Db;
  now(): Date;
  enqueue: Enqueue;
  connectors: Connectors;
  openHubSpot(portalId: PortalId): Promise<HubSpotClient>;
}

const ASKING_MS = 9_000;

interface OfAccount {
  currencies: string[];
  /** That were granted. */
  scopes: readonly string[];
}

/** What the settings page shows of the orders of a portal. Who and what there is in HubSpot is asked now. */
export async function loadOrders(deps: OverviewDeps, portalId: PortalId, { currencies, scopes }: OfAccount): Promise<OrdersView> {
  const [stored, asked, connections, counts, people] = await Promise.all([
    loadStored(deps.db, portalId),
    askHubSpot(deps, portalId),
    loadConnections(deps, portalId),
    countCommands(deps.db, portalId),
    loadPeople(deps.db, portalId),
  ]);
  return {
    rules: stored?.rules ?? { pipelines: [] },
    revision: stored?.revision ?? 0,
    lastChange: stored ? { at: stored.changedAt.toISOString(), by: people.emailOf(stored.changedBy) } : null,
    confirmed: Object.fromEntries(
      Object.entries(stored?.confirmed ?? {}).map(([pipelineId, { at, by }]) => [pipelineId, { at, by: people.emailOf(by) }]),
    ),
    ...{ pipelines: asked?.pipelines ?? null, owners: asked?.owners ?? null, connections, currencies, counts },
    readsQuotes: QUOTE_SCOPES.every((scope) => scopes.includes(scope)),
    ...{ users: people.users, teams: people.teams, dealProperties: asked && viewDealProperties(asked.properties) },
    notices: asked ? [...goneStages(stored, asked.pipelines), ...goneProperties(stored, asked.properties)] : [],
  };
}

type StoredRow = StoredOrderRules & { changedBy: number | null; changedAt: Date };

async function loadStored(db: Db, portalId: PortalId): Promise<StoredRow | undefined> {
  const row = await db('orderRules').where({ portalId }).first<StoredRow | undefined>();
  return row && { ...row, revision: Number(row.revision) };
}

async function askHubSpot(
  { openHubSpot }: OverviewDeps,
  portalId: PortalId,
): Promise<{ pipelines: Pipeline[]; owners: HubSpotOwner[]; properties: PropertyDefinition[] } | null> {
  const options = { priority: 'interactive', signal: AbortSignal.timeout(ASKING_MS) } as const;
  try {
    const hubspot = await openHubSpot(portalId);
    const [pipelines, owners, properties] = await Promise.all([
      hubspot.listPipelines(DEAL, options),
      hubspot.listOwners(options),
      hubspot.listProperties(DEAL, options),
    ]);
    return { pipelines, owners, properties };
  } catch (error) {
    if (!(error instanceof PuenteError) && !options.signal.aborted) throw error;
    return null;
  }
}

/** Rules that speak of stages which HubSpot has no more do nothing. */
function goneStages(stored: StoredOrderRules | undefined, pipelines: readonly Pipeline[]): OrdersView['notices'] {
  return (stored?.rules.pipelines ?? []).flatMap(({ pipelineId, stages }) => {
    const there = pipelines.find(({ id }) => id === pipelineId)?.stages.map(({ id }) => id) ?? [];
    const gone = Object.keys(stages).filter((stage) => !there.includes(stage));
    return gone.map((stage) => ({ code: 'order.stage_gone', params: { stage } }));
  });
}

async function loadConnections({ db, connectors }: OverviewDeps, portalId: PortalId): Promise<OrdersView['connections']> {
  const { rows } = await db.raw<{ rows: { id: ConnectionId; name: string; system: string; readsOrders: boolean }[] }>(
    `select k.id, k.name, k.system, coalesce(s.is_on and s.is_offered, false) as reads_orders from erp_connections k
     left join erp_streams s on s.portal_id = k.portal_id and s.connection_id = k.id and s.stream = 'orders'
     where k.portal_id = :portalId and k.status <> 'disconnected' and k.approved_at is not null order by k.name, k.id`,
    { portalId },
  );
  const offers = await Promise.all(rows.map(({ id }) => connectors.capabilitiesOf({ portalId, connectionId: id })));
  return rows.flatMap((row, index) => {
    const { orders, documents, commands } = offers[index]!;
    const sendsDocuments = documents !== undefined && commands?.names.includes('sendDocument') === true;
    return orders ? [{ ...row, sendsDocuments }] : [];
  });
}

async function countCommands(db: Db, portalId: PortalId): Promise<OrdersView['counts']> {
  const { rows } = await db.raw<{ rows: { state: CommandState; commands: number }[] }>(
    `select c.state, count(*)::int as commands from commands c where c.portal_id = :portalId and c.object_type = '${DEAL}' group by c.state`,
    { portalId },
  );
  const countOf = (...states: CommandState[]): number =>
    rows.filter(({ state }) => states.includes(state)).reduce((sum, { commands }) => sum + Number(commands), 0);
  return {
    planned: countOf('planned', 'sending'),
    waiting: countOf('waiting'),
    unknown: countOf('unknown'),
    rejected: countOf('rejected'),
    done: countOf('done'),
  };
}

async function loadPeople(db: Db, portalId: PortalId) {
  const known = await db('portalUsers')
    .where({ portalId })
    .orderBy('email')
    .select<{ userId: number; email: string; teams: { id: number; name: string }[] }[]>('userId', 'email', 'teams');
  const teams = new Map(known.flatMap((user) => user.teams).map((team) => [team.id, team]));
  return {
    users: known.map(({ email }) => ({ email })),
    teams: [...teams.values()],
    emailOf: (id: number | null): string | null => known.find(({ userId }) => userId === id)?.email ?? null,
  };
}

/** What an order can be made with, as the ERP says now. */
export async function loadOrderChoices(deps: OverviewDeps, scope: ConnectionScope): Promise<OrderChoicesView> {
  const signal = AbortSignal.timeout(ASKING_MS);
  try {
    const { capabilities } = await deps.connectors.openConnector(scope);
    if (!capabilities.orders) return { state: 'failed', reason: { code: 'order.not_offered', params: {} } };
    const [choices, projectTemplates, asked] = await Promise.all([
      capabilities.orders.choices(signal),
      capabilities.projects?.templates(signal) ?? null,
      askHubSpot(deps, scope.portalId),
    ]);
    return {
      ...{ state: 'ready', ...choices, projectTemplates, projectCodes: choices.projectCodes ?? null },
      proposedSalespeople: proposeSalespeople(asked?.owners ?? [], choices.salespeople),
      canMakeProducts: capabilities.commands?.names.includes('createProduct') ?? false,
      canReserve: capabilities.commands?.names.includes('reserveOrder') ?? false,
      canPreview: capabilities.orders.preview !== undefined,
    };
  } catch (error) {
    if (!(error instanceof PuenteError) && !signal.aborted) throw error;
    if (!(error instanceof PuenteError))
      return { state: 'failed', reason: { code: 'connection.too_slow', params: { seconds: ASKING_MS / 1000 } } };
    return { state: 'failed', reason: { code: error.code, params: { ...error.params } } };
  }
}

/** An owner is the one salesperson who has the same e-mail. */
function proposeSalespeople(
  owners: readonly HubSpotOwner[],
  salespeople: readonly { id: string; email: string | null }[],
): Record<string, string> {
  const pairs = owners.flatMap(({ id, email }) => {
    const alike = salespeople.filter((one) => email !== null && one.email !== null && isSameEmail(one.email, email));
    return alike.length === 1 ? [[id, alike[0]!.id] as const] : [];
  });
  return Object.fromEntries(pairs);
}

/** Deals that stand in a stage with a rule and have no order of ours: what was there before stays as it is. */
export async function countHistory({ db, openHubSpot }: OverviewDeps, portalId: PortalId, pipelineId: string): Promise<OrderHistory> {
  const rules = rulesOf(await loadOrderRules(db, portalId), pipelineId);
  const stages = Object.keys(rules?.stages ?? {});
  if (stages.length === 0) return { count: 0 };
  const signal = AbortSignal.timeout(ASKING_MS);
  try {
    const hubspot = await openHubSpot(portalId);
    const filters = [
      { propertyName: 'pipeline', operator: 'EQ', value: pipelineId },
      { propertyName: 'dealstage', operator: 'IN', values: stages.map((stage) => stage.toLowerCase()) },
    ] as const;
    const request = { filterGroups: [[...filters]], properties: [], limit: 1 };
    const { total } = await hubspot.search(DEAL, request, { priority: 'interactive', signal });
    const { rows } = await db.raw<{ rows: { made: number }[] }>(
      `select count(distinct t.deal_id)::int as made from order_ties t
       join deal_stages s on s.portal_id = t.portal_id and s.deal_id = t.deal_id and s.pipeline = :pipelineId and s.stage = any(:stages)
       where t.portal_id = :portalId`,
      { portalId, pipelineId, stages },
    );
    return { count: Math.max(0, total - Number(rows[0]?.made ?? 0)) };
  } catch (error) {
    if (!(error instanceof PuenteError) && !signal.aborted) throw error;
    return { count: null };
  }
}

const PER_PAGE = 25;
const STATES: Readonly<Record<OrderCommandFilter, readonly CommandState[]>> = {
  open: ['planned', 'waiting', 'sending', 'unknown'],
  rejected: ['rejected'],
  done: ['done'],
};

interface ListRequest {
  state: OrderCommandFilter;
  page: number;
  urlOf(objectType: ObjectType, id: RecordId): string;
}

/** What ERPs were asked for deals, the newest first. */
export async function listOrderCommands(
  deps: OverviewDeps,
  portalId: PortalId,
  { state, page, urlOf }: ListRequest,
): Promise<OrderCommandList> {
  const rows = await loadOrderCommands(deps.db, portalId, { states: STATES[state], limit: PER_PAGE, skipped: (page - 1) * PER_PAGE });
  const total = Number(rows[0]?.found ?? 0);
  const nameOf = await readRecordNames(
    deps.openHubSpot,
    portalId,
    rows.map(({ recordId }) => ({ objectType: DEAL, recordId })),
  );
  const ties = await loadTies(deps.db, portalId, [...new Set(rows.map(({ recordId }) => recordId))]);
  const decisions = await loadDecisions(deps.db, portalId, { commands: rows, ties });
  const commands = rows.map(async (row) => {
    const { key, name, connectionId, recordId, made } = row;
    const { linkTo } = await deps.connectors.capabilitiesOf({ portalId, connectionId });
    return {
      ...{ key, name, connectionId, dealId: recordId, state: row.state, reasons: reasonsOf(row), askedBy: askerOf(row) },
      canRetry: mayTryAgain(row),
      dealName: nameOf({ objectType: DEAL, recordId }),
      url: urlOf(DEAL, recordId),
      askedAt: row.askedAt.toISOString(),
      endedAt: row.endedAt?.toISOString() ?? null,
      decisions: decisions.get(key) ?? [],
      made: made && { number: made.number, url: linkTo?.(madeStream(name), made.id as ErpRecordId) ?? null },
    };
  });
  return { page, pageCount: Math.max(1, Math.ceil(total / PER_PAGE)), total, commands: await Promise.all(commands) };
}

/** Those named, or all that wait or were refused but for what somebody approves or decides; how many those are. */
export async function retryOrderCommands(
  deps: OverviewDeps,
  portalId: PortalId,
  { keys, userId }: { keys: readonly string[]; userId: number },
): Promise<number> {
  return deps.db.transaction(async (trx) => {
    const named = keys.length > 0 ? keys : await stoppedKeys(trx, { portalId }, [DEAL]);
    const found = await trx('commands')
      .where({ portalId, objectType: DEAL })
      .whereIn('state', ['waiting', 'rejected'])
      .whereRaw('key = any(?)', [[...named]])
      .select<Stopped[]>('key', 'connectionId', 'recordId', 'state', 'waitingFor');
    refuseUndecided(found);
    await lookAgain(trx, portalId, { filter: { keys: found.map(({ key }) => key) }, states: ['waiting', 'rejected'], now: deps.now() });
    for (const { key } of keys.length > 0 ? found : []) await askInNameOf(trx, portalId, { key, userId, now: deps.now() });
    await resolveDealRejections(trx, portalId, { dealIds: found.map(({ recordId }) => recordId), now: deps.now() });
    for (const connectionId of new Set(found.map((one) => one.connectionId)))
      await deps.enqueue(trx, 'commands', { portalId, connectionId });
    return keys.length > 0 ? 0 : countUndecided(trx, { portalId }, [DEAL]);
  });
}

type Stopped = Pick<Command, 'key' | 'connectionId' | 'recordId' | 'state' | 'waitingFor'>;
