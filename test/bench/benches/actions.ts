import { PORTAL_ID } from '../../support/world.ts';
import { atLeast, inFigures, seconds, type Bench, type Figure } from '../bench.ts';
import { cpuSeconds, firstThreadSeconds } from '../support/process-usage.ts';
import { setStage, until, type Stage } from '../support/stage.ts';
import { median, percentile } from '../support/statistics.ts';

/** A workflow takes thousands at once; HubSpot's calls come together. */
const AT_ONCE = 100;

/** Steps of workflows: from the call to the outcome that HubSpot is told, one after the other, and many at once. */
export const actions: Bench = {
  name: 'actions',
  async run({ isQuick, tell }) {
    const stage = await setStage({ database: ['shared_preload_libraries=pg_stat_statements'] });
    try {
      await stage.database.db.raw('create extension pg_stat_statements');
      const alone = await oneByOne(stage, isQuick ? 5 : 50);
      tell('many at once');
      return [alone, ...(await manyAtOnce(stage, isQuick ? 200 : 2_000))];
    } finally {
      await stage.close();
    }
  },
};

/** Through the double, which repeats, waits and takes callbacks as HubSpot does. */
async function oneByOne({ world }: Stage, count: number): Promise<Figure> {
  const { workflows } = world.hubspot;
  const latenciesMs: number[] = [];
  for (let n = 0; n < count; n++) {
    const startedAt = performance.now();
    const { callbackId } = workflows.start(PORTAL_ID, { step: 'latest_invoice', objectType: 'companies', objectId: String(1_000 + n) });
    await until('the step has ended', () => Promise.resolve(workflows.run(callbackId).endedAt !== null));
    latenciesMs.push(performance.now() - startedAt);
  }
  return {
    what: 'call of a step → outcome told, p99',
    measured: seconds(percentile(latenciesMs, 0.99)),
    details: `p50 ${seconds(median(latenciesMs))}, ${count} steps one after the other; HubSpot is told 1 s after the call at the earliest`,
  };
}

interface Cost {
  /** CPU time of the service in ms, and of its thread that answers HTTP: jobs have one of their own. */
  cpuMs: number;
  answeringMs: number;
  /** Of the database. */
  statements: number;
  inserts: number;
}

async function costOf({ service, database: { db } }: Stage): Promise<Cost> {
  const { rows } = await db.raw<{ rows: { statements: number; inserts: number }[] }>(
    `select sum(calls)::double precision as statements,
       coalesce(sum(calls) filter (where query like '%insert into action_runs%'), 0)::double precision as inserts
     from pg_stat_statements`,
  );
  return { cpuMs: cpuSeconds(service.pid) * 1_000, answeringMs: firstThreadSeconds(service.pid) * 1_000, ...rows[0]! };
}

async function manyAtOnce(stage: Stage, count: number): Promise<Figure[]> {
  const { world } = stage;
  const { workflows } = world.hubspot;
  workflows.habits.atOnce = AT_ONCE;
  const start = (n: number) => workflows.start(PORTAL_ID, { step: 'latest_invoice', objectType: 'companies', objectId: String(n) });
  for (let n = 0; n < AT_ONCE; n++) start(1_000_000 + n);
  await workflows.settled();
  await until('the first have ended', () => Promise.resolve(workflows.runs(PORTAL_ID).every(({ endedAt }) => endedAt !== null)));
  const before = await costOf(stage);
  const startedAt = performance.now();
  const runs = Array.from({ length: count }, (_none, n) => start(5_000 + n));
  await workflows.settled();
  const acceptedMs = performance.now() - startedAt;
  const accepted = await costOf(stage);
  const repeated = runs.flatMap(({ statuses }) => statuses.slice(0, -1));
  await until('all have ended', () => Promise.resolve(runs.every(({ endedAt }) => endedAt !== null)));
  const endedMs = performance.now() - startedAt;
  const told = await costOf(stage);
  const each = (of: keyof Cost, until: Cost): string => inFigures((until[of] - before[of]) / count);
  const lost = runs.filter(({ outputs }) => outputs['result'] !== 'no_invoice').length;
  return [
    {
      what: `${inFigures(count)} enrolments at once, accepted a second`,
      measured: inFigures((count * 1_000) / acceptedMs),
      ...atLeast((count * 1_000) / acceptedMs, 200),
      details: `${seconds(acceptedMs)}, ${AT_ONCE} calls at a time, ${repeated.length} repeated ${[...new Set(repeated)].join(', ')}`,
    },
    {
      what: 'of these lost',
      measured: String(lost),
      target: '0',
      isMet: lost === 0,
      details: `HubSpot was told all outcomes within ${seconds(endedMs)}, in ${world.hubspot.calls({ path: /callbacks/ }).length} calls altogether`,
    },
    {
      what: 'CPU of the service for each enrolment, until it is told',
      measured: `${each('cpuMs', told)} ms`,
      details: `${each('answeringMs', accepted)} ms of it for the answer; ${each('statements', told)} statements each, all were accepted by ${accepted.inserts - before.inserts} inserts`,
    },
  ];
}
