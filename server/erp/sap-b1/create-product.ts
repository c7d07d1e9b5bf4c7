import { z } from 'zod';
import { erpRecordId } from '../../shared/ids.ts';
import type { ChangedRecord, NewProduct } from '../shared/contract.ts';
import { oneOf } from '../shared/odata-query.ts';
import { fieldsOf, readableRows, rowsOf } from '../shared/rows.ts';
import { todayOf } from '../shared/today.ts';
import type { Connection } from './connection.ts';
import { ITEM_DESCRIBED } from './items.ts';
import { isInUse } from './mapping.ts';
import { orderRefusals } from './order-refusals.ts';
import { DayText, Id, YesNo } from './raw.ts';
import { isTaken } from './write-errors.ts';

const { set: ITEMS } = ITEM_DESCRIBED;
/** The object type of items, as series know it. */
const ITEM_OBJECT = '4';
const LONGEST_CODE = 50;
const LONGEST_NAME = 100;
const MOST_SPELLINGS = 20;

/** An item whose code is the SKU: the server has none twice, so the code itself keeps two calls from making two. */
export async function createProduct(connection: Connection, input: NewProduct, signal: AbortSignal): Promise<ChangedRecord> {
  const { sku } = input;
  if (sku.length > LONGEST_CODE) throw orderRefusals.skuTooLong(sku, LONGEST_CODE);
  const before = await findItem(connection, sku, signal);
  if (before !== null) return { ...before, isChanged: false };
  const body = { ...(await bodyOf(connection, input, signal)), ...(await seriesOf(connection, sku, signal)) };
  try {
    await connection.client.write('POST', ITEMS, body, signal);
  } catch (error) {
    const made = isTaken(error) ? await findItem(connection, sku, signal) : null;
    if (made === null) throw error;
    return { ...made, isChanged: false };
  }
  return { id: erpRecordId(sku), number: sku, isChanged: true };
}

const limits = { Valid: YesNo, ValidFrom: DayText, ValidTo: DayText, Frozen: YesNo, FrozenFrom: DayText, FrozenTo: DayText };
const RawFound = z.object({ ItemCode: z.string().min(1), SalesItem: YesNo, ...limits });

/** A code that differs in nothing but case is the same one, whether the database minds it or not. */
async function findItem(connection: Connection, sku: string, signal: AbortSignal): Promise<Pick<ChangedRecord, 'id' | 'number'> | null> {
  const query = { select: fieldsOf(RawFound), filter: oneOf('ItemCode', [sku]), orderby: 'ItemCode', ignoresCase: true };
  const { rows } = await connection.client.page(ITEMS, query, MOST_SPELLINGS, signal);
  const found = readableRows(RawFound, rows).filter(({ ItemCode }) => ItemCode.toUpperCase() === sku.toUpperCase());
  const today = todayOf(connection);
  const sold = found.find((item) => item.SalesItem && isInUse(item, today));
  if (!sold && found.length > 0) throw orderRefusals.productNotSold(sku);
  return sold ? { id: erpRecordId(sold.ItemCode), number: sold.ItemCode } : null;
}

async function bodyOf(connection: Connection, { sku, name, kind, categoryId, ...priced }: NewProduct, signal: AbortSignal) {
  const isService = kind === 'service';
  return {
    ItemCode: sku,
    ItemName: name.slice(0, LONGEST_NAME).trim(),
    ItemType: isService ? 'itLabor' : 'itItems',
    InventoryItem: isService ? 'tNO' : 'tYES',
    SalesItem: 'tYES',
    ...(categoryId !== null && { ItemsGroupCode: Number(categoryId) }),
    ...(await priceOf(connection, priced, signal)),
  };
}

/** Items have prices in lists alone. */
async function priceOf(connection: Connection, { price, priceListId }: Pick<NewProduct, 'price' | 'priceListId'>, signal: AbortSignal) {
  const currency = price && (await connection.company.get(signal)).bookCode(price.currency);
  if (!price || priceListId === null || currency === undefined) return {};
  return { ItemPrices: [{ PriceList: Number(priceListId), Price: Number(price.amount), Currency: currency }] };
}

const Found = z.object({ value: rowsOf(z.object({ Series: Id, Locked: YesNo, IsManual: YesNo })) });

/** Where items have numbering series one has to be meant, and only a manual one takes a code from outside. */
async function seriesOf({ client }: Connection, sku: string, signal: AbortSignal): Promise<{ Series?: number }> {
  const answer = await client.action('SeriesService_GetDocumentSeries', { DocumentTypeParams: { Document: ITEM_OBJECT } }, signal);
  const series = Found.parse(answer).value.filter(({ Locked }) => !Locked);
  if (series.length === 0) return {};
  const manual = series.find(({ IsManual }) => IsManual);
  if (!manual) throw orderRefusals.noManualCodes(sku);
  return { Series: manual.Series };
}
