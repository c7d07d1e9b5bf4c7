import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { callOdoo, searchRead } from './odoo/caller.ts';
import { startOdooFake, type OdooFake } from './odoo/index.ts';

// What running servers keep of a line, and whom they let sell; the double does the same.
interface Recorded {
  digits: Record<string, unknown>;
  'made of 2.555, 33.3333, 12.345': number[];
  'changed to 2.5549, 0.005, 0.555': number[];
  'own documents only': { groups: object; 'made for another': string; 'sees those of another': boolean; 'sees those of nobody': boolean };
  'all documents': { groups: object };
}
const FIXTURE = new URL('../fixtures/odoo/order-limits.json', import.meta.url);
const { versions } = JSON.parse(readFileSync(FIXTURE, 'utf8')) as { versions: Record<string, Recorded> };

let odoo: OdooFake;
afterEach(() => odoo.close());

async function aShop(version: 18 | 19, botGroups: 'sales' | 'own_sales') {
  odoo = await startOdooFake({ version, botGroups });
  await odoo.createPriceList({ name: 'MXN' });
  const valve = await odoo.createProduct({ sku: 'V-1', name: 'Valve', price: '100.00' });
  const partner = await odoo.createPartner({ name: 'Acme', is_company: true });
  return { valve, partner, ana: odoo.addUser('Ana Ruiz', 'ana', { sells: true }) };
}

const FIGURES = ['product_uom_qty', 'price_unit', 'discount'];

describe.each([18, 19] as const)('what limits orders in the double of Odoo %i', (version) => {
  const recorded = versions[version]!;

  /** Positional until 18, where records and values come first. */
  const call = (model: string, method: string, first: readonly [string, unknown][], more: Record<string, unknown> = {}) =>
    version >= 19
      ? callOdoo(odoo, { model, method, named: { ...Object.fromEntries(first), ...more } })
      : callOdoo(odoo, { model, method, positional: first.map(([, value]) => value), named: more });

  async function load(
    partner: number,
    product: number,
    seller: string,
  ): Promise<{ ids: number[] | false; messages: { message: string }[] }> {
    const fields = ['id', 'partner_id/.id', 'user_id/.id', 'order_line/product_id/.id', 'order_line/product_uom_qty'];
    const data = [[`__puente__.of-${seller}`, String(partner), seller, String(product), '1']];
    const answer = call('sale.order', 'load', [['fields', fields], ['data', data]], { context: { mode: 'update', noupdate: true } }); // prettier-ignore
    return (await answer) as Awaited<ReturnType<typeof load>>;
  }

  async function groups(): Promise<object> {
    const names = Object.keys(recorded['all documents'].groups);
    const has = (name: string) => call('res.users', 'has_group', [['ids', [odoo.uid]], ['group_ext_id', name]]); // prettier-ignore
    return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await has(name)] as const)));
  }

  it('figures have as many digits as are kept, and are rounded to these', async () => {
    const { valve, partner } = await aShop(version, 'sales');
    const described = (await call('sale.order.line', 'fields_get', [], { allfields: FIGURES, attributes: ['digits'] })) as object;
    expect(Object.fromEntries(Object.entries(described).map(([name, { digits }]: [string, { digits: unknown }]) => [name, digits]))).toEqual(recorded.digits); // prettier-ignore
    const given = { product_id: valve, product_uom_qty: 2.555, price_unit: 33.3333, discount: 12.345 };
    const order = Number(await call('sale.order', 'create', [['vals_list', { partner_id: partner, order_line: [[0, 0, given]] }]]));
    const line = async () => (await searchRead(odoo, 'sale.order.line', [['order_id', '=', order]], FIGURES))[0]!;
    const kept = async () => {
      const row = await line();
      return FIGURES.map((name) => row[name]);
    };
    expect(await kept()).toEqual(recorded['made of 2.555, 33.3333, 12.345']);
    const { id } = await line();
    const vals = { order_line: [[1, id, { product_uom_qty: 2.5549, price_unit: 0.005, discount: 0.555 }]] };
    await call('sale.order', 'write', [['ids', [order]], ['vals', vals]]); // prettier-ignore
    expect(await kept()).toEqual(recorded['changed to 2.5549, 0.005, 0.555']);
  });

  it('who has "Own Documents Only" makes and sees no orders of others, and those of nobody', async () => {
    const { valve, partner, ana } = await aShop(version, 'own_sales');
    const own = recorded['own documents only'];
    expect(await groups()).toEqual(own.groups);
    const refused = await load(partner, valve, String(ana));
    expect(refused.ids).toBe(false);
    expect(refused.messages[0]!.message).toContain(own['made for another']);
    const ofNobody = await load(partner, valve, '');
    const ofAna = await odoo.transaction((erp) => erp.sales.createOrder({ partner, lines: [{ product: valve }] }), { uid: ana });
    await odoo.transaction(({ books }) => books.tx.update('sale.order', ofAna, { user_id: ana }));
    const sees = async (id: number) => (await searchRead(odoo, 'sale.order', [['id', '=', id]], ['id'])).length === 1;
    expect([await sees(ofAna), await sees((ofNobody.ids as number[])[0]!)]).toEqual([
      own['sees those of another'],
      own['sees those of nobody'],
    ]);
  });

  it('who may see all documents makes them for others', async () => {
    const { valve, partner, ana } = await aShop(version, 'sales');
    expect(await groups()).toEqual(recorded['all documents'].groups);
    expect((await load(partner, valve, String(ana))).ids).toHaveLength(1);
  });
});
