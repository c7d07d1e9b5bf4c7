import { z } from 'zod';
import type { NewOrder, NewOrderLine } from '../shared/contract.ts';
import { QUOTATIONS, type AgreedSet } from './agreed-documents.ts';
import { pricesOf } from './catalog.ts';
import { SEVERAL_CURRENCIES } from './company.ts';
import type { Connection } from './connection.ts';
import { itemsByCode } from './items.ts';
import { isInUse } from './mapping.ts';
import { orderRefusals } from './order-refusals.ts';
import { PARTNERS } from './partner-rows.ts';
import { projectCodeOf } from './project-codes.ts';
import { DayText, Id, Text, YesNo } from './raw.ts';
import { NOBODY } from './field-options.ts';
import { recordGone } from './write-errors.ts';
import { oneOf } from '../shared/odata-query.ts';
import { fieldsOf, readableRows, rowsOf } from '../shared/rows.ts';
import { todayOf } from '../shared/today.ts';

const limits = { Valid: YesNo, ValidFrom: DayText, ValidTo: DayText, Frozen: YesNo, FrozenFrom: DayText, FrozenTo: DayText };
export const customerLimits = { ...limits, ValidRemarks: Text, FrozenRemarks: Text };
const Limited = z.object(customerLimits);
const RawCustomer = z.object({ CardCode: z.string(), Currency: Text, ...customerLimits });
const RawSold = z.object({ ItemCode: z.string(), SalesItem: YesNo, ...limits });
const SOLD = { select: fieldsOf(RawSold), size: 80 };

/** What is sent of an order; all of it in the server's own words. */
interface OrderBody {
  head: Record<string, unknown>;
  lines: Record<string, unknown>[];
}

/** What cannot be is refused here as far as it can be seen; the server refuses the rest. */
export async function orderBody(connection: Connection, order: NewOrder, signal: AbortSignal): Promise<OrderBody> {
  const [currency] = await Promise.all([requireCustomer(connection, order, signal), requireSold(connection, order.lines, signal)]);
  const project = await projectCodeOf(connection, order, signal);
  const head = {
    CardCode: order.customerId,
    DocCurrency: currency,
    ...(project !== null && { Project: project }),
    ...(await branchIn(connection, order.companyId, signal)),
    ...headOf(order),
    // Somebody's own default would be the salesperson otherwise.
    SalesPersonCode: order.salespersonId === null ? Number(NOBODY) : numberIn('SalesPersonCode', order.salespersonId),
  };
  return { head, lines: await linesOf(connection, { order, project }, order.lines, signal) };
}

/** What can be said of a document that is there; what the input leaves to the ERP stays as it is. */
export function headOf({ contactId, paymentTermId, salespersonId, reference }: NewOrder): Record<string, unknown> {
  return {
    ...(reference !== null && { NumAtCard: reference }),
    ...(contactId !== null && { ContactPersonCode: contactIn(contactId) }),
    ...(paymentTermId !== null && { PaymentGroupCode: numberIn('PaymentGroupCode', paymentTermId) }),
    ...(salespersonId !== null && { SalesPersonCode: numberIn('SalesPersonCode', salespersonId) }),
  };
}

/** New lines. A price that is given comes with its discount and its currency: the server has its own of each. */
export async function linesOf(
  connection: Connection,
  { order, project }: { order: NewOrder; project: string | null },
  lines: readonly NewOrderLine[],
  signal: AbortSignal,
): Promise<Record<string, unknown>[]> {
  const currency = (await connection.company.get(signal)).bookCode(order.currency);
  const listed = await listPrices(connection, order, lines, signal);
  return lines.map((line) => ({
    ItemCode: line.productId,
    ...(order.warehouseId !== null && { WarehouseCode: order.warehouseId }),
    ...(project !== null && { ProjectCode: project }),
    ...figuresOf(line, currency, listed),
  }));
}

/** Of a line that is there, too. */
export function figuresOf(
  { productId, quantity, unitPrice, discount, description }: NewOrderLine,
  currency: string | undefined,
  listed: ReadonlyMap<string, string>,
): Record<string, unknown> {
  const fromList = unitPrice === null ? listed.get(productId) : undefined;
  return {
    Quantity: Number(quantity),
    ...(description !== null && { ItemDescription: description.slice(0, LONGEST_DESCRIPTION).trim() }),
    ...(unitPrice !== null && { UnitPrice: Number(unitPrice), DiscountPercent: Number(discount ?? '0'), Currency: currency }),
    ...(fromList !== undefined && { UnitPrice: Number(fromList), Currency: currency }),
  };
}
/** `Dscription` of the lines, on every patch level. */
const LONGEST_DESCRIPTION = 100;

