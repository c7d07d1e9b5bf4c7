import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DealProjects } from '../hubspot-app/app/cards/api/projects.ts';
import type { ProjectRecordsView } from '../hubspot-app/app/settings/api/project-records.ts';
import { startOdooFake, type OdooFake } from './fakes/odoo/index.ts';
import { databaseUrl, useTestDatabase } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';
import { startWorld, type World } from './support/world.ts';

useTestDatabase();

/** The real service between an Odoo and a HubSpot account, driven through the pages alone. */
describe('the projects of an Odoo as services of HubSpot', () => {
  let world: World;
  let odoo: OdooFake;
  let service: ServiceProcess;

  beforeEach(async () => {
    world = await startWorld({ databaseUrl: databaseUrl() });
    odoo = await startOdooFake({ version: 18, botGroups: 'sales' });
    for (const model of ['project.project', 'project.task']) odoo.grantRight(model);
    service = await startServiceProcess(world.env);
    await world.install();
  });

  afterEach(async () => {
    await service.stop();
    await odoo.close();
    await world.close();
  });

  it('are chosen, made once, moved on, and left alone once they are switched off', async () => {
    const { portal } = world;
    const partner = await odoo.createPartner({ name: 'Aceros del Norte', is_company: true });
    const product = await odoo.createProduct({ sku: 'S-1', name: 'Puesta en marcha', kind: 'service' });
    const order = await odoo.transaction(({ catalog, sales }) => {
      catalog.updateTemplate(product, { service_tracking: 'task_in_project' });
      const id = sales.createOrder({ partner, lines: [{ product, quantity: 8 }] });
      sales.confirmOrder(id);
      return id;
    });
    const number = odoo.records('sale.order').find(({ id }) => id === order)?.['name'] as string;
    const [task] = odoo.records('project.task').map(({ id }) => id);
    const settings = { url: odoo.url, database: odoo.database, login: odoo.login, apiKey: odoo.apiKey };
    const connectionId = await world.connect({ system: 'odoo', settings });
    await world.approve(connectionId);
    const company = portal.users.createCompany({ name: 'Aceros del Norte' });
    const deal = portal.users.createDeal({ dealname: 'Puesta en marcha' }, company);
    portal.users.edit('deals', deal, { erp_order_number: number });
    await world.call('/settings/connections/update', { connectionId, readsProjects: true });
    const view = () => world.call<ProjectRecordsView>(`/settings/project-records?connectionId=${connectionId}`);
    await eventually(async () => expect(await view()).toMatchObject({ projects: 1, objects: [{ state: 'not_in_account' }, {}] }));
    const choose = (object: string | null) => world.call('/settings/project-records', { connectionId, object });
    await expect(choose('services')).rejects.toThrow(/project_records.not_in_account/);

    portal.switchObject('services', true);
    await choose('services');
    const services = () => portal.records('services').map(({ properties }) => properties);
    await eventually(async () => expect(await view()).toMatchObject({ objects: [{ made: 1, toMake: 0 }, {}], stopped: null }));
    expect(services()).toMatchObject([{ erp_project_status: 'not_started', erp_tasks_total: '1', hs_pipeline_stage: '8e2b21d0' }]);
    const [record] = portal.records('services');
    await eventually(async () => {
      expect(portal.associatedIds('services', record!.id, 'deals')).toEqual([deal]);
      expect(portal.associatedIds('services', record!.id, 'companies')).toEqual([company]);
    });

    const card = () => world.call<DealProjects>(`/cards/deal-projects?objectTypeId=0-3&objectId=${deal}`);
    const readNow = (status: string) =>
      eventually(async () => {
        await world.call('/cards/refresh', { objectTypeId: '0-3', objectId: deal });
        await sleep(1_000);
        expect(await card()).toMatchObject({ projects: [{ status }] });
      });
    await odoo.transaction(({ projects }) => projects.finishTask(task!));
    await readNow('done');
    await eventually(async () => expect(services()).toMatchObject([{ erp_project_status: 'done', hs_pipeline_stage: 'de53e7d9' }]));

    await choose(null);
    await odoo.transaction(({ projects }) => projects.reopenTask(task!));
    await readNow('not_started');
    expect(services()).toMatchObject([{ erp_project_status: 'done' }]);
    expect(await view()).toMatchObject({ chosen: null, objects: [{ made: 1 }, {}] });
  });
});
