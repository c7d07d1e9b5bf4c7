import type { Db } from '../../db/index.ts';
import type { StreamName } from '../../erp/shared/contract.ts';
import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { streamOf } from '../../streams/index.ts';
import type { IncomingDeps } from '../shared/incoming.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { ErpRun } from './erp-run.ts';

const HIDDEN = 'stream.records_hidden';
const ASKED_AT_ONCE = 200;

/** Those of the missing records that are still in the ERP, where the user of the connection does not see them any more. */
export async function findHidden(
  { erp, context }: Pick<ErpRun, 'erp' | 'context'>,
  stream: StreamName,
  missing: readonly ErpRecordId[],
): Promise<Set<ErpRecordId>> {
  const hidden = new Set<ErpRecordId>();
  const ask = erp.capabilities.findHidden;
  if (!ask) return hidden;
  for (let from = 0; from < missing.length; from += ASKED_AT_ONCE)
    for (const id of await ask(stream, missing.slice(from, from + ASKED_AT_ONCE), context.signal)) hidden.add(id);
  return hidden;
}

/**
 * Of the missing records those that are really gone. The others stay in the mirror with their links, and people are told; `isWhole`: these are all that are
 * missing, so whoever was told of others is told that it is over.
 */
export async function leaveHidden(
  { db, log, now }: Pick<IncomingDeps, 'db' | 'log' | 'now'>,
  run: ErpRun,
  stream: StreamName,
  { missing, isWhole }: { missing: readonly ErpRecordId[]; isWhole: boolean },
): Promise<ErpRecordId[]> {
  const { scope } = run;
  const hidden = await findHidden(run, stream, missing);
  if (hidden.size > 0) {
    log.warn({ ...scope, stream, rows: hidden.size }, 'records kept: the user of the connection does not see them any more');
    const params = { stream, count: hidden.size, example: await nameOf(db, scope, stream, [...hidden][0]!) };
    await raiseProblems(db, scope.portalId, [{ ...subjectOf(scope, stream), code: HIDDEN, params }], now());
  } else if (isWhole) await nothingHidden({ db, now }, scope, stream);
  return missing.filter((id) => !hidden.has(id));
}

/** As people know it, where records of this kind have a name or a number. */
async function nameOf(db: Db, { portalId, connectionId }: ConnectionScope, stream: StreamName, erpId: ErpRecordId): Promise<string> {
  const row = await db(streamOf(stream).table)
    .where({ portalId, connectionId, erpId })
    .first<{ name?: string | null; number?: string | null } | undefined>();
  return row?.name ?? row?.number ?? erpId;
}

export async function nothingHidden(
  { db, now }: Pick<IncomingDeps, 'db' | 'now'>,
  scope: ConnectionScope,
  stream: StreamName,
): Promise<void> {
  const { connectionId, subjectKind, subject } = subjectOf(scope, stream);
  await resolveProblems(db, scope.portalId, { codes: [HIDDEN], connectionId, subjectKind, subjects: [subject] }, now());
}

const subjectOf = ({ connectionId }: ConnectionScope, stream: StreamName) =>
  ({ connectionId, subjectKind: 'stream', subject: stream }) as const;
