import type { DealOrderState, OrderAction, OrderCommand, OrderStep } from '../../../hubspot-app/app/cards/api/orders.ts';
import type { PipelineOrderRules } from '../../../hubspot-app/app/settings/api/orders.ts';
import type { Db } from '../../db/index.ts';
import type { ErpConnector } from '../../erp/shared/contract.ts';
import { ORDER_FACTS, orderStatus, type OrderFacts } from '../../records/catalogue/order-status.ts';
import { CURRENCY_DIGITS } from '../../shared/currencies.ts';
import { paidShare, withoutCopied, type StoredOrder } from '../../records/queries/deal-orders.ts';
import { add, trimZeros } from '../../shared/decimals.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { nextReservation } from '../../streams/orders/progress.ts';
import { askerOf } from '../commands/command-list.ts';
import type { Reason } from '../commands/command-facts.ts';
import { SENDING_UNKNOWN, WAITING_CUSTOMER } from '../commands/command-rows.ts';
import { approverNames, mayApprove, type Approver } from './approvers.ts';
import { loadDealCommands, madeStream, reasonsOf, type OrderCommandRow } from './command-views.ts';
import { decidingRules, makesOrders } from './deal-rules.ts';
import { loadDecisions } from './decisions.ts';
import { findWritable, loadDealContext, type DealDeps, type DealRef } from './deal-context.ts';
import { isKept } from './kept-orders.ts';
import { LEAVABLE } from './leave-refused.ts';
import { differenceOf, isLive, loadTies, type TiedOrder } from './order-ties.ts';
import { possibleChanges } from './possible-changes.ts';
import { loadOrderRules, rulesOf, type StoredOrderRules } from './rules.ts';
import { NOT_APPROVED, WAITING_CREDIT, WAITING_LINES, WAITING_SIGNED, WAITING_SIGNED_UNREAD } from './waiting.ts';

interface CardDeal extends DealRef {
  user: Approver;
  /** As they are shown. */
  orders: readonly StoredOrder[];
}

/** Where a deal stands between line and cash, and what can be done; null: no rules speak of its pipeline. HubSpot is asked once for each deal. */
export async function loadDealState(deps: DealDeps, deal: CardDeal): Promise<DealOrderState | null> {
  const known = await loadRules(deps, deal);
  if (!known) return null;
  const { stored, rules, stage, connectionName } = known;
  const { portalId, dealId, orders } = deal;
  const [ties, commands, facts, capabilities] = await Promise.all([
    loadTies(deps.db, portalId, [dealId]),
    loadDealCommands(deps.db, { portalId, dealId }),
    loadFacts(deps, deal),
    deps.connectors.capabilitiesOf({ portalId, connectionId: rules.connectionId as StoredOrder['connectionId'] }),
  ]);
  const live = ties.find((tie) => isLive(tie, deps.now()) && tie.status !== 'closed') ?? null;
  const deciding = live ? await decidingRules(deps.db, { portalId, connectionId: live.connectionId }, live) : rules;
  const approval = deciding?.approval ?? null;
  const canOrder = deciding === undefined || makesOrders(deciding);
  const view = { commands, live, approval, canOrder, capabilities, ties };
  const decisions = await loadDecisions(deps.db, portalId, { commands, ties });
  return {
    ...{ status: facts && orderStatus(facts), connectionId: rules.connectionId, connectionName },
    rule: rules.stages[stage] ?? null,
    isAutomatic: stored.confirmed[rules.pipelineId] !== undefined,
    isOrderedBySignature: stored.confirmed[rules.pipelineId] !== undefined && rules.confirmWhenSigned === true,
    canOrder,
    steps: stepsOf(orders, capabilities.linkTo, deps.now()),
    commands: commands.map((command) => toView(command, { linkTo: capabilities.linkTo, decisions, now: deps.now() })),
    waiting: waitingOf(commands),
    difference: differenceView(commands, live),
    approvers: await approverNames(deps, portalId, approval),
    actions: await actionsOf(deps, deal, view),
  };
}

