import type { Db } from '../../db/index.ts';
import type { PortalId } from '../../shared/ids.ts';
import type { ConnectionScope, PortalScope } from './job-data.ts';
import { IS_DUE } from './targets.ts';
import { IS_FULLY_READ } from '../../records/needs.ts';

interface WorkWithoutJob {
  pushes: PortalScope[];
  inboxes: PortalScope[];
  matches: ConnectionScope[];
  provisions: PortalScope[];
  disconnects: ConnectionScope[];
}

/**
 * What is due although no job may know of it: its job was given up, a person solved what stopped it, a process died at the wrong moment.
 * Whoever makes something due enqueues it, too; so whatever is found here has waited. One query each, for all portals.
 */
export async function findWorkWithoutJob(db: Db, now: Date, portalId: PortalId | null = null): Promise<WorkWithoutJob> {
  const ask = async <R>(sql: string): Promise<R[]> => (await db.raw<{ rows: R[] }>(sql, { now, portalId })).rows;
  const [pushes, inboxes, matches, provisions, disconnects] = await Promise.all([
    ask<PortalScope>(portalsWith(`exists (select 1 from targets t where t.portal_id = p.portal_id and ${IS_DUE} and t.due_at <= :now)`)),
    ask<PortalScope>(portalsWith(`exists (select 1 from inbox i where i.portal_id = p.portal_id and i.received_at <= :now)`)),
    ask<ConnectionScope>(MATCHES),
    ask<PortalScope>(portalsWith(`p.provision_due_at is not null`)),
    ask<ConnectionScope>(DISCONNECTS),
  ]);
  return { pushes, inboxes, matches, provisions, disconnects };
}

const MINE = '(:portalId::bigint is null or p.portal_id = :portalId)';
const portalsWith = (condition: string): string =>
  `select p.portal_id from portals p where p.status = 'active' and ${MINE} and ${condition} order by 1`;

// Before everything was read once, nobody can say whose tax id is whose alone.
const MATCHES = `
  select k.portal_id, k.id as connection_id from erp_connections k join portals p on p.portal_id = k.portal_id
  where p.status = 'active' and ${MINE} and k.status <> 'disconnected'
    and exists (select 1 from customer_matches m where m.portal_id = k.portal_id and m.connection_id = k.id and m.state = 'due')
    and ${IS_FULLY_READ}
  order by 1, 2`;

// Its rows go even where HubSpot lets us clear nothing any more.
const DISCONNECTS = `
  select k.portal_id, k.id as connection_id from erp_connections k join portals p on p.portal_id = k.portal_id
  where k.status = 'disconnected' and ${MINE} order by 1, 2`;
