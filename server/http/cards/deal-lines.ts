import type { RequestHandler } from 'express';
import type { DealLines } from '../../../hubspot-app/app/cards/api/types.ts';
import { loadDealOrders } from '../../records/queries/deal-orders.ts';
import { compareDealLines, LINE_PROPERTIES, unlinkedProducts, usesCatalog } from '../../records/queries/deal-lines.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import type { RecordId } from '../../shared/ids.ts';
import { products } from '../../streams/products/index.ts';
import { DEAL, isDeal, PRODUCT } from '../../shared/object-types.ts';
import { readLineItems } from '../../hubspot/line-items.ts';
import { CATALOG_SCOPES } from '../../hubspot/scopes.ts';
import { askLinePrices } from '../../sync/orders/line-prices.ts';
import { loadConnections } from './connections.ts';
import { RecordQuery, scopeOf, type CardDeps } from './request.ts';
import { requireAmounts, type Viewer } from '../viewer.ts';

/** The lines of a deal as HubSpot has them at this moment, beside what the ERPs say of each. */
export function dealLinesCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    const { objectType, recordId } = scopeOf(viewer, RecordQuery.parse(req.query));
    if (!isDeal(objectType))
      throw new InvalidInputError('Only deals have lines', { code: 'input.invalid', params: { field: 'objectTypeId' } });
    res.json(await viewLines(deps, viewer, recordId));
  };
}

async function viewLines(deps: CardDeps, viewer: Viewer, dealId: RecordId): Promise<DealLines> {
  const { portalId, portal, companyCurrency } = viewer;
  if (viewer.isPaused || !(await usesCatalog(deps.db, portalId))) return { state: 'off' };
  if (!CATALOG_SCOPES.every((scope) => portal.scopes.includes(scope))) return { state: 'no_permission' };
  const options = { priority: 'interactive' } as const;
  const hubspot = await deps.openHubSpot(portalId);
  const [deals, lines, orderPrices] = await Promise.all([
    hubspot.batchRead(DEAL, { ids: [dealId], properties: ['deal_currency_code'] }, options),
    readLineItems(hubspot, { objectType: DEAL, ids: [dealId], properties: LINE_PROPERTIES }, options),
    askLinePrices(deps, { portalId, dealId, companyCurrency }),
  ]);
  const links = new Map((await loadConnections(deps, viewer)).map(({ view, linkTo }) => [view.id, linkTo]));
  const records = lines.get(dealId) ?? [];
  const inDoubt = await unlinkedProducts(deps.db, portalId, records);
  const there = inDoubt.length > 0 ? await hubspot.batchRead(PRODUCT, { ids: inDoubt, properties: [] }, options) : null;
  const deal = deals.get(dealId)?.properties;
  return compareDealLines(deps.db, portalId, {
    records,
    ...(orderPrices !== undefined && { orderPrices }),
    deletedProducts: new Set(inDoubt.filter((id) => there && !there.has(id))),
    dealCurrency: deal?.['deal_currency_code'] || companyCurrency,
    orders: await loadDealOrders(deps.db, { portalId, dealId }),
    linkTo: (connectionId, id) => links.get(connectionId)?.(products.name, id) ?? null,
  });
}
