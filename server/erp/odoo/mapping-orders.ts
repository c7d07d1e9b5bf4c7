import type { Delivery, Order, OrderLine } from '../shared/contract.ts';
import { amountText } from '../shared/money.ts';
import { erpRecordId } from '../../shared/ids.ts';
import { companyId, currencyOf, figureText, numberText, reference } from './mapping.ts';
import type { Organisations } from './organisations.ts';
import { lacksGoods, type OrderDetails, type RawOrderLine, type RawStockMove, type RawTransfer } from './order-details.ts';
import type { RawOrder } from './orders.ts';
import type { References } from './references.ts';
import type { CountSubscriptions } from './sold-subscriptions.ts';
import { toInstant } from './time.ts';

interface OrderContext {
  references: References;
  organisations: Organisations;
  details: OrderDetails;
  /** Products that make projects or tasks. */
  services: ReadonlySet<number>;
  countSubscriptions: CountSubscriptions;
}

export function toOrder(raw: RawOrder, { references, organisations, details, services, countSubscriptions }: OrderContext): Order {
  const { code: currency, decimals } = currencyOf(references, raw.currency_id);
  const inCurrency = (value: number): string => amountText(value, decimals);
  const lines = (details.lines.get(raw.id) ?? []).filter(isSold).sort((a, b) => a.sequence - b.sequence || a.id - b.id);
  const subscriptionCount = countSubscriptions(
    raw,
    lines.map(({ product_id }) => product_id),
  );
  return {
    id: erpRecordId(raw.id),
    status: ORDER_STATUS[raw.state],
    number: numberText(raw.name),
    customerId: reference(raw.partner_id),
    organisationId: raw.partner_id === null ? null : erpRecordId(organisations.get(raw.partner_id) ?? raw.partner_id),
    companyId: companyId(raw.company_id),
    currency,
    untaxed: inCurrency(raw.amount_untaxed),
    tax: inCurrency(raw.amount_tax),
    total: inCurrency(raw.amount_total),
    orderedAt: raw.date_order && toInstant(raw.date_order),
    promisedAt: raw.commitment_date && toInstant(raw.commitment_date),
    reference: raw.client_order_ref,
    quotationId: null,
    lines: lines.map((line) => toLine(line, { references, moves: details.moves.get(line.id) ?? [], inCurrency })),
    deliveries: (details.transfers.get(raw.id) ?? []).map(toDelivery),
    invoiceIds: raw.invoice_ids.map((id) => erpRecordId(id)),
    ...(lines.some(({ product_id }) => services.has(product_id ?? 0)) && { makesProjects: true }),
    ...(subscriptionCount > 0 && { subscriptionCount }),
    createdAt: toInstant(raw.create_date),
    changedAt: toInstant(raw.write_date),
    changeStamp: orderChangeStamp(raw),
  };
}

export const ORDER_STATUS: Readonly<Record<RawOrder['state'], Order['status']>> = {
  draft: 'quotation',
  sent: 'quotation',
  sale: 'confirmed',
  // Until 16 a locked order, which goes on all the same.
  done: 'confirmed',
  cancel: 'cancelled',
};

/** What is reserved, or delivered in further parts, changes nothing of the order itself: that is found by what moved. */
export const orderChangeStamp = (
  raw: Pick<RawOrder, 'write_date' | 'state' | 'partner_id' | 'amount_total' | 'invoice_status' | 'delivery_status'>,
): string => [raw.write_date, raw.state, raw.partner_id, raw.amount_total, raw.invoice_status ?? '', raw.delivery_status ?? ''].join(' ');

/** Sections and notes are text; a down payment is an invoice ahead of the goods, and sells nothing. */
const isSold = ({ display_type, is_downpayment }: RawOrderLine): boolean => display_type === null && !is_downpayment;

interface LineContext {
  references: References;
  moves: readonly RawStockMove[];
  inCurrency: (value: number) => string;
}

function toLine(raw: RawOrderLine, { references, moves, inCurrency }: LineContext): OrderLine {
  const { products, taxes, units } = references;
  const unit = raw.product_uom_id ?? raw.product_uom;
  const isMoved = raw.qty_delivered_method === 'stock_move';
  return {
    id: String(raw.id),
    productId: reference(raw.product_id),
    sku: products.get(raw.product_id) ?? null,
    description: raw.name ?? '',
    unit: units.get(unit) ?? null,
    quantity: figureText(raw.product_uom_qty),
    unitPrice: figureText(raw.price_unit),
    discount: figureText(raw.discount),
    net: inCurrency(raw.price_subtotal),
    taxes: [...raw.tax_ids, ...raw.tax_id].flatMap((id) => taxes.get(id)?.name ?? []),
    delivered: isMoved ? figureText(raw.qty_delivered) : null,
    reserved: isMoved ? figureText(reservedFor(raw, unit, moves)) : null,
    reservesOn: isMoved ? reservationDay(moves) : null,
    invoiced: figureText(raw.qty_invoiced),
  };
}

/**
 * In the unit of the line. Where goods leave in several steps each step has moves of its own, one behind the other: what is held back anywhere is
 * held back.
 */
function reservedFor(line: RawOrderLine, unit: number | null, moves: readonly RawStockMove[]): number {
  const steps = [...Map.groupBy(moves, ({ location_id }) => location_id).values()];
  return Math.max(0, ...steps.map((step) => reservedIn(line, unit, step)));
}

function reservedIn(line: RawOrderLine, unit: number | null, step: readonly RawStockMove[]): number {
  const reserved = sum(step.map(({ quantity, reserved_availability }) => quantity ?? reserved_availability ?? 0));
  if (step.every(({ product_uom }) => product_uom === unit)) return reserved;
  // Moved in another unit than sold in: as much of the line as of the moves.
  const asked = sum(step.map(({ product_uom_qty }) => product_uom_qty));
  return asked === 0 ? 0 : ((line.product_uom_qty - line.qty_delivered) * reserved) / asked;
}

/** What waits for the step before is reserved by that step. */
function reservationDay(moves: readonly RawStockMove[]): string | null {
  return moves.flatMap((move) => (lacksGoods(move) ? (move.reservation_date ?? []) : [])).toSorted()[0] ?? null;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const DELIVERY_STATUS: Readonly<Record<string, Delivery['status']>> = { assigned: 'ready', done: 'done', cancel: 'cancelled' };

function toDelivery(raw: RawTransfer): Delivery {
  const at = raw.date_done ?? raw.scheduled_date;
  return {
    id: String(raw.id),
    number: raw.name,
    status: DELIVERY_STATUS[raw.state] ?? 'waiting',
    at: at && toInstant(at),
    tracking: raw.carrier_tracking_ref,
  };
}
