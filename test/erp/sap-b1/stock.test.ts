import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Cursor, ErpConnector } from '../../../server/erp/shared/contract.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { listAll, never, readAll, readOne, SETTLED_MS } from '../../contract/reading.ts';
import { connectThrough } from './broken-rows.ts';
import { b1Harness, type B1Harness } from './harness.ts';

const none = { reserved: '0', incoming: '0', expectedOn: null };

describe('stock', () => {
  let harness: B1Harness;
  let erp: ErpConnector;
  let partner: string;
  let valve: string;
  let other: string;
  let north: string;
  let next: Cursor;

  beforeEach(async () => {
    harness = await b1Harness();
    erp = harness.connect();
    const { fake } = harness;
    partner = fake.createPartner({ name: 'Forja Regia' });
    north = fake.createWarehouse({ name: 'Norte' });
    [valve, other] = ['V', 'W'].map((code) => fake.createItem({ code, name: code })) as [string, string];
    fake.receiveStock(valve, north, 10);
    fake.receiveStock(other, north, 4);
    await rest();
  });
  afterEach(() => harness.close());

  /** Reads until the last minutes need no second look. */
  async function rest(): Promise<void> {
    harness.pass(3_600_000);
    const first = await readAll(erp, 'stock');
    harness.pass(3_600_000);
    ({ next } = await readAll(erp, 'stock', first.next));
    harness.pass(3_600_000);
  }
  const levels = async (code: string) => (await readOne(erp, 'stock', erpRecordId(code))).levels;
  async function changed(): Promise<string[]> {
    harness.pass(SETTLED_MS);
    return [...(await readAll(erp, 'stock', next)).records.keys()];
  }
  const line = (quantity: number) => ({ item: valve, warehouse: north, quantity, price: 1 });

  it('is told by warehouse, where there is some or will be', async () => {
    harness.fake.orderFromVendor(valve, '01', 30, '2027-03-09');
    const early = harness.fake.orderFromVendor(valve, '01', 5, '2027-02-01');
    harness.fake.createOrder({ partner, lines: [line(3)] });
    expect(await levels(valve)).toEqual([
      { warehouseId: '01', onHand: '0', reserved: '0', incoming: '35', expectedOn: '2027-02-01' },
      { warehouseId: north, onHand: '10', reserved: '3', incoming: '0', expectedOn: null },
    ]);
    harness.fake.receiveFromVendor(early);
    expect(await levels(valve)).toContainEqual({ ...none, warehouseId: '01', onHand: '5', incoming: '30', expectedOn: '2027-03-09' });
  });

  it('is counted in the unit the item is sold in', async () => {
    harness.fake.updateItem(valve, { unit: 'caja', unitsPerSale: 12 });
    expect(await levels(valve)).toEqual([{ ...none, warehouseId: north, onHand: '0.833333' }]);
  });

  it.each<[string, () => unknown]>([
    ['goods received', () => harness.fake.receiveStock(valve, north, 1)],
    ['goods issued', () => harness.fake.issueStock(valve, north, 1)],
    ['an order', () => harness.fake.createOrder({ partner, lines: [line(1)] })],
    ['a delivery', () => harness.fake.createDelivery({ partner, lines: [line(1)] })],
    ['an invoice', () => harness.fake.createInvoice({ partner, lines: [line(1)] })],
    ['a credit note', () => harness.fake.creditNote({ partner, lines: [line(1)] })],
    ['a purchase order', () => harness.fake.orderFromVendor(valve, north, 5, '2027-01-08')],
    ['its form', () => harness.fake.updateItem(valve, { unitsPerSale: 2 })],
  ])('comes again because of %s', async (_what, act) => {
    const before = await listAll(erp, 'stock', { kind: 'all' });
    act();
    // The last numbers given are read again with the new ones.
    expect(await changed()).toContain(valve);
    const after = await listAll(erp, 'stock', { kind: 'all' });
    expect(after.get(erpRecordId(valve))).not.toBe(before.get(erpRecordId(valve)));
    expect(after.get(erpRecordId(other))).toBe(before.get(erpRecordId(other)));
    expect(after.get(erpRecordId(valve))).toBe((await readOne(erp, 'stock', erpRecordId(valve))).changeStamp);
  });

  it('comes again because an order was changed, a cancelled invoice brought it back, or an order arrived', async () => {
    const order = harness.fake.createOrder({ partner, lines: [line(1)] });
    const invoice = harness.fake.createInvoice({ partner, lines: [line(2)] });
    const bought = harness.fake.orderFromVendor(valve, north, 6, '2027-01-08');
    for (const act of [
      () => harness.fake.updateDocument('Orders', order, { Comments: 'menos' }),
      () => harness.fake.cancelInvoice(invoice),
      () => harness.fake.receiveFromVendor(bought, 2),
    ]) {
      await rest();
      act();
      expect(await changed()).toEqual([valve]);
    }
    expect(await levels(valve)).toEqual([{ warehouseId: north, onHand: '12', reserved: '1', incoming: '4', expectedOn: '2027-01-08' }]);
  });

  it('comes again because of a document that was numbered before another and committed after it', async () => {
    const slow = harness.fake.openTransaction((at) => at.receiveStock(valve, north, 1));
    harness.fake.receiveStock(other, north, 1);
    await rest();
    slow.commit();
    harness.fake.receiveStock(other, north, 1);
    expect(new Set(await changed())).toEqual(new Set([valve, other]));
  });

  it('asks little where nothing moved', async () => {
    harness.fake.forgetCalls();
    expect(await changed()).toEqual([]);
    expect(harness.fake.calls().length).toBeLessThan(22);
  });

  it('is there for what has none, and not for what nobody counts', async () => {
    const empty = harness.fake.createItem({ name: 'Agotado' });
    const service = harness.fake.createItem({ name: 'Visita', kind: 'service', isStocked: false });
    expect(await levels(empty)).toEqual([]);
    expect((await erp.readByIds('stock', [erpRecordId(service)], never)).records).toEqual([]);
    expect([...(await listAll(erp, 'stock', { kind: 'all' })).keys()].sort()).toEqual([empty, valve, other].sort());
  });

  it('needs no right but that to items: what moves unseen is found by the comparison', async () => {
    const { fake } = harness;
    for (const set of ['InventoryGenEntries', 'PurchaseOrders', 'DeliveryNotes']) fake.revokeAuthorisation(set);
    const poor = harness.connect();
    harness.pass(3_600_000);
    const first = await readAll(poor, 'stock');
    harness.pass(3_600_000);
    const later = await readAll(poor, 'stock', first.next);
    const before = await listAll(poor, 'stock', { kind: 'changedSince', since: harness.now() });
    fake.receiveStock(valve, north, 1);
    fake.orderFromVendor(valve, north, 7, '2027-01-08');
    harness.pass(SETTLED_MS);
    expect((await readAll(poor, 'stock', later.next)).records.size).toBe(0);
    const after = await listAll(poor, 'stock', { kind: 'changedSince', since: harness.now() });
    expect(after.get(erpRecordId(valve))).not.toBe(before.get(erpRecordId(valve)));
    expect((await readOne(poor, 'stock', erpRecordId(valve))).levels).toEqual([
      { warehouseId: north, onHand: '11', reserved: '0', incoming: '7', expectedOn: null },
    ]);
  });

  it('goes on where a right comes late: what happened until then is not read as new', async () => {
    const { fake } = harness;
    fake.revokeAuthorisation('InventoryGenEntries');
    next = (await readAll(erp, 'stock')).next;
    harness.pass(3_600_000);
    next = (await readAll(erp, 'stock', next)).next;
    fake.receiveStock(valve, north, 1);
    fake.grantAuthorisation('InventoryGenEntries');
    harness.pass(SETTLED_MS);
    const second = await readAll(erp, 'stock', next);
    expect(second.records.size).toBe(0);
    fake.receiveStock(other, north, 1);
    harness.pass(SETTLED_MS);
    expect((await readAll(erp, 'stock', second.next)).records.has(erpRecordId(other))).toBe(true);
  });

  it('without cross joins lacks nothing but the day on which ordered goods come', async () => {
    const refusal = { error: { code: '-1000', message: 'Not supported' } };
    harness.fake.faults.next({ kind: 'status', status: 400, body: refusal, match: /QueryService/, times: Infinity });
    erp = harness.connect();
    await rest();
    harness.fake.orderFromVendor(valve, north, 5, '2027-01-08');
    expect(await changed()).toEqual([valve]);
    expect(await levels(valve)).toEqual([{ warehouseId: north, onHand: '10', reserved: '0', incoming: '5', expectedOn: null }]);
  });

  it('that cannot be understood is told about, and the page goes on', async () => {
    const broken = connectThrough(harness, (row) => (row['ItemCode'] === valve && 'InStock' in row ? { ...row, InStock: 'many' } : row));
    const page = await broken.readPage('stock', null, never);
    expect(page.records.map(({ id }) => id)).toEqual([other]);
    expect(page.rejected).toEqual([
      { id: valve, code: 'sap-b1.unreadable_record', params: { field: 'ItemWarehouseInfoCollection.InStock' } },
    ]);
    expect((await listAll(broken, 'stock', { kind: 'all' })).get(erpRecordId(valve))).toBe('unreadable');
  });
});
