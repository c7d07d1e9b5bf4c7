import { refused } from '../errors.ts';
import { text } from '../money.ts';
import { decimalsOf } from '../odata/values.ts';
import { keyOf, type Row, type Tx } from '../store.ts';
import { priceOfOne, rateText } from './materials.ts';

/** What conditions have to know of the documents they belong to. */
export interface Priceable {
  set: 'A_SalesQuotation' | 'A_SalesOrder';
  items: 'A_SalesQuotationItem' | 'A_SalesOrderItem';
  /** Conditions of items. */
  conditions: 'A_SalesQuotationItemPrcgElmnt' | 'A_SalesOrderItemPrElement';
  number: 'SalesQuotation' | 'SalesOrder';
  item: 'SalesQuotationItem' | 'SalesOrderItem';
}

/** Types of conditions: price of the list, price by hand, discount by hand, value added tax. Each stands at its step of the procedure. */
export const CONDITIONS = { list: 'PPR0', manual: 'PMP0', discount: 'DRG1', tax: 'MWST' } as const;
const STEPS: Readonly<Record<string, string>> = { PPR0: '010', PMP0: '020', DRG1: '100', MWST: '800' };
const TAX_PERCENT = 16;

/** What is entered by hand: `per` so many units; a discount in percent, above or below zero. */
export interface Entered {
  type: string;
  rate: string;
  per?: string;
}

export function putAutomatic(tx: Tx, kind: Priceable, key: string): void {
  const item = tx.get(kind.items, key);
  const head = tx.get(kind.set, String(item[kind.number]));
  const currency = String(head['TransactionCurrency']);
  const rate = priceOfOne(tx, {
    material: String(item['Material']),
    area: { organisation: String(head['SalesOrganization']), channel: String(head['DistributionChannel']) },
    customer: String(head['SoldToParty']),
    priceListType: String(head['PriceListType'] ?? ''),
    currency,
  });
  if (rate !== null) put(tx, kind, key, { type: CONDITIONS.list, rate });
  put(tx, kind, key, { type: CONDITIONS.tax, rate: String(TAX_PERCENT) });
}

/** A condition that people, or a service, may enter; another one of its type takes the place of the one that is there. */
export function enter(tx: Tx, kind: Priceable, key: string, { type, rate, per = '1' }: Entered): Row {
  if (type !== CONDITIONS.manual && type !== CONDITIONS.discount)
    throw refused('VE/111', `Condition type ${type} cannot be entered by hand`, 'ConditionType');
  if (!(Number(per) > 0)) throw refused('VE/103', 'Enter a pricing unit', 'ConditionQuantity');
  return put(tx, kind, key, { type, rate, per });
}

export function changeEntered(tx: Tx, kind: Priceable, row: Row, changes: Row): void {
  demandByHand(row);
  const rate = String(changes['ConditionRateValue'] ?? row['ConditionRateValue']);
  const per = String(changes['ConditionQuantity'] ?? row['ConditionQuantity'] ?? '1');
  enter(tx, kind, itemKeyOf(kind, row), { type: String(row['ConditionType']), rate, per });
}

export function removeEntered(tx: Tx, kind: Priceable, row: Row): void {
  demandByHand(row);
  tx.remove(kind.conditions, keyOf(row));
}

export const itemKeyOf = (kind: Priceable, row: Row): string => `${String(row[kind.number])}/${String(row[kind.item])}`;

function demandByHand(row: Row): void {
  if (row['ConditionIsManuallyChanged'] !== true)
    throw refused('VE/110', `Condition ${String(row['ConditionType'])} cannot be changed by hand`, 'ConditionType');
}

function put(tx: Tx, kind: Priceable, key: string, { type, rate, per = '1' }: Entered): Row {
  const item = tx.get(kind.items, key);
  const head = tx.get(kind.set, String(item[kind.number]));
  const currency = String(head['TransactionCurrency']);
  const isPrice = type === CONDITIONS.list || type === CONDITIONS.manual;
  const unit = String(item['RequestedQuantityUnit']);
  const path = `${key}/${STEPS[type]}`;
  return tx.put(kind.conditions, path, {
    ...{ [kind.number]: item[kind.number], [kind.item]: item[kind.item] },
    ...{ PricingProcedureStep: STEPS[type], PricingProcedureCounter: '001', ConditionType: type, TransactionCurrency: currency },
    ConditionClass: isPrice ? 'B' : type === CONDITIONS.tax ? 'D' : 'A',
    ConditionCalculationType: isPrice ? 'C' : 'A',
    // A discount is kept below zero, whichever way it is entered.
    ConditionRateValue: rateText(type === CONDITIONS.discount ? `-${rate.replace('-', '')}` : rate, isPrice ? currency : null),
    ...(isPrice && { ConditionCurrency: currency, ConditionQuantity: per, ConditionQuantityUnit: unit, ConditionQuantitySAPUnit: unit }),
    ConditionIsManuallyChanged: type === CONDITIONS.manual || type === CONDITIONS.discount,
  });
}

/** In whole units of the currency's smallest coin; each condition is rounded and tells its share. */
export function price(tx: Tx, kind: Priceable, key: string): { net: number; tax: number } {
  const item = tx.get(kind.items, key);
  const currency = String(tx.get(kind.set, String(item[kind.number]))['TransactionCurrency']);
  const at = (type: string): Row | undefined => tx.find(kind.conditions, `${key}/${STEPS[type]}`);
  const [list, manual, discount, tax] = [CONDITIONS.list, CONDITIONS.manual, CONDITIONS.discount, CONDITIONS.tax].map(at);
  const valueAt = (row: Row | undefined): number =>
    Math.round(
      (Number(row?.['ConditionRateValue'] ?? 0) / Number(row?.['ConditionQuantity'] ?? 1)) *
        Number(item['RequestedQuantity']) *
        10 ** decimalsOf(currency),
    );
  const gross = valueAt(manual ?? list);
  const off = Math.round((gross * Number(discount?.['ConditionRateValue'] ?? 0)) / 100);
  const taxed = Math.round(((gross + off) * Number(tax?.['ConditionRateValue'] ?? 0)) / 100);
  const tell = (row: Row | undefined, amount: number, isActive = true): void => {
    if (!row) return;
    const path = `${key}/${String(row['PricingProcedureStep'])}`;
    tx.patch(kind.conditions, path, { ConditionAmount: text(amount, currency), ConditionInactiveReason: isActive ? '' : 'A' });
  };
  tell(list, valueAt(list), manual === undefined);
  tell(manual, gross);
  tell(discount, off);
  tell(tax, taxed);
  return { net: gross + off, tax: taxed };
}
