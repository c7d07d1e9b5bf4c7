import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startS4Fake, type S4Fake } from '../../fakes/sap-s4/index.ts';
import { databaseUrl, useTestDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { startServiceProcess, type ServiceProcess } from '../../support/service-process.ts';
import { startWorld, type World } from '../../support/world.ts';

useTestDatabase();

/** The whole product over real HTTP with S/4HANA, by tokens of another server. */
describe('the journey in S/4HANA', () => {
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

  it('of a payment goes from the journal to the property, and back when it is taken back', async () => {
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

  it('of an order is followed on the deal that names it, though nothing stamps the order', async () => {
    const company = world.portal.users.createCompany({ name: 'Aceros del Valle', domain: 'acerosdelvalle.mx' });
    const partner = s4.createPartner({ name: 'ACEROS DEL VALLE SA DE CV', website: 'https://acerosdelvalle.mx', taxId: 'EKU9003173C9' });
    s4.transaction((erp) => erp.createMaterial({ material: 'VAL-1', text: 'Válvula', price: '100.00', available: 10 }));
    const order = s4.transaction((erp) => erp.createSalesOrder({ partner, lines: [{ material: 'VAL-1', quantity: '10' }] }));
    const { clientId: user, clientSecret: password } = s4.oauth;
    const connectionId = await world.connect({ system: 'sap-s4', settings: { url: s4.url, tokenUrl: s4.tokenUrl, user, password } });
    await world.approve(connectionId);
    await world.call('/settings/connections/update', { connectionId, readsOrders: true });
    const deal = world.portal.users.createDeal({ dealname: 'Válvulas', erp_order_number: order }, company);
    const state = (): string | null => world.portal.value('deals', deal, 'erp_order_status');
    const becomes = async (status: string): Promise<void> => {
      await world.call('/cards/refresh', { objectTypeId: '0-3', objectId: deal });
      await eventually(() => expect(state()).toBe(status));
    };
    await becomes('reserved');
    s4.transaction((erp) => erp.deliverOrder({ order, lines: [{ line: 0, quantity: 4 }] }));
    await becomes('partly_delivered');
    expect(world.portal.value('deals', deal, 'erp_order_delivered_at')).toBeNull();
    s4.transaction((erp) => erp.deliverOrder({ order, lines: [{ line: 0, quantity: 6 }] }));
    await becomes('delivered');
    await eventually(() => expect(world.portal.value('deals', deal, 'erp_order_delivered_at')).not.toBeNull());
    const invoice = s4.transaction((erp) => erp.invoiceOrder({ order }));
    await becomes('invoiced');
    s4.incomingPayment({ invoices: [invoice] });
    await becomes('paid');
    expect(world.portal.value('deals', deal, 'erp_last_invoice_number')).toBe(invoice);
  });
});

/** A healthy day ends with code 0 and has no ERROR lines. */
async function stopHealthy(service: ServiceProcess): Promise<void> {
  const code = await service.stop();
  if (code !== 0 || service.output().includes('"level":"error"')) throw new Error(`Exit code ${code}:\n${service.output()}`);
}
