import type { Db } from '../../db/index.ts';
import { STREAMS, type Cursor, type StreamName } from '../../erp/contract.ts';
import type { ErpRecordId } from '../../ids.ts';
import type { OfConnection } from '../job-data.ts';

/** How far one stream of a connection has been read. */
export interface StreamState {
  stream: StreamName;
  cursor: Cursor | null;
  translationVersion: number;
  /** What a read meets is stamped with it. */
  generation: number;
  /** Read from the beginning; what is not met is dropped at the end. */
  rebuilding: boolean;
  firstCompletedAt: Date | null;
  completedAt: Date | null;
  rowsRead: number;
  startedAt: Date;
  /** One, or one of each numbering. */
  canary: Canary | Canary[] | null;
  heldRemoval: HeldRemoval | null;
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

export type StreamStates = Record<StreamName, StreamState>;

/** Reads the states of all streams, making those that do not exist yet. */
export async function ensureStreams(
  db: Db,
  { portalId, connectionId }: OfConnection,
  versions: Readonly<Record<StreamName, number>>,
  now: Date,
): Promise<StreamStates> {
  const load = (): Promise<StreamState[]> => db('erpStreams').where({ portalId, connectionId }).select<StreamState[]>();
  let states = await load();
  if (states.length < STREAMS.length) {
    const rows = STREAMS.map((stream) => ({ portalId, connectionId, stream, translationVersion: versions[stream], startedAt: now }));
    await db('erpStreams').insert(rows).onConflict(['portalId', 'connectionId', 'stream']).ignore();
    states = await load();
  }
  return Object.fromEntries(states.map((state) => [state.stream, state])) as StreamStates;
}

export type StreamPatch = Partial<
  Pick<StreamState, 'cursor' | 'rebuilding' | 'firstCompletedAt' | 'completedAt' | 'rowsRead' | 'canary' | 'heldRemoval'>
>;

export async function saveStream(db: Db, { portalId, connectionId }: OfConnection, stream: StreamName, patch: StreamPatch): Promise<void> {
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
  { portalId, connectionId }: OfConnection,
  stream: StreamName,
): Promise<StreamState | undefined> {
  return trx('erpStreams').where({ portalId, connectionId, stream }).forUpdate().first<StreamState | undefined>();
}
