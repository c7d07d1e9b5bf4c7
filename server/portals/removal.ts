import type { Db } from '../db/index.ts';
import type { PortalId } from '../ids.ts';
import type { Log } from '../log.ts';

/** What an uninstall does at once: tokens are forgotten and all work for the portal stops. Its data waits, because people come back. */
export async function forgetInstall(db: Db, portalId: PortalId, now: Date): Promise<void> {
  await db('portals').where({ portalId }).whereNot({ status: 'uninstalled' }).update({
    status: 'uninstalled',
    pausedCode: null,
    uninstalledAt: now,
    accessToken: null,
    refreshToken: null,
    accessTokenExpiresAt: null,
  });
}

/** Children first, so that each statement's count is true and no cascade goes row by row. */
const TABLES = [
  'erp_allocations',
  'erp_invoice_origins',
  'erp_payments',
  'erp_invoices',
  'erp_customers',
  'links',
  'former_links',
  'customer_matches',
  'refused_matches',
  'document_moves',
  'invoice_ties',
  'deal_orders',
  'erp_hints',
  'erp_listed',
  'erp_reconciles',
  'erp_streams',
  'erp_connections',
  'inbox',
  'targets',
  'events',
  'told_events',
  'record_keys',
  'record_key_reads',
  'problems',
  'hubspot_properties',
  'portal_users',
  'tombstones',
  'rate_buckets',
  'portals',
] as const;

export interface RemovalDeps {
  db: Db;
  log: Log;
  now(): Date;
  graceDays: number;
}

/**
 * Removes every row of a portal that uninstalled (or whose token was revoked) before the grace period, and logs what went. One transaction: a portal that comes back
 * meanwhile finds either all of its data or none. Returns false when the portal is not (or no longer) to be removed.
 */
export async function removePortalData({ db, log, now, graceDays }: RemovalDeps, portalId: PortalId): Promise<boolean> {
  const uninstalledBefore = new Date(now().getTime() - graceDays * 24 * 3_600_000);
  const removed = await db.transaction(async (trx) => {
    const due = await trx('portals')
      .where({ portalId })
      .whereNot({ status: 'active' })
      .where('uninstalledAt', '<=', uninstalledBefore)
      .forUpdate()
      .first('portalId');
    if (!due) return null;
    const counts: Record<string, number> = {};
    for (const table of TABLES) counts[table] = await trx(table).where({ portalId }).delete();
    return counts;
  });
  if (removed) log.info({ portalId, removed }, 'portal removed');
  return removed !== null;
}

/** Portals whose grace period is over. */
export async function portalsToRemove(db: Db, now: Date, graceDays: number): Promise<PortalId[]> {
  const uninstalledBefore = new Date(now.getTime() - graceDays * 24 * 3_600_000);
  const portals = await db('portals')
    .whereNot({ status: 'active' })
    .where('uninstalledAt', '<=', uninstalledBefore)
    .orderBy('portalId')
    .select<{ portalId: PortalId }[]>('portalId');
  return portals.map(({ portalId }) => portalId);
}
