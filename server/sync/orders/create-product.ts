import type { Db } from '../../db/index.ts';
import type { Command } from '../commands/command-rows.ts';
import type { CommandHandler, CommandRun, Done, Prepare, Prepared } from '../commands/handler.ts';
import { wakeByCommand } from '../commands/wake-by-command.ts';
import { products } from '../../streams/products/index.ts';
import { insertHints, READ_NOW } from '../pull/hint-queue.ts';
import { buildOrder } from './build-order.ts';
import { readDeals, type Deal } from './read-deals.ts';
import { loadOrderRules, rulesOf } from './rules.ts';
import { FOR_PRODUCTS } from './waiting.ts';

type ProductCommand = Command<'createProduct'>;

/** A product that a deal sells and the ERP does not know. What it is like the deal says afresh. */
export const createProduct: CommandHandler<'createProduct'> = { read, onDone };

async function read(run: CommandRun, commands: readonly ProductCommand[]): Promise<Prepare<'createProduct'>> {
  const hubspot = await run.deps.openHubSpot(run.run.scope.portalId);
  const ids = commands.map(({ recordId }) => recordId);
  const deals = await readDeals(hubspot, ids, { priority: 'live', signal: run.run.context.signal });
  return (command) => prepare(run, command, deals.get(command.recordId));
}

/** Where the deal does not want it any more, whoever else does asks anew. */
async function prepare({ deps, run }: CommandRun, command: ProductCommand, deal: Deal | undefined): Promise<Prepared<'createProduct'>> {
  const sku = command.input?.sku.toLowerCase();
  const rules = rulesOf(await loadOrderRules(deps.db, command.portalId), deal?.properties['pipeline'] ?? '');
  if (!deal || deal.archived || !rules || rules.connectionId !== command.connectionId) return { kind: 'cancelled' };
  const { companyCurrency } = await deps.loadPortal(command.portalId);
  const { newProducts, awaitsProducts } = await buildOrder(deps.db, { scope: run.scope, rules, deal, companyCurrency });
  if (awaitsProducts) return FOR_PRODUCTS;
  const input = newProducts.find((product) => product.sku.toLowerCase() === sku);
  return input ? { kind: 'ready', input, identities: [] } : { kind: 'cancelled' };
}

/** The mirror has it soon; the orders that wait for it look again until then. */
async function onDone(
  trx: Db,
  { deps, run: { scope } }: CommandRun,
  { key }: ProductCommand,
  { result }: Done<'createProduct'>,
): Promise<void> {
  await wakeByCommand(trx, scope.portalId, key);
  await insertHints(trx, scope, { hints: [{ stream: products.name, id: result.id }], passes: READ_NOW, now: deps.now() });
  await deps.enqueue(trx, 'hint', scope);
}
