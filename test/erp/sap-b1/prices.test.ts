import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ErpConnector, Price } from '../../../server/erp/shared/contract.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { failureOf, listAll, never, NOTHING, readAll, readOne, SETTLED_MS } from '../../contract/reading.ts';
import { connectThrough } from './broken-rows.ts';
import { b1Harness, type B1Harness } from './harness.ts';

describe('prices', () => {
  let harness: B1Harness;
  let erp: ErpConnector;
  const begin = async (options: Parameters<typeof b1Harness>[0] = {}) => {
    await harness?.close();
    harness = await b1Harness(options);
    erp = harness.connect();
  };
  beforeEach(() => begin());
  afterEach(() => harness.close());

  const all = async (): Promise<[string, string | null, string | null][]> =>
    [...(await readAll(erp, 'prices')).records.values()].map(({ id, amount, currency }: Price) => [id, amount, currency]);
  /** Where a reading stands when the last minutes need no second look. */
  async function rest() {
    harness.pass(3_600_000);
    const first = await readAll(erp, 'prices');
    harness.pass(3_600_000);
    const { next } = await readAll(erp, 'prices', first.next);
    harness.pass(3_600_000);
    return next;
  }

  it('are those of the lists in force, for the items that are sold', async () => {
    const { fake } = harness;
    const [usd, old] = [fake.createPriceList({ name: 'Export', currency: 'USD' }), fake.createPriceList({ name: 'Vieja' })];
    const valve = fake.createItem({ code: 'V:1', name: 'Válvula', price: '486.505' });
    const idle = fake.createItem({ code: 'X', name: 'No se vende', price: '1', isSold: false });
    fake.createItem({ code: 'Y', name: 'Sin precio' });
    for (const list of [usd, old]) fake.setItemPrice(valve, list, '27.1');
    fake.setItemPrice(idle, usd, '3');
    fake.deactivatePriceList(old);
    fake.freezeItem(valve);
    expect(await all()).toEqual([
      ['1:V:1', '486.505', 'MXN'],
      [`${usd}:V:1`, '27.1', 'USD'],
    ]);
    expect(await readOne(erp, 'prices', erpRecordId('1:V:1'))).toEqual({
      id: '1:V:1',
      listId: '1',
      appliesTo: { kind: 'product', id: 'V:1' },
      minQuantity: '0',
      validFrom: null,
      validUntil: null,
      amount: '486.505',
      currency: 'MXN',
      createdAt: null,
      changeStamp: '486.505 MXN',
    });
  });

  it('come again with the item whose price changed, in every list computed from it', async () => {
    const { fake } = harness;
    const dealers = fake.createPriceList({ name: 'Distribuidor', base: 1, factor: 0.9 });
    const valve = fake.createItem({ code: 'V', name: 'Válvula', price: '100' });
    fake.createItem({ code: 'W', name: 'Otra', price: '7' });
    const next = await rest();
    fake.setItemPrice(valve, 1, '110');
    harness.pass(SETTLED_MS);
    const { records } = await readAll(erp, 'prices', next);
    expect([...records.values()].map(({ id, amount }) => [id, amount])).toEqual([
      ['1:V', '110'],
      [`${dealers}:V`, '99'],
    ]);
  });

  it.each([{ kind: 'all' as const }, { kind: 'changedSince' as const, since: new Date() }])(
    'changed in the window of the list are found by the comparison of $kind',
    async (range) => {
      await begin({ priceTouchesItem: false });
      const valve = harness.fake.createItem({ code: 'V', name: 'Válvula', price: '100' });
      const next = await rest();
      const before = await listAll(erp, 'prices', range);
      harness.fake.setItemPrice(valve, 1, '120', 'USD');
      harness.pass(SETTLED_MS);
      expect((await readAll(erp, 'prices', next)).records.size).toBe(0);
      const after = await listAll(erp, 'prices', range);
      expect([before, after]).toEqual([new Map([['1:V', '100 MXN']]), new Map([['1:V', '120 USD']])]);
    },
  );

  it('know a list that was made a moment ago', async () => {
    const valve = harness.fake.createItem({ code: 'V', name: 'Válvula', price: '100' });
    await readAll(erp, 'prices');
    const list = harness.fake.createPriceList({ name: 'Nueva' });
    harness.fake.setItemPrice(valve, list, '5');
    expect(await all()).toContainEqual([`${list}:V`, '5', 'MXN']);
  });

  it('are gone with the item, with the price, and with the list', async () => {
    const { fake } = harness;
    const list = fake.createPriceList({ name: 'Otra' });
    for (const code of ['A', 'B', 'C']) fake.createItem({ code, name: code, price: '10' });
    fake.setItemPrice('C', list, '11');
    fake.removeItem('A');
    fake.setItemPrice('B', 1, '0');
    fake.deactivatePriceList(list);
    const ids = ['1:A', '1:B', '1:C', `${list}:C`, 'nonsense', '1:', ':C'].map(erpRecordId);
    expect((await erp.readByIds('prices', ids, never)).records.map(({ id }) => id)).toEqual(['1:C']);
    expect([...(await listAll(erp, 'prices', { kind: 'all' })).keys()]).toEqual(['1:C']);
    expect(await erp.readByIds('prices', [erpRecordId('1:A')], never)).toEqual(NOTHING);
  });

  it('that cannot be understood are told about, and the page goes on', async () => {
    const { fake } = harness;
    for (const code of ['BAD', 'FINE', 'STRANGE', 'WORSE']) fake.createItem({ code, name: code, price: code.length });
    const broken = connectThrough(harness, (row) => {
      if (row['Price'] === 3) return { ...row, Price: 'much' };
      if (row['Price'] === 7) return { ...row, Currency: 'XYZ?' };
      return row['ItemCode'] === 'WORSE' ? { ...row, ItemPrices: 'none' } : row;
    });
    const page = await broken.readPage('prices', null, never);
    expect(page.records.map(({ id }) => id)).toEqual(['1:FINE']);
    const rejected = [
      ['0:WORSE', 'ItemPrices'],
      ['1:BAD', 'Price'],
      ['1:STRANGE', 'DocCurrency'],
    ];
    expect(page.rejected?.map(({ id, params }) => [id, params['field']])).toEqual(rejected);
    const listed = await listAll(broken, 'prices', { kind: 'all' });
    expect([...listed].sort()).toEqual([
      ['0:WORSE', 'unreadable'],
      ['1:BAD', 'unreadable'],
      ['1:FINE', '4 MXN'],
      ['1:STRANGE', 'unreadable'],
    ]);
    const again = await broken.readByIds(
      'prices',
      rejected.map(([id]) => erpRecordId(id!)),
      never,
    );
    expect([again.records.length, again.rejected?.length]).toEqual([0, 3]);
    const pricesOf = (id: string) => broken.capabilities.catalog!.pricesOf('1', [erpRecordId(id)], never);
    expect(await pricesOf('STRANGE')).toEqual(new Map([['STRANGE', null]]));
    expect(await failureOf(pricesOf('WORSE'))).toMatchObject({ code: 'sap-b1.unexpected_answer' });
  });
});
