/** What every failure says: a stable code (logs, tests, translations), facts for the sentence, and what can be done. */
export interface Explanation {
  /** Stable, dotted, e.g. `hubspot.token_revoked`; the key under which the user interface finds its sentence. */
  code: string;
  /** Facts the sentence may name. Never secrets, never personal data. */
  params?: Readonly<Record<string, string | number | boolean | null>>;
  /** What the person who reads the log can do; users read the translation of `code`. */
  help?: string;
  /** The remote's correlation or request id. */
  correlationId?: string;
  cause?: unknown;
}

const LONGEST = 1_000;

/** What a remote says has any length; from here it goes into rows, logs and pages. */
function cutParams(params: NonNullable<Explanation['params']>): NonNullable<Explanation['params']> {
  const short = Object.entries(params).map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, LONGEST) : value] as const);
  return Object.fromEntries(short);
}

/** Base of all failures that are named by what happens next. */
export abstract class PuenteError extends Error {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
  readonly help: string | undefined;
  readonly correlationId: string | undefined;

  constructor(message: string, explanation: Explanation) {
    super(message, explanation.cause === undefined ? undefined : { cause: explanation.cause });
    this.name = new.target.name;
    this.code = explanation.code;
    this.params = cutParams(explanation.params ?? {});
    this.help = explanation.help;
    this.correlationId = explanation.correlationId;
  }
}

/** Connection reset, 502, deadlock: tries again with backoff and counts the attempt. */
export class TransientError extends PuenteError {}

/** The request may or may not have been carried out (time-out, cut-off answer): read back before the next write. */
export class UnclearOutcomeError extends TransientError {}

/** 429, record locked, window closed: waits until `retryAt` and counts no attempt. */
export class RetryLaterError extends PuenteError {
  readonly retryAt: Date;
  constructor(message: string, explanation: Explanation & { retryAt: Date }) {
    super(message, explanation);
    this.retryAt = explanation.retryAt;
  }
}

/** Somebody else is changing this one record: it waits, and nothing else does. */
export class RecordBusyError extends RetryLaterError {}

/** Credentials refused, right or scope missing, another database behind the address: pauses the connection, tells the administrator. */
export class ReconnectError extends PuenteError {}

/** A password or key was refused: trying it often locks the user. */
export class CredentialsRefusedError extends ReconnectError {
  /** A server that is still starting says the same. */
  readonly mayPass: boolean;
  constructor(message: string, explanation: Explanation & { mayPass?: boolean }) {
    super(message, explanation);
    this.mayPass = explanation.mayPass ?? false;
  }
}

/** What failed for many may be the fault of one of them; who asks us to wait, or does not know us any more, fails us for each. */
export const mayBeOfOneAlone = (error: unknown): boolean =>
  error instanceof PuenteError && !(error instanceof RetryLaterError) && !(error instanceof ReconnectError);

/** The remote refuses this record's content: it becomes a problem, the rest of the batch goes on. */
export class RecordRejectedError extends PuenteError {
  /** Properties the remote named as the reason; empty when it named none. */
  readonly properties: readonly string[];
  constructor(message: string, explanation: Explanation & { properties?: readonly string[] }) {
    super(message, explanation);
    this.properties = explanation.properties ?? [];
  }
}

/** A person sent something we cannot use; the message code says what to do. HTTP 400. */
export class InvalidInputError extends PuenteError {}

/** A person has to decide something first; the message code says what and where. HTTP 409. */
export class UndecidedError extends InvalidInputError {}

export const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown), { cause: thrown }));
