import { afterEach, describe, expect, it } from '@jest/globals';
import { never } from '../../contract/reading.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

let harness: OdooHarness;
afterEach(() => harness.close());

const DAY = 86_400_000;
const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

describe.each([16, 17, 18, 19] as const)('the exchange rates of Odoo %i', (version) => {
  it('change with a new one, and on the day on which one entered before begins', async () => {
    harness = await odooHarness({ version });
    const rates = () => harness.connect().capabilities.catalog!.rates!(never);
    const before = await rates();
    expect(await rates()).toBe(before);
    harness.fake.setRate('USD', dayOf(harness.now()), 1.5);
    const changed = await rates();
    expect(changed).not.toBe(before);
    harness.fake.setRate('USD', dayOf(new Date(harness.now().getTime() + 2 * DAY)), 1.7);
    expect(await rates()).toBe(changed);
    harness.pass(3 * DAY);
    expect(await rates()).not.toBe(changed);
  });
});
