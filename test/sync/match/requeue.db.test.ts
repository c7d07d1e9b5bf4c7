import { describe, expect, it } from '@jest/globals';
import type { Db } from '../../../server/db/index.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { requeueByName } from '../../../server/sync/match/requeue.ts';
import { decideReviews } from '../../../server/sync/match/review-decisions.ts';
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

describe('customers whose record was deleted', () => {
  const TAX = 'B65410011';

  async function withDeletedRecord() {
    const engine = await anEngine(db(), { settings: { taxIdProperty: { companies: 'tax_id', contacts: null } } });
    const company = engine.hubspot.add('companies', { tax_id: TAX });
    await engine.book({ customers: [aCustomer({ id: '1', taxId: TAX })] });
    await engine.match();
    engine.hubspot.remove('companies', company);
    await engine.inbox(['companies', company]);
    await engine.match();
    const later = () => void (engine.now = new Date(engine.now.getTime() + 60_000));
    const leaveOut = async () => {
      const customer = { connectionId: engine.scope.connectionId, customerId: erpRecordId('1'), objectType: 'companies' as const };
      const decisions = [{ ...customer, answer: 'ignore' as const, recordId: null }];
      await decideReviews(engine.deps, { portalId: engine.scope.portalId, userId: 4, decisions });
    };
    const addAnother = async () => {
      const other = engine.hubspot.add('companies', { tax_id: TAX });
      await engine.inbox(['companies', other]);
      await engine.match();
      return other;
    };
    return { engine, company, later, leaveOut, addAnother };
  }

  it('get another one of their tax id', async () => {
    const { engine, addAnother } = await withDeletedRecord();
    expect(await engine.matches()).toMatchObject([{ state: 'ignored' }]);
    const other = await addAnother();
    expect(await engine.links()).toMatchObject([{ recordId: other }]);
  });

  it('stay left out where a person said so, since when they did', async () => {
    const { engine, later, leaveOut, addAnother } = await withDeletedRecord();
    await leaveOut();
    const decided = await db()('customerMatches').select();
    expect(decided).toMatchObject([{ state: 'ignored', leftOutBy: 4, checkedAt: engine.now }]);
    later();
    await addAnother();
    expect(await db()('customerMatches').select()).toEqual(decided);
    expect(await engine.links()).toEqual([]);
  });

  it('that a person left out, and get it back from the recycling bin, are nobody’s decision any more', async () => {
    const { engine, company, later, leaveOut } = await withDeletedRecord();
    await leaveOut();
    later();
    engine.hubspot.restore('companies', company);
    await engine.inbox(['companies', company]);
    expect(await engine.links()).toMatchObject([{ recordId: company }]);
    expect(await db()('takenBackDecisions')).toMatchObject([{ kind: 'left_out', decidedBy: 4, takenBackBy: null }]);
    expect(await db()('customerMatches')).toMatchObject([{ state: 'linked', leftOutBy: null }]);
  });
});

/** Of the customers, by this connection; the ones of a moment ago may be among them. */
async function rowsRead(trx: Db): Promise<number> {
  const { rows } = await trx.raw<{ rows: { read: number }[] }>(
    `select seq_tup_read + idx_tup_fetch as read from pg_stat_xact_user_tables where relname = 'erp_customers'`,
  );
  return rows[0]!.read;
}
