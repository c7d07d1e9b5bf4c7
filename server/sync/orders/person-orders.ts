import type { PipelineOrderRules } from '../../../hubspot-app/app/settings/api/orders.ts';
import type { Db } from '../../db/index.ts';
import { compare } from '../../shared/decimals.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import type { ConnectionId, ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import { askForChange, lookAgain } from '../commands/command-rows.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { markRecordsDue } from '../shared/targets.ts';
import { approverNames, mayApprove, type Approver } from './approvers.ts';
import { askForOrder, askToCancel, askToConfirm } from './ask-orders.ts';
import { findWritable, requireDealContext, type DealDeps, type DealRef } from './deal-context.ts';
import { decidingRules, isConfirming, makesOrders, stageOfDeal } from './deal-rules.ts';
import { changeTie, differenceOf, findTie, type TiedOrder } from './order-ties.ts';
import { possibleChanges } from './possible-changes.ts';
import { WAITING_CREDIT } from './waiting.ts';

export interface PersonsDeal extends DealRef {
  user: Approver;
}

export interface OrderRef {
  connectionId: ConnectionId;
  orderId: ErpRecordId;
}

/** A person wants a document of this deal, whoever asked for it before. Answers the command's key, the same for everybody. */
export async function createByPerson(deps: DealDeps, deal: PersonsDeal, wants: 'quotation' | 'order'): Promise<string> {
  const { scope, rules, connectionName } = await requireDealContext(deps, deal);
  if (wants === 'order' && !makesOrders(rules)) refuseOrders(connectionName);
  const { portalId, dealId, user } = deal;
  return deps.db.transaction(async (trx) => {
    const asked = await askForOrder(trx, {
      ...scope,
      dealId,
      pipelineId: rules.pipelineId,
      wants,
      askedBy: { kind: 'person', userId: user.userId },
      now: deps.now(),
    });
    if (!asked) throw new InvalidInputError('Somebody tied an order', { code: 'order.has_one' });
    await deps.enqueue(trx, 'commands', { portalId, connectionId: asked.connectionId });
    return asked.key;
  });
}

export type OrderChangeName = 'confirm' | 'amend' | 'cancel' | 'reserve' | 'release';

/** A person wants something done with an order of this deal. */
export async function changeByPerson(
  deps: DealDeps,
  deal: PersonsDeal,
  { connectionId, orderId }: OrderRef,
  change: OrderChangeName,
): Promise<string> {
  const { portalId, dealId, user } = deal;
  const scope = { portalId, connectionId };
  const tie = await requireTie(deps.db, scope, orderId, dealId);
  const { rules, approval, isApprover } = await loadApproval(deps.db, scope, { tie, user });
  if (change === 'confirm' && rules && !makesOrders(rules) && !(await waitsForCredit(deps.db, scope, { dealId, orderId })))
    refuseOrders((await findWritable(deps.db, portalId, connectionId))?.name ?? connectionId);
  if (change === 'cancel' || change === 'reserve' || change === 'release') await requirePossible(deps, scope, orderId, change);
  if (change === 'amend' && !isApprover && (tie.status === 'confirmed' || (await isConfirming(deps.db, scope, tie))))
    await refuseApproval(deps.db, portalId, approval);
  const pipelineId = (await stageOfDeal(deps.db, portalId, dealId))?.pipeline ?? null;
  const asked = { ...scope, dealId, pipelineId, isApprover, askedBy: { kind: 'person', userId: user.userId } as const, now: deps.now() };
  return deps.db.transaction(async (trx) => {
    const key = await ask(trx, asked, orderId, change);
    await deps.enqueue(trx, 'commands', scope);
    return key;
  });
}

