import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { odoo } from '../../../server/erp/odoo/index.ts';
import { PRICED_AT_ONCE } from '../../../server/erp/shared/contract.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { failureOf, never, readAll } from '../../contract/reading.ts';
import { eventually } from '../../support/eventually.ts';
import { useHintReceiver } from '../../support/hint-receiver.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

let harness: OdooHarness;
afterEach(() => harness.close());

const amounts = async (list: number, products: readonly number[], settings = {}) => {
  const prices = await harness.connectWith(settings).capabilities.catalog!.pricesOf(String(list), products.map(erpRecordId), never);
  return products.map((id) => prices.get(erpRecordId(id))?.amount);
};
const calls = (method: string) => harness.fake.calls().filter((call) => call.method === method).length;
const DAY = 86_400_000;

describe.each([16, 17, 18, 19] as const)('what a list of Odoo %i asks', (version) => {
  beforeEach(async () => {
    harness = await odooHarness({ version });
    // Without it 19 opens no quotation.
    if (version === 19) harness.fake.grantRight('sale.order', 'create');
  });

  it('is the rule for the product before that for its category, and that before the rule for all', async () => {
    const { fake } = harness;
    const category = await fake.transaction(({ catalog }) => catalog.createCategory('Bola', catalog.createCategory('Válvulas')));
    const [own, ofCategory, other] = [
      await fake.createProduct({ name: 'Una', category }),
      await fake.createProduct({ name: 'Otra', category }),
      await fake.createProduct({ name: 'Ajena' }),
    ];
    const list = await fake.createPriceList({ name: 'Mayoreo' });
    await fake.addPriceRule(list, { percent: '10' });
    await fake.addPriceRule(list, { category, percent: '33.333' });
    await fake.setListPrice(list, own, '77.5');
    // From ten on: nothing of one.
    await fake.addPriceRule(list, { product: own, fixed: '1', minQuantity: 10 });
    expect(await amounts(list, [own, ofCategory, other])).toEqual(['77.50', '66.67', '90.00']);
  });

  it('is what holds today', async () => {
    const product = await harness.fake.createProduct({ name: 'De temporada' });
    const list = await harness.fake.createPriceList({ name: 'Verano' });
    const at = harness.now().getTime();
    await harness.fake.addPriceRule(list, { product, fixed: '50', from: new Date(at + DAY), until: new Date(at + 3 * DAY) });
    expect(await amounts(list, [product])).toEqual(['100.00']);
    harness.pass(2 * DAY);
    expect(await amounts(list, [product])).toEqual(['50.00']);
    harness.pass(2 * DAY);
    expect(await amounts(list, [product])).toEqual(['100.00']);
  });

  it('follows another list and comes in the currency of its own, rounded as that is', async () => {
    const product = await harness.fake.createProduct({ name: 'Importada', price: '186.67' });
    const base = await harness.fake.createPriceList({ name: 'Base' });
    await harness.fake.addPriceRule(base, { percent: '50' });
    const dollars = await harness.fake.createPriceList({ name: 'Dólares', currency: 'USD' });
    await harness.fake.addPriceRule(dollars, { formula: { list: base, surcharge: '1' } });
    const yen = await harness.fake.createPriceList({ name: 'Yenes', currency: 'JPY' });
    expect(await amounts(dollars, [product])).toEqual(['6.00']);
    expect(await amounts(yen, [product])).toEqual(['1510']);
  });

  it('may be less than nothing', async () => {
    const product = await harness.fake.createProduct({ name: 'Vale', price: '-25.00' });
    const list = await harness.fake.createPriceList({ name: 'Mayoreo' });
    expect(await amounts(list, [product])).toEqual(['-25.00']);
  });

  it('is asked in few calls, whatever is gone left out; a list that is gone asks for nothing', async () => {
    const { fake } = harness;
    const products = await fake.transaction(({ catalog }) =>
      Array.from({ length: PRICED_AT_ONCE }, (_, n) => catalog.createProduct({ name: `P${n}` })),
    );
    const list = await fake.createPriceList({ name: 'Mayoreo' });
    await fake.deleteProduct(products[3]!);
    fake.forgetCalls();
    const prices = await amounts(list, products);
    expect(prices.filter((amount) => amount === undefined)).toHaveLength(1);
    expect([calls('onchange'), calls('get_contextual_price')]).toEqual([version === 16 ? 2 : 1, 0]);
    await fake.transaction(({ catalog }) => catalog.deletePriceList(list));
    const gone = await harness.connect().capabilities.catalog!.pricesOf(String(list), [erpRecordId(products[0]!)], never);
    expect(gone).toEqual(new Map([[erpRecordId(products[0]!), null]]));
  });
});

describe('a list that may not be read', () => {
  it('is not taken for one that is gone', async () => {
    harness = await odooHarness({ version: 18 });
    const product = await harness.fake.createProduct({ name: 'Una' });
    const list = await harness.fake.createPriceList({ name: 'Mayoreo' });
    harness.fake.revokeRight('product.pricelist');
    expect(await failureOf(amounts(list, [product]))).toMatchObject({ code: 'odoo.missing_right', params: { model: 'product.pricelist' } });
  });
});

