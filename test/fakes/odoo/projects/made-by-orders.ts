import type { Books } from '../accounting/books.ts';
import { linesOf } from '../sales/totals.ts';
import { FIRST_WITH_PROJECT_OF_ORDER, FIRST_WITH_TASK_STATES } from '../schema/projects.ts';
import type { Row, Value } from '../types.ts';

const NEW_PROJECT = ['project_only', 'task_in_project'];
const EXISTING_PROJECT = 'task_global_project';

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
    if (template.service_tracking === 'task_in_project') makeTask(books, { line, template }, project);
  }
  const existing = services.filter(({ template: { service_tracking: kind } }) => kind === EXISTING_PROJECT);
  for (const { template } of existing) nameProject(books, order, template.project_id ?? null);
  for (const { line, template } of existing) {
    const ofOrder = books.version >= FIRST_WITH_PROJECT_OF_ORDER ? books.tx.row('sale.order', order).project_id : null;
    const project = template.project_id ?? ofOrder ?? null;
    if (project !== null && Number(line.product_uom_qty) > 0) makeTask(books, { line, template }, Number(project));
  }
}

/** The first one of an order that names none serves whatever has none. */
function nameProject({ tx, version }: Books, order: number, project: Value): void {
  if (version < FIRST_WITH_PROJECT_OF_ORDER || project === null || tx.row('sale.order', order).project_id !== null) return;
  tx.update('sale.order', order, { project_id: project });
}

/** Of an order that is called off, seen on 18: nothing is billed there any more, and confirming it again changes that no more. */
export function releaseProjects(books: Books, order: number): void {
  const { tx, version } = books;
  if (version < FIRST_WITH_PROJECT_OF_ORDER) return;
  for (const { id } of linesOf(books, order))
    for (const project of [...tx.by('project.project', 'sale_line_id', id)]) tx.update('project.project', project, { sale_line_id: null });
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
  // From 18 on one that people name on the order takes only what needs a project that is there.
  const isDirected = version < FIRST_WITH_PROJECT_OF_ORDER && template.service_tracking === 'task_in_project';
  const ofOrder = isDirected && typeof order.project_id === 'number' ? order.project_id : null;
  const made = services.flatMap(({ line: { id }, template: other }) => {
    const project = tx.row('sale.order.line', id).project_id;
    return typeof project === 'number' && (other.project_template_id ?? null) === pattern ? [project] : [];
  });
  const project = ofOrder ?? made[0] ?? makeProject(books, line, template, services);
  tx.update('sale.order.line', line.id, { project_id: project });
  nameProject(books, order.id, project);
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
    hours: Number(pattern?.allocated_hours ?? 0) || soldHours(services, template),
  });
  if (pattern) copyTasks(books, pattern.id, project, line);
  return project;
}

/** Of all that shares the project; units count as hours. */
const soldHours = (services: readonly Service[], { project_template_id: pattern }: Row): number =>
  services
    .filter(({ template }) => NEW_PROJECT.includes(String(template.service_tracking)))
    .filter(({ template }) => (template.project_template_id ?? null) === (pattern ?? null))
    .reduce((sum, { line }) => sum + Number(line.product_uom_qty), 0);

interface NewProject {
  name: string;
  partner: number | null;
  company: number;
  /** The line it is made for; null: it serves whatever is sold. */
  line: number | null;
  hours?: number;
  /** Default true. What stands in one that is not is of no order, whatever it was made for. */
  isBillable?: boolean;
}

export function insertProject({ tx, version }: Books, { name, partner, company, line, hours = 0, isBillable = true }: NewProject): number {
  const order = line === null ? null : Number(tx.row('sale.order.line', line).order_id);
  return tx.insert('project.project', {
    ...{ name, partner_id: partner, company_id: company, sale_line_id: line, active: true, user_id: null, sequence: 10 },
    ...{ date_start: null, date: null, allocated_hours: hours, last_update_status: version >= 17 ? 'to_define' : 'on_track' },
    ...(version >= FIRST_WITH_PROJECT_OF_ORDER && { reinvoiced_sale_order_id: order }),
    allow_billable: isBillable,
    type_ids: stagesOf(version).map(([called, fold], nth) => tx.insert('project.task.type', { name: called, fold, sequence: nth })),
  });
}

/** Until 16 there is one stage, and people add those that close a task. */
const stagesOf = (version: number): (readonly [name: string, isFolded: boolean])[] =>
  version >= FIRST_WITH_TASK_STATES
    ? [
        ['To Do', false],
        ['In Progress', false],
        // From 18 on seen: not folded.
        ['Done', version < FIRST_WITH_PROJECT_OF_ORDER],
        ['Cancelled', true],
      ]
    : [['New', false]];

function makeTask(books: Books, { line, template }: Service, project: number): void {
  const { tx } = books;
  if (typeof tx.row('sale.order.line', line.id).task_id === 'number') return;
  const { sale_line_id: own } = tx.row('project.project', project);
  const order = tx.row('sale.order', Number(line.order_id));
  // The first line of the text is the product's name where there are others.
  const [first, second] = String(line.name).split('\n');
  const title = second || first!;
  const task = insertTask(books, {
    name: (own ?? null) === null ? `${String(order.name)} - ${title}` : title,
    project,
    line,
    // Seen on 18: nobody counts the hours of what is delivered by hand.
    hours: books.version <= 18 && template.service_type === 'manual' ? 0 : Number(line.product_uom_qty),
  });
  tx.update('sale.order.line', line.id, { task_id: task });
}

export interface NewTask {
  name: string;
  project: number;
  /** The line of an order that it was made for; null: that of its parent, or of its project. */
  line: Row | null;
  hours: number;
  parent?: number;
}

export function insertTask({ tx, version }: Books, { name, project, line, hours, parent }: NewTask): number {
  const { partner_id: partner, company_id: company, type_ids: stages, ...home } = tx.row('project.project', project);
  const inherited = (parent === undefined ? null : tx.row('project.task', parent).sale_line_id) ?? home.sale_line_id ?? null;
  const sold = home.allow_billable === true ? (line?.id ?? inherited) : null;
  return tx.insert('project.task', {
    ...{ name, project_id: project, active: true, parent_id: parent ?? null, user_ids: [], sequence: 10, effective_hours: 0 },
    ...{ partner_id: partner ?? null, company_id: company ?? null, date_deadline: null },
    sale_line_id: sold,
    sale_order_id: sold === null ? null : Number(tx.row('sale.order.line', Number(sold)).order_id),
    stage_id: ((stages ?? []) as readonly number[])[0] ?? null,
    ...(version >= FIRST_WITH_TASK_STATES && { state: '01_in_progress' }),
    ...plannedHours(version, hours),
  });
}

function copyTasks(books: Books, from: number, to: number, line: Row): void {
  const { tx, version } = books;
  const copies = new Map<number, number>();
  for (const id of [...tx.by('project.task', 'project_id', from)].toSorted((a, b) => a - b)) {
    const { name, parent_id: above, ...task } = tx.row('project.task', id);
    const hours = Number((version >= FIRST_WITH_TASK_STATES ? task.allocated_hours : task.planned_hours) ?? 0);
    const parent = copies.get(Number(above));
    copies.set(id, insertTask(books, { name: String(name), project: to, line, hours, ...(parent !== undefined && { parent }) }));
  }
}
