import { minor, text } from '../money.ts';
import { decimalsOf, internalNumber } from '../odata/values.ts';
import type { Row, Tx } from '../store.ts';
import { USER } from './partners.ts';

/** Quotations and orders are alike but for their names. */
export interface SalesKind {
  set: 'A_SalesQuotation' | 'A_SalesOrder';
  items: 'A_SalesQuotationItem' | 'A_SalesOrderItem';
  /** Conditions of items. */
  conditions: 'A_SalesQuotationItemPrcgElmnt' | 'A_SalesOrderItemPrElement';
  number: 'SalesQuotation' | 'SalesOrder';
  item: 'SalesQuotationItem' | 'SalesOrderItem';
  /** As documents of the tenant are typed in English. */
  type: 'QT' | 'OR';
  first: number;
}
export const QUOTATION: SalesKind = {
  ...{ set: 'A_SalesQuotation', items: 'A_SalesQuotationItem', conditions: 'A_SalesQuotationItemPrcgElmnt' },
  ...{ number: 'SalesQuotation', item: 'SalesQuotationItem', type: 'QT', first: 20_000_001 },
};
export const ORDER: SalesKind = {
  ...{ set: 'A_SalesOrder', items: 'A_SalesOrderItem', conditions: 'A_SalesOrderItemPrElement' },
  ...{ number: 'SalesOrder', item: 'SalesOrderItem', type: 'OR', first: 500_001 },
};

/** What sales knows of a material; the master record is another matter. */
export interface MaterialInput {
  material: string;
  text: string;
  /** Net list price of one. */
  price: string;
  /** Default that of the first company code. */
  currency?: string;
  /** Default PC. */
  unit?: string;
  /** Confirmed at once, at most; default all that is asked for. */
  available?: number;
}
const MATERIALS = '_Material';

export function putMaterial(tx: Tx, { material, text: words, price, currency, unit = 'PC', available }: MaterialInput): void {
  const own = currency ?? [...tx.store.companies.values()][0]?.currency ?? 'MXN';
  const stock = available === undefined ? '' : String(available);
  tx.put(MATERIALS, material, { material, text: words, price, currency: own, unit, available: stock });
}
export const materialOf = (tx: Tx, material: string): Row | undefined => tx.find(MATERIALS, material);

export interface SalesLine {
  material: string;
  text?: string;
  quantity: string;
  unit?: string;
  /** Of one; left out: the list's. */
  price?: string;
  /** Percent. */
  discount?: string;
  /** Quotation and item that it is drawn from. */
  reference?: { document: string; item: string };
}

/** Types of conditions: price of the list, price by hand, discount by hand, value added tax. */
export const CONDITIONS = { list: 'PPR0', manual: 'PMP0', discount: 'DRG1', tax: 'MWST' } as const;
const TAX_PERCENT = 16;

interface SalesHead {
  company: string;
  /** Number of the customer. */
  soldTo: string;
  currency: string;
  /** Further fields of the head. */
  fields: Row;
}

/** What a tenant makes of new documents. */
export interface SalesHabits {
  /** Net from which on somebody has to approve; null: nothing is. */
  approvalFrom: string | null;
  /** Net of open orders of a customer from which on credit is blocked; null: there is no limit. */
  creditLimit: string | null;
}

export function addDocument(tx: Tx, kind: SalesKind, { company, soldTo, currency, fields }: SalesHead, habits: SalesHabits): string {
  const number = internalNumber(String(tx.store.next(kind.number, kind.first)), 10);
  const area = { SalesOrganization: company, DistributionChannel: '10', OrganizationDivision: '00' };
  const dated = { PricingDate: tx.stamp.today, RequestedDeliveryDate: fields['RequestedDeliveryDate'] ?? tx.stamp.today };
  tx.put(kind.set, number, {
    ...{ ...area, ...dated, SoldToParty: soldTo, TransactionCurrency: currency },
    [kind === ORDER ? 'SalesOrderDate' : 'SalesQuotationDate']: tx.stamp.today,
    [kind === ORDER ? 'SalesOrderType' : 'SalesQuotationType']: kind.type,
    ...fields,
    [kind.number]: number,
    CreatedByUser: fields['CreatedByUser'] ?? USER,
    CreationDate: tx.stamp.day,
  });
  settle(tx, kind, number, habits);
  return number;
}

