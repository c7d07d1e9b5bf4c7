import { describe, expect, it } from '@jest/globals';
import { ReconnectError } from '../../../server/shared/errors.ts';
import { sweepPortal } from '../../../server/sync/inbox/sweep.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine, type Engine } from '../../support/engine.ts';
import { aCustomer, anInvoice } from '../../support/erp-records.ts';

const db = useTestDatabase();
const withheld = () => Promise.reject(new ReconnectError('no', { code: 'hubspot.scope_missing' }));
const sweep = (engine: Engine) =>
  engine.settle(() => sweepPortal({ ...engine.deps, askWhetherInstalled: async () => undefined }, { portalId: engine.scope.portalId }));
const searched = (engine: Engine) =>
  engine.hubspot.calls.filter(({ operation }) => operation === 'search').map(({ objectType }) => objectType);

/** A portal whose products carry our key. */
async function aCatalog({ isKept = true } = {}): Promise<Engine> {
  const engine = await anEngine(db());
  const { portalId } = engine.scope;
  if (isKept) await db()('catalogRules').insert({ ...engine.scope, rules: '{}' });
  const key = { portalId, objectType: 'products', name: 'erp_product_key', state: 'ready' };
  await db()('hubspotProperties').insert(key).onConflict(['portalId', 'objectType', 'name']).ignore();
  return engine;
}

describe('a product in the inbox', () => {
  it('that nobody keeps stays as it is', async () => {
    const engine = await aCatalog();
    const pump = engine.hubspot.add('products', { name: 'Pump', price: '10' });
    await engine.inbox(['products', pump]);
    await engine.push();
    expect([engine.hubspot.writes, await db()('inbox').select(), await engine.target('products', pump)]).toEqual([[], [], undefined]);
  });

  it('is let go when it was deleted, and followed when it was merged', async () => {
    const engine = await aCatalog();
    const [pump, valve, hose] = ['Pump', 'Valve', 'Hose'].map((name) => engine.hubspot.add('products', { name }));
    for (const id of [pump!, valve!]) await engine.due('products', id);
    const merged = engine.hubspot.merge('products', valve!, hose!);
    engine.hubspot.remove('products', pump!);
    await engine.inbox(['products', pump!], ['products', valve!]);
    expect(await engine.target('products', pump!)).toBeUndefined();
    expect(await engine.target('products', valve!)).toBeUndefined();
    expect(await engine.target('products', merged)).toMatchObject({ isDoubtful: true });
    await engine.push();
    expect(engine.hubspot.writes).toEqual([]);
  });

  it('holds up no other record where the account took its scope away', async () => {
    const engine = await aCatalog();
    const pump = engine.hubspot.add('products', { name: 'Pump' });
    const deal = engine.hubspot.add('deals', { erp_order_number: 'S1', createdate: '2026-11-12T10:00:00Z' });
    const read = engine.hubspot.batchRead.bind(engine.hubspot);
    engine.hubspot.batchRead = (objectType, request) => (objectType === 'products' ? withheld() : read(objectType, request));
    await engine.inbox(['products', pump], ['deals', deal]);
    expect(await db()('inbox').select()).toEqual([]);
    expect(await db()('dealOrders').select('dealId')).toEqual([{ dealId: deal }]);
  });
});

describe('a product whose last write is in doubt', () => {
  it('holds up no other record where the account took its scope away, and is asked again', async () => {
    const engine = await aCatalog();
    const acme = engine.hubspot.add('companies', { name: 'Acme' });
    await engine.book({ customers: [aCustomer({ id: '1' })], invoices: [anInvoice({ id: 'a' })] });
    await engine.link('companies', '1', acme);
    const pump = engine.hubspot.add('products', { name: 'Pump' });
    await engine.due('products', pump, 0);
    await db()('targets').where({ objectType: 'products' }).update({ isDoubtful: true });
    const read = engine.hubspot.batchRead.bind(engine.hubspot);
    let refusals = 3;
    engine.hubspot.batchRead = (objectType, request) =>
      objectType === 'products' && refusals-- > 0 ? withheld() : read(objectType, request);
    await engine.push();
    expect(engine.hubspot.get('companies', acme)['erp_open_amount']).toBe('100');
    expect(refusals).toBe(-1);
    // Read at last, and left as it is: no ERP product is linked to it.
    expect(await engine.target('products', pump)).toMatchObject({
      isDoubtful: false,
      dueRevision: 1,
      pushedRevision: 1,
      written: { name: 'Pump' },
    });
  });
});

describe('the nightly sweep', () => {
  it('looks for products that changed where a catalog is kept: any may be recognised now', async () => {
    const engine = await aCatalog();
    const changed = { hs_lastmodifieddate: String(engine.now.getTime()) };
    const pump = engine.hubspot.add('products', { name: 'Pump', erp_product_key: 'odoo:1:7', ...changed });
    const valve = engine.hubspot.add('products', { name: 'Valve', ...changed });
    await sweep(engine);
    const named = await db()('inbox').orderBy('recordId').select('objectType', 'recordId');
    expect(named).toEqual([pump, valve].map((recordId) => ({ objectType: 'products', recordId })));
  });

  it('asks for none where no catalog is kept, and goes on where they are withheld', async () => {
    const without = await aCatalog({ isKept: false });
    await sweep(without);
    expect(searched(without)).not.toContain('products');
    await db()('catalogRules').insert({ ...without.scope, rules: '{}' });
    const search = without.hubspot.search.bind(without.hubspot);
    without.hubspot.search = (objectType, request) => (objectType === 'products' ? withheld() : search(objectType, request));
    without.now = new Date(without.now.getTime() + 86_400_000);
    await sweep(without);
    const [portal] = await db()('portals').select<{ sweptAt: Date }[]>('sweptAt');
    expect(portal!.sweptAt).toEqual(without.now);
  });
});
