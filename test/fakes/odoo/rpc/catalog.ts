import { priceIn } from '../catalog/pricing.ts';
import { quotedPrice } from '../catalog/quotation-price.ts';
import type { Market } from '../catalog/pricing.ts';
import { demand, modelOf } from '../env.ts';
import type { Env } from '../env.ts';
import { keyError, missingError, userError } from '../errors.ts';
import { roundHalfUp } from '../money.ts';
import type { OdooVersion, Row } from '../types.ts';
import { existing } from './method.ts';
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
  const { head, ofLines } = wantedOf(call);
  refuseUnknown(env, 'sale.order', head);
  refuseUnknown(env, 'sale.order.line', ofLines);
  const list = typeof values.pricelist_id === 'number' ? values.pricelist_id : null;
  if (list !== null && !env.view.get('product.pricelist', list)) throw missingError('product.pricelist', list, env.uid);
  // Asked for the currency in the same breath, Odoo takes prices before it knows it.
  const priced = { list: head.includes('currency_id') ? null : list, digits: digitsOf(env, values, list) };
  const lines = commandsOf(values.order_line).map(([, virtual, given]) => [virtual, shownLine(call, given as Vals, priced)] as const);
  const total = (field: 'net' | 'tax'): number => lines.reduce((sum, [, line]) => sum + line[field], 0) / 10 ** priced.digits;
  const totals: Vals = {
    ...{ amount_untaxed: total('net'), amount_tax: total('tax'), amount_total: total('net') + total('tax') },
    currency_id: list === null ? false : env.view.get('product.pricelist', list)?.currency_id,
  };
  const ofHead = Object.fromEntries(head.map((name) => [name, totals[name] ?? values[name] ?? false]));
  const shown = lines.map(([virtual, { fields }]) => [
    0,
    virtual,
    Object.fromEntries(ofLines.map((name) => [name, fields[name] ?? false])),
  ]);
  return { value: { ...(env.version >= 17 && ofHead), order_line: env.version >= 17 ? shown : [[5, 0, 0], ...shown] } };
}

function wantedOf({ env, args }: Call): { head: string[]; ofLines: string[] } {
  if (env.version >= 17) {
    const { order_line: lines, ...head } = args.fields_spec as { order_line?: { fields?: Vals } };
    return { head: Object.keys(head), ofLines: Object.keys(lines?.fields ?? {}) };
  }
  const names = Object.keys(args.field_onchange as Vals).filter((name) => name !== 'order_line');
  const isOfLines = (name: string): boolean => name.startsWith('order_line.');
  return {
    head: names.filter((name) => !isOfLines(name)),
    ofLines: names.filter(isOfLines).map((name) => name.slice('order_line.'.length)),
  };
}

function refuseUnknown(env: Env, model: string, names: readonly string[]): void {
  const unknown = names.find((name) => !modelOf(env, model).fields[name]);
  if (unknown !== undefined) throw keyError(unknown);
}

function digitsOf({ view }: Env, { company_id }: Vals, list: number | null): number {
  const company = view.get('res.company', Number(company_id ?? view.ids('res.company')[0]));
  const currency = list === null ? company?.currency_id : view.get('product.pricelist', list)?.currency_id;
  return view.get('res.currency', Number(currency))?.decimal_places ?? 2;
}

/** What is given stays, the rest is computed. Net and tax in minor units. */
function shownLine(
  call: Call,
  given: Vals,
  { list, digits }: { list: number | null; digits: number },
): { fields: Vals; net: number; tax: number } {
  const { env } = call;
  const product = productOf(call, Number(given.product_id));
  const quantity = Number(given.product_uom_qty ?? 1);
  const found = quotedPrice(marketOf(call), env.version, { list, product, quantity });
  const label = modelOf(env, 'product.product').display(env.view, product);
  const taxes = (env.view.get('product.template', Number(product.product_tmpl_id))?.taxes_id ?? []) as readonly number[];
  const line: Vals = { name: label, product_uom_qty: quantity, ...found, ...given };
  const net = roundHalfUp(Number(line.price_unit) * quantity * (1 - Number(line.discount) / 100) * 10 ** digits);
  const tax = taxes.reduce((sum, id) => sum + roundHalfUp((net * Number(env.view.get('account.tax', id)?.amount)) / 100), 0);
  const linked = taxes.map((id) => [4, id, { id }]);
  const shown = { product_id: env.version >= 17 ? product.id : [product.id, label], tax_id: linked, tax_ids: linked };
  return { fields: { ...line, ...shown, price_subtotal: net / 10 ** digits }, net, tax };
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
  return { view: env.view, rates: db.rates, at: now.getTime() * 1000, today: db.today(now) };
}