/** Items are numbered by tens. A manual price stays what it is whenever prices are determined anew. */
export function putLine(tx: Tx, kind: SalesKind, number: string, line: SalesLine): string {
  const taken = tx.by(kind.items, kind.number, number).map((row) => Number(row[kind.item]));
  const item = String(Math.max(0, ...taken) + 10).padStart(6, '0');
  const known = materialOf(tx, line.material);
  const { TransactionCurrency: currency, SoldToParty: _party, SalesOrganization: plant } = tx.get(kind.set, number);
  const unit = line.unit ?? String(known?.['unit'] ?? 'PC');
  tx.put(kind.items, `${number}/${item}`, {
    ...{ [kind.number]: number, [kind.item]: item, Material: line.material },
    [`${kind.item}Text`]: (line.text ?? String(known?.['text'] ?? '')).slice(0, 40),
    [`${kind.item}Category`]: kind === ORDER ? 'TAN' : 'AGN',
    ...{ RequestedQuantity: line.quantity, RequestedQuantityUnit: unit, RequestedQuantitySAPUnit: unit },
    ...(kind === ORDER && { OrderQuantityUnit: unit, OrderQuantitySAPUnit: unit, ProductionPlant: plant }),
    ...{ TransactionCurrency: currency, ReferenceSDDocument: line.reference?.document ?? '' },
    ...{ ReferenceSDDocumentItem: line.reference?.item ?? '', SDProcessStatus: 'A', SalesDocumentRjcnReason: '' },
  });
  const put = (step: string, row: Row) =>
    tx.put(kind.conditions, `${number}/${item}/${step}`, {
      ...{ [kind.number]: number, [kind.item]: item, PricingProcedureStep: step, PricingProcedureCounter: '001' },
      ...{ TransactionCurrency: currency, ...row },
    });
  const per = { ConditionCurrency: currency, ConditionQuantity: '1', ConditionQuantityUnit: unit, ConditionQuantitySAPUnit: unit };
  put('010', { ConditionType: CONDITIONS.list, ConditionRateValue: listPrice(tx, line.material, String(currency)), ...per });
  if (line.price !== undefined)
    put('020', { ConditionType: CONDITIONS.manual, ConditionRateValue: line.price, ...per, ConditionIsManuallyChanged: true });
  if (line.discount !== undefined)
    put('100', { ConditionType: CONDITIONS.discount, ConditionRateValue: `-${line.discount}`, ConditionIsManuallyChanged: true });
  put('800', { ConditionType: CONDITIONS.tax, ConditionRateValue: String(TAX_PERCENT), ConditionClass: 'D' });
  return item;
}

function listPrice(tx: Tx, material: string, currency: string): string {
  const known = materialOf(tx, material);
  if (!known) return '0';
  const rate = tx.store.rate(String(known['currency']), currency, tx.stamp.today);
  return (Number(known['price']) * rate).toFixed(decimalsOf(currency));
}

