import { signatureHeaders } from '../../fakes/hubspot/signing.ts';
import { PORTAL_ID } from '../../support/world.ts';
import { inFigures, type Bench, type Figure } from '../bench.ts';
import { atFullSpeed, type LoadResult, type Shot } from '../support/load.ts';
import { setStage, type Stage } from '../support/stage.ts';
import { median, percentile } from '../support/statistics.ts';

/** HubSpot's default for one account. */
const AT_ONCE = 10;
const PATH = '/webhooks/hubspot';

/** HubSpot's webhooks: signature checked, stored durably, answered. */
export const webhooks: Bench = {
  name: 'webhooks',
  async run({ isQuick }) {
    // Without workers: what is stored is worked off by another process, as in a larger installation.
    const stage = await setStage();
    try {
      await stage.restart({ ROLE: 'web' });
      const figures: Figure[] = [];
      for (const [size, shots] of [
        [100, isQuick ? 100 : 2_000],
        [1, isQuick ? 500 : 10_000],
      ] as const) {
        const { port } = stage.world;
        const load = (count: number, first: number) =>
          atFullSpeed(AT_ONCE, { origin: `http://127.0.0.1:${port}`, shots: count, shoot: (n) => batchOf(stage, size, first + n) });
        await load(Math.ceil(shots / 10), 0);
        figures.push(figureOf(size, await load(shots, shots)));
      }
      return figures;
    } finally {
      await stage.close();
    }
  },
};

/** New companies, so that each is a row of its own. */
function batchOf({ world }: Stage, size: number, n: number): Shot {
  const events = Array.from({ length: size }, (_, index) => ({
    eventId: n * size + index,
    subscriptionId: 1,
    portalId: PORTAL_ID,
    appId: 1,
    occurredAt: Date.now(),
    subscriptionType: 'object.creation',
    attemptNumber: 0,
    objectId: 70_000_000_000 + n * size + index,
    changeSource: 'CRM_UI',
    objectTypeId: '0-2',
    changeFlag: 'CREATED',
  }));
  const body = Buffer.from(JSON.stringify(events));
  const signable = { method: 'POST', uri: world.publicUrl + PATH, body, timestamp: Date.now() };
  const headers = { 'content-type': 'application/json', ...signatureHeaders(world.hubspot.clientSecret, signable) };
  return { method: 'POST', path: PATH, headers, body };
}

function figureOf(size: number, { latenciesMs, elapsedMs, failed }: LoadResult): Figure {
  return {
    what: `events stored, ${size} a call, ${AT_ONCE} calls at a time`,
    measured: `${inFigures((latenciesMs.length * size * 1000) / elapsedMs)} events/s`,
    details: `${inFigures(latenciesMs.length)} calls, p50 ${inFigures(median(latenciesMs))} ms, p99 ${inFigures(percentile(latenciesMs, 0.99))} ms, ${failed} failed`,
  };
}
