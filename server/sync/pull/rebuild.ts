import type { Db } from '../../db/index.ts';
import type { ErpConnector, StreamName } from '../../erp/shared/contract.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { readStreams, type StreamStates } from '../shared/stream-states.ts';

type Offered = ErpConnector['streams'];

/**
 * Reads streams (default: all there are) from the beginning as a new generation, over the rows that are there: what the mirror says stays available meanwhile, and
 * what is not met at the end is dropped.
 */
export async function startRebuild(
  db: Db,
  { portalId, connectionId }: ConnectionScope,
  { streams, offered, now }: { streams?: readonly StreamName[]; offered?: Offered; now: Date },
): Promise<void> {
  const version = (stream: StreamName) => (offered?.[stream] ? { translationVersion: offered[stream].translationVersion } : {});
  const begin = { generation: db.raw('generation + 1'), cursor: null, rebuilding: true, rowsRead: 0, startedAt: now };
  const states = db('erpStreams').where({ portalId, connectionId });
  const known = streams ?? (await states.clone().pluck('stream'));
  for (const stream of known as StreamName[])
    await states
      .clone()
      .where({ stream })
      .update({ ...begin, ...version(stream) });
}

/** The streams whose rows an older version of this program translated. */
export function outdatedStreams(states: StreamStates, offered: Offered): StreamName[] {
  return readStreams(states).filter((stream) => states[stream]?.translationVersion !== offered[stream]?.translationVersion);
}
