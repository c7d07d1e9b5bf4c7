import type { Db } from '../../db/index.ts';
import { raiseProblems } from '../../portals/problems.ts';
import { subjectOf, type Archival, type ArchivalSide } from '../shared/archivals.ts';
import type { SyncDeps } from '../shared/deps.ts';
import type { ConnectionScope } from '../shared/job-data.ts';

type Params = Record<string, string | number | null>;
interface HeldArchival extends Archival {
  /** The code of the sentence that says why a person is asked. */
  reason: string;
  params: Params;
}

type HoldDeps = Pick<SyncDeps, 'db' | 'now'>;

/** A person is asked about each of these. */
export async function hold({ db, now }: HoldDeps, scope: ConnectionScope, held: readonly HeldArchival[]): Promise<void> {
  if (held.length === 0) return;
  await db.transaction(async (trx) => {
    await trx.raw(
      `update customer_archivals a set state = 'held', reason = h.reason, params = h.params, command_key = null
       from jsonb_to_recordset(:held::jsonb) as h(side text, "objectType" text, "customerId" text, reason text, params jsonb)
       where a.portal_id = :portalId and a.connection_id = :connectionId
         and a.side = h.side and a.object_type = h."objectType" and a.customer_id = h."customerId"`,
      { ...scope, held: JSON.stringify(held) },
    );
    const problems = held.map((one) => ({ ...subjectOf(one), code: one.reason, params: one.params, connectionId: scope.connectionId }));
    await raiseProblems(trx, scope.portalId, problems, now());
  });
}

/** One question about all that wait on this side. */
export async function holdAll(
  { db, now }: HoldDeps,
  scope: ConnectionScope,
  { side, reason, params }: { side: ArchivalSide; reason: string; params: Params },
): Promise<void> {
  await db.transaction(async (trx) => {
    await holdWaiting(trx, scope, { side, reason, params });
    const { portalId, connectionId } = scope;
    await raiseProblems(trx, portalId, [{ code: reason, connectionId, subjectKind: 'connection', subject: connectionId, params }], now());
  });
}

async function holdWaiting(
  trx: Db,
  { portalId, connectionId }: ConnectionScope,
  { side, reason, params }: { side: ArchivalSide; reason: string; params: Params },
): Promise<void> {
  await trx('customerArchivals')
    .where({ portalId, connectionId, side, state: 'noticed' })
    .whereNull('decidedBy')
    .update({ state: 'held', reason, params: JSON.stringify(params) });
}
