import type { PipelineOrderRules } from '../../../hubspot-app/app/settings/api/orders.ts';
import type { Db } from '../../db/index.ts';
import type { NewOrder, NewOrderLine, NewProduct } from '../../erp/shared/contract.ts';
import type { HubSpotRecord } from '../../hubspot/contract.ts';
import { add, asDecimal, compare, isNegative, isZero } from '../../shared/decimals.ts';
import { erpRecordId } from '../../shared/ids.ts';
import type { Reason } from '../commands/command-facts.ts';
import type { OrderRefusal } from '../commands/order-refusals.ts';
import { isReadingFirstProducts } from '../shared/first-products.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { rounded, termsOf, type DealLineTerms } from './build-line.ts';
import { findCustomer, type DealCustomer } from './find-customer.ts';
import { findProducts, loadProduct, skuOf, type FoundProduct, type ProductOfLine } from './find-products.ts';
import type { Deal } from './read-deals.ts';

export interface BuiltLine {
  /** Of the line item; null: there are none, and the deal's amount stands for them. */
  lineId: string | null;
  name: string;
  sku: string | null;
  /** What the ERP knows of it; the placeholder where it stands for the product. */
  product: FoundProduct | null;
  terms: DealLineTerms;
}

/** What would become of a deal as it is now. */
export interface BuiltOrder {
  customer: DealCustomer;
  currency: string | null;
  lines: BuiltLine[];
  /** Why nothing can be made of it, whoever the customer is. */
  reasons: Reason[];
  /** What the ERP has to make first, one of each SKU; then the order is not known yet. */
  newProducts: NewProduct[];
  /** What is worth knowing and stops nothing. */
  notices: Reason[];
  /** Net of tax, as its lines say; null: some have no price. */
  dealNet: string | null;
  /** Which products these are is not known before all of the ERP's were read once: nothing is said of them, and there is no order yet. */
  awaitsProducts: boolean;
  /** All but the customer; null: there are reasons, or new products, or products are awaited. */
  order: Omit<NewOrder, 'customerId' | 'contactId'> | null;
}

interface ToBuild {
  scope: ConnectionScope;
  rules: PipelineOrderRules;
  deal: Deal;
  /** Of an account whose deals name no currency. */
  companyCurrency: string | null;
}

const reason = (code: OrderRefusal, params: Reason['params'] = {}): Reason => ({ code, params });
const LONGEST_REFERENCE = 100;

export async function buildOrder(db: Db, { scope, rules, deal, companyCurrency }: ToBuild): Promise<BuiltOrder> {
  const { properties } = deal;
  const currency = properties['deal_currency_code'] || companyCurrency;
  const customer = await findCustomer(db, scope, deal);
  const awaitsProducts = await isReadingFirstProducts(db, scope);
  const placeholder = rules.placeholderProductId === null ? undefined : await loadProduct(db, scope, rules.placeholderProductId);
  const lines = await buildLines(db, { scope, rules, deal, currency: currency ?? '', placeholder, awaitsProducts });
  const reasons = [...reasonsOfDeal(deal, { currency, customer }), ...lines.reasons];
  const nets = lines.built.map(({ terms }) => terms.net);
  const dealNet = nets.includes(null) ? null : add('0', ...nets.flatMap((net) => net ?? []));
  if (reasons.length === 0 && dealNet !== null && compare(dealNet, '0') <= 0) reasons.push(reason('order.zero_amount'));
  const newProducts = rules.unknownProduct === 'create' && !awaitsProducts ? newProductsOf(lines.built, { rules, currency }) : [];
  return {
    ...{
      customer,
      currency,
      lines: lines.built,
      reasons,
      newProducts,
      notices: noticesOf(deal, { built: lines.built, newProducts }),
      dealNet,
      awaitsProducts,
    },
    order:
      reasons.length > 0 || newProducts.length > 0 || awaitsProducts || currency === null
        ? null
        : {
            companyId: rules.companyId,
            warehouseId: rules.warehouseId,
            priceListId: rules.priceLists[currency] ?? null,
            paymentTermId: rules.paymentTermId,
            salespersonId: rules.salespeople[properties['hubspot_owner_id'] ?? ''] ?? null,
            currency,
            reference: properties['dealname']?.slice(0, LONGEST_REFERENCE) || null,
            ...codeOf({ rules, scope, deal }),
            lines: lines.built.map((line) => toNewLine(line, rules)),
          },
  };
}

