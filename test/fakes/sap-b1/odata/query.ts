import { invalidProperty, invalidQuery } from '../errors.ts';
import type { Row, TableName } from '../rows.ts';
import type { Schema, TypeSchema } from '../schema.ts';
import type { CompanyStore } from '../store.ts';
import { compileFilter } from './filter.ts';
import type { Predicate } from './filter.ts';

interface ReadRequest {
  /** Decoded query options, `$` included. */
  options: ReadonlyMap<string, string>;
  ignoreCase: boolean;
  /** 0: no paging. */
  pageSize: number;
  wantsCount: boolean;
}

export interface Page {
  rows: readonly Row[];
  /** Matches in all, where asked for. */
  count: number | null;
  /** `$skip` of the next page, and what is left of `$top`. */
  next: { skip: number; top: number | null } | null;
}

const KNOWN = new Set(['$select', '$filter', '$orderby', '$top', '$skip', '$count', '$inlinecount', '$expand', '$format']);

/** Reads sets by page. Like a database it keeps indexes: an order is computed once, a key is looked up, and a full page ends the search. */
export class QueryReader {
  private readonly schema: Schema;
  private readonly orders = new WeakMap<CompanyStore, Map<string, { version: number; rows: readonly Row[] }>>();

  constructor(schema: Schema) {
    this.schema = schema;
  }

  read(store: CompanyStore, set: TableName, type: TypeSchema, request: ReadRequest): Page {
    const { options } = request;
    for (const name of options.keys()) if (name.startsWith('$') && !KNOWN.has(name)) throw invalidQuery(`unknown option ${name}`);
    const skip = wholeNumber(options.get('$skip'), 0);
    const top = options.has('$top') ? wholeNumber(options.get('$top'), 0) : null;
    const size = Math.min(request.pageSize || Infinity, top ?? Infinity);
    const matches = this.matches(store, set, type, request, request.wantsCount ? Infinity : skip + size + 1);
    const rows = matches.slice(skip, skip + size);
    const leftOfTop = top === null ? null : top - rows.length;
    const hasMore = skip + rows.length < matches.length && leftOfTop !== 0;
    return {
      rows,
      count: request.wantsCount ? matches.length : null,
      next: hasMore ? { skip: skip + rows.length, top: leftOfTop } : null,
    };
  }

  private matches(store: CompanyStore, set: TableName, type: TypeSchema, request: ReadRequest, limit: number): readonly Row[] {
    const order = request.options.get('$orderby') ?? '';
    const source = request.options.get('$filter') ?? '';
    if (source === '') return this.inOrder(store, set, type, order);
    const predicate = this.compile(type, source, request.ignoreCase);
    const keyed = request.ignoreCase ? null : this.byKey(store, set, type, order, predicate);
    const candidates = keyed ?? this.inOrder(store, set, type, order);
    const found: Row[] = [];
    for (const row of candidates) {
      if (predicate(row) !== true) continue;
      found.push(row);
      if (found.length >= limit) break;
    }
    return found;
  }

  private byKey(store: CompanyStore, set: TableName, type: TypeSchema, order: string, { points }: Predicate<Row>): readonly Row[] | null {
    if (points?.path !== type.key) return null;
    const rows = [...points.values].map((key) => store.table(set).rows.get(key)).filter((row) => row !== undefined);
    return rows.sort(comparatorOf(type, order || type.key));
  }

  private inOrder(store: CompanyStore, set: TableName, type: TypeSchema, order: string): readonly Row[] {
    if (order === '') return store.list(set);
    const { version } = store.table(set);
    const known = this.orders.get(store) ?? new Map<string, { version: number; rows: readonly Row[] }>();
    this.orders.set(store, known);
    const cached = known.get(`${set} ${order}`);
    if (cached?.version === version) return cached.rows;
    const rows = [...(store.list(set) as readonly Row[])].sort(comparatorOf(type, order));
    known.set(`${set} ${order}`, { version, rows });
    return rows;
  }

  private compile(type: TypeSchema, source: string, ignoreCase: boolean): Predicate<Row> {
    return compileFilter<Row>(source, {
      schema: this.schema,
      ignoreCase,
      field: (path) => {
        const property = type.properties.get(path);
        return property && { property, read: (row) => row[path] };
      },
    });
  }
}

/** As sent: `Prefer: odata.maxpagesize=200` or `B1S-PageSize: 200`; 20 without. */
export function pageSizeOf(headers: Readonly<Record<string, string | string[] | undefined>>): { size: number; applied: string | null } {
  const asked = /odata\.maxpagesize=(\d+)/.exec(String(headers.prefer ?? ''))?.[1] ?? headers['b1s-pagesize'];
  if (asked === undefined) return { size: 20, applied: null };
  return { size: wholeNumber(String(asked), 20), applied: `odata.maxpagesize=${String(asked)}` };
}

function comparatorOf(type: TypeSchema, source: string): (a: Row, b: Row) => number {
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
