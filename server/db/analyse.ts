import type { Db } from './index.ts';

/** A sample of 300 rows for each: enough to tell thousands from few. The default is 100. */
const ROUGHLY = 20;

/**
 * Has PostgreSQL look now at what these tables hold, which it does by itself only every minute, and then closer. `tables` as `analyze` takes
 * them, with columns or without.
 */
export async function analyseRoughly(db: Db, tables: readonly string[]): Promise<void> {
  await db.transaction(async (trx) => {
    await trx.raw(`set local default_statistics_target = ${ROUGHLY}`);
    await trx.raw(`analyze ${tables.join(', ')}`);
  });
}
