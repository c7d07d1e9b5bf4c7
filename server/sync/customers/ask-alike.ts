import type { AlikeCustomer, AlikeFacts } from '../../erp/shared/contract.ts';
import { FACTS_AT_ONCE } from '../../erp/shared/customer-fields.ts';
import { mayBeOfOneAlone } from '../../shared/errors.ts';
import type { CommandRun } from '../commands/handler.ts';

/** Asks the ERP who is alike to somebody, and with the same call who is alike to those that come after. */
export interface AskAlike {
  of(facts: AlikeFacts): Promise<AlikeCustomer[]>;
  /** One like this is made now: whoever is asked about again may be it. */
  forget(facts: AlikeFacts): void;
}

/** `next`: about whom it will be asked, in that order. Nobody who names nothing. */
export function createAskAlike({ run }: CommandRun, next: readonly AlikeFacts[]): AskAlike {
  const waiting = new Map(next.map((facts) => [nameOf(facts), facts]));
  const known = new Map<string, { facts: AlikeFacts; alike: AlikeCustomer[] }>();

  async function ask(asked: readonly AlikeFacts[]): Promise<void> {
    const answers = await run.erp.capabilities.customerFields!.findAlike(asked, run.context.signal);
    for (const [at, facts] of asked.entries()) known.set(nameOf(facts), { facts, alike: answers[at] ?? [] });
    for (const facts of asked) waiting.delete(nameOf(facts));
  }

  return {
    async of(facts) {
      const name = nameOf(facts);
      waiting.delete(name);
      if (!known.has(name)) {
        const asked = [facts, ...waiting.values()].slice(0, FACTS_AT_ONCE);
        await ask(asked).catch((error: unknown) => {
          if (asked.length === 1 || !mayBeOfOneAlone(error)) throw error;
          return ask([facts]);
        });
      }
      return known.get(name)!.alike;
    },
    forget(facts) {
      for (const [name, one] of known) if (haveCommon(one.facts, facts)) known.delete(name);
    },
  };
}

const nameOf = ({ taxId, email }: AlikeFacts): string => JSON.stringify([taxId, email]);

const haveCommon = (one: AlikeFacts, other: AlikeFacts): boolean =>
  (one.taxId !== null && one.taxId === other.taxId) || (one.email !== null && one.email === other.email);
