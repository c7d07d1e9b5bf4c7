import { isCancelled, ORDERS_OF_DEALS } from './numbered-orders.ts';

/** SQL of (record_id, statuses): how far is what the orders of deals have in projects. Bindings: portalId, recordIds; relation `ready` names the connections that count. */
export const PROJECT_STATUSES = `
  select o.deal_id as record_id, jsonb_agg(part.status) as statuses
  from (${ORDERS_OF_DEALS}) o
  join ready r on r.id = o.connection_id
  join erp_project_parts part on part.portal_id = :portalId and part.connection_id = o.connection_id and part.order_id = o.order_id
  where not ${isCancelled('o')}
  group by o.deal_id`;
