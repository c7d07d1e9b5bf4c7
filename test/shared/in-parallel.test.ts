import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { inParallel } from '../../server/shared/in-parallel.ts';

describe('work in parallel', () => {
  it('does every item once, as many at a time as it may', async () => {
    const waiting = Array.from({ length: 20 }, (_, at) => at + 1);
    const done: number[] = [];
    let [running, most] = [0, 0];
    await inParallel({
      atOnce: 4,
      next: () => waiting.shift(),
      async work(item) {
        most = Math.max(most, ++running);
        await sleep(1);
        running--;
        done.push(item);
      },
    });
    expect(done.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
    expect(most).toBe(4);
  });

  it('ends what it is at when something fails, begins nothing more, and throws the first failure', async () => {
    const waiting = ['slow', 'broken', 'slow', 'never', 'never'];
    const done: string[] = [];
    const failed = Promise.withResolvers<void>();
    const run = inParallel({
      atOnce: 3,
      next: () => waiting.shift() ?? null,
      async work(item) {
        if (item === 'broken') {
          // The others are still at theirs, however slow the machine is.
          setTimeout(failed.resolve, 1);
          throw new Error('broken');
        }
        await failed.promise;
        done.push(item);
      },
    });
    await expect(run).rejects.toThrow('broken');
    expect(done).toEqual(['slow', 'slow']);
    expect(waiting).toEqual(['never', 'never']);
  });

  it('does what was already taken when another one fails meanwhile', async () => {
    const done: string[] = [];
    const items = [Promise.resolve('broken'), sleep(10, 'late'), sleep(10, 'late')];
    const run = inParallel({
      atOnce: 2,
      next: () => items.shift(),
      async work(item) {
        if (item === 'broken') throw new Error('broken');
        done.push(item);
      },
    });
    await expect(run).rejects.toThrow('broken');
    expect(done).toEqual(['late']);
  });
});
