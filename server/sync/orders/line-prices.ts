import { setTimeout } from 'node:timers/promises';
import type { OrderPrices } from '../../records/queries/deal-lines.ts';
import { buildFor, loadDealContext, type DealDeps, type DealRef } from './deal-context.ts';
import { askErpPrices } from './erp-prices.ts';
import { listNameOf, priceListNames } from './price-list-names.ts';

/** The lines themselves, and what the mirror says of them, wait no longer. */
const PATIENCE_MS = 3_000;

/**
 * What the ERP asks for the lines of a deal in its order, as the checklist has it. Undefined: no rules speak of the deal. Null: the ERP does not say it
 * now, or would refuse the order.
 */
export async function askLinePrices(deps: DealDeps, ref: DealRef): Promise<OrderPrices | null | undefined> {
  const context = await loadDealContext(deps, ref);
  if (!context) return undefined;
  const built = await buildFor(deps, context, ref);
  const answer = Promise.all([askErpPrices(deps, context, built), priceListNames(deps, context.scope)]);
  const [asked, names] = (await Promise.race([answer, setTimeout(PATIENCE_MS, undefined, { ref: false })])) ?? [];
  if (!names || asked?.state !== 'known') return null;
  return { currency: asked.currency, prices: asked.prices, listName: listNameOf(asked, names) };
}
