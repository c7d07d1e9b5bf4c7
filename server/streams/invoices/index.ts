import type { StreamDefinition } from '../shared/definition.ts';
import { documentsOfCustomers } from '../shared/documents-of-customers.ts';
import { invoiceEvents } from './events.ts';
import { Invoice } from './record.ts';
import { UNSETTLED } from './statuses.ts';
import { removeInvoices, storeInvoices, type KeptInvoice } from './store.ts';

export const invoices: StreamDefinition<'invoices', Invoice, KeptInvoice> = {
  name: 'invoices',
  record: Invoice,
  table: 'erp_invoices',
  alsoFills: ['erp_invoice_origins', 'erp_allocations', 'events'],
  subjectKind: 'invoice',
  store: storeInvoices,
  remove: removeInvoices,
  events: { kinds: ['invoice_paid', 'invoice_overdue'], find: invoiceEvents },
  unsettled: `m.status in ${UNSETTLED}`,
  // Nobody lists what is not posted, and drafts are deleted every day. Old ones wait for the night.
  unlisted: `m.status = 'draft' and coalesce(m.erp_changed_at, m.stored_at) > :now::timestamptz - interval '30 days'`,
  isOwned: true,
  refreshed: documentsOfCustomers('erp_invoices', 'd.open > 0 desc, d.issued_on desc nulls first'),
};
