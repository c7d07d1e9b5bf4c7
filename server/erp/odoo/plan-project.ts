import { z } from 'zod';
import { RecordRejectedError } from '../../shared/errors.ts';
import { erpRecordId } from '../../shared/ids.ts';
import { parseJson } from '../../shared/json.ts';
import type { Commands } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { isMissingModule, isRefusal } from './errors.ts';
import { hoursEdited, mayNotMakeProjects, noProjects, notOrdered } from './order-refusals.ts';
import { contextOf, readOrderHead } from './order-state.ts';
import { readPlannedHours, type PlannedHours } from './planned-hours.ts';
import { isSameTime, shareHours, totalHours, type Portion } from './project-hours.ts';
import { portionsOf, readPattern } from './project-pattern.ts';
import { recordGone } from './refusals.ts';
import { readSoldLines, soldTime } from './sold-services.ts';

/** What we planned: for the project as a whole, and for each task by its id. */
const Plan = z.object({ total: z.number().nullable(), tasks: z.record(z.string(), z.number()) });
type Plan = z.output<typeof Plan>;

/** What stands in a project that was made a moment ago; undefined: not what was planned, so somebody was there before us. */
export async function planAsMade(
  connection: Connection,
  projectId: number,
  { planned, signal }: { planned: ReturnType<typeof shareHours>; signal: AbortSignal },
): Promise<string | undefined> {
  const held = await readPlannedHours(connection, projectId, signal);
  if (!held) return undefined;
  const { whole, partsOf } = ordered(held.tasks);
  const isAsPlanned =
    held.hoursOfTask === null ||
    (whole.length === planned.portions.length &&
      whole.every(({ id, hours }, at) => {
        const { hours: meant, parts } = planned.portions[at]!;
        const found = partsOf(id);
        return isSameTime(hours, meant) && found.length === parts.length && found.every((part, nth) => isSameTime(part.hours, parts[nth]!));
      }));
  return isAsPlanned ? noteOf({ total: held.total, tasks: new Map(held.tasks.map(({ id, hours }) => [id, hours])) }) : undefined;
}

const noteOf = ({ total, tasks }: { total: number | null; tasks: ReadonlyMap<number, number> }): string =>
  JSON.stringify({ total, tasks: Object.fromEntries(tasks) } satisfies Plan);

type Tasks = PlannedHours['tasks'];

function ordered(tasks: Tasks): { whole: Tasks; partsOf: (id: number) => Tasks } {
  const ids = new Set(tasks.map(({ id }) => id));
  const isPart = ({ parentId }: Tasks[number]): boolean => parentId !== null && ids.has(parentId);
  return { whole: tasks.filter((task) => !isPart(task)), partsOf: (id) => tasks.filter(({ parentId }) => parentId === id) };
}

type Result = Commands['planProject']['result'];

/** One call, so that all of it moves or nothing. Repeated after a lost answer it finds what it wrote. */
export async function planProject(connection: Connection, input: Commands['planProject']['input'], signal: AbortSignal): Promise<Result> {
  try {
    const order = await readOrderHead(connection, input.orderId, signal);
    if (order.state !== 'sale' && order.state !== 'done') throw notOrdered(order.name ?? `#${order.id}`);
    const held = await readPlannedHours(connection, Number(input.projectId), signal);
    if (!held) throw recordGone('project');
    const known = Plan.parse(parseJson(input.plan));
    const wanted = await planNow(connection, { input, held, known, orderId: order.id }, signal);
    if (!isOurs(held, known, wanted)) throw hoursEdited(held.name);
    const vals = changesOf(held, known, wanted);
    const result = { id: erpRecordId(input.projectId), number: held.name, plan: noteOf(wanted) };
    if (Object.keys(vals).length === 0) return { ...result, isChanged: false };
    const change = { ids: [Number(input.projectId)], vals, context: contextOf(order) };
    await connection.client.change('project.project', 'write', change, signal);
    return { ...result, isChanged: true };
  } catch (error) {
    if (isMissingModule(error)) throw noProjects();
    if (!(error instanceof RecordRejectedError) && isRefusal(error)) throw mayNotMakeProjects((error as Error).message);
    throw error;
  }
}

interface Planning {
  input: Commands['planProject']['input'];
  held: PlannedHours;
  known: Plan;
  orderId: number;
}

interface Wanted {
  total: number;
  tasks: ReadonlyMap<number, number>;
}

/** What was planned before, in the proportion in which it was shared out. A piece is what its pattern plans by now. */
async function planNow(connection: Connection, { input, held, known, orderId }: Planning, signal: AbortSignal): Promise<Wanted> {
  const lines = await readSoldLines(connection, orderId, input, signal);
  const sold = await soldTime(connection, lines, signal);
  const pattern = sold.pieces > 0 ? portionsOf(await readPattern(connection, input.templateId, signal)) : [];
  const planned = held.tasks.filter(({ id }) => id in known.tasks).map((task) => ({ ...task, hours: known.tasks[task.id]! }));
  const { whole, partsOf } = ordered(planned);
  const before = whole.map(({ id, hours }): Portion => ({ hours, parts: partsOf(id).map((part) => part.hours) }));
  const { total, portions } = shareHours({ hours: totalHours(sold, pattern), pieces: 0 }, before);
  const tasks = whole.flatMap(({ id }, at): [number, number][] => [
    [id, portions[at]!.hours],
    ...partsOf(id).map(({ id: part }, nth): [number, number] => [part, portions[at]!.parts[nth]!]),
  ]);
  return { total, tasks: new Map(tasks) };
}

/** Everything that was planned is there, as it was planned or as it is to be. What people added beside it is theirs. */
function isOurs({ isActive, tasks }: PlannedHours, known: Plan, wanted: Wanted): boolean {
  const held = new Map(tasks.map(({ id, hours }) => [String(id), hours]));
  const isPlanned = ([id, hours]: [string, number]): boolean => {
    const now = held.get(id);
    return now !== undefined && (isSameTime(now, hours) || isSameTime(now, wanted.tasks.get(Number(id)) ?? hours));
  };
  return isActive && Object.entries(known.tasks).every(isPlanned);
}

/** The hours of the project as a whole stay where people gave it others. */
function changesOf({ total, tasks, hoursOfTask }: PlannedHours, known: Plan, wanted: Wanted): Record<string, unknown> {
  const isTotalOurs = total !== null && known.total !== null && isSameTime(total, known.total) && !isSameTime(total, wanted.total);
  const moved = tasks.filter(({ id, hours }) => !isSameTime(hours, wanted.tasks.get(id) ?? hours));
  return {
    ...(isTotalOurs && { allocated_hours: wanted.total }),
    ...(moved.length > 0 && hoursOfTask !== null && { tasks: moved.map(({ id }) => [1, id, { [hoursOfTask]: wanted.tasks.get(id)! }]) }),
  };
}
