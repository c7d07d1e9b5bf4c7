import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { InvoicePage } from '../../../hubspot-app/app/cards/api/types.ts';
import { loadInvoicePage, ROWS_PER_PAGE, toInvoiceRow, type StoredInvoiceRow } from '../../records/queries/invoices.ts';
import { requireAmounts } from '../viewer.ts';
import { loadLinkers, type Linkers } from './linkers.ts';
import { RecordQuery, scopeOf, type CardDeps } from './request.ts';

const Query = RecordQuery.extend({
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  sort: z.enum(['issuedOn', 'dueOn', 'total', 'open', 'number']).default('issuedOn'),
  direction: z.enum(['ascending', 'descending']).default('descending'),
  filter: z.enum(['all', 'unpaid', 'overdue', 'paid', 'draft', 'credit_notes']).default('all'),
  search: z.string().trim().max(100).default(''),
});

/** The invoices table: one page of 25, sorted and filtered in the mirror. */
export function invoicesCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    const { objectTypeId, objectId, ...query } = Query.parse(req.query);
    const { rows, total } = await loadInvoicePage(deps.db, scopeOf(viewer, { objectTypeId, objectId }), query);
    const linkers = await loadLinkers(deps, viewer.portalId, rows);
    const page: InvoicePage = {
      invoices: toRows(rows, linkers),
      page: query.page,
      pageCount: Math.max(1, Math.ceil(total / ROWS_PER_PAGE)),
      total,
    };
    res.json(page);
  };
}

/** Names the customer on each row only where the rows belong to several. */
export function toRows(rows: StoredInvoiceRow[], linkers: Linkers) {
  const isMixed = new Set(rows.map(({ customerName }) => customerName)).size > 1;
  return rows.map((row) => toInvoiceRow(row, linkers.link(row.connectionId, 'invoices', row.id), isMixed ? row.customerName : null));
}
