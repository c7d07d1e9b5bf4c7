import type { CurrencyTotals } from '../../../hubspot-app/app/cards/api/types.ts';
import type { Db } from '../../db/index.ts';
import { queryPrepared } from '../../db/prepared.ts';
import { naturalOrder } from '../../mirror/natural-order.ts';
import { invoicesOfRecordSql } from '../record-invoices.ts';
import { STATUS, type StoredInvoiceRow } from './invoices.ts';
import { IS_POSTED, totalsSql, type RecordScope } from './totals.ts';
import { isOrganisation, isDeal, type CustomerObjectType, type InvoicedObjectType } from '../../shared/object-types.ts';

interface RecordFigures {
  /** Per document currency, the portal's own currency first. Amounts exact, from the ERP's figures. */
  totals: CurrencyTotals[];
  /** The newest payment of the record: of its customers, or on a deal of the invoices it led to. */
  lastPayment: { on: string | null; amount: string; currency: string; method: string | null } | null;
  /** The newest posted invoice of the record, by its day: neither a draft nor a credit note. */
  lastInvoice: Pick<StoredInvoiceRow, 'number' | 'issuedOn' | 'total' | 'currency' | 'status'> | null;
  /** No document of any kind. */
  isEmpty: boolean;
}

/** What the record's invoices add up to. One statement, because reading invoices and what settled them is nearly all of its work. */
export async function loadFigures(db: Db, scope: RecordScope, portalCurrency: string | null): Promise<RecordFigures> {
  const { portalId, objectType, recordId, contactsCarry, day } = scope;
  const [figures] = await queryPrepared<RecordFigures>(
    db,
    `
    with carried as materialized (${invoicesOfRecordSql(objectType, contactsCarry, COLUMNS)}),
    settled as materialized (${SETTLED})
    select coalesce((${totalsSql(objectType)}), '[]') as totals, (${lastPayment(objectType)}) as last_payment, (${LAST_INVOICE}) as last_invoice,
      not exists (select 1 from carried) as is_empty`,
    { portalId, recordId, ...day, portalCurrency },
  );
  return figures!;
}

// All are in the index that finds the invoices of an organisation: thousands of rows are not visited for them.
const COLUMNS = ['type', 'status', 'currency', 'open', 'issued_on'];

const SETTLED = `
  select i.connection_id, i.currency, i.status, a.amount, a.settled_on, coalesce(a.source_id, a.owner_id) as source_id,
    case when a.by = 'payment' then a.source_id end as payment_id
  from carried i
  join erp_allocations a on a.portal_id = :portalId and a.connection_id = i.connection_id and a.invoice_id = i.erp_id
  where i.type <> 'credit_note' and a.by <> 'credit_note'`;

/**
 * Of the customers' own payments, applied or on account, and of what settled the invoices: a bank line has no payment, and a person's
 * invoice is often paid by the organisation. A payment bears its own day, whatever day it was applied on.
 */
const lastPayment = (objectType: InvoicedObjectType): string => `
  select json_build_object('on', one.paid_on, 'amount', one.amount::text, 'currency', one.currency, 'method', one.method)
  from (
    ${isDeal(objectType) ? '' : `(${ownPayments(objectType)}) union all`}
    select s.connection_id, s.source_id, false as is_own, coalesce(p.paid_on, s.settled_on) as paid_on, sum(s.amount) as amount, s.currency, p.method
    from settled s
    left join erp_payments p on p.portal_id = :portalId and p.connection_id = s.connection_id and p.erp_id = s.payment_id
    where s.settled_on is not distinct from (select max(settled_on) from settled)
    group by s.connection_id, s.source_id, p.paid_on, s.settled_on, s.currency, p.method
  ) one
  order by one.paid_on desc nulls last, one.is_own desc, ${naturalOrder('one.source_id', 'desc')}
  limit 1`;

/** Those of the newest day of each customer, in full. */
const ownPayments = (objectType: CustomerObjectType): string => `
    select p.connection_id, p.erp_id as source_id, true as is_own, p.paid_on, p.amount, p.currency, p.method
    from links l
    cross join lateral (
      select own.* from erp_payments own
      where own.portal_id = l.portal_id and own.connection_id = l.connection_id
        and own.${isOrganisation(objectType) ? 'organisation_id' : 'customer_id'} = l.customer_id
        and own.direction = 'in' and own.status in ('posted', 'in_process') and own.amount > 0
      order by own.paid_on desc nulls last
      fetch first 1 row with ties
    ) p
    where l.portal_id = :portalId and l.object_type = '${objectType}' and l.record_id = :recordId and l.state = 'active'`;

const ISSUED = `(select * from carried where type <> 'credit_note' and ${IS_POSTED}) issued`;

/** By day, then as people count; of one day an invoice stands before a down payment. */
const LAST_INVOICE = `
  select json_build_object('number', i.number, 'issuedOn', i.issued_on, 'total', i.total::text, 'currency', i.currency, 'status', ${STATUS})
  from ${ISSUED}
  join erp_invoices i on i.portal_id = :portalId and i.connection_id = issued.connection_id and i.erp_id = issued.erp_id
  where issued.issued_on is not distinct from (select max(issued_on) from ${ISSUED})
  order by i.type = 'down_payment', ${naturalOrder('i.number', 'desc')}, ${naturalOrder('i.erp_id', 'desc')}
  limit 1`;
