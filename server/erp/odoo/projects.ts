import { z } from 'zod';
import { parseRows, translateRows } from '../shared/translate-rows.ts';
import { rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { changedFrom } from './cursor.ts';
import { anyOf } from './domain.ts';
import { projectChangeStamp, toProject } from './mapping-projects.ts';
import { readOrganisations } from './organisations.ts';
import { ORDER_OF_PROJECT, readTasks, readTaskStamps, TASKS } from './project-tasks.ts';
import { Id, Reference, Text, Time } from './raw.ts';
import { mainPart, rejectRecord, rejectRow, STAMPS, SUPPORT, type HintRule, type OdooStream, type StreamQuery } from './stream.ts';

/** Projects that were sold, or in which something sold is done. Without the modules for projects and for their sale there are none. */
const query: StreamQuery = {
  model: 'project.project',
  module: [{ model: 'project.project', needed: ['sale_order_id'], optional: [] }, TASKS],
  needed: ['name', 'active', 'sale_order_id', ...STAMPS],
  optional: ['partner_id', 'company_id', 'date', 'allocated_hours', 'last_update_status', ORDER_OF_PROJECT],
  filter: (_version, has) =>
    anyOf(
      [['sale_line_id', '!=', false]],
      [['tasks.sale_order_id', '!=', false]],
      ...(has(ORDER_OF_PROJECT) ? [[[ORDER_OF_PROJECT, '!=', false]] as const] : []),
    ),
  isSharable: true,
  // A task that is done, planned or worked on moves itself alone.
  changed: ({ from }) => anyOf(changedFrom('write_date', from), changedFrom('tasks.write_date', from)),
  unsettled: [],
  changeStampFields: ['write_date', 'partner_id'],
};

const RawProject = z.object({
  id: Id,
  name: Text,
  active: z.boolean(),
  sale_order_id: Reference,
  reinvoiced_sale_order_id: Reference,
  partner_id: Reference,
  company_id: Reference,
  date: Text,
  allocated_hours: z.number().optional().default(0),
  last_update_status: Text,
  create_date: Time,
  write_date: Time,
});
export type RawProject = z.output<typeof RawProject>;
const RawChangeStamp = rowsOf(RawProject.pick({ id: true, write_date: true, partner_id: true }));

export const projects: OdooStream<'projects'> = {
  support: { ...SUPPORT, translationVersion: 2, listsUnsettled: false },
  parts: [mainPart<'projects'>({ query, translate, readChangeStamps })],
  absent: 'projects.absent',
  // Off until somebody wants it.
  checked: [],
  hintRules: rulesOf,
};

/** From then on a project keeps its order without the line that is billed. */
const FIRST_WITH_ORDER_OF_PROJECT = 18;

function rulesOf(version: number): HintRule[] {
  const soldBy = ['sale_line_id', ...(version >= FIRST_WITH_ORDER_OF_PROJECT ? [ORDER_OF_PROJECT] : [])];
  const ofProject = pythonAnyOf(soldBy);
  const ofTask = pythonAnyOf(['sale_order_id', ...soldBy.map((field) => `project_id.${field}`)]);
  return [
    {
      model: query.model,
      needed: 'sale_line_id',
      watched: ['name', 'active', 'partner_id', 'date', 'last_update_status', ...soldBy],
      filter: ofProject,
      sent: 'write_date',
    },
    {
      model: TASKS.model,
      needed: 'sale_order_id',
      watched: [
        ...['name', 'active', 'project_id', 'sale_line_id', 'stage_id', 'state', 'user_ids', 'date_deadline'],
        ...['planned_hours', 'allocated_hours', 'effective_hours'],
      ],
      filter: ofTask,
      sent: 'project_id',
    },
    { model: TASKS.model, needed: 'sale_order_id', watched: [], filter: ofTask, sent: 'project_id', trigger: 'on_unlink' },
  ];
}

/** Python text: at least one of these is there. */
const pythonAnyOf = (fields: readonly string[]): string =>
  `[${[...Array<string>(fields.length - 1).fill("'|'"), ...fields.map((field) => `('${field}','!=',False)`)].join(',')}]`;

async function translate(connection: Connection, rows: readonly unknown[], signal: AbortSignal) {
  const { references } = connection;
  const read = await parseRows(RawProject, rows, rejectRow());
  const { parsed } = read;
  const ids = parsed.map(({ id }) => id);
  const [tasks, organisations] = await Promise.all([readTasks(connection, ids, signal), readOrganisations(connection, parsed, signal)]);
  const all = [...tasks.values()].flat();
  await references.taskStages.ensure(
    all.map(({ stage_id }) => stage_id),
    signal,
  );
  await references.users.ensure(
    all.flatMap(({ user_ids }) => user_ids),
    signal,
  );
  return translateRows(read, rejectRecord, (raw) => [toProject(raw, { references, organisations, tasks: tasks.get(raw.id) ?? [] })]);
}

async function readChangeStamps(connection: Connection, rows: readonly unknown[], signal: AbortSignal): Promise<[number, string][]> {
  const projects = RawChangeStamp.parse(rows);
  const ids = projects.map(({ id }) => id);
  const tasks = await readTaskStamps(connection, ids, signal);
  return projects.map((raw) => [raw.id, projectChangeStamp(raw, tasks.get(raw.id) ?? [])]);
}
