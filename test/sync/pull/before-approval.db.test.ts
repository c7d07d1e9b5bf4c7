import { describe, expect, it } from '@jest/globals';
import { approveConnection } from '../../../server/sync/connection/approve.ts';
import { markConnectionDue } from '../../../server/sync/shared/targets.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aCustomer, anInvoice } from '../../support/erp-records.ts';
import { connectedErp, type Incoming } from '../../support/incoming.ts';

const db = useTestDatabase();
const due = async (): Promise<string[]> => (await db()('targets').orderBy('recordId')).map(({ recordId }) => recordId);

async function aPortalWithDeals(approvedAt: Date | null): Promise<Incoming> {
  const joined = await connectedErp(db(), { approvedAt });
  const { portalId } = joined.scope;
  await db()('dealOrders').insert(['S1', 'S2'].map((orderNumber) => ({ portalId, dealId: `of ${orderNumber}`, orderNumber })));
  joined.erp.set('customers', aCustomer({ id: '1' }));
  joined.erp.set('invoices', anInvoice({ id: 'a', origin: 'S1' }));
  return joined;
}

describe('what the first reading of an ERP concerns', () => {
  it('is marked by the approval, not before', async () => {
    const joined = await aPortalWithDeals(null);
    await joined.pull();
    expect(await due()).toEqual([]);
    await approveConnection(joined.deps, joined.scope);
    expect(await due()).toEqual(['of S1']);
  });

  it('is marked at once from the end of the reading on: the approval may come at any moment', async () => {
    const joined = await aPortalWithDeals(null);
    await joined.pull();
    joined.erp.set('invoices', anInvoice({ id: 'b', origin: 'S2' }));
    await joined.pull();
    expect(await due()).toEqual(['of S2']);
  });

  it('is marked at once where a person approved the ERP already', async () => {
    const joined = await aPortalWithDeals(new Date('2026-11-10T10:00:00Z'));
    await joined.pull();
    expect(await due()).toEqual(['of S1']);
  });

  it('is marked at once where the stream is switched off meanwhile, and nobody waits for its end', async () => {
    const joined = await aPortalWithDeals(null);
    joined.erp.before = async (call) => {
      if (call === 'readPage invoices') await db()('erpStreams').where({ stream: 'invoices' }).update({ isOn: false });
    };
    await joined.pull();
    expect(await due()).toEqual(['of S1']);
    expect(await markConnectionDue(db(), joined.scope, { priority: 2, now: joined.clock.now })).toBe(1);
  });
});
