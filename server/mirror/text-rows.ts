import { cleanJson } from './json.ts';

/** Its name, and its type as PostgreSQL calls it. */
export type Column = readonly [name: string, type: string];

// Control characters that are made for this. A text of an ERP that has one all the same is stored without it, as without NUL.
const [NOTHING, ITEM, ROW, VALUE] = ['\x1d', '\x1c', '\x1e', '\x1f'];
const NOT_STORED = `[\0${ITEM}${NOTHING}${ROW}${VALUE}]`;
const TAKEN = new RegExp(NOT_STORED);
const ALL_TAKEN = new RegExp(NOT_STORED, 'g');

/**
 * Rows of at least two columns as one text, for a statement that reads `fromText` with the binding `rows`. PostgreSQL takes it apart in a
 * fourth of the time of the same as JSON, which was half of what storing a page of invoices cost it.
 */
export function toText(columns: readonly Column[], rows: readonly Readonly<Record<string, unknown>>[]): string {
  return joinLines(rows.map((row) => toLine(columns, row)));
}

export const joinLines = (lines: readonly string[]): string => lines.join(ROW);

/** One row; what is no column is left out. */
export function toLine(columns: readonly Column[], row: Readonly<Record<string, unknown>>): string {
  return columns.map(([name, type]) => textOf(row[name], type)).join(VALUE);
}

function textOf(value: unknown, type: string): string {
  if (value === null || value === undefined) return NOTHING;
  if (typeof value === 'string' && type !== 'jsonb') return clean(value);
  if (type === 'text[]') return (value as string[]).map(clean).join(ITEM);
  // Escaped there: what separates rows and values stands in no JSON.
  return cleanJson(JSON.stringify(value));
}

const clean = (text: string): string => (TAKEN.test(text) ? text.replaceAll(ALL_TAKEN, '') : text);

/** SQL of the relation with these columns that the text in the binding `rows` holds. */
export function fromText(columns: readonly Column[]): string {
  const values = columns.map(([name, type], at) => `${typed(`v[${at + 1}]`, type)} as ${name}`);
  // Without `offset 0` the line would be taken apart once for each of its values.
  return `(
    select ${values.join(', ')} from unnest(string_to_array(:rows::text, E'\\x1e')) as line
    cross join lateral (select string_to_array(line, E'\\x1f', E'\\x1d') as v offset 0) taken)`;
}

function typed(value: string, type: string): string {
  if (type === 'text') return value;
  return type === 'text[]' ? `string_to_array(${value}, E'\\x1c')` : `${value}::${type}`;
}