/** A workflow's order that goes over the limit is a person's decision, wherever orders are made else. */
async function waitsForCredit(
  db: Db,
  { portalId, connectionId }: { portalId: PortalId; connectionId: ConnectionId },
  { dealId, orderId }: { dealId: RecordId; orderId: ErpRecordId },
): Promise<boolean> {
  const held = await db('commands')
    .where({
      portalId,
      connectionId,
      objectType: DEAL,
      recordId: dealId,
      name: 'confirmOrder',
      waitingFor: WAITING_CREDIT,
    })
    .whereIn('state', ['planned', 'waiting'])
    .whereRaw(`input ->> 'id' = ?`, [orderId])
    .first('key');
  return held !== undefined;
}

type Approval = PipelineOrderRules['approval'];

/** What was approved, only they change who could have approved it. */
async function loadApproval(
  db: Db,
  scope: ConnectionScope,
  { tie, user }: { tie: TiedOrder; user: Approver },
): Promise<{ rules: PipelineOrderRules | undefined; approval: Approval; isApprover: boolean }> {
  const rules = await decidingRules(db, scope, tie);
  const approval = rules?.approval ?? null;
  return { rules, approval, isApprover: await mayApprove({ db }, scope.portalId, approval, user) };
}

function refuseOrders(name: string): never {
  throw new InvalidInputError('The rules make quotations alone', { code: 'order.only_quotations', params: { name } });
}

/** As it was last read. What nobody read yet the ERP itself takes or refuses. */
async function requirePossible(
  { db, connectors }: DealDeps,
  { portalId, connectionId }: ConnectionScope,
  orderId: ErpRecordId,
  change: 'cancel' | 'reserve' | 'release',
): Promise<void> {
  const order = await db('erpOrders')
    .where({ portalId, connectionId, erpId: orderId })
    .first<(Parameters<typeof possibleChanges>[0] & { number: string | null }) | undefined>('number', 'status', 'lines', 'deliveries');
  // It is so already: twice is the same as once.
  if (!order || (change === 'cancel' && order.status === 'cancelled')) return;
  const { orders } = await connectors.capabilitiesOf({ portalId, connectionId });
  if (possibleChanges(order, orders).has(change)) return;
  throw new InvalidInputError('It has come too far', { code: TOO_LATE[change], params: { number: order.number ?? orderId } });
}

const TOO_LATE = { cancel: 'order.no_cancel', reserve: 'order.no_reserve', release: 'order.no_release' } as const;

async function refuseApproval(db: Db, portalId: PortalId, approval: Approval): Promise<never> {
  const approvers = (await approverNames({ db }, portalId, approval)).join(', ');
  throw new InvalidInputError('This user may not approve', { code: 'order.not_yours_to_approve', params: { approvers } });
}

type Asked = Parameters<typeof askToConfirm>[1] & { isApprover: boolean };

async function ask(trx: Db, asked: Asked, orderId: ErpRecordId, change: OrderChangeName): Promise<string> {
  if (change === 'confirm') return askToConfirm(trx, asked, orderId);
  if (change === 'cancel') return askToCancel(trx, asked, orderId);
  const { dealId, portalId, connectionId, askedBy, now, isApprover } = asked;
  const name = change === 'amend' ? 'amendOrder' : 'reserveOrder';
  // Pressed twice, by two people: one call.
  const standing = await trx('commands')
    .where({ portalId, connectionId, objectType: DEAL, recordId: dealId, name })
    .whereIn('state', ['planned', 'sending', 'unknown'])
    .whereRaw(`input ->> 'id' = ?`, [orderId])
    .first<{ key: string } | undefined>('key');
  if (standing) return standing.key;
  const command = { portalId, connectionId, askedBy, now, objectType: DEAL, recordId: dealId } as const;
  if (change === 'amend')
    return askForChange(trx, { ...command, name: 'amendOrder' }, { id: orderId, order: NOTHING }, { facts: { isByApprover: isApprover } });
  return askForChange(trx, { ...command, name: 'reserveOrder' }, { id: orderId, isReserved: change === 'reserve' });
}

