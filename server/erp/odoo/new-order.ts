import type { NewOrder, NewOrderLine } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import type { WantedFields } from './fields.ts';
import { readOrderCompany, type OrderCompany } from './order-company.ts';
import { readParty, type Party } from './order-party.ts';
import { findPriceList, type OrderTerms } from './order-price-list.ts';
import { demandSold } from './order-products.ts';
import { customerArchived, customerBlocked, noSuchChoice, sellsToItself } from './order-refusals.ts';

/** What is written of an order's head; false empties a field. */
export type HeadVals = Record<string, number | string | false>;
/** What is written of a line. */
export type LineVals = Record<string, number | string>;

/** An order of which all that Odoo would not look at itself has been looked at. */
export interface PreparedOrder extends OrderTerms {
  order: NewOrder;
  company: OrderCompany;
  party: Party;
  /** Lines know whether their price was set by hand. */
  hasTechnicalPrice: boolean;
}

const OF_LINES: WantedFields = { model: 'sale.order.line', needed: ['price_unit'], optional: ['technical_price_unit'] };
const OF_HEAD: WantedFields = { model: 'sale.order', needed: ['pricelist_id'], optional: ['warehouse_id'] };

/** `sold`: the lines whose products have to be for sale; those that stand in an order already need not be any more. */
export async function prepareOrder(
  connection: Connection,
  order: NewOrder,
  { sold = order.lines, signal }: { sold?: readonly NewOrderLine[]; signal: AbortSignal },
): Promise<PreparedOrder> {
  const { fields } = connection;
  const company = await readOrderCompany(connection, order.companyId, signal);
  const [party, , ofLines, ofHead] = await Promise.all([
    readParty(connection, { ...order, company }, signal),
    demandSold(connection, { lines: sold, company }, signal),
    fields.available(OF_LINES, signal),
    fields.available(OF_HEAD, signal),
  ]);
  demandCustomer(party, company);
  // Without the module for stock there is nothing to choose from.
  if (order.warehouseId !== null && !ofHead.includes('warehouse_id')) throw noSuchChoice(`warehouse_id ${order.warehouseId}`);
  const terms = await findPriceList(connection, order, { company, customer: party.customer }, signal);
  return { order, company, party, ...terms, hasTechnicalPrice: ofLines.includes('technical_price_unit') };
}

/** All of these Odoo takes. */
function demandCustomer({ customer, organisation, blockedBy }: Party, company: OrderCompany): void {
  if (organisation.id === company.partnerId) throw sellsToItself(company.name);
  const archived = [customer, organisation].find(({ active }) => !active);
  if (archived) throw customerArchived(archived.display_name ?? `#${archived.id}`);
  if (blockedBy !== null) throw customerBlocked(blockedBy);
}

/** Who sells it is always said: left out, it would be our own user. */
export function headVals({ order, company, party, priceListId }: PreparedOrder): HeadVals {
  return {
    partner_id: party.partnerId,
    company_id: company.id,
    user_id: order.salespersonId === null ? false : Number(order.salespersonId),
    pricelist_id: priceListId ?? false,
    ...(order.reference !== null && { client_order_ref: order.reference }),
    ...(order.warehouseId !== null && { warehouse_id: Number(order.warehouseId) }),
    ...(order.paymentTermId !== null && { payment_term_id: Number(order.paymentTermId) }),
  };
}

export function lineVals(
  { productId, quantity, description, ...line }: NewOrderLine,
  { hasTechnicalPrice }: Pick<PreparedOrder, 'hasTechnicalPrice'>,
): LineVals {
  return {
    product_id: Number(productId),
    product_uom_qty: Number(quantity),
    ...(description !== null && { name: description }),
    ...priceVals(line, hasTechnicalPrice),
  };
}

/** Quantity, price and discount are always written together: of a quantity alone Odoo makes a new price and a new discount. */
export function priceVals({ unitPrice, discount }: Pick<NewOrderLine, 'unitPrice' | 'discount'>, hasTechnicalPrice: boolean): LineVals {
  if (unitPrice === null) return {};
  const price = Number(unitPrice);
  return { price_unit: price, ...(hasTechnicalPrice && { technical_price_unit: notOf(price) }), discount: Number(discount ?? 0) };
}

/**
 * From 18 on a price stays as it was agreed where `technical_price_unit`, what Odoo itself would have asked, is another one: not zero, and further
 * away than the currency rounds.
 */
const notOf = (price: number): number => (Math.abs(price - 1) < 1 ? 3 : 1);
