import type { OrderFacts } from '../../server/records/catalogue/order-status.ts';

type Order = NonNullable<OrderFacts['order']>;

export const noOrder: OrderFacts = { create: null, confirm: null, order: null, isTied: false, isGone: false, differs: false };
export const anOrderOf = (given: Partial<Order> = {}, more: Partial<OrderFacts> = {}): OrderFacts => ({
  ...noOrder,
  isTied: true,
  order: { status: 'confirmed', reserved: 'none', delivered: 'none', invoiced: 'none', isPaid: false, ...given },
  ...more,
});
const asked = (state: NonNullable<OrderFacts['create']>['state'], waitingFor: string | null = null): OrderFacts => ({
  ...noOrder,
  create: { state, waitingFor },
});

/** Of a deal in each state that there is. */
export const ORDER_FACTS_OF_EACH: readonly OrderFacts[] = [
  asked('planned'),
  asked('planned', 'order.waiting_customer'),
  asked('rejected', 'order.no_lines'),
  asked('unknown', 'order.answer_unknown'),
  anOrderOf({ status: 'quotation' }),
  anOrderOf({ status: 'quotation' }, { confirm: { state: 'waiting', waitingFor: 'order.waiting_approval' } }),
  anOrderOf({ status: 'quotation' }, { differs: true }),
  anOrderOf(),
  anOrderOf({ reserved: 'all' }),
  anOrderOf({ delivered: 'partly' }),
  anOrderOf({ delivered: 'all' }),
  anOrderOf({ delivered: 'all', invoiced: 'all' }),
  anOrderOf({ delivered: 'nothing', invoiced: 'all', isPaid: true }),
  anOrderOf({ status: 'cancelled' }),
];
