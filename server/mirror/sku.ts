/** PostgreSQL's indexes take 2.7 KB: SKUs that differ only behind so many characters count as one, about which a person is asked. */
const LONGEST = 500;

/** People type the same SKU with blanks around it and in either case. */
export const comparableSku = (sku: string): string => [...sku.trim().toLowerCase()].slice(0, LONGEST).join('');

/** SQL: the same of a text. */
export const comparableSkuSql = (text: string): string => `left(lower(trim(${text})), ${LONGEST})`;

/** SQL: the same of a product, written as its index is. */
export const skuSql = (product: string): string => comparableSkuSql(`${product}.sku`);
