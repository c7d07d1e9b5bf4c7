import { describe, expect, it } from '@jest/globals';
import { amountText, minorOf, minorText, prorate } from '../../../server/erp/shared/money.ts';
import { UnreadableError } from '../../../server/erp/shared/unreadable-error.ts';

describe('amounts', () => {
  it.each([
    [1234.5, 2, '1234.50', 123450n],
    [-0.004, 2, '0.00', 0n],
    [-12.3, 2, '-12.30', -1230n],
    [1500, 0, '1500', 1500n],
    [0.1 + 0.2, 3, '0.300', 300n],
  ])('%d with %i decimals are %s', (value, decimals, text, minor) => {
    expect(amountText(value, decimals)).toBe(text);
    expect(minorOf(value, decimals)).toBe(minor);
    expect(minorText(minor, decimals)).toBe(text);
  });

  it('that no books can have are not understood', () => {
    for (const read of [amountText, minorOf]) expect(() => read(1e21, 2)).toThrow(UnreadableError);
  });

  it('are shared in the ratio of two totals, rounded half up', () => {
    expect([prorate(100n, 1n, 3n), prorate(100n, 1n, 8n), prorate(-100n, 1n, 3n), prorate(5n, 1n, 0n)]).toEqual([33n, 13n, -33n, 0n]);
  });
});
