import type { PartnerChanges } from '../../fakes/sap-s4/books/partners.ts';
import type { S4Fake } from '../../fakes/sap-s4/index.ts';
import { external } from '../../fakes/sap-s4/operations.ts';
import type { Row } from '../../fakes/sap-s4/store.ts';
import type { ErpCustomer, ErpCustomerField } from '../api.ts';

const FOUND_AT_MOST = 20;

export const textOf = (value: Row[string]): string | null => (typeof value === 'string' && value !== '' ? value : null);
const isAway = (partner: Row): boolean => partner['IsMarkedForArchiving'] === true || partner['BusinessPartnerIsBlocked'] === true;

/** By name, number, tax number or e-mail; those out of use last. */
export function searchCustomers(s4: S4Fake, entered: string): ErpCustomer[] {
  const words = entered.trim().toLowerCase();
  return s4
    .records('A_BusinessPartner')
    .filter((partner) => textOf(partner['Customer']) !== null)
    .map((partner) => ({ partner, customer: customerOf(s4, partner) }))
    .filter(({ partner, customer: { id, name, number, taxId } }) =>
      [id, name, number, taxId, emailOf(s4, partner)].some((field) => field?.toLowerCase().includes(words)),
    )
    .toSorted((a, b) => Number(a.customer.isArchived) - Number(b.customer.isArchived))
    .slice(0, FOUND_AT_MOST)
    .map(({ customer }) => customer);
}

export function customerOf(s4: S4Fake, partner: Row): ErpCustomer {
  const number = String(partner['BusinessPartner']);
  const [tax] = s4.store.table('A_BusinessPartnerTaxNumber').by('BusinessPartner', number);
  return {
    id: external(number),
    name: String(partner['BusinessPartnerFullName']),
    number: external(textOf(partner['Customer']) ?? number),
    taxId: textOf(tax?.['BPTaxNumber']),
    city: textOf(addressOf(s4, partner)?.['CityName']),
    isArchived: isAway(partner),
    puenteKey: textOf(partner['BusinessPartnerIDByExtSystem']),
  };
}

const addressOf = (s4: S4Fake, partner: Row): Row | undefined =>
  s4.store.table('A_BusinessPartnerAddress').by('BusinessPartner', partner['BusinessPartner'])[0];

function reached(s4: S4Fake, partner: Row, set: string): Row[] {
  const address = addressOf(s4, partner);
  return address ? s4.store.table(set).by('AddressID', address['AddressID']) : [];
}
const emailOf = (s4: S4Fake, partner: Row): string | null => textOf(reached(s4, partner, 'A_AddressEmailAddress')[0]?.['EmailAddress']);

/** In the words of the app "Manage Business Partner Master Data". */
const FIELDS = [
  ['name', 'Name'],
  ['taxId', 'Tax Number'],
  ['phone', 'Telephone'],
  ['mobile', 'Mobile Phone'],
  ['email', 'E-Mail Address'],
  ['website', 'Website'],
  ['street', 'Street'],
  ['houseNumber', 'House Number'],
  ['city', 'City'],
  ['zip', 'Postal Code'],
  ['region', 'Region'],
  ['country', 'Country/Region'],
] as const;
type Field = (typeof FIELDS)[number][0];

export function customerFields(s4: S4Fake, partner: Row): ErpCustomerField[] {
  const values = valuesOf(s4, partner);
  return FIELDS.map(([name, label]) => ({ name, label, value: values[name] ?? '', options: null }));
}

function valuesOf(s4: S4Fake, partner: Row): Record<Field, string | null> {
  const address = addressOf(s4, partner) ?? {};
  const phones = reached(s4, partner, 'A_AddressPhoneNumber');
  const phone = (isMobile: boolean) =>
    textOf(phones.find((row) => (row['PhoneNumberType'] === '3') === isMobile)?.['InternationalPhoneNumber']);
  return {
    name: String(partner['BusinessPartnerFullName']),
    taxId: customerOf(s4, partner).taxId,
    phone: phone(false),
    mobile: phone(true),
    email: emailOf(s4, partner),
    website: textOf(reached(s4, partner, 'A_AddressHomePageURL')[0]?.['WebsiteURL']),
    street: textOf(address['StreetName']),
    houseNumber: textOf(address['HouseNumber']),
    city: textOf(address['CityName']),
    zip: textOf(address['PostalCode']),
    region: textOf(address['Region']),
    country: textOf(address['Country']),
  };
}

/** Only what differs is saved. */
export function editCustomer(s4: S4Fake, partner: Row, entered: Record<string, string>): void {
  const before = valuesOf(s4, partner);
  const changed = FIELDS.map(([name]) => name).filter((name) => name in entered && (entered[name] ?? '') !== (before[name] ?? ''));
  if (changed.includes('name') && entered['name'] === '') throw new Error('R11(401): Enter a name');
  const country = entered['country'] ?? '';
  if (changed.includes('country') && !/^[A-Z]{2}$/.test(country)) throw new Error(`Country/region key ${country} is not defined`);
  s4.updatePartner(
    String(partner['BusinessPartner']),
    Object.fromEntries(changed.map((name) => [name, entered[name] || null])) as PartnerChanges,
  );
}

export const archiveCustomer = (s4: S4Fake, partner: Row, isMarkedForArchiving: boolean): void =>
  s4.updatePartner(String(partner['BusinessPartner']), { isMarkedForArchiving });
