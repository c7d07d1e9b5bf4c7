import { quoted } from '../shared/odata-query.ts';
import type { LocalTime } from './raw.ts';

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
