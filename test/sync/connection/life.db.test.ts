import { describe, expect, it } from '@jest/globals';
import { approveConnection } from '../../../server/sync/connection/approve.ts';
import { disconnectConnection, requestDisconnect } from '../../../server/sync/connection/disconnect.ts';
import { loadHealth } from '../../../server/sync/connection/health.ts';
import { loadPreview } from '../../../server/sync/connection/preview.ts';
import { sweepPortal } from '../../../server/sync/inbox/sweep.ts';
import { ReconnectError } from '../../../server/shared/errors.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine, type Engine } from '../../support/engine.ts';
import { aCustomer, anInvoice } from '../../support/erp-records.ts';

const db = useTestDatabase();
const TAX = 'B65410011';
const spanish = { address: { street: null, city: null, zip: null, state: null, country: 'ES' } };

const sweep = (engine: Engine) =>
  sweepPortal({ ...engine.deps, askWhetherInstalled: async () => undefined }, { portalId: engine.scope.portalId });

/** Read, matched, waiting for approval: one by tax id, one by e-mail, one ambiguous, one unmatched. */
async function aProposal(engine: Engine) {
  const acme = engine.hubspot.add('companies', { name: 'Acme Iberia', tax_id: TAX });
  const ana = engine.hubspot.add('contacts', { email: 'ana@acme.es', firstname: 'Ana' });
  for (const name of ['Bolt', 'Bolt']) engine.hubspot.add('companies', { name, domain: 'bolt.es' });
  await engine.book({
    customers: [
      aCustomer({ id: '1', name: 'Acme', taxId: TAX, ...spanish }),
      aCustomer({ id: '2', name: 'Bolt', website: 'bolt.es' }),
      aCustomer({ id: '3', name: 'Clay' }),
      aCustomer({ id: 'ana', kind: 'person', organisationId: '1', emails: ['ana@acme.es'] }),
    ],
    invoices: [
      anInvoice({ id: 'a', total: '80.00', dueOn: '2026-11-01', origin: 'S1' }),
      anInvoice({ id: 'b', total: '5.00', customerId: '3', currency: 'USD' }),
    ],
  });
  await engine.match();
  const deal = engine.hubspot.add('deals', { erp_order_number: 'S1', hs_lastmodifieddate: '1' });
  await sweep(engine);
  await engine.inbox();
  return { acme, ana, deal };
}

describe('the preview', () => {
  it('says of every object what the approval then writes', async () => {
    const engine = await anEngine(db(), { approvedAt: null });
    expect((await loadPreview(engine.deps, engine.scope)).isComplete).toBe(false);
    await aProposal(engine);
    const orders = Array.from({ length: 30 }, (_, index) => `P${index}`);
    for (const erp_order_number of orders)
      engine.hubspot.add('deals', { erp_order_number, hs_lastmodifieddate: String(engine.now.getTime()) });
    await engine.book({ invoices: orders.map((origin) => anInvoice({ id: origin, origin })) });
    await sweep(engine);
    expect((await loadPreview(engine.deps, engine.scope)).isComplete).toBe(false);
    await engine.inbox();
    const { records, isComplete } = await loadPreview(engine.deps, engine.scope);
    expect(isComplete).toBe(true);
    expect(engine.hubspot.writes).toEqual([]);
    await approveConnection(engine.deps, engine.scope);
    await engine.push();
    const written = (type: string) =>
      new Set(engine.hubspot.writes.filter(({ objectType }) => objectType === type).map(({ id }) => id)).size;
    expect({ companies: written('companies'), contacts: written('contacts'), deals: written('deals') }).toEqual(records);
    expect(records).toEqual({ companies: 1, contacts: 1, deals: 31 });
    expect(await loadHealth(db(), engine.scope)).toMatchObject({ inSync: 33, waiting: 0, failing: 0 });
  });

  it('says what the first write would do, and writes nothing', async () => {
    const engine = await anEngine(db(), { approvedAt: null, settings: { createMissing: { companies: true, contacts: false } } });
    const { acme, ana } = await aProposal(engine);
    const preview = await loadPreview(engine.deps, engine.scope);
    expect(preview).toMatchObject({
      isComplete: true,
      customers: {
        total: 4,
        linkedBy: { key: 0, tax_id: 1, email: 1, domain_and_name: 0, person: 0 },
        ambiguous: 1,
        unmatched: 1,
        toCreate: 1,
      },
      records: { companies: 1, contacts: 1, deals: 1 },
      customersWithoutContact: 2,
      estimate: { calls: 5, minutes: 1 },
    });
    expect(preview.samples).toMatchObject([
      {
        customerName: 'Acme',
        recordId: acme,
        recordName: 'Acme Iberia',
        rule: 'tax_id',
        values: { erp_payment_status: 'overdue', erp_open_amount: '80' },
      },
      { recordId: ana, recordName: 'Ana', rule: 'email' },
    ]);
    expect(preview.warnings).toContainEqual({
      code: 'preview.state_starts_workflows',
      params: { property: 'erp_payment_status', value: 'overdue', count: 1 },
    });
    await engine.push();
    expect(engine.hubspot.writes).toEqual([]);
  });

  it('is not complete while the ERP is read or customers wait for matching', async () => {
    const engine = await anEngine(db(), { approvedAt: null });
    await engine.book({ customers: [aCustomer({ id: '1' })] });
    expect((await loadPreview(engine.deps, engine.scope)).isComplete).toBe(false);
    await engine.match();
    expect((await loadPreview(engine.deps, engine.scope)).isComplete).toBe(false);
    await sweep(engine);
    expect((await loadPreview(engine.deps, engine.scope)).isComplete).toBe(true);
    await db()('erpStreams').where({ stream: 'payments' }).update({ firstCompletedAt: null });
    expect((await loadPreview(engine.deps, engine.scope)).isComplete).toBe(false);
  });
});

