import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { generateCompany } from '../../fakes/company/index.ts';
import { startHubSpotFake, type HubSpotFake, type Portal } from '../../fakes/hubspot/index.ts';
import { createRecord, editRecord } from './people.ts';
import { fillPortal } from './portal.ts';

const SALES_REP = 102;

let hubspot: HubSpotFake;
let portal: Portal;
beforeEach(async () => {
  hubspot = await startHubSpotFake({ webhookTarget: 'http://127.0.0.1:9/' });
  portal = fillPortal(hubspot, generateCompany({ seed: 7, customers: 60, invoices: 20, today: '2026-11-20' }));
});
afterEach(() => hubspot.close());

const membersOf = (name: string) => [...portal.lists.all().find((list) => list.name === name)!.members];

it('the account has a list of prospects that somebody chose', () => {
  const names = membersOf('Feria del Agua 2026').map((id) => portal.value('companies', id, 'name'));
  expect(names).toEqual(Array(5).fill(expect.stringContaining('Prospecto')));
});

it('its other lists follow the lead status, one of companies and one of contacts', () => {
  const company = createRecord(portal, 'companies', {
    userId: SALES_REP,
    properties: { name: 'Acme', hs_lead_status: 'CONNECTED' },
    companyId: null,
  });
  const contact = createRecord(portal, 'contacts', { userId: SALES_REP, properties: { email: 'ana@acme.test' }, companyId: null });
  expect([membersOf('Empresas contactadas'), membersOf('Personas contactadas')]).toEqual([[company], []]);
  editRecord(portal, 'contacts', contact, { userId: SALES_REP, properties: { hs_lead_status: 'CONNECTED' } });
  editRecord(portal, 'companies', company, { userId: SALES_REP, properties: { hs_lead_status: 'OPEN' } });
  expect([membersOf('Empresas contactadas'), membersOf('Personas contactadas')]).toEqual([[], [contact]]);
});
