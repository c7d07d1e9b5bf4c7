import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { generateCompany } from './company/index.ts';
import { B1Caller } from './sap-b1/caller.ts';
import type { B1Record } from './sap-b1/caller.ts';
import { startB1Fake } from './sap-b1/index.ts';
import type { B1Fake } from './sap-b1/index.ts';
import { loadIntoB1 } from './sap-b1/load.ts';

let fake: B1Fake;
let client: B1Caller;
let clock = 0;

beforeEach(async () => {
  clock = Date.parse('2026-11-23T17:00:00Z');
  fake = await startB1Fake({ now: () => new Date(clock) });
  client = new B1Caller(fake);
  await client.login();
});
afterEach(() => fake.close());

const read = async (path: string): Promise<B1Record> => {
  const { status, body, text } = await client.get(path);
  if (status !== 200) throw new Error(text);
  return body as B1Record;
};
const item = (code: string) => read(`Items('${encodeURIComponent(code.replaceAll("'", "''"))}')`);
const rows = (record: B1Record, collection: string) => record[collection] as B1Record[];
const levels = async (code: string) =>
  rows(await item(code), 'ItemWarehouseInfoCollection').map(({ WarehouseCode, InStock, Committed, Ordered }) => [
    ...[WarehouseCode, InStock, Committed, Ordered],
  ]);

describe('items of the Business One double', () => {
  it('come whole with their prices and warehouses, by whatever key', async () => {
    fake.createWarehouse({ name: 'Norte' });
    const code = fake.createItem({ code: "D'Angelo ñ", name: 'Válvula', price: '486.50' });
    const found = await item(code);
    expect(found).toMatchObject({
      ItemCode: code,
      SalesItem: 'tYES',
      UpdateDate: '2026-11-23T00:00:00Z',
      UpdateTime: '11:00:00',
      ArTaxCode: 'IVAT16',
    });
    expect(rows(found, 'ItemPrices')).toMatchObject([{ PriceList: 1, Price: 486.5, Currency: '$', UoMPrices: [] }]);
    expect(await levels(code)).toEqual([
      ['01', 0, 0, 0],
      ['02', 0, 0, 0],
    ]);
  });

  it('are refused by fields that are not theirs, and by conditions on rows', async () => {
    for (const query of ['$select=ItemCode,Colour', `$filter=ItemPrices/Price gt 1`, `$filter=UpdateDate ge 2026-11-20T00:00:00Z`])
      expect((await client.get(`Items?${query}`)).status).toBe(400);
    fake.createItem({ name: 'Válvula' });
    const { value } = (await read(
      `Items?$select=ItemCode,ItemPrices&$filter=UpdateDate ge '2026-11-20' and InventoryItem eq 'Y'`,
    )) as unknown as {
      value: B1Record[];
    };
    expect(value.map((row) => Object.keys(row).filter((name) => !name.startsWith('@')))).toEqual([['ItemCode', 'ItemPrices']]);
  });

  it('move with documents, and their change stamp does not', async () => {
    const partner = fake.createPartner({ name: 'Forja Regia' });
    const code = fake.createItem({ name: 'Válvula' });
    clock += 600_000;
    fake.receiveStock(code, '01', 10);
    const lines = [{ item: code, quantity: 4, price: 1 }];
    const order = fake.createOrder({ partner, lines });
    expect(await levels(code)).toEqual([['01', 10, 4, 0]]);
    const delivery = fake.createDelivery({ partner, lines, orders: [order] });
    expect(await levels(code)).toEqual([['01', 6, 0, 0]]);
    fake.createInvoice({ partner, lines, deliveries: [delivery] });
    expect(await levels(code)).toEqual([['01', 6, 0, 0]]);
    fake.cancelInvoice(fake.createInvoice({ partner, lines }));
    const bought = fake.orderFromVendor(code, '01', 20, '2027-01-08');
    fake.receiveFromVendor(bought, 5);
    fake.issueStock(code, '01', 1);
    expect(await levels(code)).toEqual([['01', 10, 0, 15]]);
    expect(await item(code)).toMatchObject({ QuantityOnStock: 10, QuantityOrderedFromVendors: 15, UpdateTime: '11:00:00' });
    expect(rows(await read(`PurchaseOrders(${bought})`), 'DocumentLines')).toMatchObject([
      { RemainingOpenQuantity: 15, LineStatus: 'bost_Open' },
    ]);
    fake.receiveFromVendor(bought);
    expect(await read(`PurchaseOrders(${bought})`)).toMatchObject({ DocumentStatus: 'bost_Close' });
    expect(() => fake.removeItem(code)).toThrow('stands on');
  });

  it('of the generated company are those its invoices name, with as many left as it counted', () => {
    const company = generateCompany({ seed: 3, customers: 40, invoices: 200, today: '2026-11-23' });
    loadIntoB1(fake, company);
    expect(fake.records('Items').map(({ ItemCode }) => ItemCode)).toEqual(company.products.map(({ code }) => code).sort());
    for (const { code, stock } of company.catalog.items)
      if (stock)
        expect([code, fake.record('Items', code)?.QuantityOnStock]).toEqual([code, stock.reduce((sum, quantity) => sum + quantity, 0)]);
  });
});
