import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { OrderCandidates } from '../../../hubspot-app/app/cards/api/orders.ts';
import { loadOrderCandidates } from '../../records/queries/deal-orders.ts';
import { whatDealLacks } from '../../records/queries/tie-candidates.ts';
import { companiesOfDeal } from '../../sync/inbox/deal-companies.ts';
import { loadChecklist } from '../../sync/orders/checklist.ts';
import { compareOrder } from '../../sync/orders/compare-order.ts';
import { searchLineProducts } from '../../sync/orders/line-products.ts';
import { previewOrder } from '../../sync/orders/preview-order.ts';
import { requireAmounts } from '../viewer.ts';
import { dealOf } from './deal-orders.ts';
import { loadLinkers } from './linkers.ts';
import type { CardDeps } from './request.ts';

/** What stands between a deal and its order. HubSpot and the ERP are asked. */
export function orderChecklistCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    res.json(await loadChecklist(deps, dealOf(req, viewer, req.query)));
  };
}

/** The document before anything exists. HubSpot and the ERP are asked. */
export function orderPreviewCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    res.json(await previewOrder(deps, dealOf(req, viewer, req.query)));
  };
}

/** The deal beside the ERP's document. HubSpot is asked. */
export function orderDifferenceCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    res.json(await compareOrder(deps, dealOf(req, viewer, req.query)));
  };
}

const Query = z.object({ query: z.string().trim().min(2).max(100) });

/** What a line can be of. HubSpot is asked. */
export function lineProductsCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    res.json(await searchLineProducts(deps, dealOf(req, viewer, req.query), Query.parse(req.query).query));
  };
}

/** Orders of the deal's customer that were made in the ERP. */
export function orderCandidatesCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    const { portalId, dealId } = dealOf(req, viewer, req.query);
    const companies = await companiesOfDeal(deps, portalId, dealId);
    const found = companies.length === 0 ? [] : await loadOrderCandidates(deps.db, { portalId, companies });
    const { link } = await loadLinkers(deps, portalId, found);
    const orders = found.map(({ total, currency, ...order }) => ({
      ...order,
      total: { amount: total, currency },
      url: link(order.connectionId, 'orders', order.orderId),
    }));
    res.json({ orders, lacks: await whatDealLacks(deps.db, portalId, companies) } satisfies OrderCandidates);
  };
}
