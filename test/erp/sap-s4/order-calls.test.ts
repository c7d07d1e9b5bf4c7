import { describe, expect, it } from '@jest/globals';
import { never } from '../../contract/reading.ts';
import { selling } from './selling-harness.ts';

const shop = selling();

/** Which calls it takes, without those that any connection begins with. */
async function callsOf(work: () => Promise<unknown>): Promise<string[]> {
  const before = shop.fake().calls().length;
  await work();
  const calls = shop.fake().calls().slice(before);
  return calls.map(({ method, path }) => `${method} ${path.replace(/^.*\/sap\/(\w+\/)?/, '').replace(/[?(].*$/, '')}`).sort();
}

/** Whom a connection knows is asked about again after ten seconds. */
const LATER_MS = 11_000;
const BUYER = ['GET A_BusinessPartner', 'GET A_Customer', 'GET A_CustomerSalesArea'];

describe('an order of a connection that has made one before costs S/4HANA', () => {
  it('eleven calls as a quotation and six as the order, whose customer was just looked at', async () => {
    const { capabilities } = shop.harness().connect();
    const { run } = capabilities.commands!;
    const made = await run('createOrder', { key: 'HS-4711-D1-1', input: shop.order() }, never);
    await run('confirmOrder', { key: 'HS-4711-D1-2', input: { id: made.id } }, never);
    shop.harness().pass(LATER_MS);
    const second = { id: made.id };
    const create = run.bind(null, 'createOrder', { key: 'HS-4711-D2-1', input: shop.order() }, never);
    expect(await callsOf(async () => Object.assign(second, await create()))).toEqual([
      ...BUYER,
      ...['GET A_Product', 'GET A_ProductSales', 'GET A_ProductSalesDelivery'],
      ...['GET A_SalesQuotation', 'GET A_SalesQuotation', 'GET A_SalesQuotationItem', 'GET A_SalesQuotationItemPrcgElmnt'],
      'POST A_SalesQuotation',
    ]);
    const about = { customerId: shop.order().customerId, companyId: null };
    const { standing } = capabilities.orders!;
    expect(await callsOf(() => standing({ ...about, isQuoted: true }, never))).toEqual([]);
    expect(await callsOf(() => run('confirmOrder', { key: 'HS-4711-D2-2', input: second }, never))).toEqual([
      ...['GET A_SalesOrder', 'GET A_SalesOrderItem', 'GET A_SalesOrderItem', 'GET A_SalesQuotation', 'GET A_SalesQuotationItem'],
      'POST A_SalesOrder',
    ]);
    expect(await callsOf(() => standing(about, never))).toEqual(BUYER);
    shop.harness().pass(LATER_MS);
    expect(await callsOf(() => standing({ ...about, isQuoted: true }, never))).toEqual(BUYER);
  });
});

describe('a customer whom something keeps from buying', () => {
  it('is looked at each time, so that whoever removes it need not wait', async () => {
    const { standing } = shop.harness().connect().capabilities.orders!;
    const ask = standing.bind(null, { customerId: shop.order().customerId, companyId: null }, never);
    shop.fake().blockPartner(shop.customer());
    expect(await ask()).toMatchObject({ blockedBy: 'Central block' });
    shop.fake().blockPartner(shop.customer(), false);
    expect(await ask()).toMatchObject({ blockedBy: null });
  });

  it('is told so at once on the card, and is sold nothing, although it could be quoted a moment ago', async () => {
    const { commands, orders } = shop.harness().connect().capabilities;
    const quote = (key: string) => commands!.run('createOrder', { key, input: shop.order() }, never);
    await quote('HS-4711-D1-1');
    shop.fake().blockPartner(shop.customer());
    expect(await orders!.standing({ customerId: shop.order().customerId, companyId: null }, never)).toMatchObject({
      blockedBy: 'Central block',
    });
    await expect(quote('HS-4711-D2-1')).rejects.toMatchObject({ code: 'order.customer_blocked' });
  });
});

describe('how an order stands', () => {
  it('is told by its head and items, which tell its tax; a quotation’s conditions tell that', async () => {
    const { run } = shop.commands();
    const { id } = await run('createOrder', { key: 'HS-4711-D1-1', input: shop.order() }, never);
    const order = await run('confirmOrder', { key: 'HS-4711-D1-2', input: { id } }, never);
    const found = new Map<string, unknown>();
    const again = () => run('confirmOrder', { key: 'HS-4711-D1-2', input: { id: order.id } }, never);
    expect(await callsOf(async () => found.set('state', await again()))).toEqual(['GET A_SalesOrder', 'GET A_SalesOrderItem']);
    expect(found.get('state')).toEqual({ ...order, isChanged: false });
    const [read] = (await shop.harness().connect().readByIds('orders', [order.id], never)).records;
    expect(order).toMatchObject({ untaxed: read!.untaxed, tax: read!.tax, total: read!.total, status: read!.status });
    expect(Number(order.tax)).toBeGreaterThan(0);
  });
});
