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

describe('an order of a connection that has made one before costs S/4HANA', () => {
  it('thirteen calls as a quotation and nine as the order', async () => {
    const { run } = shop.commands();
    const made = await run('createOrder', { key: 'HS-4711-D1-1', input: shop.order() }, never);
    await run('confirmOrder', { key: 'HS-4711-D1-2', input: { id: made.id } }, never);
    const second = { id: made.id };
    const create = run.bind(null, 'createOrder', { key: 'HS-4711-D2-1', input: shop.order() }, never);
    expect(await callsOf(async () => Object.assign(second, await create()))).toEqual([
      ...['GET A_BusinessPartner', 'GET A_Customer', 'GET A_CustomerSalesArea'],
      ...['GET A_Product', 'GET A_ProductDescription', 'GET A_ProductSales', 'GET A_ProductSalesDelivery', 'GET A_ProductSalesTax'],
      ...['GET A_SalesQuotation', 'GET A_SalesQuotation', 'GET A_SalesQuotationItem', 'GET A_SalesQuotationItemPrcgElmnt'],
      'POST A_SalesQuotation',
    ]);
    expect(await callsOf(() => run('confirmOrder', { key: 'HS-4711-D2-2', input: second }, never))).toEqual([
      ...[
        'GET A_SalesOrder',
        'GET A_SalesOrderItem',
        'GET A_SalesOrderItem',
        'GET A_SalesOrderItemPrElement',
        'GET A_SalesOrderScheduleLine',
      ],
      ...['GET A_SalesQuotation', 'GET A_SalesQuotationItem', 'GET A_SalesQuotationItemPrcgElmnt'],
      'POST A_SalesOrder',
    ]);
  });
});
