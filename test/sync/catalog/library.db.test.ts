import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CatalogRules } from '../../../hubspot-app/app/settings/api/catalog.ts';
import { decideProductByPerson } from '../../../server/sync/catalog/reviews.ts';
import { disconnectConnection } from '../../../server/sync/connection/disconnect.ts';
import { approveCatalog, DEFAULT_CATALOG_RULES, saveCatalogRules } from '../../../server/sync/connection/catalog-rules.ts';
import { processInbox } from '../../../server/sync/inbox/inbox.ts';
import { receiveEntries } from '../../../server/sync/inbox/received-entries.ts';
import { sweepPortal } from '../../../server/sync/inbox/sweep.ts';
import { loadProblemGroups } from '../../../server/sync/connection/problem-list.ts';
import { retryProblems } from '../../../server/sync/connection/retry.ts';
import { findWorkWithoutJob } from '../../../server/sync/shared/work-without-job.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { aProduct, CatalogWorld } from '../../support/catalog.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aConnection } from '../../support/portal-rows.ts';

const db = useTestDatabase();
let world: CatalogWorld;

beforeEach(async () => {
  world = await CatalogWorld.start(db());
});
afterEach(() => world.close());

const erp = () => world.joined.erp;
const scope = () => world.joined.scope;
const idOf = (sku: string) => world.portal.records('products').find(({ properties }) => properties['hs_sku'] === sku)!.id;
const sweep = () => sweepPortal({ ...world.deps, askWhetherInstalled: async () => undefined }, { portalId: scope().portalId });

describe('a product of HubSpot that is gone', () => {
  it('is no choice any more: one is left, and that is it', async () => {
    const [first, second] = ['A', 'B'].map((name) => world.portal.users.createProduct({ name, hs_sku: 'SKU-1' }));
    erp().set('products', aProduct({ id: '1' }));
    await world.begin();
    expect(await world.states()).toEqual({ '1': 'ambiguous' });
    world.portal.users.delete('products', first!);
    await world.hear(first!);
    await world.work();
    expect(await world.states()).toEqual({ '1': 'linked' });
    expect(world.portal.record('products', second!)?.properties['name']).toBe('Product 1');
  });

  it('recognises nobody, also where the push was the first to notice', async () => {
    world.portal.users.createProduct({ name: 'A', hs_sku: 'SKU-1' });
    erp().set('products', aProduct({ id: '1' }));
    await world.begin();
    world.portal.users.delete('products', idOf('SKU-1'));
    erp().set('products', aProduct({ id: '1', name: 'Renamed' }));
    await world.run();
    expect(await world.states()).toEqual({ '1': 'deleted' });
    erp().set('products', aProduct({ id: '2', sku: 'SKU-1' }));
    await world.run();
    expect(await world.states()).toEqual({ '1': 'deleted', '2': 'linked' });
    expect(world.library('name')).toEqual({ 'SKU-1': ['Product 2'] });
  });
});

describe('what HubSpot says', () => {
  const say = async (...said: Record<string, string>[]) => {
    const entry = {
      portalId: scope().portalId,
      objectType: 'products',
      recordId: idOf('SKU-1') as never,
      isPrivacyDeletion: false,
      isForWriting: false,
    } as const;
    for (const one of said) await receiveEntries(world.deps, [{ ...entry, said: one }]);
    world.joined.clock.now = new Date(world.joined.clock.now.getTime() + 6_000);
    await processInbox(world.deps, { portalId: scope().portalId });
    await world.work();
  };

  it('in the wrong order does not hide what a person changed', async () => {
    erp().set('products', aProduct({ id: '1' }));
    await world.begin();
    world.portal.users.edit('products', idOf('SKU-1'), { price: '99' });
    await say({ price: '99' }, { price: '10' });
    expect(world.library('price')).toEqual({ 'SKU-1': ['10'] });
    world.portal.users.edit('products', idOf('SKU-1'), { price: '98' });
    const entry = {
      portalId: scope().portalId,
      objectType: 'products',
      recordId: idOf('SKU-1') as never,
      isPrivacyDeletion: false,
      isForWriting: false,
    } as const;
    await receiveEntries(world.deps, [
      { ...entry, said: { price: '98' } },
      { ...entry, said: { price: '10' } },
    ]);
    await say();
    expect(world.library('price')).toEqual({ 'SKU-1': ['10'] });
  });

  it('of our own writes costs no reading', async () => {
    erp().set('products', aProduct({ id: '1' }));
    await world.begin();
    world.hubspot.forgetCalls();
    await say({}, { price: '10' }, { name: 'Product 1' });
    expect(world.hubspot.calls()).toEqual([]);
  });
});