describe('approval', () => {
  it('turns proposals into links and writes what the preview showed', async () => {
    const engine = await anEngine(db(), { approvedAt: null });
    const { acme, ana, deal } = await aProposal(engine);
    const preview = await loadPreview(engine.deps, engine.scope);
    await approveConnection(engine.deps, engine.scope);
    await approveConnection(engine.deps, engine.scope);
    await engine.push();
    expect(engine.enqueued).toEqual(expect.arrayContaining(['match', 'push', 'sweep']));
    for (const { objectType, recordId, values } of preview.samples) {
      const held = engine.hubspot.get(objectType as 'companies', recordId as typeof acme);
      expect(held).toMatchObject(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value || null])));
    }
    expect(engine.hubspot.get('deals', deal)['erp_payment_status']).toBe('overdue');
    expect(new Set(engine.hubspot.writes.map(({ id }) => id))).toEqual(new Set([acme, ana, deal]));
  });

  it('waits until the ERP was read to its end', async () => {
    const engine = await anEngine(db(), { approvedAt: null });
    await db()('erpStreams').where({ stream: 'invoices' }).update({ firstCompletedAt: null });
    await expect(approveConnection(engine.deps, engine.scope)).rejects.toThrow('not read to its end');
  });

  it('creates what is missing only from then on', async () => {
    const engine = await anEngine(db(), { approvedAt: null, settings: { createMissing: { companies: true, contacts: false } } });
    await aProposal(engine);
    expect(engine.hubspot.callsOf('create')).toBe(0);
    await approveConnection(engine.deps, engine.scope);
    await engine.match();
    expect(engine.hubspot.writes).toMatchObject([{ properties: { name: 'Clay' } }]);
  });
});

