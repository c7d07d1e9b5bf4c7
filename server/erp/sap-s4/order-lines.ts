import { compare, isZero, multiply, round, trimZeros } from '../../shared/decimals.ts';
import { CURRENCY_DIGITS } from '../../shared/currencies.ts';
import type { NewOrder, NewOrderLine } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import type { RawItemCondition } from './order-records.ts';
import { orderRefusals } from './order-refusals.ts';
import { unitsOfSold } from './product-records.ts';
import { fieldIn, ORDER, type SalesKind } from './sales-kinds.ts';
import { decimalsOf } from './values.ts';

type Properties = Record<string, unknown>;

const LONGEST_TEXT = 40;
export const itemText = (description: string): string => description.slice(0, LONGEST_TEXT).trim();

/** Three digits are kept of a quantity, and of a percentage. */
const DIGITS = 3;
export const quantityText = (quantity: string): string => trimZeros(round(quantity, DIGITS));

/** New items of a document of this kind, priced by the system or by hand. */
export async function newItems(
  connection: Connection,
  { kind, order, lines }: { kind: SalesKind; order: NewOrder; lines: readonly NewOrderLine[] },
  signal: AbortSignal,
): Promise<Properties[]> {
  const place = placeOf(kind, order);
  const units = await requireSold(connection, lines, signal);
  return lines.map((line) => {
    const unit = units.get(line.productId) ?? null;
    const conditions = conditionsOf(connection, line, { currency: order.currency, unit });
    return {
      Material: line.productId,
      RequestedQuantity: quantityText(line.quantity),
      // Somebody's own unit of sales would be meant otherwise.
      ...(unit !== null && { RequestedQuantityUnit: unit }),
      ...(line.description !== null && { [fieldIn(kind, 'SalesOrderItemText')]: itemText(line.description) }),
      ...place,
      ...(conditions.length > 0 && { to_PricingElement: { results: conditions } }),
    };
  });
}

/** Units of what is there and sold somewhere; whether it is in this sales area, the system says. */
async function requireSold(
  connection: Connection,
  lines: readonly NewOrderLine[],
  signal: AbortSignal,
): Promise<Map<string, string | null>> {
  const codes = [...new Set(lines.map(({ productId }) => productId))];
  const units = await unitsOfSold(connection, codes, signal);
  const missing = codes.find((code) => !units.has(code));
  if (missing !== undefined) throw orderRefusals.productNotSold(missing);
  return units;
}

/** A place of stock is a plant with a storage location, which quotations have not. */
function placeOf(kind: SalesKind, { warehouseId }: Pick<NewOrder, 'warehouseId'>): Properties {
  if (warehouseId === null) return {};
  const [, plant, location = ''] = /^(\w{1,4})(?:\/(\w{0,4}))?$/.exec(warehouseId) ?? [];
  if (plant === undefined) throw orderRefusals.noSuchChoice(`Plant ${warehouseId}`);
  return kind === ORDER ? { ProductionPlant: plant, ...(location !== '' && { StorageLocation: location }) } : { Plant: plant };
}

// ── prices ──

interface Entered {
  ConditionType: string;
  /** Decimal text. */
  ConditionRateValue: string;
  ConditionCurrency?: string;
  ConditionQuantity?: string;
  ConditionQuantityUnit?: string;
}

/** Types that may be entered by hand, as SAP delivers them. */
export const priceType = ({ settings }: Pick<Connection, 'settings'>): string => settings.priceCondition ?? 'PMP0';
export const discountType = ({ settings }: Pick<Connection, 'settings'>): string => settings.discountCondition ?? 'DRG1';

/** What somebody agreed on: entered by hand, it outlives every new pricing. Empty: the system's price, with its discounts. */
export function conditionsOf(
  connection: Pick<Connection, 'settings'>,
  { unitPrice, discount }: Pick<NewOrderLine, 'unitPrice' | 'discount'>,
  { currency, unit }: { currency: string; unit: string | null },
): Entered[] {
  if (unitPrice === null) return [];
  const { rate, per } = rateOf(unitPrice, currency);
  const price = {
    ...{ ConditionType: priceType(connection), ConditionRateValue: rate, ConditionCurrency: currency, ConditionQuantity: per },
    ...(unit !== null && { ConditionQuantityUnit: unit }),
  };
  const percent = trimZeros(round(discount ?? '0', DIGITS));
  // A discount stands below zero.
  return isZero(percent) ? [price] : [price, { ConditionType: discountType(connection), ConditionRateValue: `-${percent}` }];
}

const MOST_EXTRA_DIGITS = 3;

/** Amounts have the decimals of their currency; what a price has beyond these is said as the price of ten, a hundred or a thousand. */
function rateOf(unitPrice: string, currency: string): { rate: string; per: string } {
  const decimals = CURRENCY_DIGITS[currency] ?? 2;
  const extra = Math.min(MOST_EXTRA_DIGITS, Math.max(0, decimalsOf(trimZeros(unitPrice)) - decimals));
  const per = String(10 ** extra);
  return { rate: round(multiply(unitPrice, per), decimals), per };
}

/** Whether the document says already what is to be entered. */
export function isEntered(
  { ConditionRateValue, ConditionQuantity, ConditionCurrency, ConditionQuantityUnit }: RawItemCondition,
  wanted: Entered,
): boolean {
  const [rate, per] = [ConditionRateValue ?? '0', ConditionQuantity ?? '1'];
  // A percentage is of nothing.
  if (wanted.ConditionQuantity === undefined) return compare(rate, wanted.ConditionRateValue) === 0;
  const isSame = compare(multiply(rate, wanted.ConditionQuantity), multiply(wanted.ConditionRateValue, per)) === 0;
  const isOfUnit = wanted.ConditionQuantityUnit === undefined || wanted.ConditionQuantityUnit === ConditionQuantityUnit;
  return isSame && isOfUnit && wanted.ConditionCurrency === ConditionCurrency;
}
