import type { ProblemGroup } from '../../../hubspot-app/app/settings/api/types.ts';
import type { Db } from '../../db/index.ts';
import type { PortalId } from '../../shared/ids.ts';
import { OBJECT_TYPES } from '../../shared/object-types.ts';

const SHOWN_PER_CAUSE = 20;

interface GroupRow extends Omit<ProblemGroup, 'canRetry' | 'isNews' | 'records' | 'lastSeenAt'> {
  lastSeenAt: Date;
  records: { problemId: string; subjectKind: string; subject: string; label: string | null; objectType: string | null }[];
}

/** Causes that go away when the same thing is tried again; the others wait for a decision or for a change in the data. */
const RETRIED_BY_PERSON = [
  'record.refused',
  'record.key_taken',
  'create.refused',
  'property.stopped',
  'property.name_taken',
  'property.no_room',
  'invoice.without_customer',
  'record.unreadable',
];
/** What an administrator is told and need not solve: it stays until one says to have seen it. */
const NEWS = ['portal.administrator_added', 'portal.installed_by_other'];

/** Open problems grouped by cause, the most frequent first, each with the first records it touches. */
export async function loadProblemGroups(
  db: Db,
  portalId: PortalId,
  recordUrl: (objectType: string, id: string) => string,
): Promise<ProblemGroup[]> {
  const { rows } = await db.raw<{ rows: GroupRow[] }>(
    `
    with open as (
      select p.*, row_number() over (partition by p.code, p.connection_id order by p.last_seen_at desc, p.id) as position
      from problems p where p.portal_id = :portalId and p.resolved_at is null
    )
    select o.code, o.connection_id, count(*) as count, max(o.last_seen_at) as last_seen_at,
      (array_agg(o.params order by o.position))[1] as params,
      coalesce(jsonb_agg(jsonb_build_object('problemId', o.id, 'subjectKind', o.subject_kind, 'subject', o.subject,
        'label', coalesce(c.name, i.number, pay.number),
        'objectType', case when o.subject_kind = any(:objectTypes) then o.subject_kind end)
        order by o.position) filter (where o.position <= ${SHOWN_PER_CAUSE}), '[]') as records
    from open o
    left join erp_customers c on o.subject_kind = 'customer' and c.portal_id = o.portal_id and c.connection_id = o.connection_id and c.erp_id = o.subject
    left join erp_invoices i on o.subject_kind = 'invoice' and i.portal_id = o.portal_id and i.connection_id = o.connection_id and i.erp_id = o.subject
    left join erp_payments pay on o.subject_kind = 'payment' and pay.portal_id = o.portal_id and pay.connection_id = o.connection_id and pay.erp_id = o.subject
    group by o.code, o.connection_id
    order by count(*) desc, o.code`,
    { portalId, objectTypes: [...OBJECT_TYPES] },
  );
  return rows.map(({ lastSeenAt, records, ...group }) => ({
    ...group,
    lastSeenAt: lastSeenAt.toISOString(),
    canRetry: RETRIED_BY_PERSON.includes(group.code),
    isNews: NEWS.includes(group.code),
    records: records.map(({ objectType, ...record }) => ({ ...record, url: objectType ? recordUrl(objectType, record.subject) : null })),
  }));
}
