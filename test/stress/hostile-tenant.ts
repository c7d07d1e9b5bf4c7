import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { until, type Stage } from '../bench/support/stage.ts';
import type { Portal } from '../fakes/hubspot/index.ts';
import type { Answers, Order, Started } from './hostile-erp-process.ts';
import { ask, installInto } from './portals.ts';

const PORTAL_ID = 6_666;

export interface HostileTenant {
  /** Its ERPs misbehave from here on, and its administrator does what one can to keep them being read. */
  start(): Promise<void>;
  /** Resolves when nothing of it is running any more. */
  pause(): Promise<void>;
  /** Given while hostile, by hostility. */
  answers(): Promise<Record<string, number>>;
  tests(): number;
  refusedTests(): number;
  close(): Promise<void>;
}

interface Connected {
  connectionId: string;
  settings: Record<string, string>;
}

/** A portal whose connections are each a burden in another way, two of each. */
export async function hostileTenant(stage: Stage): Promise<HostileTenant> {
  const { world, database } = stage;
  const portal = await installInto(world, PORTAL_ID);
  const { erps, tell, answers, close } = await startErps();
  const connected: Connected[] = [];
  for (const { settings } of erps) connected.push({ settings, connectionId: await connect(stage, portal, settings) });
  let nagging: { stop: AbortController; done: Promise<void> } | null = null;
  let [tests, refused] = [0, 0];

  async function nag(stop: AbortSignal): Promise<void> {
    const asked: Promise<void>[] = [];
    for (let n = 0; !stop.aborted; n++) {
      const { connectionId, settings } = connected[n % connected.length]!;
      asked.push(
        ask(world, portal, '/settings/connections/update', { connectionId, isPaused: false }).then(() => undefined),
        ask(world, portal, '/settings/connections/test', { system: 'odoo', settings }).then(({ status }) => {
          tests += 1;
          if (status === 503) refused += 1;
        }),
      );
      await sleep(500);
    }
    // One that goes on unpausing would undo the pause that follows.
    await Promise.allSettled(asked);
  }

  const idle = async (): Promise<boolean> => {
    const { rows } = await database.db.raw<{ rows: unknown[] }>(
      `select 1 from pgboss.job where state = 'active' and (data ->> 'portalId')::bigint = :portalId limit 1`,
      { portalId: PORTAL_ID },
    );
    return rows.length === 0;
  };

  return {
    async start() {
      const before = sum(await answers());
      tell({ kind: 'turn', isHostile: true });
      // Whatever they were told before: all of them are read again, from the beginning.
      await database.db('erpStreams').where({ portalId: PORTAL_ID }).delete();
      await setAll(stage, { status: 'active', pausedCode: null, notBefore: null, failures: 0, nextPullAt: new Date(0) });
      const stop = new AbortController();
      nagging = { stop, done: nag(stop.signal) };
      await until('the hostile ERPs are asked', async () => sum(await answers()) > before, 30_000);
    },
    async pause() {
      nagging?.stop.abort();
      await nagging?.done;
      await setAll(stage, { status: 'paused' });
      // What was read goes on being looked up in HubSpot: thousands of customers at the pace of the search.
      await database.db('customerMatches').where({ portalId: PORTAL_ID, state: 'due' }).delete();
      tell({ kind: 'turn', isHostile: false });
      await until('the hostile portal rests', idle, 90_000);
    },
    answers,
    tests: () => tests,
    refusedTests: () => refused,
    close,
  };
}

const sum = (answers: Record<string, number>): number => Object.values(answers).reduce((total, count) => total + count, 0);

interface Erps {
  erps: Started['erps'];
  tell(order: Order): void;
  answers(): Promise<Answers['ofEach']>;
  close(): Promise<void>;
}

async function startErps(): Promise<Erps> {
  const child = fork(new URL('hostile-erp-process.ts', import.meta.url));
  const message = async <T>(): Promise<T> => ((await once(child, 'message')) as [T])[0];
  const { erps } = await message<Started>();
  const tell = (order: Order): void => void child.send(order);
  return {
    erps,
    tell,
    async answers() {
      tell({ kind: 'count' });
      return (await message<Answers>()).ofEach;
    },
    async close() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

async function setAll({ database: { db } }: Stage, values: Record<string, unknown>): Promise<void> {
  await db('erpConnections').where({ portalId: PORTAL_ID }).update(values);
}

/** A portal tries ERPs at a measured pace: who connects many waits. */
async function connect({ world }: Stage, portal: Portal, settings: Record<string, string>): Promise<string> {
  for (;;) {
    const answer = await ask(world, portal, '/settings/connections', { system: 'odoo', name: 'Books', settings });
    const body = (await answer.json()) as { connectionId?: string };
    if (body.connectionId) return body.connectionId;
    if (answer.status !== 503) throw new Error(`Connecting ended with ${answer.status}: ${JSON.stringify(body)}`);
    await sleep(1_000);
  }
}
