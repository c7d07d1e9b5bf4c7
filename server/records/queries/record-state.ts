import type { Notice, RecordView } from '../../../hubspot-app/app/cards/api/types.ts';
import type { Db } from '../../db/index.ts';
import { queryPrepared } from '../../db/prepared.ts';
import { RECORD_PROBLEMS } from '../../portals/problems.ts';
import { UNSETTLED_OF } from '../../streams/invoices/statuses.ts';
import { hiddenOn, invoicesOfRecordSql } from '../record-invoices.ts';
import type { RecordScope } from './totals.ts';

type PropertyState = Extract<RecordView, { state: 'linked' }>['properties'];

interface Planned {
  /** Seconds since 1970. */
  due: number;
  /** Documents about which a person is asked first. */
  unsettled: number;
  /** Its connection is paused, its rules were stopped, or their first few records are looked at. */
  isPutOff: boolean;
}

interface StoredState {
  properties: PropertyState | null;
  problems: Notice[];
  planned: Planned | null;
  /** Some invoices of the portal are. */
  mayBeHidden: boolean;
}

/** How far the record's properties are behind the mirror, and what is to be told of the record itself. */
export async function loadRecordState(db: Db, record: RecordScope, now: Date): Promise<{ properties: PropertyState; notices: Notice[] }> {
  const { portalId, objectType, recordId } = record;
  const [row] = await queryPrepared<StoredState>(db, RECORD_STATE, { portalId, objectType, recordId });
  const { properties, problems, planned, mayBeHidden } = row!;
  const hidden = mayBeHidden ? await findHiddenInvoices(db, record) : [];
  return { properties: properties ?? 'nothing', notices: [...(planned ? [noticeOf(planned, now)] : []), ...hidden, ...problems] };
}

/** Invoices that our user in the ERP does not see any more: what the card says of them is as old as that. */
async function findHiddenInvoices(db: Db, { portalId, objectType, recordId, contactsCarry, day }: RecordScope): Promise<Notice[]> {
  const [row] = await queryPrepared<{ count: number; since: string | null }>(
    db,
    `select count(*)::integer as count, min(${hiddenOn('h')})::text as since
     from (${invoicesOfRecordSql(objectType, contactsCarry, ['hidden_since'])}) h where h.hidden_since is not null`,
    { portalId, recordId, ...day },
  );
  const { count, since } = row!;
  return since === null ? [] : [{ code: 'invoices.hidden', params: { count, since } }];
}

const PROPERTIES = `
  select case
    when due_revision <= pushed_revision then case when written is null then 'nothing' else 'in_step' end
    when due_revision <= refused_revision then 'refused'
    else 'waiting' end
  from targets where portal_id = :portalId and object_type = :objectType and record_id = :recordId`;

/** Of a record that is about to follow its customer, which was archived or deleted in the ERP. Of several customers the one that it follows first. */
const PLANNED = `
  select jsonb_build_object('due', extract(epoch from a.due_at), 'unsettled', a.unsettled, 'isPutOff', a.is_put_off)
  from (
    select a.due_at, case when a.decided_by is null then ${UNSETTLED_OF} else 0 end as unsettled,
      k.status <> 'active' or r.live is null or r.trial is not null as is_put_off
    from customer_archivals a
    join erp_connections k on k.portal_id = a.portal_id and k.id = a.connection_id
    left join customer_rules r on r.portal_id = a.portal_id and r.connection_id = a.connection_id
    where a.portal_id = :portalId and a.side = 'hubspot' and a.object_type = :objectType and a.record_id = :recordId and a.state = 'noticed'
    order by 3, 2, 1 limit 1
  ) a`;

/** One statement for four small questions: each takes longer to be sent than to be answered. */
const RECORD_STATE = `
  select (${PROPERTIES}) as properties, (${PLANNED}) as planned,
    (select coalesce(jsonb_agg(jsonb_build_object('code', p.code, 'params', p.params)), '[]') from (${RECORD_PROBLEMS}) p) as problems,
    exists (select 1 from problems h where h.portal_id = :portalId and h.code = 'stream.records_hidden' and h.subject_kind = 'stream'
      and h.subject = 'invoices' and h.resolved_at is null) as may_be_hidden`;

function noticeOf({ due, unsettled, isPutOff }: Planned, now: Date): Notice {
  if (isPutOff) return { code: 'archival.put_off', params: {} };
  if (unsettled > 0) return { code: 'archival.planned_asks', params: { count: unsettled } };
  return { code: 'archival.planned', params: { minutes: Math.max(1, Math.ceil((due - now.getTime() / 1000) / 60)) } };
}
