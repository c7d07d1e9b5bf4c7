import type { Request, RequestHandler } from 'express';
import type { DealOrder, DealOrders } from '../../../hubspot-app/app/cards/api/orders.ts';
import { loadDealOrders, paidShare, readsOrders, withoutCopied, type StoredOrder } from '../../records/queries/deal-orders.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { isDeal } from '../../shared/object-types.ts';
import { nextReservation } from '../../streams/orders/progress.ts';
import { loadDealState } from '../../sync/orders/deal-card.ts';
import type { PersonsDeal } from '../../sync/orders/person-orders.ts';
import { signedUser } from '../signature.ts';
import { loadConnections, type CardConnection } from './connections.ts';
import { RecordQuery, scopeOf, type CardDeps } from './request.ts';
import { requireAmounts, type Viewer } from '../viewer.ts';

/** What became of a deal in the ERP: its quotations and orders, as they were last read. */
export function dealOrdersCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    res.json(await viewOrders(deps, viewer, dealOf(req, viewer, req.query)));
  };
}

/** The deal that a card names, and who stands before it. */
export function dealOf(req: Request, viewer: Viewer, input: unknown): PersonsDeal {
  const { objectType, recordId } = scopeOf(viewer, RecordQuery.parse(input));
  if (!isDeal(objectType))
    throw new InvalidInputError('Only deals have orders', { code: 'input.invalid', params: { field: 'objectTypeId' } });
  const { portalId, userId, companyCurrency } = viewer;
  return { portalId, dealId: recordId, companyCurrency, user: { userId, email: signedUser(req).userEmail } };
}

async function viewOrders(deps: CardDeps, viewer: Viewer, { dealId, ...ref }: PersonsDeal): Promise<DealOrders> {
  const { portalId } = viewer;
  if (viewer.isPaused || !(await readsOrders(deps.db, portalId))) return { state: 'off' };
  const [orders, connections] = await Promise.all([loadDealOrders(deps.db, { portalId, dealId }), loadConnections(deps, viewer)]);
  const deal = await loadDealState(deps, { ...ref, dealId, orders });
  const views = withoutCopied(orders).map((order) => toView(order, { orders, connections, now: deps.now() }));
  return { state: 'ready', orders: views, deal };
}

/** HubSpot takes 1 MB. */
const MOST_LINES = 50;

interface ToView {
  orders: readonly StoredOrder[];
  connections: CardConnection[];
  now: Date;
}

function toView(
  { currency, total, lines, deliveries, invoices, hasUnissued, quotationId, heldOrder: _, ...order }: StoredOrder,
  { orders, connections, now }: ToView,
): DealOrder {
  const from = orders.find(
    ({ connectionId, id, status }) => connectionId === order.connectionId && id === quotationId && status === 'closed',
  );
  const linkTo = connections.find(({ view }) => view.id === order.connectionId)?.linkTo;
  return {
    ...order,
    total: { amount: total, currency },
    url: linkTo?.('orders', order.id as ErpRecordId) ?? null,
    quotation: from ? { number: from.number, url: linkTo?.('orders', from.id as ErpRecordId) ?? null } : null,
    paid: paidShare({ ...order, invoices, hasUnissued }),
    reservesOn: nextReservation(lines, now),
    lines: lines.slice(0, MOST_LINES).map((line) => {
      const { id, description: name, sku, unit, quantity, net, reserved, delivered, invoiced } = line;
      const facts = { id, name, sku, unit, quantity, reserved, delivered, invoiced };
      return { ...facts, reservesOn: nextReservation([line], now), net: { amount: net, currency } };
    }),
    deliveries,
    invoices: invoices.map(({ isSettled: __, isBegun: ___, ...invoice }) => ({
      ...invoice,
      url: linkTo?.('invoices', invoice.id as ErpRecordId) ?? null,
    })),
  };
}
