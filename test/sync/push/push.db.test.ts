import { describe, expect, it } from '@jest/globals';
import { pushSlice } from '../../../server/sync/push/push.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine, type Engine } from '../../support/engine.ts';
import { aCustomer, anInvoice } from '../../support/erp-records.ts';
import type { RecordId } from '../../../server/shared/ids.ts';

const db = useTestDatabase();

async function anAcme(engine: Engine, count = 1): Promise<RecordId[]> {
  const ids = Array.from({ length: count }, (_, index) => String(index + 1));
  const records = ids.map((id) => engine.hubspot.add('companies', { name: `Company ${id}` }));
  await engine.book({ customers: ids.map((id) => aCustomer({ id })) });
  for (const [index, id] of ids.entries()) await engine.link('companies', id, records[index]!);
  return records;
}

describe('pushing', () => {
  it('writes what the ERP says, once, and then comes to rest', async () => {
    const engine = await anEngine(db());
    const [acme] = await anAcme(engine);
    await engine.book({ invoices: [anInvoice({ id: 'a', total: '100.50' }), anInvoice({ id: 'b', total: '50.00', dueOn: '2026-11-01' })] });
    await engine.push();
    expect(engine.hubspot.get('companies', acme!)).toMatchObject({
      erp_customer_key: 'memory:db-1:1',
      erp_customer_status: 'active',
      erp_payment_status: 'overdue',
      erp_open_amount: '150.5',
      erp_overdue_amount: '50',
    });
    engine.hubspot.forgetCalls();
    await engine.due('companies', acme!);
    await engine.push();
    expect(engine.hubspot.calls).toEqual([]);
  });

  it('folds ten quick changes into one write', async () => {
    const engine = await anEngine(db());
    const [acme] = await anAcme(engine);
    for (let change = 1; change <= 10; change++)
      await engine.book({ invoices: [anInvoice({ id: 'a', total: `${change}.00`, changeStamp: String(change) })] });
    await engine.push();
    expect(engine.hubspot.writes).toHaveLength(1);
    expect(engine.hubspot.get('companies', acme!)['erp_open_amount']).toBe('10');
  });

  it('keeps a change due that comes while HubSpot works on the write', async () => {
    const engine = await anEngine(db());
    const [acme] = await anAcme(engine);
    engine.hubspot.onWrite = async () => {
      engine.hubspot.onWrite = null;
      await engine.book({ invoices: [anInvoice({ id: 'late', total: '7.00' })] });
    };
    await engine.push();
    expect(engine.hubspot.get('companies', acme!)['erp_open_amount']).toBe('7');
    expect(await engine.target('companies', acme!)).toMatchObject({ isDoubtful: false });
  });

  it('writes by a setting that changes after the slice began', async () => {
    const engine = await anEngine(db());
    const [acme] = await anAcme(engine);
    await engine.book({ invoices: [anInvoice({ id: 'a', total: '10.00', issuedOn: '2026-08-01' })] });
    const { loadPortal } = engine.deps;
    engine.deps.loadPortal = async (id) => {
      const before = await loadPortal(id);
      engine.deps.loadPortal = loadPortal;
      engine.portal = { ...before, settings: { ...before.settings, activeMonths: 1 } };
      await engine.due('companies', acme!, 2);
      return before;
    };
    await engine.push();
    expect(engine.hubspot.get('companies', acme!)['erp_customer_status']).toBe('inactive');
  });

  it('writes a property that becomes writable after the slice began', async () => {
    const engine = await anEngine(db());
    const [acme] = await anAcme(engine);
    await engine.book({ invoices: [anInvoice({ id: 'a', total: '10.00' })] });
    await db()('hubspotProperties').where({ name: 'erp_open_amount' }).update({ state: 'no_room' });
    const { openHubSpot } = engine.deps;
    // A slice opens HubSpot while it reads what may be written.
    engine.deps.openHubSpot = async (id) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      await db()('hubspotProperties').where({ name: 'erp_open_amount' }).update({ state: 'ready' });
      await engine.due('companies', acme!, 2);
      return openHubSpot(id);
    };
    await engine.push();
    expect(engine.hubspot.get('companies', acme!)['erp_open_amount']).toBe('10');
  });

  it('halves a refused batch until the guilty record stands alone, and leaves it until something about it changes', async () => {
    const engine = await anEngine(db());
    const records = await anAcme(engine, 100);
    const bad = records[41]!;
    engine.hubspot.refuse({ applies: (_type, { id }) => id === bad, code: 'hubspot.required_property', properties: ['industry'] });
    await engine.push();
    expect(new Set(engine.hubspot.writes.map(({ id }) => id)).size).toBe(99);
    expect(engine.hubspot.calls.length).toBeLessThanOrEqual(16);
    expect(await engine.problems()).toMatchObject([
      { code: 'record.refused', subject: bad, params: { reason: 'hubspot.required_property', property: 'industry' } },
    ]);
    engine.hubspot.forgetCalls();
    await engine.push();
    expect(engine.hubspot.calls).toEqual([]);

    engine.hubspot.forgive();
    await engine.due('companies', bad);
    await engine.push();
    expect(engine.hubspot.writes.map(({ id }) => id)).toEqual([bad]);
    expect(await engine.problems()).toEqual([]);
  });

  it('takes the rest of a batch when HubSpot names the refused record itself', async () => {
    const engine = await anEngine(db());
    const records = await anAcme(engine, 3);
    engine.hubspot.refuse({ scope: 'input', applies: (_type, { id }) => id === records[1] });
    await engine.push();
    expect(engine.hubspot.callsOf('batchUpdate')).toBe(1);
    expect(await engine.problems()).toMatchObject([{ code: 'record.refused', subject: records[1] }]);
  });

  it.each(['batch', 'input'] as const)('stops a property of ours that HubSpot refuses (%s), not its records', async (scope) => {
    const engine = await anEngine(db());
    const records = await anAcme(engine, 3);
    const refusal = { scope, code: 'hubspot.property_gone', properties: ['erp_overdue_amount'] };
    engine.hubspot.refuse({ ...refusal, applies: (_type, { properties }) => 'erp_overdue_amount' in properties });
    await engine.push();
    for (const id of records) expect(engine.hubspot.get('companies', id)['erp_payment_status']).toBe('none');
    expect(await engine.problems()).toMatchObject([{ code: 'property.stopped', subject: 'companies.erp_overdue_amount' }]);
    expect(await db()('hubspotProperties').where({ state: 'stopped' }).select('objectType', 'name')).toEqual([
      { objectType: 'companies', name: 'erp_overdue_amount' },
    ]);
    engine.hubspot.forgetCalls();
    await engine.due('companies', records[0]!);
    await engine.push();
    expect(engine.hubspot.calls).toEqual([]);
  });

  it.each(['before', 'after'] as const)('reads back a write without a clear answer (%s it was carried out)', async (when) => {
    const engine = await anEngine(db());
    const [acme] = await anAcme(engine);
    engine.hubspot.mishap(when);
    await engine.push();
    expect(engine.hubspot.callsOf('batchRead')).toBe(1);
    expect(engine.hubspot.writes).toHaveLength(1);
    expect(engine.hubspot.get('companies', acme!)['erp_payment_status']).toBe('none');
    expect(await engine.target('companies', acme!)).toMatchObject({ isDoubtful: false });
  });

  it('does not trust what it knew before when it crashed between the write and the answer', async () => {
    const engine = await anEngine(db());
    const [acme] = await anAcme(engine);
    await engine.push();
    // The process died after HubSpot took "paid" and before that was stored; meanwhile the ERP took the payment back.
    engine.hubspot.edit('companies', acme!, { erp_payment_status: 'paid' });
    await db()('targets').update({ isDoubtful: true });
    await engine.due('companies', acme!);
    await engine.push();
    expect(engine.hubspot.get('companies', acme!)['erp_payment_status']).toBe('none');
  });

  it('does not offer a value again that HubSpot keeps in its own way', async () => {
    const engine = await anEngine(db());
    const [acme] = await anAcme(engine);
    await engine.push();
    await db().raw(`update targets set written = written || '{"erp_payment_status": "Kein", "sent:erp_payment_status": "none"}'`);
    engine.hubspot.forgetCalls();
    await engine.due('companies', acme!);
    await engine.push();
    expect(engine.hubspot.calls).toEqual([]);
  });

  it('empties a record that lost its last link once, and forgets it', async () => {
    const engine = await anEngine(db());
    const [acme] = await anAcme(engine);
    await engine.book({ invoices: [anInvoice({ id: 'a' })] });
    await engine.push();
    await db()('links').delete();
    await engine.due('companies', acme!);
    await engine.push();
    expect(engine.hubspot.get('companies', acme!)).toMatchObject({
      erp_payment_status: 'none',
      erp_open_amount: null,
      erp_customer_key: null,
    });
    expect(await db()('targets').select()).toEqual([]);
    engine.hubspot.forgetCalls();
    await engine.due('companies', acme!);
    await engine.push();
    expect(engine.hubspot.calls).toEqual([]);
    expect(await db()('targets').select()).toEqual([]);
  });

  it('moves what hung on a record that was merged into a new one', async () => {
    const engine = await anEngine(db());
    const [acme, twin] = await anAcme(engine, 2);
    await engine.book({ invoices: [anInvoice({ id: 'a', total: '10.00' }), anInvoice({ id: 'b', customerId: '2', total: '5.00' })] });
    await engine.push();
    const merged = engine.hubspot.merge('companies', acme!, twin!);
    await engine.book({ invoices: [anInvoice({ id: 'c', total: '1.00' }), anInvoice({ id: 'd', customerId: '2', total: '2.00' })] });
    await engine.push();
    expect((await engine.links()).map(({ recordId }) => recordId)).toEqual([merged, merged]);
    expect(engine.hubspot.get('companies', merged)).toMatchObject({ erp_open_amount: '18', erp_customer_key: 'memory:db-1:1' });
    expect((await db()('targets').select('recordId')).map((row) => row.recordId)).toEqual([merged]);
  });

  it('believes a deletion after reading the id, and lists the customer as left out', async () => {
    const engine = await anEngine(db());
    const [acme] = await anAcme(engine);
    engine.hubspot.remove('companies', acme!);
    await engine.push();
    expect(await engine.links()).toEqual([]);
    expect(await db()('targets').select()).toEqual([]);
    expect(await db()('customerMatches').select('state', 'candidates')).toMatchObject([
      { state: 'due', candidates: [{ recordId: acme, reason: 'deleted' }] },
    ]);
    expect(await engine.problems()).toEqual([]);
  });

  it('gives a key to another record only after the first gave it up', async () => {
    const engine = await anEngine(db());
    const [acme] = await anAcme(engine);
    await engine.push();
    const other = engine.hubspot.add('companies');
    await db()('links').update({ recordId: other });
    await engine.due('companies', other, 0);
    await engine.due('companies', acme!, 1);
    await engine.push();
    expect(engine.hubspot.get('companies', acme!)['erp_customer_key']).toBeNull();
    expect(engine.hubspot.get('companies', other)['erp_customer_key']).toBe('memory:db-1:1');
    expect(await engine.problems()).toEqual([]);
  });

  it('writes everything but the key while a stranger holds it, and has the stranger read afresh', async () => {
    const engine = await anEngine(db());
    const stranger = engine.hubspot.add('companies', { erp_customer_key: 'memory:db-1:1' });
    const [acme] = await anAcme(engine);
    await pushSlice(engine.deps, { portalId: engine.scope.portalId });
    expect(engine.hubspot.get('companies', acme!)).toMatchObject({ erp_payment_status: 'none' });
    expect(engine.hubspot.get('companies', acme!)['erp_customer_key']).toBeUndefined();
    expect(await db()('inbox').select('recordId')).toEqual([{ recordId: stranger }]);
    expect(engine.enqueued).toContain('inbox');
    engine.hubspot.edit('companies', stranger, { erp_customer_key: null });
    await engine.push();
    expect(engine.hubspot.get('companies', acme!)['erp_customer_key']).toBe('memory:db-1:1');
    expect(await engine.problems()).toEqual([]);
  });

  it('writes what a person waits for first', async () => {
    const engine = await anEngine(db());
    const records = await anAcme(engine, 150);
    await db()('targets').update({ priority: 2 });
    await engine.due('companies', records[149]!, 0);
    const batches: string[][] = [];
    const update = engine.hubspot.batchUpdate.bind(engine.hubspot);
    engine.hubspot.batchUpdate = async (objectType, inputs) => {
      batches.push(inputs.map(({ id }) => id));
      return update(objectType, inputs);
    };
    await engine.push();
    // Both are in flight at once, so either may arrive first; the full one was taken first.
    expect(batches.find((ids) => ids.length === 100)).toContain(records[149]);
    expect(batches.flat()).toHaveLength(150);
  });

  it('waits until the connection was read to its end once', async () => {
    const engine = await anEngine(db());
    await db()('erpStreams').where({ stream: 'payments' }).update({ firstCompletedAt: null });
    await anAcme(engine);
    expect(await pushSlice(engine.deps, { portalId: engine.scope.portalId })).toEqual({ againAfterMs: 60_000 });
    expect(engine.hubspot.calls).toEqual([]);
    await db()('erpStreams').update({ firstCompletedAt: engine.now });
    await engine.push();
    expect(engine.hubspot.writes).toHaveLength(1);
  });

  it('lets a refused call through to the job runner and keeps what is certain', async () => {
    const engine = await anEngine(db());
    await anAcme(engine);
    const { RetryLaterError } = await import('../../../server/shared/errors.ts');
    engine.hubspot.mishap(new RetryLaterError('slow down', { code: 'hubspot.rate_limited', retryAt: engine.now }));
    await expect(pushSlice(engine.deps, { portalId: engine.scope.portalId })).rejects.toThrow('slow down');
    expect(await db()('targets').select('isDoubtful')).toEqual([{ isDoubtful: false }]);
    await engine.push();
    expect(engine.hubspot.callsOf('batchRead')).toBe(0);
  });

  it('needs at most 1.1 times the calls the batch size allows, several at a time', async () => {
    const engine = await anEngine(db());
    engine.hubspot.latencyMs = 20;
    await anAcme(engine, 1000);
    await engine.push();
    expect(engine.hubspot.calls.length).toBeLessThanOrEqual(11);
    expect(engine.hubspot.mostInFlight).toBeGreaterThan(1);
  });
});
