/** SQL: the customer of match `m` is one of the companies whose books the ERP keeps, as far as the ERP says which of its records stand for them. */
export const IS_OWN_COMPANY = `exists (select 1 from erp_connections books cross join jsonb_path_query(books.identity, '$.companies[*]') own
  where books.portal_id = m.portal_id and books.id = m.connection_id and own ->> 'customerId' = m.customer_id)`;
