import { createHash } from 'node:crypto';
import type { Between, Watermarks } from './cursor.ts';

/**
 * What carries only a day cannot be asked for "since the last reading". So the last days are read whole, and of each day it is kept what was
 * seen: in 64 parts, by id, a short hash of the part. A part that differs is read again; the others came to rest.
 */
export interface DayRow {
  id: string;
  day: string;
  /** Changes with the row. */
  stamp: string;
}

const PARTS = 64;
const LENGTH = 6;
const EMPTY = '-'.repeat(LENGTH);
const DAY_MS = 86_400_000;

/** The system's day may be the one before or after ours. */
export const firstDay = (readAt: number): string => new Date(readAt - DAY_MS).toISOString().slice(0, 10);

export function daysOf(rows: readonly DayRow[]): Watermarks['days'] {
  const parts = new Map<string, string[]>();
  for (const { id, day, stamp } of rows) {
    const name = `${day} ${partOf(id)}`;
    const lines = parts.get(name);
    if (lines) lines.push(`${id} ${stamp}`);
    else parts.set(name, [`${id} ${stamp}`]);
  }
  const days = [...new Set(rows.map(({ day }) => day))];
  return Object.fromEntries(
    days.map((day) => [day, Array.from({ length: PARTS }, (_, part) => hashOf(parts.get(`${day} ${part}`))).join('')]),
  );
}

/** The row lies in a part that is not as it was. */
export function isChanged({ from, to }: Pick<Between, 'from' | 'to'>, { id, day }: DayRow): boolean {
  const at = partOf(id) * LENGTH;
  const hashIn = (days: Watermarks['days']): string => days[day]?.slice(at, at + LENGTH) ?? EMPTY;
  return hashIn(to.days) !== hashIn(from.days);
}

/** Nothing moved between the two. */
export const isSame = ({ from, to }: Pick<Between, 'from' | 'to'>): boolean =>
  Object.entries(to.days).every(([day, parts]) => from.days[day] === parts);

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const partOf = (id: string): number => (digest(id)[0] ?? 0) % PARTS;
const hashOf = (lines: readonly string[] | undefined): string =>
  lines
    ? digest([...lines].sort().join('\n'))
        .toString('base64')
        .slice(0, LENGTH)
    : EMPTY;
