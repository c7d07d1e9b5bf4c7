import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ErpConnector } from '../../../server/erp/shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../../server/shared/ids.ts';
import { describeCatalogContract } from '../../contract/catalog.ts';
import { never } from '../../contract/reading.ts';
import { b1CatalogHarness, type B1CatalogHarness } from './catalog-harness.ts';
import { B1_DECLARES } from './harness.ts';

const OFFER = { declares: B1_DECLARES };

describeCatalogContract('Business One', () => b1CatalogHarness(), OFFER);
describeCatalogContract(
  'Business One without change times on what was never edited',
  () => b1CatalogHarness({ updateDateStartsEmpty: true }),
  OFFER,
);
describeCatalogContract('Business One 9.3', () => b1CatalogHarness({ patchLevel: 'old' }), OFFER);

describe('the catalogue of Business One', () => {
  let harness: B1CatalogHarness;
  let erp: ErpConnector;
  beforeEach(async () => {
    harness = await b1CatalogHarness();
    erp = harness.connect();
  });
  afterEach(() => harness.close());

  const choices = () => erp.capabilities.catalog!.choices(never);
  const pricesOf = (list: number | string, ids: readonly string[]) =>
    erp.capabilities.catalog!.pricesOf(String(list), ids.map(erpRecordId) as ErpRecordId[], never);

  it('offers what is in use, with the currencies of the world', async () => {
    const { fake } = harness;
    const export_ = fake.createPriceList({ name: 'Export', currency: 'USD' });
    fake.deactivatePriceList(fake.createPriceList({ name: 'Vieja' }));
    const north = fake.createWarehouse({ name: 'Norte' });
    fake.closeWarehouse(fake.createWarehouse({ name: 'Cerrado' }));
    const group = fake.createItemGroup('Válvulas');
    expect(await choices()).toEqual({
      priceLists: [
        { id: '1', name: 'Lista de precios 01', currency: 'MXN' },
        { id: String(export_), name: 'Export', currency: 'USD' },
      ],
      warehouses: [
        { id: '01', name: 'Almacén general' },
        { id: north, name: 'Norte' },
      ],
      categories: [
        { id: '100', name: 'Artículos' },
        { id: String(group), name: 'Válvulas' },
      ],
      tags: [],
      companies: [{ id: fake.db, name: 'Válvulas y Aceros del Norte SA de CV' }],
    });
  });

  it('offers as many as there are', async () => {
    for (let at = 0; at < 620; at++) harness.fake.createWarehouse({ code: `W${String(at).padStart(4, '0')}`, name: `Almacén ${at}` });
    expect((await choices()).warehouses).toHaveLength(621);
  });

  it('knows the price of a blocked item, none of one without, and nothing of one that is gone', async () => {
    const { fake } = harness;
    const [blocked, free, unsold, gone] = ['B', 'F', 'U', 'G'].map((code) => fake.createItem({ code, name: code })) as [
      string,
      ...string[],
    ];
    for (const code of [blocked, unsold!, gone!]) fake.setItemPrice(code, 1, '12.5');
    fake.freezeItem(blocked);
    fake.updateItem(unsold!, { isSold: false });
    fake.removeItem(gone!);
    expect(await pricesOf(1, [blocked, free!, unsold!, gone!])).toEqual(
      new Map([
        [blocked, { amount: '12.5', currency: 'MXN' }],
        [free, null],
        [unsold, { amount: '12.5', currency: 'MXN' }],
      ]),
    );
    expect(await pricesOf(77, [blocked])).toEqual(new Map([[blocked, null]]));
  });

  it('tells the cost of one that is sold, whichever unit it is kept in', async () => {
    const { fake } = harness;
    const box = fake.createItem({ name: 'Caja de tornillos', cost: '0.1', unitsPerSale: 12 });
    const frozen = fake.createItem({ name: 'Bloqueada', cost: '6.255', frozen: true });
    const free = fake.createItem({ name: 'Sin costo' });
    const costs = await erp.capabilities.catalog!.costsOf([box, frozen, free].map(erpRecordId), never);
    expect([...costs.values()]).toEqual([{ amount: '1.2', currency: 'MXN' }, { amount: '6.255', currency: 'MXN' }, null]);
  });

  it('computes a list with a factor as the server does, and leaves what was entered by hand', async () => {
    const { fake } = harness;
    const code = fake.createItem({ name: 'Válvula', price: '100.00' });
    const dealers = fake.createPriceList({ name: 'Distribuidor', base: 1, factor: 0.85 });
    expect(await pricesOf(dealers, [code])).toEqual(new Map([[code, { amount: '85', currency: 'MXN' }]]));
    fake.setItemPrice(code, 1, '200');
    expect(await pricesOf(dealers, [code])).toEqual(new Map([[code, { amount: '170', currency: 'MXN' }]]));
    fake.setItemPrice(code, dealers, '99', 'USD');
    fake.setItemPrice(code, 1, '300');
    expect(await pricesOf(dealers, [code])).toEqual(new Map([[code, { amount: '99', currency: 'USD' }]]));
  });

  it('finds items whatever their codes look like', async () => {
    const { fake } = harness;
    const codes = [
      "D'Angelo 1/2",
      'ÑANDÚ–µ 漢字',
      'a:b:c',
      '1+1 & 2=?#%',
      ...Array.from({ length: 90 }, (_, at) => `Ω${'é'.repeat(40)}${at}`),
    ];
    for (const code of codes) fake.createItem({ code, name: code, price: '1' });
    expect([...(await pricesOf(1, codes)).keys()].sort()).toEqual([...codes].sort());
    expect(Math.max(...fake.calls().map(({ path }) => path.length))).toBeLessThan(6_000);
  });
});
