import type { Db } from '../../db/index.ts';
import type { ConnectionId, PortalId } from '../../shared/ids.ts';

/** Every queue and what its jobs carry. Jobs are coarse and bounded; per key at most one waits and one runs. */
export interface JobData {
  /** Reads the streams of one connection for a bounded slice. */
  pull: ConnectionScope;
  /** Reads hinted records by id. */
  hint: ConnectionScope;
  /** Compares ids and change stamps with the ERP: hourly the recent and unsettled, nightly everything. */
  reconcile: ConnectionScope;
  /** Looks up HubSpot records for customers that have none yet. */
  match: ConnectionScope;
  /** Asks what products cost on the price lists that were chosen. */
  prices: ConnectionScope;
  /** Finds HubSpot's products for those of the ERP, and makes the missing ones. */
  catalog: ConnectionScope;
  /** Makes in the ERP what was asked for. */
  commands: ConnectionScope;
  /** Archives on one side what was deleted or archived on the other, where an administrator wants that. */
  archivals: ConnectionScope;
  /** Keeps the fields of links in step with both sides. */
  fields: ConnectionScope;
  /** Says what new rules would do, or applies them to what was there before. */
  customerRun: ConnectionScope;
  /** Writes due targets to HubSpot. */
  push: PortalScope;
  /** Keeps the projects of deals as records of HubSpot's own objects, where an administrator wants that. */
  projectRecords: PortalScope;
  /** Looks at steps of workflows, and tells HubSpot what came of them. */
  actions: PortalScope;
  /** Reads HubSpot records afresh that a webhook named. */
  inbox: PortalScope;
  /** Searches HubSpot for what it does not tell of. */
  searchChanges: PortalScope;
  /** Searches for what confirms quotations that stand. */
  searchConditions: PortalScope;
  /** Looks for records that joined a list whose members become customers. */
  readListMembers: PortalScope;
  /** Makes the day's overdue events. */
  overdue: PortalScope;
  /** Nightly: reads all linked HubSpot records, catches what webhooks missed; lists expired events. */
  sweep: PortalScope;
  /** Creates or repairs our properties in HubSpot. */
  provision: PortalScope;
  /** Removes the data of a portal that uninstalled, after the grace period. */
  removePortal: PortalScope;
  /** Writes our properties empty for a disconnected connection where that was asked for, then drops its rows. */
  disconnect: ConnectionScope;
}

export type PortalScope = { portalId: PortalId };
export type ConnectionScope = { portalId: PortalId; connectionId: ConnectionId };
export type JobName = keyof JobData;

/** For ticks: enqueues what they found, unless a job for it waits, runs or was given up just now. */
export type EnqueueFound = <N extends JobName>(name: N, found: readonly JobData[N][]) => Promise<void>;

/** Enqueues work in the transaction that makes it true; a second enqueue under the same key brings a waiting job forward. */
export type Enqueue = <N extends JobName>(trx: Db, name: N, data: JobData[N], options?: { afterMs?: number }) => Promise<void>;
