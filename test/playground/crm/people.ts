import type { Portal } from '../../fakes/hubspot/index.ts';
import { ownerIdOf } from '../../fakes/hubspot/owners.ts';
import { PeopleAtWork } from '../../fakes/hubspot/people-at-work.ts';
import type { CardObjectType, CrmEdit, NewCrmRecord } from '../api.ts';

/** What somebody types into a record; HubSpot's refusals are thrown in its own words. */
export function editRecord(portal: Portal, type: CardObjectType, id: string, { userId, properties }: CrmEdit): string {
  personAt(portal, userId).edit(type, id, properties);
  return id;
}

/** Nobody asks whether there is one like it already: that is how duplicates come to be. */
export function createRecord(portal: Portal, type: CardObjectType, { userId, properties, companyId }: NewCrmRecord): string {
  const person = personAt(portal, userId);
  if (type === 'companies') return person.createCompany(properties);
  if (type === 'contacts') return person.createContact(properties, companyId ?? undefined);
  // Whoever makes a deal owns it.
  return person.createDeal({ hubspot_owner_id: ownerIdOf({ userId }), ...properties }, companyId ?? undefined);
}

export const personAt = (portal: Portal, userId: number): PeopleAtWork => new PeopleAtWork(portal.crm, userId);
