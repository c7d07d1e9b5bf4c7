import type { Db } from '../../db/index.ts';
import type { HubSpotRecord } from '../../hubspot/contract.ts';
import { isWithheld } from '../../hubspot/errors.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import { PERSON, isPerson, isDeal, isProduct, type ObjectType } from '../../shared/object-types.ts';
import type { JobOutcome } from '../../jobs/definition.ts';
import { SLICE_MS, type SliceOptions, type SyncDeps } from '../shared/deps.ts';
import { processDeals } from './deals.ts';
import { processCustomers } from './customers.ts';
import { processOwnValues } from './values.ts';
import { processWriting, writingProperties } from './writing.ts';
import { processProducts } from './products.ts';
import type { PortalScope } from '../shared/job-data.ts';
import { forgetContact } from './privacy.ts';
import { ORDER_NUMBER, PRODUCT_KEY, PUSHED_PROPERTIES } from '../../records/catalogue/index.ts';
import { resolveGoneRecord } from './gone-records.ts';
import { openInboxRun, type InboxRun } from './slice.ts';
import { conditionProperties } from '../orders/confirm-by-conditions.ts';
import type { StoredOrderRules } from '../orders/rules.ts';
import { dropRecordKeys } from '../match/record-keys.ts';

interface InboxEntry {
  objectType: ObjectType;
  recordId: RecordId;
  revision: number;
  isPrivacyDeletion: boolean;
  attempts: number;
}

const READ_AT_ONCE = 100;

/** Reads afresh the records that HubSpot named, and acts on what they say now. An entry goes only if it was not renewed meanwhile. */
export async function processInbox(deps: SyncDeps, { portalId }: PortalScope, options: SliceOptions = {}): Promise<JobOutcome> {
  const endsAt = performance.now() + (options.sliceMs ?? SLICE_MS);
  const { signal } = options;
  await dropWithoutConnection(deps.db, portalId);
  while (performance.now() < endsAt && !signal?.aborted) {
    await dropEchoes(deps.db, portalId, deps.now());
    const entries = await nextEntries(deps.db, portalId, deps.now());
    if (entries.length === 0) return awaitNext(deps.db, portalId, deps.now());
    const kept = await processEntries(await openInboxRun(deps, portalId, signal), entries);
    await postponeEntries(deps.db, portalId, kept, deps.now());
    await removeEntries(
      deps.db,
      portalId,
      entries.filter((entry) => !kept.some((one) => one.entry === entry)),
    );
  }
  return { againAfterMs: 0 };
}

/** Without an ERP nothing a record says matters, except for what becomes of one that a customer had: it merges, or is forgotten. */
async function dropWithoutConnection(db: Db, portalId: PortalId): Promise<void> {
  await db.raw(
    `delete from inbox i where i.portal_id = :portalId and not i.is_privacy_deletion
       and not exists (select 1 from erp_connections k where k.portal_id = i.portal_id and k.status <> 'disconnected')
       and not exists (
         select 1 from former_links f where f.portal_id = i.portal_id and f.object_type = i.object_type and f.record_id = i.record_id)`,
    { portalId },
  );
}

/** What HubSpot says of products that we wrote ourselves: they hold what it says, as far as we know. */
async function dropEchoes(db: Db, portalId: PortalId, now: Date): Promise<void> {
  await db.raw(
    `delete from inbox i using targets t
     where i.portal_id = :portalId and i.said is not null and i.received_at <= :now
       and t.portal_id = i.portal_id and t.object_type = i.object_type and t.record_id = i.record_id and not t.is_doubtful
       and not exists (select 1 from jsonb_each_text(i.said) one where coalesce(t.written ->> one.key, '') <> one.value)`,
    { portalId, now },
  );
}

/** What comes later is found by the tick. */
const SOON_MS = 30_000;

/** Entries that may be such echoes, or that something else may name first, are looked at a moment later. */
async function awaitNext(db: Db, portalId: PortalId, now: Date): Promise<JobOutcome> {
  const waiting = db('inbox')
    .where({ portalId })
    .where('receivedAt', '<=', new Date(now.getTime() + SOON_MS));
  const [next] = await waiting.min<{ receivedAt: Date | null }[]>('receivedAt as receivedAt');
  return next?.receivedAt ? { againAfterMs: Math.max(0, next.receivedAt.getTime() - now.getTime()) } : 'done';
}

