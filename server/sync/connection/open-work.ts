import type { OpenWork } from '../../../hubspot-app/app/settings/api/types.ts';
import type { Db } from '../../db/index.ts';
import { DEAL } from '../../shared/object-types.ts';
import { IS_DOUBTFUL_CREATION, WAITS_FOR_REVIEW } from '../customers/creation-reviews.ts';
import { hasQuestion, isBehindTrial } from '../fields/questions.ts';
import { isCustomerAsked, WAITING_CUSTOMER } from '../commands/command-rows.ts';
import { WAITING_TRIAL } from '../commands/undecided.ts';
import { WAITING_READING } from '../orders/waiting.ts';
import { WAITING_CATALOG } from '../shared/first-products.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { IS_LEFT_OUT } from '../match/left-out.ts';

/** Reasons of commands that end without a person: another record or step comes first. */
export const WAITS_FOR_ITSELF = [
  'command.waiting_organisation',
  'command.waiting_other',
  'command.waiting_lists',
  'order.waiting_product',
  'order.waiting_merge',
  WAITING_READING,
  WAITING_CATALOG,
];

export const IS_OPEN_COMMAND = `c.state in ('planned', 'sending', 'unknown', 'waiting')`;
/** An order looks again by itself whether there is its customer; who makes it one is a person, unless that was asked for already. */
export const WAITS_FOR_PERSON = `(c.state = 'waiting' and not c.waiting_for = any(:forItself) or c.state = 'planned' and c.waiting_for = '${WAITING_CUSTOMER}')
  and coalesce(c.params ->> 'isAsked', '') <> 'true' and not (c.waiting_for = '${WAITING_CUSTOMER}' and ${isCustomerAsked('c')})`;

/** SQL of (object_type, record_id), each once: HubSpot records that customers could be, of matches `m` for which `which` holds. */
export const recordsOfMatches = (which: string): string => `
    select distinct m.object_type, offered.value ->> 'recordId' as record_id from customer_matches m
    cross join jsonb_array_elements(m.candidates) offered
    where m.portal_id = :portalId and m.state = 'ambiguous' and ${which}`;
export const HAS_NO_INVOICES = `not ${IS_LEFT_OUT}`;

/**
 * What is not done yet beside the figures written to HubSpot: each thing once, in its kind. What a problem tells is none of it, nor are customers
 * that count as left out.
 */
export async function loadOpenWork(db: Db, { portalId, connectionId }: ConnectionScope): Promise<OpenWork[]> {
  const { rows } = await db.raw<{ rows: (OpenWork & { records: number | null })[] }>(
    `
    select open.*, case when open.kind = 'matches' then (
        select count(*) from (${recordsOfMatches(`m.connection_id = :connectionId and ${HAS_NO_INVOICES}`)}) records
      ) end as records
    from (
    select case when c.object_type = '${DEAL}' then 'orders' else 'customers' end
        || case when ${WAITS_FOR_PERSON} then 'Waiting' else 'UnderWay' end as kind, count(*) as count
    from commands c
    where c.portal_id = :portalId and c.connection_id = :connectionId and ${IS_OPEN_COMMAND} and c.waiting_for is distinct from '${WAITING_TRIAL}'
      and ${WAITS_FOR_REVIEW} is not true
    group by 1
    union all
    select 'creations', count(*) from commands c
    where c.portal_id = :portalId and c.connection_id = :connectionId and ${IS_DOUBTFUL_CREATION}
    union all
    select 'trial', (
        select count(*) from field_pairs p where p.portal_id = r.portal_id and p.connection_id = r.connection_id
          and (p.due_revision > p.done_revision or ${isBehindTrial('p')}) and not p.is_frozen
      ) + (
        select count(*) from commands c where c.portal_id = r.portal_id and c.connection_id = r.connection_id and c.waiting_for = '${WAITING_TRIAL}' and ${IS_OPEN_COMMAND}
      )
    from customer_rules r
    where r.portal_id = :portalId and r.connection_id = :connectionId and r.live is not null and r.trial is not null
    union all
    select 'stopped', 0
    from customer_rules r
    where r.portal_id = :portalId and r.connection_id = :connectionId and r.live is null
      and exists (select 1 from customer_runs u where u.portal_id = r.portal_id and u.connection_id = r.connection_id and u.kind = 'apply')
    union all
    select 'fields', count(*) from field_pairs p
    where p.portal_id = :portalId and p.connection_id = :connectionId and ${hasQuestion('p', 'edited')}
    union all
    select case when a.state = 'held' then 'archivalsHeld' else 'archivalsPlanned' end, count(*) from customer_archivals a
    where a.portal_id = :portalId and a.connection_id = :connectionId and a.state in ('noticed', 'held')
    group by 1
    union all
    select 'catalog', count(*) from product_links l
    where l.portal_id = :portalId and l.connection_id = :connectionId and l.state = 'ambiguous'
    union all
    select 'matches', count(*) from customer_matches m
    where m.portal_id = :portalId and m.connection_id = :connectionId and m.state = 'ambiguous' and ${HAS_NO_INVOICES}
    ) open`,
    { portalId, connectionId, forItself: WAITS_FOR_ITSELF },
  );
  return rows
    .map(({ kind, count, records }) => ({ kind, count: Number(count), ...(records !== null && { records: Number(records) }) }))
    .filter(({ kind, count }) => count > 0 || kind === 'trial' || kind === 'stopped');
}
