import type { Change } from './change-set.ts';
import { entityPath, type KeyPart } from './entity-path.ts';
import type { BodyParts } from './partner-body.ts';
import { emailOf, phoneOf, taxOf, websiteOf } from './partner-values.ts';
import { PARTNERS, type Located } from './partner-rows.ts';
import { joinPhone, splitPhone } from './phone-numbers.ts';

type Properties = Record<string, unknown>;

/** What an address is reached by, each in a record of its own. */
const REACHED = {
  email: { set: 'A_AddressEmailAddress', navigation: 'to_EmailAddress' },
  phone: { set: 'A_AddressPhoneNumber', navigation: 'to_PhoneNumber' },
  mobile: { set: 'A_AddressPhoneNumber', navigation: 'to_MobilePhoneNumber' },
  website: { set: 'A_AddressHomePageURL', navigation: 'to_URLAddress' },
} as const;
type Reached = keyof typeof REACHED;
const REACHED_BY = Object.keys(REACHED) as Reached[];

/** A new record of it. The first number that is not a mobile one is of type 1. */
function reachedBody(by: Reached, value: string, country: string | null): Properties {
  if (by === 'email') return { EmailAddress: value };
  if (by === 'website') return { WebsiteURL: value };
  const phone = splitPhone(value, country);
  const own = phone.country ?? country;
  // A number that says no country is one of the address's.
  return { PhoneNumber: phone.number, PhoneNumberExtension: '', ...(own !== null && { DestinationLocationCountry: own }), PhoneNumberType: by === 'mobile' ? '3' : '1' }; // prettier-ignore
}

export const taxBody = (type: string, value: string): Properties =>
  value.length > LONGEST_TAX_NUMBER ? { BPTaxType: type, BPTaxLongNumber: value } : { BPTaxType: type, BPTaxNumber: value };
const LONGEST_TAX_NUMBER = 20;

/** An address that is not there yet, with what it is reached by; null: nothing is said of one. */
export function newAddress(parts: BodyParts, country: string): Properties | null {
  const reached = REACHED_BY.flatMap((by): [string, unknown][] => {
    const value = parts[by];
    return value ? [[REACHED[by].navigation, { results: [reachedBody(by, value, country)] }]] : [];
  });
  const own = Object.entries(parts.address).filter(([, value]) => value !== '');
  if (reached.length === 0 && own.length === 0) return null;
  return { Country: country, ...Object.fromEntries([...own, ...reached]) };
}

interface Given {
  located: Located;
  parts: BodyParts;
  /** Of an address that is made, and of the tax number. */
  country: string;
  /** Under which that country's tax numbers are kept. */
  taxType: string;
}

/** Brings a customer to what the parts say, record by record; what is so already is left out. */
export function changesOf({ located, parts, country, taxType }: Given): Change[] {
  const { partner, address, contact } = located;
  const number = partner.BusinessPartner;
  const changes: Change[] = [];
  patch(changes, entityPath(PARTNERS, { BusinessPartner: number }), partner, parts.partner);
  if (address) {
    const key = { BusinessPartner: number, AddressID: address.AddressID };
    patch(changes, entityPath('A_BusinessPartnerAddress', key), address, parts.address);
    for (const by of REACHED_BY) if (parts[by] !== undefined) changes.push(...reachedChange(located, by, parts[by], country));
  } else {
    const body = newAddress(parts, country);
    if (body) changes.push({ method: 'POST', path: 'A_BusinessPartnerAddress', body: { BusinessPartner: number, ...body } });
  }
  if (parts.taxId !== undefined) changes.push(...taxChange(located, parts.taxId, taxType));
  if (contact) {
    const { relationship: RelationshipNumber, company: BusinessPartnerCompany, person: BusinessPartnerPerson, endsOn } = contact;
    const key = { RelationshipNumber, BusinessPartnerCompany, BusinessPartnerPerson, ValidityEndDate: { day: endsOn ?? '9999-12-31' } };
    const before = { ContactPersonFunctionName: contact.job, EmailAddress: contact.email, PhoneNumber: contact.phone };
    patch(changes, entityPath('A_BPContactToFuncAndDept', key), before, parts.contact);
  }
  return changes;
}

