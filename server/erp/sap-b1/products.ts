import { z } from 'zod';
import type { Product } from '../shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import type { Connection } from './connection.ts';
import type { ItemTax } from './item-references.ts';
import { changedItems, ITEM_CLOCKS, ITEM_DESCRIBED, itemId, itemPage, itemsByCode, rejectItem, type ItemFields } from './items.ts';
import { isInUse, limitedChangeStamp } from './mapping.ts';
import { DayText, Id, stamp, Text, YesNo } from './raw.ts';
import { changedFilter, NOTHING, SUPPORT, unreadableEntries, type B1Stream, type ListStep, type Step } from './stream.ts';
import { plainDecimal } from '../shared/money.ts';
import { fieldsOf, readableRows } from '../shared/rows.ts';
import { parseRows, translateRows, type TranslatedRecords } from '../shared/translate-rows.ts';
import { todayOf } from '../shared/today.ts';

/** What the change stamp is made of. */
const RawStamp = z.object({
  ItemCode: z.string().min(1),
  ItemsGroupCode: Id.nullish().transform((value) => value ?? null),
  SalesVATGroup: Text,
  ArTaxCode: Text,
  VatLiable: Text,
  Valid: YesNo,
  ValidFrom: DayText,
  ValidTo: DayText,
  Frozen: YesNo,
  FrozenFrom: DayText,
  FrozenTo: DayText,
  CreateDate: DayText,
  ...stamp,
});
type RawStamp = z.output<typeof RawStamp>;

const RawItem = RawStamp.extend({
  ItemName: Text,
  ForeignName: Text,
  User_Text: Text,
  BarCode: Text,
  SalesUnit: Text,
  InventoryUOM: Text,
  SalesItem: YesNo,
  InventoryItem: YesNo,
  ItemType: Text,
  ItemClass: Text,
});
type RawItem = z.output<typeof RawItem>;

const FIELDS: ItemFields = { select: fieldsOf(RawItem), size: 500 };
const STAMP_FIELDS: ItemFields = { select: fieldsOf(RawStamp), size: 1_000 };

interface Named {
  today: string;
  groups: ReadonlyMap<number, string>;
  taxes: ReadonlyMap<string, ItemTax>;
}

async function namedIn(connection: Connection, rows: readonly RawStamp[], signal: AbortSignal): Promise<Named> {
  const { references } = connection;
  const numbers = rows.map(({ ItemsGroupCode }) => ItemsGroupCode);
  return { today: todayOf(connection), groups: await references.groups(numbers, signal), taxes: await references.taxes(signal) };
}

async function productsFrom(connection: Connection, rows: readonly unknown[], signal: AbortSignal): Promise<TranslatedRecords<Product>> {
  const read = await parseRows(RawItem, rows, rejectItem);
  const named = await namedIn(connection, read.parsed, signal);
  return translateRows(read, rejectItem, (raw) => [toProduct(raw, named)]);
}

function toProduct(raw: RawItem, named: Named): Product {
  return {
    id: erpRecordId(raw.ItemCode),
    groupId: null,
    sku: raw.ItemCode,
    name: raw.ItemName ?? raw.ItemCode,
    // What documents take over as the details of a line.
    description: raw.User_Text ?? raw.ForeignName,
    unit: raw.SalesUnit ?? raw.InventoryUOM,
    barcode: raw.BarCode,
    categories: categoriesOf(raw, named),
    tags: [],
    kind: isService(raw) ? 'service' : 'goods',
    isStocked: raw.InventoryItem,
    recurring: null,
    // Business One knows prices of lists alone.
    basePrice: null,
    taxes: taxesOf(raw, named),
    isSold: raw.SalesItem,
    active: isInUse(raw, named.today),
    companyId: null,
    // The server's zone is unknown, so its times are no instants.
    createdAt: null,
    changeStamp: changeStampOf(raw, named),
  };
}

const SERVICES = ['itLabor', 'itTravel'];
const isService = ({ ItemType, ItemClass }: RawItem): boolean => SERVICES.includes(ItemType ?? '') || ItemClass === 'itcService';

function categoriesOf({ ItemsGroupCode: number }: RawStamp, { groups }: Named): Product['categories'] {
  return number === null ? [] : [{ id: String(number), name: groups.get(number) ?? String(number) }];
}

/** As documents without a customer's own tax would have it. */
function taxesOf({ SalesVATGroup, ArTaxCode, VatLiable }: RawStamp, { taxes, today }: Named): Product['taxes'] {
  const tax = VatLiable === 'tNO' ? undefined : taxes.get(SalesVATGroup ?? ArTaxCode ?? '');
  if (!tax) return [];
  const percent = tax.percentOn(today);
  return [{ name: tax.name, percent: percent === null ? null : plainDecimal(percent), isIncluded: false }];
}

/** Neither a group's new name nor a tax's new rate moves the items. */
function changeStampOf(raw: RawStamp, named: Named): string {
  const changed = { ...raw, UpdateDate: raw.UpdateDate ?? raw.CreateDate };
  const names = [...categoriesOf(raw, named), ...taxesOf(raw, named)].map((one) => Object.values(one).join(' '));
  return [limitedChangeStamp(changed, named.today), ...names].join(' | ');
}

const step: Step<Product> = async (connection, position, signal) => {
  const page = await changedItems(connection, FIELDS, position, signal);
  return page ? { ...(await productsFrom(connection, page.rows, signal)), after: page.after } : NOTHING;
};

const readByIds = async (connection: Connection, ids: readonly ErpRecordId[], signal: AbortSignal): Promise<TranslatedRecords<Product>> =>
  productsFrom(connection, await itemsByCode(connection, FIELDS, ids, signal), signal);

const listed =
  (changed: string): ListStep =>
  async (connection, after, signal) => {
    const page = await itemPage(connection, STAMP_FIELDS, { after, changed }, signal);
    const found = readableRows(RawStamp, page.rows);
    const named = await namedIn(connection, found, signal);
    const entries = found.map((raw) => ({ id: erpRecordId(raw.ItemCode), changeStamp: changeStampOf(raw, named) }));
    return { entries: [...entries, ...unreadableEntries(RawStamp, page.rows, itemId)], after: page.after };
  };

export const products: B1Stream<'products'> = {
  support: { ...SUPPORT, translationVersion: 1 },
  watermarks: { clocks: ITEM_CLOCKS, numbers: [] },
  steps: { all: [step], since: [step] },
  readByIds,
  list: (range) => [listed(range.kind === 'changedSince' ? changedFilter(range.since, true) : '')],
  described: ITEM_DESCRIBED,
};
