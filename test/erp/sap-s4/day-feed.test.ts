import { describe, expect, it } from '@jest/globals';
import type { Connection } from '../../../server/erp/sap-s4/connection.ts';
import { changedFrom, latestOf, type Watermarks } from '../../../server/erp/sap-s4/cursor.ts';
import { customers } from '../../../server/erp/sap-s4/customers.ts';
import { daysOf, firstDay, isChanged, isSame, type DayRow } from '../../../server/erp/sap-s4/day-feed.ts';
import { never } from '../../contract/reading.ts';

const rows = (count: number, day = '2026-11-20'): DayRow[] =>
  Array.from({ length: count }, (_, at) => ({ id: `1010/2026/${at}/1`, day, stamp: 'open' }));
const watermarks = (days: Watermarks['days']): Watermarks => ({ readAt: 0, latest: null, days });
const changedRows = (now: readonly DayRow[], known: Watermarks['days']): DayRow[] =>
  now.filter((row) => isChanged({ from: watermarks(known), to: watermarks(daysOf(now)) }, row));

/** A thousand partners a page, all of one day and none of them moved, however far one reads. */
function endlessPartners() {
  const asked: number[] = [];
  const page = async (_query: unknown, after: readonly string[] | null) => {
    const first = after === null ? 0 : Number(after[0]) + 1;
    asked.push(first);
    const rows = Array.from({ length: 1_000 }, (_none, at) => ({
      ...{ BusinessPartner: String(first + at), CreationDate: `/Date(${Date.parse('2026-11-20')})/`, CreationTime: 'PT10H00M00S' },
      ...{ LastChangeDate: null, LastChangeTime: null },
    }));
    return { rows, after: [String(first + 999)] };
  };
  return { asked, connection: { client: { page }, now: () => new Date() } as unknown as Connection };
}

describe('partners of a day on which everything was changed', () => {
  it('are looked through some pages at a time, and on from there', async () => {
    const { asked, connection } = endlessPartners();
    const known = { '2026-11-20': '' };
    const [changed] = customers.steps.since;
    const position = { phase: 'since', step: 0, from: watermarks(known), to: watermarks({ ...known, '2026-11-21': 'moved' }) } as const;
    const first = await changed!(connection, { ...position, after: '' }, never);
    expect([first.records, first.after, asked.length]).toEqual([[], '["9999"]', 10]);
    await changed!(connection, { ...position, after: first.after! }, never);
    expect([asked[10], asked.length]).toEqual([10_000, 20]);
  });
});

describe('what carries only a day', () => {
  it('comes to rest, however often and in whatever order it is read', () => {
    const known = daysOf(rows(500));
    expect(changedRows(rows(500).toReversed(), known)).toEqual([]);
    expect(isSame({ from: watermarks(known), to: watermarks(daysOf(rows(500).toReversed())) })).toBe(true);
  });

  it('shows what is new, what changed, and few others', () => {
    const before = rows(500);
    const after = before.map((row, at) => (at === 77 ? { ...row, stamp: 'cleared' } : row));
    const added: DayRow = { id: '1010/2026/9999/1', day: '2026-11-21', stamp: 'open' };
    const changed = changedRows([...after, added], daysOf(before)).map(({ id }) => id);
    expect(changed).toEqual(expect.arrayContaining([before[77]!.id, added.id]));
    expect(changed.length).toBeLessThan(40);
    expect(isSame({ from: watermarks(daysOf(before)), to: watermarks(daysOf([...after, added])) })).toBe(false);
  });

  it('is kept in 64 parts a day, each of six signs, in which nothing lies or something', () => {
    const [one] = rows(1);
    const { '2026-11-20': parts } = daysOf([one!]);
    expect(parts).toHaveLength(64 * 6);
    expect(parts!.match(/.{6}/g)!.filter((part) => part !== '------')).toEqual([expect.stringMatching(/^[A-Za-z0-9+/]{6}$/)]);
    expect(daysOf(rows(2_000))['2026-11-20']).not.toContain('------');
    expect(Object.keys(daysOf([...rows(3), ...rows(3, '2026-11-21')]))).toEqual(['2026-11-20', '2026-11-21']);
  });

  it('shows a row that moved to another day, there and not on the day it left', () => {
    const [one] = rows(1);
    const moved = { ...one!, day: '2026-11-21' };
    const [from, to] = [watermarks(daysOf([one!])), watermarks(daysOf([moved]))];
    expect(isChanged({ from, to }, moved)).toBe(true);
    expect(isSame({ from, to })).toBe(false);
    expect(isChanged({ from, to: from }, moved)).toBe(false);
  });

  it('is read from yesterday on', () => {
    expect(firstDay(Date.parse('2026-11-20T00:00:00Z'))).toBe('2026-11-19');
    expect(firstDay(Date.parse('2026-11-20T23:59:59Z'))).toBe('2026-11-19');
  });

  it('shows nothing of days that are no longer looked at', () => {
    const known = daysOf([...rows(50), ...rows(50, '2026-11-21')]);
    expect(changedRows(rows(50, '2026-11-21'), known)).toEqual([]);
  });
});

describe('what carries an instant', () => {
  const HOUR = 3_600_000;
  const at = (ms: number) => new Date(ms).toISOString();
  const read = (readAt: number, stamp: string | null, before: Watermarks | null): Watermarks => ({
    readAt,
    latest: latestOf(stamp, before, readAt),
    days: {},
  });

  it('is read again for ten minutes after the last change, and then no more', () => {
    const first = read(10 * HOUR, at(9 * HOUR), null);
    const second = read(10 * HOUR + 60_000, at(9 * HOUR), first);
    expect(changedFrom({ from: first, to: second })).toBe(at(9 * HOUR - 600_000));
    const third = read(11 * HOUR, at(9 * HOUR), second);
    const fourth = read(12 * HOUR, at(9 * HOUR), third);
    expect(changedFrom({ from: third, to: fourth })).toBeNull();
    const fifth = read(13 * HOUR, at(12 * HOUR), fourth);
    expect(changedFrom({ from: fourth, to: fifth })).toBe(at(9 * HOUR + 1));
  });

  it('of the future hides nothing that is stamped rightly afterwards', () => {
    const first = read(10 * HOUR, at(9 * HOUR), null);
    const wrong = read(11 * HOUR, at(83 * HOUR), first);
    const later = read(12 * HOUR, at(83 * HOUR), wrong);
    expect(Date.parse(changedFrom({ from: wrong, to: later })!)).toBeLessThanOrEqual(11 * HOUR);
  });

  it('is all new where there was nothing', () => {
    expect(changedFrom({ from: read(0, null, null), to: read(HOUR, at(HOUR), null) })).toBe('1900-01-01T00:00:00.000Z');
    expect(changedFrom({ from: read(0, null, null), to: read(HOUR, null, null) })).toBeNull();
  });
});
