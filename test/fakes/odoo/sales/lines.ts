import { quotedPrice } from '../catalog/quotation-price.ts';
import { userError, validationError } from '../errors.ts';
import { roundHalfUp } from '../money.ts';
import { followQuantity, makeProjects } from '../projects/made-by-orders.ts';
import { variantName } from '../schema/catalog.ts';
import { invoicedOf } from '../schema/sales.ts';
import type { Row, Value } from '../types.ts';
import { marketOf, productFor, templateOf, type Seller } from './seller.ts';
import { changeDemand, deliveredOf } from './transfers.ts';

type Values = Record<string, Value>;

/** From then on a line remembers what Odoo itself would have asked, and a confirmed one its product. */
const FIRST_THAT_REMEMBERS = 18;

/** A line as the form makes it: what is not given is computed. */
export function insertLine(seller: Seller, order: number, asked: Values): number {
  const { books } = seller;
  const { tx } = books;
  const given = rounded(books.version, asked);
  const { company_id, pricelist_id } = tx.row('sale.order', order);
  if (given.name === null) throw validationError(nameMissing(books.version));
  const isSold = typeof given.product_id === 'number';
  const product = isSold ? productFor(seller, Number(given.product_id), Number(company_id)) : null;
  const quantity = Number(given.product_uom_qty ?? 1);
  const quoted = product
    ? quotedPrice(marketOf(books), books.version, { list: pricelist_id as number | null, product, quantity })
    : { price_unit: 0, discount: 0 };
  const taxes = product ? (templateOf(books, product).taxes_id as readonly number[]) : [];
  const unit = product ? (templateOf(books, product).uom_id ?? null) : 1;
  const values = rounded(books.version, { ...quoted, ...withoutStrayMark(given) });
  const line = tx.insert('sale.order.line', {
    ...{ order_id: order, sequence: 10, display_type: null, is_downpayment: false, is_delivery: false },
    ...{
      name: product ? labelOf(seller, product) : '',
      product_id: null,
      product_uom_qty: quantity,
      product_uom: unit,
      product_uom_id: unit,
    },
    ...{ tax_id: taxes, tax_ids: taxes, price_subtotal: 0, price_total: 0, qty_delivered: 0 },
    technical_price_unit: values.price_unit ?? 0,
    ...values,
  });
  if (isConfirmed(tx.row('sale.order', order))) {
    changeDemand(books, line);
    makeProjects(books, order);
  }
  return line;
}

/** What `load` makes of a refusal by the database; on 19 it takes the field for that of the order. */
function nameMissing(version: number): string {
  if (version <= 17) return "Missing required value for the field 'name'";
  if (version === 18) return "Missing required value for the field 'name' on a linked model [sale_order_line]";
  return "Missing required value for the field 'Order Reference' (name).\nModel: Unknown\n- create/update: a mandatory field is not set\n- delete: another model requires the record being deleted, you can archive it instead\n";
}

function labelOf({ books }: Seller, product: Row): string {
  return (product.default_code ? `[${String(product.default_code)}] ` : '') + variantName(books.tx, product);
}

/** Without a price the mark on prices is thrown away. */
function withoutStrayMark({ technical_price_unit: mark, ...values }: Values): Values {
  return mark !== undefined && 'price_unit' in values ? { ...values, technical_price_unit: mark } : values;
}

/** As figures are kept; from 19 on prices have as many digits as they have. */
function rounded(version: number, values: Values): Values {
  const { price_unit: price, discount, product_uom_qty: quantity } = values;
  return {
    ...values,
    ...(quantity !== undefined && { product_uom_qty: roundHalfUp(Number(quantity), 2) }),
    ...(price !== undefined && { price_unit: version >= 19 ? price : roundHalfUp(Number(price), 2) }),
    ...(discount !== undefined && { discount: roundHalfUp(Number(discount), 2) }),
  };
}

