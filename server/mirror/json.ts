/** JSON that PostgreSQL takes: it refuses NUL and halves of surrogate pairs, and somebody's ERP holds both. */
export function toJson(rows: readonly unknown[]): string {
  return cleanJson(JSON.stringify(rows));
}

export function cleanJson(text: string): string {
  return SUSPICIOUS.test(text) ? JSON.stringify(JSON.parse(text), clean) : text;
}

// Cheap to look for; cleaning every value of every page is not.
const SUSPICIOUS = /\\u(0000|d[89a-f])/i;

function clean(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value;
}
