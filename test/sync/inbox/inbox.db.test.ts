import { describe, expect, it } from '@jest/globals';
import { loadDealInvoices } from '../../../server/records/queries/deal.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine, type Engine } from '../../support/engine.ts';
import { aCustomer, anInvoice } from '../../support/erp-records.ts';

const db = useTestDatabase();

async function aLinkedCompany(engine: Engine) {
  const acme = engine.hubspot.add('companies', { name: 'Acme' });
  await engine.book({ customers: [aCustomer({ id: '1' })], invoices: [anInvoice({ id: 'a', origin: 'S1' })] });
  await engine.link('companies', '1', acme);
  await engine.push();
  engine.hubspot.forgetCalls();
  return acme;
}

async function aDeal(engine: Engine, properties: Record<string, string> = { erp_order_number: 'S1' }) {
  const deal = engine.hubspot.add('deals', { createdate: '2026-11-12T10:00:00Z', ...properties });
  await engine.inbox(['deals', deal]);
  await engine.push();
  return deal;
}

describe('the inbox', () => {
  it('makes nothing of the echo of our own write', async () => {
    const engine = await anEngine(db());
    const acme = await aLinkedCompany(engine);
    await engine.inbox(['companies', acme]);
    await engine.push();
    expect(engine.hubspot.writes).toEqual([]);
    expect(await db()('inbox').select()).toEqual([]);
  });

  it('writes back what a person changed in our properties', async () => {
    const engine = await anEngine(db());
    const acme = await aLinkedCompany(engine);
    engine.hubspot.edit('companies', acme, { erp_open_amount: '1', name: 'Acme Iberia' });
    await engine.inbox(['companies', acme]);
    await engine.push();
    expect(engine.hubspot.writes).toEqual([{ objectType: 'companies', id: acme, properties: { erp_open_amount: '100' } }]);
  });

  it('lets a mark stay that was renewed while it was worked on', async () => {
    const engine = await anEngine(db());
    const acme = await aLinkedCompany(engine);
    const read = engine.hubspot.batchRead.bind(engine.hubspot);
    let reads = 0;
    engine.hubspot.batchRead = async (...given) => {
      if (++reads === 1) await db()('inbox').update({ revision: 2 });
      return read(...given);
    };
    await engine.inbox(['companies', acme]);
    expect(reads).toBe(2);
    expect(await db()('inbox').select()).toEqual([]);
  });

  it('lets a deleted record go and follows a merged one', async () => {
    const engine = await anEngine(db());
    const acme = await aLinkedCompany(engine);
    const twin = engine.hubspot.add('companies', { name: 'Acme twin' });
    const merged = engine.hubspot.merge('companies', acme, twin);
    await engine.inbox(['companies', acme], ['companies', twin], ['companies', merged]);
    await engine.push();
    expect(await engine.links()).toMatchObject([{ recordId: merged }]);
    expect(engine.hubspot.writes).toEqual([]); // the merged record kept what we had written
    engine.hubspot.remove('companies', merged);
    await engine.inbox(['companies', merged]);
    expect(await engine.links()).toEqual([]);
    expect(await db()('targets').select()).toEqual([]);
  });

  it('settles an ambiguous match when one of the candidates is merged away', async () => {
    const engine = await anEngine(db());
    const first = engine.hubspot.add('companies', { domain: 'acme.es', name: 'Acme' });
    const second = engine.hubspot.add('companies', { domain: 'acme.es', name: 'Acme' });
    await engine.book({ customers: [aCustomer({ id: '1', name: 'Acme', website: 'acme.es' })] });
    await engine.match();
    expect(await engine.matches()).toMatchObject([{ state: 'ambiguous' }]);
    const merged = engine.hubspot.merge('companies', first, second);
    await engine.inbox(['companies', first]);
    await engine.match();
    expect(await engine.links()).toMatchObject([{ recordId: merged }]);
  });

  it('looks up the customers that a new or changed company may be', async () => {
    const engine = await anEngine(db());
    await engine.book({
      customers: [aCustomer({ id: '1', name: 'Acme', website: 'acme.es' }), aCustomer({ id: '2', name: 'Bolt', website: 'bolt.es' })],
    });
    await engine.match();
    const acme = engine.hubspot.add('companies', { name: 'Acme S.A.', domain: 'acme.es' });
    engine.enqueued.length = 0;
    await engine.inbox(['companies', acme]);
    expect(engine.enqueued).toContain('match');
    expect(await engine.matches()).toMatchObject([{ state: 'due' }, { state: 'unmatched' }]);
    await engine.match();
    expect(await engine.links()).toMatchObject([{ customerId: '1', recordId: acme }]);
  });

  it('clears what an imported copy carries, and nothing that is not ours', async () => {
    const engine = await anEngine(db());
    const copy = engine.hubspot.add('companies', { name: 'Copy', erp_payment_status: 'overdue', erp_open_amount: '100' });
    await engine.inbox(['companies', copy]);
    await engine.push();
    expect(engine.hubspot.get('companies', copy)).toMatchObject({ name: 'Copy', erp_payment_status: 'none', erp_open_amount: null });
    expect(await db()('targets').select()).toEqual([]);
  });

  it('writes nothing before the first approval', async () => {
    const engine = await anEngine(db(), { approvedAt: null });
    const copy = engine.hubspot.add('companies', { erp_payment_status: 'overdue' });
    await engine.inbox(['companies', copy]);
    await engine.push();
    expect(engine.hubspot.writes).toEqual([]);
  });

  it('matches a record that carries the key of a customer still without one, instead of clearing it', async () => {
    const engine = await anEngine(db());
    await engine.book({ customers: [aCustomer({ id: '1' })] });
    await engine.match();
    const acme = engine.hubspot.add('companies', { erp_customer_key: 'memory:db-1:1', erp_payment_status: 'paid' });
    await engine.inbox(['companies', acme]);
    await engine.match();
    expect(await engine.links()).toMatchObject([{ recordId: acme, rule: 'key' }]);
  });
});

