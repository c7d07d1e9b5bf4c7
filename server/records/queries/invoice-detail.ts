import type { Db } from '../../db/index.ts';
import type { ConnectionId, ErpRecordId } from '../../shared/ids.ts';
import { ORGANISATION } from '../../shared/object-types.ts';
import type { InvoiceLine } from '../../erp/shared/contract.ts';
import { recordInvoicesSql } from '../record-invoices.ts';
import { INVOICE_COLUMNS, type StoredInvoiceRow } from './invoices.ts';
import type { RecordScope } from './totals.ts';

export interface StoredInvoiceDetail extends StoredInvoiceRow {
  untaxed: string;
  tax: string;
  baseCurrency: string;
  baseTotal: string;
  baseOpen: string;
  reference: string | null;
  origin: string | null;
  lines: InvoiceLine[];
  instalments: { dueOn: string; total: string; open: string }[];
  reversesId: ErpRecordId | null;
  reversesNumber: string | null;
  settlements: {
    by: 'payment' | 'credit_note' | 'other';
    sourceId: ErpRecordId | null;
    amount: string;
    on: string | null;
    label: string | null;
    method: string | null;
    isConfirmed: boolean;
  }[];
  isTiedByPerson: boolean;
  /** The record carries it already. */
  isCarried: boolean;
}

/**
 * One invoice with its lines and what settled it, if the record carries it or, on a deal, could carry it because it belongs to one of the
 * deal's companies (`alsoOf`); undefined otherwise, so that nobody reads an invoice by guessing its id.
 */
export async function loadInvoiceDetail(
  db: Db,
  scope: RecordScope,
  invoice: { connectionId: ConnectionId; invoiceId: ErpRecordId },
  alsoOf: readonly string[] = [],
): Promise<StoredInvoiceDetail | undefined> {
  const { rows } = await db.raw<{ rows: StoredInvoiceDetail[] }>(
    `
    with mine as (${recordInvoicesSql(scope.objectType, scope.contactsCarry)})
    select ${INVOICE_COLUMNS}, i.untaxed, i.tax, i.base_currency, i.base_total, i.base_open, i.reference, i.origin, i.lines, i.instalments,
      i.reverses_id, reversed.number as reverses_number,
      exists (select 1 from invoice_ties t where t.portal_id = i.portal_id and t.connection_id = i.connection_id and t.invoice_id = i.erp_id
        and t.deal_id = :recordId) as is_tied_by_person,
      exists (select 1 from mine where mine.connection_id = i.connection_id and mine.invoice_id = i.erp_id) as is_carried,
      coalesce((
        select jsonb_agg(jsonb_build_object('by', a.by, 'sourceId', a.source_id, 'amount', a.amount::text, 'on', a.settled_on,
          'label', coalesce(a.label, p.number, note.number), 'method', p.method, 'isConfirmed', coalesce(p.status, 'posted') = 'posted')
          order by a.settled_on, a.position)
        from erp_allocations a
        left join erp_payments p on a.by = 'payment' and p.portal_id = a.portal_id and p.connection_id = a.connection_id and p.erp_id = a.source_id
        left join erp_invoices note on a.by = 'credit_note' and note.portal_id = a.portal_id and note.connection_id = a.connection_id and note.erp_id = a.source_id
        where a.portal_id = i.portal_id and a.connection_id = i.connection_id and a.invoice_id = i.erp_id
      ), '[]') as settlements
    from erp_invoices i
    left join erp_customers c on c.portal_id = i.portal_id and c.connection_id = i.connection_id and c.erp_id = i.organisation_id
    left join erp_invoices reversed on reversed.portal_id = i.portal_id and reversed.connection_id = i.connection_id and reversed.erp_id = i.reverses_id
    where i.portal_id = :portalId and i.connection_id = :connectionId and i.erp_id = :invoiceId
      and (
        exists (select 1 from mine where mine.connection_id = i.connection_id and mine.invoice_id = i.erp_id)
        or exists (select 1 from links l where l.portal_id = i.portal_id and l.connection_id = i.connection_id and l.object_type = '${ORGANISATION}'
          and l.customer_id = i.organisation_id and l.state = 'active' and l.record_id = any(:alsoOf))
      )`,
    { ...invoice, portalId: scope.portalId, recordId: scope.recordId, recordIds: [scope.recordId], ...scope.day, alsoOf },
  );
  return rows[0];
}
