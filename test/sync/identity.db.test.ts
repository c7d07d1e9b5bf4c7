import { describe, expect, it } from '@jest/globals';
import { acceptSameErp, startOver } from '../../server/sync/same-erp.ts';
import { useTestDatabase } from '../support/database.ts';
import { aCustomer, anInvoice, aPayment } from '../support/erp-records.ts';
import { connectedErp, type Incoming } from '../support/incoming.ts';

const db = useTestDatabase();
const connectionOf = ({ of }: Incoming) => db()('erpConnections').where({ portalId: of.portalId, id: of.connectionId }).first();
const openProblems = async (): Promise<string[]> => (await db()('problems').whereNull('resolvedAt').select('code')).map(({ code }) => code);
const signal = new AbortController().signal;
const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString();

/** Thirty invoices and payments, the highest number the newest. */
async function readErp(): Promise<Incoming> {
  const it = await connectedErp(db());
  it.erp.set('customers', aCustomer({ id: '1' }));
  for (let n = 0; n < 30; n++) {
    it.erp.set('invoices', anInvoice({ id: `i${n}`, createdAt: day(n) }));
    it.erp.set('payments', aPayment({ id: `p${n}`, createdAt: day(n) }));
  }
  await it.pull();
  return it;
}

describe('is it still the same ERP', () => {
  it('yes, when nothing or only single records changed', async () => {
    const it = await readErp();
    it.erp.remove('invoices', 'i29', 'i28');
    it.erp.remove('payments', 'p29');
    await it.pull();
    await it.pull();
    expect((await connectionOf(it)).status).toBe('active');
  });

  it('no, when another database answers: nothing of it is read, and the administrator is asked', async () => {
    const it = await readErp();
    it.erp.identity = { ...it.erp.identity, key: 'memory:db-2', name: 'Test copy' };
    it.erp.set('invoices', anInvoice({ id: 'foreign' }));
    await it.pull();
    expect(await connectionOf(it)).toMatchObject({
      status: 'paused',
      pausedCode: 'connection.swapped',
      pausedParams: { found: 'Test copy' },
    });
    expect(await db()('erpInvoices').where({ erpId: 'foreign' })).toEqual([]);
    expect(await openProblems()).toEqual(['connection.swapped']);
    expect(it.erp.calls.slice(-4)).not.toContain('readPage customers');
  });

  it('no, when other records stand under the known ids', async () => {
    const it = await readErp();
    for (let n = 0; n < 30; n++) it.erp.set('invoices', anInvoice({ id: `i${n}`, createdAt: day(200 + n) }));
    for (let n = 0; n < 30; n++) it.erp.set('payments', aPayment({ id: `p${n}`, createdAt: day(200 + n) }));
    await it.pull();
    expect(await connectionOf(it)).toMatchObject({ status: 'paused', pausedCode: 'connection.swapped' });
  });

  it('no, when the newest of several streams are gone at once, as after a restored backup', async () => {
    const it = await readErp();
    for (let n = 24; n < 30; n++) it.erp.remove('invoices', `i${n}`);
    for (let n = 24; n < 30; n++) it.erp.remove('payments', `p${n}`);
    await it.reconcile();
    expect(await connectionOf(it)).toMatchObject({ status: 'paused', pausedCode: 'connection.restored' });
    expect(await db()('erpInvoices')).toHaveLength(30);
  });

  it('keeps up with the ERP’s name, version and companies', async () => {
    const it = await readErp();
    it.erp.identity = { ...it.erp.identity, product: 'Memory 2', companies: [{ id: '1', name: 'One', currency: 'EUR', taxId: null }] };
    await it.pull();
    expect((await connectionOf(it)).identity).toEqual(it.erp.identity);
  });
});

describe('the administrator’s answer', () => {
  async function asked(): Promise<Incoming> {
    const it = await readErp();
    it.erp.identity = { ...it.erp.identity, key: 'memory:db-2' };
    await it.pull();
    return it;
  }

  it('the same ERP: everything is read again under the old name, and no event is repeated', async () => {
    const it = await asked();
    const events = await db()('events').orderBy(['kind', 'erpId']);
    await acceptSameErp(it.deps, it.of, signal);
    expect(await connectionOf(it)).toMatchObject({ status: 'active', identityKey: 'memory:db-1', identity: { key: 'memory:db-2' } });
    expect(await openProblems()).toEqual([]);
    it.erp.remove('payments', 'p3');
    await it.pull();
    expect((await connectionOf(it)).status).toBe('active');
    expect(await db()('erpPayments')).toHaveLength(29);
    expect(await db()('events').orderBy(['kind', 'erpId'])).toEqual(events);
  });

  it('another ERP: a new connection begins from nothing and the old one is cleared away', async () => {
    const it = await asked();
    const id = await startOver(it.deps, it.of, signal);
    expect(await connectionOf(it)).toMatchObject({ status: 'disconnected' });
    expect(await db()('erpConnections').where({ id }).first()).toMatchObject({
      status: 'active',
      identityKey: 'memory:db-2',
      approvedAt: null,
    });
    expect(it.kicks.slice(-2)).toEqual(['disconnect', 'pull']);
    expect(await openProblems()).toEqual([]);
  });

  it('is refused when nothing was asked', async () => {
    const it = await readErp();
    await expect(acceptSameErp(it.deps, it.of, signal)).rejects.toMatchObject({ code: 'connection.not_asked' });
    await expect(startOver(it.deps, it.of, signal)).rejects.toMatchObject({ code: 'connection.not_asked' });
  });
});
