import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ES } from '../../../hubspot-app/app/settings/erp-forms/sap-s4/messages.ts';
import type { ErpConnector } from '../../../server/erp/shared/contract.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { describeCatalogContract } from '../../contract/catalog.ts';
import { listAll, never, readAll, readOne, SETTLED_MS } from '../../contract/reading.ts';
import { s4CatalogHarness, type S4CatalogHarness } from './catalog-harness.ts';
import { S4_DECLARES } from './harness.ts';

const OFFER = { declares: S4_DECLARES };

describeCatalogContract('SAP S/4HANA', () => s4CatalogHarness(), OFFER);
describeCatalogContract('SAP S/4HANA with short pages', () => s4CatalogHarness({ pageSize: 7 }), OFFER);

describe('the catalogue of S/4HANA', () => {
  let harness: S4CatalogHarness;
  let erp: ErpConnector;
  beforeEach(async () => {
    harness = await s4CatalogHarness();
    erp = harness.connect();
  });
  afterEach(() => harness.close());

  const prices = async () => [...(await readAll(erp, 'prices')).records.values()];
  const product = (number: string) => harness.fake.catalog.createProduct({ name: number, number });
  const asked = async (list: string, code: string) =>
    (await erp.capabilities.catalog!.pricesOf(list, [erpRecordId(code)], never)).get(erpRecordId(code));
  const GENERAL = 'PPR0/1010/10//MXN';

  it('asks for one what a record says for many, and tells every line of a scale', async () => {
    const { catalog } = harness.fake;
    catalog.createPrice({ product: product('HUNDRED'), amount: '12.50', per: 100, currency: 'MXN' });
    const scale = [
      { from: 1, amount: '9.00' },
      { from: 10, amount: '8.00' },
    ];
    catalog.createPrice({ product: product('SCALE'), amount: '9.00', currency: 'MXN', scale });
    const found = (await prices()).map(({ appliesTo, minQuantity, amount }) => ['id' in appliesTo && appliesTo.id, minQuantity, amount]);
    expect(found.sort()).toEqual([
      ['HUNDRED', '0', '0.125'],
      ['SCALE', '0', '9.00'],
      ['SCALE', '10', '8.00'],
    ]);
    expect(await asked(GENERAL, 'HUNDRED')).toEqual({ amount: '0.125', currency: 'MXN' });
    expect(await asked(GENERAL, 'SCALE')).toEqual({ amount: '9.00', currency: 'MXN' });
  });

  it('leaves out what one customer pays, what is over, and what is marked for deletion', async () => {
    const { catalog } = harness.fake;
    const code = product('V');
    catalog.createPrice({ product: code, amount: '70.00', currency: 'MXN', customer: '0000000017' });
    catalog.createPrice({ product: code, amount: '60.00', currency: 'MXN', until: '2020-12-31' });
    catalog.deletePrice(catalog.createPrice({ product: code, amount: '50.00', currency: 'MXN' }));
    expect(await prices()).toEqual([]);
    expect(await asked(GENERAL, code)).toBeNull();
  });

  it('knows a price of the future before it holds', async () => {
    const code = product('V');
    harness.fake.catalog.createPrice({ product: code, amount: '90.00', currency: 'MXN', from: '2999-01-01', until: '2999-06-30' });
    expect(await prices()).toMatchObject([
      { validFrom: '2999-01-01T00:00:00.000Z', validUntil: '2999-07-01T00:00:00.000Z', amount: '90.00' },
    ]);
    expect(await asked(GENERAL, code)).toBeNull();
  });

  it('offers a list for each currency its prices are in', async () => {
    const { catalog } = harness.fake;
    for (const [index, currency] of ['MXN', 'USD'].entries())
      catalog.createPrice({ product: product(`P${index}`), amount: '5.00', currency });
    const { priceLists } = await erp.capabilities.catalog!.choices(never);
    expect(priceLists).toEqual([
      { id: GENERAL, name: 'PPR0 1010 10 MXN', currency: 'MXN' },
      { id: 'PPR0/1010/10//USD', name: 'PPR0 1010 10 USD', currency: 'USD' },
    ]);
  });

  it('is not sold with a status that is in force, or without a sales area', async () => {
    const { catalog, store } = harness.fake;
    const isSold = async (code: string) => (await readOne(erp, 'products', erpRecordId(code))).isSold;
    const [stopped, later, nowhere] = ['STOP', 'LATER', 'NOWHERE'].map(product) as [string, string, string];
    catalog.setSalesStatus(stopped, '02', '2020-01-01');
    catalog.setSalesStatus(later, '02', '2999-01-01');
    const tx = store.begin();
    for (const row of tx.by('A_ProductSalesDelivery', 'Product', nowhere)) tx.remove('A_ProductSalesDelivery', String(row['_key']));
    tx.commit();
    expect([await isSold(stopped), await isSold(later), await isSold(nowhere)]).toEqual([false, true, false]);
  });

  it('counts what is free to be used and ours, by place, and keeps codes as they are', async () => {
    const { catalog } = harness.fake;
    const code = product("0012 D'Angelo–µ");
    catalog.moveStock({ product: code, place: '1010/101A', quantity: 12.5 });
    catalog.moveStock({ product: code, place: '1010/101B', quantity: 3 });
    catalog.moveStock({ product: code, place: '1010/101A', quantity: 100, stockType: '02' });
    catalog.moveStock({ product: code, place: '1010/101A', quantity: 100, supplier: '0000000042' });
    const { levels } = await readOne(erp, 'stock', erpRecordId(code));
    expect(levels.map(({ warehouseId, onHand }) => [warehouseId, onHand])).toEqual([
      ['1010/101A', '12.5'],
      ['1010/101B', '3'],
    ]);
  });

  it('looks through more than a page of stock every five minutes at most, and finds what moved since', async () => {
    const code = product('V');
    for (let n = 0; n < 1_001; n++) harness.fake.catalog.moveStock({ product: code, place: `P${n}/101A`, quantity: 1 });
    const looks = () => harness.fake.calls().filter(({ path }) => path.includes('A_MatlStkInAcctMod')).length;
    harness.pass(3_600_000);
    let { next } = await readAll(erp, 'stock');
    harness.pass(3_600_000);
    ({ next } = await readAll(erp, 'stock', next));
    const before = looks();
    harness.fake.catalog.moveStock({ product: code, place: '1010/101A', quantity: 4 });
    harness.pass(60_000);
    ({ next } = await readAll(erp, 'stock', next));
    expect(looks()).toBe(before);
    harness.pass(5 * 60_000);
    const { records } = await readAll(erp, 'stock', next);
    expect(records.get(erpRecordId(code))?.levels[0]).toMatchObject({ warehouseId: '1010/101A', onHand: '4' });
  });

  it('tells a record that cannot be understood, and reads the others', async () => {
    const { catalog, store } = harness.fake;
    const record = catalog.createPrice({ product: product('BROKEN'), amount: '1.00', currency: 'MXN' });
    catalog.createPrice({ product: product('WHOLE'), amount: '2.00', currency: 'MXN' });
    const tx = store.begin();
    tx.patch('A_SlsPrcgConditionRecord', record, { ConditionCurrency: '' });
    tx.commit();
    harness.pass(SETTLED_MS);
    const page = await erp.readPage('prices', null, never);
    expect(page.records.map(({ amount }) => amount)).toEqual(['2.00']);
    expect(page.rejected).toMatchObject([{ code: 'sap-s4.unreadable_record', params: { field: 'ConditionCurrency' } }]);
    expect((await listAll(erp, 'prices', { kind: 'all' })).size).toBe(2);
  });

  it.each([
    ['SAP_COM_0009', 'API_PRODUCT_SRV'],
    ['SAP_COM_0294', 'API_SLSPRICINGCONDITIONRECORD_SRV'],
    ['SAP_COM_0164', 'API_MATERIAL_STOCK_SRV'],
  ] as const)('is no part of the main job: without %s the check only tells it', async (scenario, service) => {
    harness.fake.withdrawScenario(scenario);
    await expect(erp.check(never)).resolves.toEqual([{ code: 'sap-s4.not_arranged', params: { scenario, service } }]);
    expect(Object.keys(ES)).toContain('sap-s4.not_arranged');
  });
});