describe('a price that cannot be read', () => {
  it('is a failure: without one the product would be taken for deleted', async () => {
    harness = await odooHarness({ version: 18 });
    const product = await harness.fake.createProduct({ name: 'Una' });
    const list = await harness.fake.createPriceList({ name: 'Mayoreo' });
    const fetch: typeof harness.io.fetch = async (url, init) => {
      const answer = await harness.io.fetch(url, init);
      const text = (await answer.text()).replaceAll('"price_unit":100', '"price_unit":null');
      return new Response(text, { status: answer.status, headers: answer.headers });
    };
    const { catalog } = odoo.connect(odoo.settings.parse(harness.settings), { ...harness.io, fetch }).capabilities;
    const failure = await failureOf(catalog!.pricesOf(String(list), [erpRecordId(product)], never));
    expect(failure).toMatchObject({ code: 'odoo.unexpected_answer', params: { field: 'order_line' } });
  });
});

describe.each([16, 17] as const)('a list of Odoo %i that shows its discounts', (version) => {
  it('asks for what is left of the price', async () => {
    harness = await odooHarness({ version });
    const product = await harness.fake.createProduct({ name: 'Rebajada', price: '90.00' });
    const list = await harness.fake.createPriceList({ name: 'Con descuento', showsDiscounts: true });
    await harness.fake.setListPrice(list, product, '77.5');
    // The discount is shown as 13.89 %.
    expect(await amounts(list, [product])).toEqual(['77.50']);
  });
});

describe('who may not open a quotation', () => {
  it.each([
    ['without the right, on 19', { version: 19 } as const],
    ['without the module for sales, on 18', { version: 18, without: ['sale'] } as const],
  ])('is told the same price, product by product: %s', async (_why, options) => {
    harness = await odooHarness(options);
    const [one, other] = [
      await harness.fake.createProduct({ name: 'Una', price: '49.99' }),
      await harness.fake.createProduct({ name: 'Otra' }),
    ];
    const list = await harness.fake.createPriceList({ name: 'Mayoreo' });
    await harness.fake.addPriceRule(list, { percent: '19' });
    const catalog = harness.connect().capabilities.catalog!;
    const ask = async () => (await catalog.pricesOf(String(list), [erpRecordId(one), erpRecordId(other)], never)).values();
    const expected = [
      { amount: '40.49', currency: 'MXN' },
      { amount: '81.00', currency: 'MXN' },
    ];
    expect([...(await ask())]).toEqual(expected);
    harness.fake.forgetCalls();
    expect([...(await ask())]).toEqual(expected);
    // It is not tried again.
    expect([calls('onchange'), calls('get_contextual_price')]).toEqual([0, 2]);
  });

  it('without the module for sales, on 16, is told which is missing', async () => {
    harness = await odooHarness({ version: 16, without: ['sale'] });
    const product = await harness.fake.createProduct({ name: 'Una' });
    const list = await harness.fake.createPriceList({ name: 'Mayoreo' });
    expect(await failureOf(amounts(list, [product]))).toMatchObject({ code: 'odoo.module_missing', params: { model: 'sale.order' } });
  });
});

describe.each([16, 17, 18, 19] as const)('the cost of products of Odoo %i', (version) => {
  beforeEach(async () => {
    harness = await odooHarness({ version });
  });
  const costs = async (ids: readonly number[], settings = {}) =>
    harness.connectWith(settings).capabilities.catalog!.costsOf(ids.map(erpRecordId), never);

  it('has the digits it has, and is none where nobody entered one', async () => {
    const one = await harness.fake.createProduct({ name: 'Una', cost: '3.0625' });
    const free = await harness.fake.createProduct({ name: 'Sin costo' });
    const expected = new Map([
      [erpRecordId(one), { amount: '3.0625', currency: 'MXN' }],
      [erpRecordId(free), null],
    ]);
    expect(await costs([one, free])).toEqual(expected);
    expect(await costs([one, free], { companies: ['1'] })).toEqual(expected);
  });

  it('is none for a user who may not see it', async () => {
    const one = await harness.fake.createProduct({ name: 'Una', cost: '3' });
    const erp = harness.connect().capabilities.catalog!;
    expect((await erp.costsOf([erpRecordId(one)], never)).get(erpRecordId(one))).toMatchObject({ amount: '3.00' });
    harness.fake.hideField('product.product', 'standard_price');
    expect(await costs([one])).toEqual(new Map([[erpRecordId(one), null]]));
    // Also when the right is taken away meanwhile.
    expect(await erp.costsOf([erpRecordId(one)], never)).toEqual(new Map([[erpRecordId(one), null]]));
  });
});

