import { describe, expect, it } from '@jest/globals';
import { createMakeWay } from '../../server/jobs/make-way.ts';
import { inTurns } from '../../server/shared/in-turns.ts';

const never = new AbortController().signal;
const timed = async (work: Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work;
  return performance.now() - startedAt;
};

describe('work that nobody waits for', () => {
  it('goes on at once while nobody asks for a card, or one person does', async () => {
    const { makeWay, noteCard } = createMakeWay();
    expect(await timed(makeWay(1_000, never))).toBeLessThan(50);
    for (let cards = 0; cards < 3; cards++) noteCard();
    expect(await timed(makeWay(1_000, never))).toBeLessThan(50);
  });

  it('rests for longer than it worked while many cards are asked for, unless it has to end', async () => {
    const { makeWay, noteCard } = createMakeWay();
    for (let cards = 0; cards < 100; cards++) noteCard();
    expect(await timed(makeWay(20, never))).toBeGreaterThan(60);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 20);
    expect(await timed(makeWay(1_000, stop.signal))).toBeLessThan(500);
  });
});

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
