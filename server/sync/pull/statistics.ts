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
 * (matching, the preview) takes minutes instead of milliseconds. `rows` were read; where they are few beside the others, nothing is
 * planned differently, and looking takes half a second.
 */
export async function analyseStream(db: Db, stream: StreamName, rows: number): Promise<void> {
  const { rows: grown } = await db.raw<{ rows: { name: string }[] }>(
    `select oid::regclass::text as name from pg_class where oid = any(:tables::regclass[]) and reltuples < :rows::float * ${OF_MANY}`,
    { tables: [...FILLED_BY[stream]], rows },
  );
  if (grown.length > 0) await db.raw(`analyze ${grown.map(({ name }) => name).join(', ')}`);
}

const OF_MANY = 20;

/** Approving fills these from one moment to the next. */
export async function analyseLinks(db: Db): Promise<void> {
  await db.raw('analyze links, targets');
}
