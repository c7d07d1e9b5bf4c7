import type { ReviewGroup, Reviews, UnmatchedCustomers } from '../../../hubspot-app/app/settings/api/reviews.ts';
import type { Db } from '../../db/index.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import { IS_LISTED } from './left-out.ts';
import { REVIEWED, WITH_REVIEWED } from './reviewed-customers.ts';
import type { ReviewedFacts } from './reviewed-facts.ts';
import { findWaitingCreations } from './waiting-creations.ts';

const GROUPS_PER_PAGE = 10;
const CUSTOMERS_PER_PAGE = 25;
/** Hundreds may share an address such as info@; HubSpot takes answers of 1 MB. */
const CUSTOMERS_PER_GROUP = 20;

/** SQL: matches of a portal's living connections with the customer's facts and debts. `most`: the largest of the debts, to sort by. */
const reviewed = (which: string): string => `
  select m.connection_id, m.customer_id, m.object_type, m.candidates, m.state = 'ignored' as is_deleted, lower(c.name) as sorted_name, coalesce(owed.most, 0) as most,
    ${REVIEWED} as customer
  from customer_matches m
  join erp_customers c on c.portal_id = m.portal_id and c.connection_id = m.connection_id and c.erp_id = m.customer_id
  join erp_connections k on k.portal_id = m.portal_id and k.id = m.connection_id and k.status <> 'disconnected'
  ${WITH_REVIEWED}
  where m.portal_id = :portalId and (${which})`;

interface GroupRow {
  objectType: ReviewGroup['objectType'];
  recordId: RecordId;
  customers: (Omit<ReviewGroup['customers'][number], 'candidates'> & {
    candidates: { recordId: RecordId; rule: string; name: string | null }[];
  })[];
  found: number;
  total: number;
}

export interface ReviewDeps {
  db: Db;
  recordUrl(objectType: string, id: string): string;
  /** What HubSpot's records say of themselves; null for all while HubSpot does not answer. */
  readFacts(objectType: ReviewGroup['objectType'], ids: readonly RecordId[]): Promise<ReviewedFacts>;
}

/**
 * Customers for which several records were found, or several customers for one record: a group per record, which a customer that fits
 * several shares with the most others. Debts in different currencies are compared as figures and never added.
 */
export async function loadReviews({ db, recordUrl, readFacts }: ReviewDeps, portalId: PortalId, page: number): Promise<Reviews> {
  const { rows } = await db.raw<{ rows: GroupRow[] }>(
    `
    with asked as materialized (${reviewed(`m.state = 'ambiguous'`)}),
    fits as (
      select a.connection_id, a.customer_id, a.object_type, c.value ->> 'recordId' as record_id, c.ordinality
      from asked a cross join jsonb_array_elements(a.candidates) with ordinality c
    ),
    shared as (select object_type, record_id, count(*) as customers from fits group by object_type, record_id),
    placed as (
      select distinct on (f.object_type, f.connection_id, f.customer_id) f.* from fits f
      join shared s on s.object_type = f.object_type and s.record_id = f.record_id
      order by f.object_type, f.connection_id, f.customer_id, s.customers desc, f.ordinality
    ),
    grouped as (
      select p.object_type, p.record_id, max(a.most) as most, min(a.sorted_name) as sorted_name,
        jsonb_agg(a.customer || jsonb_build_object('candidates', a.candidates) order by a.most desc, a.sorted_name, a.customer_id) as customers
      from placed p
      join asked a on a.object_type = p.object_type and a.connection_id = p.connection_id and a.customer_id = p.customer_id
      group by p.object_type, p.record_id
    )
    select object_type, record_id, customers, count(*) over () as found, (select count(*) from placed) as total from grouped
    order by most desc, sorted_name, object_type, record_id limit ${GROUPS_PER_PAGE} offset :skipped`,
    { portalId, skipped: (page - 1) * GROUPS_PER_PAGE },
  );
  const shown = rows.map((row) => ({ ...row, customers: row.customers.slice(0, CUSTOMERS_PER_GROUP) }));
  const recordIds = shown.flatMap(({ customers }) => customers.flatMap(({ candidates }) => candidates.map(({ recordId }) => recordId)));
  const [facts, creationOf] = await Promise.all([factsOf(shown, readFacts), findWaitingCreations(db, portalId, recordIds)]);
  const groups = shown.map(({ objectType, recordId, customers }, nth): ReviewGroup => {
    const candidates = customers.flatMap((customer) => customer.candidates);
    const ids = [...new Set([recordId, ...candidates.map((candidate) => candidate.recordId)])];
    return {
      objectType,
      records: ids.map((id) => ({
        recordId: id,
        name: candidates.find((candidate) => candidate.recordId === id)?.name ?? null,
        url: recordUrl(objectType, id),
        facts: facts[objectType]?.get(id) ?? null,
      })),
      customers: customers.map((customer) => ({
        ...customer,
        candidates: customer.candidates.map(({ recordId: id, rule }) => {
          return { recordId: id, rule, creation: creationOf({ connectionId: customer.connectionId, objectType, recordId: id }) };
        }),
      })),
      others: rows[nth]!.customers.slice(CUSTOMERS_PER_GROUP).map(({ connectionId, customerId }) => ({ connectionId, customerId })),
    };
  });
  return { page, pageCount: pagesOf(rows[0]?.found, GROUPS_PER_PAGE), total: rows[0]?.total ?? 0, groups };
}

async function factsOf(rows: readonly GroupRow[], readFacts: ReviewDeps['readFacts']): Promise<Partial<Record<string, ReviewedFacts>>> {
  const types = [...new Set(rows.map(({ objectType }) => objectType))];
  const read = types.map(async (objectType): Promise<[string, ReviewedFacts]> => {
    const ofType = rows.filter((row) => row.objectType === objectType);
    const ids = ofType.flatMap(({ recordId, customers }) => [
      recordId,
      ...customers.flatMap(({ candidates }) => candidates.map((candidate) => candidate.recordId)),
    ]);
    return [objectType, await readFacts(objectType, [...new Set(ids)])];
  });
  return Object.fromEntries(await Promise.all(read));
}

interface UnmatchedRow {
  objectType: ReviewGroup['objectType'];
  customer: Omit<UnmatchedCustomers['customers'][number], 'objectType' | 'isDeleted'>;
  isDeleted: boolean;
  found: number;
  deleted: number;
}

/** Customers with documents that no record shows, and those whose record was found deleted when their ERP was connected again. */
export async function loadUnmatched(db: Db, portalId: PortalId, page: number): Promise<UnmatchedCustomers> {
  const { rows } = await db.raw<{ rows: UnmatchedRow[] }>(
    `select r.object_type, r.customer, r.is_deleted, count(*) over () as found, count(*) filter (where r.is_deleted) over () as deleted
     from (${reviewed(IS_LISTED)}) r
     order by r.most desc, r.sorted_name, r.object_type, r.customer_id limit ${CUSTOMERS_PER_PAGE} offset :skipped`,
    { portalId, skipped: (page - 1) * CUSTOMERS_PER_PAGE },
  );
  const customers = rows.map(({ objectType, customer, isDeleted }) => ({ ...customer, objectType, isDeleted }));
  return {
    page,
    pageCount: pagesOf(rows[0]?.found, CUSTOMERS_PER_PAGE),
    total: rows[0]?.found ?? 0,
    deleted: rows[0]?.deleted ?? 0,
    customers,
  };
}

export const pagesOf = (count = 0, perPage: number): number => Math.max(1, Math.ceil(count / perPage));
