import { setTimeout as sleep } from 'node:timers/promises';
import { until, type Stage } from '../bench/support/stage.ts';
import type { Portal } from '../fakes/hubspot/index.ts';
import { HOSTILITIES, startHostileErp, type HostileErp, type Hostility } from './hostile-erp.ts';
import { ask, installInto } from './portals.ts';

const PORTAL_ID = 6_666;
const OF_EACH = 2;

export interface HostileTenant {
  /** Its ERPs misbehave from here on, and its administrator does what one can to keep them being read. */
  start(): Promise<void>;
  /** Resolves when nothing of it is running any more. */
  pause(): Promise<void>;
  answers(): Record<string, number>;
  tests(): number;
  refusedTests(): number;
  close(): Promise<void>;
}

interface Connected {
  hostility: Hostility;
  erp: HostileErp;
  connectionId: string;
}

/** A portal whose connections are each a burden in another way, two of each. */
export async function hostileTenant(stage: Stage): Promise<HostileTenant> {
  const { world, database } = stage;
  const portal = await installInto(world, PORTAL_ID);
  const connected: Connected[] = [];
  for (const hostility of HOSTILITIES.flatMap((one) => Array<Hostility>(OF_EACH).fill(one))) {
    const erp = await startHostileErp(hostility);
    connected.push({ hostility, erp, connectionId: await connect(stage, portal, erp) });
  }
  let nagging: { stop: AbortController; done: Promise<void> } | null = null;
  let [tests, refused] = [0, 0];

  async function nag(stop: AbortSignal): Promise<void> {
    const asked: Promise<void>[] = [];
    for (let n = 0; !stop.aborted; n++) {
      const { connectionId, erp } = connected[n % connected.length]!;
      asked.push(
        ask(world, portal, '/settings/connections/update', { connectionId, isPaused: false }).then(() => undefined),
        ask(world, portal, '/settings/connections/test', { system: 'odoo', settings: erp.settings }).then(({ status }) => {
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
      for (const { erp } of connected) erp.turn(true);
      // Whatever they were told before: all of them are read again, from the beginning.
      await database.db('erpStreams').where({ portalId: PORTAL_ID }).delete();
      await setAll(stage, { status: 'active', pausedCode: null, notBefore: null, failures: 0, nextPullAt: new Date(0) });
      const stop = new AbortController();
      nagging = { stop, done: nag(stop.signal) };
      await until('the hostile ERPs are asked', async () => connected.some(({ erp }) => erp.answers() > 0), 30_000);
    },
    async pause() {
      nagging?.stop.abort();
      await nagging?.done;
      await setAll(stage, { status: 'paused' });
      for (const { erp } of connected) erp.turn(false);
      await until('the hostile portal rests', idle, 90_000);
    },
    answers: () => Object.fromEntries(HOSTILITIES.map((one) => [one, sum(connected, one)])),
    tests: () => tests,
    refusedTests: () => refused,
    close: async () => void (await Promise.all(connected.map(({ erp }) => erp.close()))),
  };
}

const sum = (connected: readonly Connected[], hostility: Hostility): number =>
  connected.filter((one) => one.hostility === hostility).reduce((total, { erp }) => total + erp.answers(), 0);

async function setAll({ database: { db } }: Stage, values: Record<string, unknown>): Promise<void> {
  await db('erpConnections').where({ portalId: PORTAL_ID }).update(values);
}

/** A portal tries ERPs at a measured pace: who connects many waits. */
async function connect({ world }: Stage, portal: Portal, { settings }: HostileErp): Promise<string> {
  for (;;) {
    const answer = await ask(world, portal, '/settings/connections', { system: 'odoo', name: 'Books', settings });
    const body = (await answer.json()) as { connectionId?: string };
    if (body.connectionId) return body.connectionId;
    if (answer.status !== 503) throw new Error(`Connecting ended with ${answer.status}: ${JSON.stringify(body)}`);
    await sleep(1_000);
  }
}
