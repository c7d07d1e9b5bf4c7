import type { Db } from '../db/index.ts';
import type { PortalId } from '../shared/ids.ts';
import type { Log } from '../shared/log.ts';

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

interface RemovalDeps {
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
    for (const table of await tablesOfPortals(trx)) counts[table] = await trx(table).where({ portalId }).delete();
    return counts;
  });
  if (removed) log.info({ portalId, removed }, 'portal removed');
  return removed !== null;
}

/**
 * All tables that hold rows of portals, as the database knows them, so that none can be left out: children first, so that each statement's
 * count is true and no cascade goes row by row. Whatever names a connection is a child of it, by a foreign key or not, and all are the portal's.
 */
async function tablesOfPortals(trx: Db): Promise<string[]> {
  const { rows } = await trx.raw<{ rows: { name: string; parents: string[] }[] }>(
    `select c.relname as name, array(
       select f.confrelid::regclass::text from pg_constraint f where f.contype = 'f' and f.conrelid = c.oid and f.confrelid <> c.oid
       union select 'erp_connections' from pg_attribute k where k.attrelid = c.oid and k.attname = 'connection_id' and not k.attisdropped
       union select 'portals' where c.relname <> 'portals') as parents
     from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'portal_id' and not a.attisdropped
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
     order by c.relname`,
  );
  const ordered: string[] = [];
  for (let left = rows; left.length > 0;) {
    const named = new Set(left.flatMap(({ parents }) => parents));
    const free = left.filter(({ name }) => !named.has(name));
    if (free.length === 0) throw new Error(`Tables that refer to each other: ${left.map(({ name }) => name).join(', ')}`);
    ordered.push(...free.map(({ name }) => name));
    left = left.filter(({ name }) => named.has(name));
  }
  return ordered;
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
