import type { Db } from '../../db/index.ts';
import type { Notice } from '../../../hubspot-app/app/settings/api/types.ts';
import type { RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import { NOBODY, NOT_WANTED } from '../commands/called-off.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { LEFT } from './decide-creation.ts';

/** A customer was made of it once, which is another record's now, or nobody's. */
const MADE_BEFORE = 'customer.made_before';

/**
 * Of which of these unlinked records no rule makes a customer, whatever they say, and why: what `askFor` answers to a rule, without asking. Counts what
 * was asked of the same ERP before it was disconnected, too.
 */
export async function findKeptWithout(
  db: Db,
  { portalId, connectionId }: ConnectionScope,
  objectType: CustomerObjectType,
  recordIds: readonly RecordId[],
): Promise<Map<RecordId, Notice>> {
  const { rows } = await db.raw<{ rows: { recordId: RecordId; code: string }[] }>(KEPT_WITHOUT, {
    ...{ portalId, connectionId, objectType, recordIds: [...recordIds] },
    ...{ nobody: NOBODY, left: LEFT, notWanted: NOT_WANTED, madeBefore: MADE_BEFORE },
  });
  return new Map(rows.map(({ recordId, code }) => [recordId, { code, params: {} }]));
}

const KEPT_WITHOUT = `
  with asked as (
    select c.record_id, c.state, c.waiting_for, c.facts, c.asked_at from commands c
    where c.portal_id = :portalId and c.connection_id = :connectionId and c.object_type = :objectType and c.name = 'createCustomer'
      and c.record_id = any(:recordIds)
    union all
    select f.record_id, f.state, null, f.facts, f.asked_at from former_commands f
    join erp_connections k on k.portal_id = f.portal_id and k.id = :connectionId and k.identity_key = f.identity_key
    where f.portal_id = :portalId and f.object_type = :objectType and f.name = 'createCustomer' and f.record_id = any(:recordIds)),
  stands as (select distinct on (a.record_id) a.* from asked a order by a.record_id, a.asked_at desc),
  judged as (
    select w.record_id, case
      when s.state = 'done' then :madeBefore
      when s.state = 'cancelled' and s.facts -> 'left' is not null then case s.waiting_for when :left then :left else :notWanted end
      when coalesce(s.state, 'cancelled') = 'cancelled' and exists (
        select 1 from refused_matches r
        where r.portal_id = :portalId and r.connection_id = :connectionId and r.object_type = :objectType and r.record_id = w.record_id
          and (r.customer_id = :nobody or r.is_parted)) then :notWanted end as code
    from unnest(:recordIds::text[]) as w(record_id) left join stands s on s.record_id = w.record_id)
  select j.record_id, j.code from judged j where j.code is not null`;
