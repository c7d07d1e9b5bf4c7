import { z } from 'zod';
import { singleFlight } from '../shared/single-flight.ts';
import type { B1Client } from './client.ts';
import { isRefusal } from './errors.ts';
import { isWithin } from './mapping.ts';
import { DayText, Text, YesNo } from './raw.ts';
import { allOf, quoted } from '../shared/odata-query.ts';
import { fieldsOf, readableRows } from '../shared/rows.ts';

/** What items name by number or code; nothing of it changes with them. Kept for an hour. */
export interface ItemReferences {
  /** Names of item groups by number. A group that is not known is asked for; the one the server does not tell has none. */
  groups(numbers: readonly (number | null)[], signal: AbortSignal): Promise<ReadonlyMap<number, string>>;
  /** By code; VAT groups and tax codes of other localisations have different codes in one company. */
  taxes(signal: AbortSignal): Promise<ReadonlyMap<string, ItemTax>>;
  priceLists(numbers: readonly number[], signal: AbortSignal): Promise<ReadonlyMap<number, PriceList>>;
}

export interface ItemTax {
  name: string;
  percentOn(day: string): number | null;
}

export const RawGroup = z.object({ Number: z.number().int(), GroupName: Text });
const RawPriceList = z.object({
  PriceListNo: z.number().int(),
  PriceListName: Text,
  Active: YesNo,
  ValidFrom: DayText,
  ValidTo: DayText,
  DefaultPrimeCurrency: Text,
});
export type PriceList = z.output<typeof RawPriceList>;
const RawVatGroup = z.object({
  Code: z.string().min(1),
  Name: Text,
  VatGroups_Lines: z.array(z.object({ Effectivefrom: DayText, Rate: z.number() })).nullish(),
});
const RawTaxCode = z.object({ Code: z.string().min(1), Name: Text, Rate: z.number().nullish() });

export const isInForce = ({ Active, ValidFrom, ValidTo }: PriceList, day: string): boolean => Active && isWithin(day, ValidFrom, ValidTo);

const KEPT_MS = 3_600_000;
const READ_WITHIN_MS = 60_000;

export function createItemReferences(client: B1Client, now: () => Date): ItemReferences {
  const kept = <T>(read: (signal: AbortSignal) => Promise<T>) =>
    singleFlight(() => read(AbortSignal.timeout(READ_WITHIN_MS)), { forMs: KEPT_MS, now });
  const groups = kept(async (signal) => {
    const rows = readableRows(
      RawGroup,
      await readSet(client, { set: 'ItemGroups', key: 'Number', select: fieldsOf(RawGroup) }, signal).catch(noneIfRefused),
    );
    return new Map(rows.flatMap(({ Number: number, GroupName }) => (GroupName === null ? [] : [[number, GroupName] as const])));
  });
  const taxes = kept((signal) => readTaxes(client, signal));
  const lists = kept(async (signal) => new Map((await readPriceLists(client, signal)).map((list) => [list.PriceListNo, list])));
  return {
    groups: (numbers, signal) => withAll(groups, numbers, signal),
    taxes: (signal) => taxes.get(signal),
    priceLists: (numbers, signal) => withAll(lists, numbers, signal),
  };
}

type Kept<K, V> = ReturnType<typeof singleFlight<Map<K, V>>>;

/** Something new may be among them; what is missing even then is not asked for again before the hour is over. */
async function withAll<V>(kept: Kept<number, V>, wanted: readonly (number | null)[], signal: AbortSignal): Promise<Map<number, V>> {
  const known = await kept.get(signal);
  const isMissing = wanted.some((one) => one !== null && !known.has(one) && !neverFound(known).has(one));
  if (!isMissing) return known;
  kept.forget(known);
  const fresh = await kept.get(signal);
  for (const one of wanted) if (one !== null && !fresh.has(one)) neverFound(fresh).add(one);
  return fresh;
}

const missing = new WeakMap<object, Set<number>>();
function neverFound(owner: object): Set<number> {
  const found = missing.get(owner) ?? new Set<number>();
  missing.set(owner, found);
  return found;
}

async function readTaxes(client: B1Client, signal: AbortSignal): Promise<Map<string, ItemTax>> {
  const taxes = new Map<string, ItemTax>();
  // Which of the two there are hangs on the localisation.
  const codes = await readSet(client, { set: 'SalesTaxCodes', key: 'Code', select: fieldsOf(RawTaxCode) }, signal).catch(noneIfRefused);
  for (const { Code, Name, Rate } of readableRows(RawTaxCode, codes))
    taxes.set(Code, { name: Name ?? Code, percentOn: () => Rate ?? null });
  const groups = await readSet(client, { set: 'VatGroups', key: 'Code', select: fieldsOf(RawVatGroup) }, signal).catch(noneIfRefused);
  for (const { Code, Name, VatGroups_Lines: lines } of readableRows(RawVatGroup, groups)) {
    const rates = (lines ?? []).toSorted((a, b) => (a.Effectivefrom ?? '').localeCompare(b.Effectivefrom ?? ''));
    const percentOn = (day: string): number | null => rates.findLast(({ Effectivefrom }) => (Effectivefrom ?? '') <= day)?.Rate ?? null;
    taxes.set(Code, { name: Name ?? Code, percentOn });
  }
  return taxes;
}

export const readPriceLists = async (client: B1Client, signal: AbortSignal): Promise<PriceList[]> =>
  readableRows(RawPriceList, await readSet(client, { set: 'PriceLists', key: 'PriceListNo', select: fieldsOf(RawPriceList) }, signal));

/** Nothing but names and rates hangs on them. */
function noneIfRefused(error: unknown): unknown[] {
  if (isRefusal(error)) return [];
  throw error;
}

const PAGE = 500;

/** A set of a few hundred rows, whole, by its key. */
export async function readSet(
  client: B1Client,
  { set, key, select, filter }: { set: string; key: string; select: readonly string[]; filter?: string },
  signal: AbortSignal,
): Promise<unknown[]> {
  const all: unknown[] = [];
  for (let after: string | null = '', hasMore = true; hasMore;) {
    const query = { select, filter: allOf(filter ?? '', after), orderby: key };
    const page = await client.page(set, query, PAGE, signal);
    all.push(...page.rows);
    const [last] = readableRows(z.object({ [key]: z.union([z.string(), z.number()]) }), page.rows.slice(-1));
    hasMore = page.hasMore && last !== undefined;
    if (last) after = `${key} gt ${typeof last[key] === 'number' ? last[key] : quoted(last[key] ?? '')}`;
  }
  return all;
}
