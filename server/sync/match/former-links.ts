import type { Db } from '../../db/index.ts';
import type { HubSpotRecord } from '../../hubspot/contract.ts';
import { BATCH_SIZE } from '../../hubspot/objects.ts';
import type { ConnectionId, PortalId, RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { DueCustomer } from './due-customers.ts';
import type { Lookup } from './find-hits.ts';
import type { Hits } from './rules.ts';

/** Kept when a connection ends, in place of what was kept the last time. Who asked to be forgotten stays so, under no record's id. */
export async function saveFormerLinks(trx: Db, scope: ConnectionScope, now: Date): Promise<void> {
  await trx.raw(
    `delete from former_links f using erp_connections k
     where k.portal_id = :portalId and k.id = :connectionId and f.portal_id = k.portal_id and f.identity_key = k.identity_key
       and f.record_id <> ''`,
    { ...scope },
  );
  await trx.raw(
    `insert into former_links (portal_id, identity_key, object_type, customer_id, record_id, kept_at)
     select l.portal_id, k.identity_key, l.object_type, l.customer_id, l.record_id, :now::timestamptz
     from links l join erp_connections k on k.portal_id = l.portal_id and k.id = l.connection_id
     where l.portal_id = :portalId and l.connection_id = :connectionId and l.state = 'active' and k.identity_key is not null
     union all
     select m.portal_id, k.identity_key, m.object_type, m.customer_id, '', :now::timestamptz
     from customer_matches m join erp_connections k on k.portal_id = m.portal_id and k.id = m.connection_id
     where m.portal_id = :portalId and m.connection_id = :connectionId and m.candidates @> '[{"reason": "privacy"}]' and k.identity_key is not null
     order by 3, 4, 5
     on conflict do nothing`,
    { ...scope, now },
  );
}

type FormerLookup = Pick<Lookup, 'hubspot' | 'objectType' | 'priority' | 'signal'> & { portalId: PortalId };

/**
 * Customers that our key does not find have the record they had before their ERP was disconnected, unless a person parted them since or
 * another ERP's customer took the record.
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
      if (isTaken || hits.byKey !== null || !record || customer.refused.includes(record.id)) return [customer, hits];
      return [customer, { ...hits, byKey: { recordId: record.id, name: null, taxId: null } }];
    }),
  );
}

const nameOf = ({ connectionId, customerId }: Pick<DueCustomer, 'connectionId' | 'customerId'>): string => `${connectionId} ${customerId}`;

interface FormerLink {
  recordId: RecordId;
  keptAt: Date;
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
    `select k.id as connection_id, f.customer_id, f.record_id, f.kept_at
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
