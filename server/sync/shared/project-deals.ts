import type { Db } from '../../db/index.ts';
import type { ConnectionId, PortalId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import { DEALS_WITH_PROJECTS } from '../../records/queries/project-records.ts';
import type { ConnectionScope } from './job-data.ts';

interface Concerned {
  portalId: PortalId;
  /** SQL of (object_type, record_id). */
  records: string;
  bindings: Readonly<Record<string, string | number | string[]>>;
  now: Date;
}

/**
 * Whatever is due on a deal may concern the records of its projects: these follow wherever the deal's own properties do. Nearly no account has
 * any, which costs one question.
 */
export async function markProjectDealsDue(trx: Db, { portalId, records, bindings, now }: Concerned): Promise<void> {
  if ((await trx('projectTargets').where({ portalId }).first('portalId')) === undefined) return;
  await markDeals(trx, `select c.record_id from (${records}) c (object_type, record_id) where c.object_type = '${DEAL}'`, {
    ...{ ...bindings, portalId, now },
  });
}

/** Of a connection all: its projects become records, or can be written again. */
export async function markAllProjectDealsDue(trx: Db, scope: ConnectionScope, now: Date): Promise<void> {
  await markDeals(trx, DEALS_WITH_PROJECTS, { ...scope, now });
}

export async function markProjectDeals(trx: Db, portalId: PortalId, dealIds: readonly RecordId[], now: Date): Promise<void> {
  await markDeals(trx, 'select unnest(:dealIds::text[])', { portalId, dealIds: [...dealIds], now });
}

async function markDeals(trx: Db, deals: string, bindings: Record<string, string | number | string[] | Date>): Promise<void> {
  // Sorted, so that two transactions that mark the same deals do not deadlock.
  await trx.raw(
    `insert into due_project_deals as t (portal_id, deal_id, due_at)
     select :portalId, d.deal_id, :now from (${deals}) d (deal_id) group by d.deal_id order by d.deal_id
     on conflict (portal_id, deal_id) do update set revision = t.revision + 1, due_at = least(t.due_at, excluded.due_at)`,
    bindings,
  );
}

/** SQL of whether the records of projects of portal `p` have something to do. Binding: now. */
export const HAS_PROJECT_WORK = `(exists (
      select 1 from due_project_deals d where d.portal_id = p.portal_id and d.due_at <= :now)
    or exists (
      select 1 from project_targets t where t.portal_id = p.portal_id and (t.prepared_at is null and t.stopped is null or t.try_at <= :now)))`;

export async function hasProjectWork(db: Db, portalId: PortalId, now: Date): Promise<boolean> {
  const { rows } = await db.raw<{ rows: unknown[] }>(`select 1 from portals p where p.portal_id = :portalId and ${HAS_PROJECT_WORK}`, {
    ...{ portalId, now },
  });
  return rows.length > 0;
}

/** Of an account all that stands still: its permissions are others now, or a person says so. */
export async function tryStoppedTargets(db: Db, scope: { portalId: PortalId; connectionId?: ConnectionId }, now: Date): Promise<void> {
  await db('projectTargets').where(scope).whereNotNull('stopped').update({ tryAt: now });
}

/** What HubSpot refused of these projects, or of all (null), is offered once more. */
export async function offerProjectsAgain(trx: Db, scope: ConnectionScope, projectIds: readonly string[] | null, now: Date): Promise<void> {
  await trx.raw(
    `update project_records r set refused = null from erp_connections k
     where k.portal_id = :portalId and k.id = :connectionId and r.portal_id = k.portal_id and r.identity_key = k.identity_key
       and r.refused is not null and (:projectIds::text[] is null or r.project_id = any(:projectIds))`,
    { ...scope, projectIds: projectIds && [...projectIds] },
  );
  await markAllProjectDealsDue(trx, scope, now);
}
