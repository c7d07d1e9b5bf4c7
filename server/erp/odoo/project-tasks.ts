import { z } from 'zod';
import { rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { anyOf, type Domain } from './domain.ts';
import type { WantedFields } from './fields.ts';
import { Id, Ids, Reference, Text, Time } from './raw.ts';
import { searchRead } from './search.ts';

/**
 * The order that a project was made for. From 18 on the line is taken away when the order is called off and not put back when it is confirmed again,
 * and this one stays; only who sells may read it.
 */
export const ORDER_OF_PROJECT = 'reinvoiced_sale_order_id';
const HOME: WantedFields = { model: 'project.project', needed: ['sale_line_id'], optional: [ORDER_OF_PROJECT] };

export const TASKS: WantedFields = {
  model: 'project.task',
  needed: ['project_id', 'name', 'active', 'sale_order_id', 'write_date'],
  optional: [
    'stage_id',
    // Until 16 the stage says whether a task is closed.
    'state',
    'is_closed',
    'user_ids',
    'date_deadline',
    // The name until 16, and from 17 on.
    'planned_hours',
    'allocated_hours',
    // With the module for time sheets.
    'effective_hours',
    'parent_id',
    'sequence',
  ],
};

const RawTask = z.object({
  id: Id,
  project_id: Id,
  name: Text,
  active: z.boolean(),
  sale_order_id: Reference,
  stage_id: Reference,
  state: Text,
  is_closed: z.boolean().optional().default(false),
  user_ids: Ids,
  /** A day until 16, then an instant. */
  date_deadline: Text,
  planned_hours: z.number().optional(),
  allocated_hours: z.number().optional(),
  effective_hours: z.number().optional(),
  parent_id: Reference,
  sequence: z.number().optional().default(0),
  write_date: Time,
});
export type RawTask = z.output<typeof RawTask>;

const RawTaskStamp = RawTask.pick({ id: true, project_id: true, write_date: true });
export type RawTaskStamp = z.output<typeof RawTaskStamp>;

/** By project. In one that serves many orders, what was sold alone. */
async function tasksIn({ fields }: Connection, projectIds: readonly number[], signal: AbortSignal): Promise<Domain> {
  const ofProject = (await fields.available(HOME, signal)).map((name) => [[`project_id.${name}`, '!=', false]] as const);
  return [['project_id', 'in', projectIds], ...anyOf([['sale_order_id', '!=', false]], ...ofProject)];
}

export async function readTasks(
  connection: Connection,
  projectIds: readonly number[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, RawTask[]>> {
  if (projectIds.length === 0) return new Map();
  const { client, fields } = connection;
  const known = await fields.available(TASKS, signal);
  // Computed for each task.
  const names = known.includes('state') ? known.filter((name) => name !== 'is_closed') : known;
  const domain = await tasksIn(connection, projectIds, signal);
  const rows = await searchRead(client, { model: TASKS.model, domain, fields: names }, signal);
  return Map.groupBy(rowsOf(RawTask).parse(rows), ({ project_id }) => project_id);
}

export async function readTaskStamps(
  connection: Connection,
  projectIds: readonly number[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, RawTaskStamp[]>> {
  if (projectIds.length === 0) return new Map();
  const search = { model: TASKS.model, domain: await tasksIn(connection, projectIds, signal), fields: ['project_id', 'write_date'] };
  return Map.groupBy(rowsOf(RawTaskStamp).parse(await searchRead(connection.client, search, signal)), ({ project_id }) => project_id);
}
