import { describe, expect, it } from '@jest/globals';
import { parseJson } from '../../server/shared/json.ts';
import { sourceFiles } from '../support/source-files.ts';

describe('JSON from outside', () => {
  it.each([
    ['{"a":"x\\u0000y"}', { a: 'xy' }],
    ['{"a\\u0000":[{"b":"\\ud800"}]}', { a: [{ b: '\ufffd' }] }],
    ['["\\udc00a","\\ud83d\\ude00"]', ['\ufffda', '😀']],
    ['{"a":"kept \\\\u0000","n":1,"t":true,"z":null}', { a: 'kept \\u0000', n: 1, t: true, z: null }],
    ['"\\u0000"', ''],
  ])('comes without NUL and half surrogates: %s', (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  it('is read nowhere else', () => {
    const parsers = sourceFiles('server').filter(({ text }) => text.includes('JSON.parse('));
    // What we wrote ourselves: stored settings, rows, cursors, files of packages.
    const ours =
      /^server\/(shared\/json|mirror\/json|portals\/connections|db\/embedded-binaries|erp\/[^/]+\/(cursor|hints|listing|reader|stream))\.ts$/;
    expect(parsers.map(({ path }) => path).filter((path) => !ours.test(path))).toEqual([]);
  });
});
