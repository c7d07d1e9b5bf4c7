import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startS4Fake, type S4Fake } from '../../fakes/sap-s4/index.ts';
import { databaseUrl, useTestDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { startServiceProcess, type ServiceProcess } from '../../support/service-process.ts';
import { startWorld, type World } from '../../support/world.ts';

useTestDatabase();

/** The whole product over real HTTP with S/4HANA, by tokens of another server. */
describe('the journey of a payment in S/4HANA', () => {
  let world: World;
  let s4: S4Fake;
  let service: ServiceProcess;

  beforeEach(async () => {
    world = await startWorld({ databaseUrl: databaseUrl() });
    s4 = await startS4Fake({ separateTokenServer: true });
    service = await startServiceProcess(world.env);
    await world.install();
  });

  afterEach(async () => {
    await stopHealthy(service);
    await s4.close();
    await world.close();
  });

  const value = (company: string, property: string) => world.portal.value('companies', company, property);
  const refresh = (company: string) => world.call('/cards/refresh', { objectTypeId: '0-2', objectId: company });
  const cardOf = (company: string) => world.call(`/cards/record?objectTypeId=0-2&objectId=${company}`);

  it('goes from the journal to the property, and back when it is taken back', async () => {
    const company = world.portal.users.createCompany({ name: 'Aceros del Valle', domain: 'acerosdelvalle.mx' });
    const partner = s4.createPartner({
      name: 'ACEROS DEL VALLE SA DE CV',
      customer: '30000012',
      website: 'https://acerosdelvalle.mx',
      taxId: 'EKU9003173C9',
    });
    const invoice = s4.createInvoice({ partner, total: '1160.00', order: '4711' });
    const { clientId: user, clientSecret: password } = s4.oauth;
    await world.approve(await world.connect({ system: 'sap-s4', settings: { url: s4.url, tokenUrl: s4.tokenUrl, user, password } }));
    await eventually(() => expect(value(company, 'erp_payment_status')).toBe('open'));
    expect(Number(value(company, 'erp_open_amount'))).toBe(1160);

    s4.incomingPayment({ invoices: [invoice], amount: '160.00' });
    await refresh(company);
    await eventually(() => expect(value(company, 'erp_payment_status')).toBe('partially_paid'));
    expect(Number(value(company, 'erp_open_amount'))).toBe(1000);

    const payment = s4.incomingPayment({ invoices: [invoice] });
    await refresh(company);
    await eventually(() => expect(value(company, 'erp_invoice_paid_at')).not.toBeNull());
    expect(value(company, 'erp_payment_status')).toBe('paid');
    expect(await cardOf(company)).toMatchObject({ state: 'linked', lastInvoice: { status: 'paid' } });

    s4.cancelPayment(payment);
    await refresh(company);
    await eventually(() => expect(Number(value(company, 'erp_open_amount'))).toBe(1000));
    expect(value(company, 'erp_payment_status')).toBe('partially_paid');
  });
});

/** A healthy day ends with code 0 and has no ERROR lines. */
async function stopHealthy(service: ServiceProcess): Promise<void> {
  const code = await service.stop();
  if (code !== 0 || service.output().includes('"level":"error"')) throw new Error(`Exit code ${code}:\n${service.output()}`);
}
