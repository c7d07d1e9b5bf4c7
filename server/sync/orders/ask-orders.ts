import type { Db } from '../../db/index.ts';
import type { ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import type { OrderState } from '../../erp/shared/orders.ts';
import {
  askForChange,
  askInNameOf,
  insertCommand,
  lockCommands,
  lookAgain,
  type AskedBy,
  type KnownCommand,
} from '../commands/command-rows.ts';
import type { SignedFigures } from '../commands/command-facts.ts';
import { resolveDealRejections } from '../commands/deal-rejections.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { changeTie, isLive, loadTies, saveTie, type TiedOrder } from './order-ties.ts';

interface AskedOrder extends ConnectionScope {
  dealId: RecordId;
  /** In which the deal stands. */
  pipelineId: string;
  wants: 'quotation' | 'order';
  askedBy: AskedBy;
  now: Date;
}

/** Where the command is, whose job the caller enqueues. */
type AskedCommand = Pick<KnownCommand, 'key' | 'connectionId'>;

/**
 * Makes a document of the deal, once: whoever asks again gets what stands, brought on to an order where that is wanted now. Only a person gets
 * another one, after the first was called off. Null: the deal has one that nobody made of it, and nothing was asked.
 */
export async function askForOrder(trx: Db, asked: AskedOrder): Promise<AskedCommand | null> {
  const { portalId, connectionId, dealId, wants, askedBy, now } = asked;
  const command = { portalId, connectionId, name: 'createOrder', objectType: DEAL, recordId: dealId, askedBy, now } as const;
  const known = await lockCommands(trx, command);
  const standing = known.find(({ name }) => name === 'createOrder');
  const isMade = standing?.state === 'done';
  if (isMade) await restoreTie(trx, { portalId, connectionId: standing.connectionId }, standing, asked);
  const live = (await loadTies(trx, portalId, [dealId])).filter((tie) => isLive(tie, now) && !isCalledOff(known, tie.orderId));
  const quotation = live.some(isOrdered) ? undefined : live.find(({ status }) => status === 'quotation' || status === null);
  // A person presses for a new one; the one that somebody tied meanwhile they did not see.
  if (wants === 'order' && quotation && !(quotation.how === 'person' && askedBy.kind === 'person')) {
    const { connectionId: quotedIn, orderId } = quotation;
    return { key: await askToConfirm(trx, { ...asked, connectionId: quotedIn }, orderId), connectionId: quotedIn };
  }
  if (live.some(({ how }) => how === 'person')) return null;
  const isWanted = !standing || (isMade && live.length === 0 && askedBy.kind === 'person');
  if (isWanted || (await callOffElsewhere(trx, asked, standing)))
    return { key: await insertCommand(trx, command, { facts: { wants } }), connectionId };
  return isMade ? standing : goOn(trx, asked, standing);
}

/** The deal's rules name another ERP by now: what the one before was not sent yet, it will not be. False: it may have been sent, or is of this one. */
async function callOffElsewhere(trx: Db, { portalId, connectionId, dealId, now }: AskedOrder, standing: KnownCommand): Promise<boolean> {
  if (standing.connectionId === connectionId) return false;
  if (standing.state === 'cancelled') return true;
  const calledOff = await trx('commands')
    .where({ portalId, key: standing.key })
    .whereIn('state', ['planned', 'waiting', 'rejected'])
    .update({ state: 'cancelled', endedAt: now, revision: trx.raw('revision + 1') });
  if (calledOff === 0) return false;
  await resolveDealRejections(trx, portalId, { dealIds: [dealId], now });
  return true;
}

/** What stands of the deal as a quotation of ours becomes an order; nothing is made anew. Null: nothing stands that could. */
export async function askToConfirmStanding(
  trx: Db,
  { pipelineId, signed, ...asked }: Omit<AskedOrder, 'wants' | 'connectionId'> & { signed?: SignedFigures },
): Promise<AskedCommand | null> {
  const { portalId, dealId, askedBy, now } = asked;
  const live = (await loadTies(trx, portalId, [dealId])).filter((tie) => isLive(tie, now));
  const quotation = live.find(isQuotationOfOurs);
  if (!quotation || live.some(isOrdered)) return null;
  const { connectionId, orderId } = quotation;
  const known = await lockCommands(trx, { portalId, connectionId, name: 'confirmOrder', objectType: DEAL, recordId: dealId, askedBy, now });
  if (isCalledOff(known, orderId)) return null;
  return { key: await askToConfirm(trx, { ...asked, connectionId, pipelineId, ...(signed && { signed }) }, orderId), connectionId };
}

/** As far as it was read. */
export const isQuotationOfOurs = ({ how, status }: TiedOrder): boolean => how === 'created' && (status === 'quotation' || status === null);

const isOrdered = ({ status }: TiedOrder): boolean => status === 'confirmed' || status === 'closed';

const STOPPED = ['waiting', 'rejected', 'cancelled'] as const;

async function goOn(trx: Db, { portalId, wants, askedBy, now }: AskedOrder, standing: KnownCommand): Promise<AskedCommand> {
  const { key, facts } = standing;
  if (facts.wants !== wants)
    await trx('commands')
      .where({ portalId, key })
      .update({ facts: trx.raw('facts || ?::jsonb', [JSON.stringify({ wants })]), revision: trx.raw('revision + 1') });
  await lookAgain(trx, portalId, { filter: { keys: [key] }, states: STOPPED, now });
  if (askedBy.kind === 'person') await askInNameOf(trx, portalId, { key, userId: askedBy.userId, now });
  return standing;
}

/** The ERP was connected again: what was made before is this deal's still. */
async function restoreTie(
  trx: Db,
  scope: ConnectionScope,
  { result, facts }: KnownCommand,
  { dealId, wants, now }: AskedOrder,
): Promise<void> {
  const order = result as OrderState | null;
  if (
    !order ||
    (await trx('orderTies')
      .where({ ...scope, orderId: order.id })
      .first('orderId'))
  )
    return;
  // Tied as of long ago: what is not in the ERP any more is not waited for.
  const made = { dealId, how: 'created', wants, order, dealNet: facts.dealNet ?? null, lineCount: facts.lineCount ?? 0 } as const;
  await saveTie(trx, scope, { ...made, now });
}

const isCalledOff = (known: readonly KnownCommand[], orderId: string): boolean =>
  known.some(({ name, state, input }) => name === 'cancelOrder' && state === 'done' && (input as { id?: string } | null)?.id === orderId);

interface AskedChange extends ConnectionScope {
  dealId: RecordId;
  askedBy: AskedBy;
  now: Date;
}

/** The quotation is to become an order; asked once, and looked at again where it waited: what was asked in another pipeline stays as it was asked there. */
export async function askToConfirm(
  trx: Db,
  { pipelineId, signed, ...asked }: AskedChange & { pipelineId: string | null; signed?: SignedFigures },
  orderId: ErpRecordId,
): Promise<string> {
  // Whoever asks again wants another answer than the one before.
  await changeTie(trx, asked, orderId, { wants: 'order', ...(asked.askedBy.kind === 'person' && { declined: null }) });
  const facts = { ...(pipelineId !== null && { pipelineId }), ...(signed && { signed }) };
  return askOnce(trx, asked, { name: 'confirmOrder', orderId, facts });
}

/** The document is to be called off; `afterMs`: not before, so that who comes back in time finds it. */
export async function askToCancel(
  trx: Db,
  asked: AskedChange,
  orderId: ErpRecordId,
  { afterMs = 0, isOfStage = false } = {},
): Promise<string> {
  return askOnce(trx, asked, { name: 'cancelOrder', orderId, afterMs, facts: { isOfStage } });
}

interface Single {
  name: 'confirmOrder' | 'cancelOrder';
  orderId: ErpRecordId;
  afterMs?: number;
  facts?: { isOfStage?: boolean; pipelineId?: string; signed?: SignedFigures };
}

async function askOnce(
  trx: Db,
  { dealId, portalId, connectionId, askedBy, now }: AskedChange,
  { name, orderId, ...more }: Single,
): Promise<string> {
  const command = { portalId, connectionId, askedBy, now, name, objectType: DEAL, recordId: dealId } as const;
  const known = await lockCommands(trx, command);
  // What a person let rest no rule asks for again.
  const isStanding = ({ state, facts }: KnownCommand): boolean =>
    state !== 'cancelled' || (facts.left !== undefined && askedBy.kind !== 'person');
  const standing = known.find((one) => one.name === name && isStanding(one) && (one.input as { id?: string } | null)?.id === orderId);
  // Done, and the ERP's document is to be brought there once more: somebody undid it.
  if (!standing || (standing.state === 'done' && askedBy.kind === 'person')) return askForChange(trx, command, { id: orderId }, more);
  if (standing.facts.signed) await renewSigned(trx, { portalId, key: standing.key }, more.facts?.signed);
  await lookAgain(trx, portalId, { filter: { keys: [standing.key] }, states: ['waiting', 'rejected'], now });
  if (askedBy.kind === 'person') await askInNameOf(trx, portalId, { key: standing.key, userId: askedBy.userId, now });
  return standing.key;
}

/** What another signature says counts by its own figures; whatever else asks for it does not ask what was signed. */
async function renewSigned(trx: Db, command: { portalId: PortalId; key: string }, signed: SignedFigures | undefined): Promise<void> {
  const facts = signed ? trx.raw('facts || ?::jsonb', [JSON.stringify({ signed })]) : trx.raw(`facts - 'signed'`);
  await trx('commands')
    .where(command)
    .whereIn('state', ['planned', 'waiting', 'rejected'])
    .update({ facts, revision: trx.raw('revision + 1') });
}

/** The deals came back before it happened; answers those of which something was to be cancelled. */
export async function callOffCancelling(trx: Db, portalId: PortalId, dealIds: readonly RecordId[], now: Date): Promise<RecordId[]> {
  const called = await trx('commands')
    .where({ portalId, objectType: DEAL, name: 'cancelOrder' })
    .whereIn('recordId', [...dealIds])
    .whereIn('state', ['planned', 'waiting', 'rejected'])
    .whereRaw(`facts ->> 'isOfStage' = 'true'`)
    .update({ state: 'cancelled', endedAt: now, revision: trx.raw('revision + 1') })
    .returning<{ recordId: RecordId }[]>('recordId');
  return called.map(({ recordId }) => recordId);
}

/** What rules asked for and was not sent yet is not wanted any more; what is being made stays the quotation that it is. */
export async function callOffAsking(trx: Db, portalId: PortalId, dealId: RecordId, now: Date): Promise<void> {
  const ofRules = () => trx('commands').where({ portalId, objectType: DEAL, recordId: dealId }).whereRaw(`asked_by ->> 'kind' = 'rule'`);
  await ofRules()
    .where({ name: 'createOrder' })
    .whereIn('state', ['sending', 'unknown'])
    .update({ facts: trx.raw(`facts || '{"wants": "quotation"}'`) });
  // Last: the confirmation that followed from what was made until now is among them.
  await ofRules()
    .whereIn('name', ['createProduct', 'createOrder', 'confirmOrder', 'reserveOrder'])
    .whereIn('state', ['planned', 'waiting', 'rejected'])
    .update({ state: 'cancelled', endedAt: now, revision: trx.raw('revision + 1') });
}
