import type { ServiceConfig } from './config.ts';
import type { CardCount } from './jobs/card-count.ts';
import { createMakeWay } from './jobs/make-way.ts';
import { startTicks } from './jobs/ticks.ts';
import type { Parts } from './parts.ts';
import { findPortal } from './portals/portals.ts';
import { reencryptSecrets } from './portals/reencrypt.ts';
import { askWhetherInstalled } from './portals/tokens.ts';
import { loadSyncPortal } from './sync/shared/deps.ts';
import { defineJobs } from './sync/jobs.ts';
import { defineTicks } from './sync/ticks.ts';

export interface Worker {
  /** Takes no more jobs; those under way end with the parts they use. */
  stop(): Promise<void>;
}

/** To the database; each job may hold two. */
export const mostConnections = ({ jobConcurrency }: Pick<ServiceConfig, 'jobConcurrency'>): number => jobConcurrency * 2 + 10;

/** Takes jobs, and ticks, until it is stopped. */
export async function startWorker(parts: Parts, cards: CardCount): Promise<Worker> {
  const { config, db, log, now, secrets, oauth, jobs } = parts;
  const graceDays = config.uninstallGraceDays;
  const sealed = await reencryptSecrets(db, secrets);
  log.info({ sealed }, 'secrets are sealed under the current key');
  const { makeWay } = createMakeWay(cards);
  const definitions = defineJobs({
    ...parts,
    makeWay,
    findPortal,
    askWhetherInstalled: (portalId) => askWhetherInstalled({ db, secrets, oauth, now }, portalId),
    loadPortal: (portalId) => loadSyncPortal(db, portalId),
    graceDays,
    jobConcurrency: config.jobConcurrency,
  });
  await jobs.work(definitions);
  const ticks = startTicks(defineTicks({ ...parts, graceDays }), log);
  return { stop: () => ticks.stop() };
}
