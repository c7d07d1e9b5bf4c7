import type { Invoice } from './record.ts';

const listOf = (...statuses: Invoice['status'][]): string => `('${statuses.join(`', '`)}')`;

/** SQL: posted and not yet settled; the only states in which an amount can be open or due. */
export const UNSETTLED = listOf('open', 'partially_paid', 'in_payment');
/** SQL: how many documents of the customer of row `a` are not settled. */
export const UNSETTLED_OF = `(select count(*) from erp_invoices m
  where m.portal_id = a.portal_id and m.connection_id = a.connection_id and (m.customer_id = a.customer_id or m.organisation_id = a.customer_id)
    and m.status in ${UNSETTLED})`;
/** SQL: the states in which what is open and past its day is overdue. A payment in progress is nobody's debt that is late. */
export const OWED = listOf('open', 'partially_paid');
