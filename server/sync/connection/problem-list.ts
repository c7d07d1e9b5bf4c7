import type { ProblemGroup } from '../../../hubspot-app/app/settings/api/types.ts';
import type { Db } from '../../db/index.ts';
import { NOT_MADE } from '../catalog/create-products.ts';
import type { PortalId } from '../../shared/ids.ts';
import { OBJECT_TYPES, PRODUCT } from '../../shared/object-types.ts';
import { LIST_REFUSED, PRICE_REFUSED } from '../catalog/refused-prices.ts';
import { ORDER_REJECTIONS, REJECTIONS } from '../commands/command-rows.ts';
import { RESTORE_BY_HAND } from '../shared/archivals.ts';
import { STOP_CODES } from '../project-records/targets.ts';
import { PROJECT_DELETED, PROJECT_REFUSED } from '../project-records/write-deals.ts';
import { FIELD_PROBLEMS } from '../fields/field-problems.ts';

const SHOWN_PER_CAUSE = 20;

interface GroupRow extends Omit<ProblemGroup, 'canRetry' | 'isNews' | 'records' | 'lastSeenAt'> {
  lastSeenAt: Date;
  records: (Omit<ProblemGroup['records'][number], 'url'> & { objectType: string | null; facts: ProblemGroup['params'] })[];
}

/** Causes that go away when the same thing is tried again; the others wait for a decision or for a change in the data. */
const RETRIED_BY_PERSON: readonly string[] = [
  'record.refused',
  'record.key_taken',
  'create.refused',
  NOT_MADE,
  'property.stopped',
  'property.name_taken',
  'property.no_room',
  'property.withheld',
  'invoice.without_customer',
  'record.unreadable',
  PRICE_REFUSED,
  LIST_REFUSED,
  ...REJECTIONS,
  ...ORDER_REJECTIONS,
  ...FIELD_PROBLEMS,
  PROJECT_REFUSED,
  ...STOP_CODES,
];
/** What an administrator is told and need not solve: it stays until one says to have seen it. */
export const NEWS: readonly string[] = [
  'portal.administrator_added',
  'portal.installed_by_other',
  'product.overwritten',
  'product.deleted_in_hubspot',
  PROJECT_DELETED,
  RESTORE_BY_HAND,
];

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
        'label', coalesce(c.name, i.number, pay.number, ord.number, product.name || coalesce(' · ' || (o.params ->> 'list'), ''), o.params ->> 'list', o.params ->> 'project', of_record.name),
        'detail', left(coalesce(o.params ->> 'change', o.params ->> 'message'), 300), 'facts', o.params,
        'objectType', case when o.subject_kind = any(:objectTypes) then o.subject_kind end)
        order by o.position) filter (where o.position <= ${SHOWN_PER_CAUSE}), '[]') as records
    from open o
    left join erp_customers c on o.subject_kind = 'customer' and c.portal_id = o.portal_id and c.connection_id = o.connection_id and c.erp_id = o.subject
    left join erp_invoices i on o.subject_kind = 'invoice' and i.portal_id = o.portal_id and i.connection_id = o.connection_id and i.erp_id = o.subject
    left join erp_payments pay on o.subject_kind = 'payment' and pay.portal_id = o.portal_id and pay.connection_id = o.connection_id and pay.erp_id = o.subject
    left join erp_orders ord on o.subject_kind = 'order' and ord.portal_id = o.portal_id and ord.connection_id = o.connection_id and ord.erp_id = o.subject
    left join erp_products product on o.subject_kind in ('product', 'price', 'stock') and product.portal_id = o.portal_id
      and product.connection_id = o.connection_id
      and product.erp_id = case o.subject_kind when 'price' then substr(o.subject, strpos(o.subject, ':') + 1) else o.subject end
    left join lateral (
      select p.name from product_links l
      join erp_products p on p.portal_id = l.portal_id and p.connection_id = l.connection_id and p.erp_id = l.product_id
      where l.portal_id = o.portal_id and l.record_id = o.subject order by l.connection_id limit 1
    ) of_record on o.subject_kind = '${PRODUCT}' and o.position <= ${SHOWN_PER_CAUSE}
    group by o.code, o.connection_id
    order by count(*) desc, o.code`,
    { portalId, objectTypes: [...OBJECT_TYPES] },
  );
  return rows.map(({ lastSeenAt, records, ...group }) => ({
    ...group,
    params: { ...group.params, ...differing(records) },
    lastSeenAt: lastSeenAt.toISOString(),
    canRetry: RETRIED_BY_PERSON.includes(group.code),
    isNews: NEWS.includes(group.code),
    records: records.map(({ objectType, facts: _facts, ...record }) => ({
      ...record,
      url: objectType ? recordUrl(objectType, record.subject) : null,
    })),
  }));
}

const NAMED_AT_MOST = 5;

/** A sentence on several records names what any of them has, not what the first happens to have. */
function differing(records: GroupRow['records']): Record<string, string> {
  const merged = (name: string): [string, string][] => {
    const named = records.flatMap(({ facts }) => String(facts[name] ?? '').split(', ')).filter((text) => text !== '');
    const each = [...new Set(named)];
    const text = each.slice(0, NAMED_AT_MOST).join(', ');
    return each.length === 0 ? [] : [[name, each.length > NAMED_AT_MOST ? `${text}, …` : text]];
  };
  return records.length < 2 ? {} : Object.fromEntries(['property', 'name'].flatMap(merged));
}
