import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { rowsOf } from '../../../server/erp/shared/rows.ts';

const Numbered = rowsOf(z.object({ id: z.number(), names: rowsOf(z.string()).optional() }));

describe('rows of an answer', () => {
  it('are read like any list', () => {
    expect(
      Numbered.parse([
        { id: 1, more: true },
        { id: 2, names: ['a'] },
      ]),
    ).toEqual([{ id: 1 }, { id: 2, names: ['a'] }]);
    expect(Numbered.safeParse('none').success).toBe(false);
    expect(Numbered.parse([])).toEqual([]);
  });

  it('end at the first that is wrong, however many are, and it is named', () => {
    const wrong = [{ id: 1 }, ...Array.from({ length: 150_000 }, () => ({}))];
    const { error } = Numbered.safeParse(wrong);
    expect(error?.issues.map(({ path }) => path)).toEqual([[1, 'id']]);
    expect(error?.message.length).toBeLessThan(1_000);
    expect(Numbered.safeParse([{ id: 1, names: [1, 2, 3] }]).error?.issues.map(({ path }) => path)).toEqual([[0, 'names', 0]]);
  });
});