interface KnownRules {
  stored: StoredOrderRules;
  rules: PipelineOrderRules;
  stage: string;
  connectionName: string;
}

async function loadRules(deps: DealDeps, deal: CardDeal): Promise<KnownRules | null> {
  const { portalId, dealId } = deal;
  const stored = await loadOrderRules(deps.db, portalId);
  if (!stored) return null;
  const met = await deps
    .db('dealStages')
    .where({ portalId, dealId })
    .first<{ pipeline: string; stage: string } | undefined>('pipeline', 'stage');
  if (!met) {
    const context = await loadDealContext(deps, deal);
    return context && { ...context, stage: context.deal.properties['dealstage'] ?? '' };
  }
  const rules = rulesOf(stored, met.pipeline);
  const connection = rules && (await findWritable(deps.db, portalId, rules.connectionId));
  return rules && connection ? { stored, rules, stage: met.stage, connectionName: connection.name } : null;
}

async function loadFacts({ db, now }: DealDeps, { portalId, dealId }: CardDeal): Promise<OrderFacts | null> {
  const bindings = { portalId, recordIds: [dealId], now: now(), digits: JSON.stringify(CURRENCY_DIGITS) };
  const { rows } = await (db as Db).raw<{ rows: { facts: OrderFacts }[] }>(`select f.facts from (${ORDER_FACTS}) f`, bindings);
  return rows[0]?.facts ?? null;
}

type LinkTo = ErpConnector['capabilities']['linkTo'];

interface ToView {
  linkTo: LinkTo;
  decisions: Awaited<ReturnType<typeof loadDecisions>>;
  now: Date;
}

/** So soon that nobody would wait for it. */
const AT_ONCE_MS = 5_000;

function toView(row: OrderCommandRow, { linkTo, decisions, now }: ToView): OrderCommand {
  const { key, name, state, askedAt, dueAt, made } = row;
  const isLater = state === 'planned' && dueAt.getTime() - now.getTime() > AT_ONCE_MS;
  return {
    ...{ key, name, state, reasons: reasonsOf(row), askedAt: askedAt.toISOString(), askedBy: askerOf(row) },
    ...{ dueAt: isLater ? dueAt.toISOString() : null, decisions: decisions.get(key) ?? [] },
    made: made && { number: made.number, url: linkTo?.(madeStream(name), made.id) ?? null },
  };
}

const OPEN = ['planned', 'waiting', 'sending', 'unknown', 'rejected'];

/** Of the newest that is not done. */
function waitingOf(commands: readonly OrderCommandRow[]): Reason | null {
  const open = commands.find(({ state }) => OPEN.includes(state));
  return open ? (reasonsOf(open)[0] ?? null) : null;
}

function differenceView(commands: readonly OrderCommandRow[], live: TiedOrder | null): DealOrderState['difference'] {
  const difference = live && live.status !== 'confirmed' ? differenceOf(live) : null;
  const made = commands.find(({ name, made: result }) => name === 'createOrder' && result?.id === live?.orderId);
  if (!difference || !live?.currency) return null;
  const { currency } = live;
  const waiting = commands.find(({ name, state }) => name === 'confirmOrder' && state === 'waiting');
  const key = waiting?.key ?? made?.key;
  return key === undefined ? null : { key, deal: { amount: difference.deal, currency }, erp: { amount: difference.erp, currency } };
}

interface View {
  commands: readonly OrderCommandRow[];
  live: TiedOrder | null;
  approval: PipelineOrderRules['approval'];
  /** Orders are made by buttons, and not in the ERP alone. */
  canOrder: boolean;
  capabilities: ErpConnector['capabilities'];
  ties: readonly TiedOrder[];
}

/** Nobody asked for its customer yet, which the order waits for. */
const lacksCustomer = ({ name, state, waitingFor, isCustomerAsked }: OrderCommandRow): boolean =>
  name === 'createOrder' && OPEN.includes(state) && waitingFor === WAITING_CUSTOMER && !isCustomerAsked;

