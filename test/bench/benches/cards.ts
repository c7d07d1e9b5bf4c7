import { atMost, inFigures, type Bench, type BenchContext, type Figure } from '../bench.ts';
import { cardShot } from '../support/card-shot.ts';
import { atFullSpeed, atRate, type LoadOptions, type LoadResult } from '../support/load.ts';
import { seedManyInvoices, type ManyInvoices } from '../support/seed-cards.ts';
import { comeToRestForGood, connectAndApprove, setStage, type Stage } from '../support/stage.ts';
import { median, percentile } from '../support/statistics.ts';

const RATE = 100;
const AT_ONCE = 10;
const MOST_MS = 50;

/** Card answers with a large mirror behind them. */
export const cards: Bench = {
  name: 'cards',
  async run(context) {
    const { erp: kit, isQuick, tell } = context;
    const erp = await kit.start({ customers: 5, invoices: 10, pace: 'immediate' });
    const stage = await setStage();
    try {
      const connectionId = await connectAndApprove(stage, erp);
      await comeToRestForGood(stage);
      const seeded = await seedManyInvoices(stage, { connectionId, invoices: isQuick ? 20_000 : 1_000_000 });
      tell(`${inFigures(seeded.invoices)} invoices of ${inFigures(seeded.customers)} customers are there`);
      const figures: Figure[] = [];
      for (const path of ['/cards/record', '/cards/invoices']) figures.push(...(await measure(stage, context, path, seeded)));
      return figures;
    } finally {
      await stage.close();
      await erp.close();
    }
  },
};

async function measure(stage: Stage, { isQuick }: BenchContext, path: string, seeded: ManyInvoices): Promise<Figure[]> {
  const load = (shots: number): LoadOptions => ({
    origin: `http://127.0.0.1:${stage.world.port}`,
    shots,
    shoot: (n) => shot(stage, path, seeded, n),
  });
  await atRate(RATE / 2, load(isQuick ? 50 : 250));
  const paced = await atRate(RATE, load(RATE * (isQuick ? 3 : 30)));
  const full = await atFullSpeed(AT_ONCE, load(isQuick ? 300 : 3_000));
  return [latencyFigure(path, paced, seeded), throughputFigure(path, full)];
}

/** One request in a hundred is for the customer with 5,000 invoices; the others go through all customers. */
function shot({ world }: Stage, path: string, { recordIds, largestId }: ManyInvoices, n: number) {
  const objectId = n % 100 === 99 ? largestId : recordIds[(n * 7919) % recordIds.length]!;
  return cardShot(world, path, objectId);
}

function latencyFigure(path: string, { latenciesMs, failed }: LoadResult, { invoices }: ManyInvoices): Figure {
  const p99 = percentile(latenciesMs, 0.99);
  return {
    what: `p99 of ${path} at ${RATE} requests/s, ${inFigures(invoices)} invoices`,
    measured: `${inFigures(p99)} ms`,
    ...atMost(p99, MOST_MS, ' ms'),
    details: `p50 ${inFigures(median(latenciesMs))} ms, slowest ${inFigures(Math.max(...latenciesMs))} ms, ${latenciesMs.length} requests, ${failed} failed`,
  };
}

function throughputFigure(path: string, { latenciesMs, elapsedMs, failed }: LoadResult): Figure {
  return {
    what: `${path}, ${AT_ONCE} at a time`,
    measured: `${inFigures((latenciesMs.length * 1000) / elapsedMs)} requests/s`,
    details: `p50 ${inFigures(median(latenciesMs))} ms, p99 ${inFigures(percentile(latenciesMs, 0.99))} ms, ${failed} failed`,
  };
}
