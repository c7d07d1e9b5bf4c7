import { z } from 'zod';
import type { Price } from '../shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import { companyWith, type Company } from './company.ts';
import type { Connection } from './connection.ts';
import { isInForce, type PriceList } from './item-references.ts';
import { changedItems, ITEM_CLOCKS, ITEM_DESCRIBED, itemPage, itemsByCode, type ItemFields } from './items.ts';
import { currencyOf } from './mapping.ts';
import { Id, Text } from './raw.ts';
import { listedByReading, NOTHING, rejectBy, SUPPORT, type B1Stream, type Step } from './stream.ts';
import { plainDecimal } from '../shared/money.ts';
import { fieldsOf } from '../shared/rows.ts';
import { parseRows, translateRows, type TranslatedRecords } from '../shared/translate-rows.ts';
import { todayOf } from '../shared/today.ts';

const RawPriced = z.object({ ItemCode: z.string().min(1), ItemPrices: z.array(z.unknown()).nullish() });
const RawPrice = z.object({ ItemCode: z.string(), PriceList: Id, Price: z.number().nullish(), Currency: Text });
type RawPrice = z.output<typeof RawPrice>;

/** Each item names all lists, most of them without a price. */
const FIELDS: ItemFields = { select: fieldsOf(RawPriced), filter: `SalesItem eq 'tYES'`, size: 200 };

/** Codes may have colons themselves. */
const priceId = ({ PriceList: list, ItemCode }: Record<string, unknown>): ErpRecordId => erpRecordId(`${String(list)}:${String(ItemCode)}`);
const codeIn = (id: string): string[] => {
  const at = id.indexOf(':');
  return at > 0 && at < id.length - 1 ? [id.slice(at + 1)] : [];
};
const rejectPrice = rejectBy(priceId);
/** Of an item whose prices cannot be understood at all. */
const rejectPriced = rejectBy((row) => priceId({ ...row, PriceList: 0 }));

async function pricesFrom(connection: Connection, items: readonly unknown[], signal: AbortSignal): Promise<TranslatedRecords<Price>> {
  const priced = await parseRows(RawPriced, items, rejectPriced);
  const rows = priced.parsed.flatMap(({ ItemCode, ItemPrices }) =>
    (ItemPrices ?? []).map((price) => ({ ...Object(price), ItemCode }) as unknown),
  );
  const read = await parseRows(RawPrice, rows, rejectPrice);
  const asking = read.parsed.filter(hasPrice);
  const lists = await connection.references.priceLists(
    asking.map(({ PriceList }) => PriceList),
    signal,
  );
  const company = await companyWith(
    connection.company,
    asking.map(({ Currency }) => Currency),
    signal,
  );
  const today = todayOf(connection);
  const rejected = [...priced.rejected, ...read.rejected];
  return translateRows({ parsed: asking, rejected }, rejectPrice, (raw) =>
    toPrices(raw, { list: lists.get(raw.PriceList), company, today }),
  );
}

export const hasPrice = ({ Price: price }: Pick<RawPrice, 'Price'>): boolean => price !== null && price !== undefined && price !== 0;

function toPrices(raw: RawPrice, { list, company, today }: { list: PriceList | undefined; company: Company; today: string }): Price[] {
  if (!list || !isInForce(list, today)) return [];
  const price = listedPrice(raw, list, company);
  return [
    {
      id: priceId(raw),
      listId: String(raw.PriceList),
      appliesTo: { kind: 'product', id: raw.ItemCode },
      minQuantity: '0',
      validFrom: null,
      validUntil: null,
      ...price,
      createdAt: null,
      changeStamp: `${price.amount} ${price.currency}`,
    },
  ];
}

/** A price entered before the list had a currency has none. */
export function listedPrice(
  { Price: price, Currency }: Pick<RawPrice, 'Price' | 'Currency'>,
  list: Pick<PriceList, 'DefaultPrimeCurrency'> | undefined,
  company: Company,
): { amount: string; currency: string } {
  return { amount: plainDecimal(price ?? 0), currency: currencyOf(company, Currency ?? list?.DefaultPrimeCurrency ?? null).code };
}

const step: Step<Price> = async (connection, position, signal) => {
  const page = await changedItems(connection, FIELDS, position, signal);
  return page ? { ...(await pricesFrom(connection, page.rows, signal)), after: page.after } : NOTHING;
};

async function readByIds(connection: Connection, ids: readonly ErpRecordId[], signal: AbortSignal): Promise<TranslatedRecords<Price>> {
  const asked = new Set(ids);
  const { records, rejected } = await pricesFrom(connection, await itemsByCode(connection, FIELDS, ids.flatMap(codeIn), signal), signal);
  return { records: records.filter(({ id }) => asked.has(id)), rejected: rejected.filter(({ id }) => asked.has(id)) };
}

/** Changing a price in the window of its list may leave the item's times alone: each comparison lists all of them. */
export const prices: B1Stream<'prices'> = {
  support: { ...SUPPORT, translationVersion: 1 },
  watermarks: { clocks: ITEM_CLOCKS, numbers: [] },
  steps: { all: [step], since: [step] },
  readByIds,
  list: () => [
    listedByReading(async (connection, after, signal) => {
      const page = await itemPage(connection, FIELDS, { after }, signal);
      return { ...(await pricesFrom(connection, page.rows, signal)), after: page.after };
    }),
  ],
  described: ITEM_DESCRIBED,
};
