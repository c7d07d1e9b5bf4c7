import type { Db } from '../../db/index.ts';
import { queryPrepared } from '../../db/prepared.ts';
import { recordInvoicesSql } from '../record-invoices.ts';
import type { RecordScope } from './totals.ts';

export interface StoredLastPayment {
  on: string | null;
  amount: string;
  currency: string;
  method: string | null;
}

/** The newest payment of the record: of its customers, or on a deal of the invoices it led to. */
export async function loadLastPayment(db: Db, scope: RecordScope): Promise<StoredLastPayment | undefined> {
  const rows = await queryPrepared<StoredLastPayment>(
    db,
    `
    with mine as (${recordInvoicesSql(scope.objectType, scope.contactsCarry)})
    select a.settled_on as "on", sum(a.amount) as amount, i.currency, p.method
    from mine
    join erp_invoices i on i.portal_id = :portalId and i.connection_id = mine.connection_id and i.erp_id = mine.invoice_id and i.type <> 'credit_note'
    join erp_allocations a on a.portal_id = i.portal_id and a.connection_id = i.connection_id and a.invoice_id = i.erp_id and a.by <> 'credit_note'
    left join erp_payments p on p.portal_id = a.portal_id and p.connection_id = a.connection_id and p.erp_id = a.source_id and a.by = 'payment'
    group by a.settled_on, coalesce(a.source_id, a.owner_id), i.currency, p.method
    order by a.settled_on desc nulls last, coalesce(a.source_id, a.owner_id) desc
    limit 1`,
    { portalId: scope.portalId, recordIds: [scope.recordId] },
  );
  return rows[0];
}
