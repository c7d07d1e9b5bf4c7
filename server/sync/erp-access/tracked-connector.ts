import type { ErpConnector } from '../../erp/shared/contract.ts';
import { CredentialsRefusedError } from '../../shared/errors.ts';

export interface TrackedConnector {
  erp: ErpConnector;
  /** The same without the tracking. */
  connector: ErpConnector;
  /** The calls that were answered: `readPage invoices`, `identify`. */
  answeredCalls: ReadonlySet<string>;
  /** The last call that failed. */
  lastFailedCall(): string;
  /** What was refused stands on the connection's row: a job that looks at it from now on knows. */
  refusalIsStored(): void;
}

/** The login that was refused last, by the connector that jobs of this process share. */
const refusals = new WeakMap<ErpConnector, { error: CredentialsRefusedError; storedAt: number }>();

/**
 * Notes what an ERP answers: only the call that failed shows that a failure is over, and a job that asked nothing shows nothing.
 * `loadedAt` is the `performance.now()` before the job looked at the connection's row.
 */
export function trackCalls(connector: ErpConnector, loadedAt: number): TrackedConnector {
  const answeredCalls = new Set<string>();
  let failedCall = '';
  let refusal: { storedAt: number } | null = null;
  const erp = new Proxy(connector, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return async (...given: unknown[]): Promise<unknown> => {
        const call = [String(name), ...given.slice(0, 1).filter((first) => typeof first === 'string')].join(' ');
        const refused = refusals.get(connector);
        try {
          // Another job was refused, and this one cannot know it from the row: asking too would only count as one more wrong password.
          if (refused && refused.storedAt >= loadedAt) throw refused.error;
          const answer: unknown = await Reflect.apply(member, target, given);
          answeredCalls.add(call);
          return answer;
        } catch (error) {
          failedCall = call;
          if (error instanceof CredentialsRefusedError && error !== refused?.error) {
            const made = { error, storedAt: Infinity };
            refusals.set(connector, made);
            refusal = made;
          }
          throw error;
        }
      };
    },
  });
  const refusalIsStored = (): void => {
    if (refusal) refusal.storedAt = performance.now();
  };
  return { erp, connector, answeredCalls, lastFailedCall: () => failedCall, refusalIsStored };
}
