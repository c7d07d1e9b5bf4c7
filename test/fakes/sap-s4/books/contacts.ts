import { internalNumber } from '../odata/values.ts';
import type { Row, Tx } from '../store.ts';
import { addPartner, partnerKey, USER } from './partners.ts';

export interface ContactInput {
  /** Number of the organisation. */
  company: string;
  name: string;
  email?: string | null;
  phone?: string | null;
  /** As the person's card says it: `Cuentas por pagar`. */
  job?: string | null;
}

const NO_END = '9999-12-31';

/** A partner of its own, tied to its organisation by a relationship. */
export function addContact(tx: Tx, { company, name, email, phone, job }: ContactInput): string {
  const person = addPartner(tx, { name, isPerson: true, customer: null, ...(email ? { email } : {}), ...(phone ? { phone } : {}) });
  const relationship = internalNumber(String(tx.store.next('Relationship', 4001)), 12);
  const organisation = partnerKey(company);
  tx.get('A_BusinessPartner', organisation);
  const key = {
    RelationshipNumber: relationship,
    BusinessPartnerCompany: organisation,
    BusinessPartnerPerson: person,
    ValidityEndDate: NO_END,
  };
  const path = `${relationship}/${organisation}/${person}/${NO_END}`;
  const category = { RelationshipCategory: 'BUR001' };
  const since = { ValidityStartDate: tx.stamp.day, IsStandardRelationship: false };
  tx.put('A_BusinessPartnerContact', path, { ...key, ...since, ...category });
  const reached: Row = { EmailAddress: email ?? '', PhoneNumber: phone ?? '', ContactPersonFunctionName: job ?? '' };
  tx.put('A_BPContactToFuncAndDept', path, { ...key, ...category, ...reached });
  tx.put('A_BPRelationship', path, {
    RelationshipNumber: relationship,
    BusinessPartner1: organisation,
    BusinessPartner2: person,
    ValidityEndDate: NO_END,
    ...since,
    ...category,
    CreatedByUser: USER,
    CreationDate: tx.stamp.day,
    CreationTime: tx.stamp.time,
  });
  return person;
}

const CHILDREN = {
  A_BusinessPartnerAddress: 'BusinessPartner',
  A_BuPaAddressUsage: 'BusinessPartner',
  A_BusinessPartnerRole: 'BusinessPartner',
  A_BusinessPartnerTaxNumber: 'BusinessPartner',
  A_CustomerCompany: 'Customer',
  A_CustomerSalesArea: 'Customer',
} as const;
const RELATIONSHIPS = ['A_BusinessPartnerContact', 'A_BPContactToFuncAndDept'] as const;

/** Archived and removed from the database; refused while there are documents. */
export function removePartner(tx: Tx, entered: string): void {
  const number = partnerKey(entered);
  const customer = String(tx.get('A_BusinessPartner', number)['Customer'] ?? '');
  if (customer !== '' && tx.by('A_OperationalAcctgDocItemCube', 'Customer', customer).length > 0)
    throw new Error(`Business partner ${entered} cannot be archived: there are open or cleared items`);
  const remove = (set: string, rows: readonly Row[]) => rows.forEach((row) => tx.remove(set, String(row['_key'])));
  for (const { AddressID: address } of tx.by('A_BusinessPartnerAddress', 'BusinessPartner', number))
    for (const set of ['A_AddressEmailAddress', 'A_AddressPhoneNumber', 'A_AddressHomePageURL'])
      remove(set, tx.by(set, 'AddressID', address));
  for (const [set, field] of Object.entries(CHILDREN)) {
    const value = field === 'Customer' ? customer : number;
    if (value !== '') remove(set, tx.by(set, field, value));
  }
  for (const set of RELATIONSHIPS)
    for (const field of ['BusinessPartnerCompany', 'BusinessPartnerPerson']) remove(set, tx.by(set, field, number));
  for (const field of ['BusinessPartner1', 'BusinessPartner2']) remove('A_BPRelationship', tx.by('A_BPRelationship', field, number));
  if (customer !== '') tx.remove('A_Customer', customer);
  tx.remove('A_BusinessPartner', number);
}
