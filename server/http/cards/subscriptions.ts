import type { RequestHandler } from 'express';
import type { Money } from '../../../hubspot-app/app/cards/api/types.ts';
import type { RecordSubscriptions, SubscriptionView } from '../../../hubspot-app/app/cards/api/subscriptions.ts';
import {
  loadSubscriptions,
  loadUnexpectedCounts,
  readsSubscriptions,
  type StoredSubscription,
} from '../../records/queries/subscriptions.ts';
import { add } from '../../shared/decimals.ts';
import { isDeal } from '../../shared/object-types.ts';
import { loadViewer, type Viewer } from '../viewer.ts';
import { loadConnections, type CardConnection } from './connections.ts';
import { RecordQuery, scopeOf, type CardDeps } from './request.ts';

/** What a deal sold, or a customer gets, by the period. Who sees no amounts sees the rest. */
export function subscriptionsCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await loadViewer(deps, req);
    const { portalId, day } = viewer;
    const { objectType, recordId } = scopeOf(viewer, RecordQuery.parse(req.query));
    if (viewer.isPaused || !(await readsSubscriptions(deps.db, portalId))) {
      res.json({ state: 'off' } satisfies RecordSubscriptions);
      return;
    }
    const [subscriptions, unexpected, connections] = await Promise.all([
      loadSubscriptions(deps.db, { portalId, objectType, recordId, day }),
      isDeal(objectType) ? loadUnexpectedCounts(deps.db, { portalId, recordId }) : [],
      loadConnections(deps, viewer),
    ]);
    res.json({
      state: 'ready',
      subscriptions: subscriptions.map((one) => toView(one, { connections, viewer, all: subscriptions })),
      monthly: viewer.seesAmounts ? sumsOf(subscriptions) : [],
      unexpected: unexpected.map(({ number, expected, found, names }) => ({ number, expected, found, names })),
    } satisfies RecordSubscriptions);
  };
}

/** Different currencies are never added. */
function sumsOf(subscriptions: readonly StoredSubscription[]): Money[] {
  const paid = subscriptions.flatMap(({ status, monthly, currency }) =>
    status === 'active' && monthly !== null && currency !== null ? [{ amount: monthly, currency }] : [],
  );
  const byCurrency = Map.groupBy(paid, ({ currency }) => currency);
  return [...byCurrency].map(([currency, some]) => ({ currency, amount: add(...some.map(({ amount }) => amount)) }));
}

const differIn = (fact: 'customerName' | 'orderNumbers', subscriptions: readonly StoredSubscription[]): boolean =>
  new Set(subscriptions.map((one) => one[fact])).size > 1;

interface ToView {
  connections: CardConnection[];
  viewer: Viewer;
  all: readonly StoredSubscription[];
}

/** HubSpot takes 1 MB. */
const MOST_CHARGES = 20;

function toView(stored: StoredSubscription, { connections, viewer: { seesAmounts }, all }: ToView): SubscriptionView {
  const { connectionId, id, status, currency, charges, monthly, customerName, orderNumbers, overdueCount, isPaymentFailing, ...facts } =
    stored;
  const linkTo = connections.find(({ view }) => view.id === connectionId)?.linkTo;
  const money = (amount: string | null) => (seesAmounts && currency !== null && amount !== null ? { amount, currency } : null);
  return {
    ...facts,
    ...{ connectionId, id },
    status: status === 'renewed' ? 'ended' : status,
    url: linkTo?.('subscriptions', id) ?? null,
    customer: differIn('customerName', all) ? customerName : null,
    order: differIn('orderNumbers', all) ? orderNumbers : null,
    monthly: money(monthly),
    charges: charges.slice(0, MOST_CHARGES).map(({ name, amount, period }) => ({ name, period, amount: money(amount) })),
    isUnpaid: isPaymentFailing || overdueCount > 0,
  };
}
