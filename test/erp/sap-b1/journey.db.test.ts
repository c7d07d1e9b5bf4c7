import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startB1Fake, type B1Fake } from '../../fakes/sap-b1/index.ts';
import { databaseUrl, useTestDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { startServiceProcess, type ServiceProcess } from '../../support/service-process.ts';
import { startWorld, type World } from '../../support/world.ts';

useTestDatabase();

const MEXICO = { db: 'SBO_MX', name: 'Válvulas del Norte', localCurrency: 'MXN', taxId: 'VAN120315QX8' };
const TEXAS = { db: 'SBO_US', name: 'Valves of the North', localCurrency: 'USD', taxId: 'US7412' };

interface Card {
  state: string;
  customers: { connectionId: string; erpId?: string }[];
  lastInvoice: { status: string } | null;
}

/** The whole product over real HTTP with Business One, self-signed certificate included. */
describe('the journey of a payment in Business One', () => {
  let world: World;
  let b1: B1Fake;
  let service: ServiceProcess;

  beforeEach(async () => {
    world = await startWorld({ databaseUrl: databaseUrl() });
    b1 = await startB1Fake({ https: true, companies: [MEXICO, TEXAS] });
    service = await startServiceProcess(world.env);
    await world.install();
  });

  afterEach(async () => {
    await stopHealthy(service);
    await b1.close();
    await world.close();
  });

  const value = (company: string, property: string) => world.portal.value('companies', company, property);
  const addressOf = (companyDb: string) => ({
    system: 'sap-b1',
    settings: { url: b1.url, ...b1.credentials, companyDb, pinnedCertificate: b1.fingerprint },
  });
  const refresh = (company: string) => world.call('/cards/refresh', { objectTypeId: '0-2', objectId: company });
  const cardOf = (company: string) => world.call<Card>(`/cards/record?objectTypeId=0-2&objectId=${company}`);
  const customer = { name: 'ACEROS DEL VALLE SA DE CV', website: 'https://acerosdelvalle.mx', taxId: 'EKU9003173C9' };

  it('goes from the books to the property, and back when it is cancelled', async () => {
    const company = world.portal.users.createCompany({ name: 'Aceros del Valle', domain: 'acerosdelvalle.mx' });
    const partner = b1.createPartner(customer);
    const invoice = b1.createInvoice({ partner, total: '1160.00', orders: [b1.createOrder({ partner, total: '1160.00' })] });
    await world.approve(await world.connect(addressOf('SBO_MX')));
    await eventually(() => expect(value(company, 'erp_payment_status')).toBe('open'));
    expect(Number(value(company, 'erp_open_amount'))).toBe(1160);

    const payment = b1.incomingPayment({ invoices: [invoice] });
    await refresh(company);
    await eventually(() => expect(value(company, 'erp_invoice_paid_at')).not.toBeNull());
    expect(value(company, 'erp_payment_status')).toBe('paid');
    expect(await cardOf(company)).toMatchObject({ state: 'linked', lastInvoice: { status: 'paid' } });

    b1.cancelPayment(payment);
    await refresh(company);
    await eventually(() => expect(Number(value(company, 'erp_open_amount'))).toBe(1160));
    expect(value(company, 'erp_payment_status')).toBe('open');
  });

  it('keeps two company databases of one server apart', async () => {
    const company = world.portal.users.createCompany({ name: 'Aceros del Valle', domain: 'acerosdelvalle.mx' });
    const texas = b1.company('SBO_US');
    // The same keys in both: the first partner, the first invoice.
    b1.createInvoice({ partner: b1.createPartner(customer), total: '1000.00' });
    const invoice = texas.createInvoice({ partner: texas.createPartner(customer), total: '70.00' });
    const first = await world.connect(addressOf('SBO_MX'), { name: 'México' });
    await world.approve(first);
    const second = await world.connect(addressOf('SBO_US'), { name: 'Texas' });
    await world.approve(second);
    await eventually(async () => {
      const { customers } = await cardOf(company);
      expect(customers.map(({ connectionId }) => connectionId).sort()).toEqual([first, second].sort());
    });

    texas.incomingPayment({ invoices: [invoice] });
    await refresh(company);
    await eventually(() => expect(value(company, 'erp_invoice_paid_at')).not.toBeNull());
    // Pesos and dollars are not added: the amount is that of the portal's own currency.
    await eventually(() => expect(Number(value(company, 'erp_open_amount'))).toBe(1000));
    expect(value(company, 'erp_payment_status')).toBe('open');
  });
});

/** A healthy day ends with code 0 and has no ERROR lines. */
async function stopHealthy(service: ServiceProcess): Promise<void> {
  const code = await service.stop();
  if (code !== 0 || service.output().includes('"level":"error"')) throw new Error(`Exit code ${code}:\n${service.output()}`);
}
