import { roundHalfUp } from '../money.ts';
import type { OdooVersion, Row } from '../types.ts';
import { variantPrice } from '../schema/catalog.ts';
import { ownPriceIn, priceIn, type Market } from './pricing.ts';

interface Question {
  /** Null: none, then the product's own price. */
  list: number | null;
  product: Row;
  quantity: number;
}

/**
 * What a line of a quotation asks for. Until 18 rounded as unit prices are, then as it comes. A list that shows its discounts, until 17, asks for the
 * price without and names the discount, with two digits.
 */
export function quotedPrice(
  market: Market,
  version: OdooVersion,
  { list, product, quantity }: Question,
): { price_unit: number; discount: number } {
  const shown = (price: number): number => (version >= 19 ? price : roundHalfUp(price, 2));
  if (list === null) return { price_unit: shown(variantPrice(market.view, product)), discount: 0 };
  const row = market.view.get('product.pricelist', list);
  const { price } = priceIn(market, list, product, quantity);
  if (version > 17 || row?.discount_policy !== 'without_discount') return { price_unit: shown(price), discount: 0 };
  const before = ownPriceIn(market, product, Number(row.currency_id));
  return price < before
    ? { price_unit: shown(before), discount: roundHalfUp((1 - price / before) * 100, 2) }
    : { price_unit: shown(price), discount: 0 };
}
