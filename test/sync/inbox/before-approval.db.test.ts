import { describe, expect, it } from '@jest/globals';
import { approveConnection } from '../../../server/sync/connection/approve.ts';
import { sweepPortal } from '../../../server/sync/inbox/sweep.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine, type Engine } from '../../support/engine.ts';
import { aCustomer, anInvoice } from '../../support/erp-records.ts';

const db = useTestDatabase();

const due = async (): Promise<string[]> =>
  (await db()('targets').orderBy('recordId')).map(({ objectType, recordId }) => `${objectType} ${recordId}`);

async function anUnapprovedEngine(): Promise<Engine> {
  const engine = await anEngine(db(), { approvedAt: null });
  await engine.book({ customers: [aCustomer({ id: '1' })], invoices: [anInvoice({ id: 'a', origin: 'S1' })] });
  await db()('targets').delete();
  return engine;
}

const aDeal = (engine: Engine) => engine.hubspot.add('deals', { createdate: '2026-11-12T10:00:00Z', erp_order_number: 'S1' });

describe('a number typed on a deal before an ERP is approved', () => {
  it('is remembered, makes nothing due, and is found by the approval', async () => {
    const engine = await anUnapprovedEngine();
    const deal = aDeal(engine);
    await engine.inbox(['deals', deal]);
    expect(await db()('dealOrders')).toMatchObject([{ dealId: deal, orderNumber: 'S1' }]);
    expect(await due()).toEqual([]);
    await approveConnection(engine.deps, engine.scope);
    expect(await due()).toEqual([`deals ${deal}`]);
  });

  it('makes a deal due that we wrote to before, because it may have to be emptied', async () => {
    const engine = await anUnapprovedEngine();
    const deal = aDeal(engine);
    await db()('targets').insert({ portalId: 7, objectType: 'deals', recordId: deal, dueRevision: 1, pushedRevision: 1, written: '{}' });
    await engine.inbox(['deals', deal]);
    expect(await db()('targets')).toMatchObject([{ recordId: deal, dueRevision: 2, pushedRevision: 1 }]);
  });

  it('is due when the approval comes at the same moment', async () => {
    const engine = await anUnapprovedEngine();
    const deal = aDeal(engine);
    const approving = await db().transaction();
    await approving('erpConnections').forUpdate().select();
    await approving('erpConnections').update({ approvedAt: engine.now });
    const read = engine.inbox(['deals', deal]);
    await somebodyWaits();
    await approving.commit();
    await read;
    expect(await due()).toEqual([`deals ${deal}`]);
  });
});

describe('the sweep that follows an approval', () => {
  it('reads no record that is about to be written for the first time, and every other', async () => {
    const engine = await anEngine(db());
    const [first, second] = ['Acme', 'Beta'].map((name) => engine.hubspot.add('companies', { name }));
    await engine.book({ customers: [aCustomer({ id: '1' }), aCustomer({ id: '2' })] });
    await engine.link('companies', '1', first!);
    await engine.push();
    await engine.link('companies', '2', second!);
    await db()('targets')
      .where({ recordId: first })
      .update({ dueRevision: db().raw('due_revision + 1') });
    const { scope, deps } = engine;
    const sweep = () => sweepPortal({ ...deps, askWhetherInstalled: async () => undefined }, { portalId: scope.portalId });
    const waiting = async (): Promise<string[]> => (await db()('inbox').orderBy('recordId')).map(({ recordId }) => recordId);
    await engine.settle(sweep);
    expect(await waiting()).toEqual([first]);
    await engine.push();
    await engine.settle(sweep);
    expect(await waiting()).toEqual([first, second].toSorted());
  });
});

async function somebodyWaits(): Promise<void> {
  for (;;) {
    const { rows } = await db().raw<{ rows: unknown[] }>(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
