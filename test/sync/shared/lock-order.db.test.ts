import { describe, expect, it } from '@jest/globals';
import { takeOrder } from '../../../server/mirror/store-rows.ts';
import { retryProblems } from '../../../server/sync/connection/retry.ts';
import { aCustomer, anInvoice } from '../../support/erp-records.ts';
import { connectedErp } from '../../support/incoming.ts';
import { watchLockOrder } from '../../support/lock-order.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aDealWithLines, anOrderingWorld, toStage, VALVES } from '../../support/ordering.ts';

const db = useTestDatabase();
const UNKNOWN = { name: 'Flange', hs_sku: 'FLA-9', quantity: '2', price: '31.5' };

describe('rows that several transactions lock', () => {
  it('are locked in one order while a deal becomes a confirmed order of a new product', async () => {
    const found = watchLockOrder(db());
    const newProducts = { kind: 'goods', categoryId: 'g1' } as const;
    const { world, acme } = await anOrderingWorld(db(), { rules: { unknownProduct: 'create', newProducts, stages: { won: 'order' } } });
    const deal = await aDealWithLines(world, acme, VALVES, UNKNOWN);
    await toStage(world, deal, 'won');
    for (let turn = 0; turn < 4; turn++) {
      await world.settle();
      world.pass(30_000);
    }
    expect(world.erp.orders.all()).toMatchObject([{ status: 'confirmed' }]);
    expect(found()).toEqual([]);
  });

  it('are locked in one order when a record that was overtaken is read again, and when problems are tried again', async () => {
    const found = watchLockOrder(db());
    const { erp, pull, hint, deps, scope, clock } = await connectedErp(db());
    erp.set('customers', aCustomer({ id: '1' }));
    erp.set('invoices', anInvoice({ id: 'i1' }));
    await pull();
    const link = { objectType: 'companies', customerId: '1', recordId: '50', rule: 'person', state: 'active', linkedAt: clock.now };
    await db()('links').insert({ ...scope, ...link });
    const readPage = erp.readPage.bind(erp);
    erp.readPage = async (stream, cursor) => {
      const page = await readPage(stream, cursor);
      // Another reading, begun later, stores it first.
      if (stream === 'invoices') await db()('erpInvoices').update({ storedOrder: await takeOrder(db()) });
      return page;
    };
    erp.set('invoices', anInvoice({ id: 'i1', status: 'paid' }), anInvoice({ id: 'i2' }));
    await pull();
    erp.readPage = readPage;
    expect(await db()('erpHints')).toMatchObject([{ erpId: 'i1' }]);
    expect(await db()('targets')).toMatchObject([{ recordId: '50' }]);
    await hint();
    const problem = { portalId: scope.portalId, connectionId: scope.connectionId, firstSeenAt: clock.now, lastSeenAt: clock.now };
    await db()('problems').insert([
      { ...problem, code: 'record.unreadable', subjectKind: 'invoice', subject: 'i1' },
      { ...problem, code: 'record.unreadable', subjectKind: 'companies', subject: '50' },
    ]);
    await retryProblems(deps, scope.portalId, { code: 'record.unreadable', connectionId: scope.connectionId });
    expect(found()).toEqual([]);
  });
});
