import type { Db } from '../../db/index.ts';
import type { ConnectionId, ErpRecordId, RecordId } from '../../shared/ids.ts';
import { ORGANISATION, PERSON, type CustomerObjectType } from '../../shared/object-types.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { normaliseName } from './names.ts';
import { IS_OWN_COMPANY } from './own-companies.ts';
import type { Candidate, CustomerFacts, Occupant } from './rules.ts';

/** A customer that waits for matching, with what its record in HubSpot would be made from. */
export interface DueCustomer extends CustomerFacts {
  objectType: CustomerObjectType;
  identityKey: string;
  organisationId: ErpRecordId;
  name: string;
  emails: string[];
  phone: string | null;
  domain: string | null;
  /** As the ERP writes it. */
  taxIdText: string | null;
  active: boolean;
  /** One of the companies whose books the ERP keeps. */
  isOwnCompany: boolean;
  /** A person asked for its record. */
  isWanted: boolean;
  candidates: Candidate[];
  linkedTo: RecordId | null;
  /** Pairs a person refused. */
  refused: RecordId[];
}

const PICKED_AT_ONCE = 200;

/** Claims up to 200 waiting customers of one object type, organisations first, so that contacts find their company. */
export async function claimDueCustomers(db: Db, scope: ConnectionScope, now: Date): Promise<DueCustomer[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(withFacts(CLAIM), { ...scope, now });
  return toCustomers(rows);
}

/** Those of these ids for which no record was found; nothing is claimed. */
export async function loadUnmatchedCustomers(
  db: Db,
  scope: ConnectionScope,
  { objectType, ids }: { objectType: CustomerObjectType; ids: readonly ErpRecordId[] },
): Promise<DueCustomer[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(withFacts(UNMATCHED_OF), { ...scope, objectType, ids: [...ids] });
  return toCustomers(rows);
}

/** Those for which no record was found, page by page; nothing is claimed. */
export async function loadUnmatchedPage(
  db: Db,
  scope: ConnectionScope,
  { objectType, after, limit }: { objectType: CustomerObjectType; after: string; limit: number },
): Promise<DueCustomer[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(withFacts(UNMATCHED), { ...scope, objectType, after, limit });
  return toCustomers(rows);
}

/** One that nobody claimed; undefined: there is none in that state. */
export async function loadListedCustomer(
  db: Db,
  scope: ConnectionScope,
  customer: { objectType: CustomerObjectType; customerId: ErpRecordId },
): Promise<DueCustomer | undefined> {
  const { rows } = await db.raw<{ rows: Row[] }>(withFacts(LISTED), { ...scope, ...customer });
  return toCustomers(rows)[0];
}

type Row = Omit<DueCustomer, 'isNameShared'> & { neighbours: string[] };

function toCustomers(rows: readonly Row[]): DueCustomer[] {
  // Who shares a domain has the same neighbours: each name is brought into normal form once.
  const plainNames = new Map<string, string>();
  const plainOf = (name: string): string => {
    const plain = plainNames.get(name) ?? normaliseName(name);
    plainNames.set(name, plain);
    return plain;
  };
  return rows.map(({ neighbours, ...customer }) => {
    const name = plainOf(customer.name);
    return { ...customer, isNameShared: neighbours.some((other) => plainOf(other) === name) };
  });
}

/** SQL: customers of these matches, with everything they are recognised by. */
const withFacts = (matches: string): string => `
     with claimed as (${matches}),
     holders as materialized (${HOLDERS}),
     held_by_several as materialized (select h.mail from holders h group by h.mail having count(*) > 1)
     select m.object_type, m.customer_id, m.connection_id, m.candidates, m.wanted_by is not null as is_wanted, k.identity_key, c.organisation_id, c.name, c.emails, c.phone, c.domain, c.active,
       c.company_id, c.tax_id as tax_id_text, c.address ->> 'country' as country, ${OWN_TAX_ID} as tax_id, l.record_id as linked_to,
       ${IS_OWN_COMPANY} as is_own_company, ${IS_TAX_ID_SHARED} as is_tax_id_shared, ${SHARED_EMAILS} as shared_emails, ${NEIGHBOURS} as neighbours,
       array(select r.record_id from refused_matches r where r.portal_id = m.portal_id and r.connection_id = m.connection_id
         and r.object_type = m.object_type and r.customer_id = m.customer_id) as refused
     from claimed m
     join erp_connections k on k.portal_id = m.portal_id and k.id = m.connection_id
     join erp_customers c on c.portal_id = m.portal_id and c.connection_id = m.connection_id and c.erp_id = m.customer_id
     left join links l on l.portal_id = m.portal_id and l.connection_id = m.connection_id and l.object_type = m.object_type and l.customer_id = m.customer_id
     order by m.customer_id`;

const ALL_UNMATCHED = `
  select m.* from customer_matches m
  where m.portal_id = :portalId and m.connection_id = :connectionId and m.object_type = :objectType and m.state = 'unmatched'`;
const UNMATCHED = `${ALL_UNMATCHED} and m.customer_id > :after order by m.customer_id limit :limit`;
const UNMATCHED_OF = `${ALL_UNMATCHED} and m.customer_id = any(:ids)`;

const LISTED = `
  select m.* from customer_matches m
  where m.portal_id = :portalId and m.connection_id = :connectionId and m.object_type = :objectType and m.customer_id = :customerId
    and m.state in ('unmatched', 'due') for update`;

