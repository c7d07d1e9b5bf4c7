import { describe, expect, it } from '@jest/globals';
import { changedFrom, latestOf, watermarksOf, nextCursor, startPosition, type Watermarks } from '../../../server/erp/sap-s4/cursor.ts';

const MINUTE = 60_000;
const NOON = Date.parse('2026-11-20T12:00:00Z');
const at = (ms: number): string => new Date(ms).toISOString();
const watermarks = (latest: Watermarks['latest'], readAt = NOON): Watermarks => ({ readAt, latest, days: {} });
const TO = watermarks({ at: at(NOON - MINUTE), since: NOON });

describe('a reading', () => {
  it('begins with everything, goes on where it stood, and then with what moved since', async () => {
    const asked: (Watermarks | null)[] = [];
    const read = (before: Watermarks | null): Promise<Watermarks> => {
      asked.push(before);
      return Promise.resolve(TO);
    };
    const first = await startPosition(null, read);
    expect(first).toEqual({ phase: 'all', step: 0, after: '', to: TO });
    const second = nextCursor(first, 'K7', 2);
    expect(second.hasMore).toBe(true);
    const amid = await startPosition(second.next, read);
    expect(amid).toEqual({ phase: 'all', step: 0, after: 'K7', to: TO });
    expect(asked).toEqual([null]);
    const last = await startPosition(nextCursor(amid, null, 2).next, read);
    expect(last).toEqual({ phase: 'all', step: 1, after: '', to: TO });
    const done = nextCursor(last, null, 2);
    expect(done.hasMore).toBe(false);
    expect(await startPosition(done.next, read)).toEqual({ phase: 'since', step: 0, after: '', from: TO, to: TO });
    expect(asked).toEqual([null, TO]);
  });

  it('is not over while a last step has more', () => {
    expect(nextCursor({ phase: 'all', step: 1, after: '', to: TO }, 'K9', 2)).toMatchObject({ hasMore: true });
    expect(nextCursor({ phase: 'since', step: 0, after: '', from: TO, to: TO }, null, 1)).toMatchObject({ hasMore: false });
  });
});

describe('the latest change', () => {
  it('keeps since when it is the latest, also of another set', () => {
    const before = watermarks({ at: at(NOON), since: NOON + 1 });
    expect(latestOf(at(NOON), before, NOON + MINUTE)).toEqual({ at: at(NOON), since: NOON + 1 });
    expect(latestOf(at(NOON + 5), before, NOON + MINUTE)).toEqual({ at: at(NOON + 5), since: NOON + MINUTE });
    expect(latestOf(at(NOON), null, NOON + MINUTE)).toEqual({ at: at(NOON), since: NOON + MINUTE });
    expect(latestOf(null, before, NOON)).toBeNull();
  });

  it('is no later than the reading itself', () => {
    expect(latestOf(at(NOON + MINUTE), null, NOON)).toEqual({ at: at(NOON), since: NOON });
    expect(latestOf(at(NOON - 1), null, NOON)).toEqual({ at: at(NOON - 1), since: NOON });
  });

  it('of another set is that set’s, and none where it was never read', () => {
    const billing = { at: at(NOON - 3), since: NOON };
    expect(watermarksOf('billing', { ...TO, others: { billing } })).toMatchObject({ readAt: NOON, latest: billing });
    expect(watermarksOf('billing', { ...TO, others: {} }).latest).toBeNull();
    expect(watermarksOf('billing', TO).latest).toBeNull();
  });
});

describe('changes are read', () => {
  const from = (quietMs: number) => watermarks({ at: at(NOON - MINUTE), since: NOON - quietMs });

  it.each([
    ['the last ten minutes again, a moment before ten minutes passed without a newer one', 10 * MINUTE - 1, at(NOON - 11 * MINUTE)],
    ['no more once ten minutes passed', 10 * MINUTE, null],
  ])('%s', (_what, quietMs, expected) => {
    expect(changedFrom({ from: from(quietMs), to: TO })).toBe(expected);
  });

  it('from the next millisecond on where something newer came after the quiet minutes', () => {
    const to = watermarks({ at: at(NOON), since: NOON });
    expect(changedFrom({ from: from(10 * MINUTE), to })).toBe(at(NOON - MINUTE + 1));
  });
});
