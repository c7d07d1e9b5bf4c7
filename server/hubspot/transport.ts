import { Client } from '@hubspot/api-client';
import type { z } from 'zod';
import { compiled } from '../shared/compiled.ts';
import { ReconnectError, TransientError, UnclearOutcomeError } from '../shared/errors.ts';
import { parseJson } from '../shared/json.ts';
import type { Log } from '../shared/log.ts';
import type { CallOptions, CallPriority } from './contract.ts';
import { failureOfAnswer, failureOfConnection, type Answer } from './errors.ts';

/** HubSpot counts searches apart from everything else. */
export type Bucket = 'general' | 'search';

export interface HubSpotClientDeps {
  /** Where HubSpot's API answers, without a trailing slash. */
  apiUrl: string;
  /** A token that is still good; called before every request, so it must be cheap. */
  accessToken(): Promise<string>;
  /** HubSpot refused this token although it should be good: returns another one. */
  refreshAfter401(refusedToken: string): Promise<string>;
  /** Waits until the portal's budget allows one more call. */
  lease(bucket: Bucket, priority: CallPriority, signal: AbortSignal | undefined): Promise<void>;
  /** HubSpot said 429: nobody should call before `until`. */
  onRateLimited?(bucket: Bucket, until: Date): Promise<void>;
  /** HubSpot refuses the token, or a scope the product cannot work without. Told before the failure is thrown. */
  onReconnectNeeded?(error: ReconnectError, refusedToken: string): Promise<void>;
  /** One call, as the metrics count it. */
  onCall?(call: { operation: string; bucket: Bucket; status: number | 'none'; ms: number }): void;
  log: Log;
  now(): Date;
  /** Default 30 s. */
  timeoutMs?: number;
}

interface HubSpotRequest<T> {
  /** Name in metrics and logs. */
  operation: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body?: unknown;
  bucket?: Bucket;
  /** True: asking twice does no harm. False: a lost answer leaves a doubt, and the record must be read back. */
  isRepeatable: boolean;
  /** True: the rest of the product works without it, should its scope be missing; the caller says what is missing. */
  isOptional?: boolean;
  /** Where much waits for it, less than the usual. */
  timeoutMs?: number;
  answer: z.ZodType<T>;
}

export type Transport = <T>(request: HubSpotRequest<T>, options: CallOptions) => Promise<T>;

const TIMEOUT_MS = 30_000;

/**
 * The official client's `apiRequest` with what it lacks: the portal's token, its rate budget, a time-out and typed failures. Its own
 * limiter and retries stay unset, because they are shared by all clients of the process.
 */
export function createTransport(deps: HubSpotClientDeps): Transport {
  const client = new Client({ basePath: deps.apiUrl });
  return async (request, options) => {
    let token = await unlessStopped(deps.accessToken(), options.signal);
    let answer = await attempt(deps, client, request, { ...options, token });
    if (answer.status === 401) {
      token = await unlessStopped(deps.refreshAfter401(token), options.signal);
      answer = await attempt(deps, client, request, { ...options, token });
    }
    if (answer.status >= 200 && answer.status < 300) return understand(request, answer);
    const { failure, blockedUntil } = failureOfAnswer(request, answer, deps.now());
    if (blockedUntil) await deps.onRateLimited?.(request.bucket ?? 'general', blockedUntil);
    const isMissed = !(request.isOptional && answer.status === 403);
    if (failure instanceof ReconnectError && isMissed) await deps.onReconnectNeeded?.(failure, token);
    throw failure;
  };
}

async function attempt(
  deps: HubSpotClientDeps,
  client: Client,
  request: HubSpotRequest<unknown>,
  { token, priority, signal }: CallOptions & { token: string },
): Promise<Answer> {
  const bucket = request.bucket ?? 'general';
  await deps.lease(bucket, priority, signal);
  const startedAt = performance.now();
  let status: number | 'none' = 'none';
  try {
    const answer = await withinTime(
      exchange(client, request, token),
      Math.min(request.timeoutMs ?? TIMEOUT_MS, deps.timeoutMs ?? TIMEOUT_MS),
      signal,
    );
    status = answer.status;
    return answer;
  } catch (cause) {
    throw failureOfConnection(request, cause);
  } finally {
    const ms = Math.round(performance.now() - startedAt);
    deps.onCall?.({ operation: request.operation, bucket, status, ms });
    deps.log.debug({ operation: request.operation, status, ms }, 'hubspot called');
  }
}

async function exchange(client: Client, { method, path, body }: HubSpotRequest<unknown>, token: string): Promise<Answer> {
  const response = await client.apiRequest({ method, path, body, headers: { Authorization: `Bearer ${token}` } });
  const { status, headers } = response;
  try {
    return { status, headers, text: await response.text() };
  } catch (cause) {
    // An error status is an answer even without its body; a cut-off success is not.
    if (status >= 400) return { status, headers, text: '' };
    throw cause;
  }
}

/** The official client passes no abort signal on, so after the time-out the answer is abandoned, not the request. */
function withinTime<T>(work: Promise<T>, timeoutMs: number, signal: AbortSignal | undefined): Promise<T> {
  const timeout = AbortSignal.timeout(timeoutMs);
  return unlessStopped(work, signal ? AbortSignal.any([signal, timeout]) : timeout);
}

async function unlessStopped<T>(work: Promise<T>, stop: AbortSignal | undefined): Promise<T> {
  if (!stop) return work;
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const onStop = () => reject(stop.reason);
  if (stop.aborted) onStop();
  stop.addEventListener('abort', onStop, { once: true });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    stop.removeEventListener('abort', onStop);
    // Whoever lost the race may still fail; nobody listens any more.
    work.catch(() => undefined);
    stopped.catch(() => undefined);
  }
}

function understand<T>(request: HubSpotRequest<T>, { status, text }: Answer): T {
  try {
    return compiled(request.answer).parse(text === '' ? undefined : parseJson(text));
  } catch (cause) {
    const explanation = { code: 'hubspot.answer_not_understood', params: { operation: request.operation, status }, cause };
    const message = `HubSpot's answer to ${request.operation} cannot be understood`;
    throw request.isRepeatable ? new TransientError(message, explanation) : new UnclearOutcomeError(message, explanation);
  }
}
