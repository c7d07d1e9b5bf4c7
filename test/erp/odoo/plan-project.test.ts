import { afterEach, describe, expect, it } from '@jest/globals';
import type { PlannedProject, ProjectPlan } from '../../../server/erp/shared/contract.ts';
import { UnclearOutcomeError } from '../../../server/shared/errors.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { failureOf, never, readOne, SETTLED_MS } from '../../contract/reading.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

let harness: OdooHarness;
afterEach(() => harness.close());

const [PIECE, HOUR] = [1, 2];

/** An order over eight hours, and its project made like one with tasks of 6 (of it 3 and 1) and 2 hours. */
async function aProject(version: 16 | 17 | 18 | 19, { unit = HOUR, quantity = 8 } = {}) {
  harness = await odooHarness({ version, botGroups: 'sales' });
  const { fake } = harness;
  for (const model of ['project.project', 'project.task'])
    for (const operation of ['read', 'create', 'write'] as const) fake.grantRight(model, operation);
  const partner = await fake.createPartner({ name: 'Aceros del Norte', is_company: true });
  const template = await fake.transaction(({ projects }) => {
    const id = projects.createProject({ name: 'Puesta en marcha' });
    const prepare = projects.addTask(id, { name: 'Preparar', hours: 6 });
    projects.addTask(id, { name: 'Reunión', hours: 3, parent: prepare });
    projects.addTask(id, { name: 'Plan', hours: 1, parent: prepare });
    projects.addTask(id, { name: 'Formar', hours: 2 });
    return id;
  });
  const product = await fake.createProduct({ sku: 'S-1', name: 'Servicio', kind: 'service' });
  const order = await fake.transaction(({ catalog, sales }) => {
    catalog.updateTemplate(product, { service_tracking: 'no', uom_id: unit });
    const id = sales.createOrder({ partner, lines: [{ product, quantity }] });
    sales.confirmOrder(id);
    return id;
  });
  const { commands } = harness.connect().capabilities;
  const asked = { orderId: erpRecordId(order), templateId: String(template), productIds: null };
  const made = await commands!.run('createProject', { key: 'HS-1-D1-3', input: asked }, never);
  const plan = ({ plan: known }: PlannedProject, more: Partial<ProjectPlan> = {}) =>
    commands!.run('planProject', { key: 'HS-1-D1-4', input: { ...asked, projectId: made.id, plan: known!, ...more } }, never);
  const [line] = fake.records('sale.order.line').filter(({ order_id }) => order_id === order);
  const sell = (now: number) => fake.transaction(({ sales }) => sales.changeQuantity(line!.id, now));
  const hours = async () => {
    harness.pass(SETTLED_MS);
    const { plannedHours, tasks } = await readOne(harness.connect(), 'projects', made.id);
    return [plannedHours, ...tasks.map((task) => task.plannedHours)];
  };
  const taskNamed = (name: string): number =>
    fake.records('project.task').find((task) => task.name === name && task.project_id === Number(made.id))!.id;
  return { fake, made, plan, sell, hours, taskNamed, template, order };
}

describe.each([16, 17, 18, 19] as const)('the hours of a project that we made in Odoo %i', (version) => {
  it('follow what its order sells, in the proportion in which they were planned, and twice is the same as once', async () => {
    const { made, plan, sell, hours } = await aProject(version);
    expect(await hours()).toEqual(['8', '6', '3', '1', '2']);
    expect(await plan(made)).toMatchObject({ id: made.id, number: made.number, isChanged: false, plan: made.plan });
    await sell(20);
    const planned = await plan(made);
    expect(planned).toMatchObject({ isChanged: true });
    expect(await hours()).toEqual(['20', '15', '7.5', '2.5', '5']);
    expect(await plan(made)).toMatchObject({ isChanged: false, plan: planned.plan });
    await sell(4);
    expect(await plan(planned)).toMatchObject({ isChanged: true });
    expect(await hours()).toEqual(['4', '3', '1.5', '0.5', '1']);
  });

  it('of what is sold by the piece are those of the pattern for each', async () => {
    const { made, plan, sell, hours } = await aProject(version, { unit: PIECE, quantity: 1 });
    expect((await hours())[0]).toBe('8');
    await sell(3);
    await plan(made);
    expect(await hours()).toEqual(['24', '18', '9', '3', '6']);
  });

  it('stay where people changed one, whichever it is, or took a task away', async () => {
    const { fake, made, plan, sell, hours, taskNamed } = await aProject(version);
    await sell(20);
    await fake.transaction(({ projects }) => projects.planTask(taskNamed('Plan'), { hours: 2 }));
    const edited = { code: 'order.hours_edited', params: { project: made.number } };
    expect(await failureOf(plan(made))).toMatchObject(edited);
    expect(await hours()).toEqual(['8', '6', '3', '2', '2']);
    await fake.transaction(({ projects }) => {
      projects.planTask(taskNamed('Plan'), { hours: 1 });
      projects.archiveTask(taskNamed('Formar'));
    });
    expect(await failureOf(plan(made))).toMatchObject(edited);
    await fake.transaction(({ projects }) => projects.archiveProject(Number(made.id)));
    expect(await failureOf(plan(made))).toMatchObject(edited);
  });

  it('of tasks that people added stay, and so does what they gave the project as a whole', async () => {
    const { fake, made, plan, sell, hours } = await aProject(version);
    await fake.transaction(({ projects, books }) => {
      projects.addTask(Number(made.id), { name: 'Viaje', hours: 7 });
      books.tx.update('project.project', Number(made.id), { allocated_hours: 99 });
    });
    await sell(20);
    await plan(made);
    expect(await hours()).toEqual(['99', '15', '7.5', '2.5', '5', '7']);
  });

  it('are moved all or none, whatever is lost', async () => {
    const { made, plan, sell, hours } = await aProject(version);
    await sell(20);
    harness.writing.loseNextWrite('before');
    expect(await failureOf(plan(made))).toBeInstanceOf(UnclearOutcomeError);
    expect((await hours())[0]).toBe('8');
    harness.writing.loseNextWrite('after');
    expect(await failureOf(plan(made))).toBeInstanceOf(UnclearOutcomeError);
    expect((await hours())[0]).toBe('20');
    expect(await plan(made)).toMatchObject({ isChanged: false });
  });

  it('are refused with a sentence without the right, without the order, and of what is gone', async () => {
    const { fake, made, plan, sell, hours, order } = await aProject(version);
    await sell(20);
    fake.revokeRight('project.task', 'write');
    expect(await failureOf(plan(made))).toMatchObject({ code: 'order.no_right_to_projects' });
    expect((await hours())[0]).toBe('8');
    fake.grantRight('project.task', 'write');
    await fake.transaction(({ sales }) => sales.cancelOrder(order));
    expect(await failureOf(plan(made))).toMatchObject({ code: 'order.not_ordered' });
    await fake.transaction(({ sales }) => {
      sales.reopenOrder(order);
      sales.confirmOrder(order);
    });
    await fake.transaction(({ projects }) => projects.deleteProject(Number(made.id)));
    expect(await failureOf(plan(made))).toMatchObject({ code: 'erp.record_gone' });
  });
});
