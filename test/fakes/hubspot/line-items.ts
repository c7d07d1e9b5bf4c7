import type { Table } from './table.ts';
import type { Properties } from './types.ts';

/** What a line takes over from the product it is made of, once: a later change of the product does not reach it. */
const COPIED = [
  ...['name', 'description', 'hs_sku', 'price', 'hs_cost_of_goods_sold', 'hs_product_type', 'hs_url', 'hs_images'],
  ...['recurringbillingfrequency', 'hs_recurring_billing_period'],
];

/** A new line with what its product says where nothing is given; priced in the line's currency, if the product is. */
export function copiedFromProduct(products: Table, given: Properties): Properties {
  const product = products.living(given['hs_product_id'] ?? '')?.properties ?? {};
  const copied: Properties = {};
  for (const name of COPIED) if (product[name] !== undefined) copied[name] = product[name];
  const ownPrice = product[`hs_price_${given['hs_line_item_currency_code']?.toLowerCase()}`];
  return { quantity: '1', ...copied, ...(ownPrice === undefined ? {} : { price: ownPrice }), ...given };
}

/** What HubSpot computes of a line: `discount` is an amount for each unit, beside it a percentage. '' where there is no price. */
export function calculatedOf(line: Properties): Properties {
  const { price, quantity, discount = '0', hs_discount_percentage: percentage = '0' } = line;
  if (!price || !quantity) return { amount: '', hs_pre_discount_amount: '' };
  const before = Number(price) * Number(quantity);
  const unit = (Number(price) - Number(discount || 0)) * (1 - Number(percentage || 0) / 100);
  return { amount: rounded(unit * Number(quantity)), hs_pre_discount_amount: rounded(before) };
}

const rounded = (value: number): string => String(Number(value.toFixed(6)));
