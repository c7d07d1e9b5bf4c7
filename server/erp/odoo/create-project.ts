import { z } from 'zod';
import { RecordRejectedError } from '../../shared/errors.ts';
import { erpRecordId } from '../../shared/ids.ts';
import type { CommandOrder, MadeRecord, PlannedProject } from '../shared/contract.ts';
import { rowsOf } from '../shared/rows.ts';
import { afterwards } from './afterwards.ts';
import type { Connection } from './connection.ts';
import { isMissingModule, isRefusal } from './errors.ts';
import { findByExternalId } from './external-ids.ts';
import { loadRecord, type NewRecord, type Refusal } from './load-record.ts';
import { figureText } from './mapping.ts';
import { mayNotMakeProjects, noProjects, nothingForProject, notOrdered, projectNeedsService } from './order-refusals.ts';
import { contextOf, readOrderHead, type OrderHead } from './order-state.ts';
import { planAsMade } from './plan-project.ts';
import { shareHours } from './project-hours.ts';
import { portionsOf, readPattern, type Pattern, type PatternTask } from './project-pattern.ts';
import { ORDER_OF_PROJECT } from './project-tasks.ts';
import { Id, Text } from './raw.ts';
import { recordGone, refused } from './refusals.ts';
import { mayUser } from './rights.ts';
import { readSoldLines, soldTime, type SoldLine } from './sold-services.ts';
import { searchRead } from './search.ts';

const MODEL = 'project.project';

/**
 * A project with its tasks, made with `load` like an order: one of each key, and whole or not at all. Odoo's own copy of a project cannot carry a key, so that
 * after a lost answer nobody would know whether it was made; what it copies beyond names, texts, stages, people and hours is not taken over.
 */
export async function createProject(
  connection: Connection,
  command: CommandOrder<'createProject'>,
  signal: AbortSignal,
): Promise<PlannedProject> {
  const { id, planned } = await makeProject(connection, command, signal);
  return afterwards(async () => {
    const [made] = await readProject(connection, id, signal);
    if (!made) throw recordGone('project');
    const plan = planned && (await planAsMade(connection, id, { planned, signal }));
    return { ...made, ...(plan !== undefined && { plan }) };
  });
}

const RawNames = rowsOf(z.object({ id: Id, name: Text }));

export async function readProject({ client }: Connection, id: number, signal: AbortSignal): Promise<MadeRecord[]> {
  const rows = await searchRead(client, { model: MODEL, domain: [['id', '=', id]], fields: ['name'] }, signal);
  return RawNames.parse(rows).map(({ id: made, name }) => ({ id: erpRecordId(made), number: name }));
}

interface Loaded {
  id: number;
  /** Absent: it was there before. */
  planned?: SharedHours;
}
type SharedHours = ReturnType<typeof shareHours>;

async function makeProject(connection: Connection, { key, input }: CommandOrder<'createProject'>, signal: AbortSignal): Promise<Loaded> {
  try {
    const order = await readOrderHead(connection, input.orderId, signal);
    const called = order.name ?? `#${order.id}`;
    if (order.state !== 'sale' && order.state !== 'done') throw notOrdered(called);
    const pattern = await readPattern(connection, input.templateId, signal);
    const lines = await readSoldLines(connection, order.id, input, signal);
    if (lines.length === 0) throw nothingForProject(called);
    const sold = await soldTime(connection, lines, signal);
    const planned = shareHours(sold, portionsOf(pattern));
    const loaded = await loadRecord(connection, toRecord(key, { order, pattern, lines, planned }), signal);
    if (typeof loaded !== 'number') throw await asRejected(connection, loaded, signal);
    return { id: loaded, planned };
  } catch (error) {
    if (isMissingModule(error)) throw noProjects();
    if (isRefusal(error)) throw mayNotMakeProjects((error as Error).message);
    if (!(error instanceof RecordRejectedError)) throw error;
    // What would be refused by now may have been made before.
    const other = await findByExternalId(connection, { model: MODEL, key }, signal);
    if (other === null) throw error;
    return { id: other };
  }
}

interface Prepared {
  order: OrderHead;
  pattern: Pattern;
  lines: readonly SoldLine[];
  planned: SharedHours;
}

type Columns = [column: string, text: string][];

