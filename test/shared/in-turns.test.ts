import { describe, expect, it } from '@jest/globals';
import { inTurns } from '../../server/shared/in-turns.ts';

describe('in turns', () => {
  it('does it all in order, and lets others have a turn between', async () => {
    const done: number[] = [];
    let turns = 0;
    const others = setInterval(() => turns++, 1);
    await inTurns(
      Array.from({ length: 20 }, (_, n) => n),
      (n) => {
        const until = performance.now() + 3;
        while (performance.now() < until);
        done.push(n);
      },
    );
    clearInterval(others);
    expect(done).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(turns).toBeGreaterThan(3);
  });

  it('ends with the failure of one', async () => {
    const work = inTurns([1], () => {
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
  });
});
