import type { Books } from '../accounting/books.ts';
import { validationError } from '../errors.ts';
import { FIRST_WITH_PROJECT_OF_ORDER, FIRST_WITH_TASK_STATES } from '../schema/projects.ts';
import type { Value } from '../types.ts';
import { insertTask } from './made-by-orders.ts';

type Values = Record<string, Value>;
interface Part {
  values: Values;
  parts: readonly Part[];
}

/** As `load` makes it, with its tasks and theirs. */
export function loadProject(books: Books, values: Values, tasks: readonly Part[]): number {
  const { tx, version } = books;
  if (!values.name) throw validationError('Missing required value for the field Name (name).');
  demandService(books, values.sale_line_id ?? null);
  const project = tx.insert('project.project', {
    ...{ active: true, user_id: null, sequence: 10, date_start: null, date: null, allocated_hours: 0, sale_line_id: null, type_ids: [] },
    ...{ partner_id: null, company_id: null, allow_billable: false, last_update_status: version >= 17 ? 'to_define' : 'on_track' },
    ...(version >= FIRST_WITH_PROJECT_OF_ORDER && { reinvoiced_sale_order_id: null }),
    ...values,
  });
  for (const task of tasks) addTask(books, project, task);
  return project;
}

function addTask(books: Books, project: number, { values, parts }: Part, parent?: number): void {
  const { tx, version } = books;
  if (!values.name) throw validationError('Missing required value for the field Title (name).');
  const { name, allocated_hours, planned_hours, ...given } = values;
  const hours = Number((version >= FIRST_WITH_TASK_STATES ? allocated_hours : planned_hours) ?? 0);
  const task = insertTask(books, { name: String(name), project, line: null, hours, ...(parent !== undefined && { parent }) });
  // What is not given is computed, the stage too.
  const { stage_id: stage, ...others } = given;
  tx.update('project.task', task, { ...others, ...((stage ?? null) !== null && { stage_id: stage! }) });
  for (const part of parts) addTask(books, project, part, task);
}

/** What is delivered as goods has no project, in the words of 18. */
function demandService({ tx }: Books, line: Value): void {
  if (typeof line !== 'number') return;
  const product = tx.get('product.product', Number(tx.row('sale.order.line', line).product_id));
  const template = product && tx.row('product.template', Number(product.product_tmpl_id));
  if (template?.type !== 'service')
    throw validationError('You cannot link a billable project to a sales order item that is not a service.');
}
