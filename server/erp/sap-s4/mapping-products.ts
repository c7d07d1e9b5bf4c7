import type { Product } from '../shared/contract.ts';
import { erpRecordId } from '../../shared/ids.ts';
import { shortHash } from '../shared/identity.ts';
import type { RawArea, RawName, RawProduct, RawSales, RawTax } from './product-records.ts';

export interface ProductDetails {
  today: string;
  /** Those of the company codes first. */
  languages: readonly string[];
  /** Of the company codes. */
  countries: ReadonlySet<string>;
  names: readonly RawName[];
  sales: RawSales | null;
  areas: readonly RawArea[];
  taxes: readonly RawTax[];
}

const SERVICES = ['SERV', 'DIEN'];
/** Of these nobody counts how many there are: services, and what is kept without stock. */
export const UNCOUNTED = [...SERVICES, 'NLAG'];

export function toProduct(raw: RawProduct, details: ProductDetails): Product {
  const type = raw.ProductType ?? '';
  const product: Omit<Product, 'changeStamp'> = {
    id: erpRecordId(raw.Product),
    groupId: null,
    sku: raw.Product,
    name: nameOf(details) ?? raw.Product,
    description: null,
    unit: raw.BaseUnit,
    barcode: raw.ProductStandardID,
    categories: raw.ProductGroup === null ? [] : [{ id: raw.ProductGroup, name: raw.ProductGroup }],
    tags: [],
    kind: SERVICES.includes(type) ? 'service' : 'goods',
    isStocked: !UNCOUNTED.includes(type),
    recurring: null,
    basePrice: null,
    taxes: details.taxes
      .filter(({ Country }) => details.countries.has(Country))
      .map((tax) => ({
        name: [tax.Country, tax.TaxCategory, tax.TaxClassification].filter(Boolean).join(' '),
        percent: null,
        isIncluded: false,
      })),
    isSold: isSold(details),
    active: !raw.IsMarkedForDeletion,
    companyId: null,
    // Only the day is kept.
    createdAt: null,
  };
  // Names, taxes and sales areas are records of their own, and a status begins on its day: what is said is the change stamp.
  return { ...product, changeStamp: shortHash(JSON.stringify(product)) };
}

function nameOf({ names, languages }: ProductDetails): string | null {
  const inOurs = languages.flatMap((language) => names.find(({ Language }) => Language === language) ?? []);
  return [...inOurs, ...names].find(({ ProductDescription }) => ProductDescription !== null)?.ProductDescription ?? null;
}

/** In some sales area, without a status that is in force. What a status forbids is the tenant's customizing, which no service tells. */
export function isSold({ areas, sales, today }: Pick<ProductDetails, 'areas' | 'sales' | 'today'>): boolean {
  const inForce = (status: string | null, from: string | null | undefined): boolean => status !== null && (from ?? '') <= today;
  if (sales && inForce(sales.SalesStatus, sales.SalesStatusValidityDate)) return false;
  return areas.some((area) => !area.IsMarkedForDeletion && !inForce(area.ProductSalesStatus, area.ProductSalesStatusValidityDate));
}
