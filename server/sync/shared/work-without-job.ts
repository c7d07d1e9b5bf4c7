import type { Db } from '../../db/index.ts';
import type { PortalId } from '../../shared/ids.ts';
import type { ConnectionScope, PortalScope } from './job-data.ts';
import { IS_PAIR_DUE, withoutPair } from './field-pairs.ts';
import { IS_TO_COMPARE } from './compared-products.ts';
import { HAS_PROJECT_WORK } from './project-deals.ts';
import { IS_DUE } from './targets.ts';
import { IS_FULLY_READ } from '../../records/needs.ts';
import { RATES_DUE } from '../../records/rates-due.ts';
import { BEGAN_OR_ENDED, MAY_BE_MADE } from '../../records/wanted-products.ts';

interface WorkWithoutJob {
  pushes: PortalScope[];
  projectRecords: PortalScope[];
  actions: PortalScope[];
  inboxes: PortalScope[];
  matches: ConnectionScope[];
  provisions: PortalScope[];
  disconnects: ConnectionScope[];
  prices: ConnectionScope[];
  catalogs: ConnectionScope[];
  commands: ConnectionScope[];
  fields: ConnectionScope[];
  archivals: ConnectionScope[];
  customerRuns: ConnectionScope[];
}

/**
 * What is due although no job may know of it: its job was given up, a person solved what stopped it, a process died at the wrong moment.
 * Whoever makes something due enqueues it, too; so whatever is found here has waited. One query each, for all portals.
 */
export async function findWorkWithoutJob(db: Db, now: Date, portalId: PortalId | null = null): Promise<WorkWithoutJob> {
  const ask = async <R>(sql: string): Promise<R[]> => (await db.raw<{ rows: R[] }>(sql, { now, portalId })).rows;
  // One after the other: side by side, each would open a connection for a question a minute, and close it again.
  return {
    pushes: await ask<PortalScope>(
      portalsWith(`exists (select 1 from targets t where t.portal_id = p.portal_id and ${IS_DUE} and t.due_at <= :now)`),
    ),
    actions: await ask<PortalScope>(
      portalsWith(
        `exists (select 1 from action_runs r where r.portal_id = p.portal_id and r.state in ('accepted', 'waiting', 'done') and r.due_at <= :now
             and (r.is_blocking or r.state = 'done'))`,
      ),
    ),
    inboxes: await ask<PortalScope>(
      portalsWith(`exists (select 1 from inbox i where i.portal_id = p.portal_id and i.received_at <= :now)`),
    ),
    matches: await ask<ConnectionScope>(MATCHES),
    provisions: await ask<PortalScope>(portalsWith(`p.provision_due_at is not null`)),
    disconnects: await ask<ConnectionScope>(DISCONNECTS),
    prices: await ask<ConnectionScope>(catalogsWith(WAITING_PRICES)),
    catalogs: await ask<ConnectionScope>(catalogsWith(OPEN_PRODUCTS)),
    commands: await ask<ConnectionScope>(connectionsWith(OPEN_COMMANDS)),
    fields: await ask<ConnectionScope>(writersWith(DUE_FIELDS)),
    archivals: await ask<ConnectionScope>(writersWith(DUE_ARCHIVALS)),
    customerRuns: await ask<ConnectionScope>(writersWith(OPEN_RUNS)),
    projectRecords: await ask<PortalScope>(portalsWith(HAS_PROJECT_WORK)),
  };
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

const catalogsWith = (condition: string): string => `
  select k.portal_id, k.id as connection_id from erp_connections k join portals p on p.portal_id = k.portal_id
  join catalog_rules r on r.portal_id = k.portal_id and r.connection_id = k.id
  where p.status = 'active' and ${MINE} and k.status = 'active' and ${condition} order by 1, 2`;
const WAITING_PRICES = `(exists (select 1 from list_prices lp where lp.connection_id = k.id and lp.due_at is not null)
  or ${RATES_DUE} and exists (select 1 from list_prices lp where lp.connection_id = k.id)
  or exists (select 1 from erp_prices e where e.portal_id = k.portal_id and e.connection_id = k.id and ${BEGAN_OR_ENDED}))`;
const OPEN_PRODUCTS = `exists (
  select 1 from product_links l where l.connection_id = k.id and (l.state = 'due' or ${IS_TO_COMPARE} or l.state = 'new' and r.approved_at is not null and ${MAY_BE_MADE}))`;

const writersWith = (condition: string): string => `
  select k.portal_id, k.id as connection_id from erp_connections k join portals p on p.portal_id = k.portal_id
  join customer_rules r on r.portal_id = k.portal_id and r.connection_id = k.id
  where p.status = 'active' and ${MINE} and k.status = 'active' and ${condition} order by 1, 2`;
const connectionsWith = (condition: string): string => `
  select k.portal_id, k.id as connection_id from erp_connections k join portals p on p.portal_id = k.portal_id
  where p.status = 'active' and ${MINE} and k.status = 'active' and ${condition} order by 1, 2`;
const OPEN_COMMANDS = `exists (
  select 1 from commands c where c.connection_id = k.id and c.state in ('planned', 'sending', 'unknown') and c.due_at <= :now)`;
const DUE_FIELDS = `r.live is not null and (
  exists (select 1 from field_pairs p where p.connection_id = k.id and ${IS_PAIR_DUE} and p.due_at <= :now)
  or exists (select 1 from links l where l.portal_id = k.portal_id and l.connection_id = k.id and ${withoutPair('l')}))`;
// In the ERP a command does what was asked; in HubSpot the job itself.
const DUE_ARCHIVALS = `r.live is not null and r.trial is null and exists (
  select 1 from customer_archivals a where a.connection_id = k.id and a.due_at <= :now
    and (a.state = 'noticed' or a.state = 'asked' and a.side = 'hubspot'))`;
const OPEN_RUNS = `exists (select 1 from customer_runs c where c.connection_id = k.id and c.state = 'running')`;

// Its rows go even where HubSpot lets us clear nothing any more.
const DISCONNECTS = `
  select k.portal_id, k.id as connection_id from erp_connections k join portals p on p.portal_id = k.portal_id
  where k.status = 'disconnected' and ${MINE} order by 1, 2`;
