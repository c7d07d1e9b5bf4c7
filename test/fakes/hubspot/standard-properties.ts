import type { ObjectType, PropertyDefinition } from './types.ts';

type Row = [name: string, label: string, kind: 'text' | 'textarea' | 'number' | 'datetime' | 'enum' | 'phone', ...flags: ('ro' | 'calc')[]];

/** The part of HubSpot's own properties that matters to an integration of invoices. */
const ROWS: Record<ObjectType, Row[]> = {
  contacts: [
    ['email', 'Email', 'text'],
    ['firstname', 'First Name', 'text'],
    ['lastname', 'Last Name', 'text'],
    ['phone', 'Phone Number', 'phone'],
    ['mobilephone', 'Mobile Phone Number', 'phone'],
    ['company', 'Company Name', 'text'],
    ['website', 'Website URL', 'text'],
    ['jobtitle', 'Job Title', 'text'],
    ['address', 'Street Address', 'text'],
    ['city', 'City', 'text'],
    ['state', 'State/Region', 'text'],
    ['zip', 'Postal Code', 'text'],
    ['country', 'Country/Region', 'text'],
    ['lifecyclestage', 'Lifecycle Stage', 'enum'],
    ['hubspot_owner_id', 'Contact owner', 'text'],
    ['hs_additional_emails', 'Additional email addresses', 'text', 'ro'],
    ['associatedcompanyid', 'Primary Associated Company ID', 'number', 'ro'],
    // Contacts have no hs_lastmodifieddate: the search guide lists this one for them alone.
    ['lastmodifieddate', 'Last Modified Date', 'datetime', 'ro'],
  ],
  companies: [
    ['name', 'Company name', 'text'],
    ['domain', 'Company Domain Name', 'text'],
    ['hs_additional_domains', 'Additional Domains', 'text', 'ro'],
    ['website', 'Website URL', 'text'],
    ['phone', 'Phone Number', 'phone'],
    ['address', 'Street Address', 'text'],
    ['city', 'City', 'text'],
    ['state', 'State/Region', 'text'],
    ['zip', 'Postal Code', 'text'],
    ['country', 'Country/Region', 'text'],
    ['industry', 'Industry', 'text'],
    ['description', 'Description', 'textarea'],
    ['numberofemployees', 'Number of Employees', 'number'],
    ['annualrevenue', 'Annual Revenue', 'number'],
    ['lifecyclestage', 'Lifecycle Stage', 'enum'],
    ['hubspot_owner_id', 'Company owner', 'text'],
    ['hs_parent_company_id', 'Parent Company', 'number', 'ro'],
    ['hs_lastmodifieddate', 'Last Modified Date', 'datetime', 'ro'],
  ],
  deals: [
    ['dealname', 'Deal Name', 'text'],
    ['amount', 'Amount', 'number'],
    ['dealstage', 'Deal Stage', 'enum'],
    ['pipeline', 'Pipeline', 'enum'],
    ['closedate', 'Close Date', 'datetime'],
    ['deal_currency_code', 'Currency', 'enum'],
    ['description', 'Deal Description', 'textarea'],
    ['hubspot_owner_id', 'Deal owner', 'text'],
    ['amount_in_home_currency', 'Amount in company currency', 'number', 'ro', 'calc'],
    ['hs_lastmodifieddate', 'Last Modified Date', 'datetime', 'ro'],
  ],
};

const COMMON: Row[] = [
  ['createdate', 'Create Date', 'datetime', 'ro'],
  ['hs_object_id', 'Record ID', 'number', 'ro'],
  ['hs_merged_object_ids', 'Merged record IDs', 'text', 'ro'],
];

export const STAGES = [
  'appointmentscheduled',
  'qualifiedtobuy',
  'presentationscheduled',
  'decisionmakerboughtin',
  'contractsent',
  'closedwon',
  'closedlost',
];
const LIFECYCLE = ['subscriber', 'lead', 'marketingqualifiedlead', 'salesqualifiedlead', 'opportunity', 'customer', 'evangelist', 'other'];

const TYPES = {
  text: { type: 'string', fieldType: 'text' },
  textarea: { type: 'string', fieldType: 'textarea' },
  phone: { type: 'string', fieldType: 'phonenumber' },
  number: { type: 'number', fieldType: 'number' },
  datetime: { type: 'datetime', fieldType: 'date' },
  enum: { type: 'enumeration', fieldType: 'select' },
} as const;

export const MODIFIED_PROPERTY: Readonly<Record<ObjectType, string>> = {
  contacts: 'lastmodifieddate',
  companies: 'hs_lastmodifieddate',
  deals: 'hs_lastmodifieddate',
};

/** What an answer holds when nothing is asked for. */
export const DEFAULT_PROPERTIES: Readonly<Record<ObjectType, readonly string[]>> = {
  contacts: ['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'],
  companies: ['createdate', 'domain', 'hs_lastmodifieddate', 'hs_object_id', 'name'],
  deals: ['amount', 'closedate', 'createdate', 'dealname', 'dealstage', 'hs_lastmodifieddate', 'hs_object_id', 'pipeline'],
};

export const STANDARD_GROUPS: Readonly<Record<ObjectType, string>> = {
  contacts: 'contactinformation',
  companies: 'companyinformation',
  deals: 'dealinformation',
};

export function standardProperties(objectType: ObjectType, currencies: readonly string[]): PropertyDefinition[] {
  const choices: Record<string, readonly string[]> = {
    lifecyclestage: LIFECYCLE,
    dealstage: STAGES,
    pipeline: ['default'],
    deal_currency_code: currencies,
  };
  return [...ROWS[objectType], ...COMMON].map(([name, label, kind, ...flags]) => ({
    name,
    label,
    groupName: STANDARD_GROUPS[objectType],
    ...TYPES[kind],
    description: '',
    hasUniqueValue: false,
    options: (choices[name] ?? []).map((value, displayOrder) => ({ label: value, value, displayOrder, hidden: false })),
    calculated: flags.includes('calc'),
    archived: false,
    hubspotDefined: true,
    readOnly: flags.includes('ro'),
  }));
}
