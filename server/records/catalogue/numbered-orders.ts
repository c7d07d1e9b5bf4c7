/**
 * SQL of the orders tied to the deal of deal order `d` that bear its number: (connection_id, order_id, is_invoiced). Where there is one it is meant, whoever
 * else has that number: some ERPs number quotations and orders apart, and two of one kind begin at the same number.
 */
const tiedOrders = (d: string): string => `
  select own.connection_id, own.order_id, coalesce(bearer.status = 'confirmed' or bearer.status = 'closed' and bearer.invoiced in ('partly', 'all'), false)
    as is_invoiced
  from order_ties own
  left join erp_orders bearer on bearer.portal_id = own.portal_id and bearer.connection_id = own.connection_id and bearer.erp_id = own.order_id
  where own.portal_id = ${d}.portal_id and own.deal_id = ${d}.deal_id
    and ${d}.order_number = coalesce(bearer.order_number, upper(regexp_replace(own.number, '\\s', '', 'g')))`;

/** SQL of whether deal order `d` has an order of its own under its number. */
export const hasTiedOrder = (d: string): string => `exists (${tiedOrders(d)})`;

/** SQL of the join of deal orders `d` with what their number alone means: orders `n` that are no deal's, where the deal has none of its own under it. */
export const NUMBERED_ORDERS = `deal_orders d
      join erp_orders n on n.portal_id = d.portal_id and n.order_number = d.order_number
        and not exists (
          select 1 from order_ties t where t.portal_id = n.portal_id and t.connection_id = n.connection_id and t.order_id = n.erp_id)
        and not ${hasTiedOrder('d')}`;

/**
 * SQL of whether an invoice of this origin may be one of deal order `d`. A quotation has no invoices, so its number names none: it is closed when it
 * became an order of another number, and nothing of it was invoiced.
 */
export const originCounts = (origin: string): string => `
    (not ${hasTiedOrder('d')} or exists (
      select 1 from (${tiedOrders('d')}) own where own.connection_id = ${origin}.connection_id and own.is_invoiced))`;

/** SQL of (deal_id, connection_id, order_id): the orders of deals, tied to them or by their number. Bindings: portalId, recordIds. */
export const ORDERS_OF_DEALS = `
      select t.deal_id, t.connection_id, t.order_id from order_ties t where t.portal_id = :portalId and t.deal_id = any(:recordIds)
      union
      select d.deal_id, n.connection_id, n.erp_id from ${NUMBERED_ORDERS}
      where d.portal_id = :portalId and d.deal_id = any(:recordIds)`;

/** SQL of whether order `o` of these is cancelled; one that was not read is not. Binding: portalId. */
export const isCancelled = (o: string): string => `exists (
    select 1 from erp_orders c
    where c.portal_id = :portalId and c.connection_id = ${o}.connection_id and c.erp_id = ${o}.order_id and c.status = 'cancelled')`;
