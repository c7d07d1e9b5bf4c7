import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CustomersView } from '../hubspot-app/app/settings/api/customers.ts';
import { startOdooFake } from './fakes/odoo/index.ts';
import { startB1Fake } from './fakes/sap-b1/index.ts';
import { databaseUrl, useTestDatabase } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';
import { startWorld, type ErpAddress, type World } from './support/world.ts';

const db = useTestDatabase();

/** The one customer, as its ERP has it. */
interface Books {
  address: ErpAddress;
  isActive(): boolean;
  setActive(isActive: boolean): Promise<void>;
  close(): Promise<void>;
}

const NAME = 'Aceros del Valle';
const WEBSITE = 'https://acerosdelvalle.mx';

async function odooBooks(): Promise<Books> {
  const odoo = await startOdooFake({ version: 18 });
  const partner = await odoo.createPartner({ name: NAME, is_company: true, website: WEBSITE, country: 'MX' });
  const { url, database, login, apiKey } = odoo;
  return {
    address: { system: 'odoo', settings: { url, database, login, apiKey } },
    isActive: () => odoo.record('res.partner', partner)?.['active'] === true,
    setActive: (isActive) => odoo.updatePartner(partner, { active: isActive }),
    close: () => odoo.close(),
  };
}

async function b1Books(): Promise<Books> {
  const b1 = await startB1Fake({ https: true });
  const partner = b1.createPartner({ name: NAME, website: WEBSITE });
  return {
    address: { system: 'sap-b1', settings: { url: b1.url, ...b1.credentials, pinnedCertificate: b1.fingerprint } },
    isActive: () => b1.record('BusinessPartners', partner)?.Frozen === 'tNO',
    async setActive(isActive) {
      b1.transaction(({ tx }) => void tx.patch('BusinessPartners', partner, { Valid: isActive ? 'tYES' : 'tNO' }));
      b1.freeze(partner, !isActive);
    },
    close: () => b1.close(),
  };
}

/** The whole product over real HTTP: HubSpot, an ERP and the service. */
describe.each([
  ['Odoo', odooBooks],
  ['Business One', b1Books],
])('a deletion on one side, with %s', (_name, startBooks) => {
  let world: World;
  let books: Books;
  let service: ServiceProcess;
  let company: string;
  let connectionId: string;

  beforeEach(async () => {
    world = await startWorld({ databaseUrl: databaseUrl() });
    books = await startBooks();
    service = await startServiceProcess(world.env);
    await world.install();
    company = world.portal.users.createCompany({ name: NAME, domain: 'acerosdelvalle.mx' });
    await connect();
    await archiveBoth();
  });

  afterEach(async () => {
    const code = await service.stop();
    await books.close();
    await world.close();
    if (code !== 0 || service.output().includes('"level":"error"')) throw new Error(`Exit code ${code}:\n${service.output()}`);
  });

  it('of the HubSpot record archives the customer, and restoring it takes the customer back into use', async () => {
    world.portal.users.delete('companies', company);
    await wait();
    await eventually(() => expect(books.isActive()).toBe(false));
    world.portal.users.restore('companies', company);
    await eventually(() => expect(books.isActive()).toBe(true));
  });

  it('that archives the customer puts the record into the recycling bin, and a person has to restore it', async () => {
    await books.setActive(false);
    await world.call('/cards/refresh', { objectTypeId: '0-2', objectId: company });
    await wait();
    await eventually(() => expect(world.portal.record('companies', company)?.archived).toBe(true));
    await books.setActive(true);
    await db()('erpConnections').update({ nextPullAt: new Date() });
    const codes = async () => (await world.call<{ groups: { code: string }[] }>('/settings/problems')).groups.map(({ code }) => code);
    await eventually(async () => expect(await codes()).toEqual(['archival.restore_by_hand']));
    world.portal.users.restore('companies', company);
    await eventually(async () => expect(await codes()).toEqual([]));
    expect(books.isActive()).toBe(true);
  });

  /** Approved, and the company is the customer. */
  async function connect(): Promise<void> {
    connectionId = await world.connect(books.address);
    await world.approve(connectionId);
    await eventually(() => expect(world.portal.value('companies', company, 'erp_customer_status')).not.toBeNull());
  }

  /** As proposed, and both sides follow. */
  async function archiveBoth(): Promise<void> {
    const view = () => world.call<CustomersView>(`/settings/customers?connectionId=${connectionId}`);
    const first = await view();
    if (first.state === 'not_offered') throw new Error('This ERP is not written');
    const policies = { whenDeletedInHubSpot: 'archive', whenGoneInErp: 'archive' } as const;
    const { companies, contacts } = first.rules;
    await world.call('/settings/customers', {
      ...{ connectionId, revision: first.revision },
      rules: { companies: { ...companies, ...policies }, contacts },
    });
    await world.call('/settings/customers/preview', { connectionId });
    await eventually(async () => expect(await view()).toMatchObject({ preview: { state: 'done' } }));
    const seen = await view();
    const previewId = seen.state === 'not_offered' ? null : seen.preview?.id;
    const writes = { creates: true, updatesErp: true, updatesHubSpot: true };
    await world.call('/settings/customers/approve', { connectionId, writes, previewId });
    await world.call('/settings/customers/confirm', { connectionId });
  }

  /** The ten minutes in which nothing is archived are over. */
  async function wait(): Promise<void> {
    await eventually(async () => expect(await db()('customerArchivals').pluck('state')).toEqual(['noticed']));
    await db()('customerArchivals').update({ dueAt: new Date() });
    await db().raw(`update pgboss.job set start_after = now() where name = 'archivals' and state = 'created'`);
  }
});
