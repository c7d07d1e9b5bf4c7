import type { Preview } from '../../../hubspot-app/app/settings/api/types.ts';
import type { Db } from '../../db/index.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import { CUSTOMER_OBJECT_TYPES, ORGANISATION, PERSON, DEAL, type CustomerObjectType } from '../../shared/object-types.ts';
import type { ContactsCarry } from '../../records/record-invoices.ts';
import { WAS_DELETED } from '../match/deleted-records.ts';
import { IS_OWN_COMPANY } from '../match/own-companies.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { IS_FULLY_READ } from '../../records/needs.ts';

export interface Proposed {
  objectType: CustomerObjectType;
  recordId: RecordId;
  rule: string;
  customerName: string;
}

export async function isFullyRead(db: Db, scope: ConnectionScope): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { isRead: boolean }[] }>(
    `select ${IS_FULLY_READ} as is_read from erp_connections k where k.portal_id = :portalId and k.id = :connectionId`,
    { ...scope },
  );
  return rows[0]?.isRead ?? false;
}

/** Since the ERP was connected every deal with an order number was looked for, and read. */
export async function areDealsRead(db: Db, portalId: PortalId): Promise<boolean> {
  const { rows } = await db.raw<{ rows: { areRead: boolean }[] }>(
    `select p.swept_at is not null
       and not exists (select 1 from inbox i where i.portal_id = p.portal_id and i.object_type = '${DEAL}') as are_read
     from portals p where p.portal_id = :portalId`,
    { portalId },
  );
  return rows[0]?.areRead ?? false;
}

type Counted = Omit<Preview['customers'], 'toCreate'> & { due: number; creatable: { objectType: CustomerObjectType; count: number }[] };

export async function countCustomers(db: Db, scope: ConnectionScope): Promise<Counted> {
  const { rows } = await db.raw<{ rows: Counted[] }>(
    `with linked as (
       select coalesce(sum(n) filter (where rule = 'key'), 0)::bigint as key, coalesce(sum(n) filter (where rule = 'tax_id'), 0)::bigint as tax_id,
         coalesce(sum(n) filter (where rule = 'email'), 0)::bigint as email, coalesce(sum(n) filter (where rule = 'domain_and_name'), 0)::bigint as domain_and_name,
         coalesce(sum(n) filter (where rule = 'person'), 0)::bigint as person
       from (select l.rule, count(*) as n from links l where l.portal_id = :portalId and l.connection_id = :connectionId group by l.rule) rules
     ),
     matches as (
       select m.object_type, m.state, c.active, cardinality(c.emails) > 0 as has_email,
         ${IS_OWN_COMPANY} as is_own_company, ${WAS_DELETED} as was_deleted from customer_matches m
       join erp_customers c on c.portal_id = m.portal_id and c.connection_id = m.connection_id and c.erp_id = m.customer_id
       where m.portal_id = :portalId and m.connection_id = :connectionId
     )
     select
       (select count(*) from erp_customers c where c.portal_id = :portalId and c.connection_id = :connectionId) as total,
       (select jsonb_build_object('key', key, 'tax_id', tax_id, 'email', email, 'domain_and_name', domain_and_name, 'person', person) from linked) as linked_by,
       (select count(*) from matches where state = 'ambiguous') as ambiguous,
       (select count(*) from matches where state = 'unmatched') as unmatched,
       (select count(*) from matches where was_deleted) as deleted,
       (select count(*) from matches where state = 'due') as due,
       (select coalesce(jsonb_agg(jsonb_build_object('objectType', object_type, 'count', n)), '[]') from (
          select object_type, count(*) as n from matches where state = 'unmatched' and active and not is_own_company and (object_type = '${ORGANISATION}' or has_email) group by object_type
        ) creatable) as creatable`,
    { ...scope },
  );
  return rows[0]!;
}

/** HubSpot records that would be written: those proposed, and deals whose number this ERP's invoices carry. */
export async function countRecords(db: Db, scope: ConnectionScope): Promise<Preview['records']> {
  const { rows } = await db.raw<{ rows: Preview['records'][] }>(
    `select
       ${CUSTOMER_OBJECT_TYPES.map((type) => `count(distinct l.record_id) filter (where l.object_type = '${type}') as ${type}`).join(', ')},
       (select count(distinct d.deal_id) from deal_orders d
        join erp_invoice_origins o on o.portal_id = d.portal_id and o.order_number = d.order_number and o.connection_id = :connectionId
        where d.portal_id = :portalId) as ${DEAL}
     from links l where l.portal_id = :portalId and l.connection_id = :connectionId`,
    { ...scope },
  );
  return rows[0]!;
}

/** Organisations with invoices none of whose persons would carry them: their events reach a company at most. */
export async function countWithoutContact(db: Db, scope: ConnectionScope, contactsCarry: ContactsCarry): Promise<number> {
  const carries = { none: 'false', billing_contact: 'p.is_billing_contact', all_contacts: 'true' }[contactsCarry];
  const { rows } = await db.raw<{ rows: { count: number }[] }>(
    // `not in` is looked up in a hash whatever the planner believes; joined, one wrong estimate made this take minutes.
    `with persons as materialized (
       select p.organisation_id, l.customer_id, ${carries} as carries from links l
       join erp_customers p on p.portal_id = l.portal_id and p.connection_id = l.connection_id and p.erp_id = l.customer_id
       where l.portal_id = :portalId and l.connection_id = :connectionId and l.object_type = '${PERSON}'
     )
     select count(distinct i.organisation_id) as count from erp_invoices i
     where i.portal_id = :portalId and i.connection_id = :connectionId and i.organisation_id is not null and i.status not in ('draft', 'cancelled')
       and i.organisation_id not in (select p.organisation_id from persons p where p.carries)
       and (i.organisation_id, coalesce(i.customer_id, '')) not in (select p.organisation_id, p.customer_id from persons p)`,
    { ...scope },
  );
  return rows[0]?.count ?? 0;
}

export async function loadProposed(db: Db, scope: ConnectionScope, limit: number): Promise<Proposed[]> {
  const { rows } = await db.raw<{ rows: Proposed[] }>(
    `select l.object_type, l.record_id, l.rule, c.name as customer_name from links l
     join erp_customers c on c.portal_id = l.portal_id and c.connection_id = l.connection_id and c.erp_id = l.customer_id
     where l.portal_id = :portalId and l.connection_id = :connectionId
     order by l.object_type, l.record_id, l.customer_id limit :limit`,
    { ...scope, limit },
  );
  return rows;
}
