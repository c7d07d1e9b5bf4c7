import { refused } from '../errors.ts';
import { minor, text } from '../money.ts';
import { internalNumber } from '../odata/values.ts';
import { keyOf, type Row, type Tx } from '../store.ts';
import { freeStock, materialIn, rateFor } from './materials.ts';
import { USER } from './partners.ts';
import { CONDITIONS, enter, price, putAutomatic, type Entered, type Priceable } from './sales-conditions.ts';

/** Quotations and orders are alike but for their names. */
export interface SalesKind extends Priceable {
  /** As documents of the tenant are typed in English. */
  type: 'QT' | 'OR';
  first: number;
  partners: 'A_SalesQuotationPartner' | 'A_SalesOrderHeaderPartner';
}
export const QUOTATION: SalesKind = {
  ...{ set: 'A_SalesQuotation', items: 'A_SalesQuotationItem', conditions: 'A_SalesQuotationItemPrcgElmnt' },
  ...{ number: 'SalesQuotation', item: 'SalesQuotationItem', type: 'QT', first: 20_000_001, partners: 'A_SalesQuotationPartner' },
};
export const ORDER: SalesKind = {
  ...{ set: 'A_SalesOrder', items: 'A_SalesOrderItem', conditions: 'A_SalesOrderItemPrElement' },
  ...{ number: 'SalesOrder', item: 'SalesOrderItem', type: 'OR', first: 500_001, partners: 'A_SalesOrderHeaderPartner' },
};

export interface SalesLine {
  material: string;
  text?: string;
  quantity: string;
  unit?: string;
  /** Of one; left out: the list's. */
  price?: string;
  /** Percent. */
  discount?: string;
  /** Default the sales organisation's own. */
  plant?: string;
  /** Of orders; default none. */
  location?: string;
  /** Quotation and item that it is drawn from. */
  reference?: { document: string; item: string };
}

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

export function addDocument(tx: Tx, kind: SalesKind, { company, soldTo, currency, fields }: SalesHead): string {
  const number = internalNumber(String(tx.store.next(kind.number, kind.first)), 10);
  rateFor(tx, currency, tx.store.company(company).currency);
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
  return number;
}

/** Items are numbered by tens. A manual price stays what it is whenever prices are determined anew. */
export function putLine(tx: Tx, kind: SalesKind, number: string, line: SalesLine, entered: readonly Entered[] = byHand(line)): string {
  const taken = tx.by(kind.items, kind.number, number).map((row) => Number(row[kind.item]));
  const item = String(Math.max(0, ...taken) + 10).padStart(6, '0');
  const head = tx.get(kind.set, number);
  const area = { organisation: String(head['SalesOrganization']), channel: String(head['DistributionChannel']) };
  const known = materialIn(tx, line.material, area);
  if (!known) throw refused('V1/382', `Material ${line.material} is not defined for sales org. ${area.organisation}`, 'Material');
  const unit = line.unit || known.unit;
  if (unit !== known.unit) throw refused('VRM/006', `Unit ${unit} is not defined for material ${line.material}`, 'RequestedQuantityUnit');
  const plant = line.plant ?? area.organisation;
  if (!tx.store.companies.has(plant)) throw refused('M3/305', `Plant ${plant} does not exist`, 'Plant');
  tx.put(kind.items, `${number}/${item}`, {
    ...{ [kind.number]: number, [kind.item]: item, Material: line.material },
    [`${kind.item}Text`]: (line.text || known.text).slice(0, 40),
    [`${kind.item}Category`]: kind === ORDER ? 'TAN' : 'AGN',
    ...{ RequestedQuantity: line.quantity, RequestedQuantityUnit: unit, RequestedQuantitySAPUnit: unit },
    ...(kind === ORDER
      ? {
          ...{ OrderQuantityUnit: unit, OrderQuantitySAPUnit: unit, ProductionPlant: plant, StorageLocation: line.location ?? '' },
          DeliveryStatus: known.isCounted ? 'A' : '',
        }
      : { Plant: plant }),
    ...{ TransactionCurrency: head['TransactionCurrency'], ReferenceSDDocument: line.reference?.document ?? '' },
    ...{ ReferenceSDDocumentItem: line.reference?.item ?? '', SDProcessStatus: 'A', SalesDocumentRjcnReason: '' },
  });
  putAutomatic(tx, kind, `${number}/${item}`);
  for (const one of entered) enter(tx, kind, `${number}/${item}`, one);
  return item;
}

