import { z } from 'zod';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import type { AlikeCustomer, AlikeFacts, Customer } from '../shared/contract.ts';
import { inGroups, oneOf } from '../shared/odata-query.ts';
import { fieldsOf, readableRows } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { customers } from './customers.ts';
import { keyFilters } from './key-filters.ts';
import { SERVICES } from './services.ts';
import { NeededKey, Text } from './values.ts';

const MOST = 20;

/**
 * Tax numbers are compared as whole texts, in the usual spellings one by one. Of e-mails the system keeps the beginning in capitals, which is looked
 * for, and the rest is compared here; those of contact persons at their organisation only as they are written and in small letters.
 */
export async function findAlike(connection: Connection, facts: readonly AlikeFacts[], signal: AbortSignal): Promise<AlikeCustomer[][]> {
  const { country } = await firstCompany(connection, signal);
  const asked = facts.map((fact) => ({ taxIds: spellingsOf(fact.taxId, country), email: fact.email?.trim() ?? '' }));
  const byTaxId = await partnersWithTaxIds(connection, asked.flatMap(({ taxIds }) => taxIds), signal); // prettier-ignore
  const emails = [...new Set(asked.map(({ email }) => email).filter((email) => email !== ''))];
  const byEmail = await partnersWithEmails(connection, emails, signal);
  const owners = asked.map(({ taxIds, email }) => {
    const found = [...taxIds.flatMap((taxId) => byTaxId.get(taxId) ?? []), ...(byEmail.get(email.toLowerCase()) ?? [])];
    return [...new Set(found)];
  });
  return readAlike(connection, owners, signal);
}

async function firstCompany({ companies }: Connection, signal: AbortSignal): Promise<{ country: string | null }> {
  const [first] = (await companies.get(signal)).values();
  return { country: first?.Country ?? null };
}

/** Suppliers have tax numbers, too: who is no customer drops out. */
async function readAlike(connection: Connection, owners: readonly string[][], signal: AbortSignal): Promise<AlikeCustomer[][]> {
  const ids = [...new Set(owners.flat())].map((id) => erpRecordId(id));
  const { records } = await customers.readByIds(connection, ids, signal);
  const known = new Map(records.map((record) => [record.id, toAlike(record)]));
  return owners.map((some) => some.flatMap((id) => known.get(id as ErpRecordId) ?? []).slice(0, MOST));
}

const toAlike = ({ id, kind, name, taxId, emails }: Customer): AlikeCustomer => ({ id, kind, name, taxId, emails });

/**
 * As somebody wrote it, without what parts it, and with and without the country's code in front. Capitals, because numbers are kept so.
 */
function spellingsOf(taxId: string | null, country: string | null): string[] {
  const written = taxId?.trim() ?? '';
  const plain = written.toUpperCase().replace(/[^\p{L}\p{N}&]/gu, '');
  const bare = /^[A-Z]{2}[\p{L}\p{N}&]{8,}$/u.test(plain) ? [plain, plain.slice(2)] : [plain];
  const grouped = bare.flatMap((one) => {
    const [, ...groups] = /^([A-ZÑ&]{3,4})(\d{6})([A-Z0-9]{3})$/.exec(one) ?? [];
    return groups.length > 0 ? [groups.join('-'), groups.join(' ')] : [];
  });
  const prefixed = country !== null && plain !== '' ? [`${country}${plain}`] : [];
  return [...new Set([written, ...bare, ...grouped, ...prefixed])].filter(Boolean);
}

const RawTax = z.object({ BusinessPartner: NeededKey, BPTaxType: z.string(), BPTaxNumber: Text });

/** Partners by tax number, as they are kept. */
async function partnersWithTaxIds({ client }: Connection, taxIds: readonly string[], signal: AbortSignal): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const query = { service: SERVICES.partners, set: 'A_BusinessPartnerTaxNumber', key: ['BusinessPartner', 'BPTaxType'] };
  for (const group of inGroups([...new Set(taxIds)], AT_ONCE)) {
    const filter = oneOf('BPTaxNumber', group);
    for (const raw of readableRows(RawTax, await client.all({ ...query, select: fieldsOf(RawTax), filter }, signal)))
      add(found, raw.BPTaxNumber ?? '', raw.BusinessPartner);
  }
  return found;
}
const AT_ONCE = 40;

const RawEmail = z.object({ AddressID: NeededKey, Person: z.string(), OrdinalNumber: z.string(), EmailAddress: Text });
const RawOwner = z.object({ BusinessPartner: NeededKey, AddressID: NeededKey });
const RawContact = z.object({ BusinessPartnerPerson: NeededKey, EmailAddress: Text });
/** `SearchEmailAddress` */
const SEARCHED = 20;

/** Partners by e-mail in small letters. */
async function partnersWithEmails({ client }: Connection, emails: readonly string[], signal: AbortSignal): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const ofAddress = new Map<string, string[]>();
  for (const group of inGroups(emails, AT_ONCE)) {
    const filter = oneOf('SearchEmailAddress', [...new Set(group.map((email) => email.toUpperCase().slice(0, SEARCHED)))]);
    const query = { service: SERVICES.partners, set: 'A_AddressEmailAddress', key: ['AddressID', 'Person', 'OrdinalNumber'], filter };
    for (const raw of readableRows(RawEmail, await client.all({ ...query, select: fieldsOf(RawEmail) }, signal)))
      add(ofAddress, raw.AddressID, raw.EmailAddress?.toLowerCase() ?? '');
    const written = [...new Set(group.flatMap((email) => [email, email.toLowerCase()]))];
    const contacts = {
      service: SERVICES.partners,
      set: 'A_BPContactToFuncAndDept',
      key: CONTACT_KEY,
      filter: oneOf('EmailAddress', written),
    };
    for (const raw of readableRows(RawContact, await client.all({ ...contacts, select: [...CONTACT_KEY, 'EmailAddress'] }, signal)))
      add(found, raw.EmailAddress?.toLowerCase() ?? '', raw.BusinessPartnerPerson);
  }
  for (const filter of keyFilters('AddressID', ofAddress.keys())) {
    const query = { service: SERVICES.partners, set: 'A_BusinessPartnerAddress', key: ['BusinessPartner', 'AddressID'], filter };
    for (const raw of readableRows(RawOwner, await client.all({ ...query, select: fieldsOf(RawOwner) }, signal)))
      for (const email of ofAddress.get(raw.AddressID) ?? []) add(found, email, raw.BusinessPartner);
  }
  return found;
}
const CONTACT_KEY = ['RelationshipNumber', 'BusinessPartnerCompany', 'BusinessPartnerPerson', 'ValidityEndDate'];

function add(map: Map<string, string[]>, key: string, value: string): void {
  const values = map.get(key) ?? [];
  map.set(key, values);
  // Of what many share, more than can be told is not kept.
  if (values.length < MOST && !values.includes(value)) values.push(value);
}
