import type { Db } from '../../db/index.ts';
import { queryPrepared } from '../../db/prepared.ts';
import type { PortalId } from '../../shared/ids.ts';
import { DEAL, PRODUCT } from '../../shared/object-types.ts';
import { usesProducts } from '../../portals/used-object-types.ts';
import { toJson } from '../../mirror/json.ts';
import { CUSTOMER_KEY } from '../../records/catalogue/index.ts';
import { erpKeySql } from '../../records/catalogue/erp-key.ts';
import type { SyncDeps } from '../shared/deps.ts';
import type { RecordRef } from '../shared/targets.ts';
import { OR_ONCE_MORE } from '../shared/add-to-inbox.ts';
import { TOLD_FOR_WRITING } from './told-properties.ts';

/** HubSpot says of any portal's record: "read it afresh". */
export interface ReceivedEntry extends RecordRef {
  portalId: PortalId;
  isPrivacyDeletion: boolean;
  /** It can matter only where customers are written to an ERP, or orders are made of deals. */
  isForWriting: boolean;
  /** All that was said: these properties have these values now, and with none that it was made. Null: more, or something else. */
  said: Record<string, string> | null;
}

/** Notes what to read afresh, and enqueues `inbox` for the portals concerned. */
export async function receiveEntries(
  { db, enqueue, now }: Pick<SyncDeps, 'db' | 'enqueue' | 'now'>,
  entries: readonly ReceivedEntry[],
): Promise<void> {
  await db.transaction(async (trx) => {
    const portalIds = await storeEntries(trx, mergeEntries(entries), now());
    for (const portalId of portalIds) await enqueue(trx, 'inbox', { portalId });
  });
}

/** HubSpot tells of a write before its answer is stored: by then it is known whether the values are ours. */
const ECHO_MS = 5_000;
const MAY_BE_OURS = `(m."objectType" = '${PRODUCT}' and m.said is not null)`;

const IS_WRITTEN = `case when m."objectType" = '${DEAL}' then exists (select 1 from order_rules r where r.portal_id = m."portalId")
  else exists (select 1 from customer_rules r where r.portal_id = m."portalId" and r.live is not null) end`;
/** What is said beside a key that stands where it belongs. Where no key is said, nothing is looked up. */
const BESIDE_KEY = `case when m.said ->> '${CUSTOMER_KEY}' is not null and exists (
  select 1 from links l join erp_connections k on k.portal_id = l.portal_id and k.id = l.connection_id
  where l.portal_id = m."portalId" and l.object_type = m."objectType" and l.record_id = m."recordId" and l.state = 'active'
    and ${erpKeySql('k.identity_key', 'l.customer_id')} = m.said ->> '${CUSTOMER_KEY}') then m.said - '${CUSTOMER_KEY}' else m.said end`;
/** All of it can matter only where something is written to an ERP. Where nothing is said, no list is taken apart to compare with. */
const IS_FOR_WRITING = `(m."isForWriting" or m.rest is not null and m.rest <> '{}' and m.rest - array(select jsonb_array_elements_text(:told::jsonb -> m."objectType")) = '{}')`;
/** What we wrote coming back, even before its answer was stored, or what was read meanwhile: each link of the record holds it already. */
const IS_KNOWN = `coalesce((
  select bool_and(not exists (
    select 1 from jsonb_each_text(m.rest) one cross join lateral (select p.fields -> one.key as field) f
    where not coalesce(f.field -> 'base' is not null and one.value = coalesce(f.field -> 'base' ->> 'hubspot', ''), false)
      and not coalesce(f.field -> 'sending' ->> 'to' = 'hubspot' and one.value = coalesce(f.field -> 'sending' ->> 'value', ''), false)))
  from field_pairs p where m.rest is not null and p.portal_id = m."portalId" and p.object_type = m."objectType" and p.record_id = m."recordId"), false)`;

/** Planning takes 0.9 ms. So many are worth a plan of their own: one made while a table was small would read all of it for each of them. */
const MANY_ENTRIES = 100;
const STORE_ENTRIES = `with named as materialized (
  select m.*, ${BESIDE_KEY} as rest
  from jsonb_to_recordset(:entries::jsonb) as m("portalId" bigint, "objectType" text, "recordId" text, "isPrivacyDeletion" boolean, "isForWriting" boolean, said jsonb)
),
stored as (
  insert into inbox as i (portal_id, object_type, record_id, is_privacy_deletion, received_at, said)
  select m."portalId", m."objectType", m."recordId", m."isPrivacyDeletion",
    case when ${MAY_BE_OURS} then :now::timestamptz + interval '${ECHO_MS} milliseconds' else :now::timestamptz end, case when ${MAY_BE_OURS} then m.said end
  from named m
  join portals p on p.portal_id = m."portalId" and p.status <> 'uninstalled'
  where (m."objectType" <> '${PRODUCT}' or ${usesProducts('m."portalId"')})
    and (m.said is null or m.said = '{}' or m.rest <> '{}')
    and (not ${IS_FOR_WRITING} or ${IS_WRITTEN} and not ${IS_KNOWN})
  ${OR_ONCE_MORE}
  returning i.portal_id
)
select distinct portal_id from stored order by portal_id`;

/**
 * Raises the revision of entries that wait already. What unknown or uninstalled portals send is dropped, and products where no catalog is kept;
 * returns the others, sorted. So are a key that stands where it belongs and values that are known: our own writes coming back, one for every record
 * first written, would cost as many calls as the writes.
 */
async function storeEntries(trx: Db, entries: ReceivedEntry[], now: Date): Promise<PortalId[]> {
  const bindings = { entries: toJson(entries), told: JSON.stringify(TOLD_FOR_WRITING), now };
  const rows =
    entries.length < MANY_ENTRIES
      ? await queryPrepared<{ portalId: PortalId }>(trx, STORE_ENTRIES, bindings)
      : (await trx.raw<{ rows: { portalId: PortalId }[] }>(STORE_ENTRIES, bindings)).rows;
  return rows.map(({ portalId }) => portalId);
}

/** As in `OR_ONCE_MORE`: two values of one property are no word at all. */
function saidByBoth(earlier: ReceivedEntry['said'], later: ReceivedEntry['said']): ReceivedEntry['said'] {
  if (!earlier || !later) return null;
  const isContradiction = Object.entries(later).some(([property, value]) => (earlier[property] ?? value) !== value);
  return isContradiction ? null : { ...earlier, ...later };
}

/** One entry for a record, in one order for all processes, so that two of them never wait for each other in a circle. */
function mergeEntries(entries: readonly ReceivedEntry[]): ReceivedEntry[] {
  const folded = new Map<string, ReceivedEntry>();
  for (const entry of entries) {
    const place = `${String(entry.portalId).padStart(20, '0')} ${entry.objectType} ${entry.recordId}`;
    const earlier = folded.get(place) ?? entry;
    const isPrivacyDeletion = entry.isPrivacyDeletion || earlier.isPrivacyDeletion;
    const isForWriting = entry.isForWriting && earlier.isForWriting;
    folded.set(place, { ...entry, isPrivacyDeletion, isForWriting, said: saidByBoth(earlier.said, entry.said) });
  }
  return [...folded].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}
