import { describe, expect, it } from '@jest/globals';
import { shareHours } from '../../../server/erp/odoo/project-hours.ts';

const plan = (...hours: number[]) => hours.map((one) => ({ hours: one, parts: [] }));
const shares = (sold: Parameters<typeof shareHours>[0], ...hours: number[]) =>
  shareHours(sold, plan(...hours)).portions.map((one) => one.hours);

describe('the hours of a project', () => {
  it('that were sold are shared as the pattern plans them, and nothing is lost in rounding', () => {
    expect(shares({ hours: 10, pieces: 0 }, 1, 1, 1)).toEqual([3.34, 3.33, 3.33]);
    expect(shares({ hours: 8, pieces: 0 }, 6, 2)).toEqual([6, 2]);
  });

  it('are those of the pattern, once for each piece', () => {
    expect(shareHours({ hours: 0, pieces: 3 }, plan(6, 2))).toEqual({ total: 24, portions: plan(18, 6) });
  });

  it('are shared equally where the pattern plans none, a piece being an hour', () => {
    expect(shareHours({ hours: 0, pieces: 3 }, plan(0, 0))).toEqual({ total: 3, portions: plan(1.5, 1.5) });
  });

  it('of parts stay their part of the task', () => {
    const { portions } = shareHours({ hours: 4, pieces: 0 }, [{ hours: 8, parts: [2, 6] }]);
    expect(portions).toEqual([{ hours: 4, parts: [1, 3] }]);
  });

  it('are planned for the project alone where the pattern has no tasks', () => {
    expect(shareHours({ hours: 5, pieces: 1 }, [])).toEqual({ total: 6, portions: [] });
  });
});
