import type { Db } from '../../db/index.ts';
import type { ConnectionId, PortalId, RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import { NOBODY } from '../commands/called-off.ts';
import { IS_BY_PERSON } from './left-out.ts';

/** SQL: a person linked them, or had the one made for the other. */
const IS_LINKED_BY_PERSON = `(l.rule = 'person' or l.rule = 'created' and l.linked_by is not null)`;

/** SQL of the same columns each: what was decided and holds, of whom, when, and by whom. A creation that was called off with a refusal goes by that one. */
export const DECISIONS = {
  links: `
    select 'linked' as kind, l.connection_id, l.object_type, l.customer_id, l.record_id, l.rule, l.linked_at as at, ${IS_LINKED_BY_PERSON} as is_by_person,
      l.linked_by as user_id, '' as id
    from links l where l.portal_id = :portalId and l.state = 'active'`,
  refusals: `
    select case r.customer_id when '${NOBODY}' then 'not_yet' else 'refused' end as kind, r.connection_id, r.object_type,
      nullif(r.customer_id, '${NOBODY}') as customer_id, r.record_id, null as rule, r.refused_at as at, true as is_by_person, r.refused_by as user_id, '' as id
    from refused_matches r where r.portal_id = :portalId`,
  leftOut: `
    select 'left_out' as kind, m.connection_id, m.object_type, m.customer_id, null as record_id, null as rule, m.checked_at as at, true as is_by_person,
      m.left_out_by as user_id, '' as id
    from customer_matches m where m.portal_id = :portalId and m.state = 'ignored' and ${IS_BY_PERSON}`,
  leftCreations: `
    select 'left' as kind, c.connection_id, c.object_type, null as customer_id, c.record_id, null as rule, c.ended_at as at, true as is_by_person,
      (c.facts -> 'left' ->> 'userId')::bigint as user_id, c.key as id
    from commands c
    where c.portal_id = :portalId and c.name = 'createCustomer' and c.state = 'cancelled' and c.facts -> 'left' is not null
      and c.facts -> 'left' -> 'customerId' is null`,
};

/** SQL of the same columns, and of who took it back and when. */
export const TAKEN_BACK = `
  select t.kind, t.connection_id, t.object_type, t.customer_id, t.record_id, t.rule, t.decided_at as at,
    (t.kind <> 'linked' or t.rule = 'person' or t.rule = 'created' and t.decided_by is not null) as is_by_person, t.decided_by as user_id, t.id::text as id,
    t.taken_back_at, t.taken_back_by
  from taken_back_decisions t where t.portal_id = :portalId`;

export interface TakenBack {
  portalId: PortalId;
  /** Null: no person did. */
  userId: number | null;
  now: Date;
}

/** Remembers who takes back those decisions `d` that `where` says, in SQL of the columns above. The caller ends them, in the same transaction. */
export async function noteTakenBack(
  trx: Db,
  { portalId, userId, now }: TakenBack,
  decisions: keyof typeof DECISIONS,
  { where, ...of }: { where: string; [binding: string]: string | string[] | number | Date },
): Promise<void> {
  await trx.raw(
    `insert into taken_back_decisions
       (portal_id, connection_id, kind, object_type, customer_id, record_id, rule, decided_by, decided_at, taken_back_by, taken_back_at)
     select :portalId, d.connection_id, d.kind, d.object_type, d.customer_id, d.record_id, d.rule, d.user_id, d.at, :userId, :now
     from (${DECISIONS[decisions]}) d where ${where}`,
    { ...of, portalId, userId, now },
  );
}

interface AskedRecord {
  connectionId: ConnectionId;
  objectType: CustomerObjectType;
  recordId: RecordId;
}

/** A person asks for a customer again that was called off. */
export async function noteAskedAgain(trx: Db, { connectionId, objectType, recordId }: AskedRecord, by: TakenBack): Promise<void> {
  const where = `${OF_RECORD} and d.connection_id = :connectionId`;
  await noteTakenBack(trx, by, 'leftCreations', { connectionId, objectType, recordId, where });
}

/** SQL: the decision is about this record and customer. */
export const OF_PAIR =
  'd.connection_id = :connectionId and d.object_type = :objectType and d.customer_id = :customerId and d.record_id = :recordId';
/** SQL: the decision is about this record. */
export const OF_RECORD = 'd.object_type = :objectType and d.record_id = :recordId';
/** SQL: the decision is about this customer. */
export const OF_CUSTOMER = 'd.connection_id = :connectionId and d.object_type = :objectType and d.customer_id = :customerId';
