import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { compareDealLines } from '../../server/records/queries/deal-lines.ts';
import { loadDealOrders } from '../../server/records/queries/deal-orders.ts';
import type { OrderLine } from '../../server/erp/shared/contract.ts';
import { erpRecordId, recordId } from '../../server/shared/ids.ts';
import { aProduct, aStock, CatalogWorld } from '../support/catalog.ts';
import { useTestDatabase } from '../support/database.ts';
import { anOrder, anOrderLine } from '../support/erp-records.ts';

const db = useTestDatabase();
const DEAL_ID = recordId('101');
let world: CatalogWorld;

beforeEach(async () => {
  world = await CatalogWorld.start(db());
  const { portalId, connectionId } = world.joined.scope;
  erp().set('products', aProduct({ id: '1' }));
  // Seven are there, of them none promised.
  erp().set('stock', aStock('1', '7'));
  await world.begin();
  await db()('erpStreams').where({ connectionId, stream: 'orders' }).update({ isOn: true });
  await db()('erpConnections').where({ id: connectionId }).update({ approvedAt: world.joined.clock.now });
  await db()('orderTies').insert({ portalId, connectionId, orderId: '42', dealId: DEAL_ID, how: 'person', wants: 'order', lineCount: 1, tiedAt: world.joined.clock.now }); // prettier-ignore
});
afterEach(() => world.close());

const erp = () => world.joined.erp;
const order = (line: Partial<OrderLine>, more: Partial<Parameters<typeof anOrder>[0]> = {}) =>
  erp().set('orders', anOrder({ id: '42', lines: [anOrderLine({ productId: erpRecordId('1'), quantity: '10', ...line })], ...more }));

/** The order is read by its id, as after a confirmation; the stock is not. */
async function readOrder(): Promise<void> {
  const { portalId, connectionId } = world.joined.scope;
  await db()('erpHints').insert({ portalId, connectionId, stream: 'orders', erpId: '42', pass: 1, dueAt: world.joined.clock.now });
  await world.joined.hint();
}

async function compared() {
  const { portalId } = world.joined.scope;
  const orders = await loadDealOrders(db(), { portalId, dealId: DEAL_ID });
  const record = { id: recordId('100'), properties: { name: 'Valve', hs_sku: 'SKU-1', quantity: '10', price: '10' }, archived: false };
  const answer = await compareDealLines(db(), portalId, { records: [record], dealCurrency: 'MXN', orders, linkTo: () => null });
  if (answer.state !== 'ready') throw new Error(answer.state);
  return answer;
}

async function shown() {
  const answer = await compared();
  const [{ findings, product }] = answer.lines as [(typeof answer.lines)[0]];
  return [findings.includes('short') ? 'short' : 'enough', product?.available, product?.held ?? null];
}

/** What is held although the stock does not count it yet. */
async function uncounted() {
  const answer = await compared();
  return answer.lines[0]!.product?.uncounted;
}

describe('what the order of a deal holds of the stock', () => {
  it('counts once the stock was read after it: until then a shortage is not hidden by what both count', async () => {
    expect(await shown()).toEqual(['short', '7', null]);
    order({ reserved: '7' });
    erp().set('stock', aStock('1', '7', { reserved: '7' }));
    await readOrder();
    expect(await shown()).toEqual(['short', '7', null]);
    expect(await uncounted()).toBe('7');
    await world.joined.pull();
    expect(await shown()).toEqual(['short', '7', '7']);
    expect(await uncounted()).toBeNull();
  });

  it('is no shortage once the stock says that it is taken, be it by an ERP without reservations', async () => {
    erp().set('stock', aStock('1', '10'));
    await world.joined.pull();
    order({ reserved: null });
    erp().set('stock', aStock('1', '10', { reserved: '10' }));
    await readOrder();
    expect(await shown()).toEqual(['enough', '10', null]);
    await world.joined.pull();
    expect(await shown()).toEqual(['enough', '10', null]);
  });

  it('is no shortage, and counted once, where the ERP tells what is there and not what is promised', async () => {
    erp().set('stock', aStock('1', '12', { reserved: null }));
    order({ reserved: '10' });
    await world.joined.pull();
    await world.joined.pull();
    expect(await shown()).toEqual(['enough', '12', null]);
    // Four left with a delivery, three somebody else took.
    erp().set('stock', aStock('1', '5', { reserved: null }));
    order({ reserved: '6', delivered: '4' });
    await world.joined.pull();
    await world.joined.pull();
    expect(await shown()).toEqual(['short', '5', null]);
  });

  it('is not asked about anew where goods leave, or the order is invoiced: what is available stays', async () => {
    order({ reserved: '7' });
    erp().set('stock', aStock('1', '7', { reserved: '7' }));
    await world.joined.pull();
    order({ reserved: '3', delivered: '4', invoiced: '4' });
    await readOrder();
    // What left is the deal's, and nobody's to promise any more.
    expect(await shown()).toEqual(['short', '3', '3']);
  });

  it('counts again after two readings of the stock that found nothing new: it was read just before the order', async () => {
    erp().set('stock', aStock('1', '7', { reserved: '7' }));
    await world.joined.pull();
    order({ reserved: '7' });
    await readOrder();
    expect(await shown()).toEqual(['short', '0', null]);
    await world.joined.pull();
    expect(await shown()).toEqual(['short', '0', null]);
    await world.joined.pull();
    expect(await shown()).toEqual(['short', '7', '7']);
  });

  it('counts again where each reading is cut into slices, of which an earlier one than that of the stock has no end', async () => {
    const { joined } = world;
    erp().set('stock', aStock('1', '7', { reserved: '7' }));
    await joined.pull();
    order({ reserved: '7' });
    await readOrder();
    expect(await shown()).toEqual(['short', '0', null]);
    erp().pageSize = 1;
    joined.deps.slicePages = 1;
    for (const other of ['2', '3']) {
      erp().set('products', aProduct({ id: `${other}0` }), aProduct({ id: `${other}1` }), aProduct({ id: `${other}2` }));
      const before = erp().calls.length;
      await joined.pull();
      expect(
        erp()
          .calls.slice(before)
          .filter((call) => call === 'readPage products').length,
      ).toBeGreaterThan(2);
    }
    expect(await shown()).toEqual(['short', '7', '7']);
  });
});
