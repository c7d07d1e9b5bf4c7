import type { CustomerField, CustomerFieldKind, FieldRole } from '../shared/contract.ts';
import { LONGEST_NAME } from './partner-names.ts';

/**
 * Where the system keeps a value: in the partner, its name, its address, what the address is reached by, its tax number; at the company of a
 * contact person; or in what makes a customer of a new partner.
 */
export type Place =
  'partner' | 'name' | 'address' | 'email' | 'phone' | 'mobile' | 'website' | 'taxId' | 'contact' | 'organisation' | 'new';

/** Codes of which a field takes one. `isAll`: there are no others. */
export type OptionSet = 'languages' | 'countries' | 'groupings' | 'companyCodes' | 'accounts' | 'salesAreas' | 'paymentTerms';
export const ARE_ALL: readonly OptionSet[] = ['languages', 'countries'];

export interface PartnerField {
  name: string;
  /** By which refusals name it, beside its name. */
  properties: readonly string[];
  place: Place;
  label: string;
  role: FieldRole | null;
  type: CustomerField['type'];
  options: OptionSet | null;
  maxLength: number | null;
  isCustom: boolean;
  isRequired: boolean;
  isForNewOnly: boolean;
}

type Given = Partial<Omit<PartnerField, 'name' | 'place' | 'label' | 'role'>>;

function field(place: Place, name: string, label: string, role: FieldRole | null, given: Given = {}): PartnerField {
  return {
    ...{ name, place, label, role, properties: [name], type: given.options ? 'choice' : 'text', options: null, maxLength: null },
    ...{ isCustom: false, isRequired: false, isForNewOnly: false },
    ...given,
  };
}
const forNew = (
  name: string,
  label: string,
  role: FieldRole | null,
  options: OptionSet,
  properties: readonly string[] = [name],
): PartnerField => field('new', name, label, role, { options, properties, isForNewOnly: true });

const NAME = field('name', 'BusinessPartnerFullName', 'Name', 'name', {
  isRequired: true,
  maxLength: LONGEST_NAME,
  properties: [
    'BusinessPartnerFullName',
    'OrganizationBPName1',
    'OrganizationBPName2',
    'OrganizationBPName3',
    'OrganizationBPName4',
    'LastName',
  ],
});
const LANGUAGE = field('partner', 'CorrespondenceLanguage', 'Language', 'language', { options: 'languages' });

/** Names are those of the service where it has one; several records have an e-mail address, each a record of its own. */
const CUSTOMER: readonly PartnerField[] = [
  NAME,
  LANGUAGE,
  field('taxId', 'TaxNumber', 'Tax number (of the country of the address)', 'tax_id', {
    maxLength: 60,
    properties: ['BPTaxNumber', 'BPTaxLongNumber', 'BPTaxType'],
  }),
  field('email', 'EmailAddress', 'E-mail address', 'email', { maxLength: 241 }),
  field('phone', 'PhoneNumber', 'Telephone', 'phone', { maxLength: 30 }),
  field('mobile', 'MobilePhoneNumber', 'Mobile phone', 'mobile', { maxLength: 30, properties: [] }),
  field('website', 'WebsiteURL', 'Website', 'website', { maxLength: 2048 }),
  // Street and number stay the two fields they are: who joins or splits them guesses.
  field('address', 'StreetName', 'Street', 'street', { maxLength: 60 }),
  field('address', 'HouseNumber', 'House number', null, { maxLength: 10 }),
  field('address', 'StreetPrefixName', 'Street 2', 'street2', { maxLength: 40 }),
  field('address', 'District', 'District', null, { maxLength: 40 }),
  field('address', 'CityName', 'City', 'city', { maxLength: 40 }),
  field('address', 'PostalCode', 'Postal code', 'zip', { maxLength: 10 }),
  // A code of the country, whose names no service tells: it is nobody's state by name.
  field('address', 'Region', 'Region (code)', null, { maxLength: 3 }),
  field('address', 'Country', 'Country/region', 'country', { options: 'countries' }),
  forNew('BusinessPartnerGrouping', 'Grouping', 'group', 'groupings', ['BusinessPartnerGrouping', 'BusinessPartner']),
  forNew('CompanyCode', 'Company code', 'company', 'companyCodes'),
  forNew('ReconciliationAccount', 'Reconciliation account', null, 'accounts'),
  forNew('SalesArea', 'Sales area (organisation/channel/division)', null, 'salesAreas', [
    'SalesOrganization',
    'DistributionChannel',
    'Division',
  ]),
  forNew('CustomerPaymentTerms', 'Payment terms', 'payment_term', 'paymentTerms', ['CustomerPaymentTerms', 'PaymentTerms']),
];

const CONTACT_PERSON: readonly PartnerField[] = [
  { ...NAME, properties: ['BusinessPartnerFullName'], maxLength: 80 },
  field('partner', 'FirstName', 'First name', 'first_name', { maxLength: 40 }),
  field('partner', 'LastName', 'Last name', 'last_name', { maxLength: 40 }),
  LANGUAGE,
  // Whoever works elsewhere gets another relationship, for which people decide what becomes of this one.
  field('organisation', 'BusinessPartnerCompany', 'Organisation', 'organisation', { type: 'reference' }),
  field('contact', 'ContactPersonFunctionName', 'Function', 'job_title', { maxLength: 40 }),
  field('contact', 'EmailAddress', 'E-mail address at the organisation', 'email', { maxLength: 241 }),
  field('contact', 'PhoneNumber', 'Telephone at the organisation', 'phone', { maxLength: 30 }),
];

export const STANDARD_FIELDS: Readonly<Record<CustomerFieldKind, readonly PartnerField[]>> = {
  customer: CUSTOMER,
  contact_person: CONTACT_PERSON,
};

/** One that an administrator added to partners, of whatever kind. */
export const customField = (name: string, label: string, { type, maxLength }: Pick<PartnerField, 'type' | 'maxLength'>): PartnerField =>
  field('partner', name, label, null, { type, maxLength, isCustom: true });
