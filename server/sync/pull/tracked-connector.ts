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
}

/** When a password was refused last, by the connector that jobs of this process share. */
const refusals = new WeakMap<ErpConnector, { error: CredentialsRefusedError; at: number }>();

/** Notes what an ERP answers: only the call that failed shows that a failure is over, and a job that asked nothing shows nothing. */
export function trackCalls(connector: ErpConnector): TrackedConnector {
  const answeredCalls = new Set<string>();
  const startedAt = performance.now();
  let failedCall = '';
  const erp = new Proxy(connector, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return async (...given: unknown[]): Promise<unknown> => {
        const call = [String(name), ...given.slice(0, 1).filter((first) => typeof first === 'string')].join(' ');
        try {
          const refused = refusals.get(connector);
          // Another job was refused meanwhile: asking too would only count as one more wrong password.
          if (refused && refused.at >= startedAt) throw refused.error;
          const answer: unknown = await Reflect.apply(member, target, given);
          answeredCalls.add(call);
          return answer;
        } catch (error) {
          failedCall = call;
          if (error instanceof CredentialsRefusedError) refusals.set(connector, { error, at: performance.now() });
          throw error;
        }
      };
    },
  });
  return { erp, connector, answeredCalls, lastFailedCall: () => failedCall };
}
