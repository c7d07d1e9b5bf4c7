import type { Format } from '../common/format.ts';

/** A calendar day as HubSpot's date field holds it: months count from 0. */
interface DayValue {
  year: number;
  month: number;
  date: number;
}

export function toDayValue(day: string | null | undefined): DayValue | null {
  const [year, month, date] = (day ?? '').split('-').map(Number);
  return year && month && date ? { year, month: month - 1, date } : null;
}

export function fromDayValue(value: DayValue | null): string {
  if (!value) return '';
  return [String(value.year).padStart(4, '0'), String(value.month + 1).padStart(2, '0'), String(value.date).padStart(2, '0')].join('-');
}

/** The instant at which a day begins in a time zone. */
export function startOfDay(day: string, timeZone: string): string {
  const utc = Date.parse(`${day}T00:00:00Z`);
  // The offset at the instant found may differ from the first guess where clocks change that night, so it is asked twice.
  const first = utc - offsetMs(utc, timeZone);
  return new Date(utc - offsetMs(first, timeZone)).toISOString();
}

function offsetMs(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(new Date(instant));
  const text = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})/.exec(text) ?? [];
  return sign ? (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000 : 0;
}

/** An instant with its day, even today's: for sentences that are read another day. */
export function dayAndTime(format: Pick<Format, 'dayOf' | 'moment'>, instant: string): string {
  const day = format.dayOf(instant);
  const moment = format.moment(instant);
  return (moment.startsWith(day) ? moment : `${day}, ${moment}`).replaceAll(' ', '\u00a0');
}
