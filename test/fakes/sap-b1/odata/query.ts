import { invalidProperty, invalidQuery } from '../errors.ts';
import type { Row, TableName } from '../rows.ts';
import type { Schema, TypeSchema } from '../schema.ts';
import type { CompanyStore } from '../store.ts';
import { compileFilter } from './filter.ts';

export interface ReadRequest {
  /** Decoded query options, `$` included. */
  options: ReadonlyMap<string, string>;
  ignoreCase: boolean;
  /** 0: no paging. */
  pageSize: number;
}

export interface Page {
  rows: readonly Row[];
  /** Matches in all. */
  count: number;
  /** `$skip` of the next page, and what is left of `$top`. */
  next: { skip: number; top: number | null } | null;
}

const KNOWN = new Set(['$select', '$filter', '$orderby', '$top', '$skip', '$count', '$inlinecount', '$expand', '$format']);
const CACHED_RESULTS = 32;

/** Reads sets by page. Like a database with a warm cache it does not sort fifty thousand rows anew for every page. */
export class QueryReader {
  private readonly schema: Schema;
  private readonly results = new WeakMap<CompanyStore, Map<string, { version: number; rows: readonly Row[] }>>();

  constructor(schema: Schema) {
    this.schema = schema;
  }

  read(store: CompanyStore, set: TableName, type: TypeSchema, request: ReadRequest): Page {
    for (const name of request.options.keys()) if (name.startsWith('$') && !KNOWN.has(name)) throw invalidQuery(`unknown option ${name}`);
    const rows = this.matches(store, set, type, request);
    const skip = wholeNumber(request.options.get('$skip'), 0);
    const top = request.options.has('$top') ? wholeNumber(request.options.get('$top'), 0) : null;
    const size = Math.min(request.pageSize || Infinity, top ?? Infinity);
    const page = rows.slice(skip, size === Infinity ? undefined : skip + size);
    const leftOfTop = top === null ? null : top - page.length;
    const hasMore = skip + page.length < rows.length && leftOfTop !== 0;
    return { rows: page, count: rows.length, next: hasMore ? { skip: skip + page.length, top: leftOfTop } : null };
  }

  private matches(store: CompanyStore, set: TableName, type: TypeSchema, { options, ignoreCase }: ReadRequest): readonly Row[] {
    const filter = options.get('$filter') ?? '';
    const order = options.get('$orderby') ?? '';
    const { version } = store.table(set);
    const cache = this.results.get(store) ?? new Map<string, { version: number; rows: readonly Row[] }>();
    this.results.set(store, cache);
    const name = JSON.stringify([set, filter, order, ignoreCase]);
    const known = cache.get(name);
    if (known?.version === version) return known.rows;
    const found = this.filter(store.list(set), type, filter, ignoreCase);
    const rows = order ? [...found].sort(comparatorOf(type, order)) : found;
    if (cache.size >= CACHED_RESULTS) cache.delete(cache.keys().next().value ?? '');
    cache.set(name, { version, rows });
    return rows;
  }

  private filter(rows: readonly Row[], type: TypeSchema, source: string, ignoreCase: boolean): readonly Row[] {
    if (source === '') return rows;
    const predicate = compileFilter<Row>(source, {
      schema: this.schema,
      ignoreCase,
      field: (path) => {
        const property = type.properties.get(path);
        return property && { property, read: (row) => row[path] };
      },
    });
    return rows.filter((row) => predicate(row) === true);
  }
}

/** As sent: `Prefer: odata.maxpagesize=200` or `B1S-PageSize: 200`; 20 without. */
export function pageSizeOf(headers: Readonly<Record<string, string | string[] | undefined>>): { size: number; applied: string | null } {
  const asked = /odata\.maxpagesize=(\d+)/.exec(String(headers.prefer ?? ''))?.[1] ?? headers['b1s-pagesize'];
  if (asked === undefined) return { size: 20, applied: null };
  return { size: wholeNumber(String(asked), 20), applied: `odata.maxpagesize=${String(asked)}` };
}

export function comparatorOf(type: TypeSchema, source: string): (a: Row, b: Row) => number {
  const parts = source.split(',').map((part) => {
    const [name = '', direction = 'asc', ...rest] = part.trim().split(/\s+/);
    if (rest.length > 0 || (direction !== 'asc' && direction !== 'desc')) throw invalidQuery('Invalid orderby');
    const property = type.properties.get(name);
    if (!property || property.isCollection) throw invalidProperty(name);
    return { name, sign: direction === 'asc' ? 1 : -1 };
  });
  return (a, b) => {
    for (const { name, sign } of parts) {
      const order = compare(a[name] ?? null, b[name] ?? null);
      if (order !== 0) return order * sign;
    }
    return 0;
  };
}

/** Nulls come first, as on HANA. */
function compare(a: Row[string] | null, b: Row[string] | null): number {
  if (a === b) return 0;
  if (a === null || a === undefined) return -1;
  if (b === null || b === undefined) return 1;
  return a < b ? -1 : 1;
}

function wholeNumber(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^\d+$/.test(text)) throw invalidQuery(`not a whole number: ${text}`);
  return Number(text);
}
