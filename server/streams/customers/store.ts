import type { Db } from '../../db/index.ts';
import type { Customer } from './record.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { domainOf, normaliseEmail, normaliseTaxId } from '../../mirror/identity-values.ts';
import { removeRows, type RowScope } from '../../mirror/remove-rows.ts';
import { storeRows, type KeptRow, type MirrorScope, type RowShape, type Stored } from '../../mirror/store-rows.ts';
import { addAll, nothingTouched, type Touched } from '../shared/touched.ts';

export interface KeptCustomer extends KeptRow {
  kind: Customer['kind'];
  organisationId: ErpRecordId;
  parentId: ErpRecordId | null;
  name: string;
  emails: string[];
  domain: string | null;
  taxIdNormalised: string | null;
  active: boolean;
}

const SHAPE: RowShape<Customer, KeptCustomer> = {
  stream: 'customers',
  table: 'erp_customers',
  columns: [
    ['kind', 'text'],
    ['organisation_id', 'text'],
    ['parent_id', 'text'],
    ['number', 'text'],
    ['name', 'text'],
    ['emails', 'text[]'],
    ['phone', 'text'],
    ['website', 'text'],
    ['domain', 'text'],
    ['tax_id', 'text'],
    ['tax_id_normalised', 'text'],
    ['address', 'jsonb'],
    ['is_billing_contact', 'boolean'],
    ['active', 'boolean'],
    ['blocked', 'boolean'],
    ['company_id', 'text'],
    ['erp_created_at', 'timestamptz'],
  ],
  before: ['kind', 'organisation_id', 'parent_id', 'name', 'emails', 'domain', 'tax_id_normalised', 'active'],
  toRow: (customer) => ({
    kind: customer.kind,
    organisation_id: customer.organisationId,
    parent_id: customer.parentId,
    number: customer.number,
    name: customer.name,
    phone: customer.phone,
    website: customer.website,
    tax_id: customer.taxId,
    address: customer.address,
    is_billing_contact: customer.isBillingContact,
    active: customer.active,
    blocked: customer.blocked,
    company_id: customer.companyId,
    erp_created_at: customer.createdAt,
    ...identityOf(customer),
  }),
};

interface Identity {
  emails: string[];
  domain: string | null;
  tax_id_normalised: string | null;
}

const identities = new WeakMap<Customer, Identity>();

export async function storeCustomers(
  trx: Db,
  scope: MirrorScope,
  records: readonly Customer[],
): Promise<Stored<Customer, KeptCustomer> & { touched: Touched }> {
  const { changes, restamped, ...stored } = await storeRows(trx, scope, SHAPE, records);
  const touched = nothingTouched();
  for (const customer of restamped) addMoved(touched, customer);
  for (const { before, after } of changes) {
    addAll(touched.customerIds, [after.id]);
    addMoved(touched, after);
    addAll(touched.organisationIds, [after.organisationId, after.parentId]);
    if (before) {
      addAll(touched.customersMoved, [before.organisationId]);
      addAll(touched.organisationIds, [before.organisationId, before.parentId]);
    }
    if (!before || isIdentityChanged(before, after)) touched.identityChanged.add(after.id);
    if (before?.active && !after.active) touched.customersEnded.add(after.id);
    if (after.active && !before?.active) touched.customersRevived.add(after.id);
  }
  return { changes, restamped, ...stored, touched };
}

/** What ERPs keep in records below the customer, a delivery address among it, is the customer's. */
function addMoved({ customersMoved }: Touched, { id, organisationId }: Pick<Customer, 'id' | 'organisationId'>): void {
  addAll(customersMoved, [id, organisationId]);
}

/** Asked for several times while a customer is stored; check digits take longer than the rest of it. */
function identityOf(customer: Customer): Identity {
  const known = identities.get(customer);
  if (known) return known;
  const emails = [...new Set(customer.emails.map(normaliseEmail).filter((email) => email !== null))];
  const identity = {
    emails,
    domain: domainOf({ website: customer.website, emails }),
    tax_id_normalised: normaliseTaxId(customer.taxId, customer.address.country),
  };
  identities.set(customer, identity);
  return identity;
}

function isIdentityChanged(before: KeptCustomer, after: Customer): boolean {
  const { emails, domain, tax_id_normalised: taxId } = identityOf(after);
  return (
    before.kind !== after.kind ||
    before.name !== after.name ||
    before.active !== after.active ||
    before.domain !== domain ||
    before.taxIdNormalised !== taxId ||
    before.emails.join('\n') !== emails.join('\n')
  );
}

interface RemovedCustomer {
  erpId: ErpRecordId;
  organisationId: ErpRecordId | null;
  parentId: ErpRecordId | null;
}

export async function removeCustomers(trx: Db, scope: RowScope, ids: readonly ErpRecordId[]): Promise<Touched> {
  const rows = await removeRows<RemovedCustomer>(trx, scope, { ...SHAPE, returning: 'erp_id, organisation_id, parent_id' }, ids);
  const touched = nothingTouched();
  for (const { erpId, organisationId, parentId } of rows) {
    touched.customerIds.add(erpId);
    touched.identityChanged.add(erpId);
    touched.customersEnded.add(erpId);
    if (organisationId !== erpId) addAll(touched.customersMoved, [organisationId]);
    addAll(touched.organisationIds, [organisationId, parentId]);
  }
  return touched;
}
