import { z } from 'zod';
import { rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { isMissingModule, isRefusal } from './errors.ts';
import type { WantedFields } from './fields.ts';
import { Id, RawId, Reference, Text } from './raw.ts';
import { searchRead } from './search.ts';

/** With the module that sells projects. */
const SERVICES: WantedFields = { model: 'product.product', needed: ['display_name'], optional: ['service_tracking', 'project_id'] };
const RawServices = rowsOf(z.object({ id: Id, display_name: Text, service_tracking: Text, project_id: Reference }));

/** Until then a service without a project only makes no task; from then on the confirmation fails. */
const FIRST_THAT_FAILS = 18;
const NEEDS_PROJECT = 'task_global_project';
const MAKES_PROJECT = 'task_in_project';
const MAKES_EMPTY_PROJECT = 'project_only';

/** A product that makes something when an order of it is confirmed. */
interface Service {
  id: number;
  name: string;
  /** `task`: in a project that is there. */
  makes: 'project' | 'task';
  projectId: number | null;
}

/** Those among these products; none where nothing makes projects. */
export async function readServices(
  { client, fields }: Connection,
  productIds: readonly number[],
  { context, signal }: { context?: Record<string, unknown>; signal: AbortSignal },
): Promise<Service[]> {
  if (productIds.length === 0) return [];
  const names = await fields.available(SERVICES, signal);
  if (!names.includes('service_tracking')) return [];
  const domain = [
    ['id', 'in', [...new Set(productIds)]],
    ['service_tracking', 'in', [NEEDS_PROJECT, MAKES_PROJECT, MAKES_EMPTY_PROJECT]],
  ] as const;
  const rows = await searchRead(client, { model: SERVICES.model, domain, fields: names, ...(context && { context }) }, signal);
  return RawServices.parse(rows).map(({ id, display_name, service_tracking, project_id }) => ({
    id,
    name: display_name ?? `#${id}`,
    makes: service_tracking === NEEDS_PROJECT ? 'task' : 'project',
    projectId: project_id,
  }));
}

/** Whether an order of these is refused when it is confirmed for lack of a project: which of them lacks one. Another one's project serves it too. */
export async function lackingProject({ client }: Connection, services: readonly Service[], signal: AbortSignal): Promise<Service | null> {
  if ((await client.server(signal)).version < FIRST_THAT_FAILS) return null;
  const needing = services.filter(({ makes }) => makes === 'task');
  const isThere = needing.some(({ projectId }) => projectId !== null) || services.some(({ makes }) => makes === 'project');
  return isThere ? null : (needing[0] ?? null);
}

/** The ids of those of which something appears. */
export async function makingServices(
  connection: Connection,
  productIds: readonly number[],
  signal: AbortSignal,
): Promise<ReadonlySet<number>> {
  const services = await readServices(connection, productIds, { signal });
  const { version } = await connection.client.server(signal);
  const homes = services.flatMap(({ projectId }) => projectId ?? []);
  const unbillable = await unbillableAmong(connection, homes, signal);
  const making = services.filter(({ makes, projectId }) => {
    if (makes === 'project') return true;
    return projectId === null ? version >= FIRST_THAT_FAILS : !unbillable.has(projectId);
  });
  return new Set(making.map(({ id }) => id));
}

const BILLABLE: WantedFields = { model: 'project.project', needed: ['allow_billable'], optional: [] };

/** A task in one of these carries no order, so it is never seen. */
async function unbillableAmong(
  { client, fields }: Connection,
  projectIds: readonly number[],
  signal: AbortSignal,
): Promise<ReadonlySet<number>> {
  if (projectIds.length === 0) return new Set();
  const domain = [
    ['id', 'in', projectIds],
    ['allow_billable', '=', false],
  ] as const;
  try {
    await fields.available(BILLABLE, signal);
    const rows = await searchRead(client, { model: BILLABLE.model, domain, fields: ['id'] }, signal);
    return new Set(
      rowsOf(RawId)
        .parse(rows)
        .map(({ id }) => id),
    );
  } catch (error) {
    // Who reads orders need not read projects.
    if (isMissingModule(error) || isRefusal(error)) return new Set();
    throw error;
  }
}
