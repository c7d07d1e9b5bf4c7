import { rateOn } from '../accounting/books.ts';
import type { Rates } from '../accounting/books.ts';
import { variantPrice } from '../schema/catalog.ts';
import type { View } from '../store.ts';
import type { Row } from '../types.ts';

export interface Market {
  view: View;
  rates: Rates;
  /** In microseconds, and the same as a day. */
  at: number;
  today: string;
}

/** Which rule decides and what comes of it; null: none, so the product's own price holds. In the list's currency, not rounded. */
export function priceIn(market: Market, listId: number, product: Row, quantity = 1): { price: number; rule: Row | null } {
  const { view } = market;
  const currency = Number(view.get('product.pricelist', listId)?.currency_id);
  const rule = ruleFor(market, listId, product, quantity);
  if (!rule) return { price: ownPrice(market, product, 'list_price', currency), rule: null };
  if (rule.compute_price === 'fixed') return { price: Number(rule.fixed_price), rule };
  const base = basePrice(market, rule, product, { quantity, currency });
  if (rule.compute_price === 'percentage') return { price: base - (base * Number(rule.percent_price ?? 0)) / 100, rule };
  return { price: formula(rule, base), rule };
}

/** Variant before product, product before category, category before all; then the larger quantity. */
function ruleFor({ view, at }: Market, listId: number, product: Row, quantity: number): Row | null {
  const template = view.get('product.template', Number(product.product_tmpl_id));
  const categories = categoriesOf(view, Number(template?.categ_id));
  const applies = (rule: Row): boolean => {
    if (Number(rule.min_quantity ?? 0) > quantity) return false;
    if (typeof rule.date_start === 'number' && rule.date_start > at) return false;
    if (typeof rule.date_end === 'number' && rule.date_end < at) return false;
    if (rule.applied_on === '0_product_variant') return rule.product_id === product.id;
    if (rule.applied_on === '1_product') return rule.product_tmpl_id === product.product_tmpl_id;
    return rule.applied_on === '3_global' || categories.includes(Number(rule.categ_id));
  };
  const rules = view.by('product.pricelist.item', 'pricelist_id', listId).flatMap((id) => view.get('product.pricelist.item', id) ?? []);
  return rules.filter(applies).sort(byPrecedence)[0] ?? null;
}

const byPrecedence = (a: Row, b: Row): number =>
  String(a.applied_on).localeCompare(String(b.applied_on)) ||
  Number(b.min_quantity ?? 0) - Number(a.min_quantity ?? 0) ||
  Number(b.categ_id ?? 0) - Number(a.categ_id ?? 0) ||
  b.id - a.id;

function categoriesOf(view: View, id: number): number[] {
  const category = view.get('product.category', id);
  return category ? [id, ...categoriesOf(view, Number(category.parent_id))] : [];
}

function basePrice(market: Market, rule: Row, product: Row, { quantity, currency }: { quantity: number; currency: number }): number {
  if (rule.base !== 'pricelist')
    return ownPrice(market, product, rule.base === 'standard_price' ? 'standard_price' : 'list_price', currency);
  const other = Number(rule.base_pricelist_id);
  const { price } = priceIn(market, other, product, quantity);
  return inCurrency(market, price, Number(market.view.get('product.pricelist', other)?.currency_id), currency);
}

/** Before any list. */
export const ownPriceIn = (market: Market, product: Row, currency: number): number => ownPrice(market, product, 'list_price', currency);

function ownPrice(market: Market, product: Row, field: 'list_price' | 'standard_price', currency: number): number {
  const { view } = market;
  const template = view.get('product.template', Number(product.product_tmpl_id));
  const company = view.get('res.company', Number(template?.company_id ?? view.ids('res.company')[0]));
  const own = field === 'list_price' ? variantPrice(view, product) : Number(template?.standard_price ?? 0);
  return inCurrency(market, own, Number(company?.currency_id), currency);
}

function inCurrency({ view, rates, today }: Market, amount: number, from: number, to: number): number {
  if (from === to) return amount;
  const rate = (id: number): number => rateOn({ rates }, String(view.get('res.currency', id)?.name), today);
  return (amount * rate(to)) / rate(from);
}

function formula(rule: Row, base: number): number {
  const number = (name: string): number => Number(rule[name] ?? 0);
  let price = base - (base * number('price_discount')) / 100;
  const step = number('price_round');
  if (step > 0) price = Math.round(price / step) * step;
  price += number('price_surcharge');
  if (number('price_min_margin') > 0) price = Math.max(price, base + number('price_min_margin'));
  if (number('price_max_margin') > 0) price = Math.min(price, base + number('price_max_margin'));
  return price;
}
