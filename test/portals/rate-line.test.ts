import { describe, expect, it } from '@jest/globals';
import type { CallPriority } from '../../server/hubspot/contract.ts';
import { createLine } from '../../server/portals/rate-line.ts';

/** A call each 100 ms by a clock of the test's own; what is asked for is always granted. */
function aLine() {
  let now = 0;
  const asked: CallPriority[] = [];
  const tryTake = async (priority: CallPriority) => {
    asked.push(priority);
    now += 100;
    // Whoever was served asks for the next call before the next turn.
    await new Promise((resolve) => setImmediate(resolve));
    return 0;
  };
  const line = createLine(tryTake, () => Promise.resolve(), { ms: 5_000, everyMs: 1_000, now: () => now });
  return { line, asked, now: () => now };
}

describe('people who ask for more than there is', () => {
  it('leave every tenth call to the one who has waited longest, and no more than that', async () => {
    const { line, now } = aLine();
    const background: number[] = [];
    for (let index = 0; index < 20; index++) void line.wait('retry').then(() => background.push(now()));
    let clicks = 0;
    const person = async () => {
      while (now() < 20_000) await line.wait('interactive').then(() => clicks++);
    };
    await Promise.all([person(), person(), person()]);
    const served = background.filter((at) => at <= 20_000);
    // The very first call went out before anybody urgent came.
    expect(served.filter((at) => at <= 5_000)).toHaveLength(1);
    expect(served.length).toBeGreaterThanOrEqual(13);
    expect(served.length).toBeLessThanOrEqual(17);
    expect(clicks).toBeGreaterThan(180);
  });

  it('do not keep to themselves the tokens that are kept for them: who waited long asks as they do', async () => {
    const { line, asked, now } = aLine();
    const person = async () => {
      while (now() < 7_000) await line.wait('interactive');
    };
    await Promise.all([person(), person(), line.wait('retry')]);
    expect(asked).not.toContain('retry');
  });
});
