import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { callOdoo, OdooRefusal } from './odoo/caller.ts';
import { startOdooFake, type OdooFake } from './odoo/index.ts';
import type { Row } from './odoo/types.ts';

// What running servers said and did at each step of an order; the double goes the same steps.
type Step = Record<string, unknown>;
const FIXTURE = new URL('../fixtures/odoo/orders.json', import.meta.url);
const { versions } = JSON.parse(readFileSync(FIXTURE, 'utf8')) as { versions: Record<string, Record<string, Step>> };

const QUIET = { allowed_company_ids: [1], mail_create_nosubscribe: true, mail_auto_subscribe_no_notify: true };
const IMPORT = { ...QUIET, mode: 'update', noupdate: true, tz: 'UTC' };
const WITHOUT_WINDOW = { ...QUIET, disable_cancel_warning: true };

let odoo: OdooFake;
afterEach(() => odoo.close());

/** The customer, products, lists and stock that were recorded. */
async function aShop(version: 17 | 18 | 19) {
  odoo = await startOdooFake({ version, botGroups: 'sales' });
  const list = await odoo.createPriceList({ name: 'MXN' });
  const euros = await odoo.createPriceList({ name: 'EUR list', currency: 'EUR' });
  const valve = await odoo.createProduct({ sku: 'V-1', name: 'Valve', price: '100.00', tax: 16 });
  const seal = await odoo.createProduct({ sku: 'S-1', name: 'Seal', price: '49.99', tax: 16 });
  const task = await odoo.createProduct({ sku: 'T-1', name: 'Setup', price: '80.00', kind: 'service', tax: 16 });
  await odoo.transaction(({ catalog }) => catalog.updateTemplate(task, { service_tracking: 'task_global_project' }));
  const [warehouse] = odoo.records('stock.warehouse').map(({ id }) => id);
  await odoo.receiveStock(valve, Number(warehouse), 10);
  await odoo.receiveStock(seal, Number(warehouse), 50);
  const partner = await odoo.createPartner({ name: 'Acme', is_company: true });
  return { list, euros, valve, seal, task, partner };
}

