import { cents } from '../money.ts';
import type { Amount } from '../money.ts';
import type { ItemRow, Row } from '../rows.ts';
import type { CompanyStore, Tx } from '../store.ts';
import { currencyCode } from './currencies.ts';

export interface ItemInput {
  /** Default the next of `A00001`. */
  code?: string;
  name: string;
  foreignName?: string | null;
  /** `User_Text`, the remarks that documents take over. */
  text?: string | null;
  barcode?: string | null;
  /** Of the first price list, in the company's own currency. */
  price?: Amount;
  /** Of one inventory unit, in the company's own currency; default none. */
  cost?: Amount;
  /** Of which so many were there from the beginning, in the general warehouse. */
  openingStock?: number;
  /** Number of an item group; default the first. */
  group?: number;
  /** What it is sold in. */
  unit?: string | null;
  /** Inventory units in one sales unit; default 1. */
  unitsPerSale?: number;
  /** Default true. */
  isSold?: boolean;
  /** Default true; false: nobody counts it. */
  isStocked?: boolean;
  /** Default goods. */
  kind?: 'goods' | 'service' | 'labour' | 'asset';
  /** Of `SalesTaxCodes` or `VatGroups`, whichever the localisation has; default the usual one. */
  tax?: string | null;
  valid?: boolean;
  validFrom?: string | null;
  validTo?: string | null;
  frozen?: boolean;
  frozenFrom?: string | null;
  frozenTo?: string | null;
  userFields?: Readonly<Record<string, string | number>>;
}

export interface PriceListInput {
  name: string;
  /** ISO code; default the company's. */
  currency?: string;
  /** Number of the list it is computed from; default itself. */
  base?: number;
  /** Default 1. */
  factor?: number;
  active?: boolean;
}

const FIRST_LIST = 1;
const FIRST_GROUP = 100;
const FIRST_WAREHOUSE = '01';
/** Localisations with tax codes; the others have VAT groups. */
const WITH_TAX_CODES = ['MX', 'US'];

/** What a new company database comes with. */
export function addCatalogBasics(tx: Tx): void {
  tx.put('ItemGroups', FIRST_GROUP, { Number: FIRST_GROUP, GroupName: 'Artículos' });
  tx.put('Warehouses', FIRST_WAREHOUSE, warehouseRow(FIRST_WAREHOUSE, 'Almacén general'));
  tx.put('PriceLists', FIRST_LIST, priceListRow(tx.store, FIRST_LIST, { name: 'Lista de precios 01' }));
  if (WITH_TAX_CODES.includes(tx.store.facts.Country)) {
    for (const [Code, Name, Rate] of [['IVAT16', 'IVA trasladado 16 %', 16] as const, ['IVAT0', 'IVA trasladado 0 %', 0] as const])
      tx.put('SalesTaxCodes', Code, { Code, Name, Rate, ValidForAR: 'tYES', ValidForAP: 'tNO', Inactive: 'tNO' });
    return;
  }
  tx.put('VatGroups', 'R3', {
    Code: 'R3',
    Name: 'IVA repercutido general',
    Category: 'bovcOutputTax',
    Inactive: 'tNO',
    VatGroups_Lines: [
      { Effectivefrom: '2000-01-01', Rate: 18 },
      { Effectivefrom: '2012-09-01', Rate: 21 },
    ],
  });
}

