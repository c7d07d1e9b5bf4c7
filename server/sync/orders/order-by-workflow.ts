import type { Db } from '../../db/index.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import { ORDER_NUMBER } from '../../records/catalogue/index.ts';
import type { OrderState } from '../../erp/shared/orders.ts';
import type { ConnectionId, ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import { WAITING_CUSTOMER, type Command } from '../commands/command-rows.ts';
import type { OrderRefusal } from '../commands/order-refusals.ts';
import type { Enqueue } from '../shared/job-data.ts';
import { askForOrder } from './ask-orders.ts';
import { findTie, isLive, loadTies, type TiedOrder } from './order-ties.ts';
import { loadOrderRules, rulesOf } from './rules.ts';
import { NOBODY_KNOWN, NOT_APPROVED, WAITING_CREDIT } from './waiting.ts';

interface Deps {
  db: Db;
  enqueue: Enqueue;
  now(): Date;
  openHubSpot(portalId: PortalId): Promise<Pick<HubSpotClient, 'batchRead'>>;
}

interface Wanted {
  portalId: PortalId;
  dealId: RecordId;
  wants: 'quotation' | 'order';
}

interface Document {
  number: string | null;
  /** Null: only its number is known. */
  order: { connectionId: ConnectionId; id: ErpRecordId } | null;
  total: { amount: string; currency: string } | null;
}

/** `standing`: the deal has it already. */
type Asked = { kind: 'asked'; key: string } | { kind: 'standing'; document: Document } | { kind: 'no_rules' };

/** A workflow wants a document of this deal, whatever its stage: by the rules that an administrator confirmed for its pipeline. */
export async function askByWorkflow(deps: Deps, { portalId, dealId, wants }: Wanted, signal: AbortSignal): Promise<Asked> {
  const hubspot = await deps.openHubSpot(portalId);
  const request = { ids: [dealId], properties: ['pipeline', ORDER_NUMBER] };
  const deal = (await hubspot.batchRead(DEAL, request, { priority: 'live', signal })).get(dealId);
  const live = await loadLive(deps, portalId, dealId);
  const standing = live.find(({ status }) => wants === 'quotation' || status === 'confirmed' || status === 'closed');
  if (standing) return { kind: 'standing', document: ofTie(standing) };
  // Somebody named the order that it has: it needs no second one.
  const named = deal?.properties[ORDER_NUMBER]?.trim();
  if (named && live.length === 0) return { kind: 'standing', document: { number: named, order: null, total: null } };
  const stored = await loadOrderRules(deps.db, portalId);
  const rules = rulesOf(stored, deal?.properties['pipeline'] ?? '');
  if (!rules || !stored?.confirmed[rules.pipelineId]) return { kind: 'no_rules' };
  const scope = { portalId, connectionId: rules.connectionId as ConnectionId };
  return deps.db.transaction(async (trx) => {
    const asked = await askForOrder(trx, {
      ...scope,
      dealId,
      pipelineId: rules.pipelineId,
      wants,
      askedBy: { kind: 'workflow' },
      now: deps.now(),
    });
    if (asked) {
      await deps.enqueue(trx, 'commands', { portalId, connectionId: asked.connectionId });
      return { kind: 'asked', key: asked.key };
    }
    // Somebody tied it at this moment.
    const [tied] = await loadLive({ ...deps, db: trx }, portalId, dealId);
    return { kind: 'standing', document: tied ? ofTie(tied) : NOTHING };
  });
}

const loadLive = async ({ db, now }: Pick<Deps, 'db' | 'now'>, portalId: PortalId, dealId: RecordId): Promise<TiedOrder[]> =>
  (await loadTies(db, portalId, [dealId])).filter((tie) => isLive(tie, now()));

interface Became {
  /** `needs_person`: somebody has to agree, to bring something, or to say that another total is right. `declined`: whoever has to agree did not. */
  state: 'working' | 'made' | 'needs_person' | 'refused' | 'declined';
  /** The ERP does not tell who declined there; of somebody who is no user of the account any more there is no name. */
  declined: { where: 'here' | 'erp'; by: string | null } | null;
  /** The key of the command that is at work on it. */
  on: string;
  /** False: it was there before that time. */
  isNew: boolean;
  document: Document;
}

const NOTHING: Document = { number: null, order: null, total: null };

/** What became of it, `since` it was asked for. */
export async function becameOf(db: Db, { portalId, dealId, wants }: Wanted, { key, since }: { key: string; since: Date }): Promise<Became> {
  const made = await db('commands').where({ portalId, key }).first<Command<'createOrder' | 'confirmOrder'> | undefined>();
  if (!made) return { state: 'refused', declined: null, on: key, isNew: false, document: NOTHING };
  const { connectionId, result } = made;
  if (made.name === 'confirmOrder') return confirmationOf(db, made as Command<'confirmOrder'>, since);
  if (made.state !== 'done' || !result || wants === 'quotation') return progressOf(made, since);
  const commands = await db('commands')
    .where({ portalId, objectType: DEAL, recordId: dealId, name: 'confirmOrder' })
    .whereRaw(`input ->> 'id' = ?`, [result.id])
    .orderBy('askedAt', 'desc')
    .select<Command<'confirmOrder'>[]>();
  const [confirming] = commands;
  if (confirming) return confirmationOf(db, confirming, since);
  // Nobody had to ask: it was an order already, or is one by now. Otherwise it was called off.
  const tie = await findTie(db, { portalId, connectionId }, result.id);
  const isOrder = [result.status, tie?.status].some((status) => status === 'confirmed' || status === 'closed');
  const document = tie?.number ? ofTie(tie) : ofState(connectionId, result);
  return { state: isOrder ? 'made' : 'refused', declined: null, on: key, isNew: false, document };
}

/** What is to be confirmed is there, whatever comes of that. */
async function confirmationOf(db: Db, command: Command<'confirmOrder'>, since: Date): Promise<Became> {
  const { portalId, connectionId, result, input } = command;
  const tie = result || !input ? undefined : await findTie(db, { portalId, connectionId }, input.id);
  return { ...progressOf(command, since), ...(tie && { document: ofTie(tie) }) };
}

function progressOf(command: Command<'createOrder' | 'confirmOrder'>, since: Date): Became {
  const { name, key, state, result, connectionId, sentAt, endedAt, waitingFor, params } = command;
  const document = result ? ofState(connectionId, result) : NOTHING;
  // What was made under its key is no order yet; one that is was there before.
  const wasThere = name === 'createOrder' && (result?.status === 'confirmed' || result?.status === 'closed');
  const isNew = sentAt !== null && endedAt !== null && endedAt >= since && !wasThere;
  const became = { on: key, isNew, document, declined: null };
  if (state === 'done') return { ...became, state: result?.status === 'waiting_approval' ? 'needs_person' : 'made' };
  if (waitingFor === NOT_APPROVED) return { ...became, state: 'declined', declined: { where: 'here', by: nameIn(params['by']) } };
  if (state === 'rejected' && waitingFor === DECLINED_IN_ERP) return { ...became, state: 'declined', declined: { where: 'erp', by: null } };
  if (state === 'rejected' || state === 'cancelled') return { ...became, state: 'refused' };
  // A customer that the rules may make is made by itself.
  const isStuck = state === 'waiting' || waitingFor === WAITING_CREDIT || (waitingFor === WAITING_CUSTOMER && params['isAsked'] !== true);
  return { ...became, state: isStuck ? 'needs_person' : 'working' };
}

const nameIn = (by: unknown): string | null => (typeof by === 'string' && by !== NOBODY_KNOWN ? by : null);
const DECLINED_IN_ERP = 'order.approval_refused' satisfies OrderRefusal;

const ofState = (connectionId: ConnectionId, { id, number, total, currency }: OrderState): Document => ({
  number,
  order: { connectionId, id },
  total: { amount: total, currency },
});

const ofTie = ({ connectionId, orderId: id, number, total, currency }: TiedOrder): Document => ({
  number,
  order: { connectionId, id },
  total: total !== null && currency !== null ? { amount: total, currency } : null,
});
