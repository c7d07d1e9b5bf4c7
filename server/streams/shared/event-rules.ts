import { dayIn, endOfDay } from '../../shared/calendar.ts';

/** What decides whether a thing that happened moves anything in HubSpot. */
export interface EventRules {
  now: Date;
  goLiveAt: Date;
  timeZone: string;
  maxAgeHours: number;
  /** The generation being written. While a stream is read from the beginning, older rows may have been translated differently. */
  generation: number;
  isRebuilding: boolean;
  /** The stream was read to the end before: what is first seen now appeared since. */
  wasComplete: boolean;
  /** Until when the stream was known to be in step, before this reading. */
  lastReadAt: Date | null;
}

/** When something happened, as far as the ERP says. */
interface Occurrence {
  /** The ERP's own instant of it; decides alone. */
  at: Date | null;
  /** The ERP's day of it. People date documents back, so a day counts only where nothing better is known. */
  on: string | null;
  /** The record's last change: it happened no later. */
  notAfter: Date | null;
  /** The record did not exist before. */
  notBefore: Date | null;
  /** We saw the record before it happened. */
  isObserved: boolean;
}

/**
 * Whether an event counts as live; what is not certain is history. Before go-live and long ago move nothing. What we did not see happen counts only if the ERP itself dates it after
 * go-live; a day is after go-live when it is a later one, or the same one and the record appeared after everything had been read.
 */
export function isLive(occurrence: Occurrence, rules: EventRules): boolean {
  const { now, goLiveAt, timeZone } = rules;
  const oldest = new Date(now.getTime() - rules.maxAgeHours * 3_600_000);
  // ERPs date to the second: what we saw happen within the second of go-live came after it.
  const isRecent = (date: Date): boolean => date.getTime() + (occurrence.isObserved ? 999 : 0) >= goLiveAt.getTime() && date >= oldest;
  if (now < goLiveAt) return false;
  if (occurrence.at) return isRecent(occurrence.at);
  if (occurrence.notAfter && !isRecent(occurrence.notAfter)) return false;
  const isDayYoung = occurrence.on === null || endOfDay(timeZone, occurrence.on) >= oldest;
  if (occurrence.isObserved) return isDayYoung || wasReadRecently(rules, oldest);
  if (occurrence.notBefore && occurrence.notBefore >= goLiveAt) return isDayYoung;
  if (occurrence.on === null || !isDayYoung) return false;
  const goLiveDay = dayIn(timeZone, goLiveAt);
  return occurrence.on > goLiveDay || (occurrence.on === goLiveDay && rules.wasComplete && !rules.isRebuilding);
}

/** Read to the end within the age that counts: then what we saw change, changed within it, whatever day it bears. */
const wasReadRecently = ({ lastReadAt }: EventRules, oldest: Date): boolean => lastReadAt !== null && lastReadAt >= oldest;

/** While a stream is read anew, a row of an older generation may only look different because it is translated differently now. */
export function isComparable<B extends { generation: number }>(before: B | null, rules: EventRules): before is B {
  return before !== null && (!rules.isRebuilding || before.generation === rules.generation);
}

export const toDate = (text: string | null): Date | null => (text === null ? null : new Date(text));
