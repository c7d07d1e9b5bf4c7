import { describe, expect, it } from '@jest/globals';
import type { Db } from '../../../server/db/index.ts';
import { requeueByName } from '../../../server/sync/match/requeue.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine } from '../../support/engine.ts';
import { aCustomer } from '../../support/erp-records.ts';

const db = useTestDatabase();

describe('customers that a record of their name brings back', () => {
  async function engineWith(names: readonly string[]) {
    const engine = await anEngine(db());
    await engine.book({ customers: names.map((name, n) => aCustomer({ id: `${n}`, name })) });
    await db()('customerMatches').update({ state: 'unmatched' });
    const requeue = (asked: readonly string[], trx = db()) =>
      requeueByName(trx, { portalId: engine.scope.portalId, objectType: 'companies' }, asked);
    const due = async () => (await engine.matches()).filter(({ state }) => state === 'due').map(({ customerId }) => customerId);
    return { engine, requeue, due };
  }

  it('are those of that name in any spelling, whatever signs it holds', async () => {
    const { engine, requeue, due } = await engineWith([
      'Ácme, S.L.',
      'Acme Iberia',
      'ACME',
      '100% Bio_Öl \\ Hof',
      '100 Pro',
      'Ωμέγα ΑΕ',
      'Zebra',
    ]);
    expect(await requeue(['acme', '100% Bio_Öl \\ Hof GmbH', 'Ωμέγα ΑΕ', '&'])).toEqual([engine.scope.connectionId]);
    expect(await due()).toEqual(['0', '2', '3', '5']);
  });

  it('are found without looking at all the others', async () => {
    const { requeue } = await engineWith(Array.from({ length: 2_000 }, (_, n) => `Firm ${String(n).padStart(4, '0')}`));
    await db().raw('analyze erp_customers, customer_matches');
    const asked = Array.from({ length: 50 }, (_, n) => `Firm ${String(n * 40).padStart(4, '0')} GmbH`);
    const looked = await db().transaction(async (trx) => {
      const before = await rowsRead(trx);
      await requeue(asked, trx);
      return (await rowsRead(trx)) - before;
    });
    expect(looked).toBe(asked.length);
  });
});

/** Of the customers, by this connection; the ones of a moment ago may be among them. */
async function rowsRead(trx: Db): Promise<number> {
  const { rows } = await trx.raw<{ rows: { read: number }[] }>(
    `select seq_tup_read + idx_tup_fetch as read from pg_stat_xact_user_tables where relname = 'erp_customers'`,
  );
  return rows[0]!.read;
}
