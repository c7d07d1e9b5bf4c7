import { refused } from '../errors.ts';
import { minor, text } from '../money.ts';
import { decimalsOf } from '../odata/values.ts';
import { keyOf, type Row, type Tx } from '../store.ts';
import { addPrice, CONDITIONS as PRICE_RECORDS, VALIDITIES } from './pricing.ts';
import { addProduct } from './products.ts';
import { moveStock, STOCK } from './stock.ts';

export interface MaterialInput {
  material: string;
  text: string;
  /** Net list price of one, in the currency of the first company code. */
  price: string;
  /** Default PC. */
  unit?: string;
  /** In stock; default more than anybody asks for. */
  available?: number;
}

export function addMaterial(tx: Tx, { material, text: words, price, unit, available = 1_000 }: MaterialInput): void {
  addProduct(tx, { number: material, name: words, ...(unit !== undefined && { unit }) });
  const [company] = tx.store.companies.values();
  addPrice(tx, { product: material, amount: price, currency: company?.currency ?? 'MXN' });
  moveStock(tx, { product: material, place: '1010/101A', quantity: available });
}

/** Where something is sold. */
interface SalesArea {
  organisation: string;
  channel: string;
}

interface Material {
  text: string;
  unit: string;
  /** Goods, which are delivered; of services nobody counts how many there are. */
  isCounted: boolean;
}

/** What a sales area knows of a product that it sells; what is marked for deletion, or not in the area, cannot be entered. */
export function materialIn(tx: Tx, code: string, { organisation, channel }: SalesArea): Material | null {
  const product = tx.find('A_Product', code);
  const view = tx.find('A_ProductSalesDelivery', `${code}\t${organisation}\t${channel}`);
  if (!product || !view || product['IsMarkedForDeletion'] === true || view['IsMarkedForDeletion'] === true) return null;
  const name = tx.find('A_ProductDescription', `${code}\tES`) ?? tx.find('A_ProductDescription', `${code}\tEN`);
  return { text: String(name?.['ProductDescription'] ?? ''), unit: String(product['BaseUnit']), isCounted: isCounted(product) };
}

interface Priced {
  material: string;
  area: SalesArea;
  customer: string;
  priceListType: string;
  currency: string;
}

/** A price of one unit by the records in force, the narrowest first: of the customer, of the list, everybody's. Null: there is none. */
export function priceOfOne(tx: Tx, { material, area, customer, priceListType, currency }: Priced): string | null {
  const inForce = tx.by(VALIDITIES, 'Material', material).filter((row) => isInForce(row, tx.stamp.today) && isOfArea(row, area));
  const keys = [
    (row: Row) => row['Customer'] === customer,
    (row: Row) => priceListType !== '' && row['PriceListType'] === priceListType && row['Customer'] === '',
    (row: Row) => row['PriceListType'] === '' && row['Customer'] === '',
  ];
  const records = keys.flatMap((isMeant) => inForce.filter(isMeant)).map((row) => tx.get(PRICE_RECORDS, String(row['ConditionRecord'])));
  const [record] = records.filter((row) => row['ConditionIsDeleted'] !== true);
  if (!record) return null;
  const rate = rateFor(tx, String(record['ConditionCurrency']), currency);
  return ((Number(record['ConditionRateValue']) * rate) / Number(record['ConditionQuantity'] ?? 1)).toFixed(decimalsOf(currency));
}

const isInForce = (row: Row, day: string): boolean =>
  String(row['ConditionValidityStartDate']) <= day && String(row['ConditionValidityEndDate']) >= day;
const isOfArea = (row: Row, { organisation, channel }: SalesArea): boolean =>
  row['SalesOrganization'] === organisation && row['DistributionChannel'] === channel;

/** A document in a currency that nobody entered a rate for is refused. */
export function rateFor(tx: Tx, from: string, to: string): number {
  const { rates } = tx.store;
  if (rates.has(`${to}/${from}`) && !rates.has(`${from}/${to}`)) return 1 / tx.store.rate(to, from, tx.stamp.today);
  try {
    return tx.store.rate(from, to, tx.stamp.today);
  } catch (error) {
    throw refused('SG/105', String((error as Error).message), 'TransactionCurrency');
  }
}

/** What the check of availability can still confirm: stock that is free to be used, less what other items were promised. Null: it is not counted. */
export function freeStock(tx: Tx, material: string, except: string): number | null {
  const product = tx.find('A_Product', material);
  if (!product || !isCounted(product)) return null;
  const stock = tx.by(STOCK, 'Material', material).filter(isFree);
  const promised = tx
    .by('A_SalesOrderItem', 'Material', material)
    .filter((row) => keyOf(row) !== except)
    .flatMap((row) => tx.by('A_SalesOrderScheduleLine', 'SalesOrder', row['SalesOrder']).filter((line) => isOf(line, row)));
  return sum(stock, 'MatlWrhsStkQtyInMatlBaseUnit') - sum(promised, 'OpenConfdDelivQtyInOrdQtyUnit');
}

const isCounted = ({ ProductType: type }: Row): boolean => !['SERV', 'DIEN', 'NLAG'].includes(String(type));
const isFree = (row: Row): boolean => row['InventoryStockType'] === '01' && row['InventorySpecialStockType'] === '';
const isOf = (line: Row, item: Row): boolean => line['SalesOrderItem'] === item['SalesOrderItem'];
const sum = (rows: readonly Row[], field: string): number => rows.reduce((total, row) => total + Number(row[field] ?? 0), 0);

/** A rate as conditions keep it: amounts with the decimals of their currency, percentages with three. */
export const rateText = (rate: string, currency: string | null): string =>
  currency === null
    ? String(Math.round(Number(rate) * 1000) / 1000)
    : text(minor(Number(rate).toFixed(decimalsOf(currency)), currency), currency);
