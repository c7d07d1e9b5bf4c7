import { z } from 'zod';
import type { Product } from '../shared/contract.ts';
import { fieldsOf, readableRows } from '../shared/rows.ts';
import { todayOf } from '../shared/today.ts';
import { parseRows, translateRows, type TranslatedRecords } from '../shared/translate-rows.ts';
import type { SetQuery } from './client.ts';
import type { Connection } from './connection.ts';
import { codeFilters } from './key-filters.ts';
import { isSold, toProduct, type ProductDetails } from './mapping-products.ts';
import { SERVICES } from './services.ts';
import { rejectBy } from './stream.ts';
import { DayText, Flag, InstantText, Text } from './values.ts';

/** Codes are kept as they are written: leading zeros may belong to them. */
const Code = z.string().trim().min(1);

const RawProduct = z.object({
  Product: Code,
  ProductType: Text,
  BaseUnit: Text,
  ProductGroup: Text,
  ProductStandardID: Text,
  IsMarkedForDeletion: Flag,
  LastChangeDateTime: InstantText,
});
export type RawProduct = z.output<typeof RawProduct>;

const RawName = z.object({ Product: Code, Language: Code, ProductDescription: Text });
const RawSales = z.object({ Product: Code, SalesStatus: Text, SalesStatusValidityDate: DayText });
const RawArea = z.object({
  Product: Code,
  ProductSalesOrg: Code,
  ProductDistributionChnl: Code,
  IsMarkedForDeletion: Flag,
  ProductSalesStatus: Text,
  ProductSalesStatusValidityDate: DayText,
});
const RawTax = z.object({ Product: Code, Country: Code, TaxCategory: Code, TaxClassification: Text });
export type RawName = z.output<typeof RawName>;
export type RawSales = z.output<typeof RawSales>;
export type RawArea = z.output<typeof RawArea>;
export type RawTax = z.output<typeof RawTax>;

const SETS = {
  names: { set: 'A_ProductDescription', key: ['Product', 'Language'], row: RawName },
  sales: { set: 'A_ProductSales', key: ['Product'], row: RawSales },
  areas: { set: 'A_ProductSalesDelivery', key: ['Product', 'ProductSalesOrg', 'ProductDistributionChnl'], row: RawArea },
  taxes: { set: 'A_ProductSalesTax', key: ['Product', 'Country', 'TaxCategory', 'TaxClassification'], row: RawTax },
} as const;
type Name = keyof typeof SETS;

export const productsQuery = (filter: string, select: string[] = fieldsOf(RawProduct)): SetQuery => ({
  service: SERVICES.products,
  set: 'A_Product',
  key: ['Product'],
  select,
  filter,
});

function detailsQuery(name: Name, filter: string): SetQuery {
  const { set, key, row } = SETS[name];
  return { service: SERVICES.products, set, key, select: fieldsOf(row), filter };
}

const reject = rejectBy(({ Product: code }) => String(code));

export async function productsFrom(
  connection: Connection,
  rows: readonly unknown[],
  signal: AbortSignal,
): Promise<TranslatedRecords<Product>> {
  const read = await parseRows(RawProduct, rows, reject);
  const detailsOf = await readDetails(
    connection,
    read.parsed.map(({ Product: code }) => code),
    signal,
  );
  return translateRows(read, reject, (raw) => [toProduct(raw, detailsOf(raw.Product))]);
}

async function readDetails(
  connection: Connection,
  codes: readonly string[],
  signal: AbortSignal,
): Promise<(code: string) => ProductDetails> {
  const read = detailReader(connection, codes, signal);
  const companies = [...(await connection.companies.get(signal)).values()];
  const names = await read('names', RawName);
  const sales = await read('sales', RawSales);
  const areas = await read('areas', RawArea);
  const taxes = await read('taxes', RawTax);
  const shared = {
    today: todayOf(connection),
    languages: [...companies.flatMap(({ Language }) => Language ?? []), 'EN'],
    countries: new Set(companies.flatMap(({ Country }) => Country ?? [])),
  };
  return (code) => ({
    ...shared,
    names: names.get(code) ?? [],
    sales: sales.get(code)?.[0] ?? null,
    areas: areas.get(code) ?? [],
    taxes: taxes.get(code) ?? [],
  });
}

const detailReader =
  ({ client }: Connection, codes: readonly string[], signal: AbortSignal) =>
  async <T extends z.ZodType<{ Product: string }> & z.ZodObject>(name: Name, row: T) => {
    const rows: z.output<T>[] = [];
    for (const filter of codeFilters('Product', codes))
      rows.push(...readableRows(row, await client.all(detailsQuery(name, filter), signal)));
    return Map.groupBy(rows, ({ Product: code }) => code);
  };

const RawUnit = RawProduct.pick({ Product: true, BaseUnit: true, IsMarkedForDeletion: true });

/** The unit in which each of these products is counted; those that are not there, or nobody sells, are left out. */
export async function unitsOfSold(
  connection: Connection,
  codes: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, string | null>> {
  const rows = await readUnits(connection, codes, signal);
  const there = rows.filter((raw) => !raw.IsMarkedForDeletion).map(({ Product: code }) => code);
  const read = detailReader(connection, there, signal);
  const sales = await read('sales', RawSales);
  const areas = await read('areas', RawArea);
  const today = todayOf(connection);
  const sold = rows.filter(({ Product: code }) => isSold({ today, sales: sales.get(code)?.[0] ?? null, areas: areas.get(code) ?? [] }));
  return new Map(sold.map(({ Product: code, BaseUnit }) => [code, BaseUnit]));
}

/** The same of all that are there. */
export async function unitsOf(connection: Connection, codes: readonly string[], signal: AbortSignal): Promise<Map<string, string | null>> {
  return new Map((await readUnits(connection, codes, signal)).map(({ Product: code, BaseUnit }) => [code, BaseUnit]));
}

async function readUnits({ client }: Connection, codes: readonly string[], signal: AbortSignal): Promise<z.output<typeof RawUnit>[]> {
  const asked = new Set(codes);
  const rows: unknown[] = [];
  for (const filter of codeFilters('Product', codes)) rows.push(...(await client.all(productsQuery(filter, fieldsOf(RawUnit)), signal)));
  return readableRows(RawUnit, rows).filter(({ Product: code }) => asked.has(code));
}

export async function checkProducts({ client }: Connection, signal: AbortSignal): Promise<void> {
  await client.page(productsQuery(''), null, 1, signal);
  for (const name of Object.keys(SETS) as Name[]) await client.page(detailsQuery(name, ''), null, 1, signal);
}

const RawCode = z.object({ Product: Code });
/** Codes of the products that are there, of those asked for. */
export async function existing(connection: Connection, codes: readonly string[], filter: string, signal: AbortSignal): Promise<string[]> {
  const asked = new Set(codes);
  const found: string[] = [];
  for (const some of codeFilters('Product', codes)) {
    const query = productsQuery(filter === '' ? some : `(${some}) and (${filter})`, fieldsOf(RawCode));
    found.push(...readableRows(RawCode, await connection.client.all(query, signal)).map(({ Product: code }) => code));
  }
  return found.filter((code) => asked.has(code));
}
export const codesOf = (rows: readonly unknown[]): string[] => readableRows(RawCode, rows).map(({ Product: code }) => code);
