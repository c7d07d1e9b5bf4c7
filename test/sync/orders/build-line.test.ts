import { describe, expect, it } from '@jest/globals';
import { recordId } from '../../../server/shared/ids.ts';
import { isWithinRounding, termsOf } from '../../../server/sync/orders/build-line.ts';

const line = (properties: Record<string, string>, currency = 'EUR') =>
  termsOf({ id: recordId('1'), archived: false, properties }, currency);

describe('what a line of a deal says', () => {
  it.each([
    [
      { quantity: '10', price: '12.5', hs_discount_percentage: '10' },
      { quantity: '10', price: '12.5', unitPrice: '12.5', discount: '10', net: '112.50' },
    ],
    // 2 of 8 is a quarter.
    [
      { quantity: '3', price: '8', discount: '2' },
      { quantity: '3', price: '8', unitPrice: '8', discount: '25', net: '18.00' },
    ],
    // 1 of 3 is no percentage with two digits.
    [
      { quantity: '2', price: '3', discount: '1' },
      { quantity: '2', price: '3', unitPrice: '2', discount: '0', net: '4.00' },
    ],
    [
      { quantity: '1', price: '10', hs_discount_percentage: '12.345' },
      { quantity: '1', price: '10', unitPrice: '8.7655', discount: '0', net: '8.77' },
    ],
    [
      { quantity: '1', price: '10', hs_discount_percentage: '100' },
      { quantity: '1', price: '10', unitPrice: '10', discount: '100', net: '0.00' },
    ],
    [{ price: '10' }, { quantity: '1', price: '10', unitPrice: '10', discount: '0', net: '10.00' }],
    [{ quantity: '2' }, { quantity: '2', price: null, unitPrice: null, discount: '0', net: null }],
  ])('%j', (properties, terms) => {
    expect(line(properties as Record<string, string>)).toEqual(terms);
  });

  it('is nothing where more is taken off than there is', () => {
    expect(line({ price: '10', hs_discount_percentage: '100.01' })).toBeNull();
    expect(line({ price: '10', discount: '10.01' })).toBeNull();
  });

  it('is rounded as its currency is', () => {
    expect(line({ quantity: '3', price: '0.335' }, 'JPY')?.net).toBe('1');
    expect(line({ quantity: '3', price: '0.3335' }, 'KWD')?.net).toBe('1.001');
  });
});

describe('two net totals', () => {
  it.each([
    ['100.00', '100.01', 1, true],
    ['100.00', '100.02', 1, false],
    ['100.00', '100.02', 4, true],
    ['100.00', '99.97', 4, false],
  ])('%s and %s over %d lines: %s', (a, b, lineCount, isSame) => {
    expect(isWithinRounding(a, b, { currency: 'EUR', lineCount })).toBe(isSame);
  });
});
