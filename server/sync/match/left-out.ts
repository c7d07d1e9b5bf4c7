/** SQL condition on a row `m` of `customer_matches`: it has posted invoices, and no record that shows them. */
export const IS_LEFT_OUT = `(m.state in ('ambiguous', 'unmatched', 'ignored')
  and exists (select 1 from erp_invoices i where i.portal_id = m.portal_id and i.connection_id = m.connection_id
    and (i.organisation_id = m.customer_id or i.customer_id = m.customer_id) and i.status not in ('draft', 'cancelled')))`;
