import type { ErpRecordId } from '../../shared/ids.ts';
import { compareSums } from '../../mirror/decimals.ts';
import type { Project, Task } from './record.ts';

/** `stopped`: archived, or all its tasks cancelled, before it was done. */
export type ProjectStatus = 'not_started' | 'in_progress' | 'done' | 'stopped';

/** What one order has in a project. */
export interface OrderPart {
  orderId: ErpRecordId;
  status: ProjectStatus;
}

type Parts = Pick<Project, 'status' | 'orderId' | 'tasks'>;

/** How far a project came for each of its orders, by their tasks: for every ERP the same. */
export function partsOf(project: Parts): OrderPart[] {
  const orderIds = [project.orderId, ...project.tasks.map(({ orderId }) => orderId)].filter((id) => id !== null);
  return [...new Set(orderIds)].toSorted().map((orderId) => ({ orderId, status: statusOf(project, orderId) }));
}

/** Those that it was sold with. What stands in the project beside belongs to the order that the project was made for. */
export const tasksOf = <T extends Pick<Task, 'orderId'>>(
  project: { orderId: ErpRecordId | null; tasks: readonly T[] },
  orderId: ErpRecordId,
): T[] => project.tasks.filter((task) => (task.orderId ?? project.orderId) === orderId);

function statusOf(project: Parts, orderId: ErpRecordId): ProjectStatus {
  const { status } = project;
  const tasks = tasksOf(project, orderId);
  // A project that somebody called done may be sold into again: where tasks were sold with the order, they alone tell.
  if (status === 'done' && !tasks.some((task) => task.orderId === orderId)) return 'done';
  const counted = tasks.filter((task) => task.status !== 'cancelled');
  if (counted.length > 0 && counted.every((task) => task.status === 'done')) return 'done';
  if (status === 'archived' || (tasks.length > 0 && counted.length === 0)) return 'stopped';
  return counted.some(isBegun) ? 'in_progress' : 'not_started';
}

const isBegun = ({ status, spentHours }: Task): boolean => status === 'done' || compareSums([spentHours ?? '0'], []) > 0;

/** One word for several, of at least one; what was stopped holds the others up no more. */
export function overallStatus(statuses: readonly ProjectStatus[]): ProjectStatus {
  const [first = 'stopped', ...others] = statuses.filter((status) => status !== 'stopped');
  return others.every((status) => status === first) ? first : 'in_progress';
}
