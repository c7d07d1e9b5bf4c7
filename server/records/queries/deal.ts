import type { Db } from '../../db/index.ts';
import { queryPrepared } from '../../db/prepared.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import { invoicesOfRecordSql } from '../record-invoices.ts';
import type { StoredCustomer } from './customers.ts';
import type { RecordScope } from './totals.ts';

interface DealInvoices {
  orderNumber: string | null;
  isOrderKnown: boolean;
  tied: number;
  /** The deal has an order in the ERP, whose number comes onto it by itself. */
  hasOrder: boolean;
}

/** Where a deal's invoices come from: the order number typed on it, of which it has one at most, and what people tied. */
export async function loadDealInvoices(db: Db, { portalId, recordId }: { portalId: PortalId; recordId: RecordId }): Promise<DealInvoices> {
  const [invoices] = await queryPrepared<DealInvoices>(
    db,
    `select max(coalesce(d.typed, d.order_number)) as order_number,
       coalesce(bool_or(
         exists (select 1 from erp_invoice_origins o where o.portal_id = d.portal_id and o.order_number = d.order_number)
         or exists (select 1 from erp_orders o where o.portal_id = d.portal_id and o.order_number = d.order_number and o.invoice_ids <> '[]')
       ), false) as is_order_known,
       (select count(*) from invoice_ties t where t.portal_id = :portalId and t.deal_id = :recordId) as tied,
       exists (
         select 1 from order_ties t
         left join erp_orders o on o.portal_id = t.portal_id and o.connection_id = t.connection_id and o.erp_id = t.order_id
         where t.portal_id = :portalId and t.deal_id = :recordId
           and (o.status <> 'cancelled' or (o.erp_id is null and t.number_written is null))
       ) as has_order
     from deal_orders d where d.portal_id = :portalId and d.deal_id = :recordId`,
    { portalId, recordId },
  );
  return invoices!;
}

/** The ERP customers a deal's invoices belong to: usually one. */
export async function loadDealCustomers(db: Db, { portalId, recordId, contactsCarry }: RecordScope): Promise<StoredCustomer[]> {
  return queryPrepared<StoredCustomer>(
    db,
    `select c.connection_id, c.erp_id as id, c.name, c.number, c.tax_id, null as rule, c.blocked as is_blocked, null as invoices_of, '[]'::jsonb as subsidiaries
     from (
       select distinct i.connection_id, coalesce(i.organisation_id, i.customer_id) as customer_id
       from (${invoicesOfRecordSql(DEAL, contactsCarry, ['organisation_id', 'customer_id'])}) i
     ) of_invoices
     join erp_customers c on c.portal_id = :portalId and c.connection_id = of_invoices.connection_id and c.erp_id = of_invoices.customer_id
     order by c.name, c.erp_id limit 5`,
    { portalId, recordId },
  );
}

/** The earliest invoice day the mirror knows: everything since then is here. Null before the first read is complete. */
export async function loadMirrorSince(db: Db, portalId: PortalId): Promise<string | null> {
  const [mirror] = await queryPrepared<{ since: string | null }>(
    db,
    `select min(oldest.issued_on) as since
     from erp_connections k
     cross join lateral (
       select i.issued_on from erp_invoices i
       where i.portal_id = k.portal_id and i.connection_id = k.id and i.issued_on is not null
       order by i.issued_on limit 1
     ) oldest
     where k.portal_id = :portalId and k.status <> 'disconnected'`,
    { portalId },
  );
  return mirror!.since;
}
