import { afterEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { callOdoo } from './odoo/caller.ts';
import { startOdooFake, type OdooFake } from './odoo/index.ts';
import type { NewRow } from './odoo/types.ts';

type Rec = Record<string, unknown>;
interface Rows {
  projects: Rec[];
  tasks: Rec[];
}
interface Made extends Rows {
  label: string;
  lines: { product: keyof typeof PRODUCTS; quantity: number; text?: string }[];
  namedProject: string;
}
interface Recording {
  made: Made[];
  refusal: { name: string; message: string };
  life: (Rows & { label: string })[];
}

/** What a running 18 answered; ids stand as names. */
const recording = JSON.parse(readFileSync(new URL('../fixtures/odoo/projects-18.json', import.meta.url), 'utf8')) as Recording;

const PRODUCTS = {
  timed: ['T-1', { service_tracking: 'task_in_project', service_type: 'timesheet' }],
  manual: ['M-1', { service_tracking: 'task_in_project', service_type: 'manual' }],
  empty: ['E-1', { service_tracking: 'project_only', service_type: 'timesheet' }],
  existing: ['X-1', { service_tracking: 'task_global_project', service_type: 'timesheet' }],
  lonely: ['L-1', { service_tracking: 'task_global_project', service_type: 'timesheet' }],
  patterned: ['P-1', { service_tracking: 'project_only', service_type: 'timesheet' }],
} as const;

let odoo: OdooFake;
afterEach(() => odoo.close());

async function aShop() {
  let at = Date.parse('2026-11-30T18:00:00Z');
  odoo = await startOdooFake({ version: 18, now: () => new Date((at += 500)) });
  const partner = await odoo.createPartner({ name: 'Aceros del Norte SA', is_company: true });
  const homes = await odoo.transaction(({ books, projects }) => {
    const existing = projects.createProject({ name: 'Installations' });
    // Somebody made it without stages.
    books.tx.update('project.project', existing, { type_ids: [] });
    const patterned = projects.createProject({ name: 'Onboarding' });
    projects.addTask(patterned, { name: 'Kick-off', hours: 4 });
    projects.addTask(patterned, { name: 'Training', hours: 6 });
    return { existing: { project_id: existing }, patterned: { project_template_id: patterned } };
  });
  const product = (kind: keyof typeof PRODUCTS): Promise<number> =>
    odoo.transaction(({ catalog }) => {
      const [sku, values] = PRODUCTS[kind];
      const id = catalog.createProduct({ sku, name: `Service ${sku}`, kind: 'service', price: '500.00' });
      const home: NewRow<'product.template'> = { ...homes }[kind as keyof typeof homes] ?? {};
      catalog.updateTemplate(id, { ...values, ...home });
      return id;
    });
  const order = async (lines: readonly Pick<Made['lines'][number], 'product' | 'quantity' | 'text'>[]): Promise<number> => {
    const sold: { product: number; quantity: number; name: string }[] = [];
    for (const { product: kind, quantity, text } of lines) {
      const [sku] = PRODUCTS[kind];
      sold.push({ product: await product(kind), quantity, name: text ?? `[${sku}] Service ${sku}` });
    }
    return odoo.transaction(({ sales }) => sales.createOrder({ partner, reference: 'HS-DEAL-9001', lines: sold }));
  };
  return { order, confirm: (id: number) => odoo.transaction(({ sales }) => sales.confirmOrder(id)), homes };
}

const search = (model: string, domain: unknown, fields: string[]): Promise<Rec[]> =>
  callOdoo(
    odoo,
    { model, method: 'search_read', positional: [domain], named: { fields, order: 'id', load: null, context: { active_test: false } } },
    'admin',
  ) as Promise<Rec[]>;

/** The projects of an order, and those in which one of its tasks stands. */
async function projectsOf(order: number): Promise<number[]> {
  const own = await search('project.project', [['reinvoiced_sale_order_id', '=', order]], ['name']);
  const tasks = await search('project.task', [['sale_order_id', '=', order]], ['project_id']);
  return [...new Set([...own.map(({ id }) => Number(id)), ...tasks.map(({ project_id }) => Number(project_id))])].toSorted((a, b) => a - b);
}

/** Ids as names, like those of the recording. */
async function rowsOf(order: number, ids: readonly number[], like: Rows): Promise<Rows & { stamps: Map<string, unknown> }> {
  const fieldsOf = ([row]: Rec[]) => [...Object.keys(row!).filter((name) => name !== 'moved'), 'write_date'];
  const projects = await search('project.project', [['id', 'in', ids]], fieldsOf(like.projects));
  const tasks = await search('project.task', [['project_id', 'in', ids]], fieldsOf(like.tasks));
  const lines = (await search('sale.order.line', [['order_id', '=', order]], ['name'])).map(({ id }) => id);
  const number = String(odoo.record('sale.order', order)!.name);
  const named: Record<string, (id: unknown) => unknown> = {
    name: (name) => String(name).replaceAll(number, 'NUMBER'),
    sale_line_id: (id) => `line ${lines.indexOf(id) + 1}`,
    sale_order_id: () => 'order',
    reinvoiced_sale_order_id: () => 'order',
    project_id: (id) => `project ${ids.indexOf(Number(id)) + 1}`,
    stage_id: (id) => odoo.record('project.task.type', Number(id))!.name,
  };
  const toNames = ({ id: _id, write_date: _stamp, ...row }: Rec): Rec =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === false ? false : (named[name]?.(value) ?? value)]));
  const stamps = new Map([
    ...projects.map(({ id, write_date }) => [`project ${String(id)}`, write_date] as const),
    ...tasks.map(({ id, write_date }) => [`task ${String(id)}`, write_date] as const),
  ]);
  return { projects: projects.map(toNames), tasks: tasks.map(toNames), stamps };
}

