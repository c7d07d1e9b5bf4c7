import type { Db } from '../../db/index.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import { recordInvoicesSql } from '../record-invoices.ts';
import type { StoredCustomer } from './customers.ts';
import type { RecordScope } from './totals.ts';

/** Where a deal's invoices come from: the order number typed on it, and what people tied. */
export async function loadDealInvoices(
  db: Db,
  { portalId, recordId }: { portalId: PortalId; recordId: RecordId },
): Promise<{ orderNumber: string | null; isOrderKnown: boolean; tied: number }> {
  const { rows } = await db.raw<{ rows: { orderNumber: string; isOrderKnown: boolean }[] }>(
    `select coalesce(d.typed, d.order_number) as order_number, exists (
       select 1 from erp_invoice_origins o where o.portal_id = d.portal_id and o.order_number = d.order_number)
       or exists (
       select 1 from erp_orders o where o.portal_id = d.portal_id and o.order_number = d.order_number and o.invoice_ids <> '[]') as is_order_known
     from deal_orders d where d.portal_id = :portalId and d.deal_id = :recordId`,
    { portalId, recordId },
  );
  const [order] = rows;
  const ties = await db('invoiceTies').where({ portalId, dealId: recordId }).count<{ count: number }[]>('* as count');
  return { orderNumber: order?.orderNumber ?? null, isOrderKnown: order?.isOrderKnown ?? false, tied: Number(ties[0]?.count ?? 0) };
}

/** The ERP customers a deal's invoices belong to: usually one. */
export async function loadDealCustomers(db: Db, scope: RecordScope): Promise<StoredCustomer[]> {
  const { rows } = await db.raw<{ rows: StoredCustomer[] }>(
    `select c.connection_id, c.erp_id as id, c.name, c.number, c.tax_id, null as rule, c.blocked as is_blocked, null as invoices_of, '[]'::jsonb as subsidiaries
     from (
       select distinct i.connection_id, coalesce(i.organisation_id, i.customer_id) as customer_id
       from (${recordInvoicesSql(DEAL, scope.contactsCarry)}) mine
       join erp_invoices i on i.portal_id = :portalId and i.connection_id = mine.connection_id and i.erp_id = mine.invoice_id
     ) of_invoices
     join erp_customers c on c.portal_id = :portalId and c.connection_id = of_invoices.connection_id and c.erp_id = of_invoices.customer_id
     order by c.name, c.erp_id limit 5`,
    { portalId: scope.portalId, recordIds: [scope.recordId] },
  );
  return rows;
}

/** The earliest invoice day the mirror knows: everything since then is here. Null before the first read is complete. */
export async function loadMirrorSince(db: Db, portalId: PortalId): Promise<string | null> {
  const { rows } = await db.raw<{ rows: { since: string | null }[] }>(
    `select min(oldest.issued_on) as since
     from erp_connections k
     cross join lateral (
       select i.issued_on from erp_invoices i
       where i.portal_id = k.portal_id and i.connection_id = k.id and i.issued_on is not null
       order by i.issued_on limit 1
     ) oldest
     where k.portal_id = ? and k.status <> 'disconnected'`,
    [portalId],
  );
  return rows[0]?.since ?? null;
}
