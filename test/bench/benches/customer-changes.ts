import { atMost, inFigures, seconds, type BenchContext, type Figure } from '../bench.ts';
import type { BenchCustomers, BenchErp } from '../erps/index.ts';
import type { Pair } from '../support/customer-answers.ts';
import { comeToRest, until, type Stage } from '../support/stage.ts';
import { median, percentile } from '../support/statistics.ts';
import { createStepMeter, type Step } from '../support/step-meter.ts';

const MOST_MS = 5_000;
const EVERY_MS = 600;
/** Of what no hint announces a quiet ERP is asked every 15 min. */
const GIVE_UP_MS = 16 * 60_000;

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

/** How long a change of one side takes to the other, and what it costs, with the ERP's change hints. None where it sends none. */
export async function customerChanges({ isQuick, tell }: BenchContext, stage: Stage, books: InStep): Promise<Figure[]> {
  const { erp, connectionId, linked } = books;
  if (!erp.administrator) return [];
  await stage.world.call('/settings/connections/hint', { connectionId, answer: 'install', admin: erp.administrator });
  const count = isQuick ? 20 : 100;
  const pairs = linked.slice(0, 2 * count);
  const inErp = await measure(
    stage,
    erp,
    pairs.slice(0, count).map((pair, n) => changedInErp(stage, books, pair, n)),
  );
  tell('the ERP’s changes have arrived');
  const inHubSpot = await measure(
    stage,
    erp,
    pairs.slice(count).map((pair, n) => changedInHubSpot(stage, books, pair, n)),
  );
  tell('HubSpot’s changes have arrived');
  const qualified = await measure(
    stage,
    erp,
    Array.from({ length: count }, () => qualifiedInHubSpot(stage, books)),
  );
  return [
    ...figuresOf(inErp, { change: 'phone in the ERP → HubSpot', least: { erp: 1, hubspot: 1 } }),
    ...figuresOf(inHubSpot, { change: 'phone in HubSpot → ERP', least: { erp: 1, hubspot: 1 } }),
    // Read, and given our key.
    ...figuresOf(qualified, { change: 'company qualified → customer in the ERP', least: { erp: 1, hubspot: 2 } }),
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
}

/** At a steady pace, whether the ones before have arrived or not; the calls include what follows until nothing is due. */
async function measure(stage: Stage, erp: BenchErp, changes: readonly Change[]): Promise<Measured> {
  await comeToRest(stage);
  const meter = createStepMeter(stage, erp);
  let times: number[] = [];
  const step = await meter.measure(async () => {
    const arrivals: Promise<number>[] = [];
    for (const { make, hasArrived } of changes) {
      const committedAt = await make();
      arrivals.push(until('a change arrives', () => Promise.resolve(hasArrived()), GIVE_UP_MS).then(() => Date.now() - committedAt));
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
    times = await Promise.all(arrivals);
    await comeToRest(stage);
  });
  meter.stop();
  return { times, step };
}

function figuresOf({ times, step }: Measured, { change, least }: { change: string; least: Omit<Step, 'ms'> }): Figure[] {
  const p99 = percentile(times, 0.99);
  const each = (calls: number): string => inFigures(calls / times.length);
  return [
    {
      what: `${change}, p99 with hints`,
      measured: seconds(p99),
      ...atMost(p99 / 1000, MOST_MS / 1000, ' s'),
      details: `p50 ${seconds(median(times))}, slowest ${seconds(Math.max(...times))}, ${times.length} changes, one every ${EVERY_MS} ms`,
    },
    {
      what: `${change}, calls each`,
      measured: `ERP ${each(step.erp)}, HubSpot ${each(step.hubspot)}`,
      details: `at least ${least.erp} and ${least.hubspot}; with polling and what comes back of our own writes, over ${seconds(step.ms)}`,
    },
  ];
}