/** Copies of a template's tasks come in any order. */
const byName = (rows: Rec[]): Rec[] => rows.toSorted((a, b) => String(a.name).localeCompare(String(b.name)));

describe('projects as Odoo 18 was seen to make them', () => {
  it.each(recording.made)('of $label', async ({ lines, namedProject, ...recorded }) => {
    const { order, confirm } = await aShop();
    const id = await order(lines);
    await confirm(id);
    const ids = await projectsOf(id);
    const { projects, tasks } = await rowsOf(id, ids, { ...recorded, tasks: recording.life[0]!.tasks });
    expect([projects, byName(tasks)]).toEqual([recorded.projects, byName(recorded.tasks)]);
    expect(`project ${ids.indexOf(Number(odoo.record('sale.order', id)!.project_id)) + 1}`).toBe(namedProject);
  });

  it('not without one for a task that needs it', async () => {
    const { order, confirm } = await aShop();
    const id = await order([{ product: 'lonely', quantity: 8 }]);
    await expect(confirm(id)).rejects.toThrow(recording.refusal.message.replace('NUMBER', String(odoo.record('sale.order', id)!.name)));
  });
});

describe('the life of a project as it was seen on 18', () => {
  it('goes the same way, row by row, and moves the same rows', async () => {
    const { order, confirm } = await aShop();
    const id = await order([
      { product: 'timed', quantity: 8 },
      { product: 'empty', quantity: 8 },
    ]);
    await confirm(id);
    const [project] = await projectsOf(id);
    const tasks = () => odoo.records('project.task').filter(({ project_id }) => project_id === project);
    const [first] = tasks().map((task) => task.id);
    const added = () => tasks().at(-1)!.id;
    const STEPS: Record<string, Parameters<OdooFake['transaction']>[0]> = {
      'hours logged': ({ projects }) => projects.logHours(first!, 2.5),
      deadline: ({ projects }) => projects.planTask(first!, { deadline: '2026-12-20' }),
      done: ({ projects }) => projects.finishTask(first!),
      'task added': ({ projects }) => projects.addTask(project!, { name: 'Extra' }),
      'task cancelled': ({ projects }) => projects.cancelTask(added()),
      'end without begin': ({ projects }) => projects.updateProject(project!, { date: '2026-12-31' }),
      'project called done': ({ projects }) => projects.updateProject(project!, { last_update_status: 'done' }),
      'order cancelled': ({ sales }) => sales.cancelOrder(id),
      'order confirmed again': ({ sales }) => {
        sales.reopenOrder(id);
        sales.confirmOrder(id);
      },
      'task added later': ({ projects }) => projects.addTask(project!, { name: 'Later' }),
      archived: ({ projects }) => projects.archiveProject(project!),
    };
    let before = new Map<string, unknown>();
    for (const { label, ...recorded } of recording.life) {
      const step = STEPS[label];
      if (step) await odoo.transaction(step);
      const { stamps, ...rows } = await rowsOf(id, [project!], recorded);
      const moved = [...stamps].map(([key, stamp]) => (before.has(key) ? before.get(key) !== stamp : 'new'));
      before = stamps;
      const all = [...rows.projects, ...rows.tasks].map((row, at) => ({ ...row, moved: moved[at] }));
      expect([label, all]).toEqual([label, [...recorded.projects, ...recorded.tasks]]);
    }
    expect(Object.keys(STEPS)).toEqual(recording.life.slice(1).map(({ label }) => label));
    expect(odoo.records('project.project').length).toBe(3);
  });
});
