import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { callOdoo, refusalOf } from './odoo/caller.ts';
import { startOdooFake, type OdooFake, type OdooVersion } from './odoo/index.ts';

interface Recorded {
  quotation: unknown[];
  listThatShowsDiscounts?: unknown[];
  byThemselves?: number[];
  unknownProduct: string;
  withoutTheRight?: string;
}
const FIXTURE = new URL('../fixtures/odoo/quotation-prices.json', import.meta.url);
const { versions } = JSON.parse(readFileSync(FIXTURE, 'utf8')) as { versions: Record<string, Recorded> };

let odoo: OdooFake;
afterEach(() => odoo.close());

/** The catalogue that was recorded. */
async function catalogue(version: OdooVersion, showsDiscounts = false) {
  odoo = await startOdooFake({ version });
  const valve = await odoo.createProduct({ sku: 'V-1', name: 'Valve', price: '100.00' });
  const seal = await odoo.createProduct({ name: 'Seal', price: '49.99' });
  const list = await odoo.createPriceList({ name: 'Wholesale', showsDiscounts });
  await odoo.addPriceRule(list, { percent: '19' });
  await odoo.setListPrice(list, valve, '77.5');
  return { valve, seal, list };
}

function openQuotation(list: number, products: readonly number[], as: 'bot' | 'admin' = 'admin'): Promise<unknown> {
  const values = { pricelist_id: list, order_line: products.map((id) => [0, String(id), { product_id: id, product_uom_qty: 1 }]) };
  const fields = ['product_id', 'product_uom_qty', 'price_unit', 'discount'];
  const flat = Object.fromEntries(['pricelist_id', 'order_line', ...fields.map((name) => `order_line.${name}`)].map((name) => [name, '1']));
  const nested = { order_line: { fields: { product_id: {}, price_unit: {}, discount: {} } } };
  const how = odoo.version === 16 ? { field_name: [], field_onchange: flat } : { field_names: [], fields_spec: nested };
  const ids = odoo.version >= 19 ? { ids: [] } : {};
  return callOdoo(odoo, { model: 'sale.order', method: 'onchange', positional: [[]], named: { values, ...how, ...ids } }, as);
}

const linesOf = (answer: unknown): unknown[] => (answer as { value: { order_line: unknown[] } }).value.order_line;
/** As recorded, with the ids of the double. */
const filled = (recorded: unknown[], { valve, seal }: { valve: number; seal: number }): unknown =>
  (recorded as [number, string | number, Record<string, unknown>][]).map(([kind, virtual, line]) => {
    const ids: Record<string, number> = { $valve: valve, $seal: seal };
    if (kind !== 0) return [kind, virtual, line];
    const product = Array.isArray(line.product_id) ? [ids[String(line.product_id[0])], line.product_id[1]] : ids[String(line.product_id)];
    return [kind, String(ids[virtual]), { ...line, product_id: product }];
  });

describe.each([16, 17, 18, 19] as const)('a quotation of the double of Odoo %i', (version) => {
  const recorded = versions[version]!;

  it('asks for what the server asked for', async () => {
    const made = await catalogue(version);
    expect(linesOf(await openQuotation(made.list, [made.valve, made.seal]))).toEqual(filled(recorded.quotation, made));
  });

  it('fails as a whole for a product that is not there', async () => {
    const { valve, list } = await catalogue(version);
    expect(await refusalOf(openQuotation(list, [valve, 99999]))).toBe(recorded.unknownProduct);
  });

  it('is not opened by whoever may not make one, from 19 on', async () => {
    const { valve, list } = await catalogue(version);
    const opened = openQuotation(list, [valve], 'bot');
    if (recorded.withoutTheRight) expect(await refusalOf(opened)).toBe(recorded.withoutTheRight);
    else expect(linesOf(await opened)).not.toEqual([]);
  });

  const { listThatShowsDiscounts: shown, byThemselves } = recorded;
  if (shown) {
    it('shows price and discount where the list says so', async () => {
      const made = await catalogue(version, true);
      expect(linesOf(await openQuotation(made.list, [made.valve, made.seal]))).toEqual(filled(shown, made));
    });
  }
  if (byThemselves) {
    it('is not needed for the price of a single product, which is not rounded', async () => {
      const { valve, seal, list } = await catalogue(version);
      const context = { pricelist: list, quantity: 1 };
      const ask = async (id: number): Promise<unknown> =>
        callOdoo(odoo, {
          model: 'product.product',
          method: 'get_contextual_price',
          positional: [[id]],
          named: version >= 19 ? { ids: [id], context } : { context },
        });
      expect([await ask(valve), await ask(seal)]).toEqual([byThemselves[0], expect.closeTo(byThemselves[1]!, 9)]);
    });
  }
});
