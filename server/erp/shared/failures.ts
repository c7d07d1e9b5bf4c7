import { ReconnectError, RetryLaterError, TransientError, UnclearOutcomeError, type PuenteError } from '../../shared/errors.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { parseRetryAfter } from '../../outbound/retry-after.ts';
import type { RejectedRecord } from './contract.ts';
import type { Answer } from './http.ts';

/** What every ERP's codes end in, beside its own; each has its sentences in the messages of the ERP's form. */
export const SHARED_CODES = ['busy', 'unavailable', 'blocked', 'unreadable_answer', 'unexpected_answer', 'unreadable_record'] as const;

const WAIT_MS = 60_000;

export interface Failures {
  /** 429, or 503 that says when to come back; null: the answer is neither. */
  busy(answer: Answer, now: Date): RetryLaterError | null;
  /** The server, or what stands before it, has a bad moment; null: it has none. */
  unavailable(answer: Answer, host: string): TransientError | null;
  /** A page refuses us, so it is not the ERP that speaks: whoever stands before it may mean it, or may be having a bad moment. */
  blocked(answer: Answer, host: string): ReconnectError;
  unreadableAnswer(answer: Answer, host: string): TransientError;
  /** Not what was asked for. */
  unexpectedAnswer(message: string, field: string, cause?: unknown): TransientError;
  unreadableRecord(id: ErpRecordId, field: string): RejectedRecord;
}

/** What goes wrong with every server, in the codes of this ERP; `speaker` is what its log lines call the server. */
export function createFailures(system: string, speaker: string): Failures {
  const code = (what: (typeof SHARED_CODES)[number]): string => `${system}.${what}`;
  return {
    busy({ status, headers }, now) {
      const retryAt = parseRetryAfter(headers.get('retry-after'), now);
      if (status !== 429 && !(status === 503 && retryAt)) return null;
      const explanation = { code: code('busy'), params: { status }, retryAt: retryAt ?? new Date(now.getTime() + WAIT_MS) };
      return new RetryLaterError(`${speaker} asks us to wait`, explanation);
    },
    unavailable: ({ status }, host) =>
      status < 500 ? null : new TransientError(`${speaker} answered ${status}`, { code: code('unavailable'), params: { host, status } }),
    blocked: ({ status }, host) =>
      new ReconnectError(`Something in front of ${speaker} refuses us`, {
        code: code('blocked'),
        params: { host, status },
        help: `Let this service through the proxy or firewall in front of ${speaker}.`,
      }),
    unreadableAnswer: ({ status }, host) =>
      new TransientError(`${speaker} answered with something else than JSON`, {
        code: code('unreadable_answer'),
        params: { host, status },
      }),
    unexpectedAnswer: (message, field, cause) => new TransientError(message, { code: code('unexpected_answer'), params: { field }, cause }),
    unreadableRecord: (id, field) => ({ id, code: code('unreadable_record'), params: { field } }),
  };
}

/** The same, of a call that may have been carried out. */
export const asUnclear = ({ message, code, params, cause }: PuenteError): UnclearOutcomeError =>
  new UnclearOutcomeError(message, { code, params, cause });
