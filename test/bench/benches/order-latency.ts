import { atMost, inFigures, seconds, type BenchContext, type Figure } from '../bench.ts';
import type { OrderingErp } from '../erps/index.ts';
import { makeDeals, win, type Buyer, type Deal } from '../support/deals.ts';
import { hasOrder } from '../support/order-answers.ts';
import { comeToRest, until, type Stage } from '../support/stage.ts';
import { median, percentile } from '../support/statistics.ts';

const MOST_MS = 10_000;
const EVERY_MS = 600;
const GIVE_UP_MS = 5 * 60_000;
/**
 * Two writes; what each made is read back, as the ERP's answer to a write says no amounts (Odoo) or may speak of a document that is not there
 * (Business One); and the order is read into the mirror.
 */
const LEAST_CALLS = 5;

/** One deal after the other is won: how long until it has the number of its order, and what that costs the ERP. */
export async function orderLatency(
  { isQuick, tell }: BenchContext,
  stage: Stage,
  { erp, buyers }: { erp: OrderingErp; buyers: readonly Buyer[] },
): Promise<Figure[]> {
  const count = isQuick ? 20 : 150;
  const deals = makeDeals(
    stage,
    Array.from({ length: count }, (_none, n) => buyers[n % buyers.length]!),
    'Pedido tranquilo',
  );
  await comeToRest(stage);
  erp.orders.takeCalls();
  const times = await winAll(stage, erp, deals);
  await comeToRest(stage);
  const calls = erp.orders.takeCalls();
  tell(
    Object.entries(calls)
      .map(([what, made]) => `${what}: ${inFigures(made / count)}`)
      .join(', '),
  );
  return [timeFigure(times), callsFigure(calls, count)];
}

async function winAll(stage: Stage, erp: OrderingErp, deals: readonly Deal[]): Promise<number[]> {
  const wonAt = new Map<Deal, number>();
  const times: number[] = [];
  const arrivals = until('every deal has its order', () => Promise.resolve(areAllThere()), deals.length * EVERY_MS + GIVE_UP_MS);
  for (const deal of deals) {
    wonAt.set(deal, Date.now());
    win(stage, deal);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  await arrivals;
  return times;

  function areAllThere(): boolean {
    const isThere = hasOrder(stage, erp);
    for (const [deal, at] of wonAt) {
      if (!isThere(deal)) continue;
      times.push(Date.now() - at);
      wonAt.delete(deal);
    }
    return times.length === deals.length;
  }
}

function timeFigure(times: readonly number[]): Figure {
  const p99 = percentile(times, 0.99);
  return {
    what: 'deal won → number of the confirmed order on the deal, p99',
    measured: seconds(p99),
    ...atMost(p99 / 1000, MOST_MS / 1000, ' s'),
    details: `p50 ${seconds(median(times))}, slowest ${seconds(Math.max(...times))}, ${times.length} deals, one every ${EVERY_MS} ms`,
  };
}

function callsFigure(calls: Readonly<Record<string, number>>, count: number): Figure {
  const each = Object.entries(calls)
    .map(([what, made]) => [what, made / count] as const)
    .toSorted(([, a], [, b]) => b - a);
  const total = each.reduce((sum, [, made]) => sum + made, 0);
  return {
    what: 'calls of the ERP for each order',
    measured: inFigures(total),
    details: `at least ${LEAST_CALLS}; ${each.map(([what, made]) => `${what} ${inFigures(made)}`).join(', ')}`,
  };
}
