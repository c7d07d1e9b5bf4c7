import type { LocalTime } from './raw.ts';

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

/** Changed at that minute or later; dates and times are quoted and stay the server's own. */
export const changedFrom = ({ date, time }: LocalTime, [day, clock]: readonly [string, string] = UPDATED): string =>
  `${day} gt ${quoted(date)} or (${day} eq ${quoted(date)} and ${clock} ge ${quoted(time)})`;
export const UPDATED = ['UpdateDate', 'UpdateTime'] as const;
export const CREATED = ['CreateDate', 'CreateTime'] as const;

/** Moves a time of the server's calendar, whatever zone that is in. */
export function earlier({ date, time }: LocalTime, ms: number): LocalTime {
  const moved = new Date(Date.parse(`${date}T${time}Z`) - ms).toISOString();
  return { date: moved.slice(0, 10), time: moved.slice(11, 19) };
}

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
