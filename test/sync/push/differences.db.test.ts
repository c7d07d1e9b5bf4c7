import { describe, expect, it } from '@jest/globals';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine, type Engine } from '../../support/engine.ts';
import { aCustomer, anInvoice } from '../../support/erp-records.ts';
import type { RecordId } from '../../../server/shared/ids.ts';
import { pushSlice } from '../../../server/sync/push/push.ts';

const db = useTestDatabase();

async function companies(engine: Engine, count: number): Promise<RecordId[]> {
  const ids = Array.from({ length: count }, (_, index) => String(index + 1));
  const records = ids.map(() => engine.hubspot.add('companies'));
  await engine.book({ customers: ids.map((id) => aCustomer({ id })) });
  for (const [index, id] of ids.entries()) await engine.link('companies', id, records[index]!);
  return records;
}

interface Asked {
  priority: string;
  signal?: AbortSignal;
}

/** With what urgency records were read back, and until when. */
function watchReads(engine: Engine): Asked[] {
  const asked: Asked[] = [];
  const read = engine.hubspot.batchRead.bind(engine.hubspot);
  engine.hubspot.batchRead = async (...call: Parameters<typeof read>) => {
    asked.push((call as unknown as [unknown, unknown, Asked])[2]);
    return read(...call);
  };
  return asked;
}

describe('records whose last write ended without an answer', () => {
  it('are read back in calls that HubSpot takes, the others not', async () => {
    const engine = await anEngine(db());
    const records = await companies(engine, 105);
    await db()('targets').update({ isDoubtful: true });
    await db()('targets').where({ recordId: records[104]! }).update({ isDoubtful: false });
    await engine.push();
    expect(engine.hubspot.calls.filter(({ operation }) => operation === 'batchRead').map(({ size }) => size)).toEqual([100, 4]);
    expect(engine.hubspot.writes).toHaveLength(105);
    expect(await db()('targets').where({ isDoubtful: true })).toEqual([]);
  });

  it('are read as urgently as the most urgent of them', async () => {
    const engine = await anEngine(db());
    const [first] = await companies(engine, 3);
    await db()('targets').update({ isDoubtful: true, priority: 2 });
    await db()('targets').where({ recordId: first! }).update({ priority: 0 });
    const asked = watchReads(engine);
    await engine.push();
    expect(asked).toEqual([{ priority: 'interactive' }]);
  });

  it('are read until the job is told to stop', async () => {
    const engine = await anEngine(db());
    await companies(engine, 1);
    await db()('targets').update({ isDoubtful: true });
    const asked = watchReads(engine);
    const { signal } = new AbortController();
    await pushSlice(engine.deps, { portalId: engine.scope.portalId }, { signal });
    expect(asked.map((options) => options.signal)).toEqual([signal]);
  });

  it('are known again by what HubSpot holds, and no other of the same id', async () => {
    const engine = await anEngine(db());
    const [acme] = await companies(engine, 1);
    await engine.push();
    await db()('targets').update({ isDoubtful: true });
    const other = await anEngine(db(), { portalId: 8 });
    await other.due('companies', acme!);
    await engine.due('contacts', acme!);
    await db()('targets')
      .where({ portalId: 8 })
      .orWhere({ objectType: 'contacts' })
      .update({ written: '{"a":"b"}', pushedRevision: 9, isDoubtful: true });
    engine.hubspot.edit('companies', acme!, { erp_customer_status: 'active' });
    await engine.due('companies', acme!);
    engine.hubspot.forgetCalls();
    await engine.push();
    expect(engine.hubspot.get('companies', acme!)['erp_customer_status']).toBe('none');
    const untouched = { written: { a: 'b' }, isDoubtful: true };
    expect(await db()('targets').where({ portalId: 8 }).orWhere({ objectType: 'contacts' })).toMatchObject([untouched, untouched]);
  });

  it('are not written to where another record answered to the id', async () => {
    const engine = await anEngine(db());
    const [acme, twin] = await companies(engine, 2);
    await engine.push();
    const merged = engine.hubspot.merge('companies', acme!, twin!);
    await db()('targets').update({ isDoubtful: true });
    await engine.book({ invoices: [anInvoice({ id: 'a', total: '9.00' }), anInvoice({ id: 'b', customerId: '2', total: '1.00' })] });
    await engine.push();
    expect((await engine.links()).map(({ recordId }) => recordId)).toEqual([merged, merged]);
    expect(engine.hubspot.get('companies', merged)['erp_open_amount']).toBe('10');
  });
});

describe('why a figure is missing', () => {
  const codes = async (engine: Engine) => (await engine.problems()).map(({ code, params }) => [code, params]);

  it('is told, each by itself, and taken back when it is there again', async () => {
    const engine = await anEngine(db());
    await companies(engine, 2);
    const foreign = ['USD', 'GBP'].map((currency) => anInvoice({ id: currency, currency }));
    await engine.book({ invoices: foreign });
    await db()('erpCustomers').where({ erpId: '1' }).delete();
    await engine.push();
    const isGone = ['customer.gone', {}];
    expect(await codes(engine)).toEqual([['amount.other_currency', { currencies: 'GBP, USD', companyCurrency: 'EUR' }], isGone]);
    await engine.book({
      invoices: foreign.map((invoice) => ({ ...invoice, status: 'paid', open: '0.00', baseOpen: '0.00', changeStamp: '2' })),
    });
    await engine.push();
    expect(await codes(engine)).toEqual([isGone]);
    await engine.book({ customers: [aCustomer({ id: '1', changeStamp: '2' })] });
    await engine.push();
    expect(await codes(engine)).toEqual([]);
  });

  it('is told of one foreign currency, and not where the books have the account’s', async () => {
    const engine = await anEngine(db());
    const [, bolt] = await companies(engine, 2);
    await engine.book({ invoices: [anInvoice({ id: 'a' }), anInvoice({ id: 'b', customerId: '2', currency: 'USD' })] });
    await engine.push();
    expect((await engine.problems()).map(({ code, subject }) => [code, subject])).toEqual([['amount.other_currency', bolt]]);
  });

  it('is told of a deal whose order number several orders have, until one of them has it alone', async () => {
    const engine = await anEngine(db());
    await companies(engine, 2);
    const deal = engine.hubspot.add('deals');
    await db()('dealOrders').insert({ portalId: 7, dealId: deal, orderNumber: '1001' });
    const [first, second] = ['1', '2'].map((customerId) => anInvoice({ id: customerId, customerId, origin: '1001' }));
    await engine.book({ invoices: [first!, second!] });
    await engine.push();
    expect(await codes(engine)).toEqual([['deal.order_number_ambiguous', { orderNumber: '1001' }]]);
    await engine.book({ invoices: [{ ...second!, origin: null, changeStamp: '2' }] });
    await engine.push();
    expect(await codes(engine)).toEqual([]);
    expect(engine.hubspot.get('deals', deal)['erp_open_amount']).toBe('100');
  });
});
