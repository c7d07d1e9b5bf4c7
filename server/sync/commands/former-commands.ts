import type { Db } from '../../db/index.ts';
import type { ConnectionId, RecordId } from '../../shared/ids.ts';
import type { CommandObjectType } from '../../shared/object-types.ts';
import type { ConnectionScope } from '../shared/job-data.ts';

/**
 * Kept when a connection ends: the keys stand in the ERP's records, and what was sent without an answer may have been made. What is sent at this
 * moment is waited for; what was not sent yet is not sent any more.
 */
export async function saveFormerCommands(trx: Db, { portalId, connectionId }: ConnectionScope): Promise<void> {
  await trx.raw(
    `with ended as (
       delete from commands c where c.portal_id = :portalId and c.connection_id = :connectionId
       returning c.portal_id, c.connection_id, c.key, c.name, c.object_type, c.record_id, c.state, c.result, c.facts, c.asked_by, c.asked_at, c.sent_at)
     insert into former_commands (portal_id, identity_key, key, name, object_type, record_id, state, result, facts, asked_by, asked_at, sent_at, kept_at)
     select e.portal_id, k.identity_key, e.key, e.name, e.object_type, e.record_id, e.state, e.result, e.facts, e.asked_by, e.asked_at, e.sent_at, now()
     from ended e join erp_connections k on k.portal_id = e.portal_id and k.id = e.connection_id
     where k.identity_key is not null
     order by e.key
     on conflict (portal_id, key) do nothing`,
    { portalId, connectionId },
  );
}

interface AskedRecord extends ConnectionScope {
  connectionId: ConnectionId;
  objectType: CommandObjectType;
  recordId: RecordId;
  now: Date;
}

/** What this ERP was asked of the record before it was disconnected goes on as it stood; what was sent is looked up by its key first. */
export async function takeUpFormer(trx: Db, { portalId, connectionId, objectType, recordId, now }: AskedRecord): Promise<void> {
  await trx.raw(
    `with former as (
       delete from former_commands f using erp_connections k
       where k.portal_id = :portalId and k.id = :connectionId and f.portal_id = k.portal_id and f.identity_key = k.identity_key
         and f.object_type = :objectType and f.record_id = :recordId
       returning f.*)
     insert into commands (portal_id, connection_id, key, name, object_type, record_id, state, result, facts, asked_by, asked_at, due_at, sent_at, ended_at)
     select f.portal_id, :connectionId::uuid, f.key, f.name, f.object_type, f.record_id,
       case when f.name = 'sendDocument' and f.state not in ('done', 'planned') then 'cancelled' else case f.state when 'sending' then 'unknown' when 'waiting' then 'planned' when 'rejected' then 'planned' else f.state end end,
       f.result, f.facts, f.asked_by, f.asked_at, :now::timestamptz, f.sent_at, case when f.state in ('done', 'cancelled') then f.kept_at end
     from former f order by f.key`,
    { portalId, connectionId, objectType, recordId, now },
  );
}

/** Keys of the record in the records of ERPs that are not connected now. */
export async function countFormer(trx: Db, { portalId, objectType, recordId }: Omit<AskedRecord, 'now' | 'connectionId'>): Promise<number> {
  const [row] = await trx('formerCommands').where({ portalId, objectType, recordId }).count<{ count: string | number }[]>('* as count');
  return Number(row?.count ?? 0);
}