const byHand = (line: SalesLine): Entered[] => [
  ...(line.price === undefined ? [] : [{ type: CONDITIONS.manual, rate: line.price }]),
  ...(line.discount === undefined ? [] : [{ type: CONDITIONS.discount, rate: line.discount }]),
];

/** With what belongs to it; not once something followed from it. */
export function removeLine(tx: Tx, kind: SalesKind, row: Row): void {
  const key = keyOf(row);
  if (isDrawnFrom(tx, kind, row)) throw refused('V1/301', `Item ${String(row[kind.item])} has subsequent documents`, kind.item);
  const ofItem = (set: string): Row[] => tx.by(set, kind.number, row[kind.number]).filter((one) => one[kind.item] === row[kind.item]);
  for (const set of [kind.conditions, ...(kind === ORDER ? [SCHEDULE] : [])]) for (const one of ofItem(set)) tx.remove(set, keyOf(one));
  tx.remove(kind.items, key);
}

const isDrawnFrom = (tx: Tx, kind: SalesKind, row: Row): boolean =>
  (row['SDProcessStatus'] !== 'A' && row['SalesDocumentRjcnReason'] === '') || (kind === ORDER && deliveredOf(tx, keyOf(row)) > 0);

const SCHEDULE = 'A_SalesOrderScheduleLine';
/** What has left the house of an item of an order. */
export const deliveredOf = (tx: Tx, key: string): number => Number(tx.find(SCHEDULE, `${key}/0001`)?.['DeliveredQtyInOrderQtyUnit'] ?? 0);

/** Prices, confirmations and statuses of a document, from what its items say. */
export function settle(tx: Tx, kind: SalesKind, number: string, habits: SalesHabits): void {
  const head = tx.get(kind.set, number);
  const currency = String(head['TransactionCurrency']);
  let net = 0;
  const items = tx.by(kind.items, kind.number, number);
  for (const row of items) {
    const key = keyOf(row);
    const amounts = price(tx, kind, key);
    const isRejected = row['SalesDocumentRjcnReason'] !== '';
    if (!isRejected) net += amounts.net;
    tx.patch(kind.items, key, {
      NetAmount: text(amounts.net, currency),
      ...(kind === ORDER && { TaxAmount: text(amounts.tax, currency), ConfdDelivQtyInOrderQtyUnit: confirm(tx, row, isRejected) }),
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

/** One schedule line with what there is, and none of what was rejected. */
function confirm(tx: Tx, row: Row, isRejected: boolean): string {
  const [key, number] = [keyOf(row), String(row['SalesOrder'])];
  const delivered = deliveredOf(tx, key);
  const asked = Number(row['RequestedQuantity']);
  const open = isRejected ? 0 : asked - delivered;
  const free = freeStock(tx, String(row['Material']), key);
  const confirmed = free === null ? open : Math.max(0, Math.min(open, free));
  const { RequestedDeliveryDate: day } = tx.get(ORDER.set, number);
  const unit = { OrderQuantityUnit: row['RequestedQuantityUnit'], OrderQuantitySAPUnit: row['RequestedQuantitySAPUnit'] };
  tx.put(SCHEDULE, `${key}/0001`, {
    ...{ SalesOrder: number, SalesOrderItem: row['SalesOrderItem'], ScheduleLine: '0001', ...unit },
    ...{ RequestedDeliveryDate: day, ConfirmedDeliveryDate: confirmed > 0 ? day : null },
    ...{ ScheduleLineOrderQuantity: String(asked), ConfdOrderQtyByMatlAvailCheck: String(confirmed + delivered) },
    ...{ DeliveredQtyInOrderQtyUnit: String(delivered), OpenConfdDelivQtyInOrdQtyUnit: String(confirmed) },
  });
  return String(confirmed + delivered);
}
