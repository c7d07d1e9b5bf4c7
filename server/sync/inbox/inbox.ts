import type { Db } from '../../db/index.ts';
import type { HubSpotRecord } from '../../hubspot/contract.ts';
import type { ObjectType, PortalId, RecordId } from '../../shared/ids.ts';
import type { JobOutcome } from '../../jobs/definition.ts';
import { SLICE_MS, type SliceOptions, type SyncDeps } from '../shared/deps.ts';
import { reviewDeals } from './deals.ts';
import { reviewCustomers } from './customers.ts';
import { reviewValues } from './values.ts';
import type { PortalScope } from '../shared/job-data.ts';
import { forgetContact } from './privacy.ts';
import { ORDER_NUMBER, PUSHED_PROPERTIES } from '../../records/catalogue/index.ts';
import { resolveGoneRecord } from './gone-records.ts';
import { openInbox, type Inbox } from './slice.ts';
import { dropRecordKeys } from '../match/record-keys.ts';

interface Mark {
  objectType: ObjectType;
  recordId: RecordId;
  revision: number;
  isPrivacyDeletion: boolean;
  attempts: number;
}

const READ_AT_ONCE = 100;

/** Reads afresh the records that HubSpot named, and acts on what they say now. A mark goes only if it was not renewed meanwhile. */
export async function processInbox(deps: SyncDeps, { portalId }: PortalScope, options: SliceOptions = {}): Promise<JobOutcome> {
  const endsAt = performance.now() + (options.sliceMs ?? SLICE_MS);
  const { signal } = options;
  await dropWithoutConnection(deps.db, portalId);
  while (performance.now() < endsAt && !signal?.aborted) {
    const marks = await pickMarks(deps.db, portalId, deps.now());
    if (marks.length === 0) return 'done';
    const kept = await processMarks(await openInbox(deps, portalId, signal), marks);
    await postponeMarks(deps.db, portalId, kept, deps.now());
    await removeMarks(
      deps.db,
      portalId,
      marks.filter((mark) => !kept.some((one) => one.mark === mark)),
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

/** One object type at a time, newest first: what people just did must not wait behind the nightly sweep. */
async function pickMarks(db: Db, portalId: PortalId, now: Date): Promise<Mark[]> {
  const { rows } = await db.raw<{ rows: Mark[] }>(
    `select i.object_type, i.record_id, i.revision, i.is_privacy_deletion, i.attempts from inbox i
     where i.portal_id = :portalId and i.received_at <= :now
       and i.object_type = (
         select n.object_type from inbox n where n.portal_id = :portalId and n.received_at <= :now order by n.received_at desc, n.object_type limit 1)
     order by i.received_at desc, i.record_id limit ${READ_AT_ONCE}`,
    { portalId, now },
  );
  return rows;
}

async function removeMarks(db: Db, portalId: PortalId, marks: readonly Mark[]): Promise<void> {
  await db.raw(
    `delete from inbox i using jsonb_to_recordset(:marks::jsonb) as m("objectType" text, "recordId" text, revision bigint)
     where i.portal_id = :portalId and i.object_type = m."objectType" and i.record_id = m."recordId" and i.revision = m.revision`,
    { portalId, marks: JSON.stringify(marks) },
  );
}

/** A mark that is looked at once more, after so long. */
interface Kept {
  mark: Mark;
  afterMs: number;
  attempts: number;
}

/** Returns the marks on which HubSpot's word and its record do not agree yet, and those of contacts just forgotten. */
async function processMarks(inbox: Inbox, marks: readonly Mark[]): Promise<Kept[]> {
  const { deps, portal } = inbox;
  const objectType = marks[0]!.objectType;
  const forgotten = marks.filter(({ isPrivacyDeletion }) => isPrivacyDeletion);
  const living = await stillThere(inbox, forgotten);
  const gone = forgotten.filter((mark) => !living.includes(mark));
  for (const { recordId } of gone) await forgetContact(deps, portal, recordId);
  const undecided = living.filter(({ attempts }) => attempts < MOST_LOOKS);
  const asked = marks.filter((mark) => !forgotten.includes(mark) || (living.includes(mark) && !undecided.includes(mark)));
  if (asked.length > 0)
    await reviewRecords(
      inbox,
      objectType,
      asked.map(({ recordId }) => recordId),
    );
  return [
    ...undecided.map((mark) => ({ mark, afterMs: FIRST_GAP_MS * 4 ** mark.attempts, attempts: mark.attempts + 1 })),
    ...gone.filter(({ attempts }) => attempts < MOST_LOOKS).map((mark) => ({ mark, afterMs: FORGET_AGAIN_MS, attempts: MOST_LOOKS })),
  ];
}

/** A privacy deletion is believed after reading the id, like any other: forgetting cannot be taken back. */
async function stillThere({ hubspot, priority, signal }: Inbox, forgotten: readonly Mark[]): Promise<Mark[]> {
  if (forgotten.length === 0) return [];
  const request = { ids: forgotten.map(({ recordId }) => recordId), properties: [] };
  const held = await hubspot.batchRead('contacts', request, { priority, ...(signal ? { signal } : {}) });
  return forgotten.filter(({ recordId }) => {
    const record = held.get(recordId);
    return record !== undefined && !record.archived;
  });
}

/** HubSpot may tell before it is done: read again after 1, 4, 16 and 64 minutes. A contact that lives on after that was never forgotten. */
const MOST_LOOKS = 4;
const FIRST_GAP_MS = 60_000;
/** Whoever read the contact just before (matching, a search whose index lags) may store it just after: then it is forgotten once more. */
const FORGET_AGAIN_MS = 15 * 60_000;

async function postponeMarks(db: Db, portalId: PortalId, kept: readonly Kept[], now: Date): Promise<void> {
  for (const { mark, afterMs, attempts } of kept) {
    const { objectType, recordId, revision } = mark;
    const receivedAt = new Date(now.getTime() + afterMs);
    await db('inbox').where({ portalId, objectType, recordId, revision }).update({ receivedAt, attempts });
  }
}

/** The records as they are now: gone ones are let go, merged ones followed, the living ones looked at. */
async function reviewRecords(inbox: Inbox, objectType: ObjectType, asked: readonly RecordId[]): Promise<void> {
  const { deps, portal, hubspot, priority, signal } = inbox;
  const scope = { portalId: portal.portalId, objectType, now: deps.now() };
  const request = { ids: asked, properties: readProperties(inbox, objectType) };
  const held = await hubspot.batchRead(objectType, request, { priority, ...(signal ? { signal } : {}) });
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
  if (objectType !== 'deals') await dropRecordKeys(deps.db, { portalId: portal.portalId, objectType }, gone);
  if (objectType === 'deals') await reviewDeals(inbox, records);
  else await reviewCustomers(inbox, objectType, records);
  await reviewValues(inbox, objectType, records);
}

function readProperties({ portal, writable }: Inbox, objectType: ObjectType): string[] {
  const ours = PUSHED_PROPERTIES[objectType].filter((property) => writable[objectType].has(property));
  if (objectType === 'deals') return [...ours, ORDER_NUMBER, 'createdate'];
  const taxId = portal.settings.taxIdProperty[objectType];
  return [
    ...ours,
    'createdate',
    ...(objectType === 'contacts' ? ['email'] : ['name', 'domain', 'hs_additional_domains']),
    ...(taxId ? [taxId] : []),
  ];
}
