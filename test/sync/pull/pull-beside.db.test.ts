import { describe, expect, it } from '@jest/globals';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { queueHints } from '../../../server/sync/pull/hint-queue.ts';
import { readHintedRecords } from '../../../server/sync/pull/hints.ts';
import { pullChanges } from '../../../server/sync/pull/pull.ts';
import { reconcile } from '../../../server/sync/pull/reconcile.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anInvoice, aPayment } from '../../support/erp-records.ts';
import { connectedErp } from '../../support/incoming.ts';

const db = useTestDatabase();
const context = { signal: new AbortController().signal, holdsClaim: async () => true };
const RECORDS = 40;

describe('pull, hints and comparison at the same time', () => {
  it('never block each other for good, and end with what the ERP says', async () => {
    const { erp, deps, scope, clock, ...joined } = await connectedErp(db());
    erp.pageSize = 7;
    const links = Array.from({ length: 5 }, (_, n) => ({
      ...scope,
      objectType: 'companies',
      customerId: `c${n}`,
      recordId: `r${n}`,
      state: 'active',
      rule: 'person',
    }));
    await db()('links').insert(links);
    const change = (round: number): void => {
      for (let n = round % 3; n < RECORDS; n += 3) {
        const shared = { id: String(n), customerId: `c${(n + round) % 5}`, createdAt: null };
        erp.set('invoices', anInvoice({ ...shared, status: round % 2 ? 'paid' : 'open', origin: `S${round % 4}` }));
        erp.set('payments', aPayment({ ...shared, amount: `${round}.00` }));
      }
    };
    change(0);
    await joined.pull();
    for (let round = 1; round <= 12; round++) {
      change(round);
      clock.now = new Date(clock.now.getTime() + 61_000);
      await db()('erpConnections').update({ nextPullAt: clock.now, nightlyReconciledAt: null });
      const hinted = Array.from({ length: RECORDS }, (_, n) => ({ stream: 'invoices' as const, id: erpRecordId(n) }));
      await queueHints(db(), scope, { enqueue: deps.enqueue, hints: hinted, now: new Date(clock.now.getTime() - 10_000) });
      // Every answer takes its own time, and the clock goes on.
      erp.before = async () => {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
        clock.now = new Date(clock.now.getTime() + 1);
      };
      await Promise.all([pullChanges(deps, scope, context), readHintedRecords(deps, scope, context), reconcile(deps, scope, context)]);
    }
    await joined.pull();
    await joined.hint();
    const said = (records: { id: string; changeStamp: string }[]) =>
      records.map(({ id, changeStamp: mark }) => ({ erpId: id, mark })).sort((a, b) => (a.erpId < b.erpId ? -1 : 1));
    const kept = (table: string) => db()(table).orderBy('erpId').select('erpId', 'mark');
    expect(await kept('erpInvoices')).toEqual(said(erp.records('invoices')));
    expect(await kept('erpPayments')).toEqual(said(erp.records('payments')));
  });
});
