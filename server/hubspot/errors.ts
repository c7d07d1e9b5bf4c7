import {
  ReconnectError,
  RecordRejectedError,
  RetryLaterError,
  TransientError,
  UnclearOutcomeError,
  type Explanation,
  type PuenteError,
} from '../shared/errors.ts';
import { isOptionalObject, type ReadableObjectType } from '../shared/object-types.ts';
import { parseRetryAfter } from '../outbound/retry-after.ts';
import { codesOf, describeRefusal, parseErrorBody, type ErrorBody } from './refusals.ts';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}
interface Asked {
  operation: string;
  isRepeatable: boolean;
}

/** The one function that turns HubSpot's refusals into our classes. `blockedUntil` is set when all calls of the bucket must wait. */
export function failureOfAnswer(asked: Asked, answer: Answer, now: Date): { failure: PuenteError; blockedUntil?: Date } {
  const body = parseErrorBody(answer.text);
  const { status } = answer;
  const explain = (code: string, help?: string): Explanation => ({
    code,
    params: { operation: asked.operation, status },
    ...(help === undefined ? {} : { help }),
    ...(body.correlationId === undefined ? {} : { correlationId: body.correlationId }),
  });
  const message = `HubSpot answered ${status} to ${asked.operation}`;
  const later = (code: string, waitMs: number) =>
    new RetryLaterError(message, { ...explain(code), retryAt: new Date(now.getTime() + waitMs) });

  if (status === 429) {
    const waitMs = retryAfterMs(answer.headers, now) ?? limitWaitMs(answer.headers, body);
    return { failure: later('hubspot.rate_limited', waitMs), blockedUntil: new Date(now.getTime() + waitMs) };
  }
  // A lock is held while HubSpot works on the record; its documentation asks for at least 2 s.
  if (status === 423) return { failure: later('hubspot.locked', Math.max(2_000, retryAfterMs(answer.headers, now) ?? 0)) };
  // The account moves between data centres; takes up to 24 h and HubSpot says how long to stay away.
  if (status === 477) return { failure: later('hubspot.account_migrating', retryAfterMs(answer.headers, now) ?? 10 * 60_000) };
  if (status === 401)
    return { failure: new ReconnectError(message, explain('hubspot.token_refused', 'Install the app again from HubSpot.')) };
  // Without HubSpot's own words it is the network in front of it, which must not make every administrator install again.
  if (status === 403 && isHubSpots(body)) return { failure: new ReconnectError(message, explain(...forbidden(body))) };
  if (status >= 500 || status === 408 || status === 403) return { failure: transient(asked, status, message, explain) };
  return { failure: new RecordRejectedError(`${message}: ${codesOf([body])}`, refusal(status, body, explain)) };
}

/** The account withholds an object that the rest works without: nothing else has to stop. */
export const isWithheld = (objectType: ReadableObjectType, error: unknown): error is ReconnectError =>
  isOptionalObject(objectType) && isScopeMissing(error);

/** This one call is not allowed, whatever else is. */
export const isScopeMissing = (error: unknown): error is ReconnectError =>
  error instanceof ReconnectError && ['hubspot.scope_missing', 'hubspot.forbidden'].includes(error.code);

/** No answer at all: refused connection, time-out, cut-off body, our own stop. */
export function failureOfConnection({ operation, isRepeatable }: Asked, cause: unknown): PuenteError {
  const code = isTimeout(cause) ? 'hubspot.timeout' : 'hubspot.unreachable';
  const explanation = { code, params: { operation }, cause };
  const message = `No answer from HubSpot to ${operation}`;
  return isRepeatable || wasNeverSent(cause) ? new TransientError(message, explanation) : new UnclearOutcomeError(message, explanation);
}

const isHubSpots = ({ category, message, correlationId }: ErrorBody): boolean =>
  category !== '' || message !== '' || correlationId !== undefined;

function refusal(status: number, body: ErrorBody, explain: (code: string) => Explanation): Explanation & { properties: string[] } {
  const { code, properties } = describeRefusal(status, [body]);
  const explanation = explain(code);
  return { ...explanation, params: { ...explanation.params, property: properties.join(', ') || null }, properties };
}

function forbidden(body: ErrorBody): [code: string, help: string] {
  const isScope = [body, ...body.errors].some((d) => /MISSING_SCOPES/.test(`${d.category} ${d.subCategory} ${d.code}`));
  return isScope
    ? ['hubspot.scope_missing', 'Install the app again, or let an administrator approve what it asks for.']
    : ['hubspot.forbidden', 'Check in HubSpot whether the app was restricted.'];
}

// 503 and these of the network in front of HubSpot are said before anybody works on the request.
const NOT_WORKED_ON = new Set([403, 503, 521, 523, 525, 526]);

function transient(asked: Asked, status: number, message: string, explain: (code: string) => Explanation): TransientError {
  const explanation = explain('hubspot.failing');
  const isCertain = asked.isRepeatable || NOT_WORKED_ON.has(status);
  return isCertain ? new TransientError(message, explanation) : new UnclearOutcomeError(message, explanation);
}

function limitWaitMs(headers: Headers, { policyName }: ErrorBody): number {
  if (policyName === 'SECONDLY') return 1_000;
  if (policyName === 'DAILY') return 60 * 60_000;
  return Number(headers.get('x-hubspot-ratelimit-interval-milliseconds')) || 10_000;
}

export function retryAfterMs(headers: Headers, now: Date): number | undefined {
  const retryAt = parseRetryAfter(headers.get('retry-after'), now);
  return retryAt === null ? undefined : retryAt.getTime() - now.getTime();
}

const isTimeout = (cause: unknown): boolean => chainOf(cause).some(({ name }) => name === 'TimeoutError');

/** These happen before the first byte of a request leaves, so even a write was certainly not carried out. */
const BEFORE_SENDING = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);
const wasNeverSent = (cause: unknown): boolean => chainOf(cause).some(({ code }) => BEFORE_SENDING.has(String(code)));

/** An error and what caused it; fetch wraps the socket's error into one of its own. */
function chainOf(cause: unknown): { name?: unknown; code?: unknown }[] {
  const chain: object[] = [];
  for (let error = cause; typeof error === 'object' && error !== null && chain.length < 5;) {
    chain.push(error);
    error = 'cause' in error ? error.cause : undefined;
  }
  return chain;
}
