import { compareSums } from '../../mirror/decimals.ts';
import { add, trimZeros } from '../../shared/decimals.ts';
import type { Project, Task } from './record.ts';

interface Worked extends Pick<Project, 'plannedHours'> {
  /** What is planned for all of the project is planned for these tasks. */
  isOwn: boolean;
  tasks: readonly Task[];
}

/** Decimal texts. What is planned for a part of a task is planned within the task; what was spent on a cancelled one was spent. */
export function hoursOf({ isOwn, plannedHours, tasks }: Worked): { spent: string | null; planned: string | null } {
  const counted = tasks.filter(({ status }) => status !== 'cancelled');
  const ids = new Set(counted.map(({ id }) => id));
  const whole = counted.filter(({ parentId }) => parentId === null || !ids.has(parentId));
  const planned = someHours(whole.map((task) => task.plannedHours));
  const spent = tasks.flatMap(({ spentHours }) => spentHours ?? []);
  return {
    spent: spent.length === 0 ? null : trimZeros(add(...spent)),
    planned: planned ?? (isOwn ? someHours([plannedHours]) : null),
  };
}

/** Null: none at all. */
export function someHours(hours: readonly (string | null)[]): string | null {
  const known = hours.filter((one) => one !== null);
  return compareSums(known, []) > 0 ? trimZeros(add(...known)) : null;
}
