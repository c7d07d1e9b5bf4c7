import { allOf, quoted } from '../shared/odata-query.ts';
import { fieldsOf } from '../shared/rows.ts';
import type { KeyValues, SetQuery } from './client.ts';
import type { Connection } from './connection.ts';
import { parseDocumentKey, RawItem, toItems, type DocumentKey, type Item, type Items } from './journal-item.ts';
import { keyFilters } from './key-filters.ts';
import { SERVICES } from './services.ts';

const CUSTOMER_ITEMS = `FinancialAccountType eq 'D'`;
const KEY = ['CompanyCode', 'FiscalYear', 'AccountingDocument', 'AccountingDocumentItem'];

const itemsQuery = (companies: string, filter: string): SetQuery => ({
  service: SERVICES.journal,
  set: 'A_OperationalAcctgDocItemCube',
  key: KEY,
  select: fieldsOf(RawItem),
  filter: allOf(CUSTOMER_ITEMS, companies, filter),
});

async function allItems({ client, companies }: Connection, filter: string, signal: AbortSignal): Promise<Items> {
  return toItems(await client.all(itemsQuery(await companies.filter(signal), filter), signal));
}

/** Page by page: what happened on a few days may be more than should be held at once. */
export async function visitItems(connection: Connection, filter: string, visit: (page: Items) => void, signal: AbortSignal): Promise<void> {
  const query = itemsQuery(await connection.companies.filter(signal), filter);
  await connection.client.each(query, (rows) => visit(toItems(rows)), signal);
}

export const mergeItems = (parts: readonly Items[]): Items => ({
  items: parts.flatMap(({ items }) => items),
  broken: parts.flatMap(({ broken }) => broken),
});

async function readAll(connection: Connection, filters: readonly string[], signal: AbortSignal): Promise<Items> {
  const parts: Items[] = [];
  for (const filter of filters) parts.push(await allItems(connection, filter, signal));
  return mergeItems(parts);
}

/** The items of billing documents: several where it is paid in instalments, none before it is posted. */
export async function itemsOfBilling(connection: Connection, ids: Iterable<string>, signal: AbortSignal): Promise<Items> {
  const asked = new Set(ids);
  const { items, broken } = await readAll(connection, keyFilters('BillingDocument', asked), signal);
  return { items: items.filter(({ billingDocument }) => billingDocument !== null && asked.has(billingDocument)), broken };
}

/** By which field an item names a document, and how that is read of it. */
const NAMING = {
  own: { year: 'FiscalYear', number: 'AccountingDocument', of: ({ document }: Item) => document },
  reference: { year: 'InvoiceReferenceFiscalYear', number: 'InvoiceReference', of: ({ reference }: Item) => reference },
  clearing: { year: 'ClearingDocFiscalYear', number: 'ClearingAccountingDocument', of: ({ clearedBy }: Item) => clearedBy },
} as const;

/** The items in customers' accounts that name documents: of the documents themselves, belonging to them, or cleared by them. */
export async function itemsNaming(
  connection: Connection,
  by: keyof typeof NAMING,
  documents: Iterable<DocumentKey>,
  signal: AbortSignal,
): Promise<Items> {
  const { year, number, of } = NAMING[by];
  const asked = new Set(documents);
  const numbers = new Map<string, string[]>();
  for (const key of asked) {
    const parsed = parseDocumentKey(key);
    if (!parsed) continue;
    const scope = allOf(`CompanyCode eq ${quoted(parsed.company)}`, `${year} eq ${quoted(parsed.year)}`);
    numbers.set(scope, [...(numbers.get(scope) ?? []), parsed.number]);
  }
  const filters = [...numbers].flatMap(([scope, some]) => keyFilters(number, some).map((filter) => allOf(scope, filter)));
  const { items, broken } = await readAll(connection, filters, signal);
  return { items: items.filter((item) => asked.has(of(item) ?? '')), broken };
}

export async function pageOfItems(
  connection: Connection,
  filter: string,
  { after, size }: { after: KeyValues | null; size: number },
  signal: AbortSignal,
): Promise<Items & { after: KeyValues | null }> {
  const query = itemsQuery(await connection.companies.filter(signal), filter);
  const page = await connection.client.page(query, after, size, signal);
  return { ...toItems(page.rows), after: page.after };
}
