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

interface Place {
  parent?: number;
  /** Of the parts of its task. */
  isFirst?: boolean;
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

function addTask(books: Books, project: number, { values, parts }: Part, { parent, isFirst = false }: Place = {}): void {
  const { tx, version } = books;
  if (!values.name) throw validationError('Missing required value for the field Title (name).');
  const { name, allocated_hours, planned_hours, ...given } = values;
  const hours = Number((version >= FIRST_WITH_TASK_STATES ? allocated_hours : planned_hours) ?? 0);
  if (parent !== undefined && isPrivate(version, given)) throw validationError(NOT_WHOLE);
  const task = insertTask(books, { name: String(name), project, line: null, hours, ...(parent !== undefined && { parent }) });
  if (parent === undefined) tieToAnyOrder(books, project, task);
  // What is not given is computed, the stage too; that of a part is thrown away (seen on 18).
  const { stage_id: stage, ...others } = given;
  const isOwn = parent === undefined || version < FIRST_WITH_TASK_STATES;
  tx.update('project.task', task, { ...others, ...(isOwn ? (stage ?? null) !== null && { stage_id: stage! } : { stage_id: null }) });
  if (isFirst && isWithoutLine(version, given)) tx.update('project.task', task, { sale_line_id: null }, { force: true });
  for (const [nth, part] of parts.entries()) addTask(books, project, part, { parent: task, isFirst: nth === 0 });
}

/** Seen on 18: the first part of a task is of the order, but of none of its lines. */
const isWithoutLine = (version: number, { sale_line_id: line }: Values): boolean =>
  version >= FIRST_WITH_PROJECT_OF_ORDER && (line ?? null) === null;
/** Seen on 18: made below its task a part has no project yet, unless it says that it is shown in none of its own. */
const isPrivate = (version: number, { display_in_project: isShown }: Values): boolean =>
  version >= FIRST_WITH_TASK_STATES && isShown !== false;
/** "A private task cannot have a parent", and then `load` tries once more, with an account that is not there any more: that is what it answers. */
const NOT_WHOLE =
  'insert or update on table "project_project" violates foreign key constraint "project_project_account_id_fkey"\nDETAIL:  Key (account_id)=(3) is not present in table "account_analytic_account".\n';

/** What is delivered as goods has no project, in the words of 18. */
function demandService({ tx }: Books, line: Value): void {
  if (typeof line !== 'number' || isService(tx, tx.row('sale.order.line', line).product_id)) return;
  throw validationError('You cannot link a billable project to a sales order item that is not a service.');
}

/** Seen on 18: what stands in a billable project without a line is taken for the last service that its customer ordered, in whichever order. */
function tieToAnyOrder({ tx, version }: Books, project: number, task: number): void {
  const { allow_billable: isBillable, sale_line_id: own, partner_id: partner } = tx.row('project.project', project);
  if (version < FIRST_WITH_PROJECT_OF_ORDER || isBillable !== true || typeof own === 'number') return;
  const lines = tx.ids('sale.order.line').map((id) => tx.row('sale.order.line', id));
  const last = lines.findLast(({ order_id: order, product_id: product }) => {
    const { partner_id: customer, state } = tx.row('sale.order', Number(order));
    return customer === partner && state === 'sale' && isService(tx, product);
  });
  if (last) tx.update('project.task', task, { sale_line_id: last.id, sale_order_id: Number(last.order_id) }, { force: true });
}

function isService(tx: Books['tx'], productId: Value | undefined): boolean {
  const product = tx.get('product.product', Number(productId));
  return product !== undefined && tx.row('product.template', Number(product.product_tmpl_id)).type === 'service';
}
