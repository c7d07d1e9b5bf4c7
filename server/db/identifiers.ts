/** Our names are camelCase, the database's snake_case; translated here and nowhere else. Contents (jsonb) are not touched. */
const snakeNames = new Map<string, string>();
const camelNames = new Map<string, string>();

export function toSnakeCase(name: string): string {
  return remembered(snakeNames, name, () => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}

function toCamelCase(name: string): string {
  return remembered(camelNames, name, () => name.replace(/(?<=.)_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase()));
}

/** Rows of the query builder and of `raw` alike; anything else (counts, undefined) passes unchanged. */
export function camelCaseResponse(response: unknown): unknown {
  if (Array.isArray(response)) return camelCaseRows(response);
  if (isRawResult(response)) {
    response.rows = camelCaseRows(response.rows);
    return response;
  }
  return camelCaseRows([response])[0];
}

/** Of one answer: all rows have the columns of the first, whose names are looked up once. */
function camelCaseRows(rows: readonly unknown[]): unknown[] {
  const [first] = rows;
  if (!isPlainObject(first)) return [...rows];
  const columns = Object.keys(first).map((name) => [name, toCamelCase(name)] as const);
  return (rows as readonly Record<string, unknown>[]).map((row) => {
    const translated: Record<string, unknown> = {};
    for (const [name, translation] of columns) translated[translation] = row[name];
    return translated;
  });
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date) && !Buffer.isBuffer(value);
}

function isRawResult(value: unknown): value is { rows: unknown[] } {
  return isPlainObject(value) && Array.isArray(value['rows']) && 'command' in value;
}

// Identifiers come from our own code, so these maps stay as small as the code is.
function remembered(names: Map<string, string>, name: string, translate: () => string): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  const translated = translate();
  names.set(name, translated);
  return translated;
}
