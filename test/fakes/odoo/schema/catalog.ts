import type { View } from '../store.ts';
import type { OdooVersion, Row, Value } from '../types.ts';
import { boolean, char, computed, datetime, float, integer, inverse, many2many, many2one, model, one2many, selection } from './field.ts';
import type { Field, Model } from './field.ts';
import { unitModels } from './units.ts';

const templateOf = (view: View, row: Row): Row | undefined => view.get('product.template', Number(row.product_tmpl_id));
const ids = (value: Value | undefined): readonly number[] => (Array.isArray(value) ? (value as readonly number[]) : []);

/** Kept in the template and read through it: not stored in the variant, and yet searchable. */
export const ofTemplate = (field: Field): ((name: string) => Field) => {
  return (name) => ({
    ...field,
    store: false,
    searchable: true,
    related: `product_tmpl_id.${name}`,
    get: (view, row) => templateOf(view, row)?.[name],
  });
};

const SERVICE_TYPES = ['manual', 'timesheet', 'milestones'].map((key) => [key, key] as const);
const TRACKING = [
  ['no', 'Nothing'],
  ['task_global_project', 'Task'],
  ['task_in_project', 'Project & Task'],
  ['project_only', 'Project'],
] as const;
const TYPES = [
  ['consu', 'Goods'],
  ['service', 'Service'],
] as const;

/** Until 17 what is counted is a kind of product of its own; then it is a mark on goods. */
function kindFields(version: OdooVersion): Record<string, Field> {
  if (version >= 18) return { type: selection('Product Type', [...TYPES, ['combo', 'Combo']]), is_storable: boolean('Track Inventory') };
  const kinds = [...TYPES, ['product', 'Storable Product']] as const;
  const kind = (_view: View, row: Row) => (row.is_storable === true ? 'product' : row.type);
  return { type: selection('Product Type', kinds, { get: kind }), detailed_type: selection('Product Type', kinds, { get: kind }) };
}

const templateFields = (version: OdooVersion): Record<string, Field> => ({
  name: char('Name'),
  list_price: float('Sales Price'),
  standard_price: float('Cost'),
  categ_id: many2one('Product Category', 'product.category'),
  product_tag_ids: many2many('Product Tags', 'product.tag'),
  taxes_id: many2many('Customer Taxes', 'account.tax'),
  uom_id: many2one('Unit of Measure', 'uom.uom'),
  description_sale: char('Sales Description'),
  sale_ok: boolean('Sales'),
  company_id: many2one('Company', 'res.company'),
  service_tracking: selection('Create on Order', TRACKING),
  // Nothing: as the form makes it, where hours are counted.
  service_type: selection('Track Service', SERVICE_TYPES),
  project_id: many2one('Project', 'project.project'),
  project_template_id: many2one('Project Template', 'project.project'),
  ...kindFields(version),
});

/** The company's, or that of the oldest company. */
const currencyOf = (view: View, row: Row): Value | undefined =>
  view.get('res.company', Number(templateOf(view, row)?.company_id ?? view.ids('res.company')[0]))?.currency_id;

/** The template's price and what the attributes add. */
export function variantPrice(view: View, row: Row): number {
  const extras = ids(row.product_template_attribute_value_ids).map((id) =>
    Number(view.get('product.template.attribute.value', id)?.price_extra ?? 0),
  );
  return extras.reduce((sum, extra) => sum + extra, Number(templateOf(view, row)?.list_price ?? 0));
}

/** `Chair (Red)`; the code before it only where the call does not say otherwise, see `read.ts`. */
export function variantName(view: View, row: Row): string {
  const values = ids(row.product_template_attribute_value_ids).map((id) => view.get('product.template.attribute.value', id)?.name);
  const name = String(templateOf(view, row)?.name ?? '');
  return values.length > 0 ? `${name} (${values.join(', ')})` : name;
}

function productModel(version: OdooVersion): Model {
  const inherited = Object.entries(templateFields(version)).map(([name, field]): [string, Field] => {
    // Of the template's own fields those with a getter of their own ask it there.
    const read = field.get;
    const through = ofTemplate(field)(name);
    return [name, read ? { ...through, get: (view, row) => readThrough(view, row, read) } : through];
  });
  return model('product.product', {
    description: 'Product Variant',
    order: 'default_code, name, id',
    indexed: ['product_tmpl_id'],
    display: (view, row) => (row.default_code ? `[${row.default_code}] ` : '') + variantName(view, row),
    fields: {
      product_tmpl_id: many2one('Product Template', 'product.template', { required: true }),
      default_code: char('Internal Reference'),
      barcode: char('Barcode'),
      active: boolean('Active'),
      additional_product_tag_ids: many2many('Additional Product Tags', 'product.tag'),
      all_product_tag_ids: computed(many2many('All Product Tags', 'product.tag'), (view, row) => [
        ...new Set([...ids(templateOf(view, row)?.product_tag_ids), ...ids(row.additional_product_tag_ids)]),
      ]),
      product_template_attribute_value_ids: many2many('Attribute Values', 'product.template.attribute.value'),
      lst_price: computed(float('Sales Price'), variantPrice),
      currency_id: computed(many2one('Currency', 'res.currency'), currencyOf),
      cost_currency_id: computed(many2one('Cost Currency', 'res.currency'), currencyOf),
      stock_move_ids: one2many('Stock Moves', 'stock.move', inverse('stock.move', 'product_id')),
      stock_quant_ids: one2many('Stock Quants', 'stock.quant', inverse('stock.quant', 'product_id')),
      ...Object.fromEntries(inherited),
    },
  });
}

