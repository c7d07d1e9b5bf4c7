import { ReconnectError, RetryLaterError, TransientError } from '../shared/errors.ts';

/** What happens after a job failed. */
type FailureOutcome =
  /** Again with backoff; the attempt counts. */
  | { kind: 'retry' }
  /** At that time; no attempt counts. */
  | { kind: 'later'; at: Date }
  /** Nothing more: whoever threw it has told the administrator and kept what is needed to go on. */
  | { kind: 'settled' }
  /** A bug of ours or something nobody thought of, the refusal of a record that no one made a problem of among them: a few tries, then the dead letter queue. */
  | { kind: 'unexpected' };

export function outcomeOf(error: unknown): FailureOutcome {
  if (error instanceof RetryLaterError) return { kind: 'later', at: error.retryAt };
  if (error instanceof ReconnectError) return { kind: 'settled' };
  if (error instanceof TransientError || isPassingDatabaseError(error)) return { kind: 'retry' };
  return { kind: 'unexpected' };
}

/** SQLSTATE classes: connection lost, deadlock or serialization, resources exhausted, operator intervention (a restart). */
const PASSING_CLASSES = ['08', '40', '53', '57'];
const PASSING_CODES = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'];

function isPassingDatabaseError(error: unknown): boolean {
  const { code, name, message } = (error as { code?: unknown; name?: unknown; message?: unknown } | null) ?? {};
  // These two carry no code: the pool is empty, the connection went away.
  if (name === 'KnexTimeoutError' || String(message).includes('Connection terminated')) return true;
  if (typeof code !== 'string') return false;
  return PASSING_CODES.includes(code) || (/^[0-9A-Z]{5}$/.test(code) && PASSING_CLASSES.includes(code.slice(0, 2)));
}
