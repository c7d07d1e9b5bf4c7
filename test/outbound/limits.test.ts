import { describe, expect, it } from '@jest/globals';
import { createCounter, MOST_VALUES } from '../../server/outbound/limits.ts';

const inPieces = (text: string, size: number): boolean => {
  const bytes = Buffer.from(text);
  const counter = createCounter();
  for (let at = 0; at < bytes.length; at += size) if (!counter(bytes.subarray(at, at + size))) return false;
  return true;
};

describe('the values of an answer', () => {
  const text = JSON.stringify([`${'[,{'.repeat(MOST_VALUES)}"\\`, 'é', { a: '\\"' }, [[]]]);

  it.each([1, 2, 3, 65_536])('are counted the same however it is cut, here into pieces of %i bytes', (size) => {
    expect(inPieces(text, size)).toBe(true);
    expect(inPieces('['.repeat(65), size)).toBe(false);
    expect(inPieces('[],'.repeat(MOST_VALUES + 1), size)).toBe(false);
  });

  it('end the reading where they are too many', () => {
    const counter = createCounter();
    expect(counter(Buffer.from('1,'.repeat(MOST_VALUES)))).toBe(true);
    expect(counter(Buffer.from(','))).toBe(false);
  });
});
