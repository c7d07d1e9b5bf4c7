import { describe, expect, it } from '@jest/globals';
import {
  changedSince,
  latestChanges,
  LATEST,
  nextCursor,
  startPosition,
  type LatestChanges,
  type Watermarks,
} from '../../../server/erp/sap-b1/cursor.ts';

const MINUTE = 60_000;
const NOW = Date.parse('2026-11-20T12:00:00Z');
const local = (time: string) => ({ date: '2026-11-20', time });
const stamp = (time: string, key: number): string => `2026-11-20T${time} ${key}`;
const watermarks = (head?: LatestChanges, at = NOW): Watermarks => ({ heads: head ? { Invoices: head } : {}, numbers: {}, at });
/** What was latest at eleven, first seen at noon. */
const HEAD: LatestChanges = { last: local('11:00:00'), latest: [stamp('11:00:00', 2), stamp('10:00:00', 1)], since: NOW };

describe('what changed between two readings', () => {
  const since = (from: Watermarks, latest: string[] | undefined) =>
    changedSince(from, watermarks({ last: local('11:30:00'), latest, since: NOW }), 'Invoices');

  it('is everything where there was nothing', () => {
    expect(since(watermarks(), HEAD.latest)).toBe('all');
    expect(since(watermarks({ last: null, latest: [], since: NOW }), HEAD.latest)).toBe('all');
  });

  it.each([
    ['at once', 0, local('10:50:00')],
    ['a moment before ten minutes passed', 10 * MINUTE - 1, local('10:50:00')],
    ['ten minutes after nothing newer came', 10 * MINUTE, 'nothing'],
  ])('is the last minutes again until nothing newer came for so long: %s', (_what, ms, expected) => {
    expect(since(watermarks(HEAD, NOW + ms), HEAD.latest)).toEqual(expected);
  });

  it('begins with the earliest of the new ones, or with the last minutes where those begin earlier', () => {
    const latest = [stamp('11:40:00', 4), stamp('11:20:00', 3), ...HEAD.latest!];
    expect(since(watermarks(HEAD, NOW + 10 * MINUTE), latest)).toEqual(local('11:20:00'));
    expect(since(watermarks(HEAD, NOW), latest)).toEqual(local('10:50:00'));
  });

  const fresh = (count: number) => Array.from({ length: count }, (_, index) => stamp('11:30:00', 10 + index));

  it('begins with what was known where there may be more new ones than are shown', () => {
    const from = watermarks(HEAD, NOW + 10 * MINUTE);
    expect(since(from, fresh(LATEST))).toEqual(local('10:00:00'));
    expect(since(from, fresh(LATEST - 1))).toEqual(local('11:30:00'));
  });

  it('knows the time alone of a mark that is older than the list', () => {
    const from = watermarks({ last: local('11:00:00'), since: NOW }, NOW + 10 * MINUTE);
    expect(since(from, [stamp('11:00:00', 2)])).toEqual(local('11:00:00'));
    expect(since(from, fresh(LATEST))).toEqual(local('11:00:00'));
    expect(since(from, undefined)).toBe('nothing');
    expect(changedSince(from, watermarks(), 'Invoices')).toBe('nothing');
  });
});

describe('the latest changes', () => {
  const latest = [
    { key: '2', at: local('11:00:00') },
    { key: '1', at: local('10:00:00') },
  ];

  it('are the same since they were first seen', () => {
    expect(latestChanges(latest, undefined, NOW)).toEqual(HEAD);
    expect(latestChanges(latest, HEAD, NOW + MINUTE)).toEqual(HEAD);
    expect(latestChanges(latest.slice(0, 1), HEAD, NOW + MINUTE)).toMatchObject({ since: NOW + MINUTE });
    expect(latestChanges([], HEAD, NOW + MINUTE)).toEqual({ last: null, latest: [], since: NOW + MINUTE });
  });
});

describe('the position of a reading', () => {
  const readWatermarks = async (before: Watermarks | null): Promise<Watermarks> => watermarks(HEAD, before ? NOW + MINUTE : NOW);

  it('goes through everything, step by step, then through what happened since', async () => {
    const first = await startPosition(null, readWatermarks);
    expect(first).toEqual({ phase: 'all', step: 0, after: '', to: watermarks(HEAD) });
    const second = nextCursor(first, '7', 2);
    expect([JSON.parse(second.next), second.hasMore]).toEqual([{ ...first, after: '7' }, true]);
    const third = nextCursor({ ...first, after: '7' }, null, 2);
    expect([JSON.parse(third.next), third.hasMore]).toEqual([{ ...first, step: 1, after: '' }, true]);
    expect(await startPosition(third.next, () => Promise.reject(new Error('asked')))).toEqual({ ...first, step: 1 });
    expect(nextCursor({ ...first, step: 1 }, '9', 2).hasMore).toBe(true);
    const last = nextCursor({ ...first, step: 1 }, null, 2);
    expect([JSON.parse(last.next), last.hasMore]).toEqual([{ phase: 'waiting', from: watermarks(HEAD) }, false]);
    expect(await startPosition(last.next, readWatermarks)).toEqual({
      phase: 'since',
      step: 0,
      after: '',
      from: watermarks(HEAD),
      to: watermarks(HEAD, NOW + MINUTE),
    });
  });
});
