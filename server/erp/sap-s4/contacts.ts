import { z } from 'zod';
import { allOf } from '../shared/odata-query.ts';
import { fieldsOf, readableRows } from '../shared/rows.ts';
import { todayOf } from '../shared/today.ts';
import type { SetQuery } from './client.ts';
import type { Connection } from './connection.ts';
import { keyFilters } from './key-filters.ts';
import { SERVICES } from './services.ts';
import { DayText, dayLiteral, NeededKey, Text } from './values.ts';

/** Somebody who may be reached at a company. */
export interface Contact {
  relationship: string;
  company: string;
  person: string;
  /** The last day of it. */
  endsOn: string | null;
  job: string | null;
  email: string | null;
  phone: string | null;
}

const RawContact = z.object({
  RelationshipNumber: NeededKey,
  BusinessPartnerCompany: NeededKey,
  BusinessPartnerPerson: NeededKey,
  ValidityEndDate: DayText,
  ContactPersonFunctionName: Text,
  EmailAddress: Text,
  PhoneNumber: Text,
});

const contacts = (filter: string): SetQuery => ({
  service: SERVICES.partners,
  set: 'A_BPContactToFuncAndDept',
  key: ['RelationshipNumber', 'BusinessPartnerCompany', 'BusinessPartnerPerson', 'ValidityEndDate'],
  select: fieldsOf(RawContact),
  filter: allOf(`RelationshipCategory eq 'BUR001'`, filter),
});

/** In order: of the companies, of the persons, and whatever else those persons are contacts of. Those that have ended are left out. */
export async function readContacts(
  connection: Connection,
  { companies, persons }: { companies: readonly string[]; persons: readonly string[] },
  signal: AbortSignal,
): Promise<Contact[]> {
  const ofCompanies = await readBy(connection, 'BusinessPartnerCompany', companies, signal);
  const everybody = new Set([...persons, ...ofCompanies.map(({ person }) => person)]);
  return readBy(connection, 'BusinessPartnerPerson', [...everybody], signal);
}

async function readBy(connection: Connection, field: string, keys: readonly string[], signal: AbortSignal): Promise<Contact[]> {
  const { client } = connection;
  const isValid = `ValidityEndDate ge ${dayLiteral(todayOf(connection))}`;
  const asked = new Set(keys);
  const found: Contact[] = [];
  for (const filter of keyFilters(field, keys)) {
    for (const raw of readableRows(RawContact, await client.all(contacts(allOf(isValid, filter)), signal)))
      found.push({
        relationship: raw.RelationshipNumber,
        company: raw.BusinessPartnerCompany,
        person: raw.BusinessPartnerPerson,
        endsOn: raw.ValidityEndDate ?? null,
        job: raw.ContactPersonFunctionName,
        email: raw.EmailAddress,
        phone: raw.PhoneNumber,
      });
  }
  const side = field === 'BusinessPartnerCompany' ? 'company' : 'person';
  return found
    .filter((contact) => asked.has(contact[side]))
    .sort((a, b) => a.relationship.localeCompare(b.relationship, 'en', { numeric: true }));
}

export async function checkContacts({ client }: Connection, signal: AbortSignal): Promise<void> {
  await client.page(contacts(''), null, 1, signal);
}