export function writeLine(seller: Seller, line: number, asked: Values): void {
  const { books } = seller;
  const { tx, version } = books;
  const given = rounded(version, asked);
  const before = tx.row('sale.order.line', line);
  const order = tx.row('sale.order', Number(before.order_id));
  refuseLocked(version, order, given);
  if (isConfirmed(order)) refuseConfirmed(seller, before, given);
  const values = rounded(version, { ...priced(seller, before, given), ...withoutStrayMark(given) });
  tx.update('sale.order.line', line, values, { force: true });
  if ('product_uom_qty' in given) followQuantity(books, line);
  if (isConfirmed(order) && 'product_uom_qty' in given) changeDemand(books, line);
}

const isConfirmed = ({ state }: Row): boolean => state === 'sale' || state === 'done';
const isLocked = ({ locked, state }: Row): boolean => locked === true || state === 'done';

const LABELS: Readonly<Record<string, string>> = {
  product_id: 'Product',
  name: 'Description',
  price_unit: 'Unit Price',
  product_uom_qty: 'Quantity',
  discount: 'Discount (%)',
};

/** Whether another value is written or the same. Until 18 discounts are left out. */
function refuseLocked(version: number, order: Row, given: Values): void {
  const names = Object.keys(LABELS).filter((name) => name in given && (name !== 'discount' || version >= 19));
  if (!isLocked(order) || names.length === 0) return;
  throw userError(`It is forbidden to modify the following fields in a locked order:\n${names.map((name) => LABELS[name]).join('\n')}`);
}

function refuseConfirmed({ books }: Seller, before: Row, given: Values): void {
  const isOther = 'product_id' in given && given.product_id !== before.product_id;
  if (isOther && books.version >= FIRST_THAT_REMEMBERS) throw userError('You cannot modify the product of this order line.');
  if (Number(given.product_uom_qty ?? before.product_uom_qty) >= deliveredOf(books, before.id)) return;
  throw userError(
    'The ordered quantity of a sale order line cannot be decreased below the amount already delivered. Instead, create a return in your inventory.',
  );
}

/** What a new quantity or product does to price and discount that are not written along with it. */
function priced(seller: Seller, before: Row, given: Values): Values {
  const { books } = seller;
  const isOther = ['product_id', 'product_uom_qty'].some((name) => name in given && given[name] !== before[name]);
  const { pricelist_id, company_id } = books.tx.row('sale.order', Number(before.order_id));
  const product = Number(given.product_id ?? before.product_id);
  if (!isOther || !product) return {};
  const asked = quotedPrice(marketOf(books), books.version, {
    list: pricelist_id as number | null,
    product: productFor(seller, product, Number(company_id)),
    quantity: Number(given.product_uom_qty ?? before.product_uom_qty),
  });
  const isKept = 'price_unit' in given || invoicedOf(books.tx, before) > 0 || isManual(books.version, before);
  const showsDiscounts =
    books.version >= FIRST_THAT_REMEMBERS ||
    books.tx.get('product.pricelist', Number(pricelist_id))?.discount_policy === 'without_discount';
  return {
    ...(!isKept && { price_unit: asked.price_unit, technical_price_unit: asked.price_unit }),
    ...(showsDiscounts && { discount: asked.discount }),
  };
}

/** In 18 any difference tells, from 19 on one that the currency shows. Until 17 nobody remembers. */
function isManual(version: number, { price_unit: price, technical_price_unit: asked }: Row): boolean {
  if (version < FIRST_THAT_REMEMBERS) return false;
  return version >= 19 ? Math.abs(Number(asked) - Number(price)) >= 0.005 : Number(asked) !== 0 && asked !== price;
}

export function removeLine({ books }: Seller, line: number): void {
  const { order_id } = books.tx.row('sale.order.line', line);
  if (isConfirmed(books.tx.row('sale.order', Number(order_id))))
    throw userError(
      "Once a sales order is confirmed, you can't remove one of its lines (we need to track if something gets invoiced or delivered).\n                Set the quantity to 0 instead.",
    );
  books.tx.remove('sale.order.line', line);
}
