import type { Customer } from '../shared/contract.ts';
import { allOf } from '../shared/odata-query.ts';
import { readableRows } from '../shared/rows.ts';
import { parseRows, translateRows, type TranslatedRecords } from '../shared/translate-rows.ts';
import type { SetQuery } from './client.ts';
import type { Connection } from './connection.ts';
import { checkContacts, readContacts, type Contact } from './contacts.ts';
import { keyFilters } from './key-filters.ts';
import { toOrganisation, toPerson } from './mapping-customers.ts';
import { checkDetails, readDetails } from './partner-details.ts';
import { PARTNER_FIELDS, RawPartner } from './raw-partner.ts';
import { SERVICES } from './services.ts';
import { rejectBy } from './stream.ts';
import { bareKey } from './values.ts';

const reject = rejectBy(({ BusinessPartner }) => bareKey(String(BusinessPartner)));

/** Customers among the partners, with their contact persons; and of the other partners those who are contact persons of customers. */
export async function partnersFrom(
  connection: Connection,
  rows: readonly unknown[],
  signal: AbortSignal,
): Promise<TranslatedRecords<Customer>> {
  const read = await parseRows(RawPartner, rows, reject);
  const customers = read.parsed.filter(({ Customer: number }) => number !== null);
  const others = read.parsed.filter(({ Customer: number }) => number === null);
  const found = await readContacts(connection, { companies: customers.map(idOf), persons: others.map(idOf) }, signal);
  const persons = [...others, ...(await readMissing(connection, found, read.parsed, signal))].filter(
    ({ Customer: number }) => number === null,
  );
  const organisationOf = await firstCustomers(connection, found, customers, signal);
  const tied = persons.filter(({ BusinessPartner }) => organisationOf.has(BusinessPartner));
  const details = await readDetails(connection, { partners: [...customers, ...tied] }, signal);
  const parsed = [...customers, ...tied];
  return translateRows({ parsed, rejected: read.rejected }, reject, (raw) => {
    // A customer stays one, whoever else names it as a contact person.
    const contact = raw.Customer === null ? organisationOf.get(raw.BusinessPartner) : undefined;
    return [contact ? toPerson(raw, details.of(raw), contact) : toOrganisation(raw, details.of(raw))];
  });
}

const idOf = ({ BusinessPartner }: RawPartner): string => BusinessPartner;

/** The partners behind contacts that are not among those read. */
async function readMissing(
  { client }: Connection,
  contacts: readonly Contact[],
  known: readonly RawPartner[],
  signal: AbortSignal,
): Promise<RawPartner[]> {
  const have = new Set(known.map(idOf));
  const wanted = new Set(contacts.map(({ person }) => person).filter((person) => !have.has(person)));
  const rows: unknown[] = [];
  for (const filter of keyFilters('BusinessPartner', wanted)) rows.push(...(await client.all(partners(filter, PARTNER_FIELDS), signal)));
  return readableRows(RawPartner, rows).filter(({ BusinessPartner }) => wanted.has(BusinessPartner));
}

/** By person, the contact with the first customer: whoever is one of several customers belongs to that one. */
export async function firstCustomers(
  { client }: Connection,
  contacts: readonly Contact[],
  customers: readonly RawPartner[],
  signal: AbortSignal,
): Promise<Map<string, Contact>> {
  const known = new Set(customers.map(idOf));
  const unknown = new Set(contacts.map(({ company }) => company).filter((company) => !known.has(company)));
  for (const filter of keyFilters('BusinessPartner', unknown)) {
    const rows = await client.all(partners(allOf(filter, `Customer ne ''`), ['BusinessPartner']), signal);
    for (const { BusinessPartner } of readableRows(RawPartner.pick({ BusinessPartner: true }), rows)) known.add(BusinessPartner);
  }
  const first = new Map<string, Contact>();
  for (const contact of contacts) if (known.has(contact.company) && !first.has(contact.person)) first.set(contact.person, contact);
  return first;
}

const partners = (filter: string, select: string[]): SetQuery => ({
  service: SERVICES.partners,
  set: 'A_BusinessPartner',
  key: ['BusinessPartner'],
  select,
  filter,
});

/** Asked by the check. */
export async function checkPartners(connection: Connection, signal: AbortSignal): Promise<void> {
  await checkContacts(connection, signal);
  await checkDetails(connection, signal);
}
