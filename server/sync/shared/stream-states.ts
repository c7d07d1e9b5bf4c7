import type { Db } from '../../db/index.ts';
import type { Cursor, ErpConnector, StreamName } from '../../erp/shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { STREAMS, streamOf } from '../../streams/index.ts';
import type { Enqueue, ConnectionScope } from './job-data.ts';

/** How far one stream of a connection has been read. */
export interface StreamState {
  stream: StreamName;
  /** The connector has it now. */
  isOffered: boolean;
  isOn: boolean;
  cursor: Cursor | null;
  translationVersion: number;
  /** What a read meets is stamped with it. */
  generation: number;
  /** Read from the beginning; what is not met is dropped at the end. */
  rebuilding: boolean;
  firstCompletedAt: Date | null;
  completedAt: Date | null;
  /** The connection's `nextPullAt` that this reading served. */
  completedFor: Date | null;
  rowsRead: number;
  startedAt: Date;
  /** One, or one of each numbering. */
  canary: Canary | Canary[] | null;
  heldRemoval: HeldRemoval | null;
  /** An administrator wants the rows removed that were hidden by then. */
  dropHiddenUntil: Date | null;
  /** Before the last complete reading asked for anything; only of streams that are compared in time. */
  readOrder: number | null;
  /** The same of the reading that is under way, where its first page had a next one. */
  beganOrder: number | null;
  /** The same as `readOrder` of the one before: whatever changed until then was surely read, as ERPs may name a change only in the next reading. */
  settledOrder: number | null;
}

/** A record known to exist, with what never changes about it. */
export interface Canary {
  id: ErpRecordId;
  fingerprint: string;
}

export function canariesOf(stored: StreamState['canary']): Canary[] {
  if (stored === null) return [];
  return Array.isArray(stored) ? stored : [stored];
}

/** More rows vanished at once than is believable. */
export interface HeldRemoval {
  count: number;
  of: number;
  since: string;
  /** An administrator confirmed that they are really gone. */
  isConfirmed?: boolean;
}

/** Of those the connector offers. */
export type StreamStates = Partial<Record<StreamName, StreamState>>;

/** The streams that are read, in order of dependence. */
export const readStreams = (states: StreamStates): StreamName[] => STREAMS.filter((stream) => states[stream]?.isOn);

export function stateOf({ streams }: { streams: StreamStates }, stream: StreamName): StreamState {
  const state = streams[stream];
  if (!state) throw new Error(`The connector does not offer ${stream}.`);
  return state;
}

/** Reads the states of all streams the connector offers, making those that do not exist yet. */
export async function ensureStreams(
  db: Db,
  { portalId, connectionId }: ConnectionScope,
  streams: ErpConnector['streams'],
  now: Date,
): Promise<StreamStates> {
  const load = (): Promise<StreamState[]> => db('erpStreams').where({ portalId, connectionId }).select<StreamState[]>();
  const offered = STREAMS.filter((stream) => streams[stream]);
  let states = await load();
  const missing = offered.filter((stream) => !states.some((state) => state.stream === stream));
  if (missing.length > 0) {
    const rows = missing.map((stream) => {
      const isOn = !streamOf(stream).startsOff;
      return { portalId, connectionId, stream, isOn, translationVersion: streams[stream]?.translationVersion ?? 1, startedAt: now };
    });
    await db('erpStreams').insert(rows).onConflict(['portalId', 'connectionId', 'stream']).ignore();
    states = await load();
  }
  // What an ERP had and has no more (a module was removed) is waited for by nobody.
  for (const { stream, isOffered } of states) {
    if (isOffered !== offered.includes(stream))
      await db('erpStreams').where({ portalId, connectionId, stream }).update({ isOffered: !isOffered });
  }
  return Object.fromEntries(states.filter(({ stream }) => offered.includes(stream)).map((state) => [state.stream, state]));
}

/** Begins or ends reading streams on a connection that is in use; everything else goes on meanwhile. */
export async function switchStreams(
  { db, enqueue, now }: { db: Db; enqueue: Enqueue; now(): Date },
  { portalId, connectionId }: ConnectionScope,
  streams: readonly StreamName[],
  isOn: boolean,
): Promise<void> {
  await db.transaction(async (trx) => {
    await trx('erpStreams').where({ portalId, connectionId }).whereIn('stream', streams).update({ isOn });
    await trx('erpConnections').where({ portalId, id: connectionId }).update({ nextPullAt: now() });
    await enqueue(trx, 'pull', { portalId, connectionId });
  });
}

type StreamPatch = Partial<
  Pick<
    StreamState,
    | 'cursor'
    | 'rebuilding'
    | 'firstCompletedAt'
    | 'completedAt'
    | 'completedFor'
    | 'rowsRead'
    | 'canary'
    | 'heldRemoval'
    | 'readOrder'
    | 'beganOrder'
    | 'settledOrder'
  >
>;

export async function saveStream(
  db: Db,
  { portalId, connectionId }: ConnectionScope,
  stream: StreamName,
  patch: StreamPatch,
): Promise<void> {
  const { canary, heldRemoval, ...columns } = patch;
  await db('erpStreams')
    .where({ portalId, connectionId, stream })
    .update({
      ...columns,
      ...(canary !== undefined && { canary: canary && JSON.stringify(canary) }),
      ...(heldRemoval !== undefined && { heldRemoval: heldRemoval && JSON.stringify(heldRemoval) }),
    });
}

/** The state as it is now, kept from changing until the transaction ends. */
export async function lockStreamState(
  trx: Db,
  { portalId, connectionId }: ConnectionScope,
  stream: StreamName,
): Promise<StreamState | undefined> {
  return trx('erpStreams').where({ portalId, connectionId, stream }).forUpdate().first<StreamState | undefined>();
}
