import type { CustomerObjectRules, CustomerRules, CustomersView, FieldMapping } from '../../hubspot-app/app/settings/api/customers.ts';
import { ask, connect, hubspot, settle } from './settings-app.ts';

type Offered = Exclude<CustomersView, { state: 'not_offered' }>;

/** The connection whose customers are written. */
export let connectionId: string;

export const ALL_WRITES = { creates: true, updatesErp: true, updatesHubSpot: true, leftOut: [] };

/** A line of the mapping, both ways; a test names only what it is about. */
export const line = (property: string, field: string, over: Partial<FieldMapping> = {}): FieldMapping => ({
  ...{ property, field, direction: 'both', whenEmptied: 'keep', translation: [] },
  rule: over.direction === 'to_erp' ? 'hubspot_wins' : 'erp_wins',
  ...over,
});

const NONE: CustomerObjectRules = {
  ...{ createWhen: [], mayCreateByHand: true, makesContactPersons: false, makesConsumers: false, isOneWay: false },
  ...{ whenDeletedInHubSpot: 'keep', whenGoneInErp: 'keep', defaults: {}, mapping: [] },
};

/** Rules of companies, and beside them what contacts are to have. */
export const rulesOf = (companies: Partial<CustomerObjectRules>, contacts: Partial<CustomerObjectRules> = {}): CustomerRules => ({
  companies: { ...NONE, ...companies },
  contacts: { ...NONE, ...contacts },
});

/** HubSpot has these properties of text, and one that holds an owner. */
export function givenProperties(...names: string[]): void {
  hubspot.listProperties = async () => [
    ...names.map((name) => ({ name, label: `The ${name}`, groupName: 'x', type: 'string', fieldType: 'text' }) as const),
    { name: 'hubspot_owner_id', label: 'Owner', groupName: 'x', type: 'enumeration', fieldType: 'select', referencedObjectType: 'OWNER' },
  ];
}

/** What was read from the ERP is approved; customers are not yet. */
export async function approvedConnection(): Promise<void> {
  connectionId = await connect();
  await ask('/connections/approve', { body: { connectionId } }).expect(200);
  await settle();
}

export const customersView = async () => (await ask(`/customers?connectionId=${connectionId}`).expect(200)).body as Offered;
export const customers = (path: string, body: object = {}) => ask(`/customers${path}`, { body: { connectionId, ...body } });

/** From the newest page. */
export async function saveRules(rules: unknown, status = 200) {
  const { revision } = await customersView();
  return customers('', { rules, revision }).expect(status);
}

/** Saved, dry run, approved, carried out; the first few wait for a look. */
export async function goLive(rules: CustomerRules, writes = ALL_WRITES): Promise<void> {
  await saveRules(rules);
  await customers('/preview').expect(200);
  await settle(1);
  await customers('/approve', { writes, previewId: (await customersView()).preview?.id }).expect(200);
  await settle();
}
