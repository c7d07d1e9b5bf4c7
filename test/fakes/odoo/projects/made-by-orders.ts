import type { Books } from '../accounting/books.ts';
import { linesOf } from '../sales/totals.ts';
import { FIRST_WITH_TASK_STATES } from '../schema/projects.ts';
import type { Row } from '../types.ts';

const NEW_PROJECT = ['project_only', 'task_in_project'];
const EXISTING_PROJECT = 'task_global_project';
/** From then on the order names a project of its own, which serves whatever has none. */
const FIRST_WITH_PROJECT_OF_ORDER = 18;

/**
 * What services make when their order is confirmed, or when they come to it later: one project an order, and one for each template; a task for each
 * line. What was made once is not made again.
 */
export function makeProjects(books: Books, order: number): void {
  const services = linesOf(books, order).flatMap((line) => {
    const template = serviceOf(books, line);
    return template ? [{ line, template }] : [];
  });
  for (const { line, template } of services.filter(({ template: { service_tracking: kind } }) => NEW_PROJECT.includes(String(kind)))) {
    const project = projectFor(books, line, template, services);
    if (template.service_tracking === 'task_in_project') makeTask(books, line, project);
  }
  for (const { line, template } of services.filter(({ template: { service_tracking: kind } }) => kind === EXISTING_PROJECT)) {
    const ofOrder = books.version >= FIRST_WITH_PROJECT_OF_ORDER ? books.tx.row('sale.order', order).project_id : null;
    const project = template.project_id ?? ofOrder ?? null;
    if (project !== null && Number(line.product_uom_qty) > 0) makeTask(books, line, Number(project));
  }
}

/** Hours are sold by the piece. */
export function followQuantity({ tx, version }: Books, line: number): void {
  const { task_id: task, product_uom_qty: hours } = tx.row('sale.order.line', line);
  if (typeof task === 'number') tx.update('project.task', task, plannedHours(version, Number(hours)), { force: true });
}

export const plannedHours = (version: number, hours: number) =>
  version >= FIRST_WITH_TASK_STATES ? { allocated_hours: hours } : { planned_hours: hours };

function serviceOf({ tx }: Books, line: Row): Row | null {
  const product = tx.get('product.product', Number(line.product_id));
  const template = product && tx.row('product.template', Number(product.product_tmpl_id));
  return template?.type === 'service' ? template : null;
}

interface Service {
  line: Row;
  template: Row;
}

function projectFor(books: Books, line: Row, template: Row, services: readonly Service[]): number {
  const { tx, version } = books;
  const known = tx.row('sale.order.line', line.id).project_id;
  if (typeof known === 'number') return known;
  const order = tx.row('sale.order', Number(line.order_id));
  const pattern = template.project_template_id ?? null;
  const ofOrder = typeof order.project_id === 'number' ? order.project_id : null;
  const made = services.flatMap(({ line: { id }, template: other }) => {
    const project = tx.row('sale.order.line', id).project_id;
    return typeof project === 'number' && (other.project_template_id ?? null) === pattern ? [project] : [];
  });
  const project = ofOrder ?? made[0] ?? makeProject(books, line, template, services);
  tx.update('sale.order.line', line.id, { project_id: project });
  if (version >= FIRST_WITH_PROJECT_OF_ORDER && ofOrder === null) tx.update('sale.order', order.id, { project_id: project });
  return project;
}

function makeProject(books: Books, line: Row, template: Row, services: readonly Service[]): number {
  const { tx } = books;
  const order = tx.row('sale.order', Number(line.order_id));
  const called = order.client_order_ref ? `${String(order.client_order_ref)} - ${String(order.name)}` : String(order.name);
  const pattern = typeof template.project_template_id === 'number' ? tx.row('project.project', template.project_template_id) : null;
  const isOnly = services.filter(({ template: { service_tracking: kind } }) => NEW_PROJECT.includes(String(kind))).length === 1;
  const product = String(tx.row('product.product', Number(line.product_id)).default_code ?? '');
  const label = pattern ? String(pattern.name) : isOnly ? `${product ? `[${product}] ` : ''}${String(template.name)}` : null;
  const project = insertProject(books, {
    name: label === null ? called : `${called} - ${label}`,
    partner: Number(order.partner_id),
    company: Number(order.company_id),
    line: line.id,
  });
  if (pattern) copyTasks(books, pattern.id, project, line);
  return project;
}

interface NewProject {
  name: string;
  partner: number | null;
  company: number;
  /** The line it is made for; null: it serves whatever is sold. */
  line: number | null;
}

export function insertProject({ tx, version }: Books, { name, partner, company, line }: NewProject): number {
  return tx.insert('project.project', {
    ...{ name, partner_id: partner, company_id: company, sale_line_id: line, active: true, user_id: null, sequence: 10 },
    ...{ date_start: null, date: null, allocated_hours: 0, last_update_status: version >= 17 ? 'to_define' : 'on_track' },
    type_ids: stagesOf(version).map(([called, fold], nth) => tx.insert('project.task.type', { name: called, fold, sequence: nth })),
  });
}

/** Until 16 there is one stage, and people add those that close a task. */
const stagesOf = (version: number): (readonly [name: string, isFolded: boolean])[] =>
  version >= FIRST_WITH_TASK_STATES
    ? [
        ['To Do', false],
        ['In Progress', false],
        ['Done', true],
        ['Cancelled', true],
      ]
    : [['New', false]];

function makeTask(books: Books, line: Row, project: number): void {
  const { tx } = books;
  if (typeof tx.row('sale.order.line', line.id).task_id === 'number') return;
  const { sale_line_id: own } = tx.row('project.project', project);
  const order = tx.row('sale.order', Number(line.order_id));
  const title = String(line.name).split('\n')[0]!;
  const task = insertTask(books, {
    name: (own ?? null) === null ? `${String(order.name)} - ${title}` : title,
    project,
    line,
    hours: Number(line.product_uom_qty),
  });
  tx.update('sale.order.line', line.id, { task_id: task });
}

export interface NewTask {
  name: string;
  project: number;
  /** The line of an order that it was made for. */
  line: Row | null;
  hours: number;
  parent?: number;
}

export function insertTask({ tx, version }: Books, { name, project, line, hours, parent }: NewTask): number {
  const { partner_id: partner, company_id: company, type_ids: stages } = tx.row('project.project', project);
  return tx.insert('project.task', {
    ...{ name, project_id: project, active: true, parent_id: parent ?? null, user_ids: [], sequence: 10, effective_hours: 0 },
    ...{ partner_id: partner ?? null, company_id: company ?? null, date_deadline: null },
    sale_line_id: line?.id ?? null,
    sale_order_id: line ? Number(line.order_id) : null,
    stage_id: ((stages ?? []) as readonly number[])[0] ?? null,
    ...(version >= FIRST_WITH_TASK_STATES && { state: '01_in_progress' }),
    ...plannedHours(version, hours),
  });
}

function copyTasks(books: Books, from: number, to: number, line: Row): void {
  const { tx, version } = books;
  for (const id of [...tx.by('project.task', 'project_id', from)]) {
    const task = tx.row('project.task', id);
    const hours = Number((version >= FIRST_WITH_TASK_STATES ? task.allocated_hours : task.planned_hours) ?? 0);
    insertTask(books, { name: String(task.name), project: to, line, hours });
  }
}
