import { describe, expect, it } from '@jest/globals';
import { cameWithin } from '../../../server/sync/orders/came-within.ts';

const NOW = new Date('2026-11-12T14:00:00Z');
const SINCE = new Date('2026-11-12T10:00:00Z');
const isMet = (value: string): boolean => value === 'signed';
/** The newest first, a minute apart. */
const versions = (...values: string[]) => values.map((value, index) => ({ value, at: new Date(NOW.getTime() - (index + 1) * 60_000) }));
const came = (...values: string[]): boolean => cameWithin(versions(...values), { isMet, since: SINCE, now: NOW });

describe('a property that came to hold a value', () => {
  it('did where it held another one before, or none', () => {
    expect([came('signed', 'sent'), came('signed', 'signed', 'sent'), came('signed')]).toEqual([true, true, true]);
    expect([came('sent', 'signed'), came()]).toEqual([false, false]);
  });

  it('is not known to have where HubSpot may keep no version that says what it held before', () => {
    const twenty = Array.from({ length: 20 }, () => 'signed');
    expect([came(...twenty), came(...twenty.slice(1)), came(...twenty, 'sent')]).toEqual([false, true, true]);
  });

  it('did at a moment that clocks which differ by an hour at most can say', () => {
    const at = (ms: number) => cameWithin([{ value: 'signed', at: new Date(NOW.getTime() + ms) }], { isMet, since: SINCE, now: NOW });
    expect([at(3_600_000), at(3_600_001)]).toEqual([true, false]);
  });
});
