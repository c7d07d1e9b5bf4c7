import type { ErpConnector } from '../../erp/contract.ts';

export interface Watched {
  erp: ErpConnector;
  /** The calls that were answered: `readPage invoices`, `identify`. */
  answered: ReadonlySet<string>;
  /** The last call that failed. */
  failed(): string;
}

/** Notes what an ERP answers: only the call that failed shows that a failure is over, and a job that asked nothing shows nothing. */
export function watch(connector: ErpConnector): Watched {
  const answered = new Set<string>();
  let failed = '';
  const erp = new Proxy(connector, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function' || name === 'linkTo') return member;
      return async (...given: unknown[]): Promise<unknown> => {
        const call = [String(name), ...given.slice(0, 1).filter((first) => typeof first === 'string')].join(' ');
        try {
          const answer: unknown = await Reflect.apply(member, target, given);
          answered.add(call);
          return answer;
        } catch (error) {
          failed = call;
          throw error;
        }
      };
    },
  });
  return { erp, answered, failed: () => failed };
}
