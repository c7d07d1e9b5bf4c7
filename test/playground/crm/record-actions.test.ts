import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { startHubSpotFake, type HubSpotFake, type Portal } from '../../fakes/hubspot/index.ts';
import type { RecordAction } from '../api.ts';
import { actOnRecord } from './record-actions.ts';
import { describeRecord, listRecords } from './records.ts';

const SALES_REP = 102;

let hubspot: HubSpotFake;
let portal: Portal;
beforeEach(async () => {
  hubspot = await startHubSpotFake({ webhookTarget: 'http://127.0.0.1:9/' });
  portal = hubspot.addPortal({ portalId: 7 });
});
afterEach(() => hubspot.close());

const decide = (type: 'companies' | 'contacts', id: string, action: RecordAction['action'], otherId: string | null = null) =>
  actOnRecord(portal, type, id, { userId: SALES_REP, action, otherId });
const listed = () => listRecords(portal, 'companies', { search: '', page: 1, list: '' }).records.map(({ name }) => name);

it('a deleted record is in the recycling bin, says so and is in no list, until it is restored', () => {
  const id = portal.users.createCompany({ name: 'Aceros del Valle' });
  expect(decide('companies', id, 'delete')).toBe(id);
  expect(describeRecord(portal, 'companies', id)).toMatchObject({ state: 'binned', name: 'Aceros del Valle' });
  expect(listed()).toEqual([]);
  decide('companies', id, 'restore');
  expect(describeRecord(portal, 'companies', id)).toMatchObject({ state: 'living' });
  expect(listed()).toEqual(['Aceros del Valle']);
});

it('what is deleted for privacy is gone, and only a person can be', () => {
  const contactId = portal.users.createContact({ email: 'ana@example.com' });
  decide('contacts', contactId, 'privacyDelete');
  expect(describeRecord(portal, 'contacts', contactId)).toEqual({ state: 'gone' });
  const companyId = portal.users.createCompany({ name: 'Aceros del Valle' });
  expect(() => decide('companies', companyId, 'privacyDelete')).toThrow('Only contacts');
});

it('two records become one, to which the page of either leads', () => {
  const [id, otherId] = ['Aceros', 'Aceros del Valle'].map((name) => portal.users.createCompany({ name }));
  expect(() => decide('companies', id!, 'merge')).toThrow('Choose the record');
  const merged = decide('companies', id!, 'merge', otherId!);
  expect(describeRecord(portal, 'companies', merged)).toMatchObject({ state: 'living', name: 'Aceros' });
  expect(describeRecord(portal, 'companies', otherId!)).toMatchObject({ id: merged });
  expect(listed()).toEqual(['Aceros']);
});
