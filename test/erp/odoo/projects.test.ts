import { afterEach, describe, expect, it } from '@jest/globals';
import { erpRecordId, type ErpRecordId } from '../../../server/shared/ids.ts';
import { failureOf, listAll, never, readAll, readOne, SETTLED_MS } from '../../contract/reading.ts';
import { useHintReceiver } from '../../support/hint-receiver.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

let harness: OdooHarness;
afterEach(() => harness.close());

type Version = 16 | 17 | 18 | 19;
type Options = Partial<Parameters<typeof odooHarness>[0]>;

/** A confirmed order of a service, with its project and its task. */
async function aSale(version: Version, options: Options = {}) {
  harness = await odooHarness({ version, botGroups: 'sales', ...options });
  const { fake } = harness;
  for (const model of ['project.project', 'project.task']) fake.grantRight(model);
  const partner = await fake.createPartner({ name: 'Aceros del Norte', is_company: true });
  const service = await fake.createProduct({ sku: 'S-1', name: 'Puesta en marcha', kind: 'service' });
  const order = await fake.transaction(({ catalog, sales }) => {
    catalog.updateTemplate(service, { service_tracking: 'task_in_project' });
    const id = sales.createOrder({ partner, lines: [{ product: service, quantity: 8 }] });
    sales.confirmOrder(id);
    return id;
  });
  const [project] = fake.records('project.project').map(({ id }) => id);
  const [task] = fake.records('project.task').map(({ id }) => id);
  return { fake, partner, service, order, project: project!, task: task! };
}
const read = (id: number) => readOne(harness.connect(), 'projects', erpRecordId(id));
const changedSince = async (work: () => Promise<unknown>): Promise<ErpRecordId[]> => {
  // What is recent is read twice.
  harness.pass(30 * 60_000);
  const { next } = await readAll(harness.connect(), 'projects');
  harness.pass(30 * 60_000);
  await work();
  harness.pass(SETTLED_MS);
  return [...(await readAll(harness.connect(), 'projects', next)).records.keys()];
};

describe.each([17, 18, 19] as const)('hints of Odoo %i', (version) => {
  const receiver = useHintReceiver();
  const install = async () => {
    const hints = harness.connect().capabilities.hints!;
    const { login, apiKey } = harness.fake.admin;
    await hints.install({ url: receiver.url(), admin: { login, apiKey } }, never);
    const named = () => receiver.received().flatMap((body) => hints.parse(body));
    return async (work: Parameters<OdooHarness['fake']['transaction']>[0]): Promise<unknown[]> => {
      const before = named().length;
      await harness.fake.transaction(work);
      return named()
        .slice(before)
        .filter(({ stream }) => stream === 'projects');
    };
  };

  it('name the project of a task that is done, worked on or deleted, and of those that are sold alone', async () => {
    const { project, task } = await aSale(version);
    const told = await install();
    const own = { stream: 'projects', id: erpRecordId(project) };
    expect(await told(({ projects }) => projects.finishTask(task))).toContainEqual(own);
    expect(await told(({ projects }) => projects.logHours(task, 1))).toContainEqual(own);
    expect(await told(({ projects }) => projects.updateProject(project, { date_start: '2026-12-01', date: '2026-12-31' }))).toContainEqual(
      own,
    );
    await expect(harness.fake.transaction(({ projects }) => projects.deleteTask(task))).rejects.toThrow('timesheet entries');
    await told(({ projects }) => projects.removeHours(task));
    expect(await told(({ projects }) => projects.deleteTask(task))).toContainEqual(own);
    expect(await told(({ projects }) => projects.addTask(projects.createProject({ name: 'Internal' }), { name: 'Clean up' }))).toEqual([]);
  });

  it('go on about a project whose order was called off and confirmed again', async () => {
    const { order, project } = await aSale(version);
    const told = await install();
    const own = { stream: 'projects', id: erpRecordId(project) };
    await told(({ sales }) => {
      sales.cancelOrder(order);
      sales.reopenOrder(order);
      sales.confirmOrder(order);
    });
    expect(await told(({ projects }) => projects.addTask(project, { name: 'Later' }))).toContainEqual(own);
    expect(await told(({ projects }) => projects.updateProject(project, { name: 'Puesta en marcha, norte' }))).toContainEqual(own);
  });

  it('watch no projects where nobody sells them: a filter on a field that is missing fails whoever saves one', async () => {
    harness = await odooHarness({ version, without: ['sale'] });
    await install();
    const models = harness.fake.records('ir.model').filter(({ model }) => String(model).startsWith('project.'));
    const rules = harness.fake.records('base.automation').filter(({ model_id }) => models.some(({ id }) => id === model_id));
    expect([models.length > 0, rules]).toEqual([true, []]);
  });
});

