import type { Portal } from '../../fakes/hubspot/index.ts';
import { PeopleAtWork } from '../../fakes/hubspot/people-at-work.ts';
import type { CrmEdit, CustomerObjectType, NewCrmRecord } from '../api.ts';

/** What somebody types into a record; HubSpot's refusals are thrown in its own words. */
export function editRecord(portal: Portal, type: CustomerObjectType, id: string, { userId, properties }: CrmEdit): string {
  personAt(portal, userId).edit(type, id, properties);
  return id;
}

/** Nobody asks whether there is one like it already: that is how duplicates come to be. */
export function createRecord(portal: Portal, type: CustomerObjectType, { userId, properties, companyId }: NewCrmRecord): string {
  const person = personAt(portal, userId);
  return type === 'companies' ? person.createCompany(properties) : person.createContact(properties, companyId ?? undefined);
}

const personAt = (portal: Portal, userId: number): PeopleAtWork => new PeopleAtWork(portal.crm, userId);
