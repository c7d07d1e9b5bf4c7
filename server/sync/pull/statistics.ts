import type { Db } from '../../db/index.ts';
import type { StreamName } from '../../erp/contract.ts';

/** What reading a stream for the first time fills. */
const FILLED_BY: Record<StreamName, readonly string[]> = {
  customers: ['erp_customers', 'customer_matches'],
  invoices: ['erp_invoices', 'erp_invoice_origins', 'erp_allocations', 'events'],
  payments: ['erp_payments', 'erp_allocations', 'events'],
};

/**
 * PostgreSQL looks at what tables hold only every minute. Until then it plans for hardly any rows, and what follows a first reading
 * (matching, the preview) takes minutes instead of milliseconds.
 */
export async function analyseStream(db: Db, stream: StreamName): Promise<void> {
  await db.raw(`analyze ${FILLED_BY[stream].join(', ')}`);
}

/** Approving fills these from one moment to the next. */
export async function analyseLinks(db: Db): Promise<void> {
  await db.raw('analyze links, targets');
}
