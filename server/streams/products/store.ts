import type { Db } from '../../db/index.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { removeRows, type RowScope } from '../../mirror/remove-rows.ts';
import { storeRows, type KeptRow, type MirrorScope, type RowShape, type Stored } from '../../mirror/store-rows.ts';
import { nothingTouched, type Touched } from '../shared/touched.ts';
import type { Product } from './record.ts';

export type KeptProduct = KeptRow;

const SHAPE: RowShape<Product, KeptProduct> = {
  stream: 'products',
  table: 'erp_products',
  columns: [
    ['group_id', 'text'],
    ['sku', 'text'],
    ['name', 'text'],
    ['description', 'text'],
    ['unit', 'text'],
    ['barcode', 'text'],
    ['categories', 'jsonb'],
    ['tags', 'jsonb'],
    ['kind', 'text'],
    ['is_stocked', 'boolean'],
    ['recurring', 'jsonb'],
    ['base_price', 'jsonb'],
    ['taxes', 'jsonb'],
    ['is_sold', 'boolean'],
    ['active', 'boolean'],
    ['company_id', 'text'],
    ['erp_created_at', 'timestamptz'],
  ],
  before: [],
  toRow: (product) => ({
    group_id: product.groupId,
    sku: product.sku,
    name: product.name,
    description: product.description,
    unit: product.unit,
    barcode: product.barcode,
    categories: product.categories,
    tags: product.tags,
    kind: product.kind,
    is_stocked: product.isStocked,
    recurring: product.recurring,
    base_price: product.basePrice,
    taxes: product.taxes,
    is_sold: product.isSold,
    active: product.active,
    company_id: product.companyId,
    erp_created_at: product.createdAt,
  }),
};

export async function storeProducts(
  trx: Db,
  scope: MirrorScope,
  records: readonly Product[],
): Promise<Stored<Product, KeptProduct> & { touched: Touched }> {
  const stored = await storeRows(trx, scope, SHAPE, records);
  const touched = nothingTouched();
  for (const { after } of stored.changes) {
    touched.productIds.add(after.id);
    touched.pricesChanged.add(`product:${after.id}`);
  }
  return { ...stored, touched };
}

export async function removeProducts(trx: Db, scope: RowScope, ids: readonly ErpRecordId[]): Promise<Touched> {
  const rows = await removeRows<{ erpId: ErpRecordId }>(trx, scope, { ...SHAPE, returning: 'erp_id' }, ids);
  return { ...nothingTouched(), productIds: new Set(rows.map(({ erpId }) => erpId)) };
}
