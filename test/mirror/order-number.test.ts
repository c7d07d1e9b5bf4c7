import { describe, expect, it } from '@jest/globals';
import { plainOrderNumber } from '../../server/mirror/order-number.ts';

describe('the number of an order', () => {
  it.each([
    ['s 00012', 'S00012'],
    ['FAC\u2011MX\u20131001', 'FAC-MX-1001'],
    ['9'.repeat(201), ''],
  ])('is the same however people type it: %j', (typed, plain) => expect(plainOrderNumber(typed)).toBe(plain));
});
