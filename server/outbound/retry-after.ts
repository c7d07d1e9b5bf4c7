const LONGEST_MS = 24 * 3_600_000;

/** Reads a Retry-After header: seconds, or a date. Never in the past, never more than a day; null when absent or unreadable. */
export function parseRetryAfter(value: string | null, now: Date): Date | null {
  if (value === null || value.trim() === '') return null;
  const seconds = Number(value);
  if (seconds < 0) return null;
  const wait = Number.isNaN(seconds) ? Date.parse(value) - now.getTime() : seconds * 1000;
  if (Number.isNaN(wait)) return null;
  return new Date(now.getTime() + Math.min(Math.max(wait, 0), LONGEST_MS));
}