export function addItem(tx: Tx, input: ItemInput): ItemRow {
  const code = input.code ?? `A${String(tx.store.next('ItemCode')).padStart(5, '0')}`;
  if (tx.find('Items', code)) throw new Error(`1470000311 - Item code '${code}' already exists`);
  const starts = tx.store.options.updateDateStartsEmpty;
  const hasTaxCodes = WITH_TAX_CODES.includes(tx.store.facts.Country);
  const item: ItemRow = {
    ItemCode: code,
    ItemName: input.name,
    ForeignName: null,
    ItemsGroupCode: FIRST_GROUP,
    SalesVATGroup: hasTaxCodes ? null : 'R3',
    ArTaxCode: hasTaxCodes ? 'IVAT16' : null,
    VatLiable: 'tYES',
    PurchaseItem: 'tYES',
    SalesItem: 'tYES',
    InventoryItem: 'tYES',
    ItemType: 'itItems',
    ItemClass: 'itcMaterial',
    SalesUnit: null,
    SalesItemsPerUnit: 1,
    InventoryUOM: null,
    AvgStdPrice: 0,
    UoMGroupEntry: -1,
    Valid: 'tNO',
    Frozen: 'tNO',
    DefaultWarehouse: FIRST_WAREHOUSE,
    QuantityOnStock: input.openingStock ?? 0,
    QuantityOrderedByCustomers: 0,
    QuantityOrderedFromVendors: 0,
    CreateDate: tx.stamp.date,
    CreateTime: tx.stamp.time,
    UpdateDate: starts ? null : tx.stamp.date,
    UpdateTime: starts ? null : tx.stamp.time,
    DataVersion: 1,
    ItemPrices: tx.store.list('PriceLists').map((list) => noPrice(list)),
    ItemWarehouseInfoCollection: tx.store.list('Warehouses').map(({ WarehouseCode }) => ({
      ...noStock(code, String(WarehouseCode)),
      InStock: WarehouseCode === FIRST_WAREHOUSE ? (input.openingStock ?? 0) : 0,
    })),
    ...fieldsOf(tx.store, input),
  };
  tx.put('Items', code, item);
  if (input.price !== undefined) priceItem(tx, { code, list: FIRST_LIST, amount: input.price });
  return tx.get('Items', code);
}

export function changeItem(tx: Tx, code: string, changes: Partial<ItemInput>): void {
  tx.patch('Items', code, { ...fieldsOf(tx.store, changes), ...touched(tx, code) });
}

const touched = (tx: Tx, code: string): Partial<ItemRow> => ({
  UpdateDate: tx.stamp.date,
  UpdateTime: tx.stamp.time,
  DataVersion: tx.get('Items', code).DataVersion + 1,
});

