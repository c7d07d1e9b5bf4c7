import { beforeEach } from '@jest/globals';
import type { CustomerCard } from '../../hubspot-app/app/cards/api/customers.ts';
import type { CustomerObjectRules } from '../../hubspot-app/app/settings/api/customers.ts';
import type { Db } from '../../server/db/index.ts';
import { connectionId as toConnectionId, portalId } from '../../server/shared/ids.ts';
import { ALL_WRITES, approvedConnection, connectionId, customers, givenProperties, goLive, line, rulesOf } from './customers-app.ts';
import { ask, company, enqueue, hubspot, now, REP, settle, useSettingsApp } from './settings-app.ts';
import { WritableErp } from './writable-erp.ts';

export let erp: WritableErp;
let database: () => Db;

/** The cards of a sales representative, over an ERP that can be written to; its customer 1 is linked to `company`. */
export function useCustomerCards(): () => Db {
  database = useSettingsApp(() => {
    erp = new WritableErp();
    return erp;
  });
  beforeEach(async () => {
    erp.fieldsOf.customer = erp.fieldsOf.customer.map((field) => (field.name === 'phone' ? { ...field, label: 'Telephone' } : field));
    givenProperties('name', 'phone', 'tax_id', 'firstname', 'lastname');
    Object.assign(hubspot, { associatedIds: async () => new Map() });
    erp.edit('1', { name: 'Aceros S.L.', vat: 'ESB12345674', phone: '+34 911', country: 'ES' });
    await approvedConnection();
    hubspot.users = [{ userId: REP.userId, email: REP.userEmail, teams: [] }];
    await database()('portalUsers').insert({ portalId: 7, userId: REP.userId, email: REP.userEmail, teams: '[]' });
  });
  return database;
}

const MAPPING = [
  line('name', 'name', { direction: 'to_erp', rule: 'fill_if_empty' }),
  line('tax_id', 'vat', { direction: 'to_erp', rule: 'fill_if_empty' }),
  line('phone', 'phone'),
];
const CONTACTS = { mapping: [line('$full_name', 'name', { direction: 'to_erp' })] };

export async function liveRules(companies: Partial<CustomerObjectRules> = {}, writes = ALL_WRITES): Promise<void> {
  await goLive(rulesOf({ mapping: MAPPING, defaults: { terms: '1' }, ...companies }, CONTACTS), writes);
  await customers('/confirm').expect(200);
  await settle();
}

export async function run(job: 'pull' | 'commands' | 'fields'): Promise<void> {
  await database()('erpConnections').update({ nextPullAt: now });
  await enqueue(database(), job, { portalId: portalId(7), connectionId: toConnectionId(connectionId) });
  await settle(1);
}

export const companyCard = (objectId: string) => ({ objectTypeId: '0-2', objectId });

/** The card of a record, and what is pressed there. */
export const show = async (record: Record<string, string> = companyCard(company)) =>
  (await ask(`/customer?${new URLSearchParams(record)}`, { pages: '/cards', as: REP }).expect(200)).body as CustomerCard;
export const press = (path: string, body: object = {}, record: Record<string, string> = companyCard(company)) =>
  ask(`/customer/${path}`, { pages: '/cards', as: REP, body: { ...record, ...body } });
