import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDb, type Db } from '../../server/db/index.ts';
import type { CallPriority } from '../../server/hubspot/contract.ts';
import { portalId } from '../../server/shared/ids.ts';
import { BUCKETS, createRateLimits, takeToken } from '../../server/portals/rate-limits.ts';
import { databaseUrl, useTestDatabase } from '../support/database.ts';

const PORTAL = portalId(42);
const START = Date.parse('2026-11-23T10:00:00Z');
const db = useTestDatabase();
let other: Db;
beforeAll(() => {
  other = createDb(databaseUrl());
});
afterAll(() => other.destroy());

/** Two processes take whatever they are given, as soon as they are told, on a clock of the test's own. */
async function takeGreedily(
  bucket: 'general' | 'search',
  priorities: [CallPriority, CallPriority],
  seconds: number,
  { lateMs = 0 } = {},
): Promise<number[][]> {
  const processes = [
    { db: db(), at: START, priority: priorities[0], taken: [] as number[] },
    { db: other, at: START, priority: priorities[1], taken: [] as number[] },
  ];
  for (;;) {
    const next = processes[0]!.at <= processes[1]!.at ? processes[0]! : processes[1]!;
    if (next.at > START + seconds * 1_000) return processes.map(({ taken }) => taken);
    const { waitMs } = await takeToken(next.db, PORTAL, { bucket, priority: next.priority, at: new Date(next.at) });
    if (waitMs === 0) next.taken.push(next.at);
    next.at += waitMs === 0 ? 0 : waitMs + lateMs;
  }
}

function mostWithin(times: number[], windowMs: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.max(...sorted.map((from, index) => sorted.slice(index).filter((at) => at - from < windowMs).length));
}

describe('the budget of two processes', () => {
  it('never lets more than 110 calls through in any 10 s, and at least 0.95 of that on average', async () => {
    const times = (await takeGreedily('general', ['backfill', 'backfill'], 60)).flat();
    expect(mostWithin(times, 10_000)).toBeLessThanOrEqual(110);
    expect(times.length / 60).toBeGreaterThanOrEqual(0.95 * 11);
  });

  it('loses nothing to a process that comes some time after it was told to', async () => {
    const late = (await takeGreedily('general', ['backfill', 'backfill'], 60, { lateMs: 80 })).flat();
    expect(mostWithin(late, 10_000)).toBeLessThanOrEqual(110);
    expect(late.length / 60).toBeGreaterThanOrEqual(0.95 * 11);
  });

  it('holds when both are most urgent and the bucket was rested', async () => {
    await takeGreedily('general', ['interactive', 'interactive'], 1);
    const times = (await takeGreedily('general', ['interactive', 'interactive'], 25)).flat();
    expect(mostWithin(times, 10_000)).toBeLessThanOrEqual(110);
  });

  it('is spent once, however many ask in the same moment', async () => {
    await takeToken(db(), PORTAL, { bucket: 'general', priority: 'interactive', at: new Date(START) });
    for (const [later, expected] of [
      [0, BUCKETS.general.burst - 1],
      [60_000, BUCKETS.general.burst],
    ] as const) {
      const at = new Date(START + later);
      const call = { bucket: 'general', priority: 'interactive', at } as const;
      const asked = Array.from({ length: 40 }, (_, index) => takeToken(index % 2 ? db() : other, PORTAL, call));
      expect((await Promise.all(asked)).filter(({ waitMs }) => waitMs === 0)).toHaveLength(expected);
    }
  });

  it('leaves room for other apps in every second of search', async () => {
    const times = (await takeGreedily('search', ['interactive', 'backfill'], 20)).flat();
    expect(mostWithin(times, 1_000)).toBeLessThanOrEqual(4);
    expect(times.length).toBeGreaterThan(40);
  });

  it('keeps tokens for the person who waits while a backfill takes all it can', async () => {
    await takeGreedily('general', ['backfill', 'backfill'], 10);
    const at = new Date(START + 10_000);
    expect((await takeToken(db(), PORTAL, { bucket: 'general', priority: 'backfill', at })).waitMs).toBeGreaterThan(0);
    expect((await takeToken(other, PORTAL, { bucket: 'general', priority: 'interactive', at })).waitMs).toBe(0);
  });

  it.each(['general', 'search'] as const)('%s: numbers that keep the promise', (bucket) => {
    const { burst, perSecond, reserve } = BUCKETS[bucket];
    if (bucket === 'general') expect(burst + 10 * perSecond).toBeLessThanOrEqual(110);
    else expect(burst + perSecond).toBeLessThanOrEqual(4);
    expect(Math.max(...Object.values(reserve)) + 1).toBeLessThanOrEqual(burst);
  });

  it('does not grow when the clock of the database goes back', async () => {
    await takeGreedily('general', ['interactive', 'interactive'], 2);
    const back = await takeToken(db(), PORTAL, { bucket: 'general', priority: 'interactive', at: new Date(START - 3_600_000) });
    expect(back.waitMs).toBeGreaterThan(0);
  });
});

describe('waiting for a turn', () => {
  it('serves the more urgent first, whoever came first', async () => {
    const limits = createRateLimits(db());
    const served: string[] = [];
    const lease = (name: string, priority: CallPriority) => limits.lease(PORTAL, 'general', priority).then(() => served.push(name));
    for (let index = 0; index < 4; index++) await limits.lease(PORTAL, 'general', 'interactive');
    await Promise.all([lease('retry', 'retry'), lease('backfill', 'backfill'), lease('person', 'interactive'), lease('live', 'live')]);
    expect(served).toEqual(['person', 'live', 'backfill', 'retry']);
  });

  it('gives up its place when its job is stopped', async () => {
    const limits = createRateLimits(db());
    for (let index = 0; index < 4; index++) await limits.lease(PORTAL, 'general', 'interactive');
    const stop = new AbortController();
    const waiting = limits.lease(PORTAL, 'general', 'retry', stop.signal);
    stop.abort(new Error('stopping'));
    await expect(waiting).rejects.toThrow('stopping');
    await expect(limits.lease(PORTAL, 'general', 'interactive')).resolves.toBeUndefined();
  });

  it('a 429 seen by one process holds back the other', async () => {
    const [one, two] = [createRateLimits(db()), createRateLimits(other)];
    await one.block(PORTAL, 'general', new Date(Date.now() + 300));
    const startedAt = Date.now();
    await two.lease(PORTAL, 'general', 'interactive');
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(250);

    const until = new Date(Date.now() + 3_600_000);
    await one.block(PORTAL, 'search', until);
    await expect(two.lease(PORTAL, 'search', 'live')).rejects.toMatchObject({ name: 'RetryLaterError', retryAt: until });
    await expect(two.lease(portalId(43), 'search', 'live')).resolves.toBeUndefined();
  });
});
