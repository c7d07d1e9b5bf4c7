import { setTimeout as sleep } from 'node:timers/promises';
import { Random } from '../../fakes/company/random.ts';
import { letCommandsSettle, tryKilledJobsAgain } from '../../support/killed-service.ts';
import type { BenchContext } from '../bench.ts';
import type { OrderingErp } from '../erps/index.ts';
import { win, type Deal } from '../support/deals.ts';
import { comeToRest, type Stage } from '../support/stage.ts';

export interface BadDays {
  kills: number;
  /** Writes of the ERP. */
  lostAnswers: number;
  failures: number;
  webhooks: number;
  ms: number;
}

interface Won {
  erp: OrderingErp;
  deals: readonly Deal[];
  /** Looked up once for all deals: whether one has all that it is to have. */
  isServed: () => (deal: Deal) => boolean;
}

const SHARE = 0.1;
const EVERY_MS = 150;
const GIVE_UP_MS = 45 * 60_000;
/** An answer that did not come in so long: its double has done the work, and is not waited for as long as the real ERP is. */
const SETTLED_MS = 20_000;
const AT_REST_MS = 30 * 60_000;

/** The deals are won one after the other, while every fifth write of the ERP goes wrong and the service is killed every few seconds. */
export async function wonInBadDays({ tell }: BenchContext, stage: Stage, { erp, deals, isServed }: Won): Promise<BadDays> {
  const { hubspot } = stage.world;
  // Ended in order, Node keeps what it compiled for the starts to come; killed, it keeps nothing.
  await stage.restart({});
  const startedAt = performance.now();
  erp.orders.beginBadDays(SHARE);
  const killer = startKilling(stage);
  const impatience = startImpatience(stage);
  try {
    for (const deal of deals) {
      win(stage, deal);
      await sleep(EVERY_MS);
    }
    tell(`all are won, ${killer.kills()} times killed`);
    await awaitAll({ deals, isServed }, (there) => tell(`${there} deals have what they are to have, ${killer.kills()} times killed`));
  } finally {
    await killer.stop();
  }
  const { lostAnswers, failures } = erp.orders.endBadDays();
  const ms = performance.now() - startedAt;
  await comeToRest(stage, AT_REST_MS);
  await impatience.stop();
  const webhooks = hubspot.webhooks.deliveries.reduce(
    (sum, { events, status }) => sum + (status === 204 || status === 200 ? events.length : 0),
    0,
  );
  return { kills: killer.kills(), lostAnswers, failures, webhooks, ms };
}

const LOOK_MS = 1_000;
const TELL_EVERY = 30;

/** Until all are there, or nobody believes in it any more: what is missing then counts. */
async function awaitAll({ deals, isServed }: Pick<Won, 'deals' | 'isServed'>, tell: (there: number) => void): Promise<void> {
  const deadline = Date.now() + GIVE_UP_MS;
  for (let looks = 1; Date.now() < deadline; looks++) {
    const there = deals.filter(isServed()).length;
    if (there === deals.length) return;
    if (looks % TELL_EVERY === 0) tell(there);
    await sleep(LOOK_MS);
  }
}

const LONGEST_GRACE_MS = 6_000;

/** A few seconds after it is ready, again and again; on a machine that is busy, where a start takes long, later: else nothing would ever be done. */
function startKilling(stage: Stage): { kills(): number; stop(): Promise<void> } {
  const random = new Random(7);
  let kills = 0;
  let isOver = false;
  let startMs = 0;
  const killing = (async () => {
    while (!isOver) {
      await sleep(random.between(2_000, 8_000) + Math.min(startMs, LONGEST_GRACE_MS));
      const killedAt = performance.now();
      await stage.crash();
      startMs = performance.now() - killedAt;
      kills++;
    }
  })();
  return {
    kills: () => kills,
    async stop() {
      isOver = true;
      await killing;
    },
  };
}

/** What waits for minutes in the field does not wait so long here. */
function startImpatience({ database: { db } }: Stage): { stop(): Promise<void> } {
  let isOver = false;
  const waiting = (async () => {
    while (!isOver) {
      await letCommandsSettle(db, SETTLED_MS);
      await tryKilledJobsAgain(db);
      await sleep(LOOK_MS);
    }
  })();
  return {
    async stop() {
      isOver = true;
      await waiting;
    },
  };
}
