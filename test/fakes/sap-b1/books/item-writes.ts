import { itemTaken, noLinkedValue, wrongMember } from '../errors.ts';
import { BodyReader } from '../http/body.ts';
import type { ItemRow, Row } from '../rows.ts';
import type { Schema, TypeSchema } from '../schema.ts';
import type { CompanyStore } from '../store.ts';
import { addItem, priceItem } from './items.ts';
import { requireItemCode } from './series.ts';

const TAKEN_OVER = ['ItemName', 'ForeignName', 'ItemsGroupCode', 'ItemType', 'InventoryItem', 'SalesItem', 'PurchaseItem', 'SalesUnit'];

/** `POST Items`: all or nothing. Codes are compared without case. */
export function createItem(store: CompanyStore, schema: Schema, body: unknown): ItemRow {
  const tx = store.begin();
  const bodies = new BodyReader(schema, store);
  const given = bodies.read(schema.sets.get('Items') as TypeSchema, body);
  const code = requireItemCode(tx, (given.Series ?? null) as number | null, (given.ItemCode ?? null) as string | null);
  if (store.list('Items').some(({ ItemCode }) => ItemCode.toUpperCase() === code.toUpperCase())) throw itemTaken(code);
  if (given.ItemsGroupCode !== undefined && !tx.find('ItemGroups', Number(given.ItemsGroupCode)))
    throw noLinkedValue('OITM.ItmsGrpCod', given.ItemsGroupCode);
  if (given.ItemType === 'itLabor' && given.InventoryItem === 'tYES') throw wrongMember('OITM.InvntItem');
  addItem(tx, { code, name: String(given.ItemName ?? '') });
  const taken = Object.fromEntries(TAKEN_OVER.filter((name) => name in given).map((name) => [name, given[name]]));
  tx.patch('Items', code, { Valid: 'tYES', ...taken } as Partial<ItemRow>);
  for (const row of (given.ItemPrices ?? []) as readonly Row[]) {
    if (!tx.find('PriceLists', Number(row.PriceList))) throw noLinkedValue('ITM1.PriceList', row.PriceList);
    priceItem(tx, { code, list: Number(row.PriceList), amount: Number(row.Price) });
  }
  tx.commit();
  return tx.get('Items', code);
}