/** Prices, confirmations and statuses of a document, from what its items say. */
export function settle(tx: Tx, kind: SalesKind, number: string, habits: SalesHabits): void {
  const head = tx.get(kind.set, number);
  const currency = String(head['TransactionCurrency']);
  let net = 0;
  const items = tx.by(kind.items, kind.number, number);
  for (const row of items) {
    const item = String(row[kind.item]);
    const amounts = priced(tx, kind, `${number}/${item}`, row, currency);
    const isRejected = row['SalesDocumentRjcnReason'] !== '';
    if (!isRejected) net += amounts.net;
    tx.patch(kind.items, `${number}/${item}`, {
      NetAmount: text(amounts.net, currency),
      ...(kind === ORDER && { TaxAmount: text(amounts.tax, currency), ConfdDelivQtyInOrderQtyUnit: confirm(tx, number, row, isRejected) }),
      ...(isRejected && { SDProcessStatus: 'C' }),
    });
  }
  const rejected = items.filter((row) => row['SalesDocumentRjcnReason'] !== '').length;
  const isNew = head['OverallSDProcessStatus'] === undefined;
  const isLarge = (limit: string | null): boolean => limit !== null && net > minor(limit, currency);
  tx.patch(kind.set, number, {
    TotalNetAmount: text(net, currency),
    OverallSDDocumentRejectionSts: rejected === 0 ? 'A' : rejected === items.length ? 'C' : 'B',
    OverallSDProcessStatus: items.length > 0 && rejected === items.length ? 'C' : (head['OverallSDProcessStatus'] ?? 'A'),
    TotalCreditCheckStatus: kind === ORDER && isLarge(habits.creditLimit) ? 'B' : '',
    // Whoever changes a document that was approved asks for it anew.
    SalesDocApprovalStatus: isLarge(habits.approvalFrom) ? 'A' : '',
    ...(kind === ORDER && isNew && { OverallDeliveryStatus: 'A', OverallTotalDeliveryStatus: 'A', OverallOrdReltdBillgStatus: '' }),
    LastChangeDate: isNew ? null : tx.stamp.day,
    LastChangeDateTime: tx.stamp.at.toISOString(),
  });
}

/** In whole units of the currency's smallest coin; the conditions tell their share. */
function priced(tx: Tx, kind: SalesKind, key: string, row: Row, currency: string): { net: number; tax: number } {
  const at = (step: string): Row | undefined => tx.find(kind.conditions, `${key}/${step}`);
  const rate = Number((at('020') ?? at('010'))?.['ConditionRateValue'] ?? 0);
  const gross = Math.round(rate * Number(row['RequestedQuantity']) * 10 ** decimalsOf(currency));
  const discount = Math.round((gross * Number(at('100')?.['ConditionRateValue'] ?? 0)) / 100);
  const tax = Math.round(((gross + discount) * TAX_PERCENT) / 100);
  const amounts: Readonly<Record<string, number>> = { '010': gross, '020': gross, '100': discount, '800': tax };
  for (const [step, amount] of Object.entries(amounts))
    if (at(step))
      tx.patch(kind.conditions, `${key}/${step}`, {
        ConditionAmount: text(amount, currency),
        ConditionInactiveReason: step === '010' && at('020') ? 'A' : '',
      });
  return { net: gross + discount, tax };
}

/** One schedule line with what there is, and none of what was rejected. */
function confirm(tx: Tx, number: string, row: Row, isRejected: boolean): string {
  const item = String(row['SalesOrderItem']);
  const available = String(materialOf(tx, String(row['Material']))?.['available'] ?? '');
  const asked = Number(row['RequestedQuantity']);
  const confirmed = isRejected ? 0 : available === '' ? asked : Math.min(asked, Number(available));
  const { RequestedDeliveryDate: day } = tx.get(ORDER.set, number);
  const unit = { OrderQuantityUnit: row['RequestedQuantityUnit'], OrderQuantitySAPUnit: row['RequestedQuantitySAPUnit'] };
  tx.put('A_SalesOrderScheduleLine', `${number}/${item}/0001`, {
    ...{ SalesOrder: number, SalesOrderItem: item, ScheduleLine: '0001', ...unit },
    ...{ RequestedDeliveryDate: day, ConfirmedDeliveryDate: confirmed > 0 ? day : null },
    ...{ ScheduleLineOrderQuantity: String(asked), ConfdOrderQtyByMatlAvailCheck: String(confirmed) },
    ...{ DeliveredQtyInOrderQtyUnit: '0', OpenConfdDelivQtyInOrdQtyUnit: String(confirmed) },
  });
  return String(confirmed);
}
