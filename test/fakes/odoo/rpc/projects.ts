import { demand, modelOf } from '../env.ts';
import { userError } from '../errors.ts';
import { existing, requiredBooks } from './method.ts';
import type { Call } from './method.ts';
import { commandsOf, rowValues, type Vals } from './values.ts';

const TASK = 'project.task';

/** A project with what changes in its tasks, in one call. */
export function writeProjectFrom(call: Call, id: number, vals: Vals): void {
  const { env } = call;
  const books = requiredBooks(call);
  const own = rowValues(env, 'project.project', vals, existing(call, id), ['tasks']);
  for (const [kind, task, given] of commandsOf(vals.tasks)) {
    if (kind !== 1) throw userError('Only changes of tasks are part of this double.');
    demand(env, modelOf(env, TASK), 'write');
    const row = books.tx.row(TASK, task);
    books.tx.update(TASK, task, rowValues(env, TASK, given as Vals, row), { force: true });
  }
  if (Object.keys(own).length > 0) books.tx.update('project.project', id, own, { force: true });
}
