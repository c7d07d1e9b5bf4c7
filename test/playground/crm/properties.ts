import type { Portal, RecordView } from '../../fakes/hubspot/index.ts';
import type { CustomerObjectType, ObjectType, Property, RecordDetail } from '../api.ts';
import { isCustomerObject } from './portal.ts';
import { writtenOnProducts } from './products.ts';

const GROUP = 'puente';
const ADDRESS = ['address', 'address2', 'city', 'zip', 'state', 'country'];

/** What people look at and change most. */
const KEY: Record<ObjectType, string[]> = {
  companies: ['rfc', 'phone', 'lifecyclestage', 'hs_lead_status'],
  contacts: ['email', 'phone', 'lifecyclestage', 'hs_lead_status'],
  deals: [],
  products: [],
};
const ABOUT: Record<ObjectType, string[]> = {
  companies: ['name', 'domain', 'website', ...ADDRESS, 'createdate'],
  contacts: ['firstname', 'lastname', 'jobtitle', 'mobilephone', ...ADDRESS, 'createdate'],
  deals: ['amount', 'deal_currency_code', 'dealstage', 'closedate', 'createdate'],
  products: ['hs_object_id', 'createdate', 'hs_lastmodifieddate'],
};
/** Properties that say that something happened. */
export const EVENTS: ReadonlySet<string> = new Set(['erp_invoice_paid_at', 'erp_invoice_overdue_at', 'erp_payment_received_at']);

export const STAGES: Record<string, string> = {
  appointmentscheduled: 'Appointment scheduled',
  qualifiedtobuy: 'Qualified to buy',
  presentationscheduled: 'Presentation scheduled',
  decisionmakerboughtin: 'Decision maker bought in',
  contractsent: 'Contract sent',
  closedwon: 'Closed won',
  closedlost: 'Closed lost',
};

/** What HubSpot itself knows about a record: what people look at most, and the rest. */
export function describeOwn(portal: Portal, type: ObjectType, properties: RecordView['properties']): Pick<RecordDetail, 'key' | 'about'> {
  const known = (names: string[]) => names.filter((name) => portal.crm.definitions(type).get(name));
  const described = (names: string[]) => known(names).map((name) => describeProperty(portal, type, name, properties));
  return { key: described(KEY[type]), about: described(ABOUT[type]) };
}

const NOBODY_READS: ReadonlySet<string> = new Set(['erp_customer_key', 'erp_order_key', 'erp_product_key']);

/** What the app writes; keys last. */
export function describeOurs(portal: Portal, type: ObjectType, properties: RecordView['properties']): Property[] {
  const ours = portal.crm
    .definitions(type)
    .list()
    .filter(({ groupName }) => groupName === GROUP)
    .map(({ name }) => name)
    .sort((a, b) => Number(NOBODY_READS.has(a)) - Number(NOBODY_READS.has(b)));
  const names = type === 'products' ? [...writtenOnProducts(portal), ...ours] : ours;
  return names.map((name) => describeProperty(portal, type, name, properties));
}

const NAMES: ReadonlySet<string> = new Set(['name', 'firstname', 'lastname']);

/** What somebody fills in who makes a new record. */
export function describeForm(portal: Portal, type: CustomerObjectType): Property[] {
  const { key, about } = describeOwn(portal, type, {});
  const [names, rest] = [about.filter(({ name }) => NAMES.has(name)), about.filter(({ name }) => !NAMES.has(name))];
  return [...names, ...key, ...rest].filter(({ isEditable }) => isEditable);
}

export function describeProperty(portal: Portal, type: ObjectType, name: string, properties: RecordView['properties']): Property {
  const definition = portal.crm.definitions(type).get(name);
  const value = properties[name] ?? null;
  const kind = definition ? (KINDS[definition.type] ?? 'text') : 'text';
  const options = kind === 'choice' && definition ? definition.options.map(({ label, value: one }) => ({ label, value: one })) : null;
  const isEditable = isCustomerObject(type) && definition?.readOnly === false && definition.groupName !== GROUP;
  const shown = STAGES[value ?? ''] ?? options?.find((one) => one.value === value)?.label ?? null;
  return { name, label: definition?.label ?? name, kind, value, shown, options, isEditable };
}

const KINDS: Partial<Record<string, Property['kind']>> = {
  number: 'number',
  datetime: 'datetime',
  date: 'date',
  enumeration: 'choice',
};
