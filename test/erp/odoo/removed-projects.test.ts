import { afterEach, describe, expect, it } from '@jest/globals';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { failureOf, listAll, never, readAll, readOne } from '../../contract/reading.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

let harness: OdooHarness;
afterEach(() => harness.close());

/** A confirmed order whose service made a project, and another order that is still a quotation. */
async function aSale() {
  harness = await odooHarness({ version: 18, botGroups: 'sales' });
  const { fake } = harness;
  for (const model of ['project.project', 'project.task'])
    for (const operation of ['read', 'create'] as const) fake.grantRight(model, operation);
  const partner = await fake.createPartner({ name: 'Aceros del Norte', is_company: true });
  const service = await fake.createProduct({ sku: 'S-1', name: 'Puesta en marcha', kind: 'service' });
  return fake.transaction(({ catalog, sales, projects }) => {
    catalog.updateTemplate(service, { service_tracking: 'task_in_project' });
    const [order, quotation] = [1, 2].map(() => sales.createOrder({ partner, lines: [{ product: service, quantity: 8 }] }));
    sales.confirmOrder(order!);
    return { order: order!, quotation: quotation!, template: projects.createProject({ name: 'Puesta en marcha' }) };
  });
}

describe('projects of an Odoo whose module is removed later', () => {
  it('are said to be missing, and everything else goes on', async () => {
    const { order } = await aSale();
    const erp = harness.connect();
    const { next, records } = await readAll(erp, 'projects');
    expect(records.size).toBe(1);
    harness.fake.removeModule('project');
    // It still knows the fields, and is told once that they are gone.
    await erp.readPage('projects', next, never).catch(() => undefined);
    const page = await erp.readPage('projects', next, never);
    expect([page.records, page.notices]).toEqual([[], [{ code: 'projects.absent', params: {} }]]);
    expect(await listAll(erp, 'projects', { kind: 'all' })).toEqual(new Map());
    expect(await readOne(harness.connect(), 'orders', erpRecordId(order))).toMatchObject({ status: 'confirmed' });
  });

  it('are made no more, which is a reason that people can read; quotations are confirmed all the same', async () => {
    const { order, quotation, template } = await aSale();
    harness.fake.removeModule('project');
    const { commands, projects } = harness.connect().capabilities;
    const input = { orderId: erpRecordId(order), templateId: String(template), productIds: null };
    expect(await projects!.templates(never)).toEqual([]);
    expect(await failureOf(commands!.run('createProject', { key: 'HS-1-D1-2', input }, never))).toMatchObject({
      code: 'order.no_projects',
    });
    const confirm = commands!.run('confirmOrder', { key: 'HS-1-D2-2', input: { id: erpRecordId(quotation) } }, never);
    expect(await confirm).toMatchObject({ status: 'confirmed' });
  });
});
