/** Days are calendar days `YYYY-MM-DD`; compared as text. */
export function dayIn(timeZone: string, instant: Date): string {
  const { year, month, day } = partsIn(timeZone, instant);
  return `${year}-${month}-${day}`;
}

/** A portal's calendar day, and the zone that says of every other instant which day it was there. */
export interface LocalDay {
  today: string;
  timeZone: string;
}

export const localDay = (timeZone: string, now: Date): LocalDay => ({ today: dayIn(timeZone, now), timeZone });

/** A day as it is; of an instant the day in the time zone. */
export const dayOfMoment = (timeZone: string, moment: string): string =>
  moment.length === 10 ? moment : dayIn(timeZone, new Date(moment));

/** Minutes since local midnight, by the clock on the wall. */
export function minuteOfDayIn(timeZone: string, instant: Date): number {
  const { hour, minute } = partsIn(timeZone, instant);
  return Number(hour) * 60 + Number(minute);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** From the first to the second; negative where that is earlier. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** The instant at which a day begins in the time zone. */
export function startOfDay(timeZone: string, day: string): Date {
  const utcMidnight = Date.parse(`${day}T00:00:00Z`);
  // Twice, because the offset at UTC midnight may differ from the one at local midnight on the day the clocks change.
  const guess = utcMidnight - offsetMs(timeZone, utcMidnight);
  const midnight = new Date(utcMidnight - offsetMs(timeZone, guess));
  // Some places change their clocks at midnight: that day begins at one.
  return dayIn(timeZone, midnight) === day ? midnight : new Date(guess);
}

export function endOfDay(timeZone: string, day: string): Date {
  return startOfDay(timeZone, addDays(day, 1));
}

const DAY_MS = 86_400_000;
const FIELDS = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
const formats = new Map<string, Intl.DateTimeFormat>();

function partsIn(timeZone: string, instant: Date): Record<keyof typeof FIELDS, string> {
  // Making a format costs far more than using it.
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { ...FIELDS, timeZone, hourCycle: 'h23' });
  formats.set(timeZone, format);
  return Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value])) as Record<keyof typeof FIELDS, string>;
}

function offsetMs(timeZone: string, instant: number): number {
  const { year, month, day, hour, minute, second } = partsIn(timeZone, new Date(instant));
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) - Math.floor(instant / 1000) * 1000;
}
