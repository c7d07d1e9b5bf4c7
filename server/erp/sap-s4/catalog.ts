import { z } from 'zod';
import { ReconnectError } from '../../shared/errors.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import type { CatalogChoices, CatalogSupport, ListedPrice } from '../shared/contract.ts';
import { allOf, anyOf, quoted } from '../shared/odata-query.ts';
import { askAboutProducts } from '../shared/refused-question.ts';
import { readableRows, rowsOf } from '../shared/rows.ts';
import { todayOf } from '../shared/today.ts';
import type { SetQuery } from './client.ts';
import { RawCondition, RawValidity, readConditions, readScales, validitiesQuery, type RawScale } from './condition-records.ts';
import type { Connection } from './connection.ts';
import { costsOf } from './costs.ts';
import { codeFilters } from './key-filters.ts';
import { listIdOf, stepsOf } from './prices.ts';
import { existing, productsQuery } from './product-records.ts';
import { stockQuery, warehouseId } from './stock.ts';
import { dayLiteral } from './values.ts';

/** What an administrator chooses from, and what a list asks for a product. No service of these tells names: codes stand for them. */
export const createCatalog = (connection: Connection): CatalogSupport => ({
  choices: (signal) => readChoices(connection, signal),
  pricesOf: (listId, ids, signal) => askAboutProducts(pricesOf(connection, listId, ids, signal), REFUSED_QUESTIONS),
  costsOf: (ids, signal) => askAboutProducts(costsOf(connection, ids, signal), REFUSED_QUESTIONS),
});

/** One of the codes may break the query. */
const REFUSED_QUESTIONS = ['sap-s4.request_refused'];

const LIST_FIELDS = ['ConditionType', 'SalesOrganization', 'DistributionChannel', 'PriceListType'] as const;
const MOST_LISTS = 30;
const MOST_PLACES = 50;
const MOST_GROUPS = 100;

export async function readChoices(connection: Connection, signal: AbortSignal): Promise<CatalogChoices> {
  const companies = [...(await connection.companies.get(signal)).values()];
  // Who reads no stock chooses no places for it.
  const places = await orNone(
    distinct(connection, { query: stockQuery(''), fields: ['Plant', 'StorageLocation'], most: MOST_PLACES }, signal),
  );
  const groups = await distinct(
    connection,
    { query: productsQuery(`ProductGroup ne ''`), fields: ['ProductGroup'], most: MOST_GROUPS },
    signal,
  );
  const named = (id: string) => ({ id, name: id });
  return {
    priceLists: await readLists(connection, signal),
    warehouses: places.map(({ Plant = '', StorageLocation = '' }) => named(warehouseId({ Plant, StorageLocation }))),
    categories: groups.map(({ ProductGroup = '' }) => named(ProductGroup)),
    tags: [],
    companies: companies.map(({ CompanyCode, CompanyCodeName }) => ({ id: CompanyCode, name: CompanyCodeName ?? CompanyCode })),
  };
}

async function orNone<T>(asking: Promise<T[]>): Promise<T[]> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof ReconnectError) return [];
    throw error;
  }
}

interface Distinct {
  query: SetQuery;
  fields: readonly string[];
  most: number;
}

/** What values of some fields there are: each found one is excluded from the next question. Texts only. */
async function distinct({ client }: Connection, { query, fields, most }: Distinct, signal: AbortSignal): Promise<Record<string, string>[]> {
  const found: Record<string, string>[] = [];
  while (found.length < most) {
    const others = found.map((values) => anyOf(fields.map((field) => `${field} ne ${quoted(values[field] ?? '')}`)));
    const select = [...new Set([...query.key, ...fields])];
    const { rows } = await client.page({ ...query, select, filter: allOf(query.filter, ...others) }, null, 1, signal);
    const [row] = rowsOf(z.record(z.string(), z.unknown())).parse(rows);
    if (!row) break;
    found.push(Object.fromEntries(fields.map((field) => [field, String(row[field] ?? '')])));
  }
  return found.sort((a, b) => (Object.values(a).join('/') < Object.values(b).join('/') ? -1 : 1));
}

const SAMPLE = 100;

/** Prices of one key may be in several currencies, each a list of its own; they show in the first hundred. */
async function readLists(connection: Connection, signal: AbortSignal): Promise<CatalogChoices['priceLists']> {
  const lists: CatalogChoices['priceLists'] = [];
  for (const values of await distinct(
    connection,
    { query: validitiesQuery(validToday(connection)), fields: LIST_FIELDS, most: MOST_LISTS },
    signal,
  )) {
    const filter = allOf(validToday(connection), ...LIST_FIELDS.map((field) => `${field} eq ${quoted(values[field] ?? '')}`));
    const { rows } = await connection.client.page(validitiesQuery(filter), null, SAMPLE, signal);
    const sample = readableRows(RawValidity, rows);
    const records = sample.map(({ ConditionRecord: record }) => record);
    const conditions = readableRows(RawCondition, await readConditions(connection, records, signal));
    const currencies = new Set(
      conditions.filter(({ ConditionIsDeleted }) => !ConditionIsDeleted).map(({ ConditionCurrency }) => ConditionCurrency),
    );
    const [first] = sample;
    if (first)
      for (const currency of [...currencies].sort()) {
        const id = listIdOf(first, currency);
        lists.push({ id, name: id.replaceAll('//', '/').replaceAll('/', ' '), currency });
      }
  }
  return lists;
}

function validToday(connection: Connection): string {
  const today = dayLiteral(todayOf(connection));
  return `ConditionValidityStartDate le ${today} and ConditionValidityEndDate ge ${today}`;
}

async function pricesOf(
  connection: Connection,
  listId: string,
  ids: readonly ErpRecordId[],
  signal: AbortSignal,
): Promise<Map<ErpRecordId, ListedPrice | null>> {
  const [currency = '', ...key] = listId.split('/').toReversed();
  const ofList = LIST_FIELDS.map((field, at) => `${field} eq ${quoted(key.toReversed()[at] ?? '')}`);
  const validities: RawValidity[] = [];
  for (const filter of codeFilters('Material', ids)) {
    const query = validitiesQuery(allOf(validToday(connection), ...ofList, filter));
    validities.push(...readableRows(RawValidity, await connection.client.all(query, signal)));
  }
  const records = validities.map(({ ConditionRecord: record }) => record);
  const conditions = readableRows(RawCondition, await readConditions(connection, records, signal));
  const inUse = conditions.filter((one) => !one.ConditionIsDeleted && one.ConditionCurrency === currency);
  const byRecord = new Map(inUse.map((one) => [one.ConditionRecord, one]));
  const scales = await readScales(connection, [...byRecord.keys()], signal);
  const prices = new Map(
    validities.flatMap(({ Material, ConditionRecord: record }) => {
      const raw = byRecord.get(record);
      return raw ? [[Material, { amount: amountForOne(raw, scales.get(record) ?? []), currency }] as const] : [];
    }),
  );
  return new Map((await existing(connection, ids, '', signal)).map((code) => [erpRecordId(code), prices.get(code) ?? null]));
}

const amountForOne = (raw: RawCondition, scales: readonly RawScale[]): string =>
  stepsOf(raw, scales).findLast(({ minQuantity }) => Number(minQuantity) <= 1)?.amount ?? raw.ConditionRateValue;
