import type { Portal, RecordView } from '../../fakes/hubspot/index.ts';
import { ownerIdOf } from '../../fakes/hubspot/owners.ts';
import type { PropertyDefinition as Definition } from '../../fakes/hubspot/types.ts';
import type { CardObjectType, ObjectType, Property, RecordDetail } from '../api.ts';
import { hasCards } from './portal.ts';
import { writtenOnProducts } from './products.ts';

const GROUP = 'puente';
const ADDRESS = ['address', 'address2', 'city', 'zip', 'state', 'country'];

/** What people look at and change most. */
const KEY: Record<ObjectType, string[]> = {
  companies: ['rfc', 'phone', 'lifecyclestage', 'hs_lead_status'],
  contacts: ['email', 'phone', 'lifecyclestage', 'hs_lead_status'],
  deals: ['dealstage', 'amount', 'closedate'],
  products: [],
};
const ABOUT: Record<ObjectType, string[]> = {
  companies: ['name', 'domain', 'website', ...ADDRESS, 'industry', 'numberofemployees', 'annualrevenue', 'description', 'createdate'],
  contacts: ['firstname', 'lastname', 'jobtitle', 'mobilephone', ...ADDRESS, 'createdate'],
  deals: ['dealname', 'deal_currency_code', 'hubspot_owner_id', 'createdate'],
  products: ['hs_object_id', 'createdate', 'hs_lastmodifieddate'],
};
/** Properties that say that something happened. */
export const EVENTS: ReadonlySet<string> = new Set([
  ...['erp_invoice_paid_at', 'erp_invoice_overdue_at', 'erp_payment_received_at'],
  ...['erp_order_delivered_at', 'erp_project_completed_at'],
  ...['started', 'renewed', 'ended', 'failed'].map((what) => `erp_subscription_${what}_at`),
]);

/** Ours, but typed by people as well. */
const TYPED_BY_PEOPLE = 'erp_order_number';

/** What HubSpot itself knows about a record: what people look at most, and the rest. */
export function describeOwn(portal: Portal, type: ObjectType, properties: RecordView['properties']): Pick<RecordDetail, 'key' | 'about'> {
  const known = (names: string[]) => names.filter((name) => portal.crm.definitions(type).get(name));
  const described = (names: string[]) => known(names).map((name) => describeProperty(portal, type, name, properties));
  return { key: described(KEY[type]), about: described(ABOUT[type]) };
}

/** What the app writes, in the order it asked HubSpot for. */
export function describeOurs(portal: Portal, type: ObjectType, properties: RecordView['properties']): Property[] {
  const ours = portal.crm
    .definitions(type)
    .list()
    .filter(({ groupName }) => groupName === GROUP)
    .toSorted((a, b) => placeOf(a) - placeOf(b))
    .map(({ name }) => name);
  const names = type === 'products' ? [...writtenOnProducts(portal), ...ours] : ours;
  return names.map((name) => describeProperty(portal, type, name, properties));
}

const placeOf = ({ displayOrder }: Definition): number => (displayOrder > 0 ? displayOrder : Infinity);

const NAMES: ReadonlySet<string> = new Set(['name', 'firstname', 'lastname', 'dealname']);

/** What somebody fills in who makes a new record. */
export function describeForm(portal: Portal, type: CardObjectType): Property[] {
  const { key, about } = describeOwn(portal, type, {});
  const [names, rest] = [about.filter(({ name }) => NAMES.has(name)), about.filter(({ name }) => !NAMES.has(name))];
  return [...names, ...key, ...rest].filter(({ isEditable }) => isEditable);
}

export function describeProperty(portal: Portal, type: ObjectType, name: string, properties: RecordView['properties']): Property {
  const definition = portal.crm.definitions(type).get(name);
  const value = properties[name] ?? null;
  const kind = definition ? (KINDS[definition.type] ?? 'text') : 'text';
  const options = kind === 'choice' && definition ? choicesOf(portal, definition) : null;
  const isOwn = definition?.groupName !== GROUP || name === TYPED_BY_PEOPLE;
  const isEditable = hasCards(type) && definition?.readOnly === false && isOwn;
  const shown = options?.find((one) => one.value === value)?.label ?? null;
  return { name, label: definition?.label ?? name, kind, value, shown, options, isEditable };
}

/** Of an owner: everybody who works here. */
function choicesOf(portal: Portal, { referencedObjectType, options }: Definition): { label: string; value: string }[] {
  if (referencedObjectType !== 'OWNER') return options.map(({ label, value }) => ({ label, value }));
  return portal.people.map(({ userId, firstName, lastName }) => ({ value: ownerIdOf({ userId }), label: `${firstName} ${lastName}` }));
}

const KINDS: Partial<Record<string, Property['kind']>> = {
  number: 'number',
  datetime: 'datetime',
  date: 'date',
  enumeration: 'choice',
};
