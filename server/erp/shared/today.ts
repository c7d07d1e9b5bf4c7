import { dayIn } from '../../shared/calendar.ts';

export interface CompanyClock {
  now(): Date;
  /** Where the company works: what is in force today, and the day that a document bears, go by its calendar. */
  timeZone: string;
}

/** In the evening of Mexico UTC has tomorrow already. */
export const todayOf = ({ now, timeZone }: CompanyClock): string => dayIn(timeZone, now());
