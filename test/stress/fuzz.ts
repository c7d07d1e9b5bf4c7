import { Agent, request } from 'node:http';
import { inParallel } from '../../server/shared/in-parallel.ts';
import type { Stage } from '../bench/support/stage.ts';
import { randomFrom } from './fuzz-values.ts';
import { routesWith, type Known } from './fuzz-routes.ts';
import { fuzzShot, type FuzzShot } from './fuzz-shot.ts';
import type { Part } from './part.ts';

const AT_ONCE = 32;
/** Longer than whatever a person is made to wait. */
const GIVE_UP_MS = 40_000;
const MOST_EXAMPLES = 20;

interface Outcome {
  status: number;
  code: string;
}

interface FuzzOptions {
  known: Known;
  count: number;
  seed: number;
}

/** So many requests to all routes, signed and not; each is answered, and none with a failure nobody thought of. */
export async function fuzz({ world }: Stage, { known, count, seed }: FuzzOptions): Promise<Part> {
  const random = randomFrom(seed);
  const routes = routesWith(known);
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const byStatus = new Map<number, number>();
  const unforeseen = new Map<string, { times: number; example: string }>();
  let sent = 0;
  const startedAt = performance.now();
  const work = async (shot: FuzzShot): Promise<void> => {
    const outcome = await send(agent, world.port, shot);
    byStatus.set(outcome.status, (byStatus.get(outcome.status) ?? 0) + 1);
    if (isForeseen(shot, outcome)) return;
    const cause = `${shot.route} → ${outcome.status} ${outcome.code}`;
    const example = `${shot.method} ${shot.path.slice(0, 200)} ${shot.body?.toString().slice(0, 200) ?? ''}`;
    unforeseen.set(cause, { times: (unforeseen.get(cause)?.times ?? 0) + 1, example });
  };
  const next = () => (sent < count ? fuzzShot(random, world, routes[sent++ % routes.length]!) : undefined);
  await inParallel({ atOnce: AT_ONCE, next, work });
  agent.destroy();
  const statuses = [...byStatus].sort(([a], [b]) => a - b).map(([status, times]) => `${times} × ${status}`);
  const bad = [...unforeseen.values()].reduce((sum, { times }) => sum + times, 0);
  const details = `${statuses.join(', ')}; ${routes.length} routes, seed ${seed}, ${Math.round((performance.now() - startedAt) / 1000)} s`;
  return {
    figures: [{ what: 'odd requests without a designed answer', measured: `${bad} of ${count}`, target: '0', isMet: bad === 0, details }],
    faults: [...unforeseen]
      .slice(0, MOST_EXAMPLES)
      .map(([cause, { times, example }]) => `${times} × ${cause}, like ${JSON.stringify(example)}`),
  };
}

/** An outage of others is told with a code, and on the page that ends an install with 502; there is no outage of ours in this run. */
function isForeseen({ path, method }: FuzzShot, { status, code }: Outcome): boolean {
  if (status === 503) return method === 'HEAD' || (code !== '' && code !== 'internal');
  return (status >= 200 && status < 500) || (status === 502 && path.startsWith('/oauth/callback'));
}

/** Status 0: no answer. */
function send(agent: Agent, port: number, { method, path, headers, body }: FuzzShot): Promise<Outcome> {
  return new Promise((resolve) => {
    const fail = (error: Error): void => resolve({ status: 0, code: error.message });
    const length = body ? { 'content-length': String(body.length) } : {};
    const sent = request({ host: '127.0.0.1', port, agent, method, path, headers: { ...headers, ...length } }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.once('error', fail);
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, code: codeIn(text) }));
    });
    sent.setTimeout(GIVE_UP_MS, () => sent.destroy(new Error('no answer in time')));
    sent.once('error', fail);
    sent.end(body);
  });
}

function codeIn(text: string): string {
  try {
    const { code } = JSON.parse(text) as { code?: unknown };
    return typeof code === 'string' ? code : '';
  } catch {
    return '';
  }
}
