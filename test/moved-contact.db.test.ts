import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CustomersView } from '../hubspot-app/app/settings/api/customers.ts';
import { startOdooFake, type OdooFake } from './fakes/odoo/index.ts';
import { databaseUrl, useTestDatabase } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';
import { startWorld, type World } from './support/world.ts';

const database = useTestDatabase();

const WITHIN_MS = 40_000;
const firm = (name: string, domain: string) => ({ name, is_company: true, website: `https://${domain}`, country: 'MX' }) as const;

/** The whole product over real HTTP, with the rules as they are proposed. */
describe('a contact that changes companies', () => {
  let world: World;
  let odoo: OdooFake;
  let service: ServiceProcess;

  beforeEach(async () => {
    world = await startWorld({ databaseUrl: databaseUrl() });
    odoo = await startOdooFake({ version: 19 });
    service = await startServiceProcess(world.env);
    await world.install();
  });

  afterEach(async () => {
    await service.stop();
    await odoo.close();
    await world.close();
  });

  it('takes its contact person along, and follows it', async () => {
    const { users } = world.portal;
    const [acme, beta] = [
      users.createCompany({ name: 'Acme', domain: 'acme.mx' }),
      users.createCompany({ name: 'Beta', domain: 'beta.mx' }),
    ];
    const [acmeId, betaId] = [await odoo.createPartner(firm('Acme', 'acme.mx')), await odoo.createPartner(firm('Beta', 'beta.mx'))];
    const ana = users.createContact({ firstname: 'Ana', lastname: 'Ruiz', email: 'ana@acme.mx' }, acme);
    const connectionId = await startWriting();
    await world.call('/cards/customer/create', { objectTypeId: '0-1', objectId: ana, connectionId });
    const persons = () => odoo.records('res.partner').filter(({ name }) => name === 'Ana Ruiz');
    await eventually(() => expect(persons()).toMatchObject([{ parent_id: acmeId }]), WITHIN_MS);
    const person = persons()[0]!.id;
    // Until both sides were looked at once, a move is a question: which of them was there first nobody knows.
    const known = () => database()('fieldPairs').where({ objectType: 'contacts' }).select('fields');
    const inStep = (hubspot: string, erp: number) =>
      eventually(async () => {
        expect(await known()).toMatchObject([{ fields: { $company: { base: { hubspot, erp: String(erp) } } } }]);
      }, WITHIN_MS);
    await inStep(acme, acmeId);

    users.moveContact(ana, beta);
    await eventually(() => expect(persons()).toMatchObject([{ id: person, parent_id: betaId }]), WITHIN_MS);
    await inStep(beta, betaId);

    await odoo.updatePartner(person, { parent_id: acmeId });
    await eventually(async () => {
      await world.call('/cards/refresh', { objectTypeId: '0-1', objectId: ana });
      expect(world.portal.value('contacts', ana, 'associatedcompanyid')).toBe(acme);
    }, WITHIN_MS);
    expect(persons()).toMatchObject([{ id: person, parent_id: acmeId }]);
    expect(world.portal.associatedIds('contacts', ana, 'companies').toSorted()).toEqual([acme, beta].toSorted());
  }, 240_000);

  async function startWriting(): Promise<string> {
    const { url, database, login, apiKey } = odoo;
    const connectionId = await world.connect({ system: 'odoo', settings: { url, database, login, apiKey } });
    await world.approve(connectionId);
    const load = () => world.call<CustomersView>(`/settings/customers?connectionId=${connectionId}`);
    const press = (path: string, body = {}) => world.call(`/settings/customers${path}`, { connectionId, ...body });
    const view = await load();
    if (view.state === 'not_offered') throw new Error('Odoo can be written to');
    expect(view.rules.contacts.mapping).toContainEqual(
      expect.objectContaining({ property: '$company', field: 'parent_id', direction: 'both', rule: 'ask' }),
    );
    await press('', { rules: view.rules, revision: view.revision });
    await press('/preview');
    await eventually(async () => expect(await load()).toMatchObject({ preview: { state: 'done' } }), WITHIN_MS);
    const seen = await load();
    const previewId = seen.state === 'not_offered' ? null : seen.preview?.id;
    await press('/approve', { previewId, writes: { creates: true, updatesErp: true, updatesHubSpot: true } });
    await eventually(async () => expect(await load()).toMatchObject({ run: { state: 'done' } }), WITHIN_MS);
    return connectionId;
  }
});
