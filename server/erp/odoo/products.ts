import { z } from 'zod';
import type { Product } from '../shared/contract.ts';
import { erpRecordId } from '../../shared/ids.ts';
import type { Connection } from './connection.ts';
import { changedFrom } from './cursor.ts';
import { anyOf } from './domain.ts';
import { companyId, currencyOf, figureText } from './mapping.ts';
import { Id, Ids, Reference, Text, Time } from './raw.ts';
import type { References } from './references.ts';
import { RawRecurring, readPeriods, RECURRING_FIELDS, type PeriodOf } from './recurring.ts';
import { searchRead } from './search.ts';
import { mainPart, rejectRecord, rejectRow, STAMPS, SUPPORT, type OdooStream, type StreamQuery } from './stream.ts';
import { toInstant } from './time.ts';
import { rowsOf } from '../shared/rows.ts';
import { parseRows, translateRows } from '../shared/translate-rows.ts';

/** From then on a change of the template, which holds most of a product, moves the variants' own stamps. */
const FIRST_FOLLOWING_TEMPLATE = 17;
const VALUE_CHANGED = 'product_template_attribute_value_ids.write_date';

/**
 * Variants, which is what orders and stock name. Declared whatever is installed, because streams are declared before the first call: without the
 * module for products there are none.
 */
const query: StreamQuery = {
  model: 'product.product',
  module: [],
  needed: ['display_name', 'product_tmpl_id', 'active', ...STAMPS],
  optional: [
    'default_code',
    'barcode',
    'lst_price',
    'currency_id',
    'type',
    // `is_storable` comes with the module for stock from 18 on; before, a kind of product says it.
    'is_storable',
    'detailed_type',
    'uom_id',
    'categ_id',
    'all_product_tag_ids',
    'taxes_id',
    'description_sale',
    'sale_ok',
    'company_id',
    ...RECURRING_FIELDS,
  ],
  filter: [],
  isSharable: true,
  changed: ({ from, version }) => anyOf(...changedProducts(from, version)),
  unsettled: [],
  changeStampFields: ['write_date', 'product_tmpl_id', 'lst_price', ...RECURRING_FIELDS],
  // With its attributes, without its code. Taxes of other companies are hidden by the companies of the call.
  context: ({ companies }) => ({
    display_default_code: false,
    ...(companies.length > 0 && { allowed_company_ids: companies.map(Number) }),
  }),
};

/** What an attribute adds to the price moves neither variant nor template. Renames of categories, tags, taxes and units move nothing here. */
export const changedProducts = (from: string, version: number) => [
  changedFrom('write_date', from),
  changedFrom(VALUE_CHANGED, from),
  ...(version < FIRST_FOLLOWING_TEMPLATE ? [changedFrom('product_tmpl_id.write_date', from)] : []),
];

const RawProduct = RawRecurring.extend({
  id: Id,
  display_name: Text,
  product_tmpl_id: Id,
  default_code: Text,
  barcode: Text,
  lst_price: z.number().optional(),
  currency_id: Reference,
  type: Text,
  is_storable: z.boolean().optional(),
  detailed_type: Text,
  uom_id: Reference,
  categ_id: Reference,
  all_product_tag_ids: Ids,
  taxes_id: Ids,
  description_sale: Text,
  sale_ok: z.boolean().optional().default(true),
  active: z.boolean(),
  company_id: Reference,
  create_date: Time,
  write_date: Time,
});
type RawProduct = z.output<typeof RawProduct>;
const RawStamped = RawRecurring.extend(RawProduct.pick({ id: true, write_date: true, product_tmpl_id: true, lst_price: true }).shape);
type RawStamped = z.output<typeof RawStamped>;
const RawChangeStamp = rowsOf(RawStamped);
const RawTemplate = rowsOf(z.object({ id: Id, write_date: Time }));

export const products: OdooStream<'products'> = {
  support: { ...SUPPORT, translationVersion: 1, listsUnsettled: false },
  parts: [mainPart<'products'>({ query, translate, readChangeStamps })],
  // Off until somebody wants it: not reading it is no fault of the connection.
  checked: [],
  hintRules: () => [{ model: query.model, watched: ['write_date', 'default_code', 'barcode', 'active'], filter: '[]', sent: 'write_date' }],
};

async function translate(connection: Connection, rows: readonly unknown[], signal: AbortSignal) {
  const { references } = connection;
  const read = await parseRows(RawProduct, rows, rejectRow());
  await ensureReferences(references, read.parsed, signal);
  const beside = await readBeside(connection, read.parsed, signal);
  return translateRows(read, rejectRecord, (raw) => [toProduct(raw, references, beside)]);
}