/** What was put off comes last: it is newer whenever it is due, and would overtake for ever what never had a turn. */
async function nextEntries(db: Db, portalId: PortalId, now: Date): Promise<InboxEntry[]> {
  const fresh = await pickEntries(db, { portalId, now, which: '(attempts = 0 or is_privacy_deletion)' });
  return fresh.length > 0 ? fresh : pickEntries(db, { portalId, now, which: 'true' });
}

interface Picked extends PortalScope {
  now: Date;
  /** SQL. */
  which: string;
}

/** One object type at a time, newest first: what people just did must not wait behind the nightly sweep. */
async function pickEntries(db: Db, { portalId, now, which }: Picked): Promise<InboxEntry[]> {
  const { rows } = await db.raw<{ rows: InboxEntry[] }>(
    `select i.object_type, i.record_id, i.revision, i.is_privacy_deletion, i.attempts from inbox i
     where i.portal_id = :portalId and i.received_at <= :now and ${which}
       and i.object_type = (
         select n.object_type from inbox n where n.portal_id = :portalId and n.received_at <= :now and ${which} order by n.received_at desc, n.object_type limit 1)
     order by i.received_at desc, i.record_id limit ${READ_AT_ONCE}`,
    { portalId, now },
  );
  return rows;
}

async function removeEntries(db: Db, portalId: PortalId, entries: readonly InboxEntry[]): Promise<void> {
  await db.raw(
    `delete from inbox i using jsonb_to_recordset(:entries::jsonb) as m("objectType" text, "recordId" text, revision bigint)
     where i.portal_id = :portalId and i.object_type = m."objectType" and i.record_id = m."recordId" and i.revision = m.revision`,
    { portalId, entries: JSON.stringify(entries) },
  );
}

/** An entry that is read once more, after so long. */
interface PostponedEntry {
  entry: InboxEntry;
  afterMs: number;
  attempts: number;
}

/** Returns the entries on which HubSpot's word and its record do not agree yet, those of contacts just forgotten, and those that cannot be decided yet. */
async function processEntries(inbox: InboxRun, entries: readonly InboxEntry[]): Promise<PostponedEntry[]> {
  const { deps, portal } = inbox;
  const objectType = entries[0]!.objectType;
  const forgotten = entries.filter(({ isPrivacyDeletion }) => isPrivacyDeletion);
  const living = await findStillExisting(inbox, forgotten);
  const gone = forgotten.filter((entry) => !living.includes(entry));
  for (const { recordId } of gone) await forgetContact(deps, portal, recordId);
  const undecided = living.filter(({ attempts }) => attempts < MAX_READS);
  const asked = entries.filter((entry) => !forgotten.includes(entry) || (living.includes(entry) && !undecided.includes(entry)));
  const recordIds = asked.map(({ recordId }) => recordId);
  const unsure = asked.length > 0 ? await processRecords(inbox, objectType, recordIds) : new Set<RecordId>();
  const waiting = asked.filter(({ recordId }) => unsure.has(recordId));
  return [
    ...waiting.map((entry) => ({ entry, afterMs: listsGapMs(entry), attempts: entry.attempts + 1 })),
    ...undecided.map((entry) => ({ entry, afterMs: FIRST_GAP_MS * 4 ** entry.attempts, attempts: entry.attempts + 1 })),
    ...gone.filter(({ attempts }) => attempts < MAX_READS).map((entry) => ({ entry, afterMs: FORGET_AGAIN_MS, attempts: MAX_READS })),
  ];
}

/** A privacy deletion is believed after reading the id, like any other: forgetting cannot be taken back. */
async function findStillExisting({ hubspot, priority, signal }: InboxRun, forgotten: readonly InboxEntry[]): Promise<InboxEntry[]> {
  if (forgotten.length === 0) return [];
  const request = { ids: forgotten.map(({ recordId }) => recordId), properties: [] };
  const held = await hubspot.batchRead(PERSON, request, { priority, ...(signal ? { signal } : {}) });
  return forgotten.filter(({ recordId }) => {
    const record = held.get(recordId);
    return record !== undefined && !record.archived;
  });
}

