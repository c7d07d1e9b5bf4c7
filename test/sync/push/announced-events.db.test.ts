import { describe, expect, it } from '@jest/globals';
import { disconnectConnection, requestDisconnect } from '../../../server/sync/connection/disconnect.ts';
import { pushSlice } from '../../../server/sync/push/push.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine, type Engine } from '../../support/engine.ts';
import { aCustomer, anInvoice } from '../../support/erp-records.ts';

const db = useTestDatabase();
const paid = (id: string, customerId = '1') => anInvoice({ id, status: 'paid', customerId, organisationId: customerId });

async function aLinked(engine: Engine, customerId: string, scope = engine.scope) {
  const record = engine.hubspot.add('companies', { name: customerId });
  await engine.book({ customers: [aCustomer({ id: customerId })], invoices: [paid(`paid-${customerId}`, customerId)] }, { scope });
  await engine.link('companies', customerId, record, scope);
  return record;
}

const raised = (engine: Engine) =>
  engine.hubspot.writes.flatMap(({ id, properties }) =>
    properties['erp_invoice_paid_at'] ? [[id, properties['erp_invoice_paid_at']]] : [],
  );

describe('an event that a record was told', () => {
  it('is not told again after an answer that was lost before the ERP was disconnected with clearing', async () => {
    const engine = await anEngine(db());
    const acme = await aLinked(engine, '1');
    await engine.event('invoice_paid', 'paid-1', { hoursAgo: 1 });
    engine.hubspot.mishap('after');
    await pushSlice(engine.deps, { portalId: engine.scope.portalId });
    expect(raised(engine)).toHaveLength(1);
    expect(await db()('toldEvents').select()).toEqual([]);
    await requestDisconnect(db(), engine.deps.enqueue, engine.scope, true);
    await engine.settle(() => disconnectConnection(engine.deps, engine.scope));
    expect(engine.hubspot.get('companies', acme)['erp_invoice_paid_at']).toBeNull();
    const again = await engine.connect('memory:db-1');
    await engine.book({ customers: [aCustomer({ id: '1' })], invoices: [paid('paid-1')] }, { scope: again });
    await engine.link('companies', '1', acme, again);
    engine.hubspot.forgetCalls();
    await engine.push();
    expect(raised(engine)).toEqual([]);
  });

  it.each(['the earlier', 'the later'])('is not told again after a merge that keeps %s time', async (which) => {
    const engine = await anEngine(db());
    const [early, late] = [await aLinked(engine, '1'), await aLinked(engine, '2')];
    await engine.event('invoice_paid', 'paid-1', { hoursAgo: 2, customerId: '1', organisationId: '1' });
    await engine.event('invoice_paid', 'paid-2', { hoursAgo: 1, customerId: '2', organisationId: '2' });
    await engine.push();
    expect(raised(engine)).toHaveLength(2);
    engine.hubspot.forgetCalls();
    const [first, second] = which === 'the earlier' ? [early, late] : [late, early];
    const merged = engine.hubspot.merge('companies', first, second);
    await engine.inbox(['companies', first], ['companies', second], ['companies', merged]);
    await engine.push();
    expect(raised(engine)).toEqual([]);
    await engine.book({ invoices: [paid('new', '2')] });
    await engine.event('invoice_paid', 'new', { customerId: '2', organisationId: '2' });
    await engine.due('companies', merged);
    await engine.push();
    expect(raised(engine)).toEqual([[merged, engine.now.toISOString()]]);
  });

  it('of two ERPs on one record is told for each, and not again when either is connected anew', async () => {
    const engine = await anEngine(db());
    const acme = await aLinked(engine, '1');
    const second = await engine.connect('memory:db-2');
    await engine.book({ customers: [aCustomer({ id: '9' })], invoices: [paid('paid-9', '9')] }, { scope: second });
    await engine.link('companies', '9', acme, second);
    await engine.event('invoice_paid', 'paid-9', { identityKey: 'memory:db-2', hoursAgo: 2, customerId: '9', organisationId: '9' });
    await engine.push();
    await engine.event('invoice_paid', 'paid-1', { hoursAgo: 1 });
    await engine.due('companies', acme);
    await engine.push();
    expect(raised(engine).map(([, at]) => at)).toEqual(['2026-11-20T10:00:00.000Z', '2026-11-20T11:00:00.000Z']);
    engine.hubspot.forgetCalls();
    await requestDisconnect(db(), engine.deps.enqueue, second, true);
    await engine.settle(() => disconnectConnection(engine.deps, second));
    await engine.push();
    const again = await engine.connect('memory:db-2');
    await engine.book({ customers: [aCustomer({ id: '9' })], invoices: [paid('paid-9', '9')] }, { scope: again });
    await engine.link('companies', '9', acme, again);
    await engine.push();
    expect(raised(engine)).toEqual([]);
  });

  it('is not told again when somebody empties its property', async () => {
    const engine = await anEngine(db());
    const acme = await aLinked(engine, '1');
    await engine.event('invoice_paid', 'paid-1', { hoursAgo: 1 });
    await engine.push();
    engine.hubspot.forgetCalls();
    engine.hubspot.edit('companies', acme, { erp_invoice_paid_at: '' });
    await engine.inbox(['companies', acme]);
    await engine.push();
    expect(raised(engine)).toEqual([]);
  });

  it('is told although somebody typed a time of the future', async () => {
    const engine = await anEngine(db());
    const acme = await aLinked(engine, '1');
    await engine.event('invoice_paid', 'paid-1', { hoursAgo: 1 });
    await engine.push();
    engine.hubspot.edit('companies', acme, { erp_invoice_paid_at: '2030-01-01T00:00:00Z' });
    await engine.inbox(['companies', acme]);
    await engine.push();
    await engine.book({ invoices: [paid('new')] });
    await engine.event('invoice_paid', 'new');
    await engine.due('companies', acme);
    await engine.push();
    expect(engine.hubspot.get('companies', acme)['erp_invoice_paid_at']).toBe('2026-11-20T12:00:00Z');
  });
});
