import type { Db } from '../../db/index.ts';
import type { RejectedRecord, StreamName, StreamRecord } from '../../erp/shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import { fingerprintOf } from '../../mirror/fingerprint.ts';
import type { Change, MirrorScope, Stored } from '../../mirror/store-rows.ts';
import type { ErpRecord, KeptRecord } from '../../streams/shared/definition.ts';
import { streamOf } from '../../streams/index.ts';
import { isAnythingTouched, type Touched } from '../../streams/shared/touched.ts';
import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import type { EventRules } from '../../streams/shared/event-rules.ts';
import type { EventKind } from '../../streams/shared/events.ts';
import { renameEventsOfReusedIds, addProofToEvents, recordEvents, type EventScope, type RecordProof } from '../events/events.ts';
import type { ErpRun } from '../erp-access/erp-run.ts';
import { deleteReadHints, insertHints, retryPass, type ReadHint } from './hint-queue.ts';
import type { Enqueue, ConnectionScope } from '../shared/job-data.ts';
import { saveDocumentMoves } from '../match/document-moves.ts';
import { queueMatches } from '../match/queue.ts';
import { tellDoubleSubscriptions } from '../shared/double-subscriptions.ts';
import { ARCHIVE_AFTER_MS, noticeEndedCustomers, noticeRevivedCustomers } from '../shared/archivals.ts';
import { queueCatalog } from '../catalog/queue.ts';
import type { StreamState } from '../shared/stream-states.ts';
import { markPairsOfCustomersDue } from '../shared/field-pairs.ts';
import { addToInbox } from '../shared/add-to-inbox.ts';
import { resolveOrderProblems } from '../shared/order-problems.ts';
import { followDrafts, noteConfirmed, tieCopies } from '../shared/tied-orders.ts';
import { findChangedProjects } from '../shared/sold-quantities.ts';
import { markTargetsDue, type RecordRef, type TargetPriority } from '../shared/targets.ts';
import { wakeConfirmations } from '../shared/wake-confirmations.ts';

/** Records of one stream, whichever way they were read. */
interface ReadRecords<S extends StreamName = StreamName> {
  stream: S;
  records: readonly StreamRecord[S][];
  rejected?: readonly RejectedRecord[];
  /** Taken before the ERP was asked. */
  readOrder: number;
  /** How often in a row these records were overtaken by another reading. */
  attempts?: number;
  /** Those of which somebody says that they changed. */
  told?: ReadonlySet<ErpRecordId>;
  /** Those of which the ERP will say so again. */
  announced?: ReadonlySet<ErpRecordId>;
  /** Those for which they were read. */
  hints?: readonly ReadHint[];
}

/** What follows from a change, for the caller to enqueue at the end of its transaction. */
interface FollowUp {
  isTouched: boolean;
  hasTargets: boolean;
  hasMatches: boolean;
  hasHints: boolean;
  /** Products are to be looked up or priced. */
  hasCatalog: boolean;
  /** Fields of links are to be looked at. */
  hasFields: boolean;
  /** HubSpot records may have to be archived. */
  hasArchivals: boolean;
  /** It is to be asked what became of drafts, or quotations that waited to become orders are looked at again. */
  hasCommands: boolean;
  /** Deals got an order, or one of theirs was confirmed or sells another quantity of what a project was made for. */
  hasDeals: boolean;
}

const NOTHING_FOLLOWS: FollowUp = {
  isTouched: false,
  hasTargets: false,
  hasMatches: false,
  hasHints: false,
  hasCatalog: false,
  hasFields: false,
  hasArchivals: false,
  hasCommands: false,
  hasDeals: false,
};

export interface StoreOptions {
  state: StreamState;
  priority: TargetPriority;
  now: Date;
  /** Approving comes after this and marks everything: nothing is to be marked now. */
  awaitsApproval?: boolean;
}

/** The code of a record the connector could not understand; `params.reason` says why. */
export const UNREADABLE = 'record.unreadable';

