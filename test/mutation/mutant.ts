/** One small change of a text: what stands from `start` to `end` becomes `replacement`. */
export interface Mutant {
  start: number;
  end: number;
  replacement: string;
}

export const lineOf = (source: string, position: number): number => source.slice(0, position).split('\n').length;

const SHOWN = 90;

/** `i.open > 0` → `i.open >= 0`, with as much around it as tells which one it is. */
export function described(source: string, { start, end, replacement }: Mutant): string {
  const before = source.slice(source.lastIndexOf('\n', start) + 1, start).trimStart();
  const lineEnd = source.indexOf('\n', end);
  const after = source.slice(end, lineEnd === -1 ? undefined : lineEnd).trimEnd();
  const around = (middle: string): string => `${before.slice(-30)}${middle.replaceAll(/\s+/g, ' ').slice(0, SHOWN)}${after.slice(0, 30)}`;
  return `\`${around(source.slice(start, end))}\` → \`${around(replacement)}\``;
}

/** The same numbers for the same seed, wherever it runs (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
