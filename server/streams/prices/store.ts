import type { Db } from '../../db/index.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { removeRows, type RowScope } from '../../mirror/remove-rows.ts';
import { storeRows, type KeptRow, type MirrorScope, type RowShape, type Stored } from '../../mirror/store-rows.ts';
import { nothingTouched, type Touched } from '../shared/touched.ts';
import type { Price } from './record.ts';

export interface KeptPrice extends KeptRow {
  appliesTo: Price['appliesTo'];
}

const SHAPE: RowShape<Price, KeptPrice> = {
  stream: 'prices',
  table: 'erp_prices',
  columns: [
    ['list_id', 'text'],
    ['applies_to', 'jsonb'],
    ['min_quantity', 'numeric'],
    ['valid_from', 'timestamptz'],
    ['valid_until', 'timestamptz'],
    ['amount', 'numeric'],
    ['currency', 'text'],
    ['erp_created_at', 'timestamptz'],
  ],
  before: ['applies_to'],
  toRow: (price) => ({
    list_id: price.listId,
    applies_to: price.appliesTo,
    min_quantity: price.minQuantity,
    valid_from: price.validFrom,
    valid_until: price.validUntil,
    amount: price.amount,
    currency: price.currency,
    erp_created_at: price.createdAt,
  }),
};

export async function storePrices(
  trx: Db,
  scope: MirrorScope,
  records: readonly Price[],
): Promise<Stored<Price, KeptPrice> & { touched: Touched }> {
  const stored = await storeRows(trx, scope, SHAPE, records);
  const touched = nothingTouched();
  for (const { before, after } of stored.changes) {
    touched.pricesChanged.add(reachOf(after.appliesTo));
    if (before) touched.pricesChanged.add(reachOf(before.appliesTo));
  }
  return { ...stored, touched };
}

export async function removePrices(trx: Db, scope: RowScope, ids: readonly ErpRecordId[]): Promise<Touched> {
  const rows = await removeRows<Pick<KeptPrice, 'appliesTo'>>(trx, scope, { ...SHAPE, returning: 'applies_to' }, ids);
  return { ...nothingTouched(), pricesChanged: new Set(rows.map(({ appliesTo }) => reachOf(appliesTo))) };
}

const reachOf = (appliesTo: Price['appliesTo']): string => (appliesTo.kind === 'all' ? 'all' : `${appliesTo.kind}:${appliesTo.id}`);