async function ensureReferences(references: References, rows: readonly RawProduct[], signal: AbortSignal): Promise<void> {
  const { currencies, categories, tags, taxes, units } = references;
  await currencies.ensure(
    rows.map(({ currency_id }) => currency_id),
    signal,
  );
  const own = rows.map(({ categ_id }) => categ_id);
  await categories.ensure(own, signal);
  await categories.ensure(
    own.flatMap((id) => categories.get(id)?.above ?? []),
    signal,
  );
  await tags.ensure(
    rows.flatMap((row) => row.all_product_tag_ids),
    signal,
  );
  await taxes.ensure(
    rows.flatMap(({ taxes_id }) => taxes_id),
    signal,
  );
  await units.ensure(
    rows.map(({ uom_id }) => uom_id),
    signal,
  );
}

/** What the change stamp of a product depends on beside its row. */
interface Beside {
  templates: TemplateStamps;
  periodOf: PeriodOf;
}
type TemplateStamps = ReadonlyMap<number, string>;

async function readBeside(connection: Connection, rows: readonly RawStamped[], signal: AbortSignal): Promise<Beside> {
  const templates = await readTemplateStamps(connection, rows, signal);
  return { templates, periodOf: await readPeriods(connection, rows, signal) };
}

async function readTemplateStamps(
  { client }: Connection,
  rows: readonly Pick<RawProduct, 'product_tmpl_id'>[],
  signal: AbortSignal,
): Promise<TemplateStamps> {
  const isInOwn = (await client.server(signal)).version >= FIRST_FOLLOWING_TEMPLATE;
  if (isInOwn || rows.length === 0) return new Map();
  const ids = [...new Set(rows.map(({ product_tmpl_id }) => product_tmpl_id))];
  const search = { model: 'product.template', domain: [['id', 'in', ids]] as const, fields: ['write_date'] };
  return new Map(RawTemplate.parse(await searchRead(client, search, signal)).map(({ id, write_date }) => [id, write_date]));
}

async function readChangeStamps(connection: Connection, rows: readonly unknown[], signal: AbortSignal): Promise<[number, string][]> {
  const parsed = RawChangeStamp.parse(rows);
  const beside = await readBeside(connection, parsed, signal);
  return parsed.map((raw) => [raw.id, changeStampOf(raw, beside)]);
}

/** With price and period: what attributes add, a template of subscriptions and a module that comes or goes move nothing that is read here. */
function changeStampOf(raw: RawStamped, { templates, periodOf }: Beside): string {
  const period = periodOf(raw);
  const parts = [raw.write_date, templates.get(raw.product_tmpl_id), raw.lst_price, period ? `${period.every} ${period.unit}` : undefined];
  return parts.filter((part) => part !== undefined).join(' ');
}

function toProduct(raw: RawProduct, references: References, beside: Beside): Product {
  return {
    id: erpRecordId(raw.id),
    groupId: String(raw.product_tmpl_id),
    sku: raw.default_code,
    name: raw.display_name ?? raw.default_code ?? `#${raw.id}`,
    description: raw.description_sale,
    unit: references.units.get(raw.uom_id) ?? null,
    barcode: raw.barcode,
    categories: categoriesOf(raw.categ_id, references),
    tags: raw.all_product_tag_ids.flatMap((id) => named(id, references.tags.get(id))),
    kind: raw.type === 'service' ? 'service' : 'goods',
    isStocked: raw.is_storable ?? raw.detailed_type === 'product',
    recurring: beside.periodOf(raw),
    basePrice: basePriceOf(raw, references),
    taxes: taxesOf(raw, references),
    isSold: raw.sale_ok,
    active: raw.active,
    companyId: companyId(raw.company_id),
    createdAt: toInstant(raw.create_date),
    changeStamp: changeStampOf(raw, beside),
  };
}

const named = (id: number, name: string | null | undefined): Product['tags'] => (name ? [{ id: String(id), name }] : []);

function categoriesOf(id: number | null, { categories }: References): Product['categories'] {
  const own = categories.get(id);
  return id === null || !own ? [] : [id, ...own.above].flatMap((one) => named(one, categories.get(one)?.name));
}

function basePriceOf({ lst_price, currency_id }: RawProduct, references: References): Product['basePrice'] {
  if (lst_price === undefined || currency_id === null) return null;
  const { code, decimals } = currencyOf(references, currency_id);
  return { amount: figureText(lst_price, decimals), currency: code };
}

/** A product of several companies has the taxes of each, which are often the same. */
function taxesOf({ taxes_id }: RawProduct, { taxes }: References): Product['taxes'] {
  const found = taxes_id.flatMap((id) => taxes.get(id) ?? []);
  const each = found.map(({ name, percent, isIncluded }) => ({ name, percent: percent === null ? null : figureText(percent), isIncluded }));
  return [...new Map(each.map((tax) => [JSON.stringify(tax), tax])).values()];
}
