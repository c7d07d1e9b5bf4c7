import type { HubSpotClient } from '../../hubspot/contract.ts';
import { add, asDecimal, compare, multiply } from '../../shared/decimals.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import { DEAL, LINE_ITEM } from '../../shared/object-types.ts';
import { rounded } from './build-line.ts';
import type { BuiltLine, BuiltOrder } from './build-order.ts';
import { buildFor, requireDealContext, type DealContext, type DealDeps, type DealRef } from './deal-context.ts';
import { askErpPrices, netOf, type ErpPrices } from './erp-prices.ts';

interface PricingDeps extends Omit<DealDeps, 'openHubSpot'> {
  openHubSpot(portalId: PortalId): Promise<Pick<HubSpotClient, 'batchRead' | 'associatedIds' | 'batchUpdate'>>;
}

/** A line, and the ERP's price that the person saw when they agreed to it. */
interface SeenPrice {
  lineId: string;
  price: string;
}

/**
 * These lines get the price that the ERP would take for them and no discount; the others stay as they are. An ERP that says another price by now refuses
 * all of them: nobody agreed to that one. Twice is the same as once. HubSpot does not add up what apps write into lines: a deal's amount that was their sum
 * stays that, another one is left to whoever typed it.
 */
export async function useListPrices(deps: PricingDeps, deal: DealRef, seen: readonly SeenPrice[]): Promise<void> {
  const context = await requireDealContext(deps, deal);
  const built = await buildFor(deps, context, deal);
  const asked = await askErpPrices(deps, context, built);
  const wanted = seen.map((one) => ({ line: requireListed(built.lines, asked, one), ...one }));
  const inputs = wanted
    .filter(({ line, price }) => differsFrom(line, price))
    .map(({ lineId, price }) => ({ id: lineId as RecordId, properties: { price, discount: '', hs_discount_percentage: '' } }));
  const hubspot = await deps.openHubSpot(deal.portalId);
  const { refused } = await hubspot.batchUpdate(LINE_ITEM, inputs, { priority: 'interactive' });
  const [first] = refused;
  if (!first) return keepSum(hubspot, context, built, new Map(wanted.map(({ lineId, price }) => [lineId, price])));
  const product = refused.map(({ id }) => built.lines.find(({ lineId }) => lineId === id)?.name ?? id).join('; ');
  throw new InvalidInputError('HubSpot refuses a line', { code: 'order.line_refused', params: { product, message: first.code } });
}

async function keepSum(
  hubspot: Pick<HubSpotClient, 'batchUpdate'>,
  { deal }: DealContext,
  { lines, dealNet, currency }: BuiltOrder,
  prices: ReadonlyMap<string, string>,
): Promise<void> {
  const amount = asDecimal(deal.properties['amount']);
  if (amount === null || dealNet === null || currency === null || compare(rounded(amount, currency), dealNet) !== 0) return;
  const nets = lines.map(({ lineId, terms }) => {
    const price = lineId === null ? undefined : prices.get(lineId);
    return price === undefined ? (terms.net ?? '0') : rounded(multiply(terms.quantity, price), currency);
  });
  const sum = add('0', ...nets);
  if (compare(sum, amount) === 0) return;
  await hubspot.batchUpdate(DEAL, [{ id: deal.id, properties: { amount: sum } }], { priority: 'interactive' });
}

/** Of one unit after its discount; null: the line has no price. */
export const dealPrice = ({ terms: { unitPrice, discount } }: BuiltLine): string | null =>
  unitPrice === null ? null : netOf(unitPrice, discount);

export function differsFrom(line: BuiltLine, price: string): boolean {
  const own = dealPrice(line);
  return own === null || compare(own, price) !== 0;
}

function requireListed(lines: readonly BuiltLine[], asked: ErpPrices, { lineId, price }: SeenPrice): BuiltLine {
  const line = lines.find((one) => one.lineId === lineId);
  if (!line) throw new InvalidInputError('Not a line of this deal', { code: 'not_found' });
  const list = asked.state === 'known' ? asked.prices.get(lineId) : undefined;
  if (list !== undefined && compare(list, price) === 0) return line;
  throw new InvalidInputError('The ERP says another price', {
    code: 'order.list_price_changed',
    params: { product: line.name, list: list ?? '–', currency: asked.state === 'known' ? asked.currency : '' },
  });
}
