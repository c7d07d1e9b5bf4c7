import type { CreateCondition, CustomerObjectRules, CustomerWrites } from '../../../hubspot-app/app/settings/api/customers.ts';
import type { Db } from '../../db/index.ts';
import type { RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { approvedWrites } from './approval.ts';
import type { FieldShape, MappedField } from './field-shapes.ts';

type Policies = Pick<CustomerObjectRules, 'whenDeletedInHubSpot' | 'whenGoneInErp'>;

/** Rules with what both sides take, as it was when they were saved. Older ones have no policies. */
export interface CompiledObjectRules extends Omit<CustomerObjectRules, 'mapping' | keyof Policies>, Partial<Policies> {
  mapping: MappedField[];
  /** Fields without which the ERP makes none, and those that have a default. */
  fields: Record<string, FieldShape & { isRequired: boolean }>;
  /** Of the properties that conditions speak of. */
  conditionLabels: Record<string, string>;
}
export type CompiledRules = Record<CustomerObjectType, CompiledObjectRules>;

export interface StoredCustomerRules {
  live: CompiledRules | null;
  draft: CompiledRules | null;
  writes: CustomerWrites;
  /** The first few records that may be written until a person has looked at them; null: all may. */
  trial: TrialRecord[] | null;
  revision: number;
}

export interface TrialRecord {
  objectType: CustomerObjectType;
  recordId: RecordId;
}

/** What an administrator decided about the customers of a connection; undefined: nothing yet. */
export async function loadCustomerRules(db: Db, scope: ConnectionScope): Promise<StoredCustomerRules | undefined> {
  const { rows } = await db.raw<{ rows: StoredCustomerRules[] }>(
    `select r.live, r.draft, r.writes, r.trial, r.revision from customer_rules r
     join erp_connections k on k.portal_id = r.portal_id and k.id = r.connection_id and k.status <> 'disconnected' and k.approved_at is not null
     where r.portal_id = :portalId and r.connection_id = :connectionId`,
    { ...scope },
  );
  const [row] = rows;
  return row && { ...row, writes: approvedWrites(row.writes) };
}

export interface LiveRules {
  scope: ConnectionScope;
  rules: CompiledRules;
  writes: CustomerWrites;
}

/** The live rules of all connections of a portal. */
export async function loadLiveRules(db: Db, portalId: ConnectionScope['portalId']): Promise<LiveRules[]> {
  const { rows } = await db.raw<{
    rows: { connectionId: ConnectionScope['connectionId']; live: CompiledRules; writes: Partial<CustomerWrites> }[];
  }>(
    `select r.connection_id, r.live, r.writes from customer_rules r
     join erp_connections k on k.portal_id = r.portal_id and k.id = r.connection_id and k.status <> 'disconnected' and k.approved_at is not null
     where r.portal_id = :portalId and r.live is not null order by 1`,
    { portalId },
  );
  return rows.map(({ connectionId, live, writes }) => ({
    scope: { portalId, connectionId },
    rules: live,
    writes: approvedWrites(writes),
  }));
}

/** The HubSpot properties that these rules speak of. */
export function propertiesIn({ mapping, createWhen }: CompiledObjectRules): string[] {
  return [...new Set([...mapping.map(({ property }) => property), ...createWhen.map(({ property }) => property)])];
}

/** The condition that makes an ERP customer of this record; undefined: none does. */
export const conditionMet = ({ createWhen }: CompiledObjectRules, properties: Record<string, string | null>): CreateCondition | undefined =>
  findMet(createWhen, properties);

/** The first of these conditions that the record meets. */
export const findMet = (conditions: readonly CreateCondition[], properties: Record<string, string | null>): CreateCondition | undefined =>
  conditions.find(({ property, values }) => {
    const held = properties[property] ?? '';
    // Checkboxes and lists hold several values.
    return held !== '' && (values.length === 0 || held.split(';').some((one) => values.includes(one)) || values.includes(held));
  });
