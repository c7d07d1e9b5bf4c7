import type { Db } from '../../db/index.ts';
import { queryPrepared } from '../../db/prepared.ts';
import { UNSETTLED } from '../../streams/invoices/statuses.ts';
import { dayOfInvoice, invoicesOfRecordSql, OPEN_PARTS } from '../record-invoices.ts';
import type { RecordScope } from './totals.ts';

interface PaymentState {
  /** Invoices that were issued, credit notes apart. */
  issued: number;
  /** Of these, not yet paid in full. */
  unsettled: number;
  /** Of these, something is past its day. */
  overdue: number;
  /** The day of the oldest part that is open. */
  oldestDueOn: string | null;
}

/** How the record's invoices stand, whatever their currency. */
export async function loadPaymentState(db: Db, { portalId, objectType, recordId, contactsCarry, day }: RecordScope): Promise<PaymentState> {
  const [state] = await queryPrepared<PaymentState>(
    db,
    `with posted as materialized (
       select c.* from (${invoicesOfRecordSql(objectType, contactsCarry, ['type', 'status', 'open'])}) c
       where c.type <> 'credit_note' and c.status not in ('draft', 'cancelled')
     ),
     parts as (
       select p.connection_id, p.erp_id, p.status, part.due_on, part.due_on < ${dayOfInvoice(':today::date')} as is_late from posted p
       join erp_invoices i on i.portal_id = :portalId and i.connection_id = p.connection_id and i.erp_id = p.erp_id
       cross join ${OPEN_PARTS}
       where p.status in ${UNSETTLED} and part.open > 0
     )
     select (select count(*) from posted) as issued,
       (select count(*) from posted where status in ${UNSETTLED}) as unsettled,
       (select count(distinct (connection_id, erp_id)) from parts where is_late and status <> 'in_payment') as overdue,
       (select min(due_on) from parts) as oldest_due_on`,
    { portalId, recordId, ...day },
  );
  return state!;
}
