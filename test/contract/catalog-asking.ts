import { describe, expect, it } from '@jest/globals';
import { PRICED_AT_ONCE, type ErpConnector } from '../../server/erp/shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../server/shared/ids.ts';
import { aLittleCatalog, type CatalogHarness } from './catalog-harness.ts';
import { never } from './reading.ts';

const decimal = (text: string | undefined): number => Number(text);

/** What is asked beside the streams: choices, prices of lists, costs. */
export function describeAsking(current: () => CatalogHarness): void {
  const catalogOf = (erp: ErpConnector) => erp.capabilities.catalog!;
  const pricesOf = async (list: string, ids: readonly ErpRecordId[]) => {
    const prices = await catalogOf(current().connect()).pricesOf(list, ids, never);
    return new Map([...prices].map(([id, price]) => [id, price && [decimal(price.amount), price.currency]]));
  };

  describe('the catalogue', () => {
    it('offers the lists, warehouses and companies that there are', async () => {
      const { list, warehouse } = await aLittleCatalog(current());
      const { shownAs } = current().catalog;
      const choices = await catalogOf(current().connect()).choices(never);
      expect(choices.priceLists).toContainEqual({ id: list, name: shownAs?.(list) ?? 'Mayoreo', currency: current().baseCurrency });
      expect(choices.warehouses).toContainEqual({ id: warehouse, name: shownAs?.(warehouse) ?? 'Norte' });
      expect(choices.companies.length).toBeGreaterThan(0);
    });

    it('asks what a list says, for one product or as many as may be asked at once', async () => {
      const { valve, list } = await aLittleCatalog(current());
      const more: ErpRecordId[] = [];
      for (let count = 1; count < PRICED_AT_ONCE; count++)
        more.push(await current().catalog.createProduct({ name: `Producto ${count}`, price: '7.00' }));
      expect(await pricesOf(list, [valve])).toEqual(new Map([[valve, [80, current().baseCurrency]]]));
      const all = await pricesOf(list, [valve, ...more]);
      expect([...all.keys()].sort()).toEqual([valve, ...more].sort());
      expect(all.get(valve)).toEqual([80, current().baseCurrency]);
    });

    it('leaves out a product that is not there', async () => {
      const { valve, list } = await aLittleCatalog(current());
      expect(await pricesOf(list, [valve, erpRecordId('99999999')])).toEqual(new Map([[valve, [80, current().baseCurrency]]]));
      expect(await pricesOf(list, [])).toEqual(new Map());
    });

    it('asks in the currency of the list', async () => {
      const { valve } = await aLittleCatalog(current());
      const { code, decimals } = current().foreignCurrency;
      const list = await current().catalog.createPriceList('Exportación', code);
      await current().catalog.setListPrice(list, valve, decimals === 0 ? '700' : '700.25');
      expect((await pricesOf(list, [valve])).get(valve)).toEqual([decimals === 0 ? 700 : 700.25, code]);
    });

    it('tells what products cost the company itself, in its currency, and knows which have none or are gone', async () => {
      const { catalog, baseCurrency } = current();
      const known = await catalog.createProduct({ name: 'Con costo', price: '10.00', cost: '6.25' });
      const none = await catalog.createProduct({ name: 'Sin costo', price: '10.00' });
      const gone = await catalog.createProduct({ name: 'Ida', cost: '1.00' });
      await catalog.deleteProduct(gone);
      const costs = async () => {
        const asked = await catalogOf(current().connect()).costsOf([known, none, gone, erpRecordId('99999999')], never);
        return new Map([...asked].map(([id, cost]) => [id, cost && [decimal(cost.amount), cost.currency]]));
      };
      expect(await costs()).toEqual(
        new Map<ErpRecordId, unknown>([
          [known, [6.25, baseCurrency]],
          [none, null],
        ]),
      );
      await catalog.setCost(known, '7.00');
      expect((await costs()).get(known)).toEqual([7, baseCurrency]);
      expect(await catalogOf(current().connect()).costsOf([], never)).toEqual(new Map());
    });

    it('tells the cost of as many products as may be asked at once', async () => {
      const ids: ErpRecordId[] = [];
      for (let n = 0; n < PRICED_AT_ONCE; n++) ids.push(await current().catalog.createProduct({ name: `Producto ${n}`, cost: '2.00' }));
      const costs = await catalogOf(current().connect()).costsOf(ids, never);
      expect([costs.size, ...new Set([...costs.values()].map((cost) => decimal(cost?.amount)))]).toEqual([PRICED_AT_ONCE, 2]);
    });

    it('computes a percentage and a formula, where lists have them', async () => {
      const { valve, visit } = await aLittleCatalog(current());
      const { addPercentageRule, addFormulaRule, createPriceList } = current().catalog;
      const list = await createPriceList('Reglas');
      if (!addPercentageRule || !addFormulaRule) return;
      await addPercentageRule(list, '10');
      await addFormulaRule(list, valve, { discount: '25', surcharge: '1.50' });
      const prices = await pricesOf(list, [valve, visit]);
      expect([prices.get(valve)?.[0], prices.get(visit)?.[0]]).toEqual([76.5, 45]);
    });
  });
}