/** Of a deal the same one for ever, short enough for where codes have twenty characters. */
function codeOf({ rules: { projectCode }, scope: { portalId }, deal }: Omit<ToBuild, 'companyCurrency'>): Pick<NewOrder, 'projectCode'> {
  if (!projectCode) return {};
  if (projectCode.kind === 'existing') return { projectCode: { code: projectCode.code, name: null } };
  const short = (value: string | number): string => BigInt(value).toString(36).toUpperCase();
  return { projectCode: { code: `HS${short(portalId)}-${short(deal.id)}`, name: deal.properties['dealname'] ?? '' } };
}

function reasonsOfDeal(deal: Deal, { currency, customer }: Pick<BuiltOrder, 'currency' | 'customer'>): Reason[] {
  const currencies = deal.lines.flatMap(({ properties }) => properties['hs_line_item_currency_code'] || []);
  const other = currencies.find((one) => one !== currency);
  return [
    ...(customer.state === 'none' ? [reason('order.no_company')] : []),
    ...(customer.state === 'linked' && customer.isBlocked ? [reason('order.customer_blocked', { message: customer.name })] : []),
    ...(customer.state === 'linked' && customer.isArchived && !customer.isBlocked
      ? [reason('order.customer_archived', { customer: customer.name })]
      : []),
    ...(currency === null ? [reason('order.no_currency')] : []),
    ...(currency !== null && other ? [reason('order.mixed_currency', { deal: currency, line: other })] : []),
  ];
}

interface LinesToBuild extends Omit<ToBuild, 'companyCurrency'> {
  currency: string;
  placeholder: FoundProduct | undefined;
  awaitsProducts: boolean;
}

interface BuiltLines {
  built: BuiltLine[];
  reasons: Reason[];
}

async function buildLines(db: Db, given: LinesToBuild): Promise<BuiltLines> {
  const { scope, deal } = given;
  if (deal.lines.length === 0) return buildFromAmount(given);
  const products = await findProducts(db, scope, deal.lines);
  const all = deal.lines.map((line) => buildLine(line, products.get(line.id) ?? 'unknown', given));
  return { built: all.flatMap(({ built }) => built ?? []), reasons: joinReasons(all.flatMap(({ reasons }) => reasons)) };
}

/** A deal without lines, where an administrator wants one made of its amount. */
function buildFromAmount({ deal, rules, placeholder, currency, awaitsProducts }: LinesToBuild): BuiltLines {
  if (rules.withoutLines === 'stop') return { built: [], reasons: [reason('order.no_lines')] };
  const amount = asDecimal(deal.properties['amount']);
  if (amount === null || compare(amount, '0') <= 0) return { built: [], reasons: [reason('order.no_amount')] };
  if (!placeholder?.isSold && !awaitsProducts) return { built: [], reasons: [reason('order.no_placeholder')] };
  const name = deal.properties['dealname'] ?? '';
  const terms = { quantity: '1', price: amount, unitPrice: amount, discount: '0', net: rounded(amount, currency) };
  return { built: [{ lineId: null, name, sku: null, product: placeholder ?? null, terms }], reasons: [] };
}

function buildLine(
  line: HubSpotRecord,
  found: ProductOfLine,
  { rules, currency, placeholder, awaitsProducts }: LinesToBuild,
): { built: BuiltLine | null; reasons: Reason[] } {
  const { properties } = line;
  const name = properties['name'] || skuOf(properties) || line.id;
  const stands = found === 'unknown' && rules.unknownProduct === 'placeholder' && !awaitsProducts ? placeholder : undefined;
  const product = typeof found === 'string' ? (stands ?? null) : found;
  const terms = termsOf(line, currency);
  const named = { product: skuOf(properties) ? `${name} (${skuOf(properties)})` : name };
  const reasons = [
    ...(awaitsProducts ? [] : productReasons(line, { found, product, rules }).map((code) => reason(code, named))),
    ...(terms === null ? [reason('order.discount_over_100', named)] : termReasons(terms, rules).map((code) => reason(code, named))),
  ];
  const built = terms && { lineId: line.id, name, sku: skuOf(properties), product, terms };
  return { built, reasons };
}

