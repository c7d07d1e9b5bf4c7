import { describe, expect, it } from '@jest/globals';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { readHintedRecords } from '../../../server/sync/pull/hints.ts';
import { queueHints } from '../../../server/sync/pull/hint-queue.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aCustomer, anInvoice } from '../../support/erp-records.ts';
import { connectedErp, type Incoming } from '../../support/incoming.ts';

const db = useTestDatabase();
const context = { signal: new AbortController().signal, holdsClaim: async () => true };
const customers = async (): Promise<string[]> =>
  (await db()('erpCustomers').orderBy('erpId').select<{ erpId: string }[]>('erpId')).map(({ erpId }) => erpId);
const problems = (): Promise<unknown[]> => db()('problems').whereNull('resolvedAt').select('code', 'subject', 'params');

/** Four customers with an invoice each. */
async function fourCustomers(): Promise<Incoming> {
  const joined = await connectedErp(db());
  const ids = ['1', '2', '3', '4'];
  joined.erp.set('customers', ...ids.map((id) => aCustomer({ id, name: `Firm ${id}` })));
  joined.erp.set('invoices', ...ids.map((id) => anInvoice({ id: `i${id}`, customerId: id })));
  await joined.pull();
  return joined;
}

describe('records that the user of the connection does not see any more', () => {
  it('stay, and people are told, until they are seen again; what was deleted goes', async () => {
    const joined = await fourCustomers();
    joined.erp.setHidden('customers', true, '1', '2');
    joined.erp.remove('customers', '4');
    await joined.reconcile();
    expect(await customers()).toEqual(['1', '2', '3']);
    const hidden = { code: 'stream.records_hidden', subject: 'customers', params: { stream: 'customers', count: 2, example: 'Firm 1' } };
    expect(await problems()).toContainEqual(hidden);
    await joined.reconcile();
    expect(await problems()).toContainEqual(hidden);
    joined.erp.setHidden('customers', false, '1', '2');
    await joined.reconcile();
    expect(await problems()).not.toContainEqual(expect.objectContaining({ code: 'stream.records_hidden' }));
    expect(await customers()).toEqual(['1', '2', '3']);
  });

  it('stay where the ERP announces them, too', async () => {
    const joined = await fourCustomers();
    joined.erp.setHidden('customers', true, '2');
    joined.erp.remove('customers', '4');
    const hints = ['2', '4'].map((id) => ({ stream: 'customers' as const, id: erpRecordId(id) }));
    await queueHints(db(), joined.scope, { enqueue: joined.deps.enqueue, hints, now: joined.clock.now });
    for (let look = 0; look < 3; look++) {
      joined.clock.now = new Date(joined.clock.now.getTime() + 15_000);
      await readHintedRecords(joined.deps, joined.scope, context);
    }
    expect(await customers()).toEqual(['1', '2', '3']);
    expect(await problems()).toContainEqual(expect.objectContaining({ code: 'stream.records_hidden' }));
  });

  it('are forgotten where the ERP cannot tell them from deleted ones', async () => {
    const joined = await fourCustomers();
    const { findHidden: _, ...others } = joined.erp.capabilities;
    joined.erp.capabilities = others;
    joined.erp.setHidden('customers', true, '2');
    await joined.reconcile();
    expect(await customers()).toEqual(['1', '3', '4']);
  });
});