/** HubSpot may tell before it is done: read again after 1, 4, 16 and 64 minutes. A contact that lives on after that was never forgotten. */
const MAX_READS = 4;
const FIRST_GAP_MS = 60_000;
/** Whoever read the contact just before (matching, a search whose index lags) may store it just after: then it is forgotten once more. */
const FORGET_AGAIN_MS = 15 * 60_000;

/** HubSpot does not say which lists a record is in: it is asked again ever later. */
const listsGapMs = ({ attempts }: InboxEntry): number => Math.min(FIRST_GAP_MS * 2 ** Math.min(attempts, 4), LONGEST_GAP_MS);
const LONGEST_GAP_MS = 15 * 60_000;

async function postponeEntries(db: Db, portalId: PortalId, kept: readonly PostponedEntry[], now: Date): Promise<void> {
  for (const { entry, afterMs, attempts } of kept) {
    const { objectType, recordId, revision } = entry;
    const receivedAt = new Date(now.getTime() + afterMs);
    await db('inbox').where({ portalId, objectType, recordId, revision }).update({ receivedAt, attempts });
  }
}

/** The records as they are now: gone ones are let go, merged ones followed, the living ones looked at. Returns those that are to be looked at again. */
async function processRecords(inbox: InboxRun, objectType: ObjectType, asked: readonly RecordId[]): Promise<Set<RecordId>> {
  const { deps, portal } = inbox;
  const scope = { portalId: portal.portalId, objectType, now: deps.now() };
  const held = await readRecords(inbox, objectType, asked);
  if (!held) return new Set();
  const living = new Map<RecordId, HubSpotRecord>();
  const gone: RecordId[] = [];
  for (const id of asked) {
    const record = held.get(id);
    const isAlive = record !== undefined && !record.archived;
    if (isAlive) living.set(record.id, record);
    if (isAlive && record.id === id) continue;
    gone.push(id);
    await resolveGoneRecord(deps, scope, id, isAlive ? record.id : null);
  }
  const records = [...living.values()];
  let undecided = new Set<RecordId>();
  if (isDeal(objectType)) await processDeals(inbox, records);
  else if (isProduct(objectType)) await processProducts(inbox, records);
  else {
    await dropRecordKeys(deps.db, { portalId: portal.portalId, objectType }, gone);
    await processCustomers(inbox, objectType, records);
    undecided = await processWriting(inbox, objectType, records);
  }
  await processOwnValues(inbox, objectType, records);
  // One that another took over is what that one is.
  return new Set(asked.filter((id) => undecided.has(held.get(id)?.id ?? id)));
}

/** Null: the account withholds this object. The sweep reads its records again once they may be read, and no other record has to wait. */
async function readRecords(inbox: InboxRun, objectType: ObjectType, ids: readonly RecordId[]): Promise<Map<string, HubSpotRecord> | null> {
  const { hubspot, priority, signal } = inbox;
  try {
    const request = { ids, properties: readProperties(inbox, objectType) };
    return await hubspot.batchRead(objectType, request, { priority, ...(signal ? { signal } : {}) });
  } catch (error) {
    if (!isWithheld(objectType, error)) throw error;
    return null;
  }
}

function readProperties(inbox: InboxRun, objectType: ObjectType): string[] {
  const { portal, writable } = inbox;
  const ours = PUSHED_PROPERTIES[objectType].filter((property) => writable[objectType].has(property));
  if (isDeal(objectType)) return [...new Set([...ours, ORDER_NUMBER, 'createdate', ...propertiesOfRules(inbox.orderRules)])];
  if (isProduct(objectType)) return [...new Set([...ours, 'hs_sku', PRODUCT_KEY, 'createdate'])];
  const taxId = portal.settings.taxIdProperty[objectType];
  const known = isPerson(objectType) ? ['email'] : ['name', 'domain', 'hs_additional_domains'];
  return [...new Set([...ours, 'createdate', ...known, ...(taxId ? [taxId] : []), ...writingProperties(inbox, objectType)])];
}

const propertiesOfRules = (stored: StoredOrderRules | undefined): string[] =>
  stored ? ['pipeline', 'dealstage', ...conditionProperties(stored)] : [];
