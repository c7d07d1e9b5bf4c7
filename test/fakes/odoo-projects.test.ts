import { afterEach, describe, expect, it } from '@jest/globals';
import { startOdooFake, type OdooFake } from './odoo/index.ts';
import type { NewRow } from './odoo/types.ts';

let odoo: OdooFake;
afterEach(() => odoo.close());

type Tracking = 'no' | 'task_global_project' | 'task_in_project' | 'project_only';

async function aShop(version: 16 | 17 | 18 | 19) {
  odoo = await startOdooFake({ version });
  const partner = await odoo.createPartner({ name: 'Cliente Pedido', is_company: true });
  const service = (sku: string, tracking: Tracking, values: NewRow<'product.template'> = {}): Promise<number> =>
    odoo.transaction(({ catalog }) => {
      const product = catalog.createProduct({ sku, name: `Service ${sku}`, kind: 'service', price: '500.00' });
      catalog.updateTemplate(product, { service_tracking: tracking, ...values });
      return product;
    });
  const order = (products: readonly number[], quantity = 1): Promise<number> =>
    odoo.transaction(({ sales }) => {
      const id = sales.createOrder({ partner, reference: 'HS-DEAL-9001', lines: products.map((product) => ({ product, quantity })) });
      sales.confirmOrder(id);
      return id;
    });
  return { partner, service, order };
}
const projects = () => odoo.records('project.project').map(({ name }) => name);
const tasks = () => odoo.records('project.task').map(({ name }) => name);
const HOURS = (version: number): string => (version === 16 ? 'planned_hours' : 'allocated_hours');

describe.each([16, 17, 18, 19] as const)('services in the double of Odoo %i', (version) => {
  it('make a project and a task, named and tied to their order as it was recorded', async () => {
    const { service, order, partner } = await aShop(version);
    const id = await order([await service('S-1', 'task_in_project')], 8);
    const { name } = odoo.record('sale.order', id)!;
    const [line] = odoo.records('sale.order.line');
    const [project] = odoo.records('project.project');
    expect(project).toMatchObject({
      name: `HS-DEAL-9001 - ${String(name)} - [S-1] Service S-1`,
      partner_id: partner,
      sale_line_id: line!.id,
    });
    expect(odoo.records('project.task')).toMatchObject([
      { name: 'Service S-1', project_id: project!.id, sale_line_id: line!.id, sale_order_id: id, user_ids: [], [HOURS(version)]: 8 },
    ]);
    const stage = odoo.record('project.task.type', Number(odoo.records('project.task')[0]!.stage_id));
    expect(stage!.name).toBe(version === 16 ? 'New' : 'To Do');
  });

  it('of one order share a project, each with its task, and make none again', async () => {
    const { service, order } = await aShop(version);
    const [one, other, empty] = [
      await service('A', 'task_in_project'),
      await service('B', 'task_in_project'),
      await service('C', 'project_only'),
    ];
    const id = await order([one, other, empty]);
    expect([projects().length, tasks()]).toEqual([1, ['Service A', 'Service B']]);
    await odoo.transaction(({ sales }) => sales.addLineTo(id, { product: one, quantity: 2 }));
    expect([projects().length, tasks()]).toEqual([1, ['Service A', 'Service B', 'Service A']]);
    await order([one]);
    expect(projects().length).toBe(2);
  });

  it('put their task into the project that their product names, under the name of the order', async () => {
    const { service, order } = await aShop(version);
    const project = await odoo.transaction((erp) => erp.projects.createProject({ name: 'Installations' }));
    const id = await order([await service('G', 'task_global_project', { project_id: project })]);
    const { name } = odoo.record('sale.order', id)!;
    expect(odoo.records('project.task')).toMatchObject([{ name: `${String(name)} - Service G`, project_id: project, sale_order_id: id }]);
    expect(projects()).toEqual(['Installations']);
  });

  it('without one fail the whole confirmation from 18 on, and make nothing before', async () => {
    const { service, order } = await aShop(version);
    const lonely = await service('L', 'task_global_project');
    const confirmed = order([lonely]);
    if (version < 18) {
      await confirmed;
      expect([projects(), tasks()]).toEqual([[], []]);
      return;
    }
    await expect(confirmed).rejects.toThrow(/A project must be defined on the quotation/);
    expect(odoo.records('sale.order').filter(({ state }) => state === 'sale')).toEqual([]);
    await order([lonely, await service('P', 'project_only')]);
    expect([projects().length, tasks().length]).toEqual([1, 1]);
  });

  it('of a template bring its tasks, one project each', async () => {
    const { service, order } = await aShop(version);
    const template = await odoo.transaction((erp) => {
      const id = erp.projects.createProject({ name: 'Onboarding' });
      for (const name of ['Kick-off', 'Training']) erp.projects.addTask(id, { name, hours: 4 });
      return id;
    });
    const id = await order([await service('T', 'project_only', { project_template_id: template }), await service('A', 'task_in_project')]);
    const made = odoo.records('project.project').filter(({ id: one }) => one !== template);
    expect(made.map(({ name }) => String(name).includes('Onboarding'))).toEqual([true, false]);
    expect(
      odoo
        .records('project.task')
        .filter(({ sale_order_id }) => sale_order_id === id)
        .map(({ name }) => name),
    ).toEqual(expect.arrayContaining(['Kick-off', 'Training', 'Service A']));
  });

  it('follow the quantity with their hours', async () => {
    const { service, order } = await aShop(version);
    await order([await service('S-1', 'task_in_project')], 8);
    const [line] = odoo.records('sale.order.line');
    await odoo.transaction(({ sales }) => sales.changeQuantity(line!.id, 12));
    expect(odoo.records('project.task')[0]![HOURS(version)]).toBe(12);
  });
});
