import type { Db } from '../../db/index.ts';
import type { LocalDay } from '../../shared/calendar.ts';
import type { ConnectionId, ErpRecordId, PortalId } from '../../shared/ids.ts';
import { OWED } from '../../streams/invoices/statuses.ts';
import { dayOfInvoice, OPEN_PARTS } from '../record-invoices.ts';

const DAY = dayOfInvoice(':today::date');

interface Debtor {
  portalId: PortalId;
  connectionId: ConnectionId;
  customerId: ErpRecordId;
  day: LocalDay;
}

interface Overdue {
  currency: string;
  amount: string;
  /** Of the oldest. */
  days: number;
}

/** What an ERP customer, with everything invoiced to its organisation, owes past its day; a row for each currency. */
export async function loadOverdue(db: Db, { day, ...debtor }: Debtor): Promise<Overdue[]> {
  const { rows } = await db.raw<{ rows: Overdue[] }>(
    `select i.currency, trim_scale(sum(part.open))::text as amount, max(${DAY} - part.due_on) as days
     from erp_invoices i
     cross join ${OPEN_PARTS}
     where i.portal_id = :portalId and i.connection_id = :connectionId and i.organisation_id = :customerId
       and i.type <> 'credit_note' and i.status in ${OWED} and part.open > 0 and part.due_on < ${DAY}
     group by i.currency order by i.currency`,
    { ...debtor, ...day },
  );
  return rows;
}
