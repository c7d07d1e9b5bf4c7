import type { Db } from '../../db/index.ts';
import { DEAL } from '../../shared/object-types.ts';
import type { Command } from '../commands/command-rows.ts';
import type { CommandHandler, CommandRun, Done, Prepared } from '../commands/handler.ts';
import { readMade } from './create-order.ts';
import { rulesOfDeal, stageOfDeal } from './deal-rules.ts';
import { whyKept } from './kept-orders.ts';
import { findTie } from './order-ties.ts';

type CancelCommand = Command<'cancelOrder'>;
type ReserveCommand = Command<'reserveOrder'>;

/** A document is called off: the deal was lost, or a person said so. */
export const cancelOrder: CommandHandler<'cancelOrder'> = {
  read: (run) => Promise.resolve((command) => prepareCancelling(run, command)),
  onDone: onCancelled,
};

/** Stock is held back for an order, or let go. */
export const reserveOrder: CommandHandler<'reserveOrder'> = {
  read: (run) => Promise.resolve((command) => prepareReserving(run, command)),
  onDone: (trx, run, command, done) => readAgain(trx, run, command, done),
};

async function prepareCancelling({ deps, run }: CommandRun, command: CancelCommand): Promise<Prepared<'cancelOrder'>> {
  const { input, facts } = command;
  if (!input || !(await findTie(deps.db, run.scope, input.id))) return { kind: 'cancelled' };
  if (facts.isOfStage && (await isBack(deps.db, command))) return { kind: 'cancelled' };
  // What a person presses for the ERP itself takes or refuses.
  const kept = facts.isOfStage && command.askedBy.kind !== 'person' ? await whyKept(deps.db, run.scope, input.id) : null;
  if (kept) return { kind: 'refused', reasons: [kept] };
  return { kind: 'ready', input, identities: [] };
}

/** The deal stands in a stage with a rule again, as far as we were told. */
async function isBack(db: Db, command: CancelCommand): Promise<boolean> {
  const { portalId, recordId: dealId } = command;
  const met = await stageOfDeal(db, portalId, dealId);
  const rules = await rulesOfDeal(db, command, dealId);
  return met !== undefined && rules?.stages[met.stage] !== undefined;
}

async function onCancelled(trx: Db, run: CommandRun, command: CancelCommand, done: Done<'cancelOrder'>): Promise<void> {
  const { portalId, recordId } = command;
  // It is no order any more that could be confirmed or reserved, or of which something could be made.
  await trx('commands')
    .where({ portalId, objectType: DEAL, recordId })
    .whereIn('name', ['confirmOrder', 'reserveOrder', 'amendOrder', 'createProject', 'planProject'])
    .whereIn('state', ['planned', 'waiting', 'rejected'])
    .whereRaw(`? in (input ->> 'id', input ->> 'orderId')`, [done.result.id])
    .update({ state: 'cancelled', endedAt: run.deps.now(), revision: trx.raw('revision + 1') });
  await readAgain(trx, run, command, done);
}

async function prepareReserving({ deps, run }: CommandRun, { input }: ReserveCommand): Promise<Prepared<'reserveOrder'>> {
  const tie = input && (await findTie(deps.db, run.scope, input.id));
  return input && tie ? { kind: 'ready', input, identities: [] } : { kind: 'cancelled' };
}

async function readAgain(
  trx: Db,
  { deps, run: { scope } }: CommandRun,
  { recordId }: CancelCommand | ReserveCommand,
  { result }: Done<'cancelOrder' | 'reserveOrder'>,
): Promise<void> {
  await readMade(trx, deps, scope, { orderId: result.id, dealId: recordId, now: deps.now() });
}
