/** Compares what two lists of exact decimals add up to, as `a - b` would: amounts never pass through floats. */
export function compareSums(a: readonly string[], b: readonly string[]): number {
  const scale = Math.max(longestFraction(a), longestFraction(b));
  const difference = sumOf(a, scale) - sumOf(b, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

const longestFraction = (texts: readonly string[]): number => texts.reduce((longest, text) => Math.max(longest, fractionOf(text)), 0);

/** How many digits stand behind the point. */
function fractionOf(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}

/** In whole units of the scale's last digit. */
function sumOf(texts: readonly string[], scale: number): bigint {
  return texts.reduce((sum, text) => sum + BigInt(text.replace('.', '') + '0'.repeat(scale - fractionOf(text))), 0n);
}
