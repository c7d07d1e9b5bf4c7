import type { ErpConnector } from '../../erp/shared/contract.ts';
import { CredentialsRefusedError } from '../../shared/errors.ts';

export interface Watched {
  erp: ErpConnector;
  /** As it is, unwatched. */
  connector: ErpConnector;
  /** The calls that were answered: `readPage invoices`, `identify`. */
  answered: ReadonlySet<string>;
  /** The last call that failed. */
  failed(): string;
}

/** When a password was refused last, by the connector that jobs of this process share. */
const refusals = new WeakMap<ErpConnector, { error: CredentialsRefusedError; at: number }>();

/** Notes what an ERP answers: only the call that failed shows that a failure is over, and a job that asked nothing shows nothing. */
export function watch(connector: ErpConnector): Watched {
  const answered = new Set<string>();
  const startedAt = performance.now();
  let failed = '';
  const erp = new Proxy(connector, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function' || name === 'linkTo') return member;
      return async (...given: unknown[]): Promise<unknown> => {
        const call = [String(name), ...given.slice(0, 1).filter((first) => typeof first === 'string')].join(' ');
        try {
          const refused = refusals.get(connector);
          // Another job was refused meanwhile: asking too would only count as one more wrong password.
          if (refused && refused.at >= startedAt) throw refused.error;
          const answer: unknown = await Reflect.apply(member, target, given);
          answered.add(call);
          return answer;
        } catch (error) {
          failed = call;
          if (error instanceof CredentialsRefusedError) refusals.set(connector, { error, at: performance.now() });
          throw error;
        }
      };
    },
  });
  return { erp, connector, answered, failed: () => failed };
}
