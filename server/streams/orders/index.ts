import type { StreamDefinition } from '../shared/definition.ts';
import { documentsOfCustomers } from '../shared/documents-of-customers.ts';
import { orderEvents } from './events.ts';
import { Order } from './record.ts';
import { removeOrders, storeOrders, type KeptOrder } from './store.ts';

export const orders: StreamDefinition<'orders', Order, KeptOrder> = {
  name: 'orders',
  record: Order,
  table: 'erp_orders',
  alsoFills: ['erp_order_invoices'],
  subjectKind: 'order',
  startsOff: true,
  store: storeOrders,
  remove: removeOrders,
  unsettled: `m.status in ('quotation', 'waiting_approval') or m.status = 'confirmed' and ('none' in (m.reserved, m.delivered, m.invoiced) or 'partly' in (m.delivered, m.invoiced))`,
  events: { kinds: ['order_delivered'], find: orderEvents },
  isOwned: true,
  refreshed: documentsOfCustomers('erp_orders', `d.status = 'confirmed' desc, d.ordered_at desc nulls first`),
};
