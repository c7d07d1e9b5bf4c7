import { ownPriceIn, priceIn } from '../catalog/pricing.ts';
import type { Market } from '../catalog/pricing.ts';
import { dayText } from '../datetime.ts';
import { demand, modelOf } from '../env.ts';
import { missingError, userError } from '../errors.ts';
import { roundHalfUp } from '../money.ts';
import type { OdooVersion, Row } from '../types.ts';
import { existing } from './generic.ts';
import type { Call, Method } from './method.ts';
import { commandsOf } from './values.ts';

type Vals = Record<string, unknown>;

/** Prices as a quotation and as a product tell them. Nothing is written by either. */
export function catalogMethods(version: OdooVersion): Readonly<Record<string, Readonly<Record<string, Method>>>> {
  const params = version >= 17 ? ['values', 'field_names', 'fields_spec'] : ['values', 'field_name', 'field_onchange'];
  return {
    'sale.order': { onchange: { level: 'record', params, required: params, run: onchangeOfOrder } },
    'product.product': {
      get_contextual_price: { level: 'record', params: [], since: 17, run: (call) => contextualPrice(call) },
    },
  };
}

/** The window for a new quotation. From 19 on whoever may not make one may not open it either. */
function onchangeOfOrder(call: Call): unknown {
  const { env, args } = call;
  if (env.version >= 19) demand(env, modelOf(env, 'sale.order'), 'create');
  const values = args.values as Vals;
  const names = Object.keys(wantedOfLines(call));
  const lines = commandsOf(values.order_line).map(([, virtual, given]) => {
    const line = given as Vals;
    const product = productOf(call, Number(line.product_id));
    const found = priceOfLine(call, values.pricelist_id, product, Number(line.product_uom_qty ?? 1));
    const name = modelOf(env, 'product.product').display(env.view, product);
    const shown: Vals = { ...line, ...found, product_id: env.version >= 17 ? product.id : [product.id, name] };
    return [0, virtual, Object.fromEntries(names.map((name) => [name, shown[name] ?? false]))];
  });
  return { value: { order_line: env.version >= 17 ? lines : [[5, 0, 0], ...lines] } };
}

function wantedOfLines({ env, args }: Call): Vals {
  if (env.version >= 17) return (args.fields_spec as { order_line?: { fields?: Vals } }).order_line?.fields ?? {};
  const flat = Object.keys(args.field_onchange as Vals).filter((name) => name.startsWith('order_line.'));
  return Object.fromEntries(flat.map((name) => [name.slice('order_line.'.length), {}]));
}

/**
 * Until 18 rounded as unit prices are, then as it comes. A list that shows its discounts, until 17, asks for the price without and names the
 * discount, with two digits.
 */
function priceOfLine(call: Call, list: unknown, product: Row, quantity: number): { price_unit: number; discount: number } {
  const { version, view } = call.env;
  const shown = (price: number): number => (version >= 19 ? price : roundHalfUp(price, 2));
  if (typeof list !== 'number') return { price_unit: ownPrice(call, product), discount: 0 };
  if (!view.get('product.pricelist', list)) throw missingError('product.pricelist', list, call.env.uid);
  const market = marketOf(call);
  const { price } = priceIn(market, list, product, quantity);
  if (version > 17 || view.get('product.pricelist', list)?.discount_policy !== 'without_discount')
    return { price_unit: shown(price), discount: 0 };
  const before = ownPriceIn(market, product, Number(view.get('product.pricelist', list)?.currency_id));
  return price < before
    ? { price_unit: shown(before), discount: roundHalfUp((1 - price / before) * 100, 2) }
    : { price_unit: shown(price), discount: 0 };
}

const ownPrice = (call: Call, product: Row): number =>
  Number(modelOf(call.env, 'product.product').fields.lst_price?.get?.(call.env.view, product));

function productOf(call: Call, id: number): Row {
  const row = call.env.view.get('product.product', id);
  if (!row) throw missingError('product.product', id, call.env.uid);
  demandPrice(call, id);
  return row;
}

/** Not rounded. */
function contextualPrice(call: Call): number {
  demand(call.env, modelOf(call.env, 'product.product'), 'read');
  const product = existing(call, call.ids[0] ?? 0);
  demandPrice(call, product.id);
  const { pricelist, quantity } = call.context;
  return typeof pricelist === 'number' ? priceIn(marketOf(call), pricelist, product, Number(quantity ?? 1)).price : ownPrice(call, product);
}

/** One product at fault fails the whole window. */
function demandPrice({ db }: Call, id: number): void {
  const said = db.refusedPrices.get(id);
  if (said !== undefined) throw userError(said);
}

function marketOf({ env, db }: Call): Market {
  const now = db.options.now();
  return { view: env.view, rates: db.rates, at: now.getTime() * 1000, today: dayText(now) };
}
