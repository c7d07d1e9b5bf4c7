import { add, compare, isZero, subtract } from '../../shared/decimals.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import type { Order, OrderLine } from '../shared/contract.ts';
import { shortHash } from '../shared/identity.ts';
import type { Deliveries } from './order-deliveries.ts';
import type { Billed } from './order-invoices.ts';
import { referenceIn } from './order-keys.ts';
import { priceOf, taxesOf, taxOf } from './order-prices.ts';
import type { RawItemCondition, RawSales, RawSalesItem, RawSalesStamp, RawScheduleLine, SalesParts } from './order-records.ts';
import { CATEGORY, ORDER, QUOTATION, salesId, type SalesKind } from './sales-kinds.ts';

interface OrderContext {
  kind: SalesKind;
  parts: SalesParts;
  /** Null: their service is not arranged, and orders alone tell how far they came. */
  deliveries: Deliveries | null;
  billed: Billed;
  companyOf(salesOrganisation: string): string | null;
  partnerOf(customer: string | null): ErpRecordId | null;
}

/** An item with all that belongs to it. */
interface Item {
  raw: RawSalesItem;
  conditions: readonly RawItemCondition[];
  schedule: readonly RawScheduleLine[];
  isRejected: boolean;
  left: string;
  invoiced: string;
}

export function toOrder(raw: RawSales, context: OrderContext): Order {
  const { kind, parts, deliveries, billed } = context;
  const items = itemsOf(raw.SalesOrder, context);
  const status = statusOf(raw, kind, items);
  const shown = status === 'cancelled' ? items : items.filter(isShown);
  const tax = add(...items.filter(({ isRejected }) => !isRejected).map((item) => taxOf(item.raw, item.conditions)));
  const partner = context.partnerOf(raw.SoldToParty);
  return {
    id: salesId(kind, raw.SalesOrder),
    status,
    number: raw.SalesOrder,
    customerId: partner,
    organisationId: partner,
    companyId: context.companyOf(raw.SalesOrganization),
    currency: raw.TransactionCurrency,
    untaxed: raw.TotalNetAmount,
    tax,
    total: add(raw.TotalNetAmount, tax),
    orderedAt: raw.SalesOrderDate ?? raw.CreationDate ?? null,
    promisedAt: status === 'cancelled' ? null : promisedOn(shown),
    reference: referenceIn(raw.PurchaseOrderByCustomer),
    quotationId: quotationOf(raw, kind),
    lines: shown.map((item) => toLine(item, context)),
    deliveries: [...(deliveries?.of(raw.SalesOrder) ?? [])],
    invoiceIds: [...billed.of(raw.SalesOrder)],
    createdAt: null,
    // Its own stamp tells nothing of when it was delivered or invoiced.
    changedAt: null,
    changeStamp: salesChangeStamp(raw, parts.scheduleOf(raw.SalesOrder)),
  };
}

function itemsOf(number: string, { parts, deliveries, billed }: OrderContext): Item[] {
  const conditions = Map.groupBy(parts.conditionsOf(number), ({ SalesOrderItem }) => SalesOrderItem);
  const schedule = Map.groupBy(parts.scheduleOf(number), ({ SalesOrderItem }) => SalesOrderItem);
  return parts.itemsOf(number).map((raw) => {
    const item = raw.SalesOrderItem;
    const lines = schedule.get(item) ?? [];
    return {
      raw,
      conditions: conditions.get(item) ?? [],
      schedule: lines,
      isRejected: raw.SalesDocumentRjcnReason !== null,
      // Without deliveries it counts as gone as soon as one is made of it.
      left: deliveries
        ? deliveries.left(number, item)
        : add('0', ...lines.map(({ DeliveredQtyInOrderQtyUnit }) => DeliveredQtyInOrderQtyUnit)),
      invoiced: billed.quantity(number, item),
    };
  });
}

const isNone = (quantity: string): boolean => isZero(quantity);
const atLeast = (a: string, b: string): boolean => compare(a, b) >= 0;
const largest = (a: string, b: string): string => (atLeast(a, b) ? a : b);

/** What was rejected is no longer ordered, but for what came of it before. */
const isShown = ({ isRejected, left, invoiced }: Item): boolean => !isRejected || !isNone(largest(left, invoiced));

const quantityOf = ({ raw, isRejected, left, invoiced }: Item): string => (isRejected ? largest(left, invoiced) : raw.RequestedQuantity);

/** Goods that are delivered have a status of delivery; quotations do not say which will be. */
const isDelivered = ({ raw, left }: Item, kind: SalesKind): boolean => kind === QUOTATION || raw.DeliveryStatus !== null || !isNone(left);

