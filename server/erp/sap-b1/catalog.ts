import { z } from 'zod';
import type { CatalogChoices, CatalogSupport, ListedPrice } from '../shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import { companyWith } from './company.ts';
import type { Connection } from './connection.ts';
import { failures, REQUEST_REFUSED } from './errors.ts';
import { isInForce, RawGroup, readPriceLists, readSet } from './item-references.ts';
import { itemsByCode, type ItemFields } from './items.ts';
import { hasPrice, listedPrice } from './prices.ts';
import { Amount, Text, YesNo } from './raw.ts';
import { plainDecimal } from '../shared/money.ts';
import { askAboutProducts } from '../shared/refused-question.ts';
import { fieldsOf, readableRows, rowsOf } from '../shared/rows.ts';
import { UnreadableError } from '../shared/unreadable-error.ts';
import { todayOf } from '../shared/today.ts';

const RawWarehouse = z.object({ WarehouseCode: z.string().min(1), WarehouseName: Text, Inactive: YesNo });
const RawPriced = z.object({ ItemCode: z.string().min(1), ItemPrices: z.array(z.unknown()) });
const RawPrice = z.object({ PriceList: z.number().int(), Price: z.number().nullish(), Currency: Text });
const RawCosted = z.object({ ItemCode: z.string().min(1), AvgStdPrice: z.number().nullish(), SalesItemsPerUnit: Amount });
/** Blocked items and those that are not sold still have a price, and a cost. */
const FIELDS: ItemFields = { select: fieldsOf(RawPriced), size: 100 };
const COST_FIELDS: ItemFields = { select: fieldsOf(RawCosted), size: 100 };

/** What an administrator chooses from, and what a list asks for an item. */
export const createCatalog = (connection: Connection): CatalogSupport => ({
  choices: (signal) => readChoices(connection, signal),
  pricesOf: (listId, ids, signal) => askAboutProducts(pricesOf(connection, listId, ids, signal), REFUSED_QUESTIONS),
  costsOf: (ids, signal) => askAboutProducts(costsOf(connection, ids, signal), REFUSED_QUESTIONS),
});

/** One of the codes may break the query. */
const REFUSED_QUESTIONS = [REQUEST_REFUSED];

async function readChoices(connection: Connection, signal: AbortSignal): Promise<CatalogChoices> {
  const { client, settings } = connection;
  const lists = (await readPriceLists(client, signal)).filter((list) => isInForce(list, todayOf(connection)));
  const company = await companyWith(
    connection.company,
    lists.map(({ DefaultPrimeCurrency }) => DefaultPrimeCurrency),
    signal,
  );
  const warehouses = await readSet(client, { set: 'Warehouses', key: 'WarehouseCode', select: fieldsOf(RawWarehouse) }, signal);
  const groups = await readSet(client, { set: 'ItemGroups', key: 'Number', select: fieldsOf(RawGroup) }, signal);
  return {
    priceLists: lists.map(({ PriceListNo, PriceListName, DefaultPrimeCurrency }) => ({
      id: String(PriceListNo),
      name: PriceListName ?? String(PriceListNo),
      currency: DefaultPrimeCurrency === null ? null : (company.currency(DefaultPrimeCurrency)?.code ?? null),
    })),
    warehouses: readableRows(RawWarehouse, warehouses)
      .filter(({ Inactive }) => !Inactive)
      .map(({ WarehouseCode, WarehouseName }) => ({ id: WarehouseCode, name: WarehouseName ?? WarehouseCode })),
    categories: readableRows(RawGroup, groups).map(({ Number: number, GroupName }) => ({
      id: String(number),
      name: GroupName ?? String(number),
    })),
    tags: [],
    companies: [{ id: settings.companyDb, name: company.name || settings.companyDb }],
  };
}

export async function pricesOf(
  connection: Connection,
  listId: string,
  ids: readonly ErpRecordId[],
  signal: AbortSignal,
): Promise<Map<ErpRecordId, ListedPrice | null>> {
  const items = (await itemsByCode(connection, FIELDS, ids, signal)).map(pricedItem);
  const asked = items.map(({ ItemCode, ItemPrices }) => {
    const price = readableRows(RawPrice, ItemPrices).find(({ PriceList }) => String(PriceList) === listId);
    return { id: erpRecordId(ItemCode), price: price && hasPrice(price) ? price : null };
  });
  const company = await companyWith(
    connection.company,
    asked.map(({ price }) => price?.Currency),
    signal,
  );
  const lists = await connection.references.priceLists(
    asked.flatMap(({ price }) => price?.PriceList ?? []),
    signal,
  );
  const inForce = (list: number): boolean => {
    const found = lists.get(list);
    return found !== undefined && isInForce(found, todayOf(connection));
  };
  return new Map(
    asked.map(({ id, price }) => [
      id,
      price && inForce(price.PriceList) ? readablePrice(price, lists.get(price.PriceList), company) : null,
    ]),
  );
}

/** In the company's own currency. Zero: it has none, or each warehouse has its own. */
async function costsOf(
  connection: Connection,
  ids: readonly ErpRecordId[],
  signal: AbortSignal,
): Promise<Map<ErpRecordId, ListedPrice | null>> {
  const items = await itemsByCode(connection, COST_FIELDS, ids, signal);
  const { base } = await connection.company.get(signal);
  return new Map(
    rowsOf(RawCosted)
      .parse(items)
      .map(({ ItemCode, AvgStdPrice: cost, SalesItemsPerUnit: units }) => [
        erpRecordId(ItemCode),
        cost ? { amount: inSalesUnits(cost, units), currency: base.code } : null,
      ]),
  );
}

/** It is kept for an inventory unit, of which a sales unit may hold several. */
const inSalesUnits = (cost: number, units: number): string => plainDecimal(units > 0 ? Number((cost * units).toFixed(6)) : cost);

/** One that is left out would be taken for deleted, and one without prices for one that costs nothing known. */
function pricedItem(row: unknown): z.output<typeof RawPriced> {
  const { data } = RawPriced.safeParse(row);
  if (!data) throw failures.unexpectedAnswer('The prices of an item cannot be understood', 'ItemPrices');
  return data;
}

/** One that cannot be understood is told where prices are read. */
function readablePrice(...given: Parameters<typeof listedPrice>): ListedPrice | null {
  try {
    return listedPrice(...given);
  } catch (error) {
    if (error instanceof UnreadableError) return null;
    throw error;
  }
}