const isLeavable = ({ name, state, waitingFor }: OrderCommandRow): boolean =>
  state === 'rejected' && LEAVABLE.includes(name) && waitingFor !== SENDING_UNKNOWN;

/** The document's net is not what is wrong with it: whoever accepts takes it as it is. */
const TAKEN_AS_IT_IS = [WAITING_LINES, WAITING_SIGNED, WAITING_SIGNED_UNREAD];
/** A person decides; nothing is to be tried again. */
const HELD = ['order.waiting_approval', 'order.waiting_difference', ...TAKEN_AS_IT_IS, WAITING_CREDIT, NOT_APPROVED];
/** Asking once more is a decision, too: to go over the credit limit, to be approved after all; or the deal says by now what its document does. */
const ASKED_ANEW = [WAITING_CREDIT, NOT_APPROVED, 'order.waiting_difference', ...TAKEN_AS_IT_IS];

async function actionsOf(deps: DealDeps, { user, portalId, orders }: CardDeal, view: View): Promise<OrderAction[]> {
  const { commands, live, approval, canOrder, capabilities, ties } = view;
  if (!capabilities.orders) return [];
  const names = capabilities.commands?.names ?? [];
  const isUnderWay = commands.some(({ name, state }) => name === 'createOrder' && OPEN.includes(state));
  const isFree = !live && !isUnderWay && orders.every(({ status }) => status === 'cancelled');
  const waiting = commands.find(({ state, waitingFor }) => state === 'waiting' && waitingFor === 'order.waiting_approval');
  const difference = differenceView(commands, live);
  const stopped = commands.find(({ state, waitingFor }) => (state === 'rejected' || state === 'waiting') && waitingFor !== SENDING_UNKNOWN);
  const isHeld = stopped && (HELD.includes(stopped.waitingFor ?? '') || isKept(stopped));
  const refused = commands.find((one, at) => isLeavable(one) && commands.findIndex(({ name }) => name === one.name) === at);
  const swapped = commands.find(({ state, waitingFor }) => state === 'waiting' && TAKEN_AS_IT_IS.includes(waitingFor ?? ''));
  const netOf = ({ orderId }: OrderCommandRow) => ties.find((tie) => tie.orderId === orderId)?.erpNet ?? null;
  const isAgain = ties.some(({ how }) => how === 'created');
  const order = live && { connectionId: live.connectionId, orderId: live.orderId };
  const isQuotation = live?.status === 'quotation' || live?.status === null;
  const confirming = commands.find((one) => one.name === 'confirmOrder' && one.orderId === live?.orderId && OPEN.includes(one.state));
  const canConfirm =
    !confirming || ASKED_ANEW.includes(confirming.waitingFor ?? '') || (confirming.state === 'rejected' && confirming !== stopped);
  const shown = orders.find(({ id }) => id === live?.orderId);
  const isApprover = await mayApprove(deps, portalId, approval, user);
  const canAmend = isApprover || live?.status !== 'confirmed';
  // Before it was read nobody knows better than the ERP.
  const possible = shown ? possibleChanges(shown, capabilities.orders) : null;
  const canCancel = possible?.has('cancel') ?? true;
  const stock = names.includes('reserveOrder') ? (['reserve', 'release'] as const).find((change) => possible?.has(change)) : undefined;
  return [
    ...(commands.some(lacksCustomer) ? [{ action: 'create_customer' as const }] : []),
    ...(isFree ? [{ action: 'create_quotation' as const, isAgain }] : []),
    ...(isFree && canOrder ? [{ action: 'create_order' as const, isAgain }] : []),
    ...(waiting && isApprover
      ? (['approve', 'decline'] as const).map((action) => ({ action, key: waiting.key, net: netOf(waiting) }))
      : []),
    ...(difference ? [{ action: 'accept_difference' as const, key: difference.key, net: live?.erpNet ?? null }] : []),
    ...(swapped && !difference ? [{ action: 'accept_difference' as const, key: swapped.key, net: netOf(swapped) }] : []),
    ...(stopped && !isHeld && !(stopped.name === 'cancelOrder' && !canCancel) ? [{ action: 'retry' as const, key: stopped.key }] : []),
    ...(refused ? [{ action: 'leave' as const, key: refused.key }] : []),
    ...(order && isQuotation && (canOrder || confirming?.waitingFor === WAITING_CREDIT) && canConfirm
      ? [{ action: 'confirm' as const, ...order }]
      : []),
    ...(order && live.status !== 'waiting_approval' && canAmend ? [{ action: 'amend' as const, ...order }] : []),
    ...(order && live.status !== 'waiting_approval' && canCancel ? [{ action: 'cancel' as const, ...order }] : []),
    ...(order && stock ? [{ action: stock, ...order }] : []),
    ...(order && live.how === 'person' ? [{ action: 'untie' as const, ...order }] : []),
    ...(isFree ? [{ action: 'tie' as const }] : []),
  ];
}

