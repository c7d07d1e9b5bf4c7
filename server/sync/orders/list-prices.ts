import type { DealLine, DealLines } from '../../../hubspot-app/app/cards/api/types.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import { compareDealLines, usesCatalog } from '../../records/queries/deal-lines.ts';
import { compare } from '../../shared/decimals.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import { LINE_ITEM } from '../../shared/object-types.ts';
import { requireDealContext, type DealContext, type DealDeps, type DealRef } from './deal-context.ts';

/** The deal's lines beside the ERP's list; off: no ERP's products are kept in HubSpot. */
export async function compareWithList(
  { db }: Pick<DealDeps, 'db'>,
  { scope, deal }: DealContext,
  currency: string | null,
): Promise<DealLines> {
  if (!(await usesCatalog(db, scope.portalId))) return { state: 'off' };
  return compareDealLines(db, scope.portalId, { records: deal.lines, dealCurrency: currency, linkTo: () => null });
}

interface PricingDeps extends Omit<DealDeps, 'openHubSpot'> {
  openHubSpot(portalId: PortalId): Promise<Pick<HubSpotClient, 'batchRead' | 'associatedIds' | 'batchUpdate'>>;
}

/** A line, and the list price that the person saw when they agreed to it. */
interface SeenPrice {
  lineId: string;
  price: string;
}

/**
 * These lines get the price of the ERP's list and no discount; the others stay as they are. A list that says another price by now refuses all of
 * them: nobody agreed to that one. Twice is the same as once. HubSpot adds up the lines, and leaves the deal's amount to whoever keeps it.
 */
export async function useListPrices(deps: PricingDeps, deal: DealRef, seen: readonly SeenPrice[]): Promise<void> {
  const context = await requireDealContext(deps, deal);
  const currency = context.deal.properties['deal_currency_code'] || deal.companyCurrency;
  const compared = await compareWithList(deps, context, currency);
  const lines = compared.state === 'ready' ? compared.lines : [];
  const wanted = seen.map((one) => requireListed(lines, one));
  const inputs = wanted.filter(differs).map(({ id, product }) => ({
    id: id as RecordId,
    properties: { price: product!.listPrice!.amount, discount: '', hs_discount_percentage: '' },
  }));
  const hubspot = await deps.openHubSpot(deal.portalId);
  const { refused } = await hubspot.batchUpdate(LINE_ITEM, inputs, { priority: 'interactive' });
  const [first] = refused;
  if (!first) return;
  const product = refused.map(({ id }) => lines.find((line) => line.id === id)?.name ?? id).join(', ');
  throw new InvalidInputError('HubSpot refuses a line', { code: 'order.line_refused', params: { product, message: first.code } });
}

const differs = ({ product }: DealLine): boolean => compare(product?.drift?.amount ?? '0', '0') !== 0;

function requireListed(lines: readonly DealLine[], { lineId, price }: SeenPrice): DealLine {
  const line = lines.find(({ id }) => id === lineId);
  if (!line) throw new InvalidInputError('Not a line of this deal', { code: 'not_found' });
  const list = line.product?.listPrice ?? null;
  if (list && compare(list.amount, price) === 0) return line;
  throw new InvalidInputError('The list says another price', {
    code: 'order.list_price_changed',
    params: { product: line.name, list: list?.amount ?? '–', currency: list?.currency ?? '' },
  });
}