describe('the choices', () => {
  it('are those of the companies that are read; what the user may not see is none', async () => {
    harness = await odooHarness({ version: 18 });
    const second = harness.fake.addCompany({ name: 'Segunda SA', currency: 'USD' });
    await harness.fake.createPriceList({ name: 'Suya', company: second });
    const list = await harness.fake.createPriceList({ name: 'De todos' });
    await harness.fake.transaction(({ stock }) => stock.createWarehouse('Suyo', second));
    harness.fake.revokeRight('product.tag');
    const choices = await harness.connectWith({ companies: ['1'] }).capabilities.catalog!.choices(never);
    expect(choices.priceLists).toEqual([{ id: String(list), name: 'De todos', currency: 'MXN' }]);
    expect(choices.warehouses.map(({ name }) => name)).toEqual(['WH']);
    expect(choices.companies.map(({ id }) => id)).toEqual(['1']);
    expect(choices.categories).toEqual([{ id: '1', name: 'All' }]);
    expect(choices.tags).toEqual([]);
  });
});

describe('the rules of lists', () => {
  it('are read for whatever they apply to; one that says nothing is rejected', async () => {
    harness = await odooHarness({ version: 18 });
    const { fake } = harness;
    const product = await fake.createProduct({ name: 'Una' });
    const template = Number(fake.record('product.product', product)?.product_tmpl_id);
    const list = await fake.createPriceList({ name: 'Dólares', currency: 'USD' });
    const from = new Date('2026-12-01T06:00:00Z');
    await fake.addPriceRule(list, { percent: '10' });
    await fake.addPriceRule(list, { category: 1, formula: { discount: '5' }, minQuantity: 2.5 });
    await fake.addPriceRule(list, { template, fixed: '9.125', from });
    const broken = await fake.addPriceRule(list, { product, fixed: '8' });
    await fake.transaction(({ books }) => books.tx.update('product.pricelist.item', broken, { product_id: null }));
    const { records, rejected } = await harness.connect().readPage('prices', null, never);
    const common = { listId: String(list), currency: 'USD', validUntil: null };
    expect(records).toMatchObject([
      { ...common, appliesTo: { kind: 'all' }, minQuantity: '0', amount: null, validFrom: null },
      { ...common, appliesTo: { kind: 'category', id: '1' }, minQuantity: '2.5', amount: null },
      { ...common, appliesTo: { kind: 'group', id: String(template) }, amount: '9.125', validFrom: '2026-12-01T06:00:00Z' },
    ]);
    expect(rejected).toEqual([{ id: erpRecordId(broken), code: 'odoo.unreadable_record', params: { field: 'product_id' } }]);
  });

  it.each([16, 17, 18, 19] as const)('are read again on %i when the time of one begins, and when it ends', async (version) => {
    harness = await odooHarness({ version });
    const list = await harness.fake.createPriceList({ name: 'Verano' });
    const at = harness.now().getTime();
    const rule = await harness.fake.addPriceRule(list, { percent: '10', from: new Date(at + DAY), until: new Date(at + 3 * DAY) });
    harness.pass(DAY / 2);
    let { next } = await readAll(harness.connect(), 'prices');
    const seen: number[] = [];
    for (let day = 0; day < 5; day++) {
      const read = await readAll(harness.connect(), 'prices', next);
      if (read.records.has(erpRecordId(rule))) seen.push(day);
      next = read.next;
      harness.pass(DAY);
    }
    expect(seen).toEqual([1, 3]);
  });
});

describe.each([17, 18, 19] as const)('hints of Odoo %i', (version) => {
  const receiver = useHintReceiver();

  it('name products whose template or code changed, and rules of lists, deleted ones too', async () => {
    harness = await odooHarness({ version });
    const { fake } = harness;
    const hints = harness.connect().capabilities.hints!;
    const named = () => receiver.received().flatMap((body) => hints.parse(body));
    const product = await fake.createProduct({ name: 'Una' });
    const list = await fake.createPriceList({ name: 'Mayoreo' });
    const rule = await fake.setListPrice(list, product, '80');
    const admin = { login: fake.admin.login, apiKey: fake.admin.apiKey };
    const installation = await hints.install({ url: receiver.url(), admin }, never);
    for (const change of [
      () => fake.setPrice(product, '90'),
      () => fake.transaction(({ catalog }) => catalog.setSku(product, 'UNA-1')),
      () => fake.archiveProduct(product),
    ]) {
      const before = named().length;
      await change();
      await eventually(() => expect(named().slice(before)).toContainEqual({ stream: 'products', id: erpRecordId(product) }));
    }
    for (const change of [() => fake.setListPrice(list, product, '70'), () => fake.deletePriceRule(rule)]) {
      const before = named().length;
      await change();
      await eventually(() => expect(named().slice(before)).toEqual([{ stream: 'prices', id: erpRecordId(rule) }]));
    }
    await hints.remove({ installation, admin }, never);
    expect(fake.records('base.automation')).toEqual([]);
  });

  it('are installed without those of a module that is not', async () => {
    harness = await odooHarness({ version, without: ['product', 'sale', 'stock'] });
    const { fake } = harness;
    const hints = harness.connect().capabilities.hints!;
    await hints.install({ url: receiver.url(), admin: { login: fake.admin.login, apiKey: fake.admin.apiKey } }, never);
    expect(fake.records('base.automation')).toHaveLength(3);
  });
});
