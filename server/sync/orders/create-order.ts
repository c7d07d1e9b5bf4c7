import type { Db } from '../../db/index.ts';
import type { ErpRecordId, RecordId } from '../../shared/ids.ts';
import { DEAL, type CustomerObjectType } from '../../shared/object-types.ts';
import { ORDER_NUMBER } from '../../records/catalogue/index.ts';
import { findCalledOff, lockRecord } from '../commands/called-off.ts';
import { askFor, WAITING_CUSTOMER, type Command } from '../commands/command-rows.ts';
import type { CommandHandler, CommandRun, Done, Prepare, Prepared } from '../commands/handler.ts';
import { mayCreate } from '../fields/approval.ts';
import { loadCustomerRules } from '../fields/rules.ts';
import { noteAskedAgain } from '../match/decisions.ts';
import { insertHints } from '../pull/hint-queue.ts';
import { addToInbox, addToInboxLater } from '../shared/add-to-inbox.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { replaceTie } from '../shared/tied-orders.ts';
import { askToConfirm } from './ask-orders.ts';
import { buildOrder, type BuiltOrder } from './build-order.ts';
import { waitForProducts } from './new-products.ts';
import { findTie, isLive, loadTies, saveTie } from './order-ties.ts';
import { readDeals, type Deal } from './read-deals.ts';
import { loadOrderRules, rulesOf } from './rules.ts';
import { FOR_PRODUCTS } from './waiting.ts';

type CreateCommand = Command<'createOrder'>;
type CreatePrepared = Prepared<'createOrder'>;

/** A deal becomes a quotation of the ERP. Everything is looked at afresh. */
export const createOrder: CommandHandler<'createOrder'> = { read, onDone };

const CANCELLED: CreatePrepared = { kind: 'cancelled' };
const MOVED_MS = 5_000;
/** What is confirmed next is read once, after that; unless the confirmation waits for somebody. What was made in these seconds is read together. */
const CONFIRMED_MS = 5_000;
const afterConfirmation = (now: Date): number => 2 * CONFIRMED_MS - (now.getTime() % CONFIRMED_MS);
/** The customer wakes it; nobody tells that rules allow one now. */
const CUSTOMER_AGAIN_MS = 15 * 60_000;

async function read(run: CommandRun, commands: readonly CreateCommand[]): Promise<Prepare<'createOrder'>> {
  const hubspot = await run.deps.openHubSpot(run.run.scope.portalId);
  const ids = commands.map(({ recordId }) => recordId);
  const isHurried = commands.some(({ askedBy }) => askedBy.kind === 'person');
  const deals = await readDeals(hubspot, ids, { priority: isHurried ? 'interactive' : 'live', signal: run.run.context.signal });
  return (command) => prepare(run, command, deals.get(command.recordId));
}

async function prepare(run: CommandRun, command: CreateCommand, deal: Deal | undefined): Promise<CreatePrepared> {
  const { deps } = run;
  const { portalId, askedBy, recordId } = command;
  if (!deal || deal.archived) return CANCELLED;
  if (deal.id !== recordId) return waitForMerge(run, recordId);
  const rules = rulesOf(await loadOrderRules(deps.db, portalId), deal.properties['pipeline'] ?? '');
  const stage = rules?.stages[deal.properties['dealstage'] ?? ''];
  // It left the stage again, or has an order that was not made of it.
  if ((askedBy.kind === 'rule' && !stage) || (await hasOrder(deps, command, deal))) return CANCELLED;
  if (!rules || rules.connectionId !== command.connectionId) return { kind: 'refused', reasons: [{ code: 'order.no_rules', params: {} }] };
  if (!run.run.erp.capabilities.orders) return { kind: 'refused', reasons: [{ code: 'order.not_offered', params: {} }] };
  const { companyCurrency } = await deps.loadPortal(portalId);
  const built = await buildOrder(deps.db, { scope: run.run.scope, rules, deal, companyCurrency });
  const [first, ...others] = built.reasons;
  if (first) return { kind: 'refused', reasons: [first, ...others], mayStand: true };
  if (built.awaitsProducts) return FOR_PRODUCTS;
  if (built.newProducts.length > 0) return waitForProducts(run, command, built.newProducts);
  if (built.customer.state !== 'linked' || !built.order) return waitForCustomer(run, command, built);
  const { customerId, contactId } = built.customer;
  const facts = { pipelineId: rules.pipelineId, ...(built.dealNet !== null && { dealNet: built.dealNet }), lineCount: built.lines.length };
  return { kind: 'ready', input: { customerId, contactId, ...built.order }, identities: [], facts };
}

/** Tied by a person, or named on the deal, where whoever pressed for a new one read the name. */
async function hasOrder(
  { db, now }: CommandRun['deps'],
  { portalId, recordId, askedBy }: CreateCommand,
  { properties }: Deal,
): Promise<boolean> {
  const ties = await loadTies(db, portalId, [recordId]);
  if (ties.some((tie) => tie.how === 'person' && isLive(tie, now()))) return true;
  return askedBy.kind !== 'person' && Boolean(properties[ORDER_NUMBER]?.trim()) && !ties.some(({ how }) => how === 'created');
}

/** It became another record: the inbox moves whatever hangs on it, this command too. */
async function waitForMerge({ deps, run: { scope } }: CommandRun, recordId: RecordId): Promise<CreatePrepared> {
  await deps.db.transaction(async (trx) => {
    await addToInbox(trx, scope.portalId, [{ objectType: DEAL, recordId }], deps.now());
    await deps.enqueue(trx, 'inbox', { portalId: scope.portalId });
  });
  return { kind: 'waiting', waitingFor: 'order.waiting_merge', afterMs: MOVED_MS };
}

