import { afterEach, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { NewProject } from '../../../server/erp/shared/contract.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { failureOf, never } from '../../contract/reading.ts';
import { callOdoo } from '../../fakes/odoo/caller.ts';
import type { OdooFake } from '../../fakes/odoo/index.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

type Row = Record<string, unknown>;
interface Recording {
  pieces: Record<string, { code: string }>;
  steps: { label: string; planned?: { isChanged: boolean } | { code: string }; project: Row | null; tasks: Row[] }[];
}

/** What a running 18 held after each step of this connector and of people, and what the connector said; ids stand as names. */
const recording = JSON.parse(readFileSync(new URL('../../fixtures/odoo/planned-projects-18.json', import.meta.url), 'utf8')) as Recording;

const [PIECE, HOUR] = [1, 2];
let harness: OdooHarness;
afterEach(() => harness.close());

async function aSale() {
  harness = await odooHarness({ version: 18, botGroups: 'sales' });
  const { fake } = harness;
  for (const model of ['project.project', 'project.task'])
    for (const operation of ['read', 'create', 'write'] as const) fake.grantRight(model, operation);
  const partner = await fake.createPartner({ name: 'Aceros del Norte SA', is_company: true });
  const template = await fake.transaction(({ projects }) => {
    const id = projects.createProject({ name: 'Puesta en marcha' });
    const prepare = projects.addTask(id, { name: 'Preparar', hours: 6 });
    projects.addTask(id, { name: 'Reunión', hours: 3, parent: prepare });
    projects.addTask(id, { name: 'Plan', hours: 1, parent: prepare });
    projects.addTask(id, { name: 'Formar', hours: 2 });
    return id;
  });
  const { commands } = harness.connect().capabilities;
  const sold = async (unit: number, quantity: number) => {
    const product = await fake.createProduct({ name: 'Service', kind: 'service' });
    const order = await fake.transaction(({ catalog, sales }) => {
      catalog.updateTemplate(product, { service_tracking: 'no', uom_id: unit });
      const id = sales.createOrder({ partner, lines: [{ product, quantity }] });
      sales.confirmOrder(id);
      return id;
    });
    const line = fake.records('sale.order.line').find(({ order_id }) => order_id === order)!.id;
    const input: NewProject = { orderId: erpRecordId(order), templateId: String(template), productIds: null };
    const made = await commands!.run('createProject', { key: `HS-1-D${order}-1`, input }, never);
    const plan = (known: string) =>
      commands!.run('planProject', { key: `HS-1-D${order}-2`, input: { ...input, projectId: made.id, plan: known } }, never);
    return { order, line, made, plan, project: Number(made.id) };
  };
  return { fake, template, sold };
}

const search = (fake: OdooFake, model: string, domain: unknown, fields: string[]): Promise<Row[]> => {
  const named = { fields, order: 'id', load: null, context: { active_test: false } };
  return callOdoo(fake, { model, method: 'search_read', positional: [domain], named }, 'admin') as Promise<Row[]>;
};

/** Ids as names, like those of the recording. */
async function rowsOf(
  fake: OdooFake,
  { order, project }: { order: number; project: number },
): Promise<Pick<Recording['steps'][number], 'project' | 'tasks'>> {
  const { project: one, tasks: some } = recording.steps[0]!;
  const number = String(fake.record('sale.order', order)!.name);
  const [found] = await search(fake, 'project.project', [['id', '=', project]], Object.keys(one!));
  const tasks = await search(fake, 'project.task', [['project_id', '=', project]], Object.keys(some[0]!));
  const nameOf = (id: unknown): unknown => tasks.find((task) => task.id === id)?.name;
  const named: Record<string, (value: unknown) => unknown> = {
    name: (name) => String(name).replace(number, 'NUMBER'),
    sale_line_id: () => 'line 1',
    sale_order_id: () => 'order',
    reinvoiced_sale_order_id: () => 'order',
    parent_id: nameOf,
  };
  const toNames = ({ id: _id, ...row }: Row): Row =>
    Object.fromEntries(Object.entries(row).map(([field, value]) => [field, value === false ? false : (named[field]?.(value) ?? value)]));
  return { project: found ? toNames(found) : null, tasks: tasks.map(toNames) };
}

/** `load` makes all tasks before their parts in Odoo. */
const byName = (rows: Row[]): Row[] => rows.toSorted((a, b) => String(a.name).localeCompare(String(b.name)));

it('a project made and planned by the connector goes through what people do to it as on a running 18, row by row', async () => {
  const { fake, template, sold } = await aSale();
  const sale = await sold(HOUR, 8);
  const pieces = await sold(PIECE, 2);
  const taskNamed = (name: string): number =>
    fake.records('project.task').find((task) => task.name === name && task.project_id === sale.project)!.id;
  const [plan, formar] = [taskNamed('Plan'), taskNamed('Formar')];
  type Work = Parameters<OdooFake['transaction']>[0];
  const sell =
    (quantity: number, work?: Work): Work =>
    (erp) => {
      void work?.(erp);
      erp.sales.changeQuantity(sale.line, quantity);
    };
  const STEPS: Record<string, Work> = {
    'sold 20': sell(20),
    'a part edited, sold 24': sell(24, ({ projects }) => projects.planTask(plan, { hours: 2 })),
    'put back': ({ projects }) => projects.planTask(plan, { hours: 2.5 }),
    'a task added and the whole edited, sold 12': sell(12, ({ projects }) => {
      projects.addTask(sale.project, { name: 'Viaje', hours: 7 });
      projects.updateProject(sale.project, { allocated_hours: 99 });
    }),
    'a task done, sold 16': sell(16, ({ projects }) => projects.finishTask(formar)),
    'a task archived, sold 8': sell(8, ({ projects }) => projects.archiveTask(formar)),
    'the task back': ({ books }) => books.tx.update('project.task', formar, { active: true }),
    'the project archived, sold 20': sell(20, ({ projects }) => projects.archiveProject(sale.project)),
    'the project back': ({ projects }) => projects.restoreProject(sale.project),
    'the pattern archived, sold 24': sell(24, ({ projects }) => projects.archiveProject(template)),
    'the pattern deleted, sold 16': sell(16, ({ projects }) => projects.deleteProject(template)),
    'the order called off': ({ sales }) => sales.cancelOrder(sale.order),
    'confirmed again, sold 20': sell(20, ({ sales }) => {
      sales.reopenOrder(sale.order);
      sales.confirmOrder(sale.order);
    }),
    'the project deleted': ({ projects }) => projects.deleteProject(sale.project),
  };
  const seen: string[] = [];
  let known = sale.made.plan!;
  const says = async (work: ReturnType<typeof sale.plan>) => {
    const done = await work.catch(() => undefined);
    if (!done) return { code: ((await failureOf(work)) as { code?: string }).code };
    known = done.plan!;
    return { isChanged: done.isChanged };
  };
  for (const { label, planned, ...recorded } of recording.steps) {
    const step = STEPS[label];
    if (step) {
      await fake.transaction(step);
      seen.push(label);
    }
    const said = planned && (await says(sale.plan(known)));
    const { project, tasks } = await rowsOf(fake, sale);
    expect([label, said, project, byName(tasks)]).toEqual([label, planned, recorded.project, byName(recorded.tasks)]);
    const ofPieces = recording.pieces[label.split(',')[0]!];
    if (ofPieces) {
      await fake.transaction(({ sales }) => sales.changeQuantity(pieces.line, 3));
      expect([label, await failureOf(pieces.plan(pieces.made.plan!))]).toMatchObject([label, ofPieces]);
    }
  }
  expect(seen).toEqual(Object.keys(STEPS));
});
