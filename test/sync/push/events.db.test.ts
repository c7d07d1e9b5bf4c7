import { describe, expect, it } from '@jest/globals';
import type { RecordId } from '../../../server/ids.ts';
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