/** Mirror, events, targets and matches move together, in the caller's transaction. Storing again what is known does nothing. */
export async function storeRecords<S extends StreamName>(
  trx: Db,
  run: Pick<ErpRun, 'scope' | 'connection' | 'portal'>,
  read: ReadRecords<S>,
  options: StoreOptions,
): Promise<FollowUp> {
  const { readOrder, told = new Set(), announced = new Set() } = read;
  const scope = { ...run.scope, generation: options.state.generation, now: options.now, readOrder, told };
  const { touched, overtaken } = await storeWithEvents(trx, run, read, { ...options, scope });
  await noteRejected(trx, scope, read);
  // While a stream is read anew, another translation may say of the same customer that it is not in use.
  if (options.state.rebuilding) touched.customersEnded.clear();
  // Another reading was faster. Which of the two is newer only the ERP knows.
  const hints = overtaken.map((id) => ({ stream: read.stream, id }));
  const followed = await followUp(trx, run.scope, touched, { ...options, announced });
  if (read.hints) await deleteReadHints(trx, run.scope, read.stream, read.hints);
  if (hints.length > 0) await insertHints(trx, run.scope, { hints, passes: retryPass(read.attempts ?? 0), now: options.now });
  return { ...followed, hasHints: hints.length > 0 };
}

/** Marks what a change of the mirror concerns. */
export async function followUp(
  trx: Db,
  scope: ConnectionScope,
  touched: Touched,
  {
    priority,
    now,
    announced = new Set(),
    awaitsApproval = false,
  }: Omit<StoreOptions, 'state'> & Pick<ReadRecords<StreamName>, 'announced'>,
): Promise<FollowUp> {
  const moved = { moved: touched.customersMoved, announced };
  const paired = awaitsApproval ? 0 : await markPairsOfCustomersDue(trx, scope, moved, { priority, now });
  const hasFields = paired > 0;
  if (!isAnythingTouched(touched)) return { ...NOTHING_FOLLOWS, hasFields };
  const queued = await queueMatches(trx, scope, touched.identityChanged);
  const { deals, ...orders } = await followOrders(trx, scope, touched, now);
  await tellDoubleSubscriptions(trx, scope, [...touched.orderIds, ...touched.subscriptionOrderIds], now);
  const marked = awaitsApproval ? 0 : await markTargetsDue(trx, scope, touched, { priority, now });
  await addToInbox(trx, scope.portalId, deals, now);
  const hasCatalog = await queueCatalog(trx, scope, touched, now);
  const archived = awaitsApproval ? 0 : await noticeActivity(trx, scope, touched, now);
  const found = {
    hasTargets: marked > 0,
    hasMatches: queued > 0,
    hasArchivals: archived > 0,
    hasCatalog,
    hasFields,
    ...orders,
    hasDeals: deals.length > 0,
  };
  return { isTouched: true, hasHints: false, ...found };
}

/** Before targets are marked: a deal that gets an order is one of them. `deals`: those that have to be read afresh. */
async function followOrders(
  trx: Db,
  scope: ConnectionScope,
  touched: Touched,
  now: Date,
): Promise<Pick<FollowUp, 'hasCommands'> & { deals: RecordRef[] }> {
  const orderIds = [...touched.orderIds];
  await resolveOrderProblems(trx, scope, orderIds, now);
  const deals = await tieCopies(trx, scope, orderIds, now);
  const confirmed = await noteConfirmed(trx, scope, { known: [...touched.ordersConfirmed], met: [...touched.confirmedOrdersMet], now });
  const replanned = (await findChangedProjects(trx, scope, orderIds)).map(({ dealId }) => dealId);
  const followed = await followDrafts(trx, scope, orderIds, now);
  const woken = await wakeConfirmations(trx, scope, orderIds, now);
  const concerned = [...new Set([...deals, ...confirmed, ...replanned])];
  return { hasCommands: followed + woken > 0, deals: concerned.map((recordId) => ({ objectType: DEAL, recordId })) };
}

async function noticeActivity(trx: Db, scope: ConnectionScope, touched: Touched, now: Date): Promise<number> {
  await noticeRevivedCustomers(trx, scope, touched.customersRevived, now);
  return noticeEndedCustomers(trx, scope, touched.customersEnded, now);
}

/** When cards were last right. After the transaction: whoever changes the connection locks its row before those of its streams. */
export async function noteChange(db: Db, { portalId, connectionId }: ConnectionScope, now: Date): Promise<void> {
  await db('erpConnections').where({ portalId, id: connectionId }).update({ changedAt: now });
}

/** The last statements of a transaction: others who enqueue the same keys wait for its end. */
export async function enqueueFollowUps(
  trx: Db,
  enqueue: Enqueue,
  scope: ConnectionScope,
  { hasMatches, hasTargets, hasHints, hasCatalog, hasFields, hasArchivals, hasCommands, hasDeals }: FollowUp,
): Promise<void> {
  if (hasHints) await enqueue(trx, 'hint', scope);
  if (hasMatches) await enqueue(trx, 'match', scope);
  if (hasCatalog) await enqueue(trx, 'prices', scope);
  if (hasCatalog) await enqueue(trx, 'catalog', scope);
  if (hasFields) await enqueue(trx, 'fields', scope);
  if (hasArchivals) await enqueue(trx, 'archivals', scope, { afterMs: ARCHIVE_AFTER_MS });
  if (hasCommands) await enqueue(trx, 'commands', scope);
  if (hasDeals) await enqueue(trx, 'inbox', { portalId: scope.portalId });
  if (hasTargets) await enqueue(trx, 'push', { portalId: scope.portalId });
}

