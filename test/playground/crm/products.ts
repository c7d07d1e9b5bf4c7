import type { Portal, RecordView } from '../../fakes/hubspot/index.ts';
import type { ListPage, ProductSummary } from '../api.ts';
import { contains, pageOf } from './list.ts';

/** HubSpot's own properties that the app writes on products, beside those of its group. */
const WRITTEN = ['name', 'hs_sku', 'description', 'price', 'hs_status', 'recurringbillingfrequency'];
const PRICE_IN_CURRENCY = /^hs_price_[a-z]{3}$/;

export const isWrittenOnProducts = (property: string): boolean => WRITTEN.includes(property) || PRICE_IN_CURRENCY.test(property);

/** Those that this account has: a price for each of its currencies. */
export const writtenOnProducts = (portal: Portal): string[] =>
  portal.crm
    .definitions('products')
    .list()
    .flatMap(({ name }) => (isWrittenOnProducts(name) ? [name] : []));

/** The product library. */
export function listProducts(portal: Portal, search: string, page: number): ListPage<ProductSummary> {
  const products = portal
    .records('products')
    .filter(({ archived }) => !archived)
    .map(summaryOf)
    .filter(({ name, sku }) => contains(`${name} ${sku ?? ''}`, search))
    .sort((a, b) => a.name.localeCompare(b.name) || Number(a.id) - Number(b.id));
  return pageOf(products, page);
}

const summaryOf = ({ id, properties }: RecordView): ProductSummary => ({
  id,
  name: properties['name'] ?? '(no name)',
  sku: properties['hs_sku'] ?? null,
  price: properties['price'] ?? null,
  priceUsd: properties['hs_price_usd'] ?? null,
  available: properties['erp_available'] ?? null,
  expectedOn: properties['erp_expected_on'] ?? null,
  status: properties['hs_status'] ?? null,
});
