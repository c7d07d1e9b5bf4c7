import type { DealLacks } from '../../../hubspot-app/app/cards/api/types.ts';
import type { Db } from '../../db/index.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import { ORGANISATION, DEAL } from '../../shared/object-types.ts';
import { naturalOrder } from '../../mirror/natural-order.ts';
import { recordInvoicesSql } from '../record-invoices.ts';
import { INVOICE_COLUMNS, type StoredInvoiceRow } from './invoices.ts';
import type { RecordScope } from './totals.ts';

/** What a deal of these companies lacks before anything of its customer can be found. */
export async function whatDealLacks(db: Db, portalId: PortalId, companies: readonly RecordId[]): Promise<DealLacks> {
  if (companies.length === 0) return 'company';
  const linked = await db('links')
    .where({ portalId, objectType: ORGANISATION, state: 'active' })
    .whereIn('recordId', [...companies])
    .first('recordId');
  return linked ? null : 'link';
}

/** The newest 25 posted invoices of these companies that the deal does not carry yet and no person tied to another deal. */
export async function loadTieCandidates(db: Db, scope: RecordScope, companies: readonly RecordId[]): Promise<StoredInvoiceRow[]> {
  const { rows } = await db.raw<{ rows: StoredInvoiceRow[] }>(
    `
    with mine as (${recordInvoicesSql(DEAL, scope.contactsCarry)})
    select ${INVOICE_COLUMNS}
    from links l
    join erp_invoices i on i.portal_id = l.portal_id and i.connection_id = l.connection_id and i.organisation_id = l.customer_id
    left join erp_customers c on c.portal_id = i.portal_id and c.connection_id = i.connection_id and c.erp_id = i.organisation_id
    where l.portal_id = :portalId and l.object_type = '${ORGANISATION}' and l.state = 'active' and l.record_id = any(:companies)
      and i.status not in ('draft', 'cancelled') and i.type <> 'credit_note'
      and not exists (select 1 from mine where mine.connection_id = i.connection_id and mine.invoice_id = i.erp_id)
      and not exists (select 1 from invoice_ties t where t.portal_id = i.portal_id and t.connection_id = i.connection_id and t.invoice_id = i.erp_id)
    order by i.issued_on desc nulls last, ${naturalOrder('i.number', 'desc')}, ${naturalOrder('i.erp_id', 'desc')}
    limit 25`,
    { portalId: scope.portalId, recordIds: [scope.recordId], ...scope.day, companies },
  );
  return rows;
}