async function storeWithEvents(
  trx: Db,
  run: Pick<ErpRun, 'scope' | 'connection' | 'portal'>,
  read: Pick<ReadRecords, 'stream' | 'records'>,
  { scope, state, now }: StoreOptions & { scope: MirrorScope },
): Promise<{ touched: Touched; overtaken: ErpRecordId[] }> {
  const { store, isOwned, events } = streamOf(read.stream);
  const stored = await store(trx, scope, read.records);
  const changes = stored.changes.map(ofOneRecord);
  if (isOwned) await saveDocumentMoves(trx, run.scope, changes, now);
  if (!events) return stored;
  const eventScope = { ...run.scope, identityKey: run.connection.identityKey, now };
  await proveAndPart(trx, eventScope, events.kinds, stored);
  await recordEvents(trx, eventScope, events.find(changes, rulesOf(run, state, now)));
  return stored;
}

/** What stood under an id that was given away again was another record: nothing of it was seen to change. */
function ofOneRecord(change: Change<ErpRecord, KeptRecord>): Change<ErpRecord, KeptRecord> {
  const known = change.before && knownFingerprint(change.before);
  const isAnother = known !== null && fingerprintOf(change.after) !== null && known !== fingerprintOf(change.after);
  return isAnother ? { ...change, before: null } : change;
}

const knownFingerprint = ({ erpCreatedAt, proof }: KeptRecord): string | null =>
  fingerprintOf({ createdAt: erpCreatedAt?.toISOString() ?? null, proof: proof ?? undefined });

/** What is recorded belongs to what stood under the id until now; what stands there from now on may be another record. */
async function proveAndPart(
  trx: Db,
  scope: EventScope,
  kinds: readonly EventKind[],
  { changes, unchanged }: Pick<Stored<ErpRecord, KeptRecord>, 'changes' | 'unchanged'>,
): Promise<void> {
  const known = changes.flatMap(({ before, after }) => (before ? [{ id: after.id, proof: knownFingerprint(before) }] : []));
  await addProofToEvents(trx, scope, kinds, [...known, ...unchanged.map(provenOf)]);
  await renameEventsOfReusedIds(
    trx,
    scope,
    kinds,
    changes.map(({ after }) => provenOf(after)),
  );
}

const provenOf = (record: ErpRecord): RecordProof => ({ id: record.id, proof: fingerprintOf(record) });

function rulesOf({ connection, portal }: Pick<ErpRun, 'connection' | 'portal'>, state: StreamState, now: Date): EventRules {
  return {
    now,
    goLiveAt: connection.goLiveAt,
    timeZone: portal.timeZone,
    maxAgeHours: portal.settings.eventMaxAgeHours,
    generation: state.generation,
    isRebuilding: state.rebuilding,
    wasComplete: state.firstCompletedAt !== null,
    lastReadAt: state.completedAt,
  };
}

async function noteRejected(trx: Db, scope: MirrorScope, { stream, records, rejected = [] }: ReadRecords): Promise<void> {
  const subject = { connectionId: scope.connectionId, subjectKind: streamOf(stream).subjectKind };
  if (records.length > 0) {
    const readable = { ...subject, codes: [UNREADABLE], subjects: records.map(({ id }) => id) };
    await resolveProblems(trx, scope.portalId, readable, scope.now);
  }
  if (rejected.length === 0) return;
  const problems = rejected.map(({ id, code, params }) => ({
    ...subject,
    code: UNREADABLE,
    subject: id,
    params: { reason: code, ...params },
  }));
  await raiseProblems(trx, scope.portalId, problems, scope.now);
  await keepInGeneration(
    trx,
    scope,
    stream,
    rejected.map(({ id }) => id),
  );
}

/** What cannot be understood is there all the same: a rebuild must not drop the last version that could. */
async function keepInGeneration(trx: Db, scope: MirrorScope, stream: StreamName, ids: readonly ErpRecordId[]): Promise<void> {
  const { portalId, connectionId, generation } = scope;
  await trx(streamOf(stream).table).where({ portalId, connectionId }).whereIn('erpId', ids).update({ generation, hiddenSince: null });
}