function toRecord(key: string, { order, pattern, lines, planned: { total, portions } }: Prepared): NewRecord {
  const shared = pattern.tasks.map((task, at) => ({
    ...{ ...task, hours: portions[at]!.hours },
    parts: task.parts.map((part, nth) => ({ ...part, hours: portions[at]!.parts[nth]! })),
  }));
  const has = (name: string): boolean => pattern.projectFields.includes(name);
  const columns: Columns = [
    ['name', `${order.name ?? `#${order.id}`} - ${pattern.name}`],
    ['partner_id/.id', String(order.partner_id)],
    ['company_id/.id', String(order.company_id)],
    ...tieTo(order, lines, has(ORDER_OF_PROJECT)),
    ...columnIf(has('type_ids'), 'type_ids/.id', pattern.stageIds.join(',')),
    ...columnIf(has('user_id') && pattern.managerId !== null, 'user_id/.id', String(pattern.managerId)),
    ...columnIf(has('allocated_hours'), 'allocated_hours', figureText(total)),
  ];
  const line = lines.find(({ isService }) => isService);
  return { model: MODEL, key, columns, parts: rowsOfTasks(pattern, shared, line), context: contextOf(order) };
}

const columnIf = (isThere: boolean, name: string, text: string): Columns => (isThere ? [[name, text]] : []);

/** A line of goods cannot be tied; from 18 on the order itself can. */
function tieTo(order: OrderHead, lines: readonly SoldLine[], canTieOrder: boolean): Columns {
  const service = lines.find(({ isService }) => isService);
  if (!service && !canTieOrder) throw projectNeedsService(lines[0]!.product);
  return [
    // Seen on 18: in a billable project without a line tasks are tied to any other order of the customer.
    ['allow_billable', service ? '1' : '0'],
    ...columnIf(service !== undefined, 'sale_line_id/.id', String(service?.id)),
    ...columnIf(canTieOrder, `${ORDER_OF_PROJECT}/.id`, String(order.id)),
  ];
}

/** A row for each task with the first of its parts, and one for each further part, whose cells of the task are empty. */
function rowsOfTasks(pattern: Pattern, tasks: Pattern['tasks'], line: SoldLine | undefined): Columns[] {
  const hasParts = tasks.some(({ parts }) => parts.length > 0);
  const tie = columnIf(line !== undefined && pattern.taskFields.includes(LINE), `${LINE}/.id`, String(line?.id));
  const cells = (task: PatternTask): Columns => [...columnsOf(task, pattern), ...tie].map(([name, text]) => [`tasks/${name}`, text]);
  const cellsOfPart = (part: PatternTask): Columns =>
    [...columnsOf(part, pattern), ...tie, ...columnIf(pattern.taskFields.includes(IN_PROJECT), IN_PROJECT, '0')].map(([name, text]) => [
      `${PARTS}/${name}`,
      text,
    ]);
  const empty = (columns: Columns): Columns => columns.map(([name]) => [name, '']);
  return tasks.flatMap((task) => {
    const own = cells(task);
    if (!hasParts) return [own];
    const [first = empty(cellsOfPart(task)), ...others] = task.parts.map(cellsOfPart);
    return [[...own, ...first], ...others.map((part) => [...empty(own), ...part])];
  });
}

/** Seen on 18: a part that does not say no gets no project while it is made, and that is refused. Saying so it is of its task's. */
const IN_PROJECT = 'display_in_project';
const PARTS = 'tasks/child_ids';
/** Seen on 18: the first part of a task is tied to the order, but to none of its lines unless it says so, and hours booked on it are billed to nobody. */
const LINE = 'sale_line_id';

function columnsOf(task: PatternTask, { taskFields, hoursOfTask }: Pattern): Columns {
  const given: Columns = [
    ['name', task.name],
    ['sequence', String(task.sequence)],
    ['stage_id/.id', task.stageId === null ? '' : String(task.stageId)],
    ['user_ids/.id', task.assigneeIds.join(',')],
    ['description', task.description ?? ''],
  ];
  const known = given.filter(([name]) => taskFields.includes(name.split('/')[0]!));
  return hoursOfTask === null ? known : [...known, [hoursOfTask, figureText(task.hours)]];
}

async function asRejected({ client }: Connection, { message, field }: Refusal, signal: AbortSignal): Promise<RecordRejectedError> {
  if (field !== undefined) return refused(message, [field]);
  for (const model of [MODEL, 'project.task'])
    if (!(await mayUser(client, { model, operation: 'create' }, signal))) return mayNotMakeProjects(message);
  return refused(message);
}
