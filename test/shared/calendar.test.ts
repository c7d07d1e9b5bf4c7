import { describe, expect, it } from '@jest/globals';
import { addDays, dayIn, endOfDay, minuteOfDayIn, startOfDay } from '../../server/shared/calendar.ts';

describe('days of a time zone', () => {
  it.each([
    ['UTC', '2026-11-20', '2026-11-20T00:00:00.000Z', '2026-11-21T00:00:00.000Z'],
    ['America/Mexico_City', '2026-11-20', '2026-11-20T06:00:00.000Z', '2026-11-21T06:00:00.000Z'],
    ['Asia/Kolkata', '2026-11-20', '2026-11-19T18:30:00.000Z', '2026-11-20T18:30:00.000Z'],
    // Clocks go forward, clocks go back, clocks go forward at midnight.
    ['Europe/Madrid', '2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
    ['Europe/Madrid', '2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
    // Clocks change between midnight there and midnight in Greenwich.
    ['Pacific/Auckland', '2026-09-27', '2026-09-26T12:00:00.000Z', '2026-09-27T11:00:00.000Z'],
    ['Pacific/Auckland', '2026-04-05', '2026-04-04T11:00:00.000Z', '2026-04-05T12:00:00.000Z'],
    ['America/Havana', '2026-03-08', '2026-03-08T05:00:00.000Z', '2026-03-09T04:00:00.000Z'],
  ])('in %s, %s lasts from %s to %s', (zone, day, start, end) => {
    expect([startOfDay(zone, day).toISOString(), endOfDay(zone, day).toISOString()]).toEqual([start, end]);
    expect([dayIn(zone, new Date(start)), dayIn(zone, new Date(Date.parse(end) - 1))]).toEqual([day, day]);
  });

  it('tell the time on the wall', () => {
    expect(minuteOfDayIn('America/Mexico_City', new Date('2026-11-20T14:30:00Z'))).toBe(8 * 60 + 30);
    expect(minuteOfDayIn('Europe/Madrid', new Date('2026-11-19T23:05:00Z'))).toBe(5);
  });

  it('add up over months and years', () => {
    expect([addDays('2026-12-31', 1), addDays('2026-03-01', -1), addDays('2028-02-28', 1)]).toEqual([
      '2027-01-01',
      '2026-02-28',
      '2028-02-29',
    ]);
  });
});
