import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..');
interface Package {
  name?: string;
  engines?: { node?: string } | string[];
  optional?: boolean;
}
const read = <T>(path: string): T => JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as T;
const locked = Object.entries(read<{ packages: Record<string, Package> }>('package-lock.json').packages).filter(([path]) => path !== '');
const wantedBy = ({ engines }: Package): string => (engines && !Array.isArray(engines) ? engines.node : undefined) ?? '*';

/** Whether a version is in a range of npm, as far as packages write them: `^20.19.0 || >=22.12.0`, `14 >=14.18`, `10.*`. */
function isIn(version: string, range: string): boolean {
  const given = numbers(version);
  return range.split('||').some((part) =>
    part
      .trim()
      .replaceAll(/([<>=^~]) +/g, '$1')
      .split(/ +/)
      .every((one) => {
        const [, sign = '', text = ''] = /^([<>=^~]*)v?([\d.x*]*)$/.exec(one) ?? [];
        const wanted = numbers(text);
        const [order] = given.map((number, at) => number - (wanted[at] ?? 0)).filter((difference) => difference !== 0);
        if (sign.startsWith('>')) return (order ?? 0) >= 0;
        if (sign.startsWith('<')) return sign === '<=' ? (order ?? 0) <= 0 : (order ?? 0) < 0;
        if (sign === '^') return given[0] === wanted[0] && (order ?? 0) >= 0;
        return wanted.every((number, at) => given[at] === number);
      }),
  );
}
const numbers = (version: string): number[] => (version.match(/^\d+(\.\d+)*/)?.[0] ?? '').split('.').filter(Boolean).map(Number);

describe('ranges', () => {
  it.each([
    ['20.19.0', '^18.17.0 || >=20.5.0', true],
    ['20.19.0', '>=22', false],
    ['20.19.0', '>= 10.x', true],
    ['24.21.0', '^20.19.0 || ^22.13.0 || >=23.5.0', true],
    ['20.19.0', '14 >=14.18', false],
    ['20.19.0', '*', true],
  ])('are read: %s in %s', (version, range, expected) => {
    expect(isIn(version, range)).toBe(expected);
  });
});

// npm warns (EBADENGINE) of every locked package that asks for a newer Node than npm itself runs on, although the Node that npm brings along runs them
// all. So the lock keeps no such `engines`; what the packages themselves ask for is checked against that Node instead.
describe('Node', () => {
  it('20 installs the packages without a warning: take "engines" out of package-lock.json where one asks for more', () => {
    const asking = locked
      .filter(([, its]) => !its.optional && !isIn('20.19.0', wantedBy(its)))
      .map(([path, its]) => `${path} ${wantedBy(its)}`);
    expect(asking).toEqual([]);
  });

  it('that comes along is new enough for all of them', () => {
    const installed = locked.map(([path]) => `${path}/package.json`).filter((path) => existsSync(join(ROOT, path)));
    expect(installed.length).toBeGreaterThan(300);
    const tooNew = installed.filter((path) => !isIn(process.versions.node, wantedBy(read<Package>(path))));
    expect(tooNew).toEqual([]);
  });
});
