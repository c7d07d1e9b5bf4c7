import { add, compare, divide, isZero, multiply, negate, subtract } from '../../shared/decimals.ts';
import type { OrderLine } from '../shared/contract.ts';
import type { RawItemCondition, RawSalesItem } from './order-records.ts';
import { ofOne } from './unit-prices.ts';
import { decimalsOf } from './values.ts';

/** What is looked at of an item and of its conditions. */
type PricedItem = Pick<RawSalesItem, 'RequestedQuantity' | 'RequestedQuantityUnit' | 'TransactionCurrency' | 'NetAmount' | 'TaxAmount'>;
type Condition = Pick<
  RawItemCondition,
  | 'ConditionType'
  | 'ConditionClass'
  | 'ConditionRateValue'
  | 'ConditionCurrency'
  | 'ConditionQuantity'
  | 'ConditionQuantityUnit'
  | 'ConditionAmount'
>;

const CLASS = { discount: 'A', price: 'B', tax: 'D' } as const;
const ofClass = (conditions: readonly Condition[], name: keyof typeof CLASS): Condition[] =>
  conditions.filter(({ ConditionClass }) => ConditionClass === CLASS[name]);
const amountOf = (conditions: readonly Condition[]): string =>
  add('0', ...conditions.flatMap(({ ConditionAmount }) => ConditionAmount ?? []));

/** As many digits as it has. */
const short = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
const DIGITS = 5;

/**
 * What one costs before discounts, and the discount in percent: as the conditions say where they come out at the net amount, else what follows
 * from that amount.
 */
export function priceOf(item: PricedItem, conditions: readonly Condition[]): Pick<OrderLine, 'unitPrice' | 'discount'> {
  const prices = ofClass(conditions, 'price');
  const discounts = ofClass(conditions, 'discount').filter(({ ConditionAmount }) => !isZero(ConditionAmount ?? '0'));
  const [gross, less] = [amountOf(prices), negate(amountOf(discounts))];
  const isTold = compare(subtract(gross, less), item.NetAmount) === 0 && compare(less, '0') >= 0 && !isZero(gross);
  if (!isTold) return { unitPrice: ofEach(item, item.NetAmount), discount: '0' };
  return { unitPrice: rateOf(item, prices) ?? ofEach(item, gross), discount: isZero(less) ? '0' : percentOf(discounts, { less, gross }) };
}

const ofEach = ({ RequestedQuantity: quantity }: PricedItem, amount: string): string =>
  isZero(quantity) ? amount : atLeastDecimals(divide(amount, quantity, DIGITS), decimalsOf(amount));

/** As many decimals as the amount was written with, and more where they say something. */
function atLeastDecimals(text: string, decimals: number): string {
  const plain = short(text);
  const [whole = '', fraction = ''] = plain.split('.');
  const digits = fraction.padEnd(decimals, '0');
  return digits === '' ? whole : `${whole}.${digits}`;
}

/** One price in the currency and unit of the item says it itself. */
function rateOf(item: PricedItem, [price, ...others]: readonly Condition[]): string | null {
  if (!price?.ConditionRateValue || others.length > 0) return null;
  const { ConditionRateValue: rate, ConditionCurrency: currency, ConditionQuantity: per, ConditionQuantityUnit: unit } = price;
  if (currency !== item.TransactionCurrency || unit !== item.RequestedQuantityUnit || decimalsOf(short(rate)) > DIGITS) return null;
  return ofOne(short(rate), { per: per ?? '1', decimals: Math.min(DIGITS, decimalsOf(item.NetAmount)) });
}

/** One discount in percent says it itself. */
function percentOf([discount, ...others]: readonly Condition[], { less, gross }: { less: string; gross: string }): string {
  const rate = discount?.ConditionRateValue;
  if (rate && others.length === 0 && discount.ConditionCurrency === null) return short(rate.replace('-', ''));
  return short(divide(multiply(less, '100'), gross, DIGITS));
}

/** Orders tell the tax of an item, quotations only its conditions. */
export const taxOf = ({ TaxAmount }: PricedItem, conditions: readonly Condition[]): string =>
  TaxAmount ?? amountOf(ofClass(conditions, 'tax'));

/** `MWST 16%` */
export const taxesOf = (conditions: readonly Condition[]): string[] => [
  ...new Set(
    ofClass(conditions, 'tax').flatMap(({ ConditionType: type, ConditionRateValue: rate }) =>
      type === null ? [] : `${type}${rate ? ` ${short(rate)}%` : ''}`,
    ),
  ),
];
