import type { Customer } from '../shared/contract.ts';
import { parseEmailAddresses } from '../../shared/email-addresses.ts';
import { erpRecordId } from '../../shared/ids.ts';
import { shortHash } from '../shared/identity.ts';
import type { Contact } from './contacts.ts';
import type { Details, RawAddress } from './partner-details.ts';
import type { RawPartner } from './raw-partner.ts';

export function toOrganisation(raw: RawPartner, details: Details): Customer {
  const { customer } = details;
  const isPerson = raw.BusinessPartnerCategory === '1';
  return stamped({
    ...common(raw, details),
    kind: isPerson ? 'person' : 'organisation',
    organisationId: erpRecordId(raw.BusinessPartner),
    number: raw.Customer,
    active: !raw.IsMarkedForArchiving && customer?.DeletionIndicator !== true,
    blocked: raw.BusinessPartnerIsBlocked || customer?.PostingIsBlocked === true || (customer?.OrderIsBlockedForCustomer ?? null) !== null,
  });
}

/** At the company people are reached otherwise than at home. */
export function toPerson(raw: RawPartner, details: Details, { company, email, phone }: Contact): Customer {
  const own = common(raw, details);
  return stamped({
    ...own,
    kind: 'person',
    organisationId: erpRecordId(company),
    number: null,
    emails: [...new Set([...parseEmailAddresses(email), ...own.emails])],
    phone: phone ?? own.phone,
    active: !raw.IsMarkedForArchiving,
    blocked: raw.BusinessPartnerIsBlocked,
  });
}

const stamped = (customer: Omit<Customer, 'changeStamp'>): Customer => ({ ...customer, changeStamp: shortHash(JSON.stringify(customer)) });

function common(
  raw: RawPartner,
  details: Details,
): Omit<Customer, 'kind' | 'organisationId' | 'number' | 'active' | 'blocked' | 'changeStamp'> {
  const address = addressOf(details);
  const country = address?.Country ?? null;
  return {
    id: erpRecordId(raw.BusinessPartner),
    parentId: null,
    name: nameOf(raw),
    emails: [
      ...new Set(defaultFirst(details.emails, 'IsDefaultEmailAddress').flatMap(({ EmailAddress }) => parseEmailAddresses(EmailAddress))),
    ],
    phone: phoneOf(details),
    website: defaultFirst(details.urls, 'IsDefaultURLAddress')[0]?.WebsiteURL ?? null,
    taxId: taxIdOf(details, country),
    address: {
      street: [address?.StreetName, address?.HouseNumber].filter(Boolean).join(' ') || null,
      city: address?.CityName ?? null,
      zip: address?.PostalCode ?? null,
      state: address?.Region ?? null,
      country: country !== null && /^[A-Z]{2}$/.test(country) ? country : null,
    },
    isBillingContact: false,
    companyId: null,
    // The zone of its times is the system's own, which it does not tell.
    createdAt: null,
  };
}

export function nameOf(raw: RawPartner): string {
  const lines = [raw.OrganizationBPName1, raw.OrganizationBPName2, raw.OrganizationBPName3, raw.OrganizationBPName4];
  const organisation = lines.filter(Boolean).join(' ');
  const person = [raw.FirstName, raw.LastName].filter(Boolean).join(' ');
  const own = raw.BusinessPartnerCategory === '1' ? person : organisation;
  return own || raw.BusinessPartnerFullName || raw.BusinessPartner;
}

/** The one that is the standard; among several that none says it of, the oldest one. */
export function addressOf({ addresses, standard }: Details): RawAddress | undefined {
  return addresses.find(({ AddressID }) => standard.has(AddressID)) ?? addresses[0];
}

function phoneOf({ phones }: Details): string | null {
  // 1 and 2 are landlines, 3 a mobile phone; without its country a number is not one.
  const ordered = defaultFirst(phones, 'IsDefaultPhoneNumber').sort(
    (a, b) => Number(a.PhoneNumberType === '3') - Number(b.PhoneNumberType === '3'),
  );
  const [first] = ordered;
  return first?.InternationalPhoneNumber ?? first?.PhoneNumber ?? null;
}

/** Types begin with a country: `MX1` is the RFC; `ES0` and its like are VAT numbers. That of the address's own country says most. */
function taxIdOf({ taxes }: Details, country: string | null): string | null {
  const numbered = taxes.flatMap(({ BPTaxType: type, BPTaxNumber, BPTaxLongNumber }) => {
    const number = BPTaxNumber ?? BPTaxLongNumber;
    return number === null ? [] : [{ type, number }];
  });
  const rank = (type: string): string => `${country !== null && type.startsWith(country) ? 0 : 1} ${type}`;
  return numbered.sort((a, b) => (rank(a.type) < rank(b.type) ? -1 : 1))[0]?.number ?? null;
}

export const defaultFirst = <K extends string, T extends Record<K, boolean> & { OrdinalNumber: string }>(rows: readonly T[], key: K): T[] =>
  [...rows].sort((a, b) => Number(b[key]) - Number(a[key]) || Number(a.OrdinalNumber) - Number(b.OrdinalNumber));