function readThrough(view: View, row: Row, read: NonNullable<Field['get']>): Value | undefined {
  const template = templateOf(view, row);
  return template && read(view, template);
}

export function catalogModels(version: OdooVersion): Model[] {
  return [
    model('product.template', {
      description: 'Product',
      order: 'name',
      fields: {
        ...templateFields(version),
        active: boolean('Active'),
        product_variant_ids: one2many('Products', 'product.product', inverse('product.product', 'product_tmpl_id')),
      },
    }),
    productModel(version),
    model('product.template.attribute.value', {
      description: 'Product Template Attribute Value',
      fields: {
        name: char('Value'),
        price_extra: float('Extra Price'),
        product_tmpl_id: many2one('Product Template', 'product.template'),
        ptav_active: boolean('Active'),
      },
    }),
    model('product.category', {
      description: 'Product Category',
      order: 'complete_name',
      indexed: ['parent_id'],
      display: completeName,
      fields: {
        name: char('Name'),
        complete_name: char('Complete Name', { get: completeName }),
        parent_id: many2one('Parent Category', 'product.category'),
        parent_path: char('Parent Path', { get: parentPath }),
      },
    }),
    model('product.tag', { description: 'Product Tag', fields: { name: char('Name') } }),
    ...unitModels(version),
    ...priceModels(version),
  ];
}

const aboveOf = (view: View, row: Row): Row | undefined =>
  typeof row.parent_id === 'number' ? view.get('product.category', row.parent_id) : undefined;
const completeName = (view: View, row: Row): string => {
  const above = aboveOf(view, row);
  return above ? `${completeName(view, above)} / ${row.name}` : String(row.name);
};
const parentPath = (view: View, row: Row): string => {
  const above = aboveOf(view, row);
  return `${above ? parentPath(view, above) : ''}${row.id}/`;
};

function priceModels(version: OdooVersion): Model[] {
  const ofList = (name: string) => (view: View, row: Row) => view.get('product.pricelist', Number(row.pricelist_id))?.[name];
  return [
    model('product.pricelist', {
      description: 'Pricelist',
      fields: {
        name: char('Pricelist Name'),
        currency_id: many2one('Currency', 'res.currency', { required: true }),
        company_id: many2one('Company', 'res.company'),
        sequence: integer('Sequence'),
        active: boolean('Active'),
        ...(version <= 17 ? { discount_policy: selection('Discount Policy', POLICIES) } : {}),
        item_ids: one2many('Pricelist Rules', 'product.pricelist.item', inverse('product.pricelist.item', 'pricelist_id')),
      },
    }),
    model('product.pricelist.item', {
      description: 'Pricelist Rule',
      order: 'applied_on, min_quantity desc, categ_id desc, id desc',
      indexed: ['pricelist_id'],
      fields: {
        pricelist_id: many2one('Pricelist', 'product.pricelist', { required: version < 19 }),
        company_id: many2one('Company', 'res.company', { get: ofList('company_id') }),
        currency_id: many2one('Currency', 'res.currency', { get: ofList('currency_id') }),
        applied_on: selection('Apply On', APPLIED_ON, { required: true }),
        categ_id: many2one('Product Category', 'product.category'),
        product_tmpl_id: many2one('Product', 'product.template'),
        product_id: many2one('Product Variant', 'product.product'),
        min_quantity: float('Min. Quantity'),
        date_start: datetime('Start Date'),
        date_end: datetime('End Date'),
        compute_price: selection('Compute Price', COMPUTE, { required: true }),
        fixed_price: float('Fixed Price'),
        percent_price: float('Percentage Price'),
        base: selection('Based on', BASES, { required: true }),
        base_pricelist_id: many2one('Other Pricelist', 'product.pricelist'),
        price_discount: float('Price Discount'),
        price_surcharge: float('Price Surcharge'),
        price_round: float('Price Rounding'),
        price_min_margin: float('Min. Price Margin'),
        price_max_margin: float('Max. Price Margin'),
        ...(version === 16 ? { active: boolean('Active', { get: ofList('active') }) } : {}),
        ...(version >= 18 ? { price_markup: float('Markup'), display_applied_on: selection('Apply On', [['1_product', 'Product']]) } : {}),
      },
    }),
  ];
}

const POLICIES = [
  ['with_discount', 'Discount included in the price'],
  ['without_discount', 'Show public price & discount to the customer'],
] as const;
const APPLIED_ON = [
  ['3_global', 'All Products'],
  ['2_product_category', 'Product Category'],
  ['1_product', 'Product'],
  ['0_product_variant', 'Product Variant'],
] as const;
const COMPUTE = [
  ['fixed', 'Fixed Price'],
  ['percentage', 'Discount'],
  ['formula', 'Formula'],
] as const;
const BASES = [
  ['list_price', 'Sales Price'],
  ['standard_price', 'Cost'],
  ['pricelist', 'Other Pricelist'],
] as const;