describe('a property of ours that somebody removed', () => {
  it('is left out of products that are made', async () => {
    erp().set('products', ...Array.from({ length: 40 }, (_, n) => aProduct({ id: String(n + 1) })));
    await world.begin({}, { isApproved: false });
    world.portal.deleteProperty('products', 'erp_unit');
    await approveCatalog(world.deps, scope());
    await world.work();
    expect(world.writes().length).toBeLessThan(4);
    expect(Object.keys(world.library('name'))).toHaveLength(40);
    expect(await world.openProblems()).toEqual(['property.stopped']);
  });
});

describe('products that HubSpot refused to make', () => {
  beforeEach(async () => {
    erp().set('products', aProduct({ id: '1' }), aProduct({ id: '2' }));
    await world.begin({}, { isApproved: false });
    await approveCatalog(world.deps, scope());
    const refusal = {
      kind: 'status',
      status: 400,
      body: { status: 'error', category: 'VALIDATION_ERROR', message: 'Too many products' },
    } as const;
    world.hubspot.faults.next({ ...refusal, match: /batch\/upsert/, times: 3 });
    await world.work();
  });

  it('are tried again at night', async () => {
    expect([await world.states(), await world.openProblems()]).toEqual([
      { '1': 'refused', '2': 'refused' },
      ['product.refused', 'product.refused'],
    ]);
    await sweep();
    await world.work();
    expect([await world.states(), await world.openProblems()]).toEqual([{ '1': 'linked', '2': 'linked' }, []]);
  });

  it('are tried again when an administrator says so, one or all of them', async () => {
    const { portalId } = scope();
    const [group] = await loadProblemGroups(db(), portalId, (_, id) => id);
    expect(group).toMatchObject({ code: 'product.refused', count: 2, canRetry: true });
    const [one] = await db()('problems').where({ subject: '1' }).select<{ id: string }[]>('id');
    await retryProblems(world.deps, portalId, { problemIds: [one!.id] });
    await world.work();
    expect([await world.states(), await world.openProblems()]).toEqual([{ '1': 'linked', '2': 'refused' }, ['product.refused']]);
    await retryProblems(world.deps, portalId, { code: 'product.refused', connectionId: scope().connectionId });
    await world.work();
    expect([await world.states(), await world.openProblems()]).toEqual([{ '1': 'linked', '2': 'linked' }, []]);
  });
});

describe('products that are not to be in HubSpot', () => {
  it('keep no job busy', async () => {
    erp().set('products', aProduct({ id: '1', isSold: false }), aProduct({ id: '2' }), aProduct({ id: '3', active: false }));
    await world.begin();
    expect((await findWorkWithoutJob(db(), world.deps.now())).catalogs).toEqual([]);
    erp().set('products', aProduct({ id: '1' }));
    await world.run();
    expect(Object.keys(world.library('name')).sort()).toEqual(['SKU-1', 'SKU-2']);
  });
});

