import type { Db } from '../../db/index.ts';
import { compare } from '../../shared/decimals.ts';
import type { Command } from '../commands/command-rows.ts';
import type { CommandHandler, CommandRun, Done, Prepare, Prepared } from '../commands/handler.ts';
import { approverNames } from './approvers.ts';
import { buildOrder } from './build-order.ts';
import { readMade } from './create-order.ts';
import { creditOf } from './credit.ts';
import { decidingRules, isConfirming } from './deal-rules.ts';
import { waitForProducts } from './new-products.ts';
import { changeTie, findTie } from './order-ties.ts';
import { readDeals, type Deal } from './read-deals.ts';
import { loadOrderRules, rulesOf } from './rules.ts';
import { FOR_PRODUCTS } from './waiting.ts';

type AmendCommand = Command<'amendOrder'>;

/** The ERP's document is brought to what the deal says now. */
export const amendOrder: CommandHandler<'amendOrder'> = { read, alsoAbout: creditOf, onDone };

async function read(run: CommandRun, commands: readonly AmendCommand[]): Promise<Prepare<'amendOrder'>> {
  const hubspot = await run.deps.openHubSpot(run.run.scope.portalId);
  const ids = commands.map(({ recordId }) => recordId);
  const deals = await readDeals(hubspot, ids, { priority: 'interactive', signal: run.run.context.signal });
  return (command) => prepare(run, command, deals.get(command.recordId));
}

async function prepare(commandRun: CommandRun, command: AmendCommand, deal: Deal | undefined): Promise<Prepared<'amendOrder'>> {
  const { deps, run } = commandRun;
  const { portalId, input } = command;
  const tie = input && (await findTie(deps.db, run.scope, input.id));
  if (!input || !tie || !deal || deal.archived || deal.id !== command.recordId) return { kind: 'cancelled' };
  const rules = rulesOf(await loadOrderRules(deps.db, portalId), deal.properties['pipeline'] ?? '');
  if (!rules || rules.connectionId !== command.connectionId) return { kind: 'refused', reasons: [{ code: 'order.no_rules', params: {} }] };
  if (!command.facts.isByApprover && (tie.status === 'confirmed' || (await isConfirming(deps.db, run.scope, tie)))) {
    const approval = (await decidingRules(deps.db, run.scope, tie))?.approval ?? null;
    const approvers = (await approverNames(deps, portalId, approval)).join(', ');
    if (approval) return { kind: 'refused', reasons: [{ code: 'order.not_yours_to_approve', params: { approvers } }] };
  }
  const { companyCurrency } = await deps.loadPortal(portalId);
  const built = await buildOrder(deps.db, { scope: run.scope, rules, deal, companyCurrency });
  const [first, ...others] = built.reasons;
  if (first) return { kind: 'refused', reasons: [first, ...others] };
  if (built.awaitsProducts) return FOR_PRODUCTS;
  if (built.newProducts.length > 0) return waitForProducts(commandRun, command, built.newProducts);
  if (built.customer.state !== 'linked' || !built.order) return { kind: 'refused', reasons: [{ code: 'order.no_company', params: {} }] };
  const { customerId, contactId } = built.customer;
  const facts = { ...(built.dealNet !== null && { dealNet: built.dealNet }), lineCount: built.lines.length };
  return { kind: 'ready', input: { id: input.id, order: { customerId, contactId, ...built.order } }, identities: [], facts };
}

async function onDone(
  trx: Db,
  { deps, run: { scope } }: CommandRun,
  { recordId, facts }: AmendCommand,
  { result }: Done<'amendOrder'>,
): Promise<void> {
  const before = await findTie(trx, scope, result.id);
  const nets = { dealNet: facts.dealNet ?? null, erpNet: result.untaxed, lineCount: facts.lineCount ?? 0 };
  // What was agreed to was another document, or of another deal.
  const isAsAgreed = !result.isChanged && isSameNet(before?.dealNet ?? null, nets.dealNet);
  await changeTie(trx, scope, result.id, { ...nets, ...(!isAsAgreed && { accepted: null, approved: null }) });
  await readMade(trx, deps, scope, { orderId: result.id, dealId: recordId, now: deps.now() });
}

const isSameNet = (a: string | null, b: string | null): boolean => a !== null && b !== null && compare(a, b) === 0;