describe('disconnecting', () => {
  const request = (engine: Engine, clearProperties: boolean) =>
    requestDisconnect(engine.db, engine.deps.enqueue, engine.scope, clearProperties);
  const disconnect = (engine: Engine, clearProperties: boolean) =>
    request(engine, clearProperties).then(() => engine.settle(() => disconnectConnection(engine.deps, engine.scope)));

  async function aLive(engine: Engine) {
    const acme = engine.hubspot.add('companies');
    await engine.book({ customers: [aCustomer({ id: '1' })], invoices: [anInvoice({ id: 'a', origin: 'S1' })] });
    await engine.link('companies', '1', acme);
    const deal = engine.hubspot.add('deals', { erp_order_number: 'S1' });
    await engine.inbox(['deals', deal]);
    await engine.event('invoice_overdue', 'a');
    await engine.push();
    engine.hubspot.forgetCalls();
    return { acme, deal };
  }

  it('clears our properties where asked for, and keeps events', async () => {
    const engine = await anEngine(db());
    const { acme, deal } = await aLive(engine);
    await disconnect(engine, true);
    await engine.push();
    expect(engine.hubspot.get('companies', acme)).toMatchObject({
      erp_payment_status: 'none',
      erp_open_amount: null,
      erp_customer_key: null,
    });
    expect(engine.hubspot.get('deals', deal)).toMatchObject({ erp_payment_status: 'none', erp_open_amount: null, erp_order_number: 'S1' });
    for (const table of ['erpConnections', 'erpInvoices', 'links', 'customerMatches']) expect(await db()(table).select()).toEqual([]);
    expect(await db()('events').select()).toHaveLength(1);
  });

  it.each(['unasked', 'without a token'])('leaves HubSpot as it is: %s', async (why) => {
    const engine = await anEngine(db());
    const { acme, deal } = await aLive(engine);
    const before = { ...engine.hubspot.get('companies', acme) };
    const refused = { ...engine.deps, openHubSpot: () => Promise.reject(new ReconnectError('revoked', { code: 'hubspot.token_revoked' })) };
    if (why === 'unasked') await disconnect(engine, false);
    else {
      await request(engine, true);
      await disconnectConnection(refused, engine.scope);
    }
    await engine.push();
    expect(engine.hubspot.writes).toEqual([]);
    expect(engine.hubspot.get('companies', acme)).toEqual(before);
    expect(engine.hubspot.get('deals', deal)['erp_payment_status']).toBe('open');
    expect(await db()('erpConnections').select()).toEqual([]);
  });

  it.each([true, false])('takes only its part from records another ERP fills in too (clear: %s)', async (clear) => {
    const engine = await anEngine(db());
    const { acme } = await aLive(engine);
    const second = await engine.connect('memory:db-2');
    await engine.book(
      { customers: [aCustomer({ id: '7' })], invoices: [anInvoice({ id: 'x', customerId: '7', total: '9.00' })] },
      { scope: second },
    );
    await engine.link('companies', '7', acme, second);
    await engine.push();
    expect(engine.hubspot.get('companies', acme)['erp_open_amount']).toBe('109');
    await disconnect(engine, clear);
    await engine.push();
    expect(engine.hubspot.get('companies', acme)).toMatchObject({ erp_open_amount: '9', erp_customer_key: 'memory:db-2:7' });
  });

  it('and connecting again finds the records by their keys and writes no event twice', async () => {
    const engine = await anEngine(db());
    const { acme } = await aLive(engine);
    await engine.book({ invoices: [anInvoice({ id: 'a', status: 'paid' })] });
    await engine.event('invoice_paid', 'a', { hoursAgo: 1 });
    await engine.push();
    await disconnect(engine, false);
    const again = await engine.connect('memory:db-1');
    await engine.book({ customers: [aCustomer({ id: '1' })], invoices: [anInvoice({ id: 'a', status: 'paid' })] }, { scope: again });
    await engine.match(again);
    engine.hubspot.forgetCalls();
    await engine.push();
    expect(await engine.links()).toMatchObject([{ recordId: acme, rule: 'key' }]);
    expect(engine.hubspot.get('companies', acme)['erp_invoice_paid_at']).toBe('2026-11-20T11:00:00Z');
  });

  it.each([true, false])('and connecting again keeps customers whose records were merged in HubSpot (clear: %s)', async (clear) => {
    const engine = await anEngine(db());
    const books = {
      customers: [aCustomer({ id: '1' }), aCustomer({ id: '2', name: 'Acme Branch' })],
      invoices: [anInvoice({ id: 'a', total: '640.77' }), anInvoice({ id: 'b', customerId: '2', total: '183.59' })],
    };
    const [acme, branch] = [engine.hubspot.add('companies'), engine.hubspot.add('companies')];
    await engine.book(books);
    await engine.link('companies', '1', acme);
    await engine.link('companies', '2', branch);
    await engine.push();
    const merged = engine.hubspot.merge('companies', acme, branch);
    await engine.inbox(['companies', acme], ['companies', branch]);
    await engine.push();
    expect(engine.hubspot.get('companies', merged)['erp_open_amount']).toBe('824.36');
    await disconnect(engine, clear);
    // Nothing is read while no ERP is there, so what becomes of the record meanwhile is seen by reading it.
    const again = engine.hubspot.merge('companies', merged, engine.hubspot.add('companies'));
    const second = await engine.connect('memory:db-1');
    await engine.book(books, { scope: second });
    await engine.match(second);
    await engine.push();
    expect((await engine.links()).map(({ customerId, recordId }) => [customerId, recordId])).toEqual([
      ['1', again],
      ['2', again],
    ]);
    expect(engine.hubspot.get('companies', again)['erp_open_amount']).toBe('824.36');
  });

  it('and connecting again links nothing to a record deleted meanwhile', async () => {
    const engine = await anEngine(db());
    const { acme } = await aLive(engine);
    await disconnect(engine, true);
    engine.hubspot.remove('companies', acme);
    const second = await engine.connect('memory:db-1');
    await engine.book({ customers: [aCustomer({ id: '1' })] }, { scope: second });
    await engine.match(second);
    expect(await engine.links()).toEqual([]);
  });

  it('and connecting again leaves a record to the other ERP that took it meanwhile', async () => {
    const engine = await anEngine(db());
    const { acme } = await aLive(engine);
    await disconnect(engine, true);
    const other = await engine.connect('memory:db-2');
    await engine.book({ customers: [aCustomer({ id: '7' })] }, { scope: other });
    engine.now = new Date(engine.now.getTime() + 60_000);
    await engine.link('companies', '7', acme, other);
    const second = await engine.connect('memory:db-1');
    await engine.book({ customers: [aCustomer({ id: '1' })] }, { scope: second });
    await engine.match(second);
    expect(await engine.links()).toMatchObject([{ customerId: '7', recordId: acme }]);
  });
});
