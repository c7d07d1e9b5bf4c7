import { isCancelled } from './numbered-orders.ts';

/** SQL of (record_id, statuses): how far is what the orders of deals have in projects. Binding: portalId; relations `ready` and `orders_of_deals` name what counts. */
export const PROJECT_STATUSES = `
  select o.deal_id as record_id, jsonb_agg(part.status) as statuses
  from orders_of_deals o
  join ready r on r.id = o.connection_id
  join erp_project_parts part on part.portal_id = :portalId and part.connection_id = o.connection_id and part.order_id = o.order_id
  where not ${isCancelled('o')}
  group by o.deal_id`;
