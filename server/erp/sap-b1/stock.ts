import { z } from 'zod';
import type { Stock } from '../shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import { arrivalKey } from './arrivals.ts';
import type { Connection } from './connection.ts';
import type { ReadPosition } from './cursor.ts';
import { UPDATED } from './filters.ts';
import { changedItems, ITEM_CLOCKS, ITEM_DESCRIBED, itemPage, itemsByCode, rejectItem, type ItemFields } from './items.ts';
import { NUMBERS_OVERLAP } from './ledger.ts';
import { Amount, Text } from './raw.ts';
import { changeOf, keyOf, listedByReading, NOTHING, SUPPORT, type B1Stream, type Step } from './stream.ts';
import { allOf, anyOf } from '../shared/odata-query.ts';
import { plainDecimal } from '../shared/money.ts';
import { fieldsOf, readableRows, rowsOf } from '../shared/rows.ts';
import { parseRows, translateRows, type TranslatedRecords } from '../shared/translate-rows.ts';

const RawItem = z.object({
  ItemCode: z.string().min(1),
  SalesItemsPerUnit: Amount,
  ItemWarehouseInfoCollection: rowsOf(
    z.object({ WarehouseCode: z.string().min(1), InStock: Amount, Committed: Amount, Ordered: Amount }),
  ).nullish(),
});
type RawItem = z.output<typeof RawItem>;

/** Each warehouse comes with some fifty fields. */
const FIELDS: ItemFields = { select: fieldsOf(RawItem), filter: `InventoryItem eq 'tYES'`, size: 100 };

async function stockFrom(connection: Connection, rows: readonly unknown[], signal: AbortSignal): Promise<TranslatedRecords<Stock>> {
  const read = await parseRows(RawItem, rows, rejectItem);
  const ordered = read.parsed.filter((raw) => (raw.ItemWarehouseInfoCollection ?? []).some(({ Ordered }) => Ordered > 0));
  const arrivals = await connection.arrivals.of(
    ordered.map(({ ItemCode }) => ItemCode),
    signal,
  );
  return translateRows(read, rejectItem, (raw) => [toStock(raw, arrivals)]);
}

function toStock(raw: RawItem, arrivals: ReadonlyMap<string, string>): Stock {
  const levels = (raw.ItemWarehouseInfoCollection ?? [])
    .filter(({ InStock, Committed, Ordered }) => InStock !== 0 || Committed !== 0 || Ordered !== 0)
    .map(({ WarehouseCode, InStock, Committed, Ordered }) => ({
      warehouseId: WarehouseCode,
      onHand: inSalesUnits(InStock, raw),
      reserved: inSalesUnits(Committed, raw),
      incoming: inSalesUnits(Ordered, raw),
      expectedOn: Ordered > 0 ? (arrivals.get(arrivalKey(raw.ItemCode, WarehouseCode)) ?? null) : null,
    }));
  return {
    id: erpRecordId(raw.ItemCode),
    levels,
    createdAt: null,
    // Nothing stamps a movement.
    changeStamp: levels.map((level) => Object.values(level).join(' ')).join(' | '),
  };
}

/** Stock is counted in inventory units, of which a sales unit may hold several. As many decimals as the server keeps. */
function inSalesUnits(quantity: number, { SalesItemsPerUnit: units }: RawItem): string {
  return plainDecimal(units > 0 && units !== 1 ? Number((quantity / units).toFixed(6)) : quantity);
}

/** An order and a purchase order may be changed as long as they are open; the others move stock once, and what takes them back is new. */
const CHANGEABLE = ['Orders', 'PurchaseOrders'];
const MOVING = [
  ...CHANGEABLE,
  'DeliveryNotes',
  'Returns',
  'Invoices',
  'CreditNotes',
  'PurchaseDeliveryNotes',
  'PurchaseReturns',
  'PurchaseInvoices',
  'PurchaseCreditNotes',
  'InventoryGenEntries',
  'InventoryGenExits',
];
const DOCUMENTS_AT_ONCE = 100;
const RawMoved = z.object({ ItemCode: Text });

/** Items on documents of a set that were added, or changed where they can be. */
const movedBy =
  (set: string): Step<Stock> =>
  async (connection, position, signal) => {
    const filter = addedOrChanged(set, position);
    if (filter === null) return NOTHING;
    const query = { select: ['DocEntry'], filter: allOf(filter, `DocEntry gt ${position.after || 0}`), orderby: 'DocEntry' };
    const { rows, hasMore } = await connection.client.page(set, query, DOCUMENTS_AT_ONCE, signal);
    const entries = readableRows(z.object({ DocEntry: z.number().int() }), rows).map(({ DocEntry }) => DocEntry);
    const lines = await connection.lines({ set, entries, select: ['DocEntry', 'LineNum', 'ItemCode'] }, signal);
    const codes = readableRows(RawMoved, lines).flatMap(({ ItemCode }) => ItemCode ?? []);
    return { ...(await readByCode(connection, codes, signal)), after: hasMore ? keyOf(rows, 'DocEntry') : null };
  };

/** Null: nothing was, or the server does not tell it to this user. */
function addedOrChanged(set: string, position: ReadPosition): string | null {
  if (position.phase === 'all') return null;
  const [before, now] = [position.from.numbers[set], position.to.numbers[set]];
  // Told for the first time: what was before is found by the comparison.
  if (before === undefined || now === undefined) return null;
  const added = before === now ? [] : [`DocEntry gt ${Math.max(0, before - NUMBERS_OVERLAP)}`];
  const changed = CHANGEABLE.includes(set) ? changeOf(position, { source: set, fields: UPDATED }) : null;
  const moved = [...added, ...(changed === null ? [] : [`(${changed})`])];
  return moved.length === 0 ? null : anyOf(moved);
}

const readByCode = async (connection: Connection, codes: readonly string[], signal: AbortSignal): Promise<TranslatedRecords<Stock>> =>
  stockFrom(connection, await itemsByCode(connection, FIELDS, codes, signal), signal);

const step: Step<Stock> = async (connection, position, signal) => {
  const page = await changedItems(connection, FIELDS, position, signal);
  return page ? { ...(await stockFrom(connection, page.rows, signal)), after: page.after } : NOTHING;
};

/** Nothing says when the stock of an item moved: documents that move it do, and each comparison lists all of it for whatever else does. */
export const stock: B1Stream<'stock'> = {
  support: { ...SUPPORT, translationVersion: 1 },
  watermarks: {
    clocks: [
      ...ITEM_CLOCKS,
      ...CHANGEABLE.map((set) => ({ source: set, set, key: 'DocEntry', fields: UPDATED, isOptional: true as const })),
    ],
    numbers: MOVING.map((set) => ({ name: set, set, key: 'DocEntry', isOptional: true as const })),
  },
  steps: { all: [step], since: [step, ...MOVING.map(movedBy)] },
  readByIds: (connection: Connection, ids: readonly ErpRecordId[], signal) => readByCode(connection, ids, signal),
  list: () => [
    listedByReading(async (connection, after, signal) => {
      const page = await itemPage(connection, FIELDS, { after }, signal);
      return { ...(await stockFrom(connection, page.rows, signal)), after: page.after };
    }),
  ],
  described: ITEM_DESCRIBED,
};
