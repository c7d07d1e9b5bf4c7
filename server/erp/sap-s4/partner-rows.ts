import type { z } from 'zod';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import { readableRows } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { readContacts, type Contact } from './contacts.ts';
import { keyFilters } from './key-filters.ts';
import { addressOf } from './mapping-customers.ts';
import { readDetails, type Details, type DetailSet, type RawAddress } from './partner-details.ts';
import { firstCustomers } from './partner-records.ts';
import { isPartnerNumber, PARTNER_FIELDS, RawPartner } from './raw-partner.ts';
import { SERVICES } from './services.ts';
import { bareKey } from './values.ts';

export const PARTNERS = 'A_BusinessPartner';

/** With whatever else was asked for. */
const RawLocated = RawPartner.loose();
type LocatedPartner = z.output<typeof RawLocated>;

/** A customer as the system has it: a partner that is one, or the contact person of one, with the relationship between them. */
export interface Located {
  partner: LocatedPartner;
  details: Details;
  address: RawAddress | null;
  contact: Contact | null;
}

export const kindOf = ({ contact }: Located): 'customer' | 'contact_person' => (contact ? 'contact_person' : 'customer');
export const isPerson = ({ BusinessPartnerCategory: category }: Pick<RawPartner, 'BusinessPartnerCategory'>): boolean => category === '1';

/** What is looked at of customers: further properties of partners, and what belongs to them. */
export interface Wanted {
  select: readonly string[];
  sets: readonly DetailSet[];
}

/** Those that are there. */
export async function locate(
  connection: Connection,
  ids: readonly ErpRecordId[],
  { select, sets }: Wanted,
  signal: AbortSignal,
): Promise<Map<ErpRecordId, Located>> {
  const partners = await readPartners(connection, ids.filter(isPartnerNumber), select, signal);
  const persons = partners.filter(({ Customer }) => Customer === null).map(({ BusinessPartner }) => BusinessPartner);
  const contacts = await readContacts(connection, { companies: [], persons }, signal);
  const contactOf = await firstCustomers(connection, contacts, [], signal);
  const tied = partners.filter(({ Customer, BusinessPartner }) => Customer !== null || contactOf.has(BusinessPartner));
  const details = await readDetails(connection, { partners: tied, sets }, signal);
  return new Map(
    tied.map((partner): [ErpRecordId, Located] => {
      const own = details.of(partner);
      const contact = partner.Customer === null ? (contactOf.get(partner.BusinessPartner) ?? null) : null;
      return [erpRecordId(partner.BusinessPartner), { partner, details: own, address: addressOf(own) ?? null, contact }];
    }),
  );
}

async function readPartners(
  { client }: Connection,
  ids: readonly string[],
  select: readonly string[],
  signal: AbortSignal,
): Promise<LocatedPartner[]> {
  const asked = new Set(ids.map(bareKey));
  const rows: unknown[] = [];
  for (const filter of keyFilters('BusinessPartner', ids)) {
    const query = { service: SERVICES.partners, set: PARTNERS, key: ['BusinessPartner'], filter };
    rows.push(...(await client.all({ ...query, select: [...new Set([...PARTNER_FIELDS, ...select])] }, signal)));
  }
  return readableRows(RawLocated, rows).filter(({ BusinessPartner }) => asked.has(BusinessPartner));
}
