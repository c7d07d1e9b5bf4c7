import { describe, expect, it } from '@jest/globals';
import type { RecordId } from '../../../server/shared/ids.ts';
import { disconnectConnection, requestDisconnect } from '../../../server/sync/connection/disconnect.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine, type Engine } from '../../support/engine.ts';
import { aCustomer, anInvoice } from '../../support/erp-records.ts';

const db = useTestDatabase();

async function aLinkedAcme(engine: Engine): Promise<RecordId> {
  const acme = engine.hubspot.add('companies', { name: 'Acme' });
  await engine.book({ customers: [aCustomer({ id: '1' })] });
  await engine.link('companies', '1', acme);
  return acme;
}

describe('events', () => {
  const paid = (id: string) => anInvoice({ id, status: 'paid' });

  it('move their property once, and never back', async () => {
    const engine = await anEngine(db());
    const acme = await aLinkedAcme(engine);
    await engine.book({ invoices: [paid('a'), paid('b')] });
    await engine.event('invoice_paid', 'a', { hoursAgo: 1 });
    await engine.event('payment_received', 'p', { hoursAgo: 2 });
    await engine.push();
    expect(engine.hubspot.get('companies', acme)).toMatchObject({
      erp_invoice_paid_at: '2026-11-20T11:00:00Z',
      erp_payment_received_at: '2026-11-20T10:00:00Z',
    });
    expect(await db()('events').whereNull('pushedAt').select()).toEqual([]);
    await engine.event('invoice_paid', 'b', { hoursAgo: 5 });
    await engine.due('companies', acme);
    engine.hubspot.forgetCalls();
    await engine.push();
    expect(engine.hubspot.writes).toEqual([]);
  });

  it('count although the machine that recorded them is ahead of ours', async () => {
    const engine = await anEngine(db());
    const acme = await aLinkedAcme(engine);
    await engine.book({ invoices: [paid('a')] });
    await engine.event('invoice_paid', 'a', { hoursAgo: -0.001 });
    await engine.push();
    expect(engine.hubspot.get('companies', acme)['erp_invoice_paid_at']).toBe('2026-11-20T12:00:03.600Z');
  });

  it.each([
    ['history', { isLive: false }],
    ['older than 48 hours', { hoursAgo: 49 }],
  ])('stay quiet when they are %s', async (_why, given) => {
    const engine = await anEngine(db());
    const acme = await aLinkedAcme(engine);
    await engine.book({ invoices: [paid('a')] });
    await engine.event('invoice_paid', 'a', given);
    await engine.push();
    expect(engine.hubspot.get('companies', acme)).toMatchObject({ erp_payment_status: 'paid' });
    expect(engine.hubspot.writes.flatMap(({ properties }) => Object.keys(properties))).not.toContain('erp_invoice_paid_at');
  });
});

describe('what a record was told', () => {
  const paid = anInvoice({ id: 'a', status: 'paid', origin: 'S1' });

  async function aToldRecord(engine: Engine) {
    const acme = await aLinkedAcme(engine);
    await engine.book({ invoices: [paid] });
    const deal = engine.hubspot.add('deals', { erp_order_number: 'S1' });
    await engine.inbox(['deals', deal]);
    await engine.event('invoice_paid', 'a', { hoursAgo: 1 });
    await engine.push();
    for (const [type, id] of [
      ['companies', acme],
      ['deals', deal],
    ] as const) {
      expect(engine.hubspot.get(type, id)['erp_invoice_paid_at']).toBe('2026-11-20T11:00:00Z');
    }
    return { acme, deal };
  }

  it('is not told again after disconnecting with clearing and connecting anew, deals included', async () => {
    const engine = await anEngine(db());
    const { acme, deal } = await aToldRecord(engine);
    await requestDisconnect(db(), engine.deps.enqueue, engine.scope, true);
    await engine.settle(() => disconnectConnection(engine.deps, engine.scope));
    await engine.push();
    for (const [type, id] of [
      ['companies', acme],
      ['deals', deal],
    ] as const) {
      expect(engine.hubspot.get(type, id)).toMatchObject({ erp_invoice_paid_at: null, erp_payment_status: 'none' });
    }
    const again = await engine.connect('memory:db-1');
    await engine.book({ customers: [aCustomer({ id: '1' })], invoices: [paid] }, { scope: again });
    await engine.link('companies', '1', acme, again);
    await engine.due('deals', deal);
    await engine.push();
    for (const [type, id] of [
      ['companies', acme],
      ['deals', deal],
    ] as const) {
      expect(engine.hubspot.get(type, id)).toMatchObject({ erp_invoice_paid_at: null, erp_payment_status: 'paid' });
    }
    // What happens now is told.
    await engine.book({ invoices: [anInvoice({ id: 'b', status: 'paid' })] }, { scope: again });
    await engine.event('invoice_paid', 'b');
    await engine.due('companies', acme);
    await engine.push();
    expect(engine.hubspot.get('companies', acme)['erp_invoice_paid_at']).toBe('2026-11-20T12:00:00Z');
  });

  it('is not told again when its link went and came back', async () => {
    const engine = await anEngine(db());
    const { acme } = await aToldRecord(engine);
    await db()('links').delete();
    await engine.due('companies', acme);
    await engine.push();
    expect(engine.hubspot.get('companies', acme)['erp_invoice_paid_at']).toBeNull();
    await engine.link('companies', '1', acme);
    await engine.push();
    expect(engine.hubspot.get('companies', acme)).toMatchObject({ erp_invoice_paid_at: null, erp_payment_status: 'paid' });
  });

  it('is quiet about what happened before a connection went live', async () => {
    const engine = await anEngine(db());
    const acme = await aLinkedAcme(engine);
    await engine.book({ invoices: [paid] });
    await engine.event('invoice_paid', 'a', { hoursAgo: 1 });
    await db()('erpConnections').update({ goLiveAt: engine.now });
    await engine.push();
    expect(engine.hubspot.get('companies', acme)['erp_invoice_paid_at'] ?? null).toBeNull();
  });
});
