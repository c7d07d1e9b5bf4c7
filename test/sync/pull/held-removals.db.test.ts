import { expect, it } from '@jest/globals';
import { confirmRemoval } from '../../../server/sync/pull/removals.ts';
import { reconcile } from '../../../server/sync/pull/reconcile.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anInvoice } from '../../support/erp-records.ts';
import { connectedErp } from '../../support/incoming.ts';

const db = useTestDatabase();
const context = { signal: new AbortController().signal, holdsClaim: async () => true };

it('a mass removal that is confirmed while everything is compared is carried out by the next comparison, at once', async () => {
  const joined = await connectedErp(db());
  const ids = Array.from({ length: 1000 }, (_, n) => `i${n}`);
  joined.erp.set('invoices', ...ids.map((id) => anInvoice({ id })));
  await joined.pull();
  joined.erp.remove('invoices', ...ids.slice(0, 21));
  await joined.reconcile();
  expect(await db()('problems').whereNull('resolvedAt')).toMatchObject([{ code: 'stream.many_vanished', subject: 'invoices' }]);
  joined.erp.before = async (call) => {
    if (!call.startsWith('list invoices')) return;
    joined.erp.before = () => undefined;
    await confirmRemoval(joined.deps, joined.scope, 'invoices');
  };
  await joined.reconcile();
  // Nobody asks for it again.
  await reconcile(joined.deps, joined.scope, context);
  expect(await db()('erpInvoices').select('erpId')).toHaveLength(979);
  expect(await db()('problems').whereNull('resolvedAt')).toEqual([]);
  expect((await db()('erpConnections').first()).nightlyReconciledAt).toEqual(joined.clock.now);
});