describe.each([17, 18, 19] as const)('an order in the double of Odoo %i', (version) => {
  const recorded = versions[version]!;
  let shop: Awaited<ReturnType<typeof aShop>>;
  beforeEach(async () => {
    shop = await aShop(version);
  });
  const mark = version >= 18;
  const pair = (price: number, asked: number) => ({ price_unit: price, ...(mark && { technical_price_unit: asked }) });
  const FULL = ['product_id/.id', 'product_uom_qty', 'price_unit', ...(mark ? ['technical_price_unit'] : []), 'discount'];
  const cells = (product: number, quantity: number, price: number, asked: number, discount: number) =>
    [product, quantity, price, ...(mark ? [asked] : []), discount].map(String);

  /** As the recording says it: what was answered or refused, and the order afterwards. */
  async function call(model: string, method: string, ids: readonly number[], more: Step, named: Step = {}): Promise<Step> {
    const vals = 'vals' in more ? [more.vals] : [];
    const asked = version >= 19 ? { positional: [], named: { ids, ...more, ...named } } : { positional: [ids, ...vals], named };
    return said(callOdoo(odoo, { model, method, ...asked }));
  }

  async function load(key: string, lines: readonly (readonly string[])[], columns: readonly string[], over: Step = {}) {
    const { list = shop.list, ...extra } = over;
    const head = ['id', 'partner_id/.id', 'company_id/.id', 'user_id/.id', 'pricelist_id/.id', ...Object.keys(extra)];
    const own = [`__puente__.${key}`, shop.partner, 1, '', list, ...Object.values(extra)].map(String);
    const fields = [...head, ...columns.map((column) => `order_line/${column}`)];
    const data = lines.map((line, nth) => [...(nth === 0 ? own : head.map(() => '')), ...line]);
    const named = { fields, data, context: IMPORT };
    const asked = version >= 19 ? { positional: [], named } : { positional: [fields, data], named: { context: IMPORT } };
    const answer = (await callOdoo(odoo, { model: 'sale.order', method: 'load', ...asked })) as {
      ids: number[] | false;
      messages: { message: string; field?: string }[];
    };
    const messages = answer.messages.map(({ message, field }) => ({ message, ...(field && { field }) }));
    const id = answer.ids === false ? null : Number(answer.ids[0]);
    return { id: Number(id), step: { answer: { messages, made: id !== null }, ...(id !== null && { order: order(id) }) } };
  }

  const write = async (id: number, vals: Step): Promise<Step> => ({
    ...(await call('sale.order', 'write', [id], { vals }, { context: QUIET })),
  });
  const press = (method: string, id: number, context: Step = QUIET): Promise<Step> => call('sale.order', method, [id], {}, { context });
  const linesOf = (id: number): Row[] => odoo.records('sale.order.line').filter((line) => line.order_id === id);
  const line = (id: number, nth: number): number => Number(linesOf(id)[nth]?.id);

  function order(id: number): Step {
    const row = odoo.record('sale.order', id)!;
    const currency = odoo.record('res.currency', Number(row.currency_id))!;
    const caller = odoo.record('res.users', odoo.uid)!;
    const followers = (row.message_partner_ids as readonly number[]).map((one) =>
      one === caller.partner_id ? 'caller' : one === shop.partner ? 'customer' : 'other',
    );
    return {
      ...{ state: row.state, locked: row.locked, currency: currency.name },
      salesperson: row.user_id === null ? null : row.user_id === odoo.uid ? 'caller' : 'other',
      followers: followers.sort(),
      ...{ untaxed: Number(row.amount_untaxed) / 100, tax: Number(row.amount_tax) / 100, total: Number(row.amount_total) / 100 },
      lines: linesOf(id).map((one) => [
        ...[one.name, one.product_uom_qty, one.price_unit, ...(mark ? [one.technical_price_unit] : []), one.discount],
        Number(one.price_subtotal) / 100,
      ]),
    };
  }

  /** What the warehouse is to do: product, how many, how many of them held back. */
  function moves(id: number): unknown[] {
    const ids = new Set(linesOf(id).map((one) => one.id));
    const codes = new Map([[shop.valve, 'V-1'], [shop.seal, 'S-1']]); // prettier-ignore
    return odoo
      .records('stock.move')
      .filter((move) => ids.has(Number(move.sale_line_id)))
      .map((move) => [codes.get(Number(move.product_id)), move.product_uom_qty, move.quantity, move.state]);
  }

  it('is made by load, once, with or without prices', async () => {
    const { id, step } = await load('1', [cells(shop.valve, 2, 90.5, 91.5, 5), cells(shop.seal, 3, 2, 1, 0)], FULL);
    expect(step).toEqual(recorded['made with prices']);
    const again = await load('1', [cells(shop.valve, 7, 1, 2, 0)], FULL);
    expect(again).toEqual({ id, step: recorded['made again'] });
    const free = await load('3', [[String(shop.valve), '2'], [String(shop.seal), '1']], ['product_id/.id', 'product_uom_qty']); // prettier-ignore
    expect(free.step).toEqual(recorded['made without prices']);
    const inEuros = await load('4', [cells(shop.valve, 1, 50, 51, 0)], FULL, { list: shop.euros });
    expect(inEuros.step).toEqual(recorded['in euros']);
  });

  it('is not made of what is not there, or empty', async () => {
    const one = cells(shop.valve, 1, 50, 51, 0);
    expect((await load('5', [['', ...one]], ['name', ...FULL])).step).toEqual(recorded['an empty name']);
    expect((await load('6', [one], FULL, { list: 999_999 })).step).toEqual(recorded['a list that is gone']);
    expect((await load('7', [cells(999_999, 1, 50, 51, 0)], FULL)).step).toEqual(recorded['a product that is gone']);
    expect((await load('8', [one], FULL, { 'warehouse_id/.id': 999_999 })).step).toEqual(recorded['a warehouse that is gone']);
    expect(odoo.records('sale.order')).toEqual([]);
  });

  it('is priced anew by a quantity, or keeps its price', async () => {
    const { id } = await load('1', [cells(shop.valve, 2, 90.5, 91.5, 5), cells(shop.seal, 3, 2, 1, 0)], FULL);
    const alone = await write(id, { order_line: [[1, line(id, 0), { product_uom_qty: 4 }]] });
    expect({ ...alone, order: order(id) }).toEqual(recorded['a quantity alone']);
    const all = await write(id, { order_line: [[1, line(id, 0), { product_uom_qty: 5, ...pair(77.777, 78), discount: 12.345 }]] });
    expect({ ...all, order: order(id) }).toEqual(recorded['all of a line']);
    const other = await write(id, { order_line: [[2, line(id, 1), 0], [0, 0, { product_id: shop.seal, product_uom_qty: 2 }]] }); // prettier-ignore
    expect({ ...other, order: order(id) }).toEqual(recorded['a line less, one more']);
    const bare = await load('2', [[String(shop.valve), '2', '90']], ['product_id/.id', 'product_uom_qty', 'price_unit']);
    expect(bare.step).toEqual(recorded['made with the price alone']);
    const priced = await write(bare.id, { order_line: [[1, line(bare.id, 0), { product_uom_qty: 4 }]] });
    expect({ ...priced, order: order(bare.id) }).toEqual(recorded['a quantity alone, of a price alone']);
    const same = await write(bare.id, { partner_id: shop.partner });
    expect({ ...same, order: order(bare.id) }).toEqual(recorded['the same customer']);
    const cancelled = await press('action_cancel', bare.id);
    expect({ ...cancelled, order: order(bare.id) }).toEqual(recorded['cancelled as a quotation']);
  });

  it('is confirmed, changed, delivered, locked and cancelled by the same rules', async () => {
    const { id } = await load('1', [cells(shop.valve, 2, 90.5, 91.5, 5), cells(shop.seal, 3, 2, 1, 0)], FULL);
    await write(id, { order_line: [[1, line(id, 0), { product_uom_qty: 5, ...pair(77.777, 78), discount: 12.345 }]] });
    await write(id, { order_line: [[2, line(id, 1), 0], [0, 0, { product_id: shop.seal, product_uom_qty: 2 }]] }); // prettier-ignore
    const transfers = () => odoo.records('stock.picking').filter(({ sale_id }) => sale_id === id);
    const store = (method: string) => call('stock.picking', method, transfers().map((one) => one.id), {}, { context: QUIET }); // prettier-ignore

    const confirmed = await press('action_confirm', id);
    expect({ ...confirmed, order: order(id), moves: moves(id) }).toEqual(recorded['confirmed']);
    expect(await press('action_confirm', id)).toEqual(recorded['confirmed twice']);
    expect({ ...(await store('do_unreserve')), moves: moves(id) }).toEqual(recorded['let go']);
    expect({ ...(await store('action_assign')), moves: moves(id) }).toEqual(recorded['held back']);
    const more = await write(id, { order_line: [[1, line(id, 0), { product_uom_qty: 6, ...pair(77.78, 78), discount: 12 }]] });
    expect({ ...more, order: order(id), moves: moves(id) }).toEqual(recorded['more of a confirmed one']);
    expect(await write(id, { pricelist_id: shop.list })).toEqual(recorded['the list of a confirmed one']);
    expect(await write(id, { order_line: [[2, line(id, 1), 0]] })).toEqual(recorded['a line less of a confirmed one']);
    const none = await write(id, { order_line: [[1, line(id, 1), { product_uom_qty: 0, ...pair(49.99, 1), discount: 0 }]] });
    expect({ ...none, order: order(id), moves: moves(id) }).toEqual(recorded['none of a line of a confirmed one']);
    await odoo.transaction((erp) => erp.sales.deliverOrder(id, new Map([[line(id, 0), 4]])));
    expect(await write(id, { order_line: [[1, line(id, 0), { product_uom_qty: 3 }]] })).toEqual(recorded['less than was delivered']);

    await odoo.transaction((erp) => erp.sales.lockOrder(id));
    expect(await write(id, { order_line: [[1, line(id, 0), { product_uom_qty: 6, price_unit: 77.78 }]] })).toEqual(
      recorded['a locked one'],
    );
    expect(await press('action_cancel', id, WITHOUT_WINDOW)).toEqual(recorded['a locked one cancelled']);
    expect(await press('action_unlock', id)).toEqual(recorded['unlocked']);
    expect(await press('action_cancel', id)).toEqual(recorded['a window first']);
    const cancelled = await press('action_cancel', id, WITHOUT_WINDOW);
    expect({ ...cancelled, order: order(id) }).toEqual(recorded['cancelled although delivered']);
    expect(await press('action_cancel', id, WITHOUT_WINDOW)).toEqual(recorded['cancelled twice']);
    expect(await press('action_confirm', id)).toEqual(recorded['confirmed after it was cancelled']);
    expect(await press('action_confirm', 999_999)).toEqual(recorded['an order that is gone']);
  });

  it('takes another product after it was confirmed, or not', async () => {
    const { id } = await load('1', [[String(shop.seal), '1']], ['product_id/.id', 'product_uom_qty']);
    await press('action_confirm', id);
    const vals = { order_line: [[1, line(id, 0), { product_id: shop.valve }]] };
    expect(await write(id, vals)).toEqual(recorded['another product of a confirmed one']);
  });

  it('of a task needs a project, or makes none', async () => {
    const { id, step } = await load('9', [[String(shop.task), '1']], ['product_id/.id', 'product_uom_qty']);
    expect(step).toEqual(recorded['a task']);
    expect({ ...(await press('action_confirm', id)), order: order(id) }).toEqual(recorded['a task without a project']);
  });

  it('is shown by its form before it is made', async () => {
    const given = [
      [0, 'a', { product_id: shop.valve, product_uom_qty: 2, ...pair(90.5, 91.5), discount: 5 }],
      [0, 'b', { product_id: shop.seal, product_uom_qty: 3 }],
    ];
    const values = { partner_id: shop.partner, company_id: 1, pricelist_id: shop.list, user_id: false, order_line: given };
    const each = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, {}]));
    const ofLines = ['name', 'product_uom_qty', 'price_unit', 'discount', 'price_subtotal'];
    const spec = { ...each(['amount_untaxed', 'amount_tax', 'amount_total']), order_line: { fields: each(ofLines) } };
    const named = { values, field_names: [], fields_spec: spec, context: QUIET };
    const ids = version >= 19 ? { ids: [] } : {};
    const { value } = (await callOdoo(odoo, { model: 'sale.order', method: 'onchange', positional: [[]], named: { ...ids, ...named } })) as { value: unknown }; // prettier-ignore
    expect(rounded(value)).toEqual(rounded((recorded['the form']!.answer as { value: unknown }).value));
  });
});

/** Amounts come with what arithmetic leaves behind. */
const rounded = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_key, one: unknown) => (typeof one === 'number' ? Number(one.toFixed(6)) : one)));

async function said(asked: Promise<unknown>): Promise<Step> {
  try {
    const answer = await asked;
    const isWindow = typeof answer === 'object' && answer !== null && 'res_model' in answer;
    return { answer: isWindow ? { window: answer.res_model } : answer };
  } catch (error) {
    if (!(error instanceof OdooRefusal)) throw error;
    return { refused: [error.odooName, masked(error.message)] };
  }
}

/** Numbers and users differ; which forbidden field is named first is left to chance. */
function masked(message: string): string {
  const text = message.replace(/S\d{5}/g, '$number').replace(/User: \d+/, 'User: $caller');
  const [first = '', ...fields] = text.split('\n');
  return text.includes('locked order') ? [first, ...fields.sort()].join('\n') : text;
}
