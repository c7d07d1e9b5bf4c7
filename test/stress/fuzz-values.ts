/** A generator of numbers in [0, 1) that repeats itself for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type Random = () => number;
export const pick = <T>(random: Random, values: readonly T[]): T => values[Math.floor(random() * values.length)]!;

let deep: unknown = 1;
for (let level = 0; level < 500; level++) deep = [deep];

/** What the other side should never send, and somebody will. */
const ODD: readonly unknown[] = [
  null,
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  'x\udfff',
  '😀'.repeat(200),
  'a'.repeat(100_000),
  "' or 1=1 --",
  '../../etc/passwd',
  '%00',
  '%',
  '__proto__',
  '0',
  '-1',
  '9223372036854775808',
  '99999999999999999999',
  '1e999',
  'NaN',
  '00000000-0000-4000-8000-000000000000',
  '2026-02-30T99:99:99Z',
  '+275760-09-13T00:00:00.000Z',
  '0001-01-01T00:00:00Z',
  0,
  -1,
  0.5,
  1e308,
  2 ** 53,
  true,
  [],
  {},
  [[]],
  [null],
  ['\0'],
  { toString: 1 },
  { constructor: null },
  deep,
];

/** The value with one of its parts, or all of it, made odd. */
export function mutate(random: Random, value: unknown): unknown {
  if (random() < 0.1) return pick(random, ODD);
  if (Array.isArray(value))
    return value.length === 0 ? [pick(random, ODD)] : value.map((item) => (random() < 0.5 ? mutate(random, item) : (item as unknown)));
  if (typeof value !== 'object' || value === null) return pick(random, ODD);
  const entries = Object.entries(value);
  const name = pick(random, entries)?.[0];
  const changed = entries.flatMap(([key, held]): [string, unknown][] => {
    if (key !== name) return [[key, held]];
    return random() < 0.15 ? [] : [[key, mutate(random, held)]];
  });
  if (random() < 0.1) changed.push([pick(random, ['__proto__', 'extra', 'portalId']), pick(random, ODD)]);
  return Object.fromEntries(changed);
}