describe('deals', () => {
  it('carry the invoices of the order number typed on them, until it is another one', async () => {
    const engine = await anEngine(db());
    await aLinkedCompany(engine);
    const deal = await aDeal(engine);
    expect(engine.hubspot.get('deals', deal)).toMatchObject({
      erp_payment_status: 'open',
      erp_open_amount: '100',
      erp_last_invoice_number: 'INV-a',
    });
    engine.hubspot.edit('deals', deal, { erp_order_number: 'S2' });
    await engine.inbox(['deals', deal]);
    await engine.push();
    expect(engine.hubspot.get('deals', deal)).toMatchObject({ erp_payment_status: 'none', erp_open_amount: null });
    engine.hubspot.edit('deals', deal, { erp_order_number: null });
    await engine.inbox(['deals', deal]);
    await engine.push();
    expect(await db()('dealOrders').select()).toEqual([]);
    expect(await db()('targets').where({ objectType: 'deals' }).select()).toEqual([]);
  });

  it.each([
    ['s1', 'S1'],
    [' S 1 ', 'S1'],
    ['S1', ' s1 , S2'],
  ])('carry the invoices of their order however the number is written: %j on the deal, %j in the ERP', async (typed, origin) => {
    const engine = await anEngine(db());
    await engine.book({ customers: [aCustomer({ id: '1' })], invoices: [anInvoice({ id: 'a', origin })] });
    const deal = engine.hubspot.add('deals', { erp_order_number: typed });
    await engine.inbox(['deals', deal]);
    await engine.push();
    expect(engine.hubspot.get('deals', deal)).toMatchObject({ erp_payment_status: 'open', erp_order_number: typed.trim() });
    const asked = { portalId: engine.scope.portalId, recordId: deal };
    expect(await loadDealInvoices(db(), asked)).toEqual({ orderNumber: typed.trim(), isOrderKnown: true, tied: 0, hasOrder: false });
    engine.hubspot.edit('deals', deal, { erp_order_number: 'S-1' });
    await engine.inbox(['deals', deal]);
    expect(await loadDealInvoices(db(), asked)).toEqual({ orderNumber: 'S-1', isOrderKnown: false, tied: 0, hasOrder: false });
  });

  it('say that several orders have a number alone, and carry the one whose series is typed', async () => {
    const engine = await anEngine(db());
    const inSeries = (id: string, order: string) =>
      anInvoice({ id, origin: order, otherOrderNumbers: [{ order, number: '1001' }], number: `F-${id}` });
    await engine.book({ customers: [aCustomer({ id: '1' })], invoices: [inSeries('a', 'PED-MX-1001'), inSeries('b', 'PED-US-1001')] });
    const deal = engine.hubspot.add('deals', { erp_order_number: '1001' });
    await engine.inbox(['deals', deal]);
    await engine.push();
    expect(await engine.problems()).toMatchObject([
      { code: 'deal.order_number_ambiguous', subject: deal, params: { orderNumber: '1001' } },
    ]);
    expect(engine.hubspot.get('deals', deal)).not.toHaveProperty('erp_payment_status');
    engine.hubspot.edit('deals', deal, { erp_order_number: 'ped-us-1001' });
    await engine.inbox(['deals', deal]);
    await engine.push();
    expect(await engine.problems()).toEqual([]);
    expect(engine.hubspot.get('deals', deal)).toMatchObject({ erp_payment_status: 'open', erp_last_invoice_number: 'F-b' });
  });

  it('that are clones lose the values and the number of the original', async () => {
    const engine = await anEngine(db());
    await aLinkedCompany(engine);
    const deal = await aDeal(engine);
    const clone = await aDeal(engine, {
      ...(engine.hubspot.get('deals', deal) as Record<string, string>),
      createdate: '2026-11-20T11:59:00Z',
      dealname: 'Renewal',
    });
    expect(engine.hubspot.get('deals', clone)).toMatchObject({
      dealname: 'Renewal',
      erp_order_number: null,
      erp_payment_status: 'none',
      erp_open_amount: null,
      erp_last_invoice_number: null,
    });
    expect(engine.hubspot.get('deals', deal)).toMatchObject({ erp_order_number: 'S1', erp_open_amount: '100' });
    expect(await engine.problems()).toMatchObject([{ code: 'deal.cloned', subject: clone, params: { orderNumber: 'S1' } }]);
    engine.hubspot.edit('deals', clone, { erp_order_number: 'S2' });
    await engine.inbox(['deals', clone]);
    expect(await engine.problems()).toEqual([]);
  });

  it('that were there before the app was installed keep a number two deals share', async () => {
    const engine = await anEngine(db());
    await aLinkedCompany(engine);
    const deal = await aDeal(engine);
    const old = await aDeal(engine, {
      ...(engine.hubspot.get('deals', deal) as Record<string, string>),
      createdate: '2026-10-01T00:00:00Z',
    });
    expect(engine.hubspot.get('deals', old)).toMatchObject({ erp_order_number: 'S1', erp_open_amount: '100' });
  });
});
