import type { Row } from './standard-properties.ts';

/** Both are priced and billed alike. */
const PRICED: Row[] = [
  ['name', 'Name', 'text'],
  ['description', 'Product description', 'textarea'],
  // Not unique, whatever its name says.
  ['hs_sku', 'SKU', 'text'],
  ['price', 'Unit price', 'number'],
  ['hs_cost_of_goods_sold', 'Unit cost', 'number'],
  ['hs_pricing_model', 'Pricing model', 'enum'],
  ['hs_product_type', 'Product type', 'enum'],
  ['recurringbillingfrequency', 'Billing frequency', 'enum'],
  ['hs_recurring_billing_period', 'Term', 'text'],
  ['hs_recurring_billing_start_date', 'Start Date', 'date'],
  ['hs_url', 'URL', 'text'],
  ['hs_images', 'Image Url', 'text'],
  ['discount', 'Unit discount', 'number'],
  ['hs_discount_percentage', 'Discount Percentage', 'number'],
  ['tax', 'Tax', 'number'],
  ['hubspot_owner_id', 'Owner', 'owner'],
  ['hs_lastmodifieddate', 'Last Modified Date', 'datetime', 'ro'],
];

/** Names and types as a public project lists them, read from the definitions of a live account in October 2026. */
export const COMMERCE_ROWS: Record<'products' | 'line_items', Row[]> = {
  products: [
    ...PRICED,
    ['hs_status', 'Status', 'enum'],
    ['hs_folder_id', 'Folder Id', 'number'],
    ['hs_folder_name', 'Folder Name', 'text', 'ro'],
    ['hs_rich_text_description', 'Description', 'textarea'],
    ['hs_tier_ranges', 'Tier Ranges', 'text'],
    ['hs_tier_prices', 'Tier Prices', 'text'],
    ['hs_product_classification', 'Product classification', 'text', 'ro'],
    ['hs_bundle_type', 'Bundle type', 'text', 'ro'],
  ],
  line_items: [
    ...PRICED,
    ['quantity', 'Quantity', 'number'],
    ['hs_product_id', 'Product ID', 'number'],
    ['hs_line_item_currency_code', 'Currency', 'enum'],
    ['hs_tax_rate_group_id', 'Tax rate group ID', 'text'],
    ['hs_position_on_quote', 'Position on quote', 'number'],
    ['amount', 'Net price', 'number', 'ro', 'calc'],
    ['hs_pre_discount_amount', 'Pre Discount Amount', 'number', 'ro', 'calc'],
    ['hs_term_in_months', 'Term (months)', 'number', 'ro', 'calc'],
  ],
};

/** A price in each currency that an administrator enabled beside the company's own, whose price is `price`. */
export const priceRows = (currencies: readonly string[]): Row[] =>
  currencies.slice(1).map((currency) => [`hs_price_${currency.toLowerCase()}`, `Unit price ${currency}`, 'number']);

export const COMMERCE_CHOICES: Record<string, readonly string[]> = {
  hs_status: ['active', 'inactive'],
  hs_product_type: ['inventory', 'non_inventory', 'service'],
  hs_pricing_model: ['flat', 'volume', 'stairstep', 'graduated'],
  recurringbillingfrequency: [
    'weekly',
    'biweekly',
    'monthly',
    'quarterly',
    'per_six_months',
    'annually',
    'per_two_years',
    'per_three_years',
    'per_four_years',
    'per_five_years',
  ],
};
