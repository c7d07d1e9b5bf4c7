import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { SUBJECTS } from './subjects.ts';

describe('what is mutated', () => {
  it('are files and tests that are there', () => {
    const named = SUBJECTS.flatMap(({ file, near, wide }) => [file, ...near, ...wide]);
    expect(named.filter((path) => !existsSync(new URL(`../../${path}`, import.meta.url)))).toEqual([]);
  });
});
