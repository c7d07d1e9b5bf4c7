import type { Db } from '../../db/index.ts';
import { queryPrepared } from '../../db/prepared.ts';
import { naturalOrder } from '../../mirror/natural-order.ts';
import { invoicesOfRecordSql } from '../record-invoices.ts';
import { INVOICE_COLUMNS, type StoredInvoiceRow } from './invoices.ts';
import type { RecordScope } from './totals.ts';

/** The newest posted invoice of the record, by its day, then as people count; of one day an invoice stands before a down payment. */
export async function loadLatestInvoice(db: Db, scope: RecordScope): Promise<StoredInvoiceRow | undefined> {
  const { portalId, objectType, recordId, contactsCarry, day } = scope;
  const [invoice] = await queryPrepared<StoredInvoiceRow>(
    db,
    `with newest as (
       select p.connection_id, p.erp_id
       from (${invoicesOfRecordSql(objectType, contactsCarry, ['type', 'status', 'issued_on', 'number'])}) p
       where p.type <> 'credit_note' and p.status not in ('draft', 'cancelled')
       order by p.issued_on desc nulls last, p.type = 'down_payment', ${naturalOrder('p.number', 'desc')}, ${naturalOrder('p.erp_id', 'desc')}
       limit 1
     )
     select ${INVOICE_COLUMNS}
     from newest n
     join erp_invoices i on i.portal_id = :portalId and i.connection_id = n.connection_id and i.erp_id = n.erp_id
     left join erp_customers c on c.portal_id = i.portal_id and c.connection_id = i.connection_id and c.erp_id = i.customer_id`,
    { portalId, recordId, ...day },
  );
  return invoice;
}
