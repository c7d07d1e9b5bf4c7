import type { CreationReview, CreationReviews } from '../../../hubspot-app/app/settings/api/creation-reviews.ts';
import { userName } from '../../portals/users.ts';
import type { ConnectionId, PortalId, RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import { askerOf, withAsker } from '../commands/command-list.ts';
import type { AskedBy } from '../commands/command-rows.ts';
import { WAITING_REVIEW } from '../commands/undecided.ts';
import { REVIEWED, WITH_REVIEWED } from '../match/reviewed-customers.ts';
import { pagesOf, type ReviewDeps } from '../match/reviews.ts';

const PER_PAGE = 10;

/** SQL: the command `c` would make a customer that the ERP may have; null where it waits for nothing. In the words of an index. */
export const WAITS_FOR_REVIEW = `(c.name = 'createCustomer' and c.state = 'waiting' and c.waiting_for = '${WAITING_REVIEW}')`;

/** SQL: likewise, and it is a question of its own. Where a customer that has no record yet may be it, the same one stands among the customers to decide. */
export const IS_DOUBTFUL_CREATION = `${WAITS_FOR_REVIEW}
  and not exists (select 1 from customer_matches asked cross join jsonb_array_elements(asked.candidates) offered
    where asked.portal_id = c.portal_id and asked.connection_id = c.connection_id and asked.object_type = c.object_type
      and asked.state = 'ambiguous' and offered.value ->> 'recordId' = c.record_id)`;

type AlikeRow = Omit<CreationReview['customers'][number], 'linkedTo'> & { linkedTo: RecordId | null };

interface Row {
  connectionId: ConnectionId;
  key: string;
  objectType: CustomerObjectType;
  recordId: RecordId;
  askedAt: Date;
  askedBy: AskedBy;
  person: string | null;
  named: string | null;
  customers: AlikeRow[];
  found: number;
}

/** HubSpot records that shall become customers and may be some already, each beside those of the ERP that it may be. */
export async function loadCreationReviews(
  { db, recordUrl, readFacts }: ReviewDeps,
  portalId: PortalId,
  page: number,
): Promise<CreationReviews> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `with doubtful as (
       select c.*, count(*) over () as found from commands c
       join erp_connections k on k.portal_id = c.portal_id and k.id = c.connection_id and k.status <> 'disconnected'
       where c.portal_id = :portalId and ${IS_DOUBTFUL_CREATION}
       order by c.asked_at desc, c.key limit ${PER_PAGE} offset :skipped
     )
     select d.connection_id, d.key, d.object_type, d.record_id, d.asked_at, d.asked_by, ${userName('u')} as person, d.params ->> 'customers' as named,
       coalesce(alike.customers, '[]') as customers, d.found
     from doubtful d ${withAsker('d')}
     cross join lateral (
       select jsonb_agg(${REVIEWED} || jsonb_build_object('rule', a.value ->> 'rule', 'linkedTo', l.record_id) order by a.ordinality) as customers
       from jsonb_array_elements(coalesce(d.facts -> 'alike', '[]')) with ordinality a
       join erp_customers c on c.portal_id = d.portal_id and c.connection_id = d.connection_id and c.erp_id = a.value ->> 'customerId'
       ${WITH_REVIEWED}
       left join links l on l.portal_id = c.portal_id and l.connection_id = c.connection_id and l.object_type = d.object_type
         and l.customer_id = c.erp_id
     ) alike
     order by d.asked_at desc, d.key`,
    { portalId, skipped: (page - 1) * PER_PAGE },
  );
  const types = [...new Set(rows.map(({ objectType }) => objectType))];
  const read = types.map(async (objectType) => {
    const ofType = rows.filter((row) => row.objectType === objectType);
    const others = ofType.flatMap(({ customers }) => customers.flatMap(({ linkedTo }) => linkedTo ?? []));
    return [objectType, await readFacts(objectType, [...new Set([...ofType.map(({ recordId }) => recordId), ...others])])] as const;
  });
  const facts = new Map(await Promise.all(read));
  const creations = rows.map(({ connectionId, key, objectType, recordId, customers, named, askedAt, ...row }): CreationReview => {
    const recordOf = (id: RecordId) => {
      const held = facts.get(objectType)?.get(id) ?? null;
      return { recordId: id, name: held?.name?.[0] ?? null, url: recordUrl(objectType, id), facts: held };
    };
    return {
      ...{ connectionId, key, objectType, askedBy: askerOf(row), askedAt: askedAt.toISOString(), named: named ?? '' },
      record: recordOf(recordId),
      customers: customers.map(({ linkedTo, ...one }) => ({ ...one, linkedTo: linkedTo === null ? null : recordOf(linkedTo) })),
    };
  });
  return { page, pageCount: pagesOf(rows[0]?.found, PER_PAGE), total: rows[0]?.found ?? 0, creations };
}
