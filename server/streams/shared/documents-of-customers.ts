/** SQL: the ids of documents that belong to customers (bindings: portalId, connectionId, customerIds, limit). */
export const documentsOfCustomers = (table: string, order: string): string => `
  select d.erp_id as id from ${table} d
  where d.portal_id = :portalId and d.connection_id = :connectionId and (d.organisation_id = any(:customerIds) or d.customer_id = any(:customerIds))
  order by ${order} limit :limit`;