/** Of the order that counts; without one nothing is done yet. */
function stepsOf(orders: readonly StoredOrder[], linkTo: LinkTo, now: Date): OrderStep[] {
  const own = withoutCopied(orders);
  const order = own.find(({ status }) => status === 'confirmed' || status === 'closed') ?? own.find(({ status }) => status !== 'cancelled');
  const quotation = orders.find(({ status, id }) => status === 'quotation' || (status === 'closed' && id !== order?.id)) ?? null;
  const isOrdered = order?.status === 'confirmed' || order?.status === 'closed';
  const document = (one: StoredOrder | null | undefined) => ({
    number: one?.number ?? null,
    url: one ? (linkTo?.('orders', one.id as ErpRecordId) ?? null) : null,
    at: one?.orderedAt ?? null,
    quantity: null,
  });
  const share = (step: OrderStep['step'], done: StoredOrder['reserved'] | undefined, more: Partial<OrderStep> = {}): OrderStep => ({
    ...{ step, state: stateOf(done, isOrdered), number: null, url: null, at: null, quantity: null },
    ...more,
  });
  const left = order?.deliveries.filter(({ status }) => status === 'done').at(-1)?.at ?? null;
  return [
    { step: 'quoted', state: order ? 'done' : 'open', ...document(quotation ?? order) },
    { step: 'ordered', state: isOrdered ? 'done' : order ? 'now' : 'open', ...(isOrdered ? document(order) : document(null)) },
    share('reserved', order?.reserved, {
      at: order ? nextReservation(order.lines, now) : null,
      quantity: sum(order, ({ reserved, delivered }) => (reserved === null ? null : add(reserved, delivered ?? '0'))),
    }),
    share('delivered', order?.delivered, {
      at: order?.delivered === 'all' ? left : (order?.promisedAt ?? null),
      quantity: sum(order, ({ delivered }) => delivered),
    }),
    share('invoiced', order?.invoiced, { number: order?.invoices.at(-1)?.number ?? null }),
    share('paid', order && paidShare(order)),
  ];
}

function stateOf(share: StoredOrder['reserved'] | undefined, isOrdered: boolean): OrderStep['state'] {
  if (share === 'nothing') return 'none';
  if (!isOrdered || share === undefined) return 'open';
  return share === 'all' ? 'done' : share === 'partly' ? 'partly' : 'open';
}

function sum(order: StoredOrder | undefined, doneOf: (line: StoredOrder['lines'][number]) => string | null): OrderStep['quantity'] {
  const counted = (order?.lines ?? []).flatMap((line) => {
    const done = doneOf(line);
    return done === null ? [] : [{ unit: line.unit, of: line.quantity, done }];
  });
  if (counted.length === 0 || new Set(counted.map(({ unit }) => unit)).size > 1) return null;
  const total = (figures: readonly string[]): string => trimZeros(add('0', ...figures));
  return { done: total(counted.map(({ done }) => done)), of: total(counted.map(({ of }) => of)) };
}
