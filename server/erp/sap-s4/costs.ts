import { z } from 'zod';
import type { ListedPrice } from '../shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import { fieldsOf, readableRows, rowsOf } from '../shared/rows.ts';
import type { SetQuery } from './client.ts';
import type { Connection } from './connection.ts';
import { firstDay, type DayRow } from './day-feed.ts';
import { codeFilters } from './key-filters.ts';
import { existing } from './product-records.ts';
import { SERVICES } from './services.ts';
import { dayLiteral, DayText, DecimalText, decimalsOf, Text } from './values.ts';
import { ofOne } from './unit-prices.ts';

const RawValuation = z.object({
  Product: z.string().trim().min(1),
  ValuationArea: z.string(),
  ValuationType: z.string(),
  /** S standard price, V moving average. */
  PriceDeterminationControl: Text,
  StandardPrice: DecimalText,
  MovingAveragePrice: DecimalText,
  PriceUnitQty: DecimalText,
  PriceLastChangeDate: DayText,
  Currency: Text,
});
type RawValuation = z.output<typeof RawValuation>;

const valuationsQuery = (filter: string): SetQuery => ({
  service: SERVICES.products,
  set: 'A_ProductValuation',
  key: ['Product', 'ValuationArea', 'ValuationType'],
  select: fieldsOf(RawValuation),
  filter,
});

/** Changes of costs carry a day. */
export const costsSince = (since: number): SetQuery => valuationsQuery(`PriceLastChangeDate ge ${dayLiteral(firstDay(since))}`);

/** What a day holds is kept as hashes; no cost is. */
export const costRows = (rows: readonly unknown[]): DayRow[] =>
  readableRows(RawValuation, rows).map((raw) => ({
    id: raw.Product,
    day: raw.PriceLastChangeDate ?? '',
    stamp: [raw.ValuationArea, raw.ValuationType, raw.StandardPrice, raw.MovingAveragePrice].join(' '),
  }));

/** Null where it has none, or plants differ. */
export async function costsOf(
  connection: Connection,
  ids: readonly ErpRecordId[],
  signal: AbortSignal,
): Promise<Map<ErpRecordId, ListedPrice | null>> {
  const valuations: RawValuation[] = [];
  for (const filter of codeFilters('Product', ids))
    valuations.push(...rowsOf(RawValuation).parse(await connection.client.all(valuationsQuery(filter), signal)));
  const byCode = Map.groupBy(
    valuations.filter(({ ValuationType }) => ValuationType === ''),
    ({ Product: code }) => code,
  );
  const codes = await existing(connection, ids, '', signal);
  return new Map(codes.map((code) => [erpRecordId(code), theOne((byCode.get(code) ?? []).flatMap((raw) => costOf(raw) ?? []))]));
}

function costOf(raw: RawValuation): ListedPrice | null {
  const price = raw.PriceDeterminationControl === 'V' ? raw.MovingAveragePrice : raw.StandardPrice;
  if (raw.Currency === null || Number(price) === 0) return null;
  return { amount: ofOne(price, { per: raw.PriceUnitQty, decimals: decimalsOf(price) }), currency: raw.Currency };
}

function theOne(costs: readonly ListedPrice[]): ListedPrice | null {
  const [first, ...others] = costs;
  return first && others.every(({ amount, currency }) => amount === first.amount && currency === first.currency) ? first : null;
}