describe.each([16, 17, 18, 19] as const)('an order of Odoo %i on whose task hours are booked', (version) => {
  it('is found by the key of its deal as it stands, by whoever asks for it without knowing of it', async () => {
    const { fake, partner, service } = await aSale(version);
    if (version === 16) await fake.createPriceList({ name: 'Tarifa pública' });
    const line = { productId: erpRecordId(service), description: null, quantity: '8', unitPrice: '50', discount: '0' };
    const head = { contactId: null, companyId: null, warehouseId: null, priceListId: null, paymentTermId: null, salespersonId: null };
    const input = { ...head, customerId: erpRecordId(partner), currency: 'MXN', reference: null, lines: [line] };
    const create = (unitPrice: string) =>
      harness
        .connect()
        .capabilities.commands!.run('createOrder', { key: 'HS-7-D1-1', input: { ...input, lines: [{ ...line, unitPrice }] } }, never);
    const made = await create('50');
    await fake.transaction(({ sales }) => sales.confirmOrder(Number(made.id)));
    const task = Math.max(...fake.records('project.task').map(({ id }) => id));
    await fake.transaction(({ projects }) => projects.logHours(task, 2.5));
    const before = JSON.stringify([fake.records('sale.order'), fake.records('sale.order.line')]);
    expect(await create('70')).toMatchObject({ id: made.id, number: made.number, status: 'confirmed', untaxed: '400.00' });
    await fake.transaction(({ catalog }) => catalog.updateTemplate(service, { sale_ok: false }));
    expect(await create('70')).toMatchObject({ id: made.id, status: 'confirmed' });
    expect(JSON.stringify([fake.records('sale.order'), fake.records('sale.order.line')])).toBe(before);
  });
});

