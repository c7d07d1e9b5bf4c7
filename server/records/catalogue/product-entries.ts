import { erpKey } from './erp-key.ts';
import { PRODUCT } from '../../shared/object-types.ts';
import { plainText } from './plain-text.ts';
import type { ProductFacts } from './product-facts.ts';
import { costOf, CURRENCIES, priceIn } from './product-price.ts';
import type { ProductProperty } from './property.ts';

const PRODUCTS = [PRODUCT] as const;
/** HubSpot cuts nothing by itself: it refuses. */
export const LONGEST_NAME = 65_536;
const LONGEST_TEXT = 65_536;

export const UNIT_COST = 'hs_cost_of_goods_sold';
/** An account has one for each currency that was added to its own. */
export const priceProperty = (currency: string): `hs_price_${string}` => `hs_price_${currency.toLowerCase()}`;

/** One of HubSpot's own, of which an account has those that its plan and its currencies bring. */
function standard<const N extends string>(
  name: N,
  format: ProductProperty['format'],
  label: ProductProperty['label'],
  fromProduct: ProductProperty['fromProduct'],
) {
  const words = { label, description: { en: '', es: '' } };
  return { name, format, ...words, objectTypes: PRODUCTS, isStandard: true, kind: 'state', nothing: '', fromProduct } as const;
}

const FREQUENCY_WORDS = {
  weekly: { en: 'Weekly', es: 'Semanal' },
  biweekly: { en: 'Every two weeks', es: 'Cada dos semanas' },
  monthly: { en: 'Monthly', es: 'Mensual' },
  quarterly: { en: 'Quarterly', es: 'Trimestral' },
  per_six_months: { en: 'Every six months', es: 'Semestral' },
  annually: { en: 'Annually', es: 'Anual' },
  per_two_years: { en: 'Every two years', es: 'Cada dos años' },
  per_three_years: { en: 'Every three years', es: 'Cada tres años' },
  per_four_years: { en: 'Every four years', es: 'Cada cuatro años' },
  per_five_years: { en: 'Every five years', es: 'Cada cinco años' },
};
const STATUSES = { active: { en: 'Active', es: 'Activo' }, inactive: { en: 'Inactive', es: 'Inactivo' } };

/** Sales keep there what the ERP does not know. */
function optional<const N extends string>(...given: Parameters<typeof standard<N>>) {
  return { ...standard(...given), isOptional: true } as const;
}

/** Ours first. */
export const PRODUCT_PROPERTIES = [
  {
    name: 'erp_product_key',
    objectTypes: PRODUCTS,
    kind: 'key',
    format: 'text',
    label: { en: 'ERP product key', es: 'Clave de producto ERP' },
    description: { en: 'Ties this product to its ERP product. Do not edit.', es: 'Une este producto con el del ERP. No editar.' },
    nothing: '',
    fromProduct: ({ identityKey, productId }) => erpKey(identityKey, productId),
  },
  {
    name: 'erp_available',
    objectTypes: PRODUCTS,
    kind: 'state',
    format: 'number',
    label: { en: 'ERP available', es: 'Disponible ERP' },
    description: { en: 'On hand and promised to nobody.', es: 'En existencia y sin comprometer.' },
    nothing: '',
    fromProduct: ({ available }) => available,
  },
  {
    name: 'erp_incoming',
    objectTypes: PRODUCTS,
    kind: 'state',
    format: 'number',
    label: { en: 'ERP incoming', es: 'Por llegar ERP' },
    description: { en: 'Ordered and not here yet.', es: 'Pedido y aún no recibido.' },
    nothing: '',
    fromProduct: ({ incoming }) => incoming,
  },
  {
    name: 'erp_expected_on',
    objectTypes: PRODUCTS,
    kind: 'state',
    format: 'day',
    label: { en: 'ERP expected on', es: 'Llegada prevista ERP' },
    description: { en: 'The first day on which some arrive.', es: 'El primer día en que llega algo.' },
    nothing: '',
    fromProduct: ({ expectedOn }) => expectedOn,
  },
  {
    name: 'erp_stock_at',
    objectTypes: PRODUCTS,
    kind: 'state',
    format: 'instant',
    label: { en: 'ERP availability as of', es: 'Disponibilidad ERP a las' },
    description: { en: 'When availability last changed here.', es: 'Cuándo cambió aquí la disponibilidad.' },
    nothing: '',
    fromProduct: ({ stockAt }) => stockAt,
  },
  {
    name: 'erp_unit',
    objectTypes: PRODUCTS,
    kind: 'state',
    format: 'text',
    label: { en: 'ERP unit', es: 'Unidad ERP' },
    description: { en: 'What the price is for.', es: 'A qué se refiere el precio.' },
    nothing: '',
    fromProduct: ({ unit }) => unit,
  },
  {
    name: 'erp_taxes',
    objectTypes: PRODUCTS,
    kind: 'state',
    format: 'text',
    label: { en: 'ERP sales taxes', es: 'Impuestos de venta ERP' },
    description: { en: 'As the ERP names them; it computes them.', es: 'Como los llama el ERP, que los calcula.' },
    nothing: '',
    fromProduct: ({ taxes }) => taxes.map(({ name }) => name).join(', '),
  },
  standard('name', 'text', { en: 'Name', es: 'Nombre' }, ({ name }) => name.trim().slice(0, LONGEST_NAME)),
  optional('hs_sku', 'text', { en: 'SKU', es: 'SKU' }, ({ sku }) => sku?.trim() || null),
  optional(
    'description',
    'text',
    { en: 'Description', es: 'Descripción' },
    ({ description }) => (description && plainText(description).slice(0, LONGEST_TEXT)) || null,
  ),
  optional('price', 'amount', { en: 'Unit price', es: 'Precio unitario' }, (facts) =>
    facts.companyCurrency === null ? undefined : priceIn(facts, facts.companyCurrency),
  ),
  optional(UNIT_COST, 'amount', { en: 'Unit cost', es: 'Costo unitario' }, costOf),
  {
    ...standard('hs_status', 'text', { en: 'Status', es: 'Estado' }, ({ isThere, isSold }) => (isThere && isSold ? 'active' : 'inactive')),
    options: STATUSES,
  },
  {
    ...optional('recurringbillingfrequency', 'text', { en: 'Billing frequency', es: 'Frecuencia de facturación' }, ({ recurring }) =>
      billingFrequency(recurring),
    ),
    options: FREQUENCY_WORDS,
  },
  ...CURRENCIES.map((currency) =>
    optional(
      priceProperty(currency),
      'amount',
      { en: `Unit price ${currency}`, es: `Precio unitario ${currency}` },
      // The account's own currency stands in `price`.
      (facts) => (facts.companyCurrency === currency ? undefined : priceIn(facts, currency)),
    ),
  ),
] as const satisfies readonly ProductProperty[];

/** HubSpot's words; what it cannot say is left as one payment, and the ERP bills it. */
const FREQUENCIES: Readonly<Record<string, string>> = {
  '1 week': 'weekly',
  '2 week': 'biweekly',
  '1 month': 'monthly',
  '3 month': 'quarterly',
  '6 month': 'per_six_months',
  '12 month': 'annually',
  '1 year': 'annually',
  '2 year': 'per_two_years',
  '3 year': 'per_three_years',
  '4 year': 'per_four_years',
  '5 year': 'per_five_years',
};
const billingFrequency = (recurring: ProductFacts['recurring']): string | null =>
  recurring && (FREQUENCIES[`${recurring.every} ${recurring.unit}`] ?? '');