function toLine(item: Item, { kind }: Pick<OrderContext, 'kind'>): OrderLine {
  const { raw, conditions, left, invoiced } = item;
  const isWhole = !item.isRejected;
  return {
    id: raw.SalesOrderItem,
    productId: raw.Material === null ? null : erpRecordId(raw.Material),
    sku: raw.Material,
    description: raw.SalesOrderItemText ?? '',
    unit: raw.RequestedQuantityUnit,
    quantity: isWhole ? raw.RequestedQuantity : quantityOf(item),
    ...priceOf(raw, conditions),
    net: raw.NetAmount,
    taxes: taxesOf(conditions),
    delivered: isDelivered(item, kind) ? left : null,
    reserved: kind === ORDER && raw.DeliveryStatus !== null ? reservedOf(item) : null,
    // Nobody says when what is not confirmed will be.
    reservesOn: null,
    invoiced,
  };
}

const confirmedOf = ({ schedule }: Item): string =>
  add('0', ...schedule.map(({ ConfdOrderQtyByMatlAvailCheck }) => ConfdOrderQtyByMatlAvailCheck));

/** What is confirmed and has not left: the availability check holds it back, from stock or from what comes in time. */
function reservedOf(item: Item): string {
  if (item.isRejected) return '0';
  const rest = subtract(confirmedOf(item), item.left);
  return atLeast(rest, '0') ? rest : '0';
}

/** The last day that is confirmed, once everything that is delivered is. */
function promisedOn(items: readonly Item[]): string | null {
  const open = items.filter(({ raw, schedule, isRejected }) => !isRejected && (raw.DeliveryStatus !== null || schedule.length > 0));
  const isConfirmed = open.every((item) => atLeast(confirmedOf(item), item.raw.RequestedQuantity));
  const days = open.flatMap(({ schedule }) => schedule.flatMap(({ ConfirmedDeliveryDate: day }) => day ?? [])).toSorted();
  return isConfirmed ? (days.at(-1) ?? null) : null;
}

function quotationOf({ ReferenceSDDocument, ReferenceSDDocumentCategory: category }: RawSales, kind: SalesKind): ErpRecordId | null {
  return kind === ORDER && ReferenceSDDocument && category === CATEGORY.quotation ? salesId(QUOTATION, ReferenceSDDocument) : null;
}

// ── status ──

/** Of a document as a whole: A not yet, B in part, C completely. */
const COMPLETELY = 'C';
/** Nothing is asked for, or somebody agreed. */
const APPROVED: readonly (string | null)[] = [null, 'B'];
/** B: over the limit, C: the same after a part was released. */
const CREDIT_BLOCKS: readonly (string | null)[] = ['B', 'C'];

/** Rejected as a whole, somebody has to agree first, or null: neither. */
function heldStatus(raw: RawSalesStamp): 'cancelled' | 'waiting_approval' | null {
  if (raw.OverallSDDocumentRejectionSts === COMPLETELY) return 'cancelled';
  if (!APPROVED.includes(raw.SalesDocApprovalStatus) || CREDIT_BLOCKS.includes(raw.TotalCreditCheckStatus)) return 'waiting_approval';
  return null;
}

function statusOf(raw: RawSales, kind: SalesKind, items: readonly Item[]): Order['status'] {
  const held = heldStatus(raw);
  const isComplete = raw.OverallSDProcessStatus === COMPLETELY;
  // What was rejected after a part of it came is over, not called off.
  if (held === 'cancelled') return items.some((item) => !isNone(largest(item.left, item.invoiced))) ? 'closed' : 'cancelled';
  if (kind === QUOTATION) return quotationStatus(raw);
  if (isComplete) return items.filter(isShown).some((item) => isMissing(item, kind)) ? 'closed' : 'confirmed';
  return held ?? 'confirmed';
}

/** Of a quotation its head says it. */
export const quotationStatus = (raw: RawSalesStamp): Order['status'] =>
  heldStatus(raw) ?? (raw.OverallSDProcessStatus === COMPLETELY ? 'closed' : 'quotation');

function isMissing(item: Item, kind: SalesKind): boolean {
  const quantity = quantityOf(item);
  return !atLeast(item.invoiced, quantity) || (isDelivered(item, kind) && !atLeast(item.left, quantity));
}

/** Deliveries, billing and the processing of backorders need not move its own stamp: its statuses and schedule lines tell of them. */
export function salesChangeStamp(raw: RawSalesStamp, schedule: readonly RawScheduleLine[]): string {
  const head = [
    ...[raw.LastChangeDateTime, raw.TotalNetAmount, raw.OverallSDProcessStatus, raw.OverallSDDocumentRejectionSts],
    ...[raw.SalesDocApprovalStatus, raw.TotalCreditCheckStatus, raw.OverallTotalDeliveryStatus, raw.OverallOrdReltdBillgStatus],
  ];
  const lines = schedule.map((line) =>
    [
      ...[line.SalesOrderItem, line.ScheduleLine, line.ConfirmedDeliveryDate ?? ''],
      ...[line.ConfdOrderQtyByMatlAvailCheck, line.DeliveredQtyInOrderQtyUnit],
    ].join(' '),
  );
  return [...head.map((part) => part ?? '-'), ...(lines.length === 0 ? [] : [shortHash(lines.toSorted().join('\n'))])].join(' ');
}
