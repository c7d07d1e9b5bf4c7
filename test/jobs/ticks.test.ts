import { afterEach, describe, expect, it } from '@jest/globals';
import type { Ticks } from '../../server/jobs/ticks.ts';
import { startTicks } from '../../server/jobs/ticks.ts';
import { eventually } from '../support/eventually.ts';
import { recordingLog } from '../support/log.ts';

const EVERY_SECOND = '* * * * * *';
let ticks: Ticks | undefined;
afterEach(() => ticks?.stop());

describe('a tick', () => {
  it('comes again after it failed, and says that it failed', async () => {
    const log = recordingLog();
    let runs = 0;
    const run = () => (++runs === 1 ? Promise.reject(new Error('database away')) : Promise.resolve());
    ticks = startTicks([{ name: 'due', expression: EVERY_SECOND, run }], log);
    await eventually(() => expect(runs).toBeGreaterThanOrEqual(2));
    expect(log.levels()).toEqual(['warn']);
  });

  it('is left out while the one before it still runs', async () => {
    let running = 0;
    let most = 0;
    const run = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      running--;
    };
    ticks = startTicks([{ name: 'slow', expression: EVERY_SECOND, run }], recordingLog());
    await new Promise((resolve) => setTimeout(resolve, 3_200));
    expect(most).toBe(1);
  });

  it('that is running is waited for when the process stops', async () => {
    let ended = false;
    let started = false;
    const run = async () => {
      started = true;
      await new Promise((resolve) => setTimeout(resolve, 300));
      ended = true;
    };
    ticks = startTicks([{ name: 'due', expression: EVERY_SECOND, run }], recordingLog());
    await eventually(() => expect(started).toBe(true));
    await ticks.stop();
    expect(ended).toBe(true);
  });
});
