import { describe, expect, it } from '@jest/globals';
import { analyseStream } from '../../../server/sync/pull/statistics.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine } from '../../support/engine.ts';
import { aCustomer } from '../../support/erp-records.ts';

const db = useTestDatabase();
const known = async (): Promise<number> => {
  const { rows } = await db().raw<{ rows: { known: number }[] }>(
    `select reltuples as known from pg_class where oid = 'erp_customers'::regclass`,
  );
  return rows[0]!.known;
};
const customers = (count: number) => ({ customers: Array.from({ length: count }, (_, n) => aCustomer({ id: String(n + 1) })) });

describe('the planner’s statistics', () => {
  it('are taken when a first reading was large beside what they know, and not for each small one', async () => {
    const engine = await anEngine(db());
    await engine.book(customers(60));
    await analyseStream(db(), 'customers', 60);
    expect(await known()).toBe(60);
    await engine.book(customers(62));
    await analyseStream(db(), 'customers', 2);
    expect(await known()).toBe(60);
    await analyseStream(db(), 'customers', 4);
    expect(await known()).toBe(62);
  });
});
