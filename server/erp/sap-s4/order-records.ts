import { z } from 'zod';
import type { RejectedRecord } from '../shared/contract.ts';
import { allOf } from '../shared/odata-query.ts';
import { parseRows } from '../shared/translate-rows.ts';
import type { SetQuery } from './client.ts';
import type { Connection } from './connection.ts';
import { keyFilters } from './key-filters.ts';
import { failures } from './errors.ts';
import { asOrder, fieldIn, fieldsIn, ORDER, salesId, type SalesKind } from './sales-kinds.ts';
import { rejectBy } from './stream.ts';
import { bareKey, DayText, DecimalText, Flag, InstantText, Key, NeededKey, Text } from './values.ts';

// Quotations are read by the names that orders have: see `sales-kinds.ts`.

/** Of a quotation or order, without its items. */
export const RawSales = z.object({
  SalesOrder: NeededKey,
  SalesOrganization: z.string().min(1),
  SoldToParty: Key,
  CreationDate: DayText,
  LastChangeDateTime: InstantText,
  PurchaseOrderByCustomer: Text,
  SalesOrderDate: DayText,
  TotalNetAmount: DecimalText,
  TransactionCurrency: z.string().length(3),
  ReferenceSDDocument: Key,
  ReferenceSDDocumentCategory: Text,
  SalesDocApprovalStatus: Text,
  TotalCreditCheckStatus: Text,
  OverallSDProcessStatus: Text,
  OverallSDDocumentRejectionSts: Text,
  OverallTotalDeliveryStatus: Text,
  OverallOrdReltdBillgStatus: Text,
});
export type RawSales = z.output<typeof RawSales>;

/** What its change stamp is made of. */
export const RawSalesStamp = RawSales.pick({
  SalesOrder: true,
  LastChangeDateTime: true,
  TotalNetAmount: true,
  SalesDocApprovalStatus: true,
  TotalCreditCheckStatus: true,
  OverallSDProcessStatus: true,
  OverallSDDocumentRejectionSts: true,
  OverallTotalDeliveryStatus: true,
  OverallOrdReltdBillgStatus: true,
});
export type RawSalesStamp = z.output<typeof RawSalesStamp>;

const RawSalesItem = z.object({
  SalesOrder: NeededKey,
  SalesOrderItem: NeededKey,
  SalesOrderItemText: Text,
  Material: Text,
  RequestedQuantity: DecimalText,
  RequestedQuantityUnit: Text,
  TransactionCurrency: z.string().length(3),
  NetAmount: DecimalText,
  TaxAmount: DecimalText.nullish(),
  SalesDocumentRjcnReason: Text,
  ReferenceSDDocument: Key,
  ReferenceSDDocumentItem: Key,
  DeliveryStatus: Text,
});
export type RawSalesItem = z.output<typeof RawSalesItem>;

/** A part of an item's price: A discounts and surcharges, B prices, D taxes. */
const RawItemCondition = z.object({
  SalesOrder: NeededKey,
  SalesOrderItem: NeededKey,
  PricingProcedureStep: z.string(),
  PricingProcedureCounter: z.string(),
  ConditionType: Text,
  ConditionClass: Text,
  ConditionRateValue: DecimalText.nullish(),
  ConditionCurrency: Text,
  ConditionQuantity: DecimalText.nullish(),
  ConditionQuantityUnit: Text,
  ConditionAmount: DecimalText.nullish(),
  ConditionIsManuallyChanged: Flag,
});
export type RawItemCondition = z.output<typeof RawItemCondition>;

/** How many of an item are confirmed for a day; only orders have them. */
const RawScheduleLine = z.object({
  SalesOrder: NeededKey,
  SalesOrderItem: NeededKey,
  ScheduleLine: NeededKey,
  ConfirmedDeliveryDate: DayText,
  ConfdOrderQtyByMatlAvailCheck: DecimalText,
  DeliveredQtyInOrderQtyUnit: DecimalText,
});
export type RawScheduleLine = z.output<typeof RawScheduleLine>;

export const salesQuery = (kind: SalesKind, { select, filter = '' }: { select: z.ZodObject; filter?: string }): SetQuery => ({
  service: kind.service,
  set: kind.set,
  key: [kind.number],
  select: fieldsIn(kind, select),
  filter,
});

/** The documents with these numbers, by our names; those that are not there are left out, others may come along. */
export async function readSalesHeads(
  { client }: Connection,
  kind: SalesKind,
  { numbers, select = RawSales, filter = '' }: { numbers: Iterable<string>; select?: z.ZodObject; filter?: string },
  signal: AbortSignal,
): Promise<unknown[]> {
  const rows: unknown[] = [];
  for (const which of keyFilters(kind.number, numbers))
    rows.push(...(await client.all(salesQuery(kind, { select, filter: allOf(which, filter) }), signal)));
  return rows.map((row) => asOrder(kind, row));
}

/** By the row's number; it and the field are told by the names of the kind. */
export const rejectSales =
  (kind: SalesKind) =>
  (row: unknown, field: string): RejectedRecord =>
    rejectBy(({ SalesOrder }) => salesId(kind, bareKey(String(SalesOrder))))(row, fieldIn(kind, field));

/** What belongs to some documents, by their numbers. */
interface Parts<T> {
  of(number: string): readonly T[];
  /** The documents of which a part cannot be understood. */
  rejected: ReadonlyMap<string, RejectedRecord>;
}

