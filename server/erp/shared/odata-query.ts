export interface Query {
  select: readonly string[];
  filter?: string;
  orderby?: string;
  top?: number;
}

export function queryText({ select, filter, orderby, top }: Query): string {
  const options = { $select: select.join(','), $filter: filter, $orderby: orderby, $top: top };
  return Object.entries(options)
    .flatMap(([name, value]) => (value === undefined || value === '' ? [] : `${name}=${encodeURIComponent(value)}`))
    .join('&');
}

/** A text in a filter: quotes are doubled. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
export const allOf = (...conditions: (string | null)[]): string =>
  conditions
    .filter((condition) => condition !== null && condition !== '')
    .map((condition) => `(${condition})`)
    .join(' and ');
export const anyOf = (conditions: readonly string[]): string => conditions.join(' or ');
export const oneOf = (field: string, values: readonly (string | number)[]): string =>
  anyOf(values.map((value) => `${field} eq ${typeof value === 'number' ? value : quoted(value)}`));

/** So many ids fit into an address that every proxy takes. */
const IDS_AT_ONCE = 80;
export function inGroups<T>(items: readonly T[], size = IDS_AT_ONCE): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}

export const ascending = (entries: readonly number[]): number[] => [...entries].sort((a, b) => a - b);

/** Entries nearly without gaps by their ends, which brings at most twice as many; null: they lie too far apart. In ascending order. */
export function rangeOf(field: string, entries: readonly number[]): string | null {
  const [first = 0, last = 0] = [entries[0], entries.at(-1)];
  return last - first < 2 * entries.length ? `${field} ge ${first} and ${field} le ${last}` : null;
}
