/** Compares what two lists of exact decimals add up to, as `a - b` would: amounts never pass through floats. */
export function compareSums(a: readonly string[], b: readonly string[]): number {
  const scale = Math.max(0, ...[...a, ...b].map((text) => fractionOf(text).length));
  const difference = sumOf(a, scale) - sumOf(b, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

const fractionOf = (text: string): string => text.split('.')[1] ?? '';

/** In whole units of the scale's last digit. */
function sumOf(texts: readonly string[], scale: number): bigint {
  return texts.reduce((sum, text) => sum + BigInt((text.split('.')[0] ?? '') + fractionOf(text).padEnd(scale, '0')), 0n);
}