describe('another ERP with the same SKU', () => {
  it('has a product of its own beside it', async () => {
    erp().set('products', aProduct({ id: '1' }));
    await world.begin();
    await anotherErp();
    expect(await world.states()).toEqual({ '1': 'linked', '9': 'linked' });
    expect(world.portal.records('products').map(({ properties }) => properties['name'])).toEqual(['Product 1', 'Other pump']);
  });

  it('shares one with it where the rules say so', async () => {
    erp().set('products', aProduct({ id: '1' }));
    await world.begin();
    await anotherErp({ joinsErps: true });
    expect(await world.states()).toEqual({ '1': 'linked', '9': 'linked' });
    expect(world.library('name', 'erp_product_key')).toEqual({ 'SKU-1': ['Product 1', 'memory:db-1:1'] });
  });

  it('is asked about where the first one is gone: it may be its successor', async () => {
    erp().set('products', aProduct({ id: '1' }));
    await world.begin();
    await db()('erpConnections').where({ id: scope().connectionId }).update({ status: 'disconnected' });
    const other = await anotherErp();
    expect(await disconnectConnection(world.deps, scope())).toBe('done');
    await world.work(other);
    expect(await world.states()).toEqual({ '9': 'ambiguous' });
    await decideProductByPerson(world.deps, other, erpRecordId('9'), { kind: 'link', recordId: idOf('SKU-1') });
    await world.work(other);
    expect(world.library('name', 'erp_product_key')).toEqual({ 'SKU-1': ['Other pump', 'memory:db-2:9'] });
  });

  it('takes over what both had when the first one goes', async () => {
    erp().set('products', aProduct({ id: '1' }));
    await world.begin();
    const first = idOf('SKU-1');
    const other = await anotherErp();
    await db()('productLinks').where({ productId: '9' }).update({ recordId: first });
    await db()('erpConnections').where({ id: scope().connectionId }).update({ status: 'disconnected' });
    await disconnectConnection(world.deps, scope());
    await world.work(other);
    expect(world.portal.record('products', first)?.properties['name']).toBe('Other pump');
  });

  /** Read by hand: the jobs of this world know one ERP. */
  async function anotherErp(rules: Partial<CatalogRules> = {}) {
    const other = await aConnection(db(), { identityKey: 'memory:db-2' });
    world.joined.clock.now = new Date(world.joined.clock.now.getTime() + 1_000);
    await db().raw(
      `insert into erp_products select portal_id, :id::uuid, '9', group_id, sku, 'Other pump', description, unit, barcode, categories, tags, kind, is_stocked,
         recurring, base_price, taxes, is_sold, active, company_id, mark, hash, generation, stored_at, stored_order, erp_created_at from erp_products`,
      { id: other.connectionId },
    );
    await db()('erpStreams').insert({
      ...other,
      stream: 'products',
      translationVersion: 1,
      firstCompletedAt: world.deps.now(),
      startedAt: world.deps.now(),
    });
    await saveCatalogRules(world.deps, other, { ...DEFAULT_CATALOG_RULES, ...rules });
    await world.provision();
    await world.work(other);
    await approveCatalog(world.deps, other);
    await world.work(other);
    return other;
  }
});

describe('the way of a disconnected ERP', () => {
  it('leaves HubSpot as it is and nothing here, and back again finds everything', async () => {
    erp().set('products', aProduct({ id: '1' }), aProduct({ id: '2', name: 'x', basePrice: { amount: '-1', currency: 'MXN' } }));
    await world.begin();
    await db()('erpConnections').update({ status: 'disconnected', clearsProperties: true });
    for (let outcome = await disconnectConnection(world.deps, scope()); outcome !== 'done';)
      outcome = await disconnectConnection(world.deps, scope());
    for (const table of ['productLinks', 'listPrices', 'catalogRules', 'erpProducts', 'targets'])
      expect([table, await db()(table)]).toEqual([table, []]);
    expect(await world.openProblems()).toEqual([]);
    expect(world.library('name')).toEqual({ 'SKU-1': ['Product 1'], 'SKU-2': ['x'] });
  });
});