function fieldsOf(store: CompanyStore, input: Partial<ItemInput>): Partial<ItemRow> {
  const yesNo = (value: boolean | undefined) => (value === undefined ? undefined : value ? 'tYES' : 'tNO');
  const taxField = WITH_TAX_CODES.includes(store.facts.Country) ? 'ArTaxCode' : 'SalesVATGroup';
  const given: Record<string, Row[string]> = {
    ItemName: input.name,
    ForeignName: input.foreignName,
    User_Text: input.text,
    BarCode: input.barcode,
    ItemsGroupCode: input.group,
    SalesUnit: input.unit,
    SalesItemsPerUnit: input.unitsPerSale,
    AvgStdPrice: input.cost === undefined ? undefined : Number(input.cost),
    SalesItem: yesNo(input.isSold),
    InventoryItem: yesNo(input.isStocked),
    ItemType: input.kind && { goods: 'itItems', service: 'itItems', labour: 'itLabor', asset: 'itFixedAssets' }[input.kind],
    ItemClass: input.kind && (input.kind === 'service' ? 'itcService' : 'itcMaterial'),
    [taxField]: input.tax,
    Valid: yesNo(input.valid),
    ValidFrom: input.validFrom,
    ValidTo: input.validTo,
    Frozen: yesNo(input.frozen),
    FrozenFrom: input.frozenFrom,
    FrozenTo: input.frozenTo,
    ...input.userFields,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<ItemRow>;
}

export function addItemGroup(tx: Tx, name: string): number {
  const number = tx.store.next('ItemGroups', FIRST_GROUP + 1);
  tx.put('ItemGroups', number, { Number: number, GroupName: name });
  return number;
}

export function addPriceList(tx: Tx, input: PriceListInput): number {
  const number = tx.store.next('PriceLists', FIRST_LIST + 1);
  const list = priceListRow(tx.store, number, input);
  tx.put('PriceLists', number, list);
  for (const { ItemCode, ItemPrices } of tx.store.list('Items')) {
    const base = ItemPrices.find(({ PriceList }) => PriceList === list.BasePriceList);
    tx.patch('Items', ItemCode, { ItemPrices: [...ItemPrices, base ? computed(list, base) : noPrice(list)] });
  }
  return number;
}

/**
 * In the window of the item, or in that of the price list. Lists computed from this one follow, and only where somebody entered a price by
 * hand they keep it. Zero: no price.
 */
export function priceItem(
  tx: Tx,
  { code, list, amount, currency }: { code: string; list: number; amount: Amount; currency?: string | undefined },
): void {
  const own = tx.get('PriceLists', list);
  const books = currency ? currencyCode(tx.store, currency) : String(own.DefaultPrimeCurrency);
  const price = Number(amount) === 0 ? noPrice(own) : { ...noPrice(own), Price: Number(amount), Currency: books, _isByHand: 1 };
  let prices = withPrice(tx.get('Items', code).ItemPrices, price);
  for (const changed = [list]; changed.length > 0;) {
    const base = changed.shift();
    for (const dependent of tx.store.list('PriceLists')) {
      if (dependent.BasePriceList !== base || dependent.PriceListNo === base) continue;
      const before = prices.find(({ PriceList }) => PriceList === dependent.PriceListNo);
      if (before?._isByHand) continue;
      prices = withPrice(prices, computed(dependent, prices.find(({ PriceList }) => PriceList === base) as Row));
      changed.push(Number(dependent.PriceListNo));
    }
  }
  tx.patch('Items', code, { ItemPrices: prices, ...(tx.store.options.priceTouchesItem && touched(tx, code)) });
}

const withPrice = (prices: readonly Row[], price: Row): Row[] =>
  prices.some(({ PriceList }) => PriceList === price.PriceList)
    ? prices.map((one) => (one.PriceList === price.PriceList ? price : one))
    : [...prices, price];

function computed(list: Row, base: Row): Row {
  if (!base.Price) return noPrice(list);
  return { ...noPrice(list), Price: Math.round(cents(Number(base.Price)) * Number(list.Factor)) / 100, Currency: base.Currency };
}

const noPrice = ({ PriceListNo, BasePriceList, Factor }: Row): Row => ({
  PriceList: PriceListNo,
  Price: 0,
  Currency: null,
  AdditionalPrice1: 0,
  AdditionalCurrency1: null,
  AdditionalPrice2: 0,
  AdditionalCurrency2: null,
  BasePriceList,
  Factor,
  UoMPrices: [],
});

function priceListRow(store: CompanyStore, number: number, { name, currency, base, factor, active }: PriceListInput): Row {
  return {
    PriceListNo: number,
    PriceListName: name,
    BasePriceList: base ?? number,
    Factor: factor ?? 1,
    IsGrossPrice: 'tNO',
    Active: active === false ? 'tNO' : 'tYES',
    ValidFrom: null,
    ValidTo: null,
    RoundingMethod: 'borm_NoRounding',
    GroupNum: 'boplgn_Group1',
    DefaultPrimeCurrency: currency ? currencyCode(store, currency) : store.facts.LocalCurrency,
    DefaultAdditionalCurrency1: null,
    DefaultAdditionalCurrency2: null,
  };
}

export function addWarehouse(tx: Tx, { code, name, branch }: { code?: string | undefined; name: string; branch?: number }): string {
  const own = code ?? String(tx.store.next('Warehouses', 2)).padStart(2, '0');
  tx.put('Warehouses', own, { ...warehouseRow(own, name), BusinessPlaceID: branch ?? null });
  for (const { ItemCode, ItemWarehouseInfoCollection } of tx.store.list('Items'))
    tx.patch('Items', ItemCode, { ItemWarehouseInfoCollection: [...ItemWarehouseInfoCollection, noStock(ItemCode, own)] });
  return own;
}

const warehouseRow = (code: string, name: string): Row => ({ WarehouseCode: code, WarehouseName: name, Inactive: 'tNO', DropShip: 'tNO' });

export const noStock = (code: string, warehouse: string): Row => ({
  ItemCode: code,
  WarehouseCode: warehouse,
  InStock: 0,
  Committed: 0,
  Ordered: 0,
  Locked: 'tNO',
  MinimalStock: 0,
  MaximalStock: 0,
  ItemCycleCounts: [],
});
