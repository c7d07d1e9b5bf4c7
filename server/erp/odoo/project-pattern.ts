import { z } from 'zod';
import { rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { HIGHEST_ID } from './domain.ts';
import type { WantedFields } from './fields.ts';
import { noProjects, templateGone } from './order-refusals.ts';
import type { Portion } from './project-hours.ts';
import { ORDER_OF_PROJECT } from './project-tasks.ts';
import { Id, Ids, Reference, Text } from './raw.ts';
import { searchRead } from './search.ts';

const HOME: WantedFields = {
  model: 'project.project',
  needed: ['name', 'active'],
  // The first two with the module that sells projects.
  optional: ['sale_line_id', 'allow_billable', ORDER_OF_PROJECT, 'user_id', 'type_ids', 'allocated_hours'],
};
const RawHome = rowsOf(z.object({ id: Id, name: Text, active: z.boolean(), user_id: Reference, type_ids: Ids }));

const TASKS: WantedFields = {
  model: 'project.task',
  needed: ['name', 'project_id'],
  optional: [
    ...['sequence', 'parent_id', 'stage_id', 'user_ids', 'description', 'planned_hours', 'allocated_hours', 'display_in_project'],
    'sale_line_id',
  ],
};
const RawTask = z.object({
  id: Id,
  name: Text,
  sequence: z.number().optional().default(0),
  parent_id: Reference,
  stage_id: Reference,
  user_ids: Ids,
  description: Text,
  planned_hours: z.number().optional(),
  allocated_hours: z.number().optional(),
});
type RawTask = z.output<typeof RawTask>;

export interface PatternTask {
  name: string;
  sequence: number;
  stageId: number | null;
  assigneeIds: readonly number[];
  /** HTML. */
  description: string | null;
  hours: number;
}

/** A project that others are made like. */
export interface Pattern {
  name: string;
  managerId: number | null;
  stageIds: readonly number[];
  /** Those in use. What stands deeper than the parts of a task is one of these parts. */
  tasks: readonly (PatternTask & { parts: readonly PatternTask[] })[];
  /** Names in this version of what a project and a task can be given; null: its name for planned hours. */
  projectFields: readonly string[];
  taskFields: readonly string[];
  hoursOfTask: 'planned_hours' | 'allocated_hours' | null;
}

export async function readPattern(connection: Connection, templateId: string, signal: AbortSignal): Promise<Pattern> {
  const { client, fields } = connection;
  const id = Number(templateId);
  const [projectFields, taskFields] = [await fields.available(HOME, signal), await fields.available(TASKS, signal)];
  if (!projectFields.includes('sale_line_id') || !projectFields.includes('allow_billable')) throw noProjects();
  if (!(id <= HIGHEST_ID)) throw templateGone(`#${templateId}`);
  const [home] = RawHome.parse(await searchRead(client, { model: HOME.model, domain: [['id', '=', id]], fields: projectFields }, signal));
  if (!home?.active) throw templateGone(home?.name ?? `#${templateId}`);
  const search = { model: TASKS.model, domain: [['project_id', '=', id]] as const, fields: taskFields, context: { active_test: true } };
  const tasks = rowsOf(RawTask).parse(await searchRead(client, search, signal));
  const hoursOfTask = (['allocated_hours', 'planned_hours'] as const).find((name) => taskFields.includes(name)) ?? null;
  return {
    ...{ name: home.name ?? `#${id}`, managerId: home.user_id, stageIds: home.type_ids },
    ...{ tasks: withParts(tasks), projectFields, taskFields, hoursOfTask },
  };
}

export const portionsOf = ({ tasks }: Pattern): Portion[] =>
  tasks.map(({ hours, parts }) => ({ hours, parts: parts.map((part) => part.hours) }));

function withParts(tasks: readonly RawTask[]): Pattern['tasks'] {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const above = ({ parent_id }: RawTask): RawTask | undefined => (parent_id === null ? undefined : byId.get(parent_id));
  const topOf = (task: RawTask): RawTask => {
    const parent = above(task);
    return parent ? topOf(parent) : task;
  };
  const inOrder = tasks.toSorted((a, b) => a.sequence - b.sequence || a.id - b.id);
  const whole = inOrder.filter((task) => !above(task));
  return whole.map((task) => ({ ...toTask(task), parts: inOrder.filter((one) => one !== task && topOf(one) === task).map(toTask) }));
}

const toTask = (raw: RawTask): PatternTask => ({
  ...{ name: raw.name ?? `#${raw.id}`, sequence: raw.sequence, stageId: raw.stage_id, assigneeIds: raw.user_ids },
  ...{ description: raw.description, hours: raw.allocated_hours ?? raw.planned_hours ?? 0 },
});
