import type { Db } from '../../server/db/index.ts';

/** As server/sync/README.md states it. */
const ORDER = ['targets', 'inbox', 'erp_hints'];
/** Written beside another. */
const BESIDE: Record<string, string> = { due_project_deals: 'targets' };
const WRITTEN = /\b(?:insert into|update|delete from) "?([a-z_]+)"?/g;

interface Query {
  sql: string;
  /** Of knex: one per transaction. */
  __knexTxId?: string;
}

/** Watches all transactions from now on. Answers, of those that came to a table after one that follows it, both: `erp_hints before targets`. */
export function watchLockOrder(db: Db): () => string[] {
  const reached = new Map<string, number>();
  const found = new Set<string>();
  db.on('query', ({ sql, __knexTxId: transaction }: Query) => {
    if (transaction === undefined) return;
    for (const [, table = ''] of sql.matchAll(WRITTEN)) {
      const [before, at] = [reached.get(transaction) ?? 0, ORDER.indexOf(BESIDE[table] ?? table)];
      if (at < 0) continue;
      if (at < before) found.add(`${ORDER[before]} before ${table}`);
      reached.set(transaction, Math.max(before, at));
    }
  });
  return () => [...found].toSorted();
}
