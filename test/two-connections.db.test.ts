import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createDb } from '../server/db/index.ts';
import { startOdooFake, type OdooFake } from './fakes/odoo/index.ts';
import { startB1Fake, type B1Fake } from './fakes/sap-b1/index.ts';
import { databaseUrl, useTestDatabase } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';
import { startWorld, type World } from './support/world.ts';

useTestDatabase();
const RFC = 'EKU9003173C9';

interface Card {
  customers: { name: string; connectionId: string }[];
  totals: { currency: string; open: string }[];
  connections: object[];
}

/** One portal, two ERPs whose books are kept in different currencies, one customer that both know. */
describe('two connections in one portal', () => {
  let world: World;
  let odoo: OdooFake;
  let b1: B1Fake;
  let service: ServiceProcess;
  let company: string;

  beforeEach(async () => {
    world = await startWorld({ databaseUrl: databaseUrl(), companyCurrency: 'MXN' });
    odoo = await startOdooFake({ version: 19 });
    b1 = await startB1Fake({ companies: [{ db: 'SBO_USA', name: 'Norte USA', localCurrency: 'USD' }] });
    service = await startServiceProcess(world.env);
    world.portal.createProperty('companies', { name: 'rfc', label: 'RFC', type: 'string', fieldType: 'text' });
    company = world.portal.users.createCompany({ name: 'Escuela Kemper', rfc: RFC });
    await world.install();
    await world.call('/settings/portal', { taxIdProperty: { companies: 'rfc', contacts: null } });
  });

  afterEach(async () => {
    await service.stop();
    await Promise.all([odoo.close(), b1.close()]);
    await world.close();
  });

  it('shows both on one company and adds nothing across currencies', async () => {
    const partner = await odoo.createPartner({ name: 'ESCUELA KEMPER URGATE', is_company: true, vat: RFC, country: 'MX' });
    await odoo.createInvoice({ partner, total: '1160.00' });
    const code = b1.createPartner({ name: 'Escuela Kemper', taxId: RFC });
    const entry = b1.createInvoice({ partner: code, total: '300.00' });
    await connectBoth();

    await eventually(() => expect(Number(value('erp_open_amount'))).toBe(1160));
    const card = await world.call<Card>(`/cards/record?objectTypeId=0-2&objectId=${company}`);
    expect(card.customers.map(({ name }) => name).sort()).toEqual(['ESCUELA KEMPER URGATE', 'Escuela Kemper']);
    expect(card.totals.map(({ currency, open }) => [currency, Number(open)])).toEqual([
      ['MXN', 1160],
      ['USD', 300],
    ]);
    // Told with the push that the second connection's figures made due.
    await eventually(async () => {
      const { groups } = await world.call<{ groups: { code: string }[] }>('/settings/problems');
      expect(groups.map(({ code: cause }) => cause)).toContain('amount.other_currency');
    });

    b1.incomingPayment({ invoices: [entry] });
    await world.call('/cards/refresh', { objectTypeId: '0-2', objectId: company });
    await eventually(() => expect(value('erp_invoice_paid_at')).not.toBeNull());
    expect(value('erp_payment_status')).toBe('open');
    expect(Number(value('erp_open_amount'))).toBe(1160);
  });

  it('never lets keys collide, though both number their customers alike', async () => {
    await odoo.createPartner({ name: 'ESCUELA KEMPER URGATE', is_company: true, vat: RFC, country: 'MX' });
    const other = await startB1Fake({ companies: [{ db: 'SBO_MX', name: 'Norte MX', localCurrency: 'MXN' }] });
    try {
      for (const erp of [b1, other])
        erp.createInvoice({ partner: erp.createPartner({ code: 'C1', name: 'Escuela Kemper', taxId: RFC }), total: '10.00' });
      const ids = [await connect(b1), await connect(other)];
      await eventually(() => expect(Number(value('erp_open_amount'))).toBe(10));
      const db = createDb(databaseUrl());
      const links = await db('links').select<{ connectionId: string; customerId: string; recordId: string }[]>();
      await db.destroy();
      expect(links.map((link) => [link.connectionId, link.customerId, link.recordId]).sort()).toEqual(
        ids.map((id) => [id, 'C1', company]).sort(),
      );
      expect(value('erp_customer_key')).toMatch(/^sap-b1:.*:C1$/);
    } finally {
      await other.close();
    }
  });

  async function connectBoth(): Promise<void> {
    const { url, database, login, apiKey } = odoo;
    await world.approve(await world.connect({ system: 'odoo', settings: { url, database, login, apiKey } }));
    await connect(b1);
  }

  async function connect(erp: B1Fake): Promise<string> {
    const connectionId = await world.connect({ system: 'sap-b1', settings: { url: erp.url, ...erp.credentials } });
    await world.approve(connectionId);
    return connectionId;
  }

  const value = (property: string) => world.portal.value('companies', company, property);
});