function productReasons(
  { properties }: HubSpotRecord,
  { found, product, rules }: { found: ProductOfLine; product: FoundProduct | null; rules: PipelineOrderRules },
): OrderRefusal[] {
  const isNew = found === 'unknown' && rules.unknownProduct === 'create' && skuOf(properties) !== null;
  if (product === null) return isNew ? [] : [missingReason(found, rules)];
  const isOthers = product.companyId && rules.companyId && product.companyId !== rules.companyId;
  return [...(product.isSold ? [] : ['order.product_not_sold' as const]), ...(isOthers ? ['order.product_of_other_company' as const] : [])];
}

function missingReason(found: ProductOfLine, { unknownProduct }: PipelineOrderRules): OrderRefusal {
  if (found === 'ambiguous') return 'order.ambiguous_product';
  if (unknownProduct === 'placeholder') return 'order.no_placeholder';
  return unknownProduct === 'create' ? 'order.sku_missing' : 'order.unknown_product';
}

function termReasons({ quantity, unitPrice }: DealLineTerms, { prices }: PipelineOrderRules): OrderRefusal[] {
  return [
    ...(isNegative(quantity) || isZero(quantity) ? ['order.quantity_not_positive' as const] : []),
    ...(unitPrice === null && prices === 'deal' ? ['order.no_price' as const] : []),
    ...(unitPrice !== null && isNegative(unitPrice) ? ['order.negative_price' as const] : []),
  ];
}

/** One sentence for all lines of which it is true. */
function joinReasons(reasons: readonly Reason[]): Reason[] {
  const codes = [...new Set(reasons.map(({ code }) => code))];
  return codes.map((code) => {
    const products = reasons.filter((one) => one.code === code).flatMap(({ params }) => params['product'] ?? []);
    return { code, params: products.length > 0 ? { product: [...new Set(products)].join('; ') } : {} };
  });
}

/** Of several lines of a SKU the first says what it is. */
function newProductsOf(
  lines: readonly BuiltLine[],
  { rules, currency }: { rules: PipelineOrderRules; currency: string | null },
): NewProduct[] {
  const found = new Map<string, NewProduct>();
  for (const { product, sku, name, terms } of lines) {
    if (product || sku === null || found.has(sku.toLowerCase())) continue;
    // What this customer gets off is not the product's price.
    const price = terms.price === null || currency === null ? null : { amount: terms.price, currency };
    const priceListId = (currency !== null && rules.priceLists[currency]) || null;
    found.set(sku.toLowerCase(), { sku, name, ...rules.newProducts, price, priceListId });
  }
  return [...found.values()];
}

/** What the ERP itself sells by the period stays so. */
function noticesOf({ lines }: Deal, { built, newProducts }: { built: readonly BuiltLine[]; newProducts: readonly NewProduct[] }): Reason[] {
  const staysRecurring = new Set(built.flatMap(({ lineId, product }) => (product?.isRecurring ? (lineId ?? []) : [])));
  const recurring = lines.filter(({ id, properties }) => properties['recurringbillingfrequency'] && !staysRecurring.has(id));
  const names = recurring.map(({ properties }) => properties['name'] ?? '').join('; ');
  const made = newProducts.map(({ name, sku }) => `${name} (${sku})`).join('; ');
  return [
    ...(recurring.length > 0 ? [{ code: 'order.recurring_lines', params: { product: names } }] : []),
    ...(made ? [{ code: 'order.product_to_make', params: { product: made } }] : []),
  ];
}

function toNewLine({ name, product, terms }: BuiltLine, { prices, placeholderProductId }: PipelineOrderRules): NewOrderLine {
  const productId = product?.productId ?? erpRecordId('');
  const isPlaceholder = productId === placeholderProductId;
  // The placeholder has no price of its own.
  const isOfErp = prices === 'erp' && !isPlaceholder;
  return {
    productId,
    // A product is described in the ERP's own words.
    description: isPlaceholder ? name : null,
    quantity: terms.quantity,
    unitPrice: isOfErp ? null : terms.unitPrice,
    discount: isOfErp ? null : terms.discount,
  };
}
