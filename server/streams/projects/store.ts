import type { Db } from '../../db/index.ts';
import { toJson } from '../../mirror/json.ts';
import { removeRows, type RowScope } from '../../mirror/remove-rows.ts';
import { storeRows, type Change, type KeptRow, type MirrorScope, type RowShape, type Stored } from '../../mirror/store-rows.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { addAll, nothingTouched, type Touched } from '../shared/touched.ts';
import { partsOf, type OrderPart } from './progress.ts';
import type { Project } from './record.ts';

export interface KeptProject extends KeptRow {
  parts: OrderPart[];
}

const SHAPE: RowShape<Project, KeptProject> = {
  stream: 'projects',
  table: 'erp_projects',
  columns: [
    ['name', 'text'],
    ['status', 'text'],
    ['customer_id', 'text'],
    ['organisation_id', 'text'],
    ['company_id', 'text'],
    ['order_id', 'text'],
    ['planned_hours', 'numeric'],
    ['ends_on', 'date'],
    ['tasks', 'jsonb'],
    ['parts', 'jsonb'],
    ['erp_created_at', 'timestamptz'],
    ['erp_changed_at', 'timestamptz'],
  ],
  before: ['parts'],
  toRow: (project) => ({
    name: project.name,
    status: project.status,
    customer_id: project.customerId,
    organisation_id: project.organisationId,
    company_id: project.companyId,
    order_id: project.orderId,
    planned_hours: project.plannedHours,
    ends_on: project.endsOn,
    tasks: project.tasks,
    parts: partsOf(project),
    erp_created_at: project.createdAt,
  }),
  toUnhashed: (project) => ({ erp_changed_at: project.changedAt }),
};

export async function storeProjects(
  trx: Db,
  scope: MirrorScope,
  records: readonly Project[],
): Promise<Stored<Project, KeptProject> & { touched: Touched }> {
  const stored = await storeRows(trx, scope, SHAPE, records);
  const touched = nothingTouched();
  for (const { before, after } of stored.changes) addOrders(touched, [...(before?.parts ?? []), ...partsOf(after)]);
  await replaceParts(trx, scope, stored.changes);
  return { ...stored, touched };
}

export async function removeProjects(trx: Db, scope: RowScope, ids: readonly ErpRecordId[]): Promise<Touched> {
  const rows = await removeRows<Pick<KeptProject, 'parts'>>(trx, scope, { ...SHAPE, returning: 'parts' }, ids);
  await removeParts(trx, scope, ids);
  const touched = nothingTouched();
  for (const { parts } of rows) addOrders(touched, parts);
  return touched;
}

async function replaceParts(trx: Db, scope: MirrorScope, changes: readonly Change<Project, KeptProject>[]): Promise<void> {
  await removeParts(
    trx,
    scope,
    changes.filter(({ before }) => before).map(({ after }) => after.id),
  );
  const rows = changes.flatMap(({ after }) =>
    partsOf(after).map(({ orderId, status }) => ({ project_id: after.id, order_id: orderId, status })),
  );
  if (rows.length === 0) return;
  await trx.raw(
    `insert into erp_project_parts (portal_id, connection_id, order_id, project_id, status)
     select :portalId, :connectionId, order_id, project_id, status
     from json_to_recordset(:rows::json) as r(order_id text, project_id text, status text)`,
    { portalId: scope.portalId, connectionId: scope.connectionId, rows: toJson(rows) },
  );
}

async function removeParts(trx: Db, { portalId, connectionId }: RowScope, projectIds: readonly ErpRecordId[]): Promise<void> {
  if (projectIds.length > 0)
    await trx('erpProjectParts')
      .where({ portalId, connectionId })
      .whereIn('projectId', [...projectIds])
      .delete();
}

const addOrders = (touched: Touched, parts: readonly OrderPart[]): void =>
  addAll(
    touched.projectOrderIds,
    parts.map(({ orderId }) => orderId),
  );
