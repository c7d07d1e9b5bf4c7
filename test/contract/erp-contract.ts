import { afterEach, beforeEach, describe } from '@jest/globals';
import { describeWrongClock } from './clock.ts';
import { describeFailures } from './failures.ts';
import { describeFields } from './fields.ts';
import type { Ability, ErpHarness } from './harness.ts';
import { describeIdentity } from './identity.ts';
import { describeLifeCycle } from './life-cycle.ts';
import { describeListing } from './listing.ts';
import { describeMoney } from './money.ts';
import { describePaging } from './paging.ts';

export type { Ability, ErpHarness } from './harness.ts';

/** The harness of the test that runs. */
export type Current = () => ErpHarness;
export type Has = (ability: Ability) => boolean;

/**
 * What every connector has to keep, whatever its ERP. Each test gets an ERP of its own with one company and no documents.
 * `lacks` names what this ERP does not have.
 */
export function describeErpContract(name: string, makeHarness: () => Promise<ErpHarness>, lacks: readonly Ability[] = []): void {
  const has: Has = (ability) => !lacks.includes(ability);
  describe(`the ERP contract: ${name}`, () => {
    let harness: ErpHarness;
    beforeEach(async () => {
      harness = await makeHarness();
    });
    afterEach(() => harness.close());
    const current: Current = () => harness;

    describePaging(current, has);
    describeWrongClock(current);
    describeListing(current, has);
    describeLifeCycle(current, has);
    describeMoney(current);
    describeFailures(current, has);
    describeIdentity(current);
    describeFields(current);
  });
}
