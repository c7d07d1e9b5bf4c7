import type { Db } from '../../db/index.ts';
import type { StreamName } from '../../erp/shared/contract.ts';
import { lockStream } from '../../mirror/store-rows.ts';
import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { streamOf } from '../../streams/index.ts';
import type { IncomingDeps } from '../shared/incoming.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { ErpRun } from '../erp-access/erp-run.ts';

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

/** Of the missing records those that are really gone. The others stay in the mirror with their links, and since when they are hidden is noted. */
export async function leaveHidden(
  { db, log, now }: Pick<IncomingDeps, 'db' | 'log' | 'now'>,
  run: ErpRun,
  stream: StreamName,
  missing: readonly ErpRecordId[],
): Promise<ErpRecordId[]> {
  const hidden = await findHidden(run, stream, missing);
  if (hidden.size === 0) return [...missing];
  const { portalId, connectionId } = run.scope;
  const noted = await db.transaction(async (trx): Promise<number> => {
    await lockStream(trx, run.scope, stream);
    const unmarked = trx(streamOf(stream).table)
      .where({ portalId, connectionId })
      .whereIn('erpId', [...hidden])
      .whereNull('hiddenSince');
    return unmarked.update({ hiddenSince: now() });
  });
  if (noted > 0) log.warn({ ...run.scope, stream, rows: noted }, 'records kept: the user of the connection does not see them any more');
  return missing.filter((id) => !hidden.has(id));
}

/** People are told how many records are hidden by now, whichever look found them, or that it is over. */
export async function tellHidden({ db, now }: Pick<IncomingDeps, 'db' | 'now'>, scope: ConnectionScope, stream: StreamName): Promise<void> {
  const { portalId, connectionId } = scope;
  const hidden = db(streamOf(stream).table).where({ portalId, connectionId }).whereNotNull('hiddenSince');
  const count = Number((await hidden.clone().count<{ count: string }[]>({ count: '*' }))[0]!.count);
  const subject = { connectionId, subjectKind: 'stream' } as const;
  if (count === 0) return resolveProblems(db, portalId, { ...subject, codes: [HIDDEN], subjects: [stream] }, now());
  const first = await hidden
    .orderBy(['hiddenSince', 'erpId'])
    .first<{ erpId: ErpRecordId; name?: string | null; number?: string | null }>();
  // As people know it, where records of this kind have a name or a number.
  const params = { stream, count, example: first.name ?? first.number ?? first.erpId };
  await raiseProblems(db, portalId, [{ ...subject, subject: stream, code: HIDDEN, params }], now());
}

/** What people were told of the streams of a connection. */
export async function loadHidden(
  db: Db,
  { portalId, connectionId }: ConnectionScope,
): Promise<Map<string, { count: number; since: string }>> {
  const rows = await db('problems')
    .where({ portalId, connectionId, code: HIDDEN })
    .whereNull('resolvedAt')
    .select<{ subject: string; params: { count: number }; firstSeenAt: Date }[]>('subject', 'params', 'firstSeenAt');
  return new Map(rows.map(({ subject, params: { count }, firstSeenAt }) => [subject, { count, since: firstSeenAt.toISOString() }]));
}
