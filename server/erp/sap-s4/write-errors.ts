import { z } from 'zod';
import { PuenteError, RecordBusyError, RecordRejectedError, TransientError, UnclearOutcomeError } from '../../shared/errors.ts';
import type { Answer } from '../shared/http.ts';
import { failureOf, failures, type Asked } from './errors.ts';

const BUSY_MS = 30_000;
/** A change of another version than the one that is there, a lock of somebody who edits it. */
const BUSY = [412, 423];

/** An answer to a change that is no success: refused, nobody knows, or surely nothing was changed. */
export function writeFailureOf(answer: Answer, asked: Asked): PuenteError {
  const { status, isJson } = answer;
  // 429, and what stands before the system says that nobody has worked on it.
  const busy = failures.busy(answer, asked.now) ?? (status === 503 ? failureOf(answer, asked) : null);
  if (busy) return busy;
  if (BUSY.includes(status)) return recordBusy(asked);
  if (status < 400 || status >= 500) return outcomeUnknown(asked.set, { status });
  const fault = Fault.safeParse(answer.json).data?.error;
  if (!isJson || !fault || status === 401) return failureOf(answer, asked);
  if (status === 403)
    return fault.code.startsWith('/IWFND/MED/') ? failureOf(answer, asked) : refusal(withoutRight(asked.set), fault, asked);
  if (status === 404) return fault.code.startsWith('/IWFND/MED/') ? failureOf(answer, asked) : recordGone();
  if (status === 400 && isLocked(fault)) return recordBusy(asked);
  if (status === 400) return refusal('sap-s4.refused', fault, asked);
  return new TransientError(`S/4HANA refuses to change ${asked.set}`, {
    code: 'sap-s4.request_refused',
    params: { errorCode: fault.code, object: asked.set, status },
  });
}

/** Documents say so in words, of which English ones are asked for: "Sales document 17 is currently being processed (by user …)". */
const isLocked = ({ message: { value } }: Fault): boolean => /is currently being processed/i.test(value);

const Detail = z.object({
  code: z.string().nullish(),
  message: z.string().nullish(),
  severity: z.string().nullish(),
  target: z.string().nullish(),
  propertyref: z.string().nullish(),
});
const Fault = z.object({
  error: z.object({
    code: z.string(),
    message: z.object({ value: z.string() }),
    innererror: z.object({ errordetails: z.array(Detail).catch([]) }).nullish(),
  }),
});
type Fault = z.output<typeof Fault>['error'];

const withoutRight = (set: string): string =>
  /^A_Sales(Order|Quotation)/.test(set) ? 'order.no_right_to_orders' : 'erp.no_right_to_customers';

/** The first sentence may only say that there are others. */
function refusal(code: string, { code: errorCode, message: { value }, innererror }: Fault, { service, set }: Asked): RecordRejectedError {
  const details = (innererror?.errordetails ?? []).filter(({ severity }) => severity !== 'info' && severity !== 'warning');
  const sentences = [value, ...details.map(({ message }) => message ?? '')]
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
  const named = details.flatMap(({ target, propertyref }) => [target, propertyref].map(propertyIn));
  return new RecordRejectedError('S/4HANA refuses a change', {
    code,
    params: { message: [...new Set(sentences)].join(' '), errorCode, object: `${service.name}/${set}` },
    properties: [...new Set([...named, ...sentences.map(quotedProperty)])].filter((name) => name !== ''),
  });
}

/** `A_BusinessPartnerAddress/PostalCode`, `/#TRANSIENT#/PostalCode`, `PostalCode` */
const propertyIn = (target: string | null | undefined): string => /(\w+)$/.exec(target ?? '')?.[1] ?? '';
/** `Property 'PostalCode' at offset '52' has invalid value '…'` */
const quotedProperty = (sentence: string): string => /^Property '(\w+)'/.exec(sentence)?.[1] ?? '';

export const recordGone = (): RecordRejectedError =>
  new RecordRejectedError('There is no such record in S/4HANA', { code: 'erp.record_gone' });

export const recordBusy = ({ now, set }: Asked): RecordBusyError =>
  new RecordBusyError('Somebody else is changing this record', {
    code: 'sap-s4.record_busy',
    params: { object: set },
    retryAt: new Date(now.getTime() + BUSY_MS),
  });

export const outcomeUnknown = (
  set: string,
  { status = null, cause }: { status?: number | null; cause?: unknown } = {},
): UnclearOutcomeError =>
  new UnclearOutcomeError('Nobody knows whether S/4HANA made this change', {
    code: 'sap-s4.outcome_unknown',
    params: { object: set, status },
    cause,
  });

/** A change whose answer never came: our own stop, and an answer that is too large to be read, come after it was sent, too. */
export function lostWrite(error: unknown, set: string, signal: AbortSignal): unknown {
  const isTooLarge = error instanceof PuenteError && error.code === 'outbound.too_large';
  return signal.aborted || isTooLarge ? outcomeUnknown(set, { cause: error }) : error;
}