// In order, so that the index of the due ones is asked: to see that no organisation is left, all customers would be read for each claim.
const NEXT = `
  select d.portal_id, d.connection_id, d.object_type, d.customer_id from customer_matches d
  where d.portal_id = :portalId and d.connection_id = :connectionId and d.state = 'due'
    and d.object_type = coalesce((
        select f.object_type from customer_matches f
        where f.portal_id = :portalId and f.connection_id = :connectionId and f.state = 'due' and f.object_type = '${ORGANISATION}'
        order by f.customer_id limit 1), '${PERSON}')
  order by d.customer_id limit ${PICKED_AT_ONCE}`;

const CLAIM = `
  update customer_matches m set checked_at = :now
  where (m.portal_id, m.connection_id, m.object_type, m.customer_id) in (${NEXT})
  returning m.*`;

// A contact person's tax id is its organisation's: only organisations and private customers are recognised by one.
const ownTaxId = (c: string): string =>
  `case when ${c}.kind = 'organisation' or ${c}.organisation_id = ${c}.erp_id then ${c}.tax_id_normalised end`;
const OWN_TAX_ID = ownTaxId('c');

// Archived duplicates do not make a living customer ambiguous; among themselves they are.
const OTHER = `
  from erp_customers o
  join erp_connections ok on ok.portal_id = o.portal_id and ok.id = o.connection_id and ok.status <> 'disconnected'
  where o.portal_id = c.portal_id and o.kind = c.kind and (o.connection_id, o.erp_id) <> (c.connection_id, c.erp_id) and (o.active or not c.active)`;

// One legal entity in two sets of books.
const OTHER_BOOKS = `(o.connection_id <> c.connection_id or o.company_id <> c.company_id)`;
const IS_TAX_ID_SHARED = `exists (
  select 1 ${OTHER} and o.tax_id_normalised = c.tax_id_normalised and ${ownTaxId('o')} is not null and ${OTHER_BOOKS} is not true)`;
const IS_TWIN = `coalesce(${ownTaxId('o')} = ${OWN_TAX_ID} and ${OTHER_BOOKS}, false)`;

/** Of each address as many customers as decide whether it is shared: one that thousands have must not be looked for once for each of them. */
const HOLDERS_READ = 500;
const HOLDERS = `
  select mails.mail, o.* from (
    select distinct m.portal_id, c.kind, mail from claimed m
    join erp_customers c on c.portal_id = m.portal_id and c.connection_id = m.connection_id and c.erp_id = m.customer_id
    cross join unnest(c.emails) mail
  ) mails cross join lateral (
    select o.connection_id, o.erp_id, o.kind, o.active, o.company_id, o.organisation_id, o.tax_id_normalised from erp_customers o
    join erp_connections ok on ok.portal_id = o.portal_id and ok.id = o.connection_id and ok.status <> 'disconnected'
    where o.portal_id = mails.portal_id and o.kind = mails.kind and o.emails @> array[mails.mail]
    order by o.active desc limit ${HOLDERS_READ}
  ) o`;
// Most addresses are the customer's own alone, which a hash tells first: all holders are not gone through for each of them. `offset 0` has the address compared first. As a join, everything else would be asked of each holder of any address, once for each customer.
const SHARED_EMAILS = `array(
  select own.mail from unnest(c.emails) as own(mail) where case when own.mail in (select s.mail from held_by_several s) then exists (
    select 1 from holders o where o.mail = own.mail and o.kind = c.kind and (o.connection_id, o.erp_id) <> (c.connection_id, c.erp_id)
      and (o.active or not c.active) and not ${IS_TWIN} offset 0) else false end)`;

const NEIGHBOURS = `case when c.kind = 'organisation' and c.domain is not null then array(
  select o.name ${OTHER} and o.domain = c.domain and not ${IS_TWIN} limit 500) else '{}' end`;

/** Customers these records carry already, and records that carry the same legal entity in other books. */
export async function loadOccupants(
  db: Db,
  { portalId }: ConnectionScope,
  objectType: CustomerObjectType,
  { recordIds, taxIds }: { recordIds: readonly RecordId[]; taxIds: readonly string[] },
): Promise<Occupant[]> {
  const { rows } = await db.raw<{ rows: (Omit<Occupant, 'connectionId'> & { connectionId: ConnectionId })[] }>(
    // Two look-ups: with `or` between two tables every link of the portal would be read.
    `select l.record_id, l.connection_id, l.customer_id, c.company_id, ${OWN_TAX_ID} as tax_id
     from (
       select n.connection_id, n.customer_id from links n
       where n.portal_id = :portalId and n.object_type = :objectType and n.record_id = any(:recordIds)
       union
       select t.connection_id, t.erp_id from erp_customers t
       where t.portal_id = :portalId and t.tax_id_normalised = any(:taxIds) and ${ownTaxId('t')} is not null
     ) found
     join links l on l.portal_id = :portalId and l.connection_id = found.connection_id and l.object_type = :objectType and l.customer_id = found.customer_id
     join erp_connections k on k.portal_id = l.portal_id and k.id = l.connection_id and k.status <> 'disconnected'
     left join erp_customers c on c.portal_id = l.portal_id and c.connection_id = l.connection_id and c.erp_id = l.customer_id`,
    { portalId, objectType, recordIds: [...recordIds], taxIds: [...taxIds] },
  );
  return rows;
}
