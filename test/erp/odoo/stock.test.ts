import { afterEach, describe, expect, it } from '@jest/globals';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { failureOf, listAll, never, readAll, readOne } from '../../contract/reading.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

let harness: OdooHarness;
afterEach(() => harness.close());

const levels = async (product: number, settings = {}) =>
  (await readOne(harness.connectWith(settings), 'stock', erpRecordId(product))).levels;

describe.each([16, 17, 18, 19] as const)('the stock of Odoo %i', (version) => {
  it('is what lies in each warehouse, in the product’s own unit, and what comes from outside', async () => {
    harness = await odooHarness({ version });
    const { fake } = harness;
    const product = await fake.createProduct({ name: 'Válvula' });
    const [south, empty] = [await fake.createWarehouse('Sur'), await fake.createWarehouse('Vacío')];
    await fake.receiveStock(product, 1, 0.1);
    await fake.receiveStock(product, 1, 0.2);
    await fake.deliverStock(product, south, 3);
    await fake.receiveStock(product, empty, 5);
    await fake.deliverStock(product, empty, 5);
    await fake.transaction(({ stock }) => {
      stock.reserveStock(product, 1, 0.25);
      // Two dozen, a draft, and one that is here already.
      stock.expectDelivery(product, 2, '2027-03-09', { warehouse: south, unitFactor: 12, state: 'waiting' });
      stock.expectDelivery(product, 1, '2027-02-01', { warehouse: south, state: 'confirmed' });
      stock.expectDelivery(product, 99, '2027-01-01', { warehouse: south, state: 'draft' });
      stock.receiveExpected(stock.expectDelivery(product, 1, '2027-01-01', { warehouse: 1 }));
    });
    expect(await levels(product)).toEqual([
      { warehouseId: '1', onHand: '1.3', reserved: '0.25', incoming: '0', expectedOn: null },
      { warehouseId: String(south), onHand: '-3', reserved: '0', incoming: '25', expectedOn: '2027-02-01' },
    ]);
  });

  it('leaves out what moves inside the house, what lies outside every warehouse, and other companies', async () => {
    harness = await odooHarness({ version });
    const { fake } = harness;
    const product = await fake.createProduct({ name: 'Válvula' });
    const second = fake.addCompany({ name: 'Segunda SA', currency: 'USD' });
    await fake.receiveStock(product, 1, 4);
    await fake.transaction(({ books: { tx }, stock }) => {
      const place = (usage: string) => tx.insert('stock.location', { name: usage, usage, warehouse_id: null, company_id: 1, active: true });
      const stray = place('internal');
      tx.insert('stock.quant', { product_id: product, location_id: stray, quantity: 7, reserved_quantity: 0 });
      const inside = {
        product_id: product,
        product_uom_qty: 3,
        unit_factor: 1,
        quantity: 0,
        quantity_done: 0,
        state: 'assigned',
        date: tx.at,
        company_id: 1,
      };
      tx.insert('stock.move', { ...inside, location_id: stray, location_dest_id: Number(tx.row('stock.warehouse', 1).lot_stock_id) });
      stock.receiveStock(product, stock.createWarehouse('Suyo', second), 50);
    });
    const own = { warehouseId: '1', onHand: '4', reserved: '0', incoming: '0', expectedOn: null };
    expect(await levels(product, { companies: ['1'] })).toEqual([own]);
    expect(await levels(product)).toEqual([own, expect.objectContaining({ onHand: '50' })]);
  });

  it('of a product that is counted is there from its first day, and goes when it is no longer', async () => {
    harness = await odooHarness({ version });
    const { next } = await readAll(harness.connect(), 'stock');
    harness.pass(3_600_000);
    const product = await harness.fake.createProduct({ name: 'Nueva' });
    await harness.fake.createProduct({ name: 'Visita', kind: 'service' });
    await harness.fake.createProduct({ name: 'Tornillo', kind: 'goods' });
    harness.pass(60_000);
    const { records } = await readAll(harness.connect(), 'stock', next);
    expect([...records.values()]).toEqual([expect.objectContaining({ id: erpRecordId(product), levels: [], changeStamp: 'none' })]);
    await harness.fake.transaction(({ catalog }) => catalog.updateTemplate(product, { is_storable: false }));
    expect(await listAll(harness.connect(), 'stock', { kind: 'all' })).toEqual(new Map());
  });

  it('needs the right to see what moves, and names it', async () => {
    harness = await odooHarness({ version, botGroups: 'internal' });
    await harness.fake.createProduct({ name: 'Válvula' });
    expect(await failureOf(harness.connect().readPage('stock', null, never))).toMatchObject({
      code: 'odoo.missing_right',
      params: { model: 'stock.move' },
    });
  });

  it('is none without the module for it', async () => {
    harness = await odooHarness({ version, without: ['stock'] });
    await harness.fake.createProduct({ name: 'Válvula' });
    expect((await readAll(harness.connect(), 'stock')).records.size).toBe(0);
    if (version >= 18) expect([...(await readAll(harness.connect(), 'products')).records.values()][0]?.isStocked).toBe(false);
  });
});
