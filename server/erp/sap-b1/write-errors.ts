import { z } from 'zod';
import { PuenteError, RecordBusyError, RecordRejectedError, TransientError, UnclearOutcomeError } from '../../shared/errors.ts';
import type { Answer } from '../shared/http.ts';
import { failureOf, failures, faultCode, type Asked } from './errors.ts';

const NOT_FOUND = -2028;
/** Somebody else changed the record at the same moment. */
const CHANGED_MEANWHILE = -2039;
/** "Internal error (-1116)", which concurrent writers are told; the same may pass a little later. */
const INTERNAL = -1116;
const BUSY_MS = 30_000;

/** An answer to a change that is no success: refused, nobody knows, or surely nothing was changed. */
export function writeFailureOf(answer: Answer, asked: Asked): PuenteError {
  const { status, isJson } = answer;
  const code = faultCode(answer);
  // 429, and what a balancer says before anybody works on the call.
  const busy = failures.busy(answer, asked.now) ?? (status === 503 ? failureOf(answer, asked) : null);
  if (busy) return busy;
  if (status < 400 || status >= 500) return outcomeUnknown(asked.resource, { status });
  if (!isJson || code === null || status === 401) return failureOf(answer, asked);
  if (status === 404 && code === NOT_FOUND) return recordGone();
  // The same code says that a document does not let this be done with it, with another status.
  if (status === 403) return refusal(withoutRight(asked.resource), answer, asked);
  if (status === 412 || code === CHANGED_MEANWHILE) return recordBusy(asked);
  if (code === INTERNAL)
    return new TransientError('Service Layer had an internal error', { code: 'sap-b1.internal_error', params: { errorCode: code } });
  return refusal('sap-b1.refused', answer, asked);
}

/** Of the set that is written: `Quotations`, `Orders(5)/Cancel`. */
function withoutRight(resource: string): string {
  if (/^(Quotations|Orders|Drafts)\b/.test(resource)) return 'order.no_right_to_orders';
  if (/^Projects\b/.test(resource)) return 'order.no_right_to_projects';
  return /^Items\b/.test(resource) ? 'order.no_right_to_products' : 'erp.no_right_to_customers';
}

/** v2 writes the message as text, v1 with its language. */
const Words = z.object({
  error: z.object({ message: z.union([z.string(), z.object({ value: z.string() }).transform(({ value }) => value)]) }),
});

function refusal(code: string, answer: Answer, { resource }: Asked): RecordRejectedError {
  const message = Words.safeParse(answer.json).data?.error.message.trim() ?? '';
  return new RecordRejectedError('Service Layer refuses a change', {
    code,
    params: { message, errorCode: faultCode(answer), object: resource },
  });
}

/** -10 "already assigned", -2035 "already exists"; others say -10, too. */
const TAKEN: readonly unknown[] = [-10, -2035];
export const isTaken = (error: unknown): boolean => error instanceof RecordRejectedError && TAKEN.includes(error.params['errorCode']);

export const recordGone = (): RecordRejectedError =>
  new RecordRejectedError('There is no such record in Business One', { code: 'erp.record_gone' });

const recordBusy = ({ now, resource }: Asked): RecordBusyError =>
  new RecordBusyError('Somebody else is changing this record', {
    code: 'sap-b1.record_busy',
    params: { object: resource },
    retryAt: new Date(now.getTime() + BUSY_MS),
  });

export const outcomeUnknown = (
  resource: string,
  { status = null, cause }: { status?: number | null; cause?: unknown } = {},
): UnclearOutcomeError =>
  new UnclearOutcomeError('Nobody knows whether Service Layer made this change', {
    code: 'sap-b1.outcome_unknown',
    params: { object: resource, status },
    cause,
  });

/** A change whose answer never came: our own stop, and an answer that is too large to be read, come after it was sent, too. */
export function lostWrite(error: unknown, resource: string, signal: AbortSignal | undefined): unknown {
  const isTooLarge = error instanceof PuenteError && error.code === 'outbound.too_large';
  return signal?.aborted || isTooLarge ? outcomeUnknown(resource, { cause: error }) : error;
}

/** Service Layer takes some questions by POST; nothing is unclear about one that was not answered. */
export function lostQuestion(error: unknown): unknown {
  if (!(error instanceof UnclearOutcomeError)) return error;
  return new TransientError(error.message, { code: error.code, params: error.params, cause: error });
}
