import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { StreamName } from '../../server/erp/shared/contract.ts';
import { STREAMS } from '../../server/streams/index.ts';
import { CATALOG_STREAMS } from './catalog-harness.ts';
import { describeActivity } from './activity.ts';
import { describeWrongClock } from './clock.ts';
import { describeCommands } from './commands.ts';
import { describeCustomerFields } from './customer-fields.ts';
import { describeDelivery } from './delivery.ts';
import { describeFailures } from './failures.ts';
import { describeFields } from './fields.ts';
import { ABILITIES, type Ability, type Declared, type ErpHarness } from './harness.ts';
import { describeHints } from './hints.ts';
import { describeIdentity } from './identity.ts';
import { describeLifeCycle } from './life-cycle.ts';
import { describeListing } from './listing.ts';
import { describeMoney } from './money.ts';
import { describePaging } from './paging.ts';

export type { Ability, Declared, ErpHarness } from './harness.ts';

/** The harness of the test that runs. */
export type Current = () => ErpHarness;
/** All of these: abilities of the ERP, streams and capabilities its connector declares. */
export type Has = (...needed: (Ability | StreamName | keyof Declared['capabilities'])[]) => boolean;

export interface Offer {
  declares: Declared;
  /** What people cannot do in this ERP. */
  lacks?: readonly Ability[];
}

/** Have suites of their own. */
const APART: readonly StreamName[] = ['orders', 'projects', 'subscriptions'];

/**
 * What every connector has to keep of what it declares, whatever its ERP; customers every ERP has. Each test gets an ERP of its own with one
 * company and no documents.
 */
export function describeErpContract(name: string, makeHarness: () => Promise<ErpHarness>, { declares, lacks = [] }: Offer): void {
  const streams = STREAMS.filter((stream) => declares.streams[stream] && !APART.includes(stream) && !CATALOG_STREAMS.includes(stream));
  // Orders are also a capability, which has a suite of its own.
  const beside = Object.keys(declares.capabilities).filter((name) => !(STREAMS as readonly string[]).includes(name));
  const offered: readonly string[] = [...streams, ...beside];
  const abilities = new Set<string>(ABILITIES);
  const has: Has = (...needed) => needed.every((one) => (abilities.has(one) ? !lacks.includes(one as Ability) : offered.includes(one)));
  describe(`the ERP contract: ${name}`, () => {
    let harness: ErpHarness;
    beforeEach(async () => {
      harness = await makeHarness();
    });
    afterEach(() => harness.close());
    const current: Current = () => harness;

    it('declares the same with every connector, before the ERP is asked for anything', () => {
      const { streams: declared, capabilities } = harness.connect();
      expect(declared).toEqual(declares.streams);
      expect(Object.keys(capabilities)).toEqual(Object.keys(declares.capabilities));
    });

    describePaging(current, has);
    describeWrongClock(current, has);
    describeListing(current, has);
    describeLifeCycle(current, has);
    describeMoney(current, has);
    describeFailures(current, has);
    describeIdentity(current);
    if (has('describeFields')) describeFields(current, streams);
    if (has('hints')) describeHints(current, has);
    if (has('commands')) describeCommands(current, has);
    if (has('commands')) describeActivity(current);
    if (has('customerFields')) describeCustomerFields(current);
    if (has('customerFields', 'commands', 'delivery addresses')) describeDelivery(current);
  });
}