/** What it is amended to is read when it is sent. */
const NOTHING = {
  ...{ customerId: '' as ErpRecordId, contactId: null, companyId: null, warehouseId: null, priceListId: null, paymentTermId: null },
  ...{ salespersonId: null, currency: '', reference: null, lines: [] },
};

async function requireTie(
  db: Db,
  scope: { portalId: PortalId; connectionId: ConnectionId },
  orderId: string,
  dealId: RecordId,
): Promise<TiedOrder> {
  const tie = await findTie(db, scope, orderId);
  if (tie?.dealId === dealId) return tie;
  throw new InvalidInputError('Not an order of this deal', { code: 'not_found' });
}

interface HeldCommand {
  connectionId: ConnectionId;
  tie: TiedOrder;
  confirmKey: string | null;
}

/** The order that a command of this deal made, or waits to confirm. */
async function findHeld(trx: Db, { portalId, dealId }: PersonsDeal, key: string): Promise<HeldCommand> {
  const command = await trx('commands')
    .where({ portalId, key, objectType: DEAL, recordId: dealId })
    .first<{ connectionId: ConnectionId; name: string; input: { id?: string } | null; result: { id?: string } | null } | undefined>();
  const orderId = command?.name === 'confirmOrder' ? command.input?.id : command?.result?.id;
  const tie = command && orderId !== undefined ? await findTie(trx, { portalId, connectionId: command.connectionId }, orderId) : undefined;
  if (!command || !tie) throw new InvalidInputError('No such command', { code: 'not_found' });
  return { connectionId: command.connectionId, tie, confirmKey: command.name === 'confirmOrder' ? key : null };
}

interface Decided {
  /** Of the command that waits for it. */
  key: string;
  /** As the card showed it; null: it showed none. */
  net: string | null;
}

function requireSeen({ erpNet, currency }: TiedOrder, net: string | null): void {
  if (erpNet !== null && net !== null && compare(erpNet, net) === 0) return;
  throw new InvalidInputError('Another figure', { code: 'order.other_net', params: { net: erpNet, currency } });
}

/** Whoever may agrees to the order as they see it; of another total somebody has to decide anew. Twice is the same as once. */
export async function approveByPerson(deps: DealDeps, deal: PersonsDeal, { key, net }: Decided): Promise<void> {
  const { portalId, dealId, user } = deal;
  await deps.db.transaction(async (trx) => {
    const { connectionId, tie } = await findHeld(trx, deal, key);
    const { approval, isApprover } = await loadApproval(trx, { portalId, connectionId }, { tie, user });
    if (!isApprover) await refuseApproval(trx, portalId, approval);
    if (tie.erpNet === null) throw new InvalidInputError('Nothing to approve', { code: 'order.nothing_to_decide' });
    requireSeen(tie, net);
    const approved = { userId: user.userId, at: deps.now().toISOString(), net: tie.erpNet };
    await changeTie(trx, { portalId, connectionId }, tie.orderId, { approved, declined: null });
    await goOn(deps, trx, { portalId, connectionId, dealId, keys: [key] });
  });
}

/** Whoever may agree does not: it stays a quotation until a person asks again, or its net is another one. */
export async function declineByPerson(deps: DealDeps, deal: PersonsDeal, { key, net }: Decided): Promise<void> {
  const { portalId, dealId, user } = deal;
  await deps.db.transaction(async (trx) => {
    const { connectionId, tie } = await findHeld(trx, deal, key);
    const { approval, isApprover } = await loadApproval(trx, { portalId, connectionId }, { tie, user });
    if (!isApprover) await refuseApproval(trx, portalId, approval);
    if (tie.erpNet === null || tie.status === 'confirmed')
      throw new InvalidInputError('Nothing to decline', { code: 'order.nothing_to_decide' });
    requireSeen(tie, net);
    await holdConfirmations(trx, { portalId, connectionId, dealId }, tie.orderId);
    const declined = { userId: user.userId, at: deps.now().toISOString(), net: tie.erpNet };
    await changeTie(trx, { portalId, connectionId }, tie.orderId, { declined, approved: null });
    await goOn(deps, trx, { portalId, connectionId, dealId, keys: [key] });
  });
}

