import { z } from 'zod';
import { allOf, quoted } from '../shared/odata-query.ts';
import { fieldsOf, readableRows } from '../shared/rows.ts';
import type { KeyValues, SetQuery } from './client.ts';
import type { Connection } from './connection.ts';
import { parseDocumentKey, RawItem, toItems, type DocumentKey, type Item, type Items } from './journal-item.ts';
import { keyFilters } from './key-filters.ts';
import { SERVICES } from './services.ts';
import { NeededKey } from './values.ts';

const CUSTOMER_ITEMS = `FinancialAccountType eq 'D'`;
const KEY = ['CompanyCode', 'FiscalYear', 'AccountingDocument', 'AccountingDocumentItem'];

const itemsQuery = (companies: string, filter: string): SetQuery => ({
  service: SERVICES.journal,
  set: 'A_OperationalAcctgDocItemCube',
  key: KEY,
  select: fieldsOf(RawItem),
  filter: allOf(CUSTOMER_ITEMS, companies, filter),
});

/** Page by page: what happened on a few days may be more than should be held at once. */
export async function visitItems(connection: Connection, filter: string, visit: (page: Items) => void, signal: AbortSignal): Promise<void> {
  const query = itemsQuery(await connection.companies.filter(signal), filter);
  await connection.client.each(query, (rows) => visit(toItems(rows)), signal);
}

export const mergeItems = (parts: readonly Items[]): Items => ({
  items: parts.flatMap(({ items }) => items),
  broken: parts.flatMap(({ broken }) => broken),
});

/** A billing document and the company code whose journal it is in. */
interface Booked {
  BillingDocument: string;
  CompanyCode: string;
}

/** The items of billing documents: several where it is paid in instalments, none before it is posted. */
export async function itemsOfBilling({ client }: Connection, booked: Iterable<Booked>, signal: AbortSignal): Promise<Items> {
  const parts: Items[] = [];
  for (const [scope, asked] of byCompany(booked)) {
    const filters = keyFilters('BillingDocument', asked);
    for (const filter of filters) parts.push(toItems(await client.all(itemsQuery(scope, filter), signal)));
  }
  const { items, broken } = mergeItems(parts);
  const asked = new Set([...booked].map(({ BillingDocument }) => BillingDocument));
  return { items: items.filter(({ billingDocument }) => billingDocument !== null && asked.has(billingDocument)), broken };
}

function byCompany(booked: Iterable<Booked>): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const { BillingDocument, CompanyCode } of booked) {
    const scope = `CompanyCode eq ${quoted(CompanyCode)}`;
    groups.set(scope, (groups.get(scope) ?? new Set()).add(BillingDocument));
  }
  return groups;
}

const RawEntry = z.object({ OriginalReferenceDocument: NeededKey });

/** Those of which the journal shows an entry, in whatever account: paid in cash, they are in no customer's. */
export async function entered({ client }: Connection, booked: Iterable<Booked>, signal: AbortSignal): Promise<Set<string>> {
  const found = new Set<string>();
  for (const [scope, asked] of byCompany(booked))
    for (const filter of keyFilters('OriginalReferenceDocument', asked)) {
      const select = [...KEY, 'OriginalReferenceDocument'];
      const query = { ...itemsQuery(scope, ''), select, filter: allOf(scope, `ReferenceDocumentType eq 'VBRK'`, filter) };
      for (const { OriginalReferenceDocument: number } of readableRows(RawEntry, await client.all(query, signal))) found.add(number);
    }
  return found;
}

/** By which field an item names a document, and how that is read of it. */
const NAMING = {
  own: { year: 'FiscalYear', number: 'AccountingDocument', keyOf: ({ document }: Item) => document },
  reference: { year: 'InvoiceReferenceFiscalYear', number: 'InvoiceReference', keyOf: ({ reference }: Item) => reference },
  clearing: { year: 'ClearingDocFiscalYear', number: 'ClearingAccountingDocument', keyOf: ({ clearedBy }: Item) => clearedBy },
} as const;

/** The items in customers' accounts that name documents: of the documents themselves, belonging to them, or cleared by them. */
export async function itemsNaming(
  connection: Connection,
  by: keyof typeof NAMING,
  documents: Iterable<DocumentKey>,
  signal: AbortSignal,
): Promise<Items> {
  const { year, number, keyOf } = NAMING[by];
  const { client, settings } = connection;
  const isChosen = ({ company }: { company: string }): boolean => settings.companies.length === 0 || settings.companies.includes(company);
  const asked = new Set(documents);
  const numbers = new Map<string, string[]>();
  for (const key of asked) {
    const parsed = parseDocumentKey(key);
    if (!parsed || !isChosen(parsed)) continue;
    const scope = allOf(`CompanyCode eq ${quoted(parsed.company)}`, `${year} eq ${quoted(parsed.year)}`);
    numbers.set(scope, [...(numbers.get(scope) ?? []), parsed.number]);
  }
  const parts: Items[] = [];
  for (const [scope, some] of numbers)
    for (const filter of keyFilters(number, some)) parts.push(toItems(await client.all(itemsQuery(scope, filter), signal)));
  const { items, broken } = mergeItems(parts);
  return { items: items.filter((item) => asked.has(keyOf(item) ?? '')), broken };
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
