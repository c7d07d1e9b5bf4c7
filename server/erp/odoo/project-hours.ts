/** What of a pattern is planned, or how much of a sale falls to it, in hours. */
export interface Portion {
  hours: number;
  /** What is planned within that. */
  parts: readonly number[];
}

/** Of what was sold: `hours` of a unit of time, or so many `pieces`. */
export interface SoldTime {
  hours: number;
  pieces: number;
}

/**
 * Hours that were sold are shared out as the pattern plans them, to the hundredth; of what is sold by the piece each piece is the pattern once. A pattern that
 * plans none shares equally, and a piece counts as an hour, as it does in Odoo itself.
 */
export function shareHours(sold: SoldTime, planned: readonly Portion[]): { total: number; portions: Portion[] } {
  const all = hoursOf(planned);
  const total = hundredths(totalHours(sold, planned));
  const weights = planned.map(({ hours }) => (all > 0 ? hours : 1));
  const shares = shareOut(total, weights);
  const portions = planned.map(({ hours, parts }, at) => {
    const share = shares[at]!;
    return { hours: share / 100, parts: parts.map((part) => (hours > 0 ? hundredths((part * share) / 100 / hours) / 100 : part)) };
  });
  return { total: total / 100, portions };
}

/** Of all of it, which may have more digits than are planned. */
export function totalHours({ hours, pieces }: SoldTime, planned: readonly Pick<Portion, 'hours'>[]): number {
  const all = hoursOf(planned);
  return hours + pieces * (all > 0 ? all : 1);
}

const hoursOf = (planned: readonly Pick<Portion, 'hours'>[]): number => planned.reduce((sum, { hours }) => sum + hours, 0);

/** To the hundredth. */
export const isSameTime = (a: number, b: number): boolean => hundredths(a) === hundredths(b);

const hundredths = (hours: number): number => Math.round(hours * 100);

/** Whole parts that add up to the total: what rounding leaves goes to those who lost most by it. */
function shareOut(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const exact = weights.map((weight) => (sum === 0 ? 0 : (total * weight) / sum));
  const whole = exact.map(Math.floor);
  const left = sum === 0 ? 0 : total - whole.reduce((all, part) => all + part, 0);
  const byLoss = exact.map((_share, at) => at).toSorted((a, b) => exact[b]! - whole[b]! - (exact[a]! - whole[a]!) || a - b);
  for (const at of byLoss.slice(0, left)) whole[at]! += 1;
  return whole;
}
