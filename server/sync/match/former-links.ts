import type { Db } from '../../db/index.ts';
import type { HubSpotRecord } from '../../hubspot/contract.ts';
import { BATCH_SIZE } from '../../hubspot/objects.ts';
import type { ConnectionId, PortalId, RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import { READER, STANDING, UNDECIDED, type ArchivalSide } from '../shared/archivals.ts';
import { IS_LEFT_ALONE, LEFT_ALONE, type LeftAlone } from '../shared/field-pairs.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { DueCustomer } from './due-customers.ts';
import type { Lookup } from './find-hits.ts';
import type { Hits } from './rules.ts';

const LEFT_ALONE_OF_PAIR = `case when ${IS_LEFT_ALONE} then ${LEFT_ALONE} end`;
/** SQL: what waits for a decision about archiving on this side of row `l`, as a join. What waits is as if it had gone meanwhile. */
const waiting = (side: ArchivalSide, recordId: string): string => `left join customer_archivals a on a.portal_id = l.portal_id
  and a.connection_id = l.connection_id and a.side = '${side}' and a.object_type = l.object_type and a.customer_id = l.customer_id
  and a.record_id = ${recordId} and ${STANDING}`;

/**
 * Kept when a connection ends, in place of what was kept the last time: links, records that were deleted, and who asked to be forgotten, who stays so
 * under no record's id. With what people froze of them, and what they were asked and did not decide.
 */
export async function saveFormerLinks(trx: Db, scope: ConnectionScope, now: Date): Promise<void> {
  await trx.raw(
    `delete from former_links f using erp_connections k
     where k.portal_id = :portalId and k.id = :connectionId and f.portal_id = k.portal_id and f.identity_key = k.identity_key
       and f.record_id <> ''`,
    { ...scope },
  );
  await trx.raw(
    `insert into former_links (portal_id, identity_key, object_type, customer_id, record_id, kept_at, was_in_use, was_deleted, left_alone, asked, reader)
     select l.portal_id, k.identity_key, l.object_type, l.customer_id, l.record_id, :now::timestamptz, coalesce(c.active, false) or a.state is not null,
       false, ${LEFT_ALONE_OF_PAIR}, ${UNDECIDED}, ${READER}
     from links l join erp_connections k on k.portal_id = l.portal_id and k.id = l.connection_id
     left join erp_customers c on c.portal_id = l.portal_id and c.connection_id = l.connection_id and c.erp_id = l.customer_id
     ${waiting('hubspot', 'l.record_id')}
     left join field_pairs p on p.portal_id = l.portal_id and p.connection_id = l.connection_id and p.object_type = l.object_type
       and p.customer_id = l.customer_id and p.record_id = l.record_id
     where l.portal_id = :portalId and l.connection_id = :connectionId and l.state = 'active' and k.identity_key is not null
     union all
     select l.portal_id, k.identity_key, l.object_type, l.customer_id, case gone ->> 'reason' when 'deleted' then gone ->> 'recordId' else '' end,
       :now::timestamptz, a.state is not null, gone ->> 'reason' = 'deleted', nullif(gone -> 'leftAlone', 'null'), ${UNDECIDED}, ${READER}
     from customer_matches l join erp_connections k on k.portal_id = l.portal_id and k.id = l.connection_id
     cross join jsonb_array_elements(l.candidates) gone
     ${waiting('erp', `gone ->> 'recordId'`)}
     where l.portal_id = :portalId and l.connection_id = :connectionId and gone ->> 'reason' in ('privacy', 'deleted') and k.identity_key is not null
     order by 3, 4, 5
     on conflict do nothing`,
    { ...scope, now },
  );
}

/**
 * An ERP that is connected again may have lost customers meanwhile. Their links stay, as they would have: the record is no customer that can be made, until
 * a person links another one. Not where the record is another customer already.
 */
export async function keepLinksOfGoneCustomers(trx: Db, scope: ConnectionScope, now: Date): Promise<void> {
  await trx.raw(
    `with kept as (
       insert into links (portal_id, connection_id, object_type, customer_id, record_id, rule, state, linked_at)
       select f.portal_id, k.id, f.object_type, f.customer_id, f.record_id, 'key', 'active', :now::timestamptz
       from former_links f join erp_connections k on k.portal_id = f.portal_id and k.id = :connectionId and k.identity_key = f.identity_key
       where f.portal_id = :portalId and f.record_id <> '' and not f.was_deleted
         and not exists (select 1 from erp_customers c where c.portal_id = k.portal_id and c.connection_id = k.id and c.erp_id = f.customer_id)
         and not exists (
           select 1 from links l where l.portal_id = k.portal_id and l.connection_id = k.id and l.object_type = f.object_type and l.record_id = f.record_id)
       order by f.object_type, f.customer_id
       on conflict do nothing
       returning *
     )
     insert into customer_matches (portal_id, connection_id, object_type, customer_id, state)
     select portal_id, connection_id, object_type, customer_id, 'linked' from kept
     on conflict (portal_id, connection_id, object_type, customer_id) do update set state = 'linked', candidates = '[]'`,
    { ...scope, now },
  );
}

type FormerLookup = Pick<Lookup, 'hubspot' | 'objectType' | 'priority' | 'signal'> & { portalId: PortalId };

/**
 * Customers that our key does not find have the record they had before their ERP was disconnected, unless a person parted them since or
 * another ERP's customer took the record. One that was deleted is remembered: it may come back, and it is not created anew.
 */
export async function addFormerRecords(
  db: Db,
  lookup: FormerLookup,
  found: ReadonlyMap<DueCustomer, Hits>,
): Promise<Map<DueCustomer, Hits>> {
  const former = await loadFormerLinks(db, lookup.objectType, [...found.keys()]);
  const unkeyed = [...found].filter(([, { byKey }]) => byKey === null).flatMap(([customer]) => former.get(nameOf(customer)) ?? []);
  const records = await readRecords(lookup, [...new Set(unkeyed.map((link) => link.recordId))]);
  const taken = await findTaken(
    db,
    lookup,
    [...records.values()].map(({ id }) => id),
  );
  return new Map(
    [...found].map(([customer, hits]) => {
      const link = former.get(nameOf(customer));
      const record = records.get(link?.recordId ?? '');
      const isTaken = taken.some(
        (other) => other.recordId === record?.id && other.connectionId !== customer.connectionId && other.linkedAt > link!.keptAt,
      );
      const isRemembered = customer.candidates.some(({ recordId, reason }) => recordId === link?.recordId && reason === 'deleted');
      if (link && !record && hits.byKey === null && !isRemembered && !customer.refused.includes(link.recordId))
        customer.candidates.push({
          recordId: link.recordId,
          name: null,
          rule: 'key',
          reason: 'deleted',
          isFormer: true,
          leftAlone: link.leftAlone,
        });
      if (isTaken || hits.byKey !== null || !record || customer.refused.includes(record.id)) return [customer, hits];
      return [customer, { ...hits, byKey: { recordId: record.id, name: null, taxId: null } }];
    }),
  );
}

const nameOf = ({ connectionId, customerId }: Pick<DueCustomer, 'connectionId' | 'customerId'>): string => `${connectionId} ${customerId}`;

interface FormerLink {
  recordId: RecordId;
  keptAt: Date;
  leftAlone: LeftAlone | null;
}

interface Taken {
  connectionId: ConnectionId;
  recordId: RecordId;
  linkedAt: Date;
}

function findTaken(
  db: Db,
  { portalId, objectType }: Pick<FormerLookup, 'portalId' | 'objectType'>,
  ids: readonly RecordId[],
): Promise<Taken[]> {
  return db('links').where({ portalId, objectType }).whereIn('recordId', ids).select<Taken[]>('connectionId', 'recordId', 'linkedAt');
}

async function loadFormerLinks(
  db: Db,
  objectType: CustomerObjectType,
  customers: readonly DueCustomer[],
): Promise<Map<string, FormerLink>> {
  const asked = customers.map(({ connectionId, customerId }) => ({ connectionId, customerId }));
  const { rows } = await db.raw<{ rows: (FormerLink & Pick<DueCustomer, 'connectionId' | 'customerId'>)[] }>(
    `select k.id as connection_id, f.customer_id, f.record_id, f.kept_at, f.left_alone
     from jsonb_to_recordset(:asked::jsonb) as a("connectionId" uuid, "customerId" text)
     join erp_connections k on k.id = a."connectionId"
     join former_links f on f.portal_id = k.portal_id and f.identity_key = k.identity_key and f.object_type = :objectType
       and f.customer_id = a."customerId" and f.record_id <> ''`,
    { asked: JSON.stringify(asked), objectType },
  );
  return new Map(rows.map((row) => [nameOf(row), row]));
}

/** As HubSpot has them now: a merged id stands for the record that took it over, a deleted one for none. */
async function readRecords(
  { hubspot, objectType, priority, signal }: FormerLookup,
  ids: readonly RecordId[],
): Promise<Map<string, HubSpotRecord>> {
  const starts = Array.from({ length: Math.ceil(ids.length / BATCH_SIZE) }, (_, index) => index * BATCH_SIZE);
  const read = starts.map((start) => {
    const request = { ids: ids.slice(start, start + BATCH_SIZE), properties: [] };
    return hubspot.batchRead(objectType, request, { priority, ...(signal ? { signal } : {}) });
  });
  const found = (await Promise.all(read)).flatMap((records) => [...records]);
  return new Map(found.filter(([, { archived }]) => !archived));
}
