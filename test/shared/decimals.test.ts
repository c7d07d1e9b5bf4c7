import { describe, expect, it } from '@jest/globals';
import { add, compare, divide, multiply, round, subtract, trimZeros } from '../../server/shared/decimals.ts';

describe('exact decimals', () => {
  it('add and multiply without losing a digit', () => {
    expect(add('0.1', '0.2')).toBe('0.3');
    expect(add('-1', '0.05')).toBe('-0.95');
    expect(multiply('12.50', '10', '0.9')).toBe('112.500');
    expect(subtract('99999999999999999999.01', '0.02')).toBe('99999999999999999998.99');
  });

  it.each([
    ['2.5', '3'],
    ['-2.5', '-3'],
    ['2.4999', '2'],
    ['-0.4', '0'],
  ])('round %s to %s, half away from zero', (given, rounded) => {
    expect(compare(round(given, 0), rounded)).toBe(0);
  });

  it('divide to so many digits', () => {
    expect(divide('1', '3', 4)).toBe('0.3333');
    expect(divide('-2', '3', 2)).toBe('-0.67');
    expect(() => divide('1', '0.00', 2)).toThrow();
  });

  it('keep no zeros that say nothing', () => {
    expect(['10.500', '10.00', '100', '0.0'].map(trimZeros)).toEqual(['10.5', '10', '100', '0']);
  });
});
