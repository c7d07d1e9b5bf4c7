import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, jest } from '@jest/globals';
import { createCardCount } from '../../server/jobs/card-count.ts';
import { createMakeWay } from '../../server/jobs/make-way.ts';

const never = new AbortController().signal;
/** Cards are counted by another thread than the one that works; the memory is all they share. */
const makingWay = () => {
  const cards = createCardCount();
  return { ...createMakeWay(createCardCount(cards.memory)), noteCard: cards.note };
};
const timed = async (work: Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work;
  return performance.now() - startedAt;
};

/** The machine itself may pause: once out of five is enough. */
const fastest = async (work: () => Promise<unknown>): Promise<number> => {
  const times: number[] = [];
  for (let time = 0; time < 5; time++) times.push(await timed(work()));
  return Math.min(...times);
};

describe('work that nobody waits for', () => {
  it('goes on at once while nobody asks for a card, or one person does', async () => {
    const { makeWay, noteCard } = makingWay();
    expect(await fastest(() => makeWay(() => sleep(20), never))).toBeLessThan(250);
    for (let cards = 0; cards < 3; cards++) noteCard();
    expect(await fastest(() => makeWay(() => sleep(20), never))).toBeLessThan(250);
  });

  it('rests for longer than it worked while many cards are asked for, unless it has to end', async () => {
    const { makeWay, noteCard } = makingWay();
    for (let cards = 0; cards < 100; cards++) noteCard();
    expect(await timed(makeWay(() => sleep(20), never))).toBeGreaterThan(300);
    for (let cards = 0; cards < 100; cards++) noteCard();
    const undisturbed = await timed(makeWay(() => sleep(100), never));
    const ended = await fastest(() => {
      for (let cards = 0; cards < 100; cards++) noteCard();
      return makeWay(() => sleep(100), AbortSignal.timeout(120));
    });
    expect(ended).toBeLessThan(undisturbed / 2);
  });

  it('rests for what its pages cost before they are stored, too, and for all who make way at the same time', async () => {
    const { makeWay, noteCard } = makingWay();
    const takeApart = (): void => {
      const endsAt = performance.now() + 30;
      while (performance.now() < endsAt);
    };
    for (let cards = 0; cards < 100; cards++) noteCard();
    await makeWay(async () => undefined, AbortSignal.timeout(1));
    takeApart();
    expect(await timed(makeWay(async () => undefined, never))).toBeGreaterThan(400);
    for (let cards = 0; cards < 100; cards++) noteCard();
    const both = ['one', 'other'].map(() => timed(makeWay(() => sleep(15), never)));
    expect(Math.max(...(await Promise.all(both)))).toBeGreaterThan(15 * 2 * 16);
  });

  it('is done one piece at a time then, and what fails keeps nobody waiting', async () => {
    const { makeWay, noteCard } = makingWay();
    for (let cards = 0; cards < 100; cards++) noteCard();
    let [underWay, most] = [0, 0];
    const piece = async (result: string): Promise<string> => {
      most = Math.max(most, ++underWay);
      await sleep(5);
      underWay -= 1;
      if (result === 'fails') throw new Error(result);
      return result;
    };
    const pieces = ['one', 'fails', 'two'].map((result) => makeWay(() => piece(result), never));
    expect(await Promise.allSettled(pieces)).toMatchObject([{ value: 'one' }, { reason: { message: 'fails' } }, { value: 'two' }]);
    expect(most).toBe(1);
    most = 0;
    const idle = makingWay();
    await Promise.all(['one', 'two'].map((result) => idle.makeWay(() => piece(result), never)));
    expect(most).toBe(2);
  });

  it('knows the cards of this second and the one before, and no older ones', () => {
    jest.useFakeTimers({ now: 10_200 });
    const cards = createCardCount();
    const { recent } = createCardCount(cards.memory);
    for (const at of [10_300, 10_900, 11_000]) {
      jest.setSystemTime(at);
      cards.note();
    }
    expect(recent()).toBe(3);
    jest.setSystemTime(12_100);
    expect(recent()).toBe(1);
    cards.note();
    expect(recent()).toBe(2);
    jest.setSystemTime(14_000);
    expect(recent()).toBe(0);
    cards.note();
    expect(recent()).toBe(1);
    jest.useRealTimers();
  });
});
