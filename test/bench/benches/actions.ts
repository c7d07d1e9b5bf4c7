import { signatureHeaders } from '../../fakes/hubspot/signing.ts';
import { PORTAL_ID } from '../../support/world.ts';
import { atLeast, inFigures, seconds, type Bench, type Figure } from '../bench.ts';
import { atFullSpeed, type Shot } from '../support/load.ts';
import { setStage, until, type Stage } from '../support/stage.ts';
import { median, percentile } from '../support/statistics.ts';

const PATH = '/actions/latest-invoice';
/** A workflow takes thousands at once; HubSpot's calls come together. */
const AT_ONCE = 100;

/** Steps of workflows: from the call to the outcome that HubSpot is told, one after the other, and many at once. */
export const actions: Bench = {
  name: 'actions',
  async run({ isQuick, tell }) {
    const stage = await setStage();
    try {
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

async function manyAtOnce({ world, database }: Stage, count: number): Promise<Figure[]> {
  const shots = Array.from({ length: count + AT_ONCE }, (_none, n) => shotOf(world.publicUrl, world.hubspot.clientSecret, n - AT_ONCE));
  const load = (first: number, shotCount: number) =>
    atFullSpeed(AT_ONCE, { origin: `http://127.0.0.1:${world.port}`, shots: shotCount, shoot: (n) => shots[first + n]! });
  await load(0, AT_ONCE);
  const startedAt = performance.now();
  const { latenciesMs, elapsedMs, failures } = await load(AT_ONCE, count);
  const acceptedPerSecond = (count - failures.length) / (elapsedMs / 1_000);
  const rows = () => database.db('actionRuns').where('callbackId', 'like', 'bench-%');
  const stored = await rows().count<{ count: number }[]>('* as count');
  const lost = count - Number(stored[0]?.count ?? 0);
  await until('all are done', async () => (await rows().whereIn('state', ['accepted', 'waiting']).first('callbackId')) === undefined);
  const doneMs = performance.now() - startedAt;
  return [
    {
      what: `${inFigures(count)} enrolments at once, accepted a second`,
      measured: inFigures(acceptedPerSecond),
      ...atLeast(acceptedPerSecond, 200),
      details: `${failures.length} refused, p50 ${inFigures(median(latenciesMs))} ms, p99 ${inFigures(percentile(latenciesMs, 0.99))} ms, ${AT_ONCE} calls at a time`,
    },
    {
      what: 'of these lost',
      measured: String(lost),
      target: '0',
      isMet: lost === 0 && failures.length === 0,
      details: `all had an outcome ${seconds(doneMs)} after the first call`,
    },
  ];
}

function shotOf(publicUrl: string, secret: string, n: number): Shot {
  const body = Buffer.from(
    JSON.stringify({
      callbackId: n < 0 ? `warming-up${n}` : `bench-${n}`,
      origin: { portalId: PORTAL_ID, actionDefinitionId: 55, actionDefinitionVersion: 2 },
      context: { source: 'WORKFLOWS', workflowId: 777 },
      object: { objectId: 5_000 + n, objectType: 'COMPANY', properties: {} },
      inputFields: {},
    }),
  );
  const signed = signatureHeaders(secret, { method: 'POST', uri: publicUrl + PATH, body, timestamp: Date.now() });
  const headers = {
    'content-type': 'application/json',
    'x-hubspot-signature': signed['x-hubspot-signature']!,
    'x-hubspot-signature-version': 'v2',
  };
  return { method: 'POST', path: PATH, headers, body };
}