function patch(changes: Change[], path: string, before: Readonly<Record<string, unknown>>, wanted: Properties): void {
  const body = Object.fromEntries(Object.entries(wanted).filter(([name, value]) => (before[name] ?? '') !== (value ?? '')));
  if (Object.keys(body).length === 0) return;
  const compared = Object.keys(wanted).flatMap((name) => (name in before ? [[name, before[name]] as const] : []));
  changes.push({ method: 'PATCH', path, body, before: Object.fromEntries(compared) });
}

function reachedChange({ details, address }: Located, by: Reached, value: string | null, country: string): Change[] {
  const { set } = REACHED[by];
  const row = rowOf(by, details);
  if (!row) {
    if (value === null || !address) return [];
    return [{ method: 'POST', path: set, body: { AddressID: address.AddressID, Person: '', ...reachedBody(by, value, address.Country ?? country) } }]; // prettier-ignore
  }
  if (row.value === value) return [];
  const path = entityPath(set, {
    AddressID: row.AddressID,
    Person: row.Person ?? '',
    OrdinalNumber: row.OrdinalNumber.padStart(3, '0'),
    ...row.more,
  });
  return [
    value === null
      ? { method: 'DELETE', path, before: row.held }
      : { method: 'PATCH', path, body: reachedBody(by, value, address?.Country ?? country), before: row.held },
  ];
}

interface ReachedRow {
  AddressID: string;
  Person: string | null;
  OrdinalNumber: string;
  value: string | null;
  /** What the value stands in. */
  held: Properties;
  /** Of the key. */
  more?: Record<string, KeyPart>;
}

function rowOf(by: Reached, details: Located['details']): ReachedRow | null {
  if (by === 'email') {
    const row = emailOf(details);
    return row && { ...row, value: row.EmailAddress, held: { EmailAddress: row.EmailAddress } };
  }
  if (by === 'website') {
    const row = websiteOf(details);
    const { IsDefaultURLAddress = false, ValidityStartDate, WebsiteURL = null } = row ?? {};
    const more = { ValidityStartDate: { day: ValidityStartDate ?? '0001-01-01' }, IsDefaultURLAddress };
    return row && { ...row, value: WebsiteURL, held: { WebsiteURL }, more };
  }
  const row = phoneOf(details, by === 'mobile');
  if (!row) return null;
  const { PhoneNumber, PhoneNumberExtension } = row;
  return { ...row, value: joinPhone(row), held: { PhoneNumber, PhoneNumberExtension } };
}

function taxChange({ partner: { BusinessPartner }, details, address }: Located, value: string | null, type: string): Change[] {
  const row = taxOf(details, address?.Country ?? null);
  const path = (taxType: string): string => entityPath('A_BusinessPartnerTaxNumber', { BusinessPartner, BPTaxType: taxType });
  if (value === null) return row ? [{ method: 'DELETE', path: path(row.BPTaxType), before: heldBy(row) }] : [];
  const kept = details.taxes.find(({ BPTaxType }) => BPTaxType === type) ?? (row?.BPTaxType.slice(0, 2) === type.slice(0, 2) ? row : null);
  if (!kept) return [{ method: 'POST', path: 'A_BusinessPartnerTaxNumber', body: { BusinessPartner, ...taxBody(type, value) } }];
  if ((kept.BPTaxNumber ?? kept.BPTaxLongNumber) === value) return [];
  const { BPTaxType: _key, ...body } = taxBody(kept.BPTaxType, value) as { BPTaxType: string };
  return [{ method: 'PATCH', path: path(kept.BPTaxType), body, before: heldBy(kept) }];
}

const heldBy = ({ BPTaxNumber, BPTaxLongNumber }: Located['details']['taxes'][number]): Properties => ({ BPTaxNumber, BPTaxLongNumber });
