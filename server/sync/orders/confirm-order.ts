import type { Db } from '../../db/index.ts';
import type { PipelineOrderRules } from '../../../hubspot-app/app/settings/api/orders.ts';
import type { OrderState } from '../../erp/shared/orders.ts';
import type { RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import { askForChange, type Command } from '../commands/command-rows.ts';
import type { CommandHandler, CommandRun, Done, Prepared } from '../commands/handler.ts';
import { readMade } from './create-order.ts';
import { differenceOf, findTie, saveTie, type TiedOrder } from './order-ties.ts';
import { loadOrderRules, rulesOf, type StoredOrderRules } from './rules.ts';

type ConfirmCommand = Command<'confirmOrder'>;

const WAITING_DIFFERENCE = 'order.waiting_difference';
const WAITING_APPROVAL = 'order.waiting_approval';

/** A quotation becomes an order, once both totals agree and whoever has to approve did. */
export const confirmOrder: CommandHandler<'confirmOrder'> = {
  // What it is made of stands in our own tables.
  read: (run) => Promise.resolve((command) => prepare(run, command)),
  onDone,
};

async function prepare({ deps, run }: CommandRun, command: ConfirmCommand): Promise<Prepared<'confirmOrder'>> {
  const { input } = command;
  const tie = input && (await findTie(deps.db, run.scope, input.id));
  // Somebody untied it meanwhile.
  if (!input || !tie) return { kind: 'cancelled' };
  if (tie.status === 'confirmed' || tie.status === 'closed') return { kind: 'existed', result: asState(tie) };
  if (tie.status === 'cancelled') return { kind: 'cancelled' };
  const difference = differenceOf(tie);
  if (difference) return { kind: 'waiting', waitingFor: WAITING_DIFFERENCE, params: { ...difference, currency: tie.currency } };
  const rules = await rulesOfDeal(deps.db, command, tie.dealId);
  if (rules?.approval && tie.approved?.net !== tie.erpNet)
    return { kind: 'waiting', waitingFor: WAITING_APPROVAL, params: { approvers: rules.approval.userEmails.join(', ') } };
  return { kind: 'ready', input, identities: [] };
}

function asState({ orderId: id, number, status, currency, erpNet, tax, total }: TiedOrder): OrderState {
  const figures = { currency: currency ?? '', untaxed: erpNet ?? '0', tax: tax ?? '0', total: total ?? '0' };
  return { id, number, status: status ?? 'confirmed', ...figures, isChanged: false };
}

/** By the pipeline in which the deal was met last. */
export async function rulesOfDeal(
  db: Db,
  { portalId, connectionId }: Pick<ConfirmCommand, 'portalId' | 'connectionId'>,
  dealId: RecordId,
): Promise<PipelineOrderRules | undefined> {
  const stored = await loadOrderRules(db, portalId);
  const met = await db('dealStages').where({ portalId, dealId }).first<{ pipeline: string } | undefined>('pipeline');
  return met ? rulesOf(stored, met.pipeline) : onlyOneOf(stored, connectionId);
}

const onlyOneOf = (stored: StoredOrderRules | undefined, connectionId: string): PipelineOrderRules | undefined =>
  stored?.rules.pipelines.find((one) => one.connectionId === connectionId);

async function onDone(
  trx: Db,
  { deps, run: { scope, erp } }: CommandRun,
  command: ConfirmCommand,
  { result }: Done<'confirmOrder'>,
): Promise<void> {
  const { recordId: dealId, askedBy } = command;
  const now = deps.now();
  const from = command.input ? await findTie(trx, scope, command.input.id) : undefined;
  // Where an order is a document of its own it is the deal's, too.
  if (from && result.id !== from.orderId) {
    const { dealNet, lineCount, how } = from;
    await saveTie(trx, scope, { dealId, how, wants: 'order', order: result, dealNet, lineCount, from, now });
  }
  const rules = await rulesOfDeal(trx, command, dealId);
  const isOrder = result.status === 'confirmed';
  if (rules?.reserves && isOrder && erp.capabilities.commands?.names.includes('reserveOrder')) {
    const reserve = { ...scope, name: 'reserveOrder', objectType: DEAL, recordId: dealId, askedBy, now } as const;
    await askForChange(trx, reserve, { id: result.id, isReserved: true });
  }
  await readMade(trx, deps, scope, { orderId: result.id, dealId, now });
}