/** Of a list that is chosen for this order; by the partner's own the server prices. */
export async function listPrices(
  connection: Connection,
  { priceListId, currency }: NewOrder,
  lines: readonly NewOrderLine[],
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const ids = lines.filter(({ unitPrice }) => unitPrice === null).map(({ productId }) => productId);
  if (priceListId === null || ids.length === 0) return new Map();
  const prices = await pricesOf(connection, priceListId, ids, signal);
  const { name } = await connection.company.get(signal);
  return new Map(
    [...prices].flatMap(([id, price]): [string, string][] => {
      if (price === null) return [];
      if (price.currency !== currency) throw orderRefusals.noPriceList(currency, name);
      return [[id, price.amount]];
    }),
  );
}

/** Returns the currency as the books call it. */
async function requireCustomer(connection: Connection, { customerId, currency }: NewOrder, signal: AbortSignal): Promise<string> {
  const query = { select: fieldsOf(RawCustomer), filter: oneOf('CardCode', [customerId]) };
  const { rows } = await connection.client.page(PARTNERS, query, 1, signal);
  const customer = rowsOf(RawCustomer).parse(rows)[0];
  if (!customer) throw recordGone();
  const blocked = blockedBy(customer, todayOf(connection));
  if (blocked !== null) throw orderRefusals.customerBlocked(blocked);
  const company = await connection.company.get(signal);
  const code = company.bookCode(currency);
  if (code === undefined) throw orderRefusals.noPriceList(currency, company.name);
  const isAllowed = [SEVERAL_CURRENCIES, code].includes(customer.Currency ?? SEVERAL_CURRENCIES);
  if (!isAllowed) throw orderRefusals.currencyNotAllowed(currency);
  return code;
}

/** What somebody wrote beside the switch, or the switch itself; null: nothing is in the way. */
export function blockedBy(raw: z.output<typeof Limited>, today: string): string | null {
  if (isInUse(raw, today)) return null;
  return raw.FrozenRemarks ?? raw.ValidRemarks ?? (raw.Frozen ? 'Frozen' : 'Valid');
}

export async function requireSold(connection: Connection, lines: readonly NewOrderLine[], signal: AbortSignal): Promise<void> {
  const codes = lines.map(({ productId }) => productId);
  const items = readableRows(RawSold, await itemsByCode(connection, SOLD, codes, signal));
  const today = todayOf(connection);
  const sold = new Set(items.filter((item) => item.SalesItem && isInUse(item, today)).map(({ ItemCode }) => ItemCode));
  const missing = codes.find((code) => !sold.has(code));
  if (missing !== undefined) throw orderRefusals.productNotSold(missing);
}

/** Where there are branches every document is of one; a series may be of one branch alone. */
export async function branchIn(
  connection: Connection,
  companyId: string | null,
  signal: AbortSignal,
  { objectType }: Pick<AgreedSet, 'objectType'> = QUOTATIONS,
): Promise<{ BPL_IDAssignedToInvoice?: number; Series?: number }> {
  if (companyId === null) return {};
  const { hasBranches } = await connection.company.get(signal);
  if (!hasBranches) {
    if (companyId !== connection.settings.companyDb) throw orderRefusals.companyUnknown(companyId);
    return {};
  }
  const branch = /^\d+$/.test(companyId) ? Number(companyId) : null;
  if (branch === null) throw orderRefusals.companyUnknown(companyId);
  const series = await seriesOf(connection, branch, objectType, signal);
  return { BPL_IDAssignedToInvoice: branch, ...(series !== null && { Series: series }) };
}

const Found = z.object({ value: rowsOf(z.object({ Series: Id, Locked: YesNo, IsManual: YesNo, BPLID: Id.nullish() })) });

/** Null: the series everybody uses will do. */
async function seriesOf({ client }: Connection, branch: number, objectType: number, signal: AbortSignal): Promise<number | null> {
  const answer = await client.action('SeriesService_GetDocumentSeries', { DocumentTypeParams: { Document: String(objectType) } }, signal);
  const own = Found.parse(answer).value.find(({ Locked, IsManual, BPLID }) => !Locked && !IsManual && BPLID === branch);
  return own?.Series ?? null;
}

function contactIn(contactId: string): number {
  const code = /#(\d+)$/.exec(contactId)?.[1];
  if (code === undefined) throw orderRefusals.noSuchChoice(`ContactPersonCode ${contactId}`);
  return Number(code);
}

function numberIn(field: string, id: string): number {
  if (!/^-?\d+$/.test(id)) throw orderRefusals.noSuchChoice(`${field} ${id}`);
  return Number(id);
}
