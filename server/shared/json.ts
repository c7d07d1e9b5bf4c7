/**
 * JSON from outside, without what PostgreSQL takes in no text: NUL, and halves of surrogate pairs. Somebody's ERP holds both, and anybody can
 * send them. The one place where they go: what comes in is read with this, so nothing behind has to think of them.
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return SUSPICIOUS.test(text) ? clean(value) : value;
}

// Cheap to look for; cleaning every value of every answer is not. Decoded bytes hold no half pairs, only escapes do.
const SUSPICIOUS = /\\u(0000|d[89a-f])/i;

function clean(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [cleanText(name), clean(held)]));
}

const cleanText = (text: string): string => text.replaceAll('\0', '').toWellFormed();