describe.each([16, 17, 18, 19] as const)('projects of Odoo %i', (version) => {
  it('are read with their tasks, tied to the order that made them', async () => {
    const { fake, partner, order, project, task } = await aSale(version);
    const ana = fake.addUser('Ana Ruiz', 'ana');
    await fake.transaction(({ projects }) => {
      projects.planTask(task, { deadline: '2026-12-20', assignees: [ana] });
      projects.logHours(task, 2.5);
      projects.updateProject(project, { date_start: '2026-12-01', date: '2026-12-31' });
    });
    harness.pass(SETTLED_MS);
    const { records } = await readAll(harness.connect(), 'projects');
    const { number } = await readOne(harness.connect(), 'orders', erpRecordId(order));
    expect([...records.values()]).toMatchObject([
      {
        id: String(project),
        name: `${number} - [S-1] Puesta en marcha`,
        status: 'open',
        customerId: String(partner),
        organisationId: String(partner),
        orderId: String(order),
        endsOn: '2026-12-31',
        tasks: [
          {
            name: 'Puesta en marcha',
            stage: version === 16 ? 'New' : 'To Do',
            status: 'open',
            assignees: ['Ana Ruiz'],
            plannedHours: '8',
            spentHours: '2.5',
            deadline: version === 16 ? '2026-12-20' : '2026-12-20T12:00:00Z',
            orderId: String(order),
          },
        ],
      },
    ]);
  });

  it('tell what is done and, from 17 on, what was given up', async () => {
    const { fake, order, project, task } = await aSale(version);
    const extra = await fake.transaction(({ projects }) => projects.addTask(project, { name: 'Extra' }));
    await fake.transaction(({ projects }) => projects.finishTask(task));
    await fake.transaction(({ projects }) => projects.cancelTask(extra));
    const { tasks } = await read(project);
    // What people add to a project of an order is that order's.
    expect(tasks.map(({ status, orderId }) => [status, orderId])).toEqual([
      ['done', erpRecordId(order)],
      [version === 16 ? 'done' : 'cancelled', erpRecordId(order)],
    ]);
    await fake.transaction(({ projects }) => projects.reopenTask(task));
    expect((await read(project)).tasks[0]).toMatchObject({ status: 'open' });
  });

  it('are read again when a task is done, planned, worked on, added or moved', async () => {
    const { fake, project, task } = await aSale(version);
    const own = erpRecordId(project);
    const at = (work: Parameters<typeof fake.transaction>[0]) => changedSince(() => fake.transaction(work));
    expect(await at(({ projects }) => projects.finishTask(task))).toEqual([own]);
    expect(await at(({ projects }) => projects.logHours(task, 1))).toEqual([own]);
    expect(await at(({ projects }) => projects.addTask(project, { name: 'Extra' }))).toEqual([own]);
    const other = await fake.transaction(({ projects }) => projects.createProject({ name: 'Internal' }));
    expect(await at(({ projects }) => projects.moveTask(task, other))).toEqual([erpRecordId(other)]);
  });

  it('have another stamp when a task is deleted, which moves nothing', async () => {
    const { fake, project, task } = await aSale(version);
    await fake.transaction(({ projects }) => projects.addTask(project, { name: 'Extra' }));
    const before = await listAll(harness.connect(), 'projects', { kind: 'all' });
    expect(before.get(erpRecordId(project))).toBe((await read(project)).changeStamp);
    await fake.transaction(({ projects }) => projects.deleteTask(task));
    const after = await listAll(harness.connect(), 'projects', { kind: 'all' });
    expect(after.get(erpRecordId(project))).not.toBe(before.get(erpRecordId(project)));
    expect((await read(project)).tasks).toMatchObject([{ name: 'Extra' }]);
  });

  it('stay with their order when that is called off and confirmed again, without a task too', async () => {
    const { fake, order, project, task } = await aSale(version);
    const empty = await fake.transaction(({ catalog, sales }) => {
      const product = catalog.createProduct({ sku: 'E-1', name: 'Bolsa de horas', kind: 'service' });
      catalog.updateTemplate(product, { service_tracking: 'project_only' });
      const id = sales.createOrder({ partner: Number(fake.record('sale.order', order)!.partner_id), lines: [{ product }] });
      sales.confirmOrder(id);
      return id;
    });
    const again = ({ sales }: Parameters<Parameters<typeof fake.transaction>[0]>[0]): void => {
      for (const id of [order, empty]) {
        sales.cancelOrder(id);
        sales.reopenOrder(id);
        sales.confirmOrder(id);
      }
    };
    await fake.transaction(again);
    const later = await fake.transaction(({ projects }) => projects.addTask(project, { name: 'Later' }));
    harness.pass(SETTLED_MS);
    const { records } = await readAll(harness.connect(), 'projects');
    expect([...records.values()].map(({ orderId }) => orderId)).toEqual([erpRecordId(order), erpRecordId(empty)]);
    expect(records.get(erpRecordId(project))!.tasks.map(({ id }) => id)).toEqual([String(task), String(later)]);
    expect(new Map([...records.values()].map(({ id, changeStamp }) => [id, changeStamp]))).toEqual(
      await listAll(harness.connect(), 'projects', { kind: 'all' }),
    );
  });

  it('that serve many orders hold what was sold alone, each task with its order', async () => {
    const { fake, partner, service } = await aSale(version);
    const shared = await fake.transaction(({ catalog, projects, sales }) => {
      const id = projects.createProject({ name: 'Installations' });
      projects.addTask(id, { name: 'Nobody bought it' });
      catalog.updateTemplate(service, { service_tracking: 'task_global_project', project_id: id });
      for (let nth = 0; nth < 2; nth++) sales.confirmOrder(sales.createOrder({ partner, lines: [{ product: service }] }));
      return id;
    });
    const { orderId, tasks } = await read(shared);
    expect(orderId).toBeNull();
    expect(tasks.length).toBe(2);
    expect(new Set(tasks.map((one) => one.orderId)).size).toBe(2);
  });

  it('that nobody bought are not read', async () => {
    const { fake, project } = await aSale(version);
    await fake.transaction(({ projects }) => projects.addTask(projects.createProject({ name: 'Internal' }), { name: 'Clean up' }));
    harness.pass(SETTLED_MS);
    expect([...(await readAll(harness.connect(), 'projects')).records.keys()]).toEqual([erpRecordId(project)]);
  });

  it('keep what was done when they are archived, and lose what is taken out of them', async () => {
    const { fake, project, task } = await aSale(version);
    const extra = await fake.transaction(({ projects }) => projects.addTask(project, { name: 'Extra' }));
    await fake.transaction(({ projects }) => projects.archiveTask(extra));
    expect((await read(project)).tasks.map(({ id }) => id)).toEqual([String(task)]);
    await fake.transaction(({ projects }) => projects.archiveProject(project));
    const { status, tasks } = await read(project);
    expect([status, tasks.length]).toEqual(['archived', 2]);
  });

  it('are none without the module, and without the right the model is named', async () => {
    const { fake } = await aSale(version);
    fake.revokeRight('project.project');
    expect(await failureOf(readAll(harness.connect(), 'projects'))).toMatchObject({ params: { model: 'project.project' } });
    await harness.close();
    harness = await odooHarness({ version, without: ['project'] });
    const page = await harness.connect().readPage('projects', null, never);
    expect([page.records, page.hasMore]).toEqual([[], false]);
    expect(await listAll(harness.connect(), 'projects', { kind: 'all' })).toEqual(new Map());
  });

  it('are announced by their orders, as far as something appears', async () => {
    const { fake, order, partner, service } = await aSale(version);
    expect(await readOne(harness.connect(), 'orders', erpRecordId(order))).toMatchObject({ makesProjects: true });
    const lonely = await fake.transaction(({ catalog, sales }) => {
      catalog.updateTemplate(service, { service_tracking: 'task_global_project', project_id: null });
      return sales.createOrder({ partner, lines: [{ product: service }] });
    });
    const { makesProjects = false } = await readOne(harness.connect(), 'orders', erpRecordId(lonely));
    expect(makesProjects).toBe(version >= 18);
    const bought = (isBillable: boolean) =>
      fake.transaction(({ catalog, projects, sales }) => {
        const product = catalog.createProduct({ name: 'Calibración', kind: 'service' });
        const home = projects.createProject({ name: 'Taller', isBillable });
        catalog.updateTemplate(product, { service_tracking: 'task_global_project', project_id: home });
        const id = sales.createOrder({ partner, lines: [{ product }] });
        sales.confirmOrder(id);
        return erpRecordId(id);
      });
    expect(await readOne(harness.connect(), 'orders', await bought(true))).toHaveProperty('makesProjects');
    // What stands in a project that is not billable is of no order.
    const unseen = await bought(false);
    expect(await readOne(harness.connect(), 'orders', unseen)).not.toHaveProperty('makesProjects');
    fake.revokeRight('project.project');
    expect(await readOne(harness.connect(), 'orders', unseen)).toHaveProperty('makesProjects');
    fake.grantRight('project.project');
    const goods = await fake.createProduct({ name: 'Válvula' });
    const plain = await fake.transaction(({ sales }) => sales.createOrder({ partner, lines: [{ product: goods }] }));
    expect(await readOne(harness.connect(), 'orders', erpRecordId(plain))).not.toHaveProperty('makesProjects');
  });
});
