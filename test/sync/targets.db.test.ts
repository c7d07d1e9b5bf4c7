import { describe, expect, it } from '@jest/globals';
import { erpRecordId, recordId } from '../../server/ids.ts';
import { nothingTouched, type Touched } from '../../server/streams/touched.ts';
import { markDay, markPortal, markTargets } from '../../server/sync/targets.ts';
import { useTestDatabase } from '../support/database.ts';
import { anEngine, type Engine } from '../support/engine.ts';
import { aCustomer, anInvoice } from '../support/erp-records.ts';

const db = useTestDatabase();

describe('targets', () => {
  const touch = (given: Partial<Touched>): Touched => ({ ...nothingTouched(), ...given });
  const mark = (engine: Engine, touched: Touched, priority: 0 | 1 | 2 = 1) =>
    markTargets(db(), engine.of, touched, { priority, now: engine.now });
  const targets = () => db()('targets').orderBy(['objectType', 'recordId']).select('objectType', 'recordId', 'dueRevision', 'priority');

  async function aFamily(engine: Engine): Promise<void> {
    const person = { kind: 'person' as const, organisationId: '1' };
    await engine.book({
      customers: [aCustomer({ id: '1' }), aCustomer({ id: 'p', ...person }), aCustomer({ id: 'q', ...person }), aCustomer({ id: '2' })],
    });
    await engine.link('companies', '1', recordId('10'));
    await engine.link('companies', '2', recordId('20'));
    await engine.link('contacts', 'p', recordId('30'));
    await engine.link('contacts', 'q', recordId('40'), engine.of, 'proposed');
    await db()('dealOrders').insert({ portalId: 7, dealId: '50', orderNumber: 'S1' });
    await db()('invoiceTies').insert({ ...engine.of, invoiceId: 'a', dealId: '60' });
    await db()('targets').delete();
  }

  it('are the records that carried and carry what changed', async () => {
    const engine = await anEngine(db());
    await aFamily(engine);
    expect(await mark(engine, touch({ organisationIds: new Set([erpRecordId('1')]) }))).toBe(2);
    await mark(engine, touch({ orderNumbers: new Set(['S1']), invoiceIds: new Set([erpRecordId('a')]) }));
    expect((await targets()).map(({ recordId: id }) => id)).toEqual(['10', '30', '50', '60']);
  });

  it('keep the more urgent priority while they wait, and take the new one afterwards', async () => {
    const engine = await anEngine(db());
    await aFamily(engine);
    const touched = touch({ organisationIds: new Set([erpRecordId('2')]) });
    await mark(engine, touched, 0);
    await mark(engine, touched, 2);
    expect(await targets()).toMatchObject([{ priority: 0, dueRevision: 2 }]);
    await db()('targets').update({ pushedRevision: 2 });
    await mark(engine, touched, 2);
    expect(await targets()).toMatchObject([{ priority: 2, dueRevision: 3 }]);
  });

  it('are everything when a setting changed, of this portal only', async () => {
    const engine = await anEngine(db());
    await aFamily(engine);
    await anEngine(db(), { portalId: 8 });
    await markPortal(db(), engine.of.portalId, { priority: 2, now: engine.now });
    expect((await targets()).map(({ recordId: id }) => id)).toEqual(['10', '20', '30', '50', '60']);
  });

  it('are those the calendar changed: fallen due, or no longer active', async () => {
    const engine = await anEngine(db());
    await aFamily(engine);
    await engine.book({
      invoices: [
        anInvoice({ id: 'a', dueOn: '2026-11-19', customerId: '1' }),
        anInvoice({ id: 'b', status: 'paid', customerId: '2', issuedOn: '2025-11-20' }),
      ],
    });
    await db()('targets').delete();
    const day = { since: '2026-11-19', today: '2026-11-20', activeMonths: 12 };
    await markDay(db(), engine.of.portalId, day, { priority: 1, now: engine.now });
    expect((await targets()).map(({ recordId: id }) => id)).toEqual(['10', '20', '30', '60']);
    await db()('targets').delete();
    await markDay(db(), engine.of.portalId, { ...day, since: '2026-11-20', today: '2026-11-21' }, { priority: 1, now: engine.now });
    expect((await targets()).map(({ recordId: id }) => id)).toEqual(['20']);
  });
});
