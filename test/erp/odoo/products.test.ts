import { afterEach, describe, expect, it } from '@jest/globals';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { listAll, never, readAll, readOne } from '../../contract/reading.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

let harness: OdooHarness;
afterEach(() => harness.close());

const read = (id: number, companies: string[] = []) => readOne(harness.connectWith({ companies }), 'products', erpRecordId(id));
const HOUR = 3_600_000;

/** What is read again after `change`, an hour of quiet before it. */
async function changedBy(change: () => Promise<unknown>): Promise<string[]> {
  harness.pass(HOUR);
  const { next } = await readAll(harness.connect(), 'products');
  harness.pass(HOUR);
  const quiet = await readAll(harness.connect(), 'products', next);
  harness.pass(HOUR);
  await change();
  harness.pass(60_000);
  return [...(await readAll(harness.connect(), 'products', quiet.next)).records.keys()];
}

describe.each([16, 17, 18, 19] as const)('a product of Odoo %i', (version) => {
  it('has what its template holds, with the categories above its own', async () => {
    harness = await odooHarness({ version });
    const { fake } = harness;
    const id = await fake.transaction(({ catalog }) => {
      const ball = catalog.createCategory('Bola', catalog.createCategory('Válvulas'));
      return catalog.createProduct({
        ...{ sku: 'VAL-1', name: 'Válvula', price: '486.5', barcode: '750100', category: ball, tags: [catalog.createTag('Nuevo')] },
        ...{ tax: 8.25, description: 'De <b>acero</b>', isSold: false },
      });
    });
    expect(await read(id)).toMatchObject({
      groupId: expect.any(String),
      sku: 'VAL-1',
      name: 'Válvula',
      description: 'De <b>acero</b>',
      unit: 'Units',
      barcode: '750100',
      categories: [{ name: 'Bola' }, { name: 'Válvulas' }],
      tags: [{ name: 'Nuevo' }],
      kind: 'goods',
      isStocked: true,
      recurring: null,
      basePrice: { amount: '486.50', currency: 'MXN' },
      taxes: [{ name: 'Sales Tax 8.25%', percent: '8.25', isIncluded: false }],
      isSold: false,
      companyId: null,
    });
  });

  it('is a variant, named with its attributes and without its code, and priced with what they add', async () => {
    harness = await odooHarness({ version });
    const values = [{ name: 'Rojo', extra: '3.3' }, { name: 'Azul' }];
    const [red, blue] = await harness.fake.transaction(({ catalog }) => catalog.createVariants({ name: 'Silla', price: '10.01' }, values));
    await harness.fake.transaction(({ catalog }) => catalog.setSku(red!, 'SIL-R'));
    const [one, other] = [await read(red!), await read(blue!)];
    expect([one.name, one.sku, one.basePrice?.amount]).toEqual(['Silla (Rojo)', 'SIL-R', '13.31']);
    expect([other.name, other.sku, other.basePrice?.amount]).toEqual(['Silla (Azul)', null, '10.01']);
    expect(one.groupId).toBe(other.groupId);
  });

  it('changes with its template, and with what an attribute adds to its price, which stamps neither', async () => {
    harness = await odooHarness({ version });
    const values = [{ name: 'Rojo', extra: '3' }, { name: 'Azul' }];
    const ids = await harness.fake.transaction(({ catalog }) => catalog.createVariants({ name: 'Silla' }, values));
    const [red, blue] = ids.map(erpRecordId);
    await harness.fake.createProduct({ name: 'Mesa' });
    expect(await changedBy(() => harness.fake.setPrice(Number(red), '12.00'))).toEqual([red, blue]);
    const before = await listAll(harness.connect(), 'products', { kind: 'all' });
    expect(await changedBy(() => harness.fake.transaction(({ catalog }) => catalog.setExtraPrice(Number(red), '4')))).toEqual([red]);
    const after = await listAll(harness.connect(), 'products', { kind: 'all' });
    expect([after.get(red!) === before.get(red!), after.get(blue!) === before.get(blue!)]).toEqual([false, true]);
  });

  it('has the taxes of the companies that are read, each once', async () => {
    harness = await odooHarness({ version });
    const { fake } = harness;
    const second = fake.addCompany({ name: 'Segunda SA', currency: 'USD' });
    const id = await fake.transaction(({ books, catalog }) => {
      const tax = (company: number, amount: number) =>
        books.tx.insert('account.tax', {
          ...{
            name: `IVA ${amount}`,
            amount,
            amount_type: 'percent',
            price_include: true,
            type_tax_use: 'sale',
            company_id: company,
            active: true,
          },
        });
      const product = catalog.createProduct({ name: 'Válvula' });
      catalog.updateTemplate(product, { taxes_id: [tax(1, 16), tax(second, 16), tax(second, 4)] });
      return product;
    });
    const percents = async (companies: string[]) =>
      (await read(id, companies)).taxes.map(({ percent, isIncluded }) => [percent, isIncluded]);
    expect(await percents(['1'])).toEqual([['16', true]]);
    expect(await percents([String(second)])).toEqual([
      ['16', true],
      ['4', true],
    ]);
    expect(await percents([])).toEqual([
      ['16', true],
      ['4', true],
    ]);
  });

  it('of another company is not read, and has the currency of its own', async () => {
    harness = await odooHarness({ version });
    const second = harness.fake.addCompany({ name: 'Segunda SA', currency: 'USD' });
    const own = await harness.fake.createProduct({ name: 'Suya', company: second });
    const shared = await harness.fake.createProduct({ name: 'De todos' });
    expect((await read(own)).basePrice?.currency).toBe('USD');
    expect([...(await readAll(harness.connectWith({ companies: ['1'] }), 'products')).records.keys()]).toEqual([erpRecordId(shared)]);
  });

  it('that cannot be read is rejected, and the others are not', async () => {
    harness = await odooHarness({ version });
    const [good, bad] = [await harness.fake.createProduct({ name: 'Bien' }), await harness.fake.createProduct({ name: 'Mal' })];
    await harness.fake.transaction(({ books }) => books.tx.update('product.product', bad, { product_tmpl_id: null }));
    const page = await harness.connect().readPage('products', null, never);
    expect(page.records.map(({ id }) => id)).toEqual([erpRecordId(good)]);
    expect(page.rejected).toEqual([{ id: erpRecordId(bad), code: 'odoo.unreadable_record', params: { field: 'product_tmpl_id' } }]);
  });

  it('is nowhere where the module for products is not installed', async () => {
    harness = await odooHarness({ version, without: ['product', 'sale', 'stock'] });
    for (const stream of ['products', 'prices', 'stock'] as const) {
      const erp = harness.connect();
      expect((await readAll(erp, stream)).records.size).toBe(0);
      expect(await listAll(erp, stream, { kind: 'all' })).toEqual(new Map());
      expect(await erp.capabilities.describeFields!(stream, never)).toEqual([]);
    }
    const { companies, ...rest } = await harness.connect().capabilities.catalog!.choices(never);
    expect([companies.length, rest]).toEqual([1, { priceLists: [], warehouses: [], categories: [], tags: [] }]);
  });
});

describe('the fields of products', () => {
  it('are those of the template too, choices with what they can be', async () => {
    harness = await odooHarness({ version: 18 });
    const fields = await harness.connect().capabilities.describeFields!('products', never);
    const names = fields.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['default_code', 'description_sale', 'list_price']));
    expect(names).not.toContain('lst_price');
    expect(fields.find(({ name }) => name === 'type')?.options).toContainEqual({ value: 'service', label: 'Service' });
  });
});

describe('a product that Odoo has no page for', () => {
  it('is a rule of a list, while stock is shown with its product', async () => {
    harness = await odooHarness({ version: 18 });
    const link = (stream: 'products' | 'prices' | 'stock') => harness.connect().capabilities.linkTo!(stream, erpRecordId(7));
    expect(link('products')).toBe(`${harness.fake.url}/mail/view?model=product.product&res_id=7`);
    expect(link('stock')).toBe(link('products'));
    expect(link('prices')).toBeNull();
  });
});