/** One that is not on its way yet is prepared anew; what the ERP was told already is not taken back by a no. */
async function holdConfirmations(
  trx: Db,
  { portalId, connectionId, dealId }: { portalId: PortalId; connectionId: ConnectionId; dealId: RecordId },
  orderId: ErpRecordId,
): Promise<void> {
  const confirmations = await trx('commands')
    .where({ portalId, connectionId, objectType: DEAL, recordId: dealId, name: 'confirmOrder' })
    .whereRaw(`? in (input ->> 'id', result ->> 'id')`, [orderId])
    .forUpdate()
    .select<{ key: string; state: string }[]>('key', 'state');
  if (confirmations.some(({ state }) => state === 'sending' || state === 'unknown' || state === 'done'))
    throw new InvalidInputError('It is being confirmed', { code: 'order.nothing_to_decide' });
  const planned = confirmations.filter(({ state }) => state === 'planned').map(({ key }) => key);
  await trx('commands').where({ portalId }).whereIn('key', planned).increment('revision', 1);
}

/** The ERP's document counts, as it is now. */
export async function acceptByPerson(deps: DealDeps, deal: PersonsDeal, { key, net }: Decided): Promise<void> {
  const { portalId, dealId, user } = deal;
  await deps.db.transaction(async (trx) => {
    const { connectionId, tie } = await findHeld(trx, deal, key);
    const { sells, quoteId } = await heldBy(trx, { portalId, connectionId }, tie.orderId);
    if (tie.erpNet === null || !(differenceOf(tie) || sells !== undefined || quoteId !== undefined)) return;
    requireSeen(tie, net);
    const before = tie.accepted?.net === tie.erpNet ? tie.accepted : {};
    const taken = { ...(sells !== undefined && { sells }), ...(quoteId !== undefined && { quoteId }) };
    const accepted = { ...before, userId: user.userId, at: deps.now().toISOString(), net: tie.erpNet, ...taken };
    await changeTie(trx, { portalId, connectionId }, tie.orderId, { accepted });
    await goOn(deps, trx, { portalId, connectionId, dealId, keys: [key] });
  });
}

/** What the deal sells and the document does not, and the quote that was signed over something else, as its confirmation saw them. */
async function heldBy(
  trx: Db,
  scope: { portalId: PortalId; connectionId: ConnectionId },
  orderId: ErpRecordId,
): Promise<{ sells?: string; quoteId?: string }> {
  const held = await trx('commands')
    .where({ ...scope, objectType: DEAL, name: 'confirmOrder', state: 'waiting' })
    .whereRaw(`input ->> 'id' = ?`, [orderId])
    .first<{ params: { sells?: string; quoteId?: string } } | undefined>('params');
  return held?.params ?? {};
}

interface GoOn {
  portalId: PortalId;
  connectionId: ConnectionId;
  dealId: RecordId;
  keys: string[];
}

async function goOn({ enqueue, now }: DealDeps, trx: Db, { portalId, connectionId, dealId, keys }: GoOn): Promise<void> {
  const held = await trx('commands')
    .where({ portalId, connectionId, objectType: DEAL, recordId: dealId, name: 'confirmOrder', state: 'waiting' })
    .pluck<string[]>('key');
  await lookAgain(trx, portalId, { filter: { keys: [...new Set([...keys, ...held])] }, states: ['waiting'], now: now() });
  await markRecordsDue(trx, portalId, [{ objectType: DEAL, recordId: dealId }], { priority: 0, now: now() });
  await enqueue(trx, 'commands', { portalId, connectionId });
  await enqueue(trx, 'push', { portalId });
}
