import type { Invoice, Payment } from '../../erp/contract.ts';
import { hasReceivedMoney } from '../../mirror/settlement.ts';
import { dayIn, endOfDay } from './calendar.ts';

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
  watchedUntil: Date | null;
}

/** When something happened, as far as the ERP says. */
interface Happening {
  /** The ERP's own instant of it; decides alone. */
  at: Date | null;
  /** The ERP's day of it. People date documents back, so a day counts only where nothing better is known. */
  on: string | null;
  /** The record's last change: it happened no later. */
  notAfter: Date | null;
  /** The record did not exist before. */
  notBefore: Date | null;
  /** We saw the record before it happened. */
  isWitnessed: boolean;
}

/** What the rules look at, of the record as it was and as it is. */
export interface InvoiceFacts {
  before: Pick<Kept<Invoice>, 'status' | 'generation'> | null;
  after: Pick<Invoice, 'type' | 'status' | 'createdAt' | 'changedAt' | 'issuedOn' | 'settledAt' | 'settledOn'>;
}
export interface PaymentFacts {
  before: Pick<Kept<Payment>, 'status' | 'direction' | 'generation'> | null;
  after: Pick<Payment, 'createdAt' | 'changedAt' | 'paidOn'>;
}
type Kept<R> = R & { generation: number };

/** Issued: posted, whatever became of it since. Credit notes are no invoices. */
export function isIssued({ type, status }: Pick<Invoice, 'type' | 'status'>): boolean {
  return type !== 'credit_note' && status !== 'draft' && status !== 'cancelled';
}

/** Nothing was paid for what is free or settled by credit notes alone; promised money (`in_payment`) is not yet a payment. */
export function isPaid(invoice: Pick<Invoice, 'type' | 'status' | 'total' | 'open' | 'allocations'>): boolean {
  return invoice.type !== 'credit_note' && invoice.status === 'paid' && hasReceivedMoney(invoice);
}

export function isReceived({ direction, status }: Pick<Payment, 'direction' | 'status'>): boolean {
  return direction === 'in' && (status === 'posted' || status === 'in_process');
}

export function issuedLive({ before, after }: InvoiceFacts, rules: EventRules): boolean {
  const isWitnessed = knewBefore(before, rules) && !isIssued({ type: after.type, status: before.status });
  const at = isWitnessed ? null : instant(after.createdAt);
  return isLive({ at, on: after.issuedOn, notAfter: instant(after.changedAt), notBefore: null, isWitnessed }, rules);
}

export function paidLive({ before, after }: InvoiceFacts, rules: EventRules): boolean {
  const isWitnessed = knewBefore(before, rules) && before.status !== 'paid';
  const dates = {
    at: instant(after.settledAt),
    on: after.settledOn,
    notAfter: instant(after.changedAt),
    notBefore: instant(after.createdAt),
  };
  return isLive({ ...dates, isWitnessed }, rules);
}

export function receivedLive({ before, after }: PaymentFacts, rules: EventRules): boolean {
  const isWitnessed = knewBefore(before, rules) && !isReceived(before);
  const at = isWitnessed ? null : instant(after.createdAt);
  return isLive({ at, on: after.paidOn, notAfter: instant(after.changedAt), notBefore: null, isWitnessed }, rules);
}

/**
 * Quiet in doubt: before go-live and long ago move nothing. What we did not see happen counts only if the ERP itself dates it after
 * go-live; a day is after go-live when it is a later one, or the same one and the record appeared after everything had been read.
 */
function isLive(happening: Happening, rules: EventRules): boolean {
  const { now, goLiveAt, timeZone } = rules;
  const oldest = new Date(now.getTime() - rules.maxAgeHours * 3_600_000);
  // ERPs date to the second: what we saw happen within the second of go-live came after it.
  const isRecent = (date: Date): boolean => date.getTime() + (happening.isWitnessed ? 999 : 0) >= goLiveAt.getTime() && date >= oldest;
  if (now < goLiveAt) return false;
  if (happening.at) return isRecent(happening.at);
  if (happening.notAfter && !isRecent(happening.notAfter)) return false;
  const isDayYoung = happening.on === null || endOfDay(timeZone, happening.on) >= oldest;
  if (happening.isWitnessed) return isDayYoung || isWatched(rules, oldest);
  if (happening.notBefore && happening.notBefore >= goLiveAt) return isDayYoung;
  if (happening.on === null || !isDayYoung) return false;
  const goLiveDay = dayIn(timeZone, goLiveAt);
  return happening.on > goLiveDay || (happening.on === goLiveDay && rules.wasComplete && !rules.isRebuilding);
}

/** Read to the end within the age that counts: then what we saw change, changed within it, whatever day it bears. */
const isWatched = ({ watchedUntil }: EventRules, oldest: Date): boolean => watchedUntil !== null && watchedUntil >= oldest;

/** While a stream is read anew, a row of an older generation may only look different because it is translated differently now. */
function knewBefore<B extends { generation: number }>(before: B | null, rules: EventRules): before is B {
  return before !== null && (!rules.isRebuilding || before.generation === rules.generation);
}

const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));
