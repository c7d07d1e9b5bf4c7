import { describe, expect, it } from '@jest/globals';
import { addDays } from '../../../server/shared/calendar.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { eveningInMexico } from '../../contract/evening.ts';
import { Desk } from '../../contract/order-desk.ts';
import { failureOf, never, readAll, readOne, SETTLED_MS } from '../../contract/reading.ts';
import { odooHarness } from './harness.ts';
import { aContract, anOrderThatGoesOn, openShop, read, shop, work } from './subscription-shop.ts';

const HOUR_MS = 3_600_000;

describe('in the evening, when UTC has tomorrow', () => {
  it('a contract that begins tomorrow has not begun, and is read again when the company’s day begins', async () => {
    const { contract, id } = await aContract(18);
    const today = eveningInMexico(shop());
    const [line] = await work(({ subscriptions }) => subscriptions.linesOf(contract));
    await work(({ subscriptions }) => subscriptions.changeLine(line!, { date_start: addDays(today, 1) }));
    shop().pass(SETTLED_MS);
    const first = await readAll(shop().connect(), 'subscriptions');
    expect(first.records.get(erpRecordId(id))).toMatchObject({ status: 'not_started' });
    shop().pass(2 * HOUR_MS);
    const later = await readAll(shop().connect(), 'subscriptions', first.next);
    expect(later.records.get(erpRecordId(id))).toMatchObject({ status: 'active' });
  });

  it('a contract whose last day is today goes on, and is read again when that is over', async () => {
    const { contract, id } = await aContract(18, { is_auto_renew: false });
    const today = eveningInMexico(shop());
    const [line] = await work(({ subscriptions }) => subscriptions.linesOf(contract));
    await work(({ subscriptions }) => subscriptions.changeLine(line!, { date_start: addDays(today, -30), date_end: today }));
    shop().pass(SETTLED_MS);
    const first = await readAll(shop().connect(), 'subscriptions');
    expect(first.records.get(erpRecordId(id))).toMatchObject({ status: 'active', endsOn: today });
    shop().pass(2 * HOUR_MS);
    const later = await readAll(shop().connect(), 'subscriptions', first.next);
    expect(later.records.get(erpRecordId(id))).toMatchObject({ status: 'ended' });
  });

  it('east of Greenwich what begins with the company’s day is read then, while UTC still has yesterday', async () => {
    const { contract, id } = await aContract(18);
    // Ten in the evening in Mexico is noon of the next day in Shanghai.
    const tomorrow = addDays(eveningInMexico(shop()), 2);
    shop().workIn('Asia/Shanghai');
    const [line] = await work(({ subscriptions }) => subscriptions.linesOf(contract));
    await work(({ subscriptions }) => subscriptions.changeLine(line!, { date_start: tomorrow }));
    shop().pass(SETTLED_MS);
    const first = await readAll(shop().connect(), 'subscriptions');
    expect(first.records.get(erpRecordId(id))).toMatchObject({ status: 'not_started' });
    shop().pass(13 * HOUR_MS);
    const later = await readAll(shop().connect(), 'subscriptions', first.next);
    expect(later.records.get(erpRecordId(id))).toMatchObject({ status: 'active' });
  });

  it('an order that goes on from tomorrow has not begun', async () => {
    const { order, id } = await anOrderThatGoesOn(18);
    const today = eveningInMexico(shop());
    await work(({ books }) => books.tx.update('sale.order', order, { start_date: addDays(today, 1) }));
    expect(await read(id)).toMatchObject({ status: 'not_started' });
  });

  it('a quotation is valid for thirty days of the company', async () => {
    const harness = await odooHarness({ version: 18, botGroups: 'sales' });
    const today = eveningInMexico(harness);
    const desk = await Desk.open(harness);
    const { id } = await desk.create();
    const valid = await harness.fake.transaction(({ books }) => books.tx.row('sale.order', Number(id)).validity_date);
    await harness.close();
    expect(valid).toBe(addDays(today, 30));
  });

  it('goods are expected on the day that they come there', async () => {
    const { fake } = await openShop({ version: 18 });
    const today = eveningInMexico(shop());
    const product = await fake.createProduct({ name: 'Válvula' });
    await fake.transaction(({ books, stock }) => {
      const move = stock.expectDelivery(product, 5, today);
      books.tx.update('stock.move', move, { date: books.tx.at });
    });
    expect((await readOne(shop().connect(), 'stock', erpRecordId(product))).levels).toMatchObject([{ expectedOn: today }]);
  });

  it('a key that ends tomorrow has not ended', async () => {
    await openShop({ version: 19 });
    const ends = addDays(eveningInMexico(shop()), 1);
    expect(await shop().connectWith({ keyExpiresOn: ends }).check(never)).toMatchObject([{ params: { expiresOn: ends, days: 1 } }]);
    shop().fake.expireKey();
    expect(await failureOf(shop().connectWith({ keyExpiresOn: ends }).check(never))).toMatchObject({ code: 'odoo.access_denied' });
  });
});
