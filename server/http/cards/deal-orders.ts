import type { RequestHandler } from 'express';
import type { DealOrder, DealOrders } from '../../../hubspot-app/app/cards/api/orders.ts';
import { loadDealOrders, paidShare, readsOrders, type StoredOrder } from '../../records/queries/deal-orders.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import type { ErpRecordId, RecordId } from '../../shared/ids.ts';
import { isDeal } from '../../shared/object-types.ts';
import { loadConnections, type CardConnection } from './connections.ts';
import { RecordQuery, scopeOf, type CardDeps } from './request.ts';
import { requireAmounts, type Viewer } from '../viewer.ts';

/** What became of a deal in the ERP: its quotations and orders, as they were last read. */
export function dealOrdersCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    const { objectType, recordId } = scopeOf(viewer, RecordQuery.parse(req.query));
    if (!isDeal(objectType))
      throw new InvalidInputError('Only deals have orders', { code: 'input.invalid', params: { field: 'objectTypeId' } });
    res.json(await viewOrders(deps, viewer, recordId));
  };
}

async function viewOrders(deps: CardDeps, viewer: Viewer, dealId: RecordId): Promise<DealOrders> {
  const { portalId } = viewer;
  if (viewer.isPaused || !(await readsOrders(deps.db, portalId))) return { state: 'off' };
  const [orders, connections] = await Promise.all([loadDealOrders(deps.db, { portalId, dealId }), loadConnections(deps, viewer)]);
  return { state: 'ready', orders: orders.map((order) => toView(order, connections)), deal: null };
}

/** HubSpot takes 1 MB. */
const MOST_LINES = 50;

function toView({ currency, total, lines, deliveries, invoices, ...order }: StoredOrder, connections: CardConnection[]): DealOrder {
  const linkTo = connections.find(({ view }) => view.id === order.connectionId)?.linkTo;
  return {
    ...order,
    total: { amount: total, currency },
    url: linkTo?.('orders', order.id as ErpRecordId) ?? null,
    paid: paidShare({ ...order, invoices }),
    lines: lines.slice(0, MOST_LINES).map(({ id, description: name, sku, unit, quantity, net, reserved, delivered, invoiced }) => ({
      ...{ id, name, sku, unit, quantity, reserved, delivered, invoiced },
      net: { amount: net, currency },
    })),
    deliveries,
    invoices: invoices.map(({ isSettled: _, isBegun: __, ...invoice }) => ({
      ...invoice,
      url: linkTo?.('invoices', invoice.id as ErpRecordId) ?? null,
    })),
  };
}
