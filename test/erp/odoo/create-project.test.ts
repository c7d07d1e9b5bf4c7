import { afterEach, describe, expect, it } from '@jest/globals';
import type { NewProject } from '../../../server/erp/shared/contract.ts';
import { RecordRejectedError, UnclearOutcomeError } from '../../../server/shared/errors.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { failureOf, never, readAll, readOne, SETTLED_MS } from '../../contract/reading.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

let harness: OdooHarness;
afterEach(() => harness.close());

type Version = 16 | 17 | 18 | 19;
const KEY = 'HS-1-D1-3';
const [PIECE, HOUR, DAY] = [1, 2, 3];

interface Sold {
  quantity?: number;
  unit?: number;
  tracking?: string;
  kind?: 'goods' | 'service';
}

/** A confirmed order, and a project that others are made like: two tasks of 6 and 2 hours, the first with two parts. */
async function aSale(version: Version, sold: Sold[] = [{}], options: Partial<Parameters<typeof odooHarness>[0]> = {}) {
  harness = await odooHarness({ version, botGroups: 'sales', ...options });
  const { fake } = harness;
  for (const model of ['project.project', 'project.task'])
    for (const operation of ['read', 'create'] as const) fake.grantRight(model, operation);
  const partner = await fake.createPartner({ name: 'Aceros del Norte', is_company: true });
  const ana = fake.addUser('Ana Ruiz', 'ana');
  const template = await fake.transaction(({ projects }) => {
    const id = projects.createProject({ name: 'Puesta en marcha' });
    const prepare = projects.addTask(id, { name: 'Preparar', hours: 6 });
    projects.addTask(id, { name: 'Reunión', hours: 3, parent: prepare });
    projects.addTask(id, { name: 'Plan', hours: 1, parent: prepare });
    const train = projects.addTask(id, { name: 'Formar', hours: 2 });
    projects.planTask(train, { assignees: [ana] });
    return id;
  });
  const products: number[] = [];
  for (const [nth, { kind = 'service' }] of sold.entries())
    products.push(await fake.createProduct({ sku: `S-${nth}`, name: `Servicio ${nth}`, kind }));
  const order = await fake.transaction(({ catalog, sales }) => {
    for (const [nth, product] of products.entries())
      catalog.updateTemplate(product, { service_tracking: sold[nth]!.tracking ?? 'no', uom_id: sold[nth]!.unit ?? HOUR });
    const id = sales.createOrder({ partner, lines: products.map((product, nth) => ({ product, quantity: sold[nth]!.quantity ?? 8 })) });
    sales.confirmOrder(id);
    return id;
  });
  return { fake, partner, ana, order, template, products };
}

type Sale = Awaited<ReturnType<typeof aSale>>;
const asked = ({ order, template }: Sale, more: Partial<NewProject> = {}): NewProject => ({
  ...{ orderId: erpRecordId(order), templateId: String(template), productIds: null },
  ...more,
});
const make = (input: NewProject, key = KEY) => harness.connect().capabilities.commands!.run('createProject', { key, input }, never);
const refusal = async (work: Promise<unknown>): Promise<RecordRejectedError> => {
  const error = await failureOf(work);
  expect(error).toBeInstanceOf(RecordRejectedError);
  return error as RecordRejectedError;
};
/** Of the same customer, with a service. */
const anotherOrder = async ({ fake, partner }: Sale): Promise<void> => {
  const product = await fake.createProduct({ name: 'Otro servicio', kind: 'service' });
  await fake.transaction(({ sales }) => sales.confirmOrder(sales.createOrder({ partner, lines: [{ product, quantity: 1 }] })));
};
const madeOf = (sale: Sale) => harness.fake.records('project.project').filter(({ id }) => id !== sale.template);
const read = (id: string) => {
  harness.pass(SETTLED_MS);
  return readOne(harness.connect(), 'projects', erpRecordId(id));
};

