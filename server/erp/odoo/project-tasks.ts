import { z } from 'zod';
import { rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { anyOf, type Domain } from './domain.ts';
import type { WantedFields } from './fields.ts';
import { Id, Ids, Reference, Text, Time } from './raw.ts';
import { searchRead } from './search.ts';

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
const tasksIn = (projectIds: readonly number[]): Domain => [
  ['project_id', 'in', projectIds],
  ...anyOf([['sale_order_id', '!=', false]], [['project_id.sale_line_id', '!=', false]]),
];

export async function readTasks(
  { client, fields }: Connection,
  projectIds: readonly number[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, RawTask[]>> {
  if (projectIds.length === 0) return new Map();
  const known = await fields.available(TASKS, signal);
  // Computed for each task.
  const names = known.includes('state') ? known.filter((name) => name !== 'is_closed') : known;
  const rows = await searchRead(client, { model: TASKS.model, domain: tasksIn(projectIds), fields: names }, signal);
  return Map.groupBy(rowsOf(RawTask).parse(rows), ({ project_id }) => project_id);
}

export async function readTaskStamps(
  { client }: Connection,
  projectIds: readonly number[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, RawTaskStamp[]>> {
  if (projectIds.length === 0) return new Map();
  const search = { model: TASKS.model, domain: tasksIn(projectIds), fields: ['project_id', 'write_date'] };
  return Map.groupBy(rowsOf(RawTaskStamp).parse(await searchRead(client, search, signal)), ({ project_id }) => project_id);
}