interface OfDocument {
  SalesOrder: string;
}
interface PartQuery<T> {
  set: string;
  /** The rest of its key. */
  key: readonly string[];
  schema: z.ZodObject & z.ZodType<T>;
  filter?: string;
}

/** Inactive and statistical conditions are nobody's price. */
const IN_FORCE = "ConditionInactiveReason eq '' and ConditionIsForStatistics eq false and ConditionClass ne ''";

const itemsOf = ({ items }: SalesKind) => ({ set: items, key: ['SalesOrderItem'], schema: RawSalesItem });
const conditionsOf = ({ conditions }: SalesKind) => ({
  set: conditions,
  key: ['SalesOrderItem', 'PricingProcedureStep', 'PricingProcedureCounter'],
  schema: RawItemCondition,
  filter: IN_FORCE,
});
const SCHEDULE = { set: 'A_SalesOrderScheduleLine', key: ['SalesOrderItem', 'ScheduleLine'], schema: RawScheduleLine };

const partQuery = (kind: SalesKind, { set, key, schema, filter = '' }: PartQuery<unknown>, which = ''): SetQuery => ({
  service: kind.service,
  set,
  key: [kind.number, ...key.map((field) => fieldIn(kind, field))],
  select: fieldsIn(kind, schema),
  filter: allOf(which, filter),
});

async function readParts<T extends OfDocument>(
  { client }: Connection,
  kind: SalesKind,
  { numbers, ...part }: PartQuery<T> & { numbers: Iterable<string> },
  signal: AbortSignal,
): Promise<Parts<T>> {
  const found = new Map<string, T[]>();
  const rejected = new Map<string, RejectedRecord>();
  const reject = rejectSales(kind);
  for (const which of keyFilters(kind.number, numbers)) {
    const rows = (await client.all(partQuery(kind, part, which), signal)).map((row) => asOrder(kind, row));
    const read = await parseRows<T>(part.schema, rows, (row, field) => {
      const one = reject(row, field);
      rejected.set(bareKey(String((row as OfDocument).SalesOrder)), one);
      return one;
    });
    for (const row of read.parsed) {
      const known = found.get(row.SalesOrder);
      if (known) known.push(row);
      else found.set(row.SalesOrder, [row]);
    }
  }
  return { of: (number) => found.get(number) ?? [], rejected };
}

/** Items, the conditions of their prices, and what is confirmed of them. */
export interface SalesParts {
  itemsOf(number: string): readonly RawSalesItem[];
  conditionsOf(number: string): readonly RawItemCondition[];
  scheduleOf(number: string): readonly RawScheduleLine[];
  /** Of a document of which something cannot be understood. */
  rejectionOf(number: string): RejectedRecord | undefined;
}

const NONE = { of: () => [], rejected: new Map<string, RejectedRecord>() };

export async function readSalesParts(
  connection: Connection,
  kind: SalesKind,
  numbers: readonly string[],
  signal: AbortSignal,
): Promise<SalesParts> {
  const items = await readParts(connection, kind, { ...itemsOf(kind), numbers }, signal);
  const conditions = await readParts(connection, kind, { ...conditionsOf(kind), numbers }, signal);
  const schedule = kind === ORDER ? await readSchedules(connection, numbers, signal) : NONE;
  return partsOf(items, conditions, schedule);
}

const partsOf = (items: Parts<RawSalesItem>, conditions: Parts<RawItemCondition>, schedule: Parts<RawScheduleLine>): SalesParts => ({
  itemsOf: items.of,
  conditionsOf: conditions.of,
  scheduleOf: schedule.of,
  rejectionOf: (number) => items.rejected.get(number) ?? conditions.rejected.get(number) ?? schedule.rejected.get(number),
});

/** What the figures of documents are made of: conditions only of those whose items do not tell their tax. */
export async function readFigures(
  connection: Connection,
  kind: SalesKind,
  numbers: readonly string[],
  signal: AbortSignal,
): Promise<SalesParts> {
  const items = await readParts(connection, kind, { ...itemsOf(kind), numbers }, signal);
  const untold = numbers.filter((number) => items.of(number).some(({ TaxAmount: tax }) => (tax ?? null) === null));
  return partsOf(items, await readParts(connection, kind, { ...conditionsOf(kind), numbers: untold }, signal), NONE);
}

/** Every item of a document, or none: an `unexpectedAnswer` where one cannot be understood. */
export async function readSalesItems(
  connection: Connection,
  kind: SalesKind,
  number: string,
  signal: AbortSignal,
): Promise<readonly RawSalesItem[]> {
  const items = await readParts(connection, kind, { ...itemsOf(kind), numbers: [number] }, signal);
  const wrong = items.rejected.get(number);
  if (wrong) throw failures.unexpectedAnswer('A sales document cannot be understood', wrong.id);
  return items.of(number);
}

/** What is confirmed of orders alone: their change stamps are made of it. */
export const readSchedules = (connection: Connection, numbers: readonly string[], signal: AbortSignal): Promise<Parts<RawScheduleLine>> =>
  readParts(connection, ORDER, { ...SCHEDULE, numbers }, signal);

/** Asked by the check: each question in the shape of the reading. */
export async function checkSales({ client }: Connection, kind: SalesKind, signal: AbortSignal): Promise<void> {
  await client.page(salesQuery(kind, { select: RawSales }), null, 1, signal);
  for (const part of [itemsOf(kind), conditionsOf(kind), ...(kind === ORDER ? [SCHEDULE] : [])])
    await client.page(partQuery(kind, part), null, 1, signal);
}
