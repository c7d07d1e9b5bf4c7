import type { Db } from '../../db/index.ts';
import { UNSETTLED_OF } from '../../streams/invoices/statuses.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { Archival, ArchivalSide } from '../shared/archivals.ts';

export interface DueArchival extends Archival {
  state: 'noticed' | 'asked';
  /** Who said that it is to be archived all the same. */
  decidedBy: number | null;
  /** What that person is asked first, whatever else speaks for or against it. */
  reason: string | null;
  params: Record<string, string | number | null>;
  /** The customer is not in the mirror: nobody knows more than that it was not read. */
  isUnseen: boolean;
  /** There is still a reason to: what was deleted or archived is so now, and nothing else hangs on what is to be archived. */
  isWanted: boolean;
  /** Invoices and credits of the customer that are not settled. */
  unsettled: number;
}

// A customer that is another HubSpot record, too, is nobody's leftover.
export const IS_LEFT_OVER = `coalesce(c.active, false) and not exists (
  select 1 from links l where l.portal_id = a.portal_id and l.connection_id = a.connection_id and l.customer_id = a.customer_id)`;
const IS_RECORD_LEFT_OVER = `not coalesce(c.active, false)
  and exists (
    select 1 from links l where l.portal_id = a.portal_id and l.connection_id = a.connection_id and l.object_type = a.object_type
      and l.customer_id = a.customer_id and l.record_id = a.record_id and l.state = 'active')
  and not exists (
    select 1 from links l join erp_customers o on o.portal_id = l.portal_id and o.connection_id = l.connection_id and o.erp_id = l.customer_id
    where l.portal_id = a.portal_id and l.object_type = a.object_type and l.record_id = a.record_id and o.active)`;

/** What waited long enough, of one side, the longest waiting first. */
export async function loadDueArchivals(
  db: Db,
  scope: ConnectionScope,
  { side, now, limit }: { side: ArchivalSide; now: Date; limit: number },
): Promise<DueArchival[]> {
  const { rows } = await db.raw<{ rows: DueArchival[] }>(
    `select a.side, a.object_type, a.customer_id, a.record_id, a.state, a.decided_by, a.reason, a.params,
       c.erp_id is null as is_unseen, ${UNSETTLED_OF} as unsettled,
       case when a.side = 'erp' then ${IS_LEFT_OVER} else a.state = 'asked' or ${IS_RECORD_LEFT_OVER} end as is_wanted
     from customer_archivals a
     left join erp_customers c on c.portal_id = a.portal_id and c.connection_id = a.connection_id and c.erp_id = a.customer_id
     where a.portal_id = :portalId and a.connection_id = :connectionId and a.side = :side and a.due_at <= :now
       and (a.state = 'noticed' or a.state = 'asked' and a.side = 'hubspot')
     order by a.due_at, a.object_type, a.customer_id limit :limit`,
    { ...scope, side, now, limit },
  );
  return rows;
}

/** "At once" is within a day, and what was put off for longer goes at once as well. What a person agreed to is no matter any more. */
const AT_ONCE = `interval '1 day'`;

export async function countAtOnce(
  db: Db,
  scope: ConnectionScope,
  { side, now }: { side: ArchivalSide; now: Date },
): Promise<{ count: number; of: number }> {
  const { rows } = await db.raw<{ rows: { gone: number; linked: number }[] }>(
    `select
       (select count(*) from customer_archivals a where a.portal_id = :portalId and a.connection_id = :connectionId and a.side = :side
          and a.decided_by is null and a.state <> 'restoring' and (a.noticed_at > :now::timestamptz - ${AT_ONCE} or a.state = 'noticed')) as gone,
       (select count(*) from links l where l.portal_id = :portalId and l.connection_id = :connectionId and l.state = 'active') as linked`,
    { ...scope, side, now },
  );
  const { gone = 0, linked = 0 } = rows[0] ?? {};
  // A deleted record has no link any more.
  return { count: gone, of: side === 'erp' ? linked + gone : linked };
}

export async function nextArchivalDueAt(db: Db, { portalId, connectionId }: ConnectionScope): Promise<Date | null> {
  const [row] = await db('customerArchivals')
    .where({ portalId, connectionId })
    .whereRaw(`(state = 'noticed' or state = 'asked' and side = 'hubspot')`)
    .min<{ dueAt: Date | null }[]>('dueAt as dueAt');
  return row?.dueAt ?? null;
}
