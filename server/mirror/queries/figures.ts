import type { CurrencyTotals } from '../../../hubspot-app/app/cards/api/types.ts';
import type { Db } from '../../db/index.ts';
import { queryPrepared } from '../../db/prepared.ts';
import { invoicesOfRecordSql } from '../record-invoices.ts';
import { STATUS, type StoredInvoiceRow } from './invoices.ts';
import { TOTALS, totalsParts, type RecordScope } from './totals.ts';

export interface RecordFigures {
  /** Per document currency, the portal's own currency first. Amounts exact, from the ERP's figures. */
  totals: CurrencyTotals[];
  /** The newest payment of the record: of its customers, or on a deal of the invoices it led to. */
  lastPayment: { on: string | null; amount: string; currency: string; method: string | null } | null;
  /** The newest invoice of the record, whatever its state. */
  lastInvoice: Pick<StoredInvoiceRow, 'number' | 'issuedOn' | 'total' | 'currency' | 'status'> | null;
}

/** What the record's invoices add up to. One statement, because reading invoices and what settled them is nearly all of its work. */
export async function loadFigures(db: Db, scope: RecordScope, portalCurrency: string | null): Promise<RecordFigures> {
  const { portalId, objectType, recordId, contactsCarry, today } = scope;
  const [figures] = await queryPrepared<RecordFigures>(
    db,
    `
    with carried as materialized (${invoicesOfRecordSql(objectType, contactsCarry, COLUMNS)}),
    settled as materialized (${SETTLED}),
    ${totalsParts(objectType)}
    select coalesce((${TOTALS}), '[]') as totals, (${LAST_PAYMENT}) as last_payment, (${LAST_INVOICE}) as last_invoice`,
    { portalId, recordId, today, portalCurrency },
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

const LAST_PAYMENT = `
  select jsonb_build_object('on', s.settled_on, 'amount', sum(s.amount)::text, 'currency', s.currency, 'method', p.method)
  from settled s
  left join erp_payments p on p.portal_id = :portalId and p.connection_id = s.connection_id and p.erp_id = s.payment_id
  where s.settled_on is not distinct from (select max(settled_on) from settled)
  group by s.settled_on, s.source_id, s.currency, p.method
  order by s.source_id desc
  limit 1`;

const LAST_INVOICE = `
  select jsonb_build_object('number', i.number, 'issuedOn', i.issued_on, 'total', i.total::text, 'currency', i.currency, 'status', ${STATUS})
  from (select connection_id, erp_id from carried order by issued_on desc nulls last, connection_id, erp_id desc limit 1) last
  join erp_invoices i on i.portal_id = :portalId and i.connection_id = last.connection_id and i.erp_id = last.erp_id`;
