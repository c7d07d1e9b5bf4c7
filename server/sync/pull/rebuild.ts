import type { Db } from '../../db/index.ts';
import { STREAMS, type StreamName } from '../../erp/contract.ts';
import type { OfConnection } from '../job-data.ts';
import type { StreamStates } from './streams.ts';

/**
 * Reads streams from the beginning as a new generation, over the rows that are there: what the mirror says stays available meanwhile, and
 * what is not met at the end is dropped.
 */
export async function startRebuild(
  db: Db,
  { portalId, connectionId }: OfConnection,
  { streams, versions, now }: { streams: readonly StreamName[]; versions?: Readonly<Record<StreamName, number>>; now: Date },
): Promise<void> {
  for (const stream of streams) {
    await db('erpStreams')
      .where({ portalId, connectionId, stream })
      .update({
        generation: db.raw('generation + 1'),
        cursor: null,
        rebuilding: true,
        rowsRead: 0,
        startedAt: now,
        ...(versions && { translationVersion: versions[stream] }),
      });
  }
}

/** The streams whose rows an older version of this program translated. */
export function outdatedStreams(states: StreamStates, versions: Readonly<Record<StreamName, number>>): StreamName[] {
  return STREAMS.filter((stream) => states[stream].translationVersion !== versions[stream]);
}
