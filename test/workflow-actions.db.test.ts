import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startOdooFake, type OdooFake } from './fakes/odoo/index.ts';
import type { StepRun } from './fakes/hubspot/index.ts';
import { databaseUrl, useTestDatabase } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';
import { PORTAL_ID, startWorld, type World } from './support/world.ts';

useTestDatabase();

/** Workflows of HubSpot's double call the real service, which asks the ERP's double and reports back. */
describe('a step of a workflow', () => {
  let world: World;
  let odoo: OdooFake;
  let service: ServiceProcess;
  let company: string;
  let invoice: number;

  beforeEach(async () => {
    world = await startWorld({ databaseUrl: databaseUrl() });
    odoo = await startOdooFake({ version: 18 });
    service = await startServiceProcess(world.env);
    company = world.portal.users.createCompany({ name: 'Aceros del Valle', domain: 'acerosdelvalle.mx' });
    const partner = await odoo.createPartner({ name: 'Aceros del Valle', is_company: true, website: 'https://acerosdelvalle.mx' });
    invoice = await odoo.createInvoice({ partner, total: '1160.00', date: today(-30), due: today(-10) });
  });

  afterEach(async () => {
    const { faults } = world.hubspot.workflows;
    if (faults.length > 0) throw new Error(faults.join('; '));
    const code = await service.stop();
    if (code !== 0 || service.output().includes('"level":"error"')) throw new Error(`Exit code ${code}:\n${service.output()}`);
    await odoo.close();
    await world.close();
  });

  it('reads the payment status from the ERP while the workflow waits, and goes on when HubSpot holds it too', async () => {
    await world.install();
    await connect();
    await odoo.registerPayment(invoice);
    const run = start('refresh_status');
    await world.hubspot.workflows.settled();
    expect(run.statuses).toEqual([200]);
    await eventually(() => expect(stateOf(run)).toBe('succeeded'));
    expect(run.outputs).toEqual({
      result: 'refreshed',
      erp_number: expect.stringMatching(/^INV/),
      status: 'paid',
      open: '0',
      overdue: '0',
    });
    // Whatever the next step of the workflow reads on the record is as new.
    expect(value('erp_payment_status')).toBe('paid');

    const again = await world.hubspot.workflows.replay(run.callbackId);
    expect(JSON.parse(again!.text)).toEqual({ outputFields: { ...run.outputs, hs_execution_state: 'SUCCESS' } });
  });

  it('is answered at once where HubSpot cannot be told later', async () => {
    world.portal.account.tier = 'free';
    await world.install();
    await connect();
    const run = start('refresh_status');
    await world.hubspot.workflows.settled();
    expect(run).toMatchObject({
      state: 'succeeded',
      outputs: { result: 'as_known', status: 'overdue', open: '1160', overdue: '1160', reason: expect.stringContaining('automation') },
    });
  });

  const start = (step: string, inputs: Record<string, string> = {}): StepRun =>
    world.hubspot.workflows.start(PORTAL_ID, { step, objectType: 'companies', objectId: company, inputs });
  const stateOf = ({ callbackId }: StepRun): string => world.hubspot.workflows.run(callbackId).state;
  const value = (property: string) => world.portal.value('companies', company, property);

  async function connect(): Promise<void> {
    const { url, database, login, apiKey } = odoo;
    await world.approve(await world.connect({ system: 'odoo', settings: { url, database, login, apiKey } }));
    await eventually(() => expect(value('erp_payment_status')).toBe('overdue'));
  }
});

const today = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
