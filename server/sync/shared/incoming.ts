import type { PortalSettings } from '../../../hubspot-app/app/settings/api/types.ts';
import type { Db } from '../../db/index.ts';
import type { PortalId } from '../../shared/ids.ts';
import type { Log } from '../../shared/log.ts';
import type { Connectors, ErpRegistry } from './connectors.ts';
import type { Enqueue } from './job-data.ts';

/** What reading an ERP into the mirror needs. */
export interface IncomingDeps {
  db: Db;
  log: Log;
  now(): Date;
  enqueue: Enqueue;
  connectors: Connectors;
  registry: ErpRegistry;
  findPortal(db: Db, portalId: PortalId): Promise<PortalRules | undefined>;
  /** Around the storing of each page but the last: see `jobs/make-way.ts`. Default: at once. */
  makeWay?<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** How long a job works before it makes room for others. Default 20 s. */
  sliceMs?: number;
  /** How many pages a job reads at most. Default: as many as fit into its time. */
  slicePages?: number;
}

/** What of a portal decides about events and the calendar. */
export interface PortalRules {
  status: 'active' | 'paused' | 'uninstalled';
  timeZone: string;
  settings: Pick<PortalSettings, 'eventMaxAgeHours' | 'overdueHour' | 'activeMonths'>;
}

const SLICE_MS = 20_000;

/** Says when a job has worked long enough. */
export function startSlice(deps: Pick<IncomingDeps, 'sliceMs' | 'slicePages'>): { isOver(): boolean } {
  const endsAt = performance.now() + (deps.sliceMs ?? SLICE_MS);
  let pages = 0;
  return { isOver: () => ++pages > (deps.slicePages ?? Infinity) || performance.now() > endsAt };
}