/** Where the rules of customers allow it the customer is asked for, too. */
async function waitForCustomer({ deps, run }: CommandRun, command: CreateCommand, { customer }: BuiltOrder): Promise<CreatePrepared> {
  const { scope } = run;
  const records = customer.state === 'unlinked' ? customer.records : [];
  const [first] = records;
  const stored = await loadCustomerRules(deps.db, scope);
  const isByHand = command.askedBy.kind === 'person';
  const canAsk =
    first !== undefined &&
    stored?.live &&
    mayCreate(stored.writes, first.objectType) &&
    (!isByHand || stored.live[first.objectType].mayCreateByHand);
  const isAsked = canAsk && (await deps.db.transaction((trx) => askForCustomer(trx, command, { ...scope, ...first, now: deps.now() })));
  const params = { records: records.map(({ objectType, recordId }) => `${objectType} ${recordId}`).join(','), isAsked: Boolean(isAsked) };
  return { kind: 'waiting', waitingFor: WAITING_CUSTOMER, params, afterMs: CUSTOMER_AGAIN_MS };
}

type Buyer = ConnectionScope & { objectType: CustomerObjectType; recordId: RecordId; now: Date };

/** In the name of whoever asked for the order, unless somebody called the customer off since. False: none is being made. */
async function askForCustomer(trx: Db, { askedBy, askedAt }: CreateCommand, { now, ...buyer }: Buyer): Promise<boolean> {
  if (askedBy.kind === 'person') {
    await lockRecord(trx, buyer);
    const left = await findCalledOff(trx, buyer);
    if (left && new Date(left.at) > askedAt) return false;
    await noteAskedAgain(trx, buyer, { portalId: buyer.portalId, userId: askedBy.userId, now });
  }
  const key = await askFor(trx, { ...buyer, name: 'createCustomer', askedBy, now });
  const made = trx('commands').where({ portalId: buyer.portalId, key });
  return (await made.whereNotIn('state', ['cancelled', 'rejected', 'done']).first('key')) !== undefined;
}

async function onDone(
  trx: Db,
  { deps, run: { scope } }: CommandRun,
  { portalId, key, recordId, askedBy, facts, result: before }: CreateCommand,
  { result }: Done<'createOrder'>,
): Promise<void> {
  const now = deps.now();
  const { wants = 'quotation', dealNet = null, lineCount = 0, pipelineId = null } = await freshFacts(trx, { portalId, key }, facts);
  const draft = before && before.id !== result.id ? await findTie(trx, scope, before.id) : undefined;
  // Of what stood as a draft for days the deal is read afresh before it is confirmed.
  const isRead =
    draft &&
    (await trx('erpOrders')
      .where({ ...scope, erpId: result.id })
      .first('erpId')) !== undefined;
  const tie = { dealId: recordId, how: 'created', wants, order: result, dealNet, lineCount } as const;
  await saveTie(trx, scope, { ...tie, ...(draft && { from: draft }), now: isRead ? draft.tiedAt : now });
  if (draft) await replaceTie(trx, scope, { draftId: draft.orderId, orderId: result.id });
  // What carried the key already may be further than a quotation: nothing is left to be confirmed, or somebody called it off.
  const isOver = result.status === 'confirmed' || result.status === 'cancelled';
  const isConfirmedNext = wants === 'order' && !isOver;
  if (isConfirmedNext) await askToConfirm(trx, { ...scope, dealId: recordId, pipelineId, askedBy, now }, result.id);
  await readMade(trx, deps, scope, { orderId: result.id, dealId: recordId, now, afterMs: isConfirmedNext ? afterConfirmation(now) : 0 });
}

/** The deal may have come to another stage while the ERP made it. */
async function freshFacts(
  trx: Db,
  { portalId, key }: Pick<CreateCommand, 'portalId' | 'key'>,
  known: CreateCommand['facts'],
): Promise<CreateCommand['facts']> {
  const row = await trx('commands').where({ portalId, key }).first<Pick<CreateCommand, 'facts'> | undefined>('facts');
  return { ...known, ...row?.facts };
}

/** Reading many orders costs an ERP no more calls than reading one. */
const TOGETHER_MS = 2_000;
const untilTogether = (now: Date): number => (TOGETHER_MS - (now.getTime() % TOGETHER_MS)) % TOGETHER_MS;

interface Made {
  orderId: ErpRecordId;
  dealId: RecordId;
  now: Date;
  /** When order and deal are read; default at once, the order with others of the same two seconds. Who is earlier counts. */
  afterMs?: number;
}

/** The mirror shows it soon, its number goes to the deal, and what the deal's stage says by now is looked at. */
export async function readMade(
  trx: Db,
  { enqueue }: Pick<CommandRun['deps'], 'enqueue'>,
  scope: CommandRun['run']['scope'],
  { orderId, dealId, now, afterMs = 0 }: Made,
): Promise<void> {
  const { portalId } = scope;
  const deals = [{ objectType: DEAL, recordId: dealId }];
  const readAfterMs = afterMs > 0 ? afterMs : untilTogether(now);
  if (afterMs > 0) await addToInboxLater(trx, portalId, deals, new Date(now.getTime() + afterMs));
  else await addToInbox(trx, portalId, deals, now);
  await insertHints(trx, scope, { hints: [{ stream: 'orders', id: orderId }], passes: [{ pass: 1, afterMs: readAfterMs }], now });
  await enqueue(trx, 'hint', scope, { afterMs: readAfterMs });
  await enqueue(trx, 'inbox', { portalId }, { afterMs });
}
