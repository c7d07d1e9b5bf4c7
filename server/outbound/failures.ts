import type { Explanation } from '../shared/errors.ts';
import { PuenteError, TransientError, UnclearOutcomeError } from '../shared/errors.ts';

interface Call {
  host: string;
  method: string;
  timedOut: boolean;
}

/** Turns whatever the network did into the classes of errors.ts. `params.reason` keeps the low-level code. */
export function failureOf(error: unknown, call: Call): PuenteError {
  const cause = rootOf(error);
  if (cause instanceof PuenteError) return cause;
  const reason = call.timedOut ? 'TIMEOUT' : codeOf(cause);
  const explain = (code: string): Explanation => ({ code, params: { host: call.host, reason }, cause });

  if (call.timedOut || TIMEOUTS.includes(reason)) {
    const explanation = explain('outbound.timed_out');
    const message = `${call.host} did not answer in time.`;
    return isUnclear(call, reason) ? new UnclearOutcomeError(message, explanation) : new TransientError(message, explanation);
  }
  if (NOT_FOUND.includes(reason)) return new TransientError(`${call.host} is not known.`, explain('outbound.host_not_found'));
  if (REFUSED.includes(reason)) return new TransientError(`${call.host} cannot be reached.`, explain('outbound.connection_refused'));
  if (/^(ERR_SSL|EPROTO)/.test(reason)) return new TransientError(`${call.host} does not speak TLS.`, explain('outbound.tls_failed'));
  if (/^HPE_|^HTTPParserError/.test(reason)) return new TransientError(`${call.host} does not speak HTTP.`, explain('outbound.not_http'));
  const message = `The connection to ${call.host} was cut off.`;
  const explanation = explain('outbound.cut_off');
  return isUnclear(call, reason) ? new UnclearOutcomeError(message, explanation) : new TransientError(message, explanation);
}

const TIMEOUTS = ['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'];
const NOT_FOUND = ['ENOTFOUND', 'EAI_AGAIN', 'ENODATA', 'EAI_NODATA', 'EAI_NONAME'];
const REFUSED = ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'EADDRNOTAVAIL', 'EACCES', 'EPERM'];

/** A request that may have been carried out although its answer never came. */
function isUnclear({ method }: Call, reason: string): boolean {
  return reason !== 'UND_ERR_CONNECT_TIMEOUT' && method !== 'GET' && method !== 'HEAD';
}

/** What may be read from a foreign error, without asking which class made it: Node's own come from elsewhere than ours. */
type Foreign = { code?: unknown; name?: unknown; cause?: unknown } | null | undefined;

/** `fetch` wraps what happened, sometimes twice. */
function rootOf(error: unknown): unknown {
  let current = error;
  while (!(current instanceof PuenteError) && (current as Foreign)?.cause !== undefined) current = (current as Foreign)?.cause;
  return current;
}

function codeOf(error: unknown): string {
  const { code, name } = (error as Foreign) ?? {};
  // The parser's errors carry a code only sometimes.
  return typeof code === 'string' ? code : String(name ?? 'UNKNOWN');
}
