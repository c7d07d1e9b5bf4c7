import type { Amount } from '../money.ts';
import type { Row, Tx } from '../store.ts';

export interface ProductInput {
  name: string;
  /** What people type; default the next number. */
  number?: string;
  /** In the books' own currency, for one. */
  cost?: Amount;
  /** Default HAWA, trading goods. */
  type?: string;
  /** Default PC. */
  unit?: string;
}

/** Where everything is sold. */
export const SALES_AREA = { organisation: '1010', channel: '10' } as const;
const VALUATION_AREA = '1010';

const changedNow = (tx: Tx): Row => ({ LastChangeDate: tx.stamp.day, LastChangeDateTime: tx.stamp.at.toISOString() });

/** In the master data that sales, taxes and valuation look at. Returns its number. */
export function addProduct(tx: Tx, { name, number, cost, type = 'HAWA', unit = 'PC' }: ProductInput): string {
  const product = number ?? String(tx.store.next('Product', 1_001));
  if (tx.find('A_Product', product)) throw new Error(`Material ${product} already exists`);
  tx.put('A_Product', product, {
    Product: product,
    ProductType: type,
    BaseUnit: unit,
    ProductGroup: 'L001',
    CreationDate: tx.stamp.day,
    LastChangeDateTime: tx.stamp.at.toISOString(),
  });
  putName(tx, product, name);
  const [company] = tx.store.companies.values();
  const country = company?.country ?? 'MX';
  tx.put('A_ProductSalesTax', `${product}\t${country}`, {
    Product: product,
    Country: country,
    TaxCategory: 'MWST',
    TaxClassification: '1',
  });
  const { organisation, channel } = SALES_AREA;
  tx.put('A_ProductSalesDelivery', `${product}\t${organisation}\t${channel}`, {
    Product: product,
    ProductSalesOrg: organisation,
    ProductDistributionChnl: channel,
  });
  if (cost !== undefined) setCost(tx, product, cost);
  return product;
}

function putName(tx: Tx, product: string, name: string): void {
  for (const Language of ['EN', 'ES'])
    tx.put('A_ProductDescription', `${product}\t${Language}`, { Product: product, Language, ProductDescription: name.slice(0, 40) });
}

export function changeProduct(tx: Tx, product: string, changes: { name?: string; isMarkedForDeletion?: boolean }): void {
  const { name, isMarkedForDeletion } = changes;
  if (name !== undefined) putName(tx, product, name);
  tx.patch('A_Product', product, {
    ...changedNow(tx),
    ...(isMarkedForDeletion === undefined ? {} : { IsMarkedForDeletion: isMarkedForDeletion }),
  });
}

/** A status of the sales organisation, from a day on; an empty one takes it back. */
export function setSalesStatus(tx: Tx, product: string, status: string, from: string): void {
  const { organisation, channel } = SALES_AREA;
  const key = `${product}\t${organisation}\t${channel}`;
  tx.patch('A_ProductSalesDelivery', key, { ProductSalesStatus: status, ProductSalesStatusValidityDate: from });
  tx.patch('A_Product', product, changedNow(tx));
}

/** In the valuation alone: the product itself is not touched. */
export function setCost(tx: Tx, product: string, cost: Amount): void {
  const [company] = tx.store.companies.values();
  tx.put('A_ProductValuation', `${product}\t${VALUATION_AREA}`, {
    Product: product,
    ValuationArea: VALUATION_AREA,
    ValuationType: '',
    PriceDeterminationControl: 'S',
    StandardPrice: Number(cost).toFixed(2),
    PriceUnitQty: '1',
    PriceLastChangeDate: tx.stamp.day,
    Currency: company?.currency ?? 'MXN',
  });
}

const SETS = ['A_ProductDescription', 'A_ProductSalesTax', 'A_ProductSalesDelivery', 'A_ProductValuation'];

/** Archived and gone; only without stock. */
export function removeProduct(tx: Tx, product: string): void {
  if (tx.by('A_MatlStkInAcctMod', 'Material', product).length > 0) throw new Error(`Material ${product} has stock`);
  for (const set of SETS) for (const row of tx.by(set, 'Product', product)) tx.remove(set, String(row['_key']));
  tx.remove('A_Product', product);
}
