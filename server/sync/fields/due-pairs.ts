import type { Db } from '../../db/index.ts';
import type { CustomerFieldKind } from '../../erp/shared/contract.ts';
import type { ErpRecordId, RecordId } from '../../shared/ids.ts';
import { ORGANISATION, type CustomerObjectType } from '../../shared/object-types.ts';
import { IS_PAIR_DUE } from '../shared/field-pairs.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { KeptFields } from './evaluate.ts';
import { writtenBefore } from './respell.ts';

/** A link whose fields are to be looked at. */
export interface DuePair extends KeptFields {
  objectType: CustomerObjectType;
  customerId: ErpRecordId;
  recordId: RecordId;
  revision: number;
  tries: number;
  /** Of a record that several customers share, only the one linked first is kept in step with it. */
  isLeading: boolean;
  isFrozen: boolean;
  /** Whose fields it has; null: the ERP's word on it was not read yet. */
  kind: CustomerFieldKind | null;
}

const PICKED_AT_ONCE = 100;

/** One object type at a time, the most urgent first. */
export async function pickDuePairs(db: Db, scope: ConnectionScope, now: Date): Promise<DuePair[]> {
  const { rows } = await db.raw<{ rows: DuePair[] }>(
    `select p.object_type, p.customer_id, p.record_id, p.fields, p.orders, p.frozen, p.is_frozen, p.due_revision as revision, p.tries,
       ${writtenBefore('p')} as written_before,
       ${kindSql('own')} as kind, ${isLeading('own')} as is_leading
     from field_pairs p
     join links own on own.portal_id = p.portal_id and own.connection_id = p.connection_id and own.object_type = p.object_type
       and own.customer_id = p.customer_id and own.record_id = p.record_id and own.state = 'active'
     where p.portal_id = :portalId and p.connection_id = :connectionId and ${IS_PAIR_DUE} and p.due_at <= :now
       and p.object_type = (
         select f.object_type from field_pairs f
         where f.portal_id = :portalId and f.connection_id = :connectionId and f.due_revision > f.done_revision and f.due_at <= :now
         order by f.priority, f.due_at, f.object_type limit 1)
     order by p.priority, p.due_at, p.customer_id limit ${PICKED_AT_ONCE}`,
    { ...scope, now },
  );
  return rows;
}

/** SQL: whose fields the customer of a row of `links` has; null: the ERP's word on it was not read yet. */
export const kindSql = (l: string): string => `case when ${l}.object_type = '${ORGANISATION}' then 'customer' else (
  select case when c.kind = 'person' and c.organisation_id <> c.erp_id then 'contact_person' else 'customer' end from erp_customers c
  where c.portal_id = ${l}.portal_id and c.connection_id = ${l}.connection_id and c.erp_id = ${l}.customer_id) end`;

/** SQL condition on a row of `links`: among the customers of its record that may be kept in step it was linked first. */
export const isLeading = (l: string): string => `not exists (
  select 1 from links o
  join customer_rules other on other.portal_id = o.portal_id and other.connection_id = o.connection_id and (other.live is not null or other.connection_id = ${l}.connection_id)
  where o.portal_id = ${l}.portal_id and o.object_type = ${l}.object_type and o.record_id = ${l}.record_id and o.state = 'active'
    and (o.linked_at, o.connection_id, o.customer_id) < (${l}.linked_at, ${l}.connection_id, ${l}.customer_id))`;

/** When the next one is due; null: none is. */
export async function nextPairDueAt(db: Db, scope: ConnectionScope): Promise<Date | null> {
  const { rows } = await db.raw<{ rows: { dueAt: Date | null }[] }>(
    `select min(p.due_at) as due_at from field_pairs p
     where p.portal_id = :portalId and p.connection_id = :connectionId and ${IS_PAIR_DUE}`,
    { ...scope },
  );
  return rows[0]?.dueAt ?? null;
}
