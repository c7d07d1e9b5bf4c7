import type { HubSpotClient } from '../../hubspot/contract.ts';
import { compare } from '../../shared/decimals.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import { LINE_ITEM } from '../../shared/object-types.ts';
import type { BuiltLine } from './build-order.ts';
import { buildFor, requireDealContext, type DealDeps, type DealRef } from './deal-context.ts';
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
 * all of them: nobody agreed to that one. Twice is the same as once. HubSpot adds up the lines, and leaves the deal's amount to whoever keeps it.
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
  if (!first) return;
  const product = refused.map(({ id }) => built.lines.find(({ lineId }) => lineId === id)?.name ?? id).join(', ');
  throw new InvalidInputError('HubSpot refuses a line', { code: 'order.line_refused', params: { product, message: first.code } });
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
