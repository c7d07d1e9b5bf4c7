import { z } from 'zod';
import { rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import type { WantedFields } from './fields.ts';
import { Id, Reference, Text } from './raw.ts';
import { searchRead } from './search.ts';

const HOME: WantedFields = { model: 'project.project', needed: ['name', 'active'], optional: ['allocated_hours'] };
const RawHome = rowsOf(z.object({ id: Id, name: Text, active: z.boolean(), allocated_hours: z.number().optional() }));

const TASKS: WantedFields = {
  model: 'project.task',
  needed: ['project_id'],
  // The name until 16, and from 17 on.
  optional: ['sequence', 'parent_id', 'planned_hours', 'allocated_hours'],
};
const RawTask = z.object({
  id: Id,
  sequence: z.number().optional().default(0),
  parent_id: Reference,
  planned_hours: z.number().optional(),
  allocated_hours: z.number().optional(),
});

interface TaskHours {
  id: number;
  parentId: number | null;
  hours: number;
}

/** What is planned in a project at this moment. */
export interface PlannedHours {
  name: string;
  isActive: boolean;
  /** Null: this Odoo plans none for a project as a whole. */
  total: number | null;
  /** Those in use, in their order. */
  tasks: TaskHours[];
  /** Their name in this version; null: it plans none. */
  hoursOfTask: 'planned_hours' | 'allocated_hours' | null;
}

/** Null: it is gone. */
export async function readPlannedHours(connection: Connection, projectId: number, signal: AbortSignal): Promise<PlannedHours | null> {
  const { client, fields } = connection;
  const [homeFields, taskFields] = [await fields.available(HOME, signal), await fields.available(TASKS, signal)];
  const home = { model: HOME.model, domain: [['id', '=', projectId]] as const, fields: homeFields };
  const [project] = RawHome.parse(await searchRead(client, home, signal));
  if (!project) return null;
  const search = {
    model: TASKS.model,
    domain: [['project_id', '=', projectId]] as const,
    fields: taskFields,
    context: { active_test: true },
  };
  const tasks = rowsOf(RawTask).parse(await searchRead(client, search, signal));
  return {
    name: project.name ?? `#${projectId}`,
    isActive: project.active,
    total: project.allocated_hours ?? null,
    tasks: tasks
      .toSorted((a, b) => a.sequence - b.sequence || a.id - b.id)
      .map(({ id, parent_id, ...task }) => ({ id, parentId: parent_id, hours: task.allocated_hours ?? task.planned_hours ?? 0 })),
    hoursOfTask: (['allocated_hours', 'planned_hours'] as const).find((name) => taskFields.includes(name)) ?? null,
  };
}
