import type { Db } from '../../db/index.ts';
import type { ConnectionId, ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import type { ProjectObjectType } from '../../shared/object-types.ts';
import { partIdSql } from '../../streams/projects/events.ts';
import type { ProjectRecordFacts, RecordValues } from '../catalogue/project-record.ts';
import { isCancelled, NUMBERED_ORDERS, ORDERS_OF_DEALS } from '../catalogue/numbered-orders.ts';

export type ProjectRecordState = 'kept' | 'deleted' | 'refused';

/** What became of a project in HubSpot. */
interface KeptRecord {
  state: ProjectRecordState;
  /** Null: HubSpot refused to make it. */
  recordId: RecordId | null;
  written: RecordValues;
  refused: RecordValues | null;
  dealIds: RecordId[];
  companyIds: RecordId[];
}

export interface ProjectRecord {
  connectionId: ConnectionId;
  identityKey: string;
  objectType: ProjectObjectType;
  projectId: ErpRecordId;
  /** Null: the ERP has it no more. */
  project: ProjectRecordFacts | null;
  /** Whose orders have something in it. */
  dealIds: RecordId[];
  /** Null: no record was made of it. */
  kept: KeptRecord | null;
}

/** SQL of the connections `k` whose projects are records, with their choice `t` and the stream `s`: once projects were read to their end. Binding: portalId. */
const TARGETS = `
    project_targets t
    join erp_connections k on k.portal_id = t.portal_id and k.id = t.connection_id and k.status <> 'disconnected' and k.approved_at is not null
    join erp_streams s on s.portal_id = k.portal_id and s.connection_id = k.id and s.stream = 'projects' and s.is_on and s.is_offered
      and s.first_completed_at is not null`;

/** SQL of (connection_id, project_id, deal_id): the deals of projects `own`, whether their orders are cancelled or not. Binding: portalId. */
const DEALS_OF_PROJECTS = `
    select own.connection_id, own.project_id, t.deal_id from own
    join erp_project_parts part on part.portal_id = :portalId and part.connection_id = own.connection_id and part.project_id = own.project_id
    join order_ties t on t.portal_id = part.portal_id and t.connection_id = part.connection_id and t.order_id = part.order_id
    union
    select own.connection_id, own.project_id, d.deal_id from ${NUMBERED_ORDERS}
    join erp_project_parts part on part.portal_id = n.portal_id and part.connection_id = n.connection_id and part.order_id = n.erp_id
    join own on own.connection_id = part.connection_id and own.project_id = part.project_id
    where d.portal_id = :portalId`;

const LOAD = `
  with own as materialized (
    select t.connection_id, part.project_id, k.identity_key, t.object_type from ${TARGETS}
    join (${ORDERS_OF_DEALS}) o on o.connection_id = k.id
    join erp_project_parts part on part.portal_id = t.portal_id and part.connection_id = k.id and part.order_id = o.order_id
    where t.portal_id = :portalId
    union
    select t.connection_id, r.project_id, k.identity_key, t.object_type from ${TARGETS}
    join project_records r on r.portal_id = t.portal_id and r.identity_key = k.identity_key and r.object_type = t.object_type
    where t.portal_id = :portalId and r.deal_ids && :recordIds::text[]
  ),
  deals as materialized (${DEALS_OF_PROJECTS})
  select own.*, p.name, p.planned_hours, p.ends_on, p.tasks, p.erp_created_at as created_at, parts.statuses, parts.completed_at,
    array(select d.deal_id from deals d where d.connection_id = own.connection_id and d.project_id = own.project_id order by 1) as deal_ids,
    case when r.project_id is not null then jsonb_build_object('state', r.state, 'recordId', r.record_id, 'written', r.written, 'refused', r.refused,
      'dealIds', to_jsonb(r.deal_ids), 'companyIds', to_jsonb(r.company_ids)) end as kept
  from own
  left join erp_projects p on p.portal_id = :portalId and p.connection_id = own.connection_id and p.erp_id = own.project_id
  left join project_records r on r.portal_id = :portalId and r.identity_key = own.identity_key and r.object_type = own.object_type
    and r.project_id = own.project_id
  cross join lateral (
    select coalesce(jsonb_agg(part.status), '[]') as statuses, max(e.recorded_at) as completed_at from erp_project_parts part
    left join events e on e.portal_id = part.portal_id and e.identity_key = own.identity_key and e.kind = 'project_completed' and e.is_live
      and e.erp_id = ${partIdSql('part.project_id', 'part.order_id')}
    where part.portal_id = :portalId and part.connection_id = own.connection_id and part.project_id = own.project_id and not ${isCancelled('part')}
  ) parts
  order by own.connection_id, own.project_id`;

type Row = Omit<ProjectRecord, 'project'> & Omit<ProjectRecordFacts, 'name'> & { name: string | null };

/** The projects that these deals have, or had when they were written last, where they are records of HubSpot. */
export async function loadProjectRecords(db: Db, portalId: PortalId, dealIds: readonly RecordId[]): Promise<ProjectRecord[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(LOAD, { portalId, recordIds: [...dealIds] });
  return rows.map(({ connectionId, identityKey, objectType, projectId, dealIds: own, kept, name, ...facts }) => ({
    ...{ connectionId, identityKey, objectType, projectId, dealIds: own, kept },
    project: name === null ? null : { ...facts, name },
  }));
}

/** SQL of (deal_id): all deals that a connection has projects for, and those whose projects were written. Bindings: portalId, connectionId. */
export const DEALS_WITH_PROJECTS = `
  with own as (
    select distinct part.connection_id, part.project_id from erp_project_parts part
    where part.portal_id = :portalId and part.connection_id = :connectionId
  )
  select d.deal_id from (${DEALS_OF_PROJECTS}) d
  union
  select unnest(r.deal_ids) from project_records r
  join erp_connections k on k.portal_id = r.portal_id and k.identity_key = r.identity_key
  where k.portal_id = :portalId and k.id = :connectionId`;

interface Counted {
  objectType: ProjectObjectType;
  state: ProjectRecordState;
  count: number;
}

/** How many projects of a connection stand on deals, and what HubSpot has of them by now. */
export async function countProjectRecords(
  db: Db,
  scope: { portalId: PortalId; connectionId: ConnectionId },
): Promise<{ projects: number; records: Counted[] }> {
  const { rows } = await db.raw<{ rows: { projects: number; records: Counted[] }[] }>(
    `with own as (
       select distinct part.connection_id, part.project_id from erp_project_parts part
       where part.portal_id = :portalId and part.connection_id = :connectionId and not ${isCancelled('part')}
     ),
     deals as (${DEALS_OF_PROJECTS}),
     kept as (
       select r.object_type, r.state, count(*) as count from project_records r
       join erp_connections k on k.portal_id = r.portal_id and k.identity_key = r.identity_key
       where k.portal_id = :portalId and k.id = :connectionId group by 1, 2
     )
     select (select count(distinct d.project_id) from deals d)::int as projects,
       coalesce((select jsonb_agg(jsonb_build_object('objectType', kept.object_type, 'state', kept.state, 'count', kept.count)) from kept), '[]') as records`,
    { ...scope },
  );
  return rows[0]!;
}
