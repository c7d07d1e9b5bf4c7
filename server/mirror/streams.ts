import type { StreamName } from '../erp/contract.ts';

/** Where a stream's rows are kept. */
export const MIRROR_TABLES = { customers: 'erp_customers', invoices: 'erp_invoices', payments: 'erp_payments' } as const satisfies Record<
  StreamName,
  string
>;

/** What a problem about one of its records is filed under. */
export const SUBJECT_KINDS = { customers: 'customer', invoices: 'invoice', payments: 'payment' } as const satisfies Record<
  StreamName,
  string
>;
