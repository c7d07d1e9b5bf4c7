import { atMost, inFigures, seconds, type BenchContext, type Figure } from '../bench.ts';
import type { BenchCustomers, BenchErp } from '../erps/index.ts';
import type { Pair } from '../support/customer-answers.ts';
import { comeToRest, until, type Stage } from '../support/stage.ts';
import { median, percentile } from '../support/statistics.ts';
import { createStepMeter, type Step } from '../support/step-meter.ts';

const MOST_MS = 5_000;
/** Of what no hint announces a quiet ERP is asked every 15 min. */
const GIVE_UP_MS = 16 * 60_000;

/** How many changes there are, and how far apart. */
interface Pace {
  count: number;
  everyMs: number;
}

interface InStep {
  erp: BenchErp;
  customers: BenchCustomers;
  connectionId: string;
  linked: readonly Pair[];
  /** One that nobody knows, and that meets the condition. */
  newCompany(): Record<string, string>;
}

/** What one side does, and whether the other side has it. */
interface Change {
  /** When it was committed, in ms of the clock. */
  make(): Promise<number>;
  hasArrived(): boolean;
}

/**
 * How long a change of one side takes to the other, and what it costs. Where the ERP announces nothing, its changes are few, as they wait for somebody
 * to ask; HubSpot announces its own.
 */
export async function customerChanges({ isQuick, tell }: BenchContext, stage: Stage, books: InStep): Promise<Figure[]> {
  const { erp, connectionId, linked } = books;
  const { administrator: admin } = erp;
  if (admin) await stage.world.call('/settings/connections/hint', { connectionId, answer: 'install', admin });
  const announced: Pace = { count: isQuick ? 20 : 100, everyMs: 600 };
  const asked: Pace = { count: isQuick ? 3 : 12, everyMs: 17_000 };
  const paceInErp = admin ? announced : asked;
  const ofErp = linked.slice(0, paceInErp.count);
  const ofHubSpot = linked.slice(paceInErp.count, paceInErp.count + announced.count);
  const inErp = await measure(stage, erp, {
    changes: ofErp.map((pair, n) => changedInErp(stage, books, pair, n)),
    everyMs: paceInErp.everyMs,
  });
  tell('the ERP’s changes have arrived');
  const inHubSpot = await measure(stage, erp, {
    changes: ofHubSpot.map((pair, n) => changedInHubSpot(stage, books, pair, n)),
    everyMs: announced.everyMs,
  });
  tell('HubSpot’s changes have arrived');
  const qualified = await measure(stage, erp, {
    changes: Array.from({ length: announced.count }, () => qualifiedInHubSpot(stage, books)),
    everyMs: announced.everyMs,
  });
  const least = { erp: 1, hubspot: 1 };
  return [
    ...(admin ? figuresOf(inErp, { change: 'phone in the ERP → HubSpot', by: 'hints', least }) : [pollingFigure(inErp)]),
    ...figuresOf(inHubSpot, { change: 'phone in HubSpot → ERP', by: 'webhooks', least }),
    // Read, and given our key.
    ...figuresOf(qualified, { change: 'company qualified → customer in the ERP', by: 'webhooks', least: { erp: 1, hubspot: 2 } }),
  ];
}

function changedInErp({ world: { portal } }: Stage, { customers }: InStep, { customerId, recordId }: Pair, n: number): Change {
  const phone = `+52 55 1000 ${1000 + n}`;
  return {
    make: async () => (await customers.setPhone(customerId, phone)).committedAt,
    hasArrived: () => portal.value('companies', recordId, 'phone') === phone,
  };
}

function changedInHubSpot({ world: { portal } }: Stage, { customers }: InStep, { customerId, recordId }: Pair, n: number): Change {
  const phone = `+52 55 2000 ${1000 + n}`;
  return {
    make: () => {
      portal.users.edit('companies', recordId, { phone });
      return Promise.resolve(Date.now());
    },
    hasArrived: () => customers.phoneOf(customerId) === phone,
  };
}

function qualifiedInHubSpot({ world: { portal } }: Stage, { customers, newCompany }: InStep): Change {
  const company = newCompany();
  const newest = customers.list().at(-1)?.id;
  return {
    make: () => {
      portal.users.createCompany(company);
      return Promise.resolve(Date.now());
    },
    hasArrived: () => customers.list(newest).some(({ name }) => name === company['name']),
  };
}

interface Measured {
  times: number[];
  step: Step;
  everyMs: number;
}

/** At a steady pace, whether the ones before have arrived or not; the calls include what follows until nothing is due. */
async function measure(
  stage: Stage,
  erp: BenchErp,
  { changes, everyMs }: { changes: readonly Change[]; everyMs: number },
): Promise<Measured> {
  await comeToRest(stage);
  const meter = createStepMeter(stage, erp);
  let times: number[] = [];
  const step = await meter.measure(async () => {
    const arrivals: Promise<number>[] = [];
    for (const { make, hasArrived } of changes) {
      const committedAt = await make();
      arrivals.push(until('a change arrives', () => Promise.resolve(hasArrived()), GIVE_UP_MS).then(() => Date.now() - committedAt));
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
    times = await Promise.all(arrivals);
    await comeToRest(stage);
  });
  meter.stop();
  return { times, step, everyMs };
}

interface About {
  change: string;
  /** What announces it. */
  by: 'hints' | 'webhooks';
  least: Omit<Step, 'ms'>;
}

function figuresOf({ times, step, everyMs }: Measured, { change, by, least }: About): Figure[] {
  const p99 = percentile(times, 0.99);
  const each = (calls: number): string => inFigures(calls / times.length);
  return [
    {
      what: `${change}, p99 with ${by}`,
      measured: seconds(p99),
      ...atMost(p99 / 1000, MOST_MS / 1000, ' s'),
      details: `p50 ${seconds(median(times))}, slowest ${seconds(Math.max(...times))}, ${times.length} changes, one every ${everyMs} ms`,
    },
    {
      what: `${change}, calls each`,
      measured: `ERP ${each(step.erp)}, HubSpot ${each(step.hubspot)}`,
      details: `at least ${least.erp} and ${least.hubspot}; with polling and what comes back of our own writes, over ${seconds(step.ms)}`,
    },
  ];
}

function pollingFigure({ times, step, everyMs }: Measured): Figure {
  return {
    what: 'phone in the ERP → HubSpot, by polling alone',
    measured: `p50 ${seconds(median(times))}, p99 ${seconds(percentile(times, 0.99))}`,
    details: `${times.length} changes, one every ${seconds(everyMs)}; an ERP is asked every 60 s while it is busy, every 15 min after a quiet while, and whatever it stamped in the last seconds waits for the next time; ${step.erp} calls of the ERP and ${step.hubspot} of HubSpot in ${seconds(step.ms)}`,
  };
}
