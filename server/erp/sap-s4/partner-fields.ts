import type { CustomerField, CustomerFieldKind, FieldRole } from '../shared/contract.ts';
import { LONGEST_NAME } from './partner-names.ts';

/**
 * Where the system keeps a value: in the partner, its name, its address, what the address is reached by, its tax number; at the company of a
 * contact person; or in what makes a customer of a new partner.
 */
type Place = 'partner' | 'name' | 'address' | 'email' | 'phone' | 'mobile' | 'website' | 'taxId' | 'contact' | 'organisation' | 'new';

/** Codes of which a field takes one. */
export type OptionSet = 'languages' | 'countries' | 'groupings' | 'companyCodes' | 'accounts' | 'salesAreas' | 'paymentTerms';

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

type Given = Partial<Omit<PartnerField, 'name' | 'place' | 'label'>>;

function field(place: Place, name: string, label: string, given: Given = {}): PartnerField {
  return {
    ...{ name, place, label, role: null, properties: [name], type: given.options ? 'choice' : 'text', options: null, maxLength: null },
    ...{ isCustom: false, isRequired: false, isForNewOnly: false },
    ...given,
  };
}
const forNew = (name: string, label: string, options: OptionSet, given: Given = {}): PartnerField =>
  field('new', name, label, { options, isForNewOnly: true, ...given });

const NAME = field('name', 'BusinessPartnerFullName', 'Name', {
  role: 'name',
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
const LANGUAGE = field('partner', 'CorrespondenceLanguage', 'Language', { role: 'language', options: 'languages' });

/** Names are those of the service where it has one; several records have an e-mail address, each a record of its own. */
const CUSTOMER: readonly PartnerField[] = [
  NAME,
  LANGUAGE,
  field('taxId', 'TaxNumber', 'Tax number (of the country of the address)', {
    role: 'tax_id',
    maxLength: 60,
    properties: ['BPTaxNumber', 'BPTaxLongNumber', 'BPTaxType'],
  }),
  field('email', 'EmailAddress', 'E-mail address', { role: 'email', maxLength: 241 }),
  field('phone', 'PhoneNumber', 'Telephone', { role: 'phone', maxLength: 30 }),
  field('mobile', 'MobilePhoneNumber', 'Mobile phone', { role: 'mobile', maxLength: 30, properties: [] }),
  field('website', 'WebsiteURL', 'Website', { role: 'website', maxLength: 2048 }),
  // Street and number stay the two fields they are: who joins or splits them guesses.
  field('address', 'StreetName', 'Street', { role: 'street', maxLength: 60 }),
  field('address', 'HouseNumber', 'House number', { maxLength: 10 }),
  field('address', 'StreetPrefixName', 'Street 2', { role: 'street2', maxLength: 40 }),
  field('address', 'District', 'District', { maxLength: 40 }),
  field('address', 'CityName', 'City', { role: 'city', maxLength: 40 }),
  field('address', 'PostalCode', 'Postal code', { role: 'zip', maxLength: 10 }),
  // A code of the country, whose names no service tells: it is nobody's state by name.
  field('address', 'Region', 'Region (code)', { maxLength: 3 }),
  field('address', 'Country', 'Country/region', { role: 'country', options: 'countries' }),
  forNew('BusinessPartnerGrouping', 'Grouping', 'groupings', { role: 'group', properties: ['BusinessPartnerGrouping', 'BusinessPartner'] }),
  forNew('CompanyCode', 'Company code', 'companyCodes', { role: 'company' }),
  forNew('ReconciliationAccount', 'Reconciliation account', 'accounts'),
  forNew('SalesArea', 'Sales area (organisation/channel/division)', 'salesAreas', {
    properties: ['SalesOrganization', 'DistributionChannel', 'Division'],
  }),
  forNew('CustomerPaymentTerms', 'Payment terms', 'paymentTerms', {
    role: 'payment_term',
    properties: ['CustomerPaymentTerms', 'PaymentTerms'],
  }),
];

const CONTACT_PERSON: readonly PartnerField[] = [
  { ...NAME, properties: ['BusinessPartnerFullName'], maxLength: 80 },
  field('partner', 'FirstName', 'First name', { role: 'first_name', maxLength: 40 }),
  field('partner', 'LastName', 'Last name', { role: 'last_name', maxLength: 40 }),
  LANGUAGE,
  // Whoever works elsewhere gets another relationship, for which people decide what becomes of this one.
  field('organisation', 'BusinessPartnerCompany', 'Organisation', { role: 'organisation', type: 'reference' }),
  field('contact', 'ContactPersonFunctionName', 'Function', { role: 'job_title', maxLength: 40 }),
  field('contact', 'EmailAddress', 'E-mail address at the organisation', { role: 'email', maxLength: 241 }),
  field('contact', 'PhoneNumber', 'Telephone at the organisation', { role: 'phone', maxLength: 30 }),
];

export const STANDARD_FIELDS: Readonly<Record<CustomerFieldKind, readonly PartnerField[]>> = {
  customer: CUSTOMER,
  contact_person: CONTACT_PERSON,
};

/** One that an administrator added to partners, of whatever kind. */
export const customField = (name: string, label: string, { type, maxLength }: Pick<PartnerField, 'type' | 'maxLength'>): PartnerField =>
  field('partner', name, label, { type, maxLength, isCustom: true });
