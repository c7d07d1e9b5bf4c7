import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { Worker } from 'node:worker_threads';

export interface Shot {
  method: 'GET' | 'POST';
  path: string;
  headers: Record<string, string>;
  body?: Buffer;
}

export interface LoadResult {
  /** From the moment each request was due, so that a stalled server is not spared. */
  latenciesMs: number[];
  elapsedMs: number;
  /** Answers other than 2xx, and no answer. */
  failed: number;
  /** Their status; 0: no answer. */
  failures: number[];
}

export interface LoadOptions {
  origin: string;
  shots: number;
  shoot(n: number): Shot;
}

/** So many requests a second, whether or not the earlier ones were answered; from a thread of its own, where no double keeps it waiting. */
export async function atRate(perSecond: number, { origin, shots, shoot }: LoadOptions): Promise<LoadResult> {
  const workerData: PacedLoad = { perSecond, origin, shots: Array.from({ length: shots }, (_, n) => shoot(n)) };
  const worker = new Worker(new URL('load-worker.ts', import.meta.url), { workerData });
  const [result] = (await once(worker, 'message')) as [LoadResult];
  return result;
}

/** What the thread is given. */
export interface PacedLoad {
  perSecond: number;
  origin: string;
  shots: Shot[];
}

export async function sendAtRate({ perSecond, origin, shots }: PacedLoad): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const startedAt = performance.now();
  const under: Promise<{ ms: number; status: number }>[] = [];
  for (const [n, shot] of shots.entries()) {
    const dueAt = startedAt + (n * 1000) / perSecond;
    const waitMs = dueAt - performance.now();
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    // Timers are a millisecond late; that is the client's fault, not the server's.
    under.push(send(agent, origin, shot, Math.max(dueAt, performance.now() - 2)));
  }
  return finish(await Promise.all(under), startedAt, agent);
}

/** As fast as the server answers, so many at a time. */
export async function atFullSpeed(concurrency: number, { origin, shots, shoot }: LoadOptions): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const startedAt = performance.now();
  const ended: { ms: number; status: number }[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < shots) ended.push(await send(agent, origin, shoot(next++), performance.now()));
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return finish(ended, startedAt, agent);
}

function finish(ended: readonly { ms: number; status: number }[], startedAt: number, agent: Agent): LoadResult {
  const elapsedMs = performance.now() - startedAt;
  agent.destroy();
  const failures = ended.map(({ status }) => status).filter((status) => status < 200 || status > 299);
  return { latenciesMs: ended.map(({ ms }) => ms), elapsedMs, failed: failures.length, failures };
}

function send(agent: Agent, origin: string, { method, path, headers, body }: Shot, dueAt: number): Promise<{ ms: number; status: number }> {
  return new Promise((resolve) => {
    const fail = (): void => resolve({ ms: performance.now() - dueAt, status: 0 });
    const length = body ? { 'content-length': String(body.length) } : {};
    const sent = request(origin + path, { method, agent, headers: { ...headers, ...length } }, (answer) => {
      answer.resume();
      answer.once('error', fail);
      answer.once('end', () => resolve({ ms: performance.now() - dueAt, status: answer.statusCode ?? 0 }));
    });
    sent.once('error', fail);
    sent.end(body);
  });
}
