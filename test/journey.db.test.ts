import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startOdooFake, type OdooFake } from './fakes/odoo/index.ts';
import { databaseUrl, useTestDatabase } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { freePort } from './support/free-port.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';
import { startWorld, type World } from './support/world.ts';

useTestDatabase();

/** The whole product over real HTTP: HubSpot, an ERP and the service, as an administrator connects them. */
describe('the journey of a payment', () => {
  let world: World;
  let odoo: OdooFake;
  let service: ServiceProcess;

  beforeEach(async () => {
    world = await startWorld({ databaseUrl: databaseUrl() });
    odoo = await startOdooFake({ version: 18 });
    service = await startServiceProcess(world.env);
    await world.install();
  });

  afterEach(async () => {
    await stopHealthy(service);
    await odoo.close();
    await world.close();
  });

  it('goes from the ERP to the card and the property within seconds of the refresh', async () => {
    const company = world.portal.users.createCompany({ name: 'Aceros del Valle', domain: 'acerosdelvalle.mx' });
    const partner = await odoo.createPartner({
      name: 'ACEROS DEL VALLE SA DE CV',
      is_company: true,
      website: 'https://acerosdelvalle.mx',
      country: 'MX',
    });
    const invoice = await odoo.createInvoice({ partner, total: '1160.00', date: today(-10), due: today(20) });
    await connect();

    await eventually(() => expect(value(company, 'erp_payment_status')).toBe('open'));
    expect(Number(value(company, 'erp_open_amount'))).toBe(1160);
    expect(value(company, 'erp_invoice_paid_at')).toBeNull();

    await odoo.registerPayment(invoice);
    await world.call('/cards/refresh', { objectTypeId: '0-2', objectId: company });
    await eventually(() => expect(value(company, 'erp_invoice_paid_at')).not.toBeNull());
    expect(value(company, 'erp_payment_status')).toBe('paid');
    expect(Number(value(company, 'erp_open_amount'))).toBe(0);
    await eventually(() => expect(value(company, 'erp_payment_received_at')).not.toBeNull());
    const card = await world.call<{ state: string; lastInvoice: object }>(`/cards/record?objectTypeId=0-2&objectId=${company}`);
    expect(card).toMatchObject({ state: 'linked', customers: [{ rule: 'domain_and_name' }], lastInvoice: { status: 'paid' } });

    world.portal.forgetWrites();
    await world.call('/cards/refresh', { objectTypeId: '0-2', objectId: company });
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(world.portal.writes()).toEqual([]);
  });

  it('waits while the app is taken out, and arrives when it is installed again', async () => {
    const company = world.portal.users.createCompany({ name: 'Aceros del Valle', domain: 'acerosdelvalle.mx' });
    const partner = await odoo.createPartner({ name: 'Aceros del Valle', is_company: true, website: 'https://acerosdelvalle.mx' });
    const invoice = await odoo.createInvoice({ partner, total: '1160.00', date: today(-10), due: today(20) });
    await connect();
    await eventually(() => expect(value(company, 'erp_payment_status')).toBe('open'));

    world.portal.uninstall();
    await odoo.registerPayment(invoice);
    await world.call('/cards/refresh', { objectTypeId: '0-2', objectId: company });
    const state = async () => (await world.call<{ state: string }>(`/cards/record?objectTypeId=0-2&objectId=${company}`)).state;
    await eventually(async () => expect(await state()).toBe('not_connected'));
    expect(value(company, 'erp_payment_status')).toBe('open');
    await world.install();
    await eventually(() => expect(value(company, 'erp_payment_status')).toBe('paid'));
  });

  it('is shared by several workers beside a web process', async () => {
    await service.stop();
    const ports = [await freePort(), await freePort()];
    const workers = await Promise.all(ports.map((port) => startServiceProcess({ ...world.env, ROLE: 'worker', PORT: String(port) })));
    service = await startServiceProcess({ ...world.env, ROLE: 'web' });
    const names = Array.from({ length: 12 }, (_none, at) => `Taller ${at} de Monterrey`);
    const companies = names.map((name, at) => world.portal.users.createCompany({ name, domain: `taller-${at}.mx` }));
    const invoices: number[] = [];
    for (const [at, name] of names.entries()) {
      const partner = await odoo.createPartner({ name, is_company: true, website: `https://taller-${at}.mx` });
      invoices.push(await odoo.createInvoice({ partner, total: `${100 + at}.00`, date: today(-3), due: today(9) }));
    }
    await connect();
    await eventually(() => expect(companies.map((id) => value(id, 'erp_payment_status'))).toEqual(names.map(() => 'open')));
    for (const invoice of invoices) await odoo.registerPayment(invoice);
    await world.call('/cards/refresh', { objectTypeId: '0-2', objectId: companies[0] });
    await eventually(() => expect(companies.map((id) => value(id, 'erp_payment_status'))).toEqual(names.map(() => 'paid')));
    const paidEvents = () => companies.map((id) => world.portal.history('companies', id, 'erp_invoice_paid_at').length);
    await eventually(() => expect(paidEvents()).toEqual(names.map(() => 1)));
    for (const worker of workers) await stopHealthy(worker);
  });

  async function connect(): Promise<void> {
    const { url, database, login, apiKey } = odoo;
    const connectionId = await world.connect({ system: 'odoo', settings: { url, database, login, apiKey } });
    await world.approve(connectionId);
  }

  const value = (company: string, property: string) => world.portal.value('companies', company, property);
});

/** A healthy day ends with code 0 and has no ERROR lines. */
async function stopHealthy(service: ServiceProcess): Promise<void> {
  const code = await service.stop();
  if (code !== 0 || service.output().includes('"level":"error"')) throw new Error(`Exit code ${code}:\n${service.output()}`);
}

const today = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
