import { describe, expect, it } from '@jest/globals';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { loadProblemGroups } from '../../../server/sync/connection/problem-list.ts';
import { retryProblems } from '../../../server/sync/connection/retry.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aCustomer, anInvoice, aPayment } from '../../support/erp-records.ts';
import { connectedErp, type Incoming } from '../../support/incoming.ts';

const db = useTestDatabase();
const groups = ({ scope }: Incoming) => loadProblemGroups(db(), scope.portalId, (_type, id) => id);
const again = ({ deps, scope }: Incoming) =>
  retryProblems(deps, scope.portalId, { code: 'record.unreadable', connectionId: scope.connectionId });

const idsIn = async (table: string) => (await db()(table).orderBy('erpId').select<{ erpId: string }[]>('erpId')).map(({ erpId }) => erpId);

/** One of each stream that nobody understands, beside one that everybody does. */
async function anUnreadableEach() {
  const joined = await connectedErp(db());
  joined.erp.set('customers', aCustomer({ id: 'c1' }), aCustomer({ id: 'c2' }));
  joined.erp.set('invoices', anInvoice({ id: 'i1' }), anInvoice({ id: 'i2' }));
  joined.erp.set('payments', aPayment({ id: 'p1' }), aPayment({ id: 'p2' }));
  for (const id of ['c1', 'i1', 'p1']) joined.erp.unreadable.set(id, { id: erpRecordId(id), code: 'no_key', params: {} });
  await joined.pull();
  return joined;
}

describe('a record nobody understands', () => {
  it('stops no stream, and is listed with a way out', async () => {
    const joined = await anUnreadableEach();
    for (const [table, id] of Object.entries({ erpCustomers: 'c2', erpInvoices: 'i2', erpPayments: 'p2' })) {
      expect(await idsIn(table)).toEqual([id]);
    }
    const [group, ...others] = await groups(joined);
    expect(others).toEqual([]);
    expect(group).toMatchObject({ code: 'record.unreadable', count: 3, canRetry: true, params: { reason: 'no_key' } });
    expect(group!.records.map(({ subjectKind, subject }) => `${subjectKind} ${subject}`).toSorted()).toEqual([
      'customer c1',
      'invoice i1',
      'payment p1',
    ]);
  });

  it('is read again when a person says so, whether it was corrected or not', async () => {
    const joined = await anUnreadableEach();
    joined.erp.unreadable.delete('p1');
    await again(joined);
    await joined.hint();
    expect(await idsIn('erpPayments')).toEqual(['p1', 'p2']);
    expect((await groups(joined))[0]).toMatchObject({ count: 2 });
  });

  it('is no problem any more once it is gone', async () => {
    const joined = await anUnreadableEach();
    for (const id of ['c1', 'i1', 'p1']) joined.erp.unreadable.delete(id);
    joined.erp.remove('customers', erpRecordId('c1'));
    joined.erp.remove('invoices', erpRecordId('i1'));
    joined.erp.remove('payments', erpRecordId('p1'));
    await again(joined);
    await joined.hint();
    expect(await groups(joined)).toEqual([]);
  });
});