describe.each([16, 17, 18, 19] as const)('a project made in Odoo %i', (version) => {
  it('has the tasks, stages and people of its pattern with the hours that were sold, and belongs to the order', async () => {
    const sale = await aSale(version, [{ quantity: 20 }]);
    const made = await make(asked(sale));
    const { number } = await readOne(harness.connect(), 'orders', erpRecordId(sale.order));
    expect(made.number).toBe(`${number} - Puesta en marcha`);
    const project = await read(made.id);
    expect(project).toMatchObject({ orderId: String(sale.order), customerId: String(sale.partner), plannedHours: '20', status: 'open' });
    expect(project.tasks.map(({ name, plannedHours, assignees, parentId }) => [name, plannedHours, assignees, parentId !== null])).toEqual([
      ['Preparar', '15', [], false],
      ['Reunión', '7.5', [], true],
      ['Plan', '2.5', [], true],
      ['Formar', '5', ['Ana Ruiz'], false],
    ]);
    expect(project.tasks.every(({ orderId }) => orderId === String(sale.order))).toBe(true);
    // Hours that are booked on them are billed to that line.
    const [line] = harness.fake.records('sale.order.line').filter(({ order_id }) => order_id === sale.order);
    const tied = harness.fake.records('project.task').filter(({ project_id }) => project_id === Number(made.id));
    expect(tied.map(({ sale_line_id }) => sale_line_id)).toEqual(tied.map(() => line!.id));
    // That of a part is thrown away from 17 on.
    expect(project.tasks.filter(({ stage }) => stage === null)).toHaveLength(version === 16 ? 0 : 2);
    expect(harness.fake.record('project.project', Number(made.id))).toMatchObject({ allow_billable: true });
  });

  it('counts days as hours, and a piece as all that the pattern plans', async () => {
    const sale = await aSale(version, [{ quantity: 1, unit: DAY }, { quantity: 2, unit: PIECE }]); // prettier-ignore
    const { id } = await make(asked(sale));
    expect(await read(id)).toMatchObject({ plannedHours: '24' });
  });

  it('is one for a key, whatever is repeated or lost', async () => {
    const sale = await aSale(version);
    harness.writing.loseNextWrite('after');
    expect(await failureOf(make(asked(sale)))).toBeInstanceOf(UnclearOutcomeError);
    const { commands } = harness.connect().capabilities;
    const found = (await commands!.find('createProject', [KEY], never)).get(KEY);
    expect(found).toHaveLength(1);
    expect(await make(asked(sale))).toMatchObject(found![0]!);
    expect(madeOf(sale)).toHaveLength(1);
    await make(asked(sale), 'HS-1-D1-4');
    expect(madeOf(sale)).toHaveLength(2);
  });

  it('is asked for twice at once and made once', async () => {
    const sale = await aSale(version);
    const outcomes = await Promise.allSettled([make(asked(sale)), make(asked(sale))]);
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(madeOf(sale)).toHaveLength(1);
  });

  it('is none where the answer was lost before', async () => {
    const sale = await aSale(version);
    harness.writing.loseNextWrite('before');
    expect(await failureOf(make(asked(sale)))).toBeInstanceOf(UnclearOutcomeError);
    expect(madeOf(sale)).toHaveLength(0);
  });

  it('is refused with a sentence where its pattern is archived or gone, and found all the same if it was made before', async () => {
    const sale = await aSale(version);
    const made = await make(asked(sale));
    await sale.fake.transaction(({ projects }) => projects.archiveProject(sale.template));
    expect(await refusal(make(asked(sale), 'HS-1-D1-5'))).toMatchObject({
      ...{ code: 'order.template_gone', params: { template: 'Puesta en marcha' } },
    });
    await sale.fake.transaction(({ projects }) => projects.deleteProject(sale.template));
    expect(await refusal(make(asked(sale), 'HS-1-D1-5'))).toMatchObject({ code: 'order.template_gone' });
    expect(made).toMatchObject(await make(asked(sale)));
  });

  it('is never a second one beside what Odoo makes by itself', async () => {
    const sale = await aSale(version, [{ tracking: 'task_in_project' }]);
    const before = madeOf(sale).length;
    expect(before).toBe(1);
    for (const productIds of [null, [erpRecordId(sale.products[0]!)]])
      expect(await refusal(make(asked(sale, { productIds })))).toMatchObject({ code: 'order.nothing_for_project' });
    expect(madeOf(sale)).toHaveLength(before);
  });

  it('is for goods where the order itself can be tied, and refused before', async () => {
    const sale = await aSale(version, [{ kind: 'goods', unit: PIECE, quantity: 1 }]);
    expect(await refusal(make(asked(sale)))).toMatchObject({ code: 'order.nothing_for_project' });
    await anotherOrder(sale);
    const work = () => make(asked(sale, { productIds: [erpRecordId(sale.products[0]!)] }));
    if (version < 18) {
      expect(await refusal(work())).toMatchObject({ code: 'order.project_needs_service' });
      return;
    }
    const { id } = await work();
    const project = await read(id);
    expect(project).toMatchObject({ orderId: String(sale.order), plannedHours: '8' });
    // Not of the other one.
    expect(project.tasks.map(({ orderId }) => orderId)).toEqual([null, null, null, null]);
  });

  it('waits for the order to be confirmed', async () => {
    const sale = await aSale(version);
    await sale.fake.transaction(({ sales }) => sales.cancelOrder(sale.order));
    expect(await refusal(make(asked(sale)))).toMatchObject({ code: 'order.not_ordered' });
  });

  it('is refused whole without the right to make it', async () => {
    const sale = await aSale(version);
    sale.fake.revokeRight('project.project', 'create');
    expect(await refusal(make(asked(sale)))).toMatchObject({ code: 'order.no_right_to_projects' });
    sale.fake.grantRight('project.project', 'create');
    sale.fake.revokeRight('project.task', 'create');
    expect(await refusal(make(asked(sale)))).toMatchObject({ code: 'order.no_right_to_projects' });
    expect(madeOf(sale)).toHaveLength(0);
  });

  it('can be made like any project that was not sold', async () => {
    const sale = await aSale(version, [{ tracking: 'task_in_project' }]);
    await sale.fake.transaction(({ projects }) => projects.archiveProject(projects.createProject({ name: 'Old' })));
    expect(await harness.connect().capabilities.projects!.templates(never)).toEqual([
      { id: String(sale.template), name: 'Puesta en marcha' },
    ]);
  });
});

it('without the module for projects nothing is offered, and what is asked for is refused', async () => {
  const sale = await aSale(18, [{}]);
  await harness.close();
  harness = await odooHarness({ version: 18, botGroups: 'sales', without: ['project'] });
  const { fake } = harness;
  const partner = await fake.createPartner({ name: 'Aceros', is_company: true });
  const product = await fake.createProduct({ name: 'Servicio', kind: 'service' });
  const order = await fake.transaction(({ sales }) => {
    const id = sales.createOrder({ partner, lines: [{ product, quantity: 1 }] });
    sales.confirmOrder(id);
    return id;
  });
  expect(await harness.connect().capabilities.projects!.templates(never)).toEqual([]);
  expect(await refusal(make(asked({ ...sale, order })))).toMatchObject({ code: 'order.no_projects' });
  expect((await readAll(harness.connect(), 'orders')).records.size).toBe(1);
});
