import { badRequest } from './errors.ts';
import type { Definitions } from './definitions.ts';
import type { Table } from './table.ts';
import type { Properties, PropertyDefinition, StoredRecord } from './types.ts';
import { instantOf } from './values.ts';

export interface SearchRequest {
  filterGroups?: { filters?: Filter[] }[];
  sorts?: ({ propertyName: string; direction?: string } | string)[];
  query?: string;
  limit?: number;
  after?: string;
}

interface Filter {
  propertyName: string;
  operator: string;
  value?: string;
  highValue?: string;
  values?: string[];
}

interface Found {
  record: StoredRecord;
  shown: Properties;
}

const MAX_RESULTS = 10_000;

/** The page search shows, as far as its index has come. */
export function search(table: Table, definitions: Definitions, request: SearchRequest): { total: number; page: Found[]; after?: string } {
  const groups = (request.filterGroups ?? []).map(({ filters = [] }) => filters);
  refuseBadRequest(definitions, request, groups);
  const found: Found[] = [];
  for (const record of candidates(table, definitions, groups)) {
    const shown = table.searchView(record);
    if (shown && (groups.length === 0 || groups.some((filters) => filters.every((filter) => holds(definitions, shown, filter))))) {
      found.push({ record, shown });
    }
  }
  sort(found, definitions, request.sorts?.[0]);
  const start = Number(request.after ?? 0);
  const limit = request.limit ?? 10;
  const end = Math.min(start + limit, found.length);
  return { total: found.length, page: found.slice(start, end), ...(end < found.length ? { after: String(end) } : {}) };
}

function refuseBadRequest(definitions: Definitions, request: SearchRequest, groups: Filter[][]): void {
  const filters = groups.flat();
  if (groups.length > 5 || filters.length > 18 || groups.some((group) => group.length > 6)) throw badRequest('Too many filters.');
  if ((request.sorts?.length ?? 0) > 1) throw badRequest('Only one sort is supported.');
  if ((request.limit ?? 10) > 200) throw badRequest('The maximum allowed page size is 200.');
  if (Number(request.after ?? 0) + (request.limit ?? 10) > MAX_RESULTS) throw badRequest('Cannot page beyond 10000 results.');
  for (const { propertyName, operator } of filters) {
    if (!definitions.get(propertyName)) throw badRequest(`There was a problem with the request: no property ${propertyName}.`);
    if (!OPERATORS.has(operator)) throw badRequest(`Unknown operator ${operator}.`);
  }
}

/** Records that can match, from an index where every group asks for exact values; otherwise all. */
function candidates(table: Table, definitions: Definitions, groups: Filter[][]): Iterable<StoredRecord> {
  const exact = groups.map((filters) => filters.find(({ operator }) => operator === 'EQ' || operator === 'IN'));
  // The index compares texts; numbers and instants have several spellings.
  const isText = (filter: Filter) => !/^(number|date|datetime)$/.test(definitions.get(filter.propertyName)?.type ?? '');
  const isIndexed = groups.length > 0 && exact.every((filter) => filter && isText(filter));
  const lagging = table.lagging();
  if (!isIndexed) return lagging.size === 0 ? table.all() : new Set([...lagging, ...table.all()]);
  const hits = exact.flatMap((filter) => valuesOf(filter!).flatMap((value) => table.withValue(filter!.propertyName, value)));
  return new Set([...lagging, ...hits]);
}

const valuesOf = ({ value, values }: Filter): string[] => values ?? (value === undefined ? [] : [value]);

type Operator = (held: string, filter: Filter, compare: (held: string, wanted: string) => number) => boolean;
const OPERATORS = new Map<string, Operator | 'HAS' | 'HAS_NOT'>([
  ['EQ', (held, { value = '' }, compare) => compare(held, value) === 0],
  ['NEQ', (held, { value = '' }, compare) => compare(held, value) !== 0],
  ['GT', (held, { value = '' }, compare) => compare(held, value) > 0],
  ['GTE', (held, { value = '' }, compare) => compare(held, value) >= 0],
  ['LT', (held, { value = '' }, compare) => compare(held, value) < 0],
  ['LTE', (held, { value = '' }, compare) => compare(held, value) <= 0],
  ['BETWEEN', (held, { value = '', highValue = '' }, compare) => compare(held, value) >= 0 && compare(held, highValue) <= 0],
  ['IN', (held, { values = [] }, compare) => values.some((value) => compare(held, value) === 0)],
  ['NOT_IN', (held, { values = [] }, compare) => !values.some((value) => compare(held, value) === 0)],
  ['CONTAINS_TOKEN', (held, { value = '' }) => held.toLowerCase().includes(value.replaceAll('*', '').toLowerCase())],
  ['HAS_PROPERTY', 'HAS'],
  ['NOT_HAS_PROPERTY', 'HAS_NOT'],
]);

function holds(definitions: Definitions, shown: Properties, filter: Filter): boolean {
  const held = shown[filter.propertyName];
  const operator = OPERATORS.get(filter.operator);
  if (operator === 'HAS') return held !== undefined;
  if (operator === 'HAS_NOT') return held === undefined;
  // A record without a value differs from every value, and is neither above nor below one.
  if (held === undefined) return filter.operator === 'NEQ' || filter.operator === 'NOT_IN';
  const definition = definitions.get(filter.propertyName);
  return operator?.(held, inLowerCase(definition, filter), comparison(definition)) ?? false;
}

/** A list for a text property is compared with the index as it stands, which is in lower case: a value with capitals finds nothing. */
function inLowerCase(definition: PropertyDefinition | undefined, filter: Filter): Filter {
  if (!filter.values || definition?.type !== 'string') return filter;
  return { ...filter, values: filter.values.filter((value) => value === value.toLowerCase()) };
}

type Comparable = string | number;

/** Values as they are compared: numbers and instants by size, texts whatever their case. */
function comparableOf(definition: PropertyDefinition | undefined): (value: string) => Comparable {
  if (definition?.type === 'number') return Number;
  if (definition?.type === 'datetime' || definition?.type === 'date') return (value) => instantOf(value) ?? 0;
  return (value) => value.toLowerCase();
}

function comparison(definition: PropertyDefinition | undefined): (a: string, b: string) => number {
  const comparable = comparableOf(definition);
  return (a, b) => compare(comparable(a), comparable(b));
}

const compare = (a: Comparable, b: Comparable): number => (a < b ? -1 : Number(a > b));

function sort(found: Found[], definitions: Definitions, sorting: NonNullable<SearchRequest['sorts']>[number] | undefined): void {
  const { propertyName, direction } = typeof sorting === 'string' ? { propertyName: sorting, direction: 'ASCENDING' } : (sorting ?? {});
  if (propertyName === undefined) return;
  const comparable = comparableOf(definitions.get(propertyName));
  const keys = new Map(found.map((one) => [one, comparable(one.shown[propertyName] ?? '')]));
  const factor = direction === 'DESCENDING' ? -1 : 1;
  found.sort((a, b) => factor * compare(keys.get(a) ?? '', keys.get(b) ?? ''));
}
