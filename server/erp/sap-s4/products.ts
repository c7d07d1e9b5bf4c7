import { z } from 'zod';
import type { Product } from '../shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import { readableRows } from '../shared/rows.ts';
import { mergeReads, type TranslatedRecords } from '../shared/translate-rows.ts';
import { inGroups } from '../shared/odata-query.ts';
import type { Connection } from './connection.ts';
import { changedFrom, latestOf, type Watermarks } from './cursor.ts';
import { daysOf, isChanged, isSame } from './day-feed.ts';
import { codeFilters } from './key-filters.ts';
import { costRows, costsSince } from './costs.ts';
import { checkProducts, productsFrom, productsQuery } from './product-records.ts';
import { SERVICES } from './services.ts';
import { keyAt, listedByReading, NOTHING, PAGE, placeOf, SUPPORT, type S4Stream, type Step } from './stream.ts';
import { instantLiteral, InstantText } from './values.ts';

const changedSince = (iso: string): string => `LastChangeDateTime ge ${instantLiteral(iso)}`;

const pageWith = (filter: string) => async (connection: Connection, after: string, signal: AbortSignal) => {
  const page = await connection.client.page(productsQuery(filter), keyAt(after), PAGE, signal);
  return { ...(await productsFrom(connection, page.rows, signal)), after: placeOf(page) };
};

const all: Step<Product> = (connection, { after }, signal) => pageWith('')(connection, after, signal);

const changed: Step<Product> = async (connection, position, signal) => {
  const from = position.phase === 'since' ? changedFrom(position) : null;
  return from === null ? NOTHING : pageWith(changedSince(from))(connection, position.after, signal);
};

/** Another cost leaves the product untouched, but whoever shows costs has to ask again. */
const costChanged: Step<Product> = async (connection, position, signal) => {
  if (position.phase === 'all' || isSame(position)) return NOTHING;
  const page = await connection.client.page(costsSince(position.from.readAt), keyAt(position.after), PAGE, signal);
  const codes = costRows(page.rows).flatMap((row) => (isChanged(position, row) ? row.id : []));
  return { ...(await readByIds(connection, [...new Set(codes)].map(erpRecordId), signal)), after: placeOf(page) };
};

async function readByIds(connection: Connection, ids: readonly ErpRecordId[], signal: AbortSignal): Promise<TranslatedRecords<Product>> {
  const parts: TranslatedRecords<Product>[] = [];
  for (const group of inGroups(ids, PAGE)) {
    const rows: unknown[] = [];
    for (const filter of codeFilters('Product', group)) rows.push(...(await connection.client.all(productsQuery(filter), signal)));
    parts.push(await productsFrom(connection, rows, signal));
  }
  const asked = new Set(ids);
  const { records, rejected } = mergeReads(parts);
  return { records: records.filter(({ id }) => asked.has(id)), rejected };
}

const RawStamp = z.object({ LastChangeDateTime: InstantText });

/** The latest change of a product, and when we first saw it. */
export async function latestProduct(connection: Connection, before: Watermarks | null, signal: AbortSignal): Promise<Watermarks['latest']> {
  const newest = await connection.client.latest(productsQuery('', ['Product', 'LastChangeDateTime']), 'LastChangeDateTime', 1, signal);
  const stamp = readableRows(RawStamp, newest)[0]?.LastChangeDateTime ?? null;
  return latestOf(stamp, before, connection.now().getTime());
}

async function readWatermarks(connection: Connection, before: Watermarks | null, signal: AbortSignal): Promise<Watermarks> {
  const readAt = connection.now().getTime();
  const rows = await connection.client.all(costsSince(before?.readAt ?? readAt), signal);
  return { readAt, latest: await latestProduct(connection, before, signal), days: daysOf(costRows(rows)) };
}

export const products: S4Stream<'products'> = {
  support: { ...SUPPORT, translationVersion: 1, listsUnsettled: false },
  isOptional: true,
  described: { service: SERVICES.products, set: 'A_Product' },
  readWatermarks,
  steps: { all: [all], since: [changed, costChanged] },
  readByIds,
  list: (range) => [listedByReading(pageWith(range.kind === 'changedSince' ? changedSince(range.since.toISOString()) : ''))],
  async check(connection, signal) {
    await checkProducts(connection, signal);
    await connection.client.page(costsSince(connection.now().getTime()), null, 1, signal);
  },
};
