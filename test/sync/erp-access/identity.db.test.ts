import { describe, expect, it } from '@jest/globals';
import { acceptSameErp, startOver } from '../../../server/sync/connection/same-erp.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aCustomer, anInvoice, aPayment } from '../../support/erp-records.ts';
import { connectedErp, type Incoming } from '../../support/incoming.ts';

const db = useTestDatabase();
const connectionOf = ({ scope }: Incoming) => db()('erpConnections').where({ portalId: scope.portalId, id: scope.connectionId }).first();
const openProblems = async (): Promise<string[]> => (await db()('problems').whereNull('resolvedAt').select('code')).map(({ code }) => code);
const signal = new AbortController().signal;
const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString();

/** Thirty invoices and payments, the highest number the newest. */
async function readErp(): Promise<Incoming> {
  const joined = await connectedErp(db());
  joined.erp.set('customers', aCustomer({ id: '1' }));
  for (let n = 0; n < 30; n++) {
    joined.erp.set('invoices', anInvoice({ id: `i${n}`, createdAt: day(n) }));
    joined.erp.set('payments', aPayment({ id: `p${n}`, createdAt: day(n) }));
  }
  await joined.pull();
  return joined;
}

describe('is it still the same ERP', () => {
  it('yes, when nothing or only single records changed', async () => {
    const joined = await readErp();
    joined.erp.remove('invoices', 'i29', 'i28');
    joined.erp.remove('payments', 'p29');
    await joined.pull();
    await joined.pull();
    expect((await connectionOf(joined)).status).toBe('active');
  });

  it('no, when another database answers: nothing of it is read, and the administrator is asked', async () => {
    const joined = await readErp();
    joined.erp.identity = { ...joined.erp.identity, key: 'memory:db-2', name: 'Test copy' };
    joined.erp.set('invoices', anInvoice({ id: 'foreign' }));
    await joined.pull();
    expect(await connectionOf(joined)).toMatchObject({
      status: 'paused',
      pausedCode: 'connection.swapped',
      pausedParams: { found: 'Test copy' },
    });
    expect(await db()('erpInvoices').where({ erpId: 'foreign' })).toEqual([]);
    expect(await openProblems()).toEqual(['connection.swapped']);
    expect(joined.erp.calls.slice(-4)).not.toContain('readPage customers');
  });

  it('no, when other records stand under the known ids', async () => {
    const joined = await readErp();
    for (let n = 0; n < 30; n++) joined.erp.set('invoices', anInvoice({ id: `i${n}`, createdAt: day(200 + n) }));
    for (let n = 0; n < 30; n++) joined.erp.set('payments', aPayment({ id: `p${n}`, createdAt: day(200 + n) }));
    await joined.pull();
    expect(await connectionOf(joined)).toMatchObject({ status: 'paused', pausedCode: 'connection.swapped' });
  });

  it('no, when the newest of several streams are gone at once, as after a restored backup', async () => {
    const joined = await readErp();
    for (let n = 24; n < 30; n++) joined.erp.remove('invoices', `i${n}`);
    for (let n = 24; n < 30; n++) joined.erp.remove('payments', `p${n}`);
    await joined.reconcile();
    expect(await connectionOf(joined)).toMatchObject({ status: 'paused', pausedCode: 'connection.restored' });
    expect(await db()('erpInvoices')).toHaveLength(30);
  });

  it('yes, when a key with other rights sees the same companies under another name', async () => {
    const joined = await readErp();
    const companies = [{ id: '1', name: 'One', currency: 'EUR', taxId: null, origin: 'a' }];
    joined.erp.identity = { ...joined.erp.identity, proof: 'p', companies };
    await joined.pull();
    const { proof: _unread, ...weaker } = joined.erp.identity;
    joined.erp.identity = { ...weaker, key: 'memory:weaker' };
    await joined.pull();
    expect(await connectionOf(joined)).toMatchObject({ status: 'active', identityKey: 'memory:db-1', identity: { proof: 'p' } });
    joined.erp.identity = { ...joined.erp.identity, proof: 'of a copy' };
    await joined.pull();
    expect(await connectionOf(joined)).toMatchObject({ status: 'paused', pausedCode: 'connection.swapped' });
  });

  it('keeps up with the ERP’s name, version and companies', async () => {
    const joined = await readErp();
    joined.erp.identity = {
      ...joined.erp.identity,
      product: 'Memory 2',
      companies: [{ id: '1', name: 'One', currency: 'EUR', taxId: null }],
    };
    await joined.pull();
    expect((await connectionOf(joined)).identity).toEqual(joined.erp.identity);
  });
});

describe('the administrator’s answer', () => {
  async function asked(): Promise<Incoming> {
    const joined = await readErp();
    joined.erp.identity = { ...joined.erp.identity, key: 'memory:db-2' };
    await joined.pull();
    return joined;
  }

  it('the same ERP: everything is read again under the old name, and no event is repeated', async () => {
    const joined = await asked();
    const events = await db()('events').orderBy(['kind', 'erpId']);
    await acceptSameErp(joined.deps, joined.scope, signal);
    expect(await connectionOf(joined)).toMatchObject({ status: 'active', identityKey: 'memory:db-1', identity: { key: 'memory:db-2' } });
    expect(await openProblems()).toEqual([]);
    joined.erp.remove('payments', 'p3');
    await joined.pull();
    expect((await connectionOf(joined)).status).toBe('active');
    expect(await db()('erpPayments')).toHaveLength(29);
    expect(await db()('events').orderBy(['kind', 'erpId'])).toEqual(events);
  });

  it('another ERP: a new connection begins from nothing and the old one is cleared away', async () => {
    const joined = await asked();
    const id = await startOver(joined.deps, joined.scope, signal);
    expect(await connectionOf(joined)).toMatchObject({ status: 'disconnected' });
    expect(await db()('erpConnections').where({ id }).first()).toMatchObject({
      status: 'active',
      identityKey: 'memory:db-2',
      approvedAt: null,
    });
    expect(joined.enqueued.slice(-2)).toEqual(['disconnect', 'pull']);
    expect(await openProblems()).toEqual([]);
  });

  it('another ERP that calls itself the same gets a name of its own, and keeps filter and address for hints', async () => {
    const joined = await readErp();
    await db()('erpConnections').update({ companies: ['1'], hintToken: 'sealed', hintTokenHash: 'hash' });
    for (let n = 0; n < 30; n++) joined.erp.set('invoices', anInvoice({ id: `i${n}`, createdAt: day(200 + n) }));
    for (let n = 0; n < 30; n++) joined.erp.set('payments', aPayment({ id: `p${n}`, createdAt: day(200 + n) }));
    await joined.pull();
    const id = await startOver(joined.deps, joined.scope, signal);
    const begun = await db()('erpConnections').where({ id }).first();
    expect(begun).toMatchObject({ companies: ['1'], hintToken: 'sealed', hintTokenHash: 'hash', identity: { key: 'memory:db-1' } });
    expect(begun.identityKey).toMatch(/^memory:db-1-[0-9a-f]{8}$/);
  });

  it('is refused when nothing was asked', async () => {
    const joined = await readErp();
    await expect(acceptSameErp(joined.deps, joined.scope, signal)).rejects.toMatchObject({ code: 'connection.not_asked' });
    await expect(startOver(joined.deps, joined.scope, signal)).rejects.toMatchObject({ code: 'connection.not_asked' });
  });
});
