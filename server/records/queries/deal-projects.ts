import type { Db } from '../../db/index.ts';
import type { ConnectionId, ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import { overallStatus, tasksOf, type OrderPart, type ProjectStatus } from '../../streams/projects/progress.ts';
import type { Task } from '../../streams/projects/record.ts';
import { isCancelled, ORDERS_OF_DEALS } from '../catalogue/numbered-orders.ts';

/** SQL condition on a row `s` of `erp_streams`: projects are read. */
const IS_READ = `s.stream = 'projects' and s.is_on and s.is_offered`;

/** Whether the projects of any ERP are read. */
export async function readsProjects(db: Db, portalId: PortalId): Promise<boolean> {
  const { rows } = await db.raw<{ rows: unknown[] }>(`select 1 from erp_streams s where s.portal_id = :portalId and ${IS_READ} limit 1`, {
    portalId,
  });
  return rows.length > 0;
}

export interface StoredProject {
  connectionId: ConnectionId;
  id: ErpRecordId;
  name: string;
  /** Made for an order of the deal; otherwise it serves others as well, and what is planned for all of it says nothing here. */
  isOwn: boolean;
  plannedHours: string | null;
  endsOn: string | null;
  status: ProjectStatus;
  changedAt: Date | null;
  /** Of the deal's orders alone. */
  tasks: Task[];
}

type Row = Omit<StoredProject, 'status' | 'isOwn'> & { orderId: ErpRecordId | null; parts: OrderPart[] };

const MOST = 10;

/** What the orders of a deal have in projects; of an ERP nobody approved nothing is shown, nor of cancelled orders. What is not over comes first. */
export async function loadDealProjects(db: Db, { portalId, dealId }: { portalId: PortalId; dealId: RecordId }): Promise<StoredProject[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select p.connection_id, p.erp_id as id, p.name, p.order_id, p.planned_hours, p.ends_on, p.tasks, p.erp_changed_at as changed_at,
       jsonb_agg(jsonb_build_object('orderId', part.order_id, 'status', part.status)) as parts
     from (${ORDERS_OF_DEALS}) o
     join erp_project_parts part on part.portal_id = :portalId and part.connection_id = o.connection_id and part.order_id = o.order_id
     join erp_projects p on p.portal_id = part.portal_id and p.connection_id = part.connection_id and p.erp_id = part.project_id
     join erp_connections k on k.portal_id = p.portal_id and k.id = p.connection_id and k.status <> 'disconnected' and k.approved_at is not null
     join erp_streams s on s.portal_id = p.portal_id and s.connection_id = p.connection_id and ${IS_READ}
     where not ${isCancelled('o')}
     group by p.portal_id, p.connection_id, p.erp_id
     order by bool_and(part.status in ('done', 'stopped')), p.erp_created_at desc nulls last, p.erp_id desc limit ${MOST}`,
    { portalId, recordIds: [dealId] },
  );
  return rows.map(({ parts, orderId, ...project }) => ({
    ...project,
    isOwn: parts.some((part) => part.orderId === orderId),
    status: overallStatus(parts.map(({ status }) => status)),
    tasks: parts.flatMap((part) => tasksOf({ orderId, tasks: project.tasks }, part.orderId)),
  }));
}

/** SQL of whether order `o` of a deal has, or gets, projects by a rule of ours or a workflow: the command `c` that makes one is as this condition says. */
const isMadeByUs = (state: string): string => `exists (
       select 1 from commands c
       where c.portal_id = :portalId and c.object_type = '${DEAL}' and c.record_id = mine.deal_id and c.connection_id = o.connection_id
         and c.name = 'createProject' and c.facts -> 'project' ->> 'orderId' = o.erp_id and c.state ${state})`;
/** SQL of whether the rules for projects are still to be looked at for order `o` of a deal. */
const IS_PLANNED = `exists (
       select 1 from order_ties t
       where t.portal_id = :portalId and t.connection_id = o.connection_id and t.order_id = o.erp_id and t.projects_due)`;

/** SQL of the orders `o` of a deal, with the stream `s` of projects of their ERP. Bindings: portalId, recordIds. */
const ORDERS_WITH_STREAM = `
     from (${ORDERS_OF_DEALS}) mine
     join erp_orders o on o.portal_id = :portalId and o.connection_id = mine.connection_id and o.erp_id = mine.order_id
     join erp_connections k on k.portal_id = o.portal_id and k.id = o.connection_id and k.status <> 'disconnected' and k.approved_at is not null
     join erp_streams s on s.portal_id = o.portal_id and s.connection_id = o.connection_id and ${IS_READ}`;

const HAS_PART = `exists (
       select 1 from erp_project_parts part
       where part.portal_id = o.portal_id and part.connection_id = o.connection_id and part.order_id = o.erp_id)`;
const IS_READ_SINCE = `(s.first_completed_at is not null and s.completed_at > o.stored_at)`;

/**
 * Orders of a deal that were confirmed, by their numbers, of which the ERP should have made a project or a task, or has for us, although projects were read
 * since and there is none.
 */
export async function loadOrdersWithoutProject(db: Db, { portalId, dealId }: { portalId: PortalId; dealId: RecordId }): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { number: string }[] }>(
    `select coalesce(o.number, '#' || o.erp_id) as number ${ORDERS_WITH_STREAM}
     where (o.makes_projects or ${isMadeByUs(`= 'done' and c.ended_at < s.completed_at`)}) and o.status = 'confirmed' and ${IS_READ_SINCE} and not ${HAS_PART}
     order by 1`,
    { portalId, recordIds: [dealId] },
  );
  return rows.map(({ number }) => number);
}

interface Ahead {
  /** An order that is not over, or may still be confirmed, makes a project that is not there yet. */
  isMissing: boolean;
  /** Projects were not read since an order changed. Nothing else need come of that reading. */
  isUnread: boolean;
}

/** Whether a deal may have more in projects than what is known. */
export async function loadProjectsAhead(db: Db, { portalId, dealId }: { portalId: PortalId; dealId: RecordId }): Promise<Ahead> {
  const { rows } = await db.raw<{ rows: Ahead[] }>(
    `select coalesce(bool_or(not ${HAS_PART}), false) as is_missing, coalesce(bool_or(${IS_READ_SINCE} is not true), false) as is_unread
     ${ORDERS_WITH_STREAM}
     where (o.makes_projects or ${isMadeByUs(`<> 'cancelled'`)} or ${IS_PLANNED}) and o.status not in ('closed', 'cancelled')`,
    { portalId, recordIds: [dealId] },
  );
  return rows[0]!;
}
