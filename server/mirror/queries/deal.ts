import type { Db } from '../../db/index.ts';
import type { PortalId, RecordId } from '../../ids.ts';

/** Where a deal's invoices come from: the order number typed on it, and what people tied. */
export async function loadDealInvoices(
  db: Db,
  { portalId, recordId }: { portalId: PortalId; recordId: RecordId },
): Promise<{ orderNumber: string | null; tied: number }> {
  const order = await db('dealOrders').where({ portalId, dealId: recordId }).first<{ orderNumber: string } | undefined>('orderNumber');
  const ties = await db('invoiceTies').where({ portalId, dealId: recordId }).count<{ count: number }[]>('* as count');
  return { orderNumber: order?.orderNumber ?? null, tied: Number(ties[0]?.count ?? 0) };
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
