import { atMost, inFigures, seconds, type Figure } from '../bench/bench.ts';
import { findPayables, payAll, type Payable } from '../bench/benches/latency.ts';
import type { BenchErp } from '../bench/erps/index.ts';
import { cardShot } from '../bench/support/card-shot.ts';
import { atRate } from '../bench/support/load.ts';
import { peakMemoryMb } from '../bench/support/process-usage.ts';
import type { Stage } from '../bench/support/stage.ts';
import { median, percentile } from '../bench/support/statistics.ts';
import type { HostileTenant } from './hostile-tenant.ts';
import type { Part } from './part.ts';

const CARDS_PER_SECOND = 50;
const PAYMENT_EVERY_MS = 1_000;
const MOST_RATIO = 1.2;

interface SideBySideOptions {
  erp: BenchErp;
  hostile: HostileTenant;
  /** Of each phase: one without and one with the hostile portal make a round. */
  seconds: number;
  rounds: number;
  tell(text: string): void;
}

interface Measured {
  cardsMs: number[];
  paymentsMs: number[];
  healthMs: number[];
  faults: string[];
}

/** One portal's cards and payments, without and with another portal whose ERPs are as bad as they can be, in turn. */
export async function sideBySide(stage: Stage, { erp, hostile, tell, ...options }: SideBySideOptions): Promise<Part> {
  const payables = await findPayables(stage.database.db);
  const ground = { stage, erp, payables, recordIds: payables.map(({ recordId }) => recordId) };
  const [without, withIt] = [noMeasure(), noMeasure()];
  await measure(ground, 3, noMeasure());
  for (let round = 1; round <= options.rounds; round++) {
    await measure(ground, options.seconds, without);
    await hostile.start();
    await measure(ground, options.seconds, withIt);
    tell(`round ${round}: ${JSON.stringify(await hostile.answers())} hostile answers so far`);
    await hostile.pause();
  }
  const answers = Object.entries(await hostile.answers()).map(([hostility, count]) => `${hostility} ${count}`);
  return {
    figures: [
      compared('card p99', without.cardsMs, withIt.cardsMs, (ms) => `${inFigures(ms)} ms`, 0.99),
      compared('payment committed → property written, median', without.paymentsMs, withIt.paymentsMs, seconds, 0.5),
      compared('payment committed → property written, p99', without.paymentsMs, withIt.paymentsMs, seconds, 0.99),
      {
        what: 'longest wait for /health',
        measured: `${inFigures(Math.max(...withIt.healthMs))} ms, without ${inFigures(Math.max(...without.healthMs))} ms`,
        details: `hostile answers: ${answers.join(', ')}; ${hostile.refusedTests()} of ${hostile.tests()} connection tests refused; peak memory ${inFigures(peakMemoryMb(stage.service.pid))} MB`,
      },
    ],
    faults: [...without.faults, ...withIt.faults],
  };
}

function compared(what: string, without: number[], withIt: number[], unit: (ms: number) => string, share: number): Figure {
  const [calm, disturbed] = [percentile(without, share), percentile(withIt, share)];
  const ratio = disturbed / calm;
  return {
    what: `${what}, with a hostile portal of without`,
    measured: inFigures(ratio),
    ...atMost(ratio, MOST_RATIO),
    details: `${unit(disturbed)} against ${unit(calm)}; medians ${unit(median(withIt))} and ${unit(median(without))}; ${withIt.length} and ${without.length} samples`,
  };
}

const noMeasure = (): Measured => ({ cardsMs: [], paymentsMs: [], healthMs: [], faults: [] });

interface Ground {
  stage: Stage;
  erp: BenchErp;
  /** Not paid yet. */
  payables: Payable[];
  recordIds: string[];
}

async function measure({ stage, erp, payables, recordIds }: Ground, lasting: number, into: Measured): Promise<void> {
  const { world } = stage;
  const origin = `http://127.0.0.1:${world.port}`;
  const due = payables.splice(0, Math.floor((lasting * 1_000) / PAYMENT_EVERY_MS));
  if (due.length === 0) throw new Error('No invoice is left to be paid');
  const load = (path: string): Parameters<typeof atRate>[1] => ({
    origin,
    shots: lasting * CARDS_PER_SECOND,
    shoot: (n) => cardShot(world, path, recordIds[n % recordIds.length]!),
  });
  const health = { origin, shots: lasting * 10, shoot: () => ({ method: 'GET', path: '/health', headers: {} }) as const };
  const [cards, healthy, paid] = await Promise.all([
    atRate(CARDS_PER_SECOND, load('/cards/record')),
    atRate(10, health),
    payAll(stage, erp, due, { everyMs: PAYMENT_EVERY_MS }).catch((error: unknown) => String(error)),
  ]);
  for (const ms of cards.latenciesMs) into.cardsMs.push(ms);
  for (const ms of healthy.latenciesMs) into.healthMs.push(ms);
  if (typeof paid === 'string') into.faults.push(paid);
  else for (const { ms } of paid) into.paymentsMs.push(ms);
  if (cards.failed > 0) into.faults.push(`${cards.failed} cards of the healthy portal failed: ${cards.failures.join(', ')}`);
  if (healthy.failed > 0) into.faults.push(`/health failed ${healthy.failed} times: ${healthy.failures.join(', ')}`);
}
