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

interface Round {
  calm: Measured;
  disturbed: Measured;
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
  const rounds: Round[] = [];
  await measure(ground, 3);
  while (rounds.length < options.rounds) {
    const calm = await measure(ground, options.seconds);
    await hostile.start();
    const disturbed = await measure(ground, options.seconds);
    rounds.push({ calm, disturbed });
    tell(`round ${rounds.length}: ${JSON.stringify(await hostile.answers())} hostile answers so far`);
    await hostile.pause();
  }
  const longest = (phase: keyof Round): string => `${inFigures(Math.max(...rounds.flatMap((round) => round[phase].healthMs)))} ms`;
  const answers = Object.entries(await hostile.answers()).map(([hostility, count]) => `${hostility} ${count}`);
  return {
    figures: [
      compared('card p99', rounds, { of: 'cardsMs', share: 0.99, unit: (ms) => `${inFigures(ms)} ms` }),
      compared('payment committed → property written, median', rounds, { of: 'paymentsMs', share: 0.5, unit: seconds }),
      compared('payment committed → property written, slowest', rounds, { of: 'paymentsMs', share: 1, unit: seconds }),
      {
        what: 'longest wait for /health',
        measured: `${longest('disturbed')}, without ${longest('calm')}`,
        details: `hostile answers: ${answers.join(', ')}; ${hostile.refusedTests()} of ${hostile.tests()} connection tests refused; peak memory ${inFigures(peakMemoryMb(stage.service.pid))} MB`,
      },
    ],
    faults: rounds.flatMap(({ calm, disturbed }) => [...calm.faults, ...disturbed.faults]),
  };
}

interface Compared {
  of: 'cardsMs' | 'paymentsMs';
  /** 0.99: the slowest of a hundred; 1: the slowest. */
  share: number;
  unit(ms: number): string;
}

/** Each round is compared with itself, and the round in the middle counts: what the machine did in one round alone decides nothing. */
function compared(what: string, rounds: readonly Round[], { of, share, unit }: Compared): Figure {
  const each = rounds
    .map(({ calm, disturbed }) => ({ without: percentile(calm[of], share), withIt: percentile(disturbed[of], share) }))
    .map((both) => ({ ...both, ratio: both.withIt / both.without }))
    .toSorted((a, b) => a.ratio - b.ratio);
  const ratios = each.map(({ ratio }) => ratio);
  const ratio = median(ratios);
  const samples = rounds.reduce((sum, { disturbed }) => sum + disturbed[of].length, 0);
  return {
    what: `${what}, with a hostile portal of without`,
    measured: inFigures(ratio),
    ...atMost(ratio, MOST_RATIO),
    details: `${unit(median(each.map(({ withIt }) => withIt)))} against ${unit(median(each.map(({ without }) => without)))}, the middle of ${rounds.length} rounds; each: ${ratios.map(inFigures).join(', ')}; ${samples} samples each`,
  };
}

interface Ground {
  stage: Stage;
  erp: BenchErp;
  /** Not paid yet. */
  payables: Payable[];
  recordIds: string[];
}

async function measure({ stage, erp, payables, recordIds }: Ground, lasting: number): Promise<Measured> {
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
  const faults: string[] = [];
  if (typeof paid === 'string') faults.push(paid);
  if (cards.failed > 0) faults.push(`${cards.failed} cards of the healthy portal failed: ${cards.failures.join(', ')}`);
  if (healthy.failed > 0) faults.push(`/health failed ${healthy.failed} times: ${healthy.failures.join(', ')}`);
  const paymentsMs = typeof paid === 'string' ? [] : paid.map(({ ms }) => ms);
  return { cardsMs: cards.latenciesMs, paymentsMs, healthMs: healthy.latenciesMs, faults };
}
