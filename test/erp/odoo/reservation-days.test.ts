import { afterEach, describe, expect, it } from '@jest/globals';
import { erpRecordId, type ErpRecordId } from '../../../server/shared/ids.ts';
import { never, readAll, readOne, SETTLED_MS } from '../../contract/reading.ts';
import type { ReservationMethod } from '../../fakes/odoo/sales/reservation-days.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

let harness: OdooHarness;
/** Tests pass time. */
let begunAt: number;
afterEach(() => harness.close());

const DAY_MS = 86_400_000;
const dayIn = (days: number) => new Date(begunAt + days * DAY_MS).toISOString().slice(0, 10);

async function aShop(version: 16 | 17 | 18 | 19, method: ReservationMethod) {
  harness = await odooHarness({ version, botGroups: 'sales' });
  begunAt = harness.now().getTime();
  const { fake } = harness;
  const partner = await fake.createPartner({ name: 'Aceros del Norte', is_company: true });
  const valve = await fake.createProduct({ name: 'Válvula', price: '100.00' });
  const warehouse = Number(fake.records('stock.warehouse')[0]?.id);
  await fake.receiveStock(valve, warehouse, 12);
  await fake.transaction((erp) => erp.sales.setReservation(warehouse, method));
  /** Confirmed, to be delivered in so many days. */
  const order = (inDays: number, quantity = 4): Promise<ErpRecordId> =>
    fake.transaction((erp) => {
      const promised = new Date(begunAt + inDays * DAY_MS);
      const id = erp.sales.createOrder({ partner, promised, lines: [{ product: valve, quantity }] });
      erp.sales.confirmOrder(id);
      return erpRecordId(id);
    });
  return { warehouse, order };
}

async function lineOf(id: ErpRecordId) {
  harness.pass(SETTLED_MS);
  const { lines } = await readOne(harness.connect(), 'orders', id);
  return [lines[0]?.reserved, lines[0]?.reservesOn];
}
const runScheduler = () => harness.fake.transaction((erp) => erp.sales.runScheduler());
const reserve = (id: ErpRecordId, waitsForDay: boolean) =>
  harness.connect().capabilities.commands!.run('reserveOrder', { key: 'HS-1-D1-1', input: { id, isReserved: true, waitsForDay } }, never);

describe.each([16, 17, 18, 19] as const)('goods that Odoo %i reserves some days before they leave', (version) => {
  it('have their day, until they are reserved on it', async () => {
    const { order } = await aShop(version, { daysBefore: 3 });
    const id = await order(10);
    expect(await lineOf(id)).toEqual(['0', dayIn(7)]);
    await runScheduler();
    expect(await lineOf(id)).toEqual(['0', dayIn(7)]);
    harness.pass(7 * DAY_MS);
    await runScheduler();
    expect(await lineOf(id)).toEqual(['4', null]);
  });

  it('are left to their day by the rule, and reserved at once for a person', async () => {
    const { order } = await aShop(version, { daysBefore: 3 });
    const id = await order(10);
    expect(await reserve(id, true)).toMatchObject({ isChanged: false });
    expect(await lineOf(id)).toEqual(['0', dayIn(7)]);
    expect(await reserve(id, false)).toMatchObject({ isChanged: true });
    expect(await lineOf(id)).toEqual(['4', null]);
  });

  it('that lack on their day still wait, and the rule asks for them', async () => {
    const { order } = await aShop(version, { daysBefore: 3 });
    const first = await order(2, 12);
    const second = await order(2);
    expect([await lineOf(first), await lineOf(second)]).toEqual([['12', null], ['0', dayIn(-1)]]); // prettier-ignore
    await harness.fake.transaction((erp) => erp.sales.unreserveOrder(Number(first)));
    expect(await reserve(second, true)).toMatchObject({ isChanged: true });
  });

  it('are read again when the way of reserving changes', async () => {
    const { order, warehouse } = await aShop(version, 'manual');
    const id = await order(10);
    expect(await lineOf(id)).toEqual(['0', null]);
    const { next } = await readAll(harness.connect(), 'orders', null);
    harness.pass(30 * 60_000);
    await harness.fake.transaction((erp) => erp.sales.setReservation(warehouse, { daysBefore: 2 }));
    harness.pass(SETTLED_MS);
    const { records } = await readAll(harness.connect(), 'orders', next);
    expect(records.get(id)?.lines[0]?.reservesOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  it('have no day where they are reserved with the order', async () => {
    const { order } = await aShop(version, 'at_confirm');
    expect(await lineOf(await order(10))).toEqual(['4', null]);
  });
});
