import { COMMERCE_CHOICES, COMMERCE_ROWS, priceRows } from './commerce-properties.ts';
import { DELIVERY_ROWS, deliveryChoices } from './delivery-objects.ts';
import { QUOTE_CHOICES, QUOTE_ROWS } from './quote-properties.ts';
import { STAGE_IDS } from './pipelines.ts';
import { labelOf, QUALIFICATION_CHOICES } from './qualification-choices.ts';
import type { ObjectType, PropertyDefinition } from './types.ts';

export type Row = [
  name: string,
  label: string,
  kind: 'text' | 'textarea' | 'number' | 'date' | 'datetime' | 'enum' | 'owner' | 'phone',
  ...flags: ('ro' | 'calc')[],
];

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
    ['hs_lead_status', 'Lead Status', 'enum'],
    ['lifecyclestage', 'Lifecycle Stage', 'enum'],
    ['hubspot_owner_id', 'Contact owner', 'owner'],
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
    ['address2', 'Street Address 2', 'text'],
    ['city', 'City', 'text'],
    ['state', 'State/Region', 'text'],
    ['zip', 'Postal Code', 'text'],
    ['country', 'Country/Region', 'text'],
    ['industry', 'Industry', 'text'],
    ['description', 'Description', 'textarea'],
    ['numberofemployees', 'Number of Employees', 'number'],
    ['annualrevenue', 'Annual Revenue', 'number'],
    ['hs_lead_status', 'Lead Status', 'enum'],
    ['lifecyclestage', 'Lifecycle Stage', 'enum'],
    ['hubspot_owner_id', 'Company owner', 'owner'],
    ['hs_parent_company_id', 'Parent Company', 'number', 'ro'],
    ['hs_lastmodifieddate', 'Last Modified Date', 'datetime', 'ro'],
  ],
  deals: [
    ['dealname', 'Deal Name', 'text'],
    ['amount', 'Amount', 'number'],
    ['dealstage', 'Deal Stage', 'enum'],
    ['pipeline', 'Pipeline', 'enum'],
    ['closedate', 'Close Date', 'datetime'],
    ['hs_is_closed', 'Is Deal Closed?', 'enum', 'ro', 'calc'],
    ['deal_currency_code', 'Currency', 'enum'],
    ['description', 'Deal Description', 'textarea'],
    ['hubspot_owner_id', 'Deal owner', 'owner'],
    ['amount_in_home_currency', 'Amount in company currency', 'number', 'ro', 'calc'],
    ['hs_lastmodifieddate', 'Last Modified Date', 'datetime', 'ro'],
  ],
  ...COMMERCE_ROWS,
  quotes: QUOTE_ROWS,
  ...DELIVERY_ROWS,
};

const COMMON: Row[] = [
  ['createdate', 'Create Date', 'datetime', 'ro'],
  ['hs_object_id', 'Record ID', 'number', 'ro'],
  ['hs_merged_object_ids', 'Merged record IDs', 'text', 'ro'],
];

const TYPES = {
  text: { type: 'string', fieldType: 'text' },
  textarea: { type: 'string', fieldType: 'textarea' },
  phone: { type: 'string', fieldType: 'phonenumber' },
  number: { type: 'number', fieldType: 'number' },
  date: { type: 'date', fieldType: 'date' },
  datetime: { type: 'datetime', fieldType: 'date' },
  enum: { type: 'enumeration', fieldType: 'select' },
  owner: { type: 'enumeration', fieldType: 'select' },
} as const;

export const MODIFIED_PROPERTY: Readonly<Record<ObjectType, string>> = {
  contacts: 'lastmodifieddate',
  companies: 'hs_lastmodifieddate',
  deals: 'hs_lastmodifieddate',
  products: 'hs_lastmodifieddate',
  line_items: 'hs_lastmodifieddate',
  quotes: 'hs_lastmodifieddate',
  services: 'hs_lastmodifieddate',
  projects: 'hs_lastmodifieddate',
};

/** What an answer holds when nothing is asked for. */
export const DEFAULT_PROPERTIES: Readonly<Record<ObjectType, readonly string[]>> = {
  contacts: ['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'],
  companies: ['createdate', 'domain', 'hs_lastmodifieddate', 'hs_object_id', 'name'],
  deals: ['amount', 'closedate', 'createdate', 'dealname', 'dealstage', 'hs_lastmodifieddate', 'hs_object_id', 'pipeline'],
  products: ['createdate', 'description', 'hs_lastmodifieddate', 'hs_object_id', 'name', 'price'],
  quotes: ['createdate', 'hs_expiration_date', 'hs_lastmodifieddate', 'hs_object_id', 'hs_status', 'hs_title'],
  services: ['createdate', 'hs_lastmodifieddate', 'hs_name', 'hs_object_id'],
  projects: ['createdate', 'hs_lastmodifieddate', 'hs_name', 'hs_object_id'],
  line_items: ['amount', 'createdate', 'hs_lastmodifieddate', 'hs_object_id', 'hs_product_id', 'quantity'],
};

export const STANDARD_GROUPS: Readonly<Record<ObjectType, string>> = {
  contacts: 'contactinformation',
  companies: 'companyinformation',
  deals: 'dealinformation',
  products: 'productinformation',
  line_items: 'lineiteminformation',
  quotes: 'quoteinformation',
  services: 'serviceinformation',
  projects: 'projectinformation',
};

export function standardProperties(objectType: ObjectType, currencies: readonly string[]): PropertyDefinition[] {
  const choices: Record<string, readonly string[]> = {
    ...QUALIFICATION_CHOICES,
    dealstage: STAGE_IDS,
    pipeline: ['default'],
    hs_is_closed: ['true', 'false'],
    deal_currency_code: currencies,
    hs_line_item_currency_code: currencies,
    ...COMMERCE_CHOICES,
    ...(objectType === 'quotes' && QUOTE_CHOICES),
    ...((objectType === 'services' || objectType === 'projects') && deliveryChoices(objectType)),
  };
  const prices = objectType === 'products' ? priceRows(currencies) : [];
  return [...ROWS[objectType], ...prices, ...COMMON].map(([name, label, kind, ...flags]) => ({
    name,
    label,
    groupName: STANDARD_GROUPS[objectType],
    ...TYPES[kind],
    description: '',
    hasUniqueValue: false,
    options: (choices[name] ?? []).map((value, displayOrder) => ({ label: labelOf(name, value), value, displayOrder, hidden: false })),
    // Who can be one is not said here but by the owners API.
    referencedObjectType: kind === 'owner' ? ('OWNER' as const) : null,
    calculated: flags.includes('calc'),
    archived: false,
    hubspotDefined: true,
    displayOrder: -1,
    readOnly: flags.includes('ro'),
  }));
}
