import type { Db } from '../../db/index.ts';
import { hasTaxIdSql } from '../../mirror/identity-values.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import { PERSON, type CustomerObjectType } from '../../shared/object-types.ts';
import type { Candidate } from '../../../hubspot-app/app/cards/api/types.ts';

/** What a HubSpot record says about itself, cleaned for comparing. */
export interface RecordFacts {
  name: string | null;
  emails: string[];
  domain: string | null;
  /** In every form it may have. */
  taxIds: readonly string[];
}

export const SUGGESTIONS = 5;

/**
 * Up to five ERP customers a person may mean by this record, best reason first: those a review already found for it, then same tax id,
 * same e-mail, same domain, a name that begins alike.
 */
export async function suggestCustomers(
  db: Db,
  { portalId, objectType, recordId }: { portalId: PortalId; objectType: CustomerObjectType; recordId: RecordId },
  facts: RecordFacts,
): Promise<Candidate[]> {
  const { rows } = await db.raw<{ rows: Candidate[] }>(
    `
    with found as (
      select m.connection_id, m.customer_id, 0 as rank, coalesce(
        (select case c ->> 'rule' when 'domain_and_name' then 'domain' when 'key' then 'search' else c ->> 'rule' end
         from jsonb_array_elements(m.candidates) c where c ->> 'recordId' = :recordId limit 1), 'search') as reason
      from customer_matches m
      where m.portal_id = :portalId and m.object_type = :objectType and m.state = 'ambiguous'
        and m.candidates @> jsonb_build_array(jsonb_build_object('recordId', :recordId::text))
      union all
      select c.connection_id, c.erp_id, 1, 'tax_id' from erp_customers c
      where c.portal_id = :portalId and ${hasTaxIdSql('c', ':taxIds::text[]')}
      union all
      select connection_id, erp_id, 2, 'email' from erp_customers
      where portal_id = :portalId and emails && :emails::text[]
      union all
      select connection_id, erp_id, 3, 'domain' from erp_customers
      where portal_id = :portalId and domain = :domain::text
      union all
      (select connection_id, erp_id, 4, 'name' from erp_customers
       where portal_id = :portalId and :start::text <> '' and left(lower(name), 200) like left(lower(:start), 200) || '%' and lower(name) like lower(:start) || '%' order by length(name) limit 20)
    ),
    best as (
      select distinct on (connection_id, customer_id) connection_id, customer_id, rank, reason from found order by connection_id, customer_id, rank
    )
    select c.connection_id, c.erp_id as customer_id, c.name, c.number, c.tax_id, c.address ->> 'city' as city, best.reason,
      case when l.record_id is not null then jsonb_build_object('recordId', l.record_id, 'name', null, 'url', null) end as linked_to
    from best
    join erp_customers c on c.portal_id = :portalId and c.connection_id = best.connection_id and c.erp_id = best.customer_id and c.active
    join erp_connections k on k.portal_id = c.portal_id and k.id = c.connection_id and k.status <> 'disconnected' and k.approved_at is not null
    left join links l on l.portal_id = c.portal_id and l.connection_id = c.connection_id and l.object_type = :objectType and l.customer_id = c.erp_id
    where (:objectType = '${PERSON}' or c.kind = 'organisation')
      and not exists (select 1 from refused_matches r where r.portal_id = c.portal_id and r.connection_id = c.connection_id
        and r.object_type = :objectType and r.customer_id = c.erp_id and r.record_id = :recordId)
    order by best.rank, l.customer_id is not null, c.name
    limit ${SUGGESTIONS}`,
    { portalId, objectType, recordId, taxIds: facts.taxIds, emails: facts.emails, domain: facts.domain, start: startOf(facts.name) },
  );
  return rows;
}

/** The first word that says something, as the beginning of a name: "Aceros del Norte" finds "ACEROS DEL NORTE S.A.". */
function startOf(name: string | null): string {
  const words = (name ?? '').trim().split(/\s+/);
  return words
    .slice(0, 2)
    .join(' ')
    .replace(/[\\%_]/g, (sign) => `\\${sign}`);
}
