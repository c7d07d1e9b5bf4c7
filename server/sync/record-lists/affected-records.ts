import type { ListedRecords } from '../../../hubspot-app/app/settings/api/lists.ts';
import type { Db } from '../../db/index.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import { DEAL, INVOICED_OBJECT_TYPES, type InvoicedObjectType } from '../../shared/object-types.ts';
import { NEWS } from '../connection/problem-list.ts';
import { HAS_NO_INVOICES, IS_OPEN_COMMAND, recordsOfMatches, WAITS_FOR_ITSELF, WAITS_FOR_PERSON } from '../connection/open-work.ts';
import { IS_DOUBTFUL_CREATION, WAITS_FOR_REVIEW } from '../customers/creation-reviews.ts';
import { hasQuestion } from '../fields/questions.ts';
import { DEALS_OF_ORDER, RECORDS_OF_CONNECTION } from '../shared/targets.ts';

/** More are read by nobody, and HubSpot takes them while a person waits. */
const MOST_LISTED = 10_000;

export interface AffectedRecords {
  ids: RecordId[];
  /** How many there are in all. */
  total: number;
}

/** The HubSpot records in question, by their type; products are not among them, as HubSpot keeps no lists of these. */
export async function loadAffectedRecords(
  db: Db,
  portalId: PortalId,
  listed: ListedRecords,
): Promise<Map<InvoicedObjectType, AffectedRecords>> {
  const { rows } = await db.raw<{ rows: { objectType: InvoicedObjectType; ids: RecordId[]; total: number }[] }>(
    `
    with affected as (${AFFECTED[listed.about]}),
    numbered as (
      select a.object_type, a.record_id, row_number() over (partition by a.object_type order by a.record_id) as nth
      from affected a where a.object_type = any(:objectTypes)
    )
    select n.object_type, coalesce(jsonb_agg(n.record_id order by n.nth) filter (where n.nth <= ${MOST_LISTED}), '[]') as ids, count(*) as total
    from numbered n group by n.object_type`,
    {
      ...{ portalId, connectionId: listed.connectionId, code: listed.about === 'problem' ? listed.code : null },
      ...{ objectTypes: [...INVOICED_OBJECT_TYPES], news: [...NEWS], forItself: WAITS_FOR_ITSELF },
    },
  );
  return new Map(rows.map(({ objectType, ids, total }) => [objectType, { ids, total: Number(total) }]));
}

/** SQL: row `r` is of the connection that is asked for, or of any that is not disconnected. */
const isAsked = (r: string): string => `(case when :connectionId::uuid is null
  then exists (select 1 from erp_connections k where k.portal_id = ${r}.portal_id and k.id = ${r}.connection_id and k.status <> 'disconnected')
  else ${r}.connection_id = :connectionId::uuid end)`;

const commandsThatWait = (type: string): string => `
  select c.object_type, c.record_id from commands c
  where c.portal_id = :portalId and ${isAsked('c')} and c.object_type ${type} '${DEAL}' and ${IS_OPEN_COMMAND} and ${WAITS_FOR_PERSON}
    and ${WAITS_FOR_REVIEW} is not true
  group by c.object_type, c.record_id`;

/** A problem names a HubSpot record, or what the ERP has: then it touches the records that show it. */
const OF_PROBLEM = `
  with touched as (
    select p.portal_id, p.connection_id, p.subject_kind, p.subject from problems p
    where p.portal_id = :portalId and p.code = :code and p.resolved_at is null and p.connection_id is not distinct from :connectionId::uuid
  ),
  invoices as (
    select i.portal_id, i.connection_id, i.erp_id, i.customer_id, i.organisation_id from touched p
    join erp_invoices i on i.portal_id = p.portal_id and i.connection_id = p.connection_id and i.erp_id = p.subject where p.subject_kind = 'invoice'
  ),
  customers as (
    select p.portal_id, p.connection_id, p.subject as customer_id from touched p where p.subject_kind = 'customer'
    union select i.portal_id, i.connection_id, unnest(array[i.customer_id, i.organisation_id]) from invoices i
    union select pay.portal_id, pay.connection_id, unnest(array[pay.customer_id, pay.organisation_id]) from touched p
    join erp_payments pay on pay.portal_id = p.portal_id and pay.connection_id = p.connection_id and pay.erp_id = p.subject where p.subject_kind = 'payment'
  )
  select p.subject_kind as object_type, p.subject as record_id from touched p
  union select l.object_type, l.record_id from customers c
  join links l on l.portal_id = c.portal_id and l.connection_id = c.connection_id and l.customer_id = c.customer_id and l.state = 'active'
  union select '${DEAL}', t.deal_id from invoices i
  join invoice_ties t on t.portal_id = i.portal_id and t.connection_id = i.connection_id and t.invoice_id = i.erp_id
  union select '${DEAL}', d.deal_id from touched p
  join erp_orders o on o.portal_id = p.portal_id and o.connection_id = p.connection_id and o.erp_id = p.subject
  cross join lateral (${DEALS_OF_ORDER}) d where p.subject_kind = 'order'`;

/** SQL of (object_type, record_id), each record once. */
const AFFECTED: Record<ListedRecords['about'], string> = {
  problem: OF_PROBLEM,
  matches: recordsOfMatches(isAsked('m')),
  matchesWithoutInvoices: recordsOfMatches(`${isAsked('m')} and ${HAS_NO_INVOICES}`),
  creations: `
    select distinct c.object_type, c.record_id from commands c where c.portal_id = :portalId and ${isAsked('c')} and ${IS_DOUBTFUL_CREATION}`,
  fields: `
    select distinct p.object_type, p.record_id from field_pairs p
    join customer_rules r on r.portal_id = p.portal_id and r.connection_id = p.connection_id and r.live is not null
    where p.portal_id = :portalId and ${isAsked('p')} and ${hasQuestion('p', 'edited')}`,
  archivals: `
    select distinct a.object_type, a.record_id from customer_archivals a
    where a.portal_id = :portalId and ${isAsked('a')} and a.state = 'held' and a.side = 'hubspot'`,
  customersWaiting: commandsThatWait('<>'),
  ordersWaiting: commandsThatWait('='),
  failing: `
    with records as (${RECORDS_OF_CONNECTION})
    select r.object_type, r.record_id from records r
    join targets t on t.portal_id = :portalId and t.object_type = r.object_type and t.record_id = r.record_id
    where t.due_revision > t.pushed_revision and t.due_revision <= t.refused_revision
    union
    select r.object_type, r.record_id from records r
    join problems p on p.portal_id = :portalId and p.subject_kind = r.object_type and p.subject = r.record_id
    where p.resolved_at is null and not p.code = any(:news) and (p.connection_id = :connectionId::uuid or p.connection_id is null)`,
};
