import type { Db } from '../../db/index.ts';
import { resolveProblems } from '../../portals/problems.ts';
import type { ConnectionId, PortalId, RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import { rejectedCode, type CommandState } from '../commands/command-rows.ts';
import { dropArchivals, type Archival } from '../shared/archivals.ts';
import type { SyncDeps } from '../shared/deps.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { askToSet } from './ask-erp.ts';

interface Restored extends Archival {
  connectionId: ConnectionId;
  state: string;
  commandKey: string | null;
  commandState: CommandState | null;
  mayWrite: boolean;
  /** By the command that archived it. */
  hasBlocked: boolean;
}

type RestoreDeps = Pick<SyncDeps, 'enqueue' | 'now'>;

/**
 * These HubSpot records are there: what was to follow their deletion is called off, and what we archived in the ERP because of it is taken back
 * into use. What somebody else archived there stays so.
 */
export async function undoArchivals(
  deps: RestoreDeps,
  trx: Db,
  { portalId, objectType }: { portalId: PortalId; objectType: CustomerObjectType },
  recordIds: readonly RecordId[],
): Promise<void> {
  const { rows } = await trx.raw<{ rows: Restored[] }>(
    `select a.connection_id, a.side, a.object_type, a.customer_id, a.record_id, a.state, a.command_key, c.state as command_state,
       coalesce((c.result ->> 'hasBlocked')::boolean, false) as has_blocked,
       coalesce(r.live is not null and (r.writes ->> 'updatesErp')::boolean, false) as may_write
     from customer_archivals a
     left join commands c on c.portal_id = a.portal_id and c.key = a.command_key
     left join customer_rules r on r.portal_id = a.portal_id and r.connection_id = a.connection_id
     where a.portal_id = :portalId and a.object_type = :objectType and a.record_id = any(:recordIds)
       and (a.side = 'erp' and a.state not in ('restoring', 'kept') or a.side = 'hubspot' and a.state = 'done')
     order by a.connection_id, a.customer_id`,
    { portalId, objectType, recordIds: [...recordIds] },
  );
  for (const row of rows) await undo(deps, trx, portalId, row);
}

async function undo(deps: RestoreDeps, trx: Db, portalId: PortalId, row: Restored): Promise<void> {
  const scope = { portalId, connectionId: row.connectionId };
  if (row.commandKey !== null) await cancelCommand(trx, scope, row, deps.now());
  if (row.mayWrite && row.side === 'erp' && mayBeArchived(row)) return askToSet(deps, trx, { ...row, ...scope, isActive: true });
  await dropArchivals(trx, scope, [row], deps.now());
}

/** Also where nobody knows yet what became of the call. */
const mayBeArchived = ({ state, commandState }: Restored): boolean =>
  state === 'done' || (state === 'asked' && (commandState === 'sending' || commandState === 'unknown'));

/** Unless the ERP is at it. */
export async function cancelCommand(
  trx: Db,
  { portalId, connectionId }: ConnectionScope,
  { commandKey, objectType: subjectKind, recordId }: Archival & { commandKey: string | null },
  now: Date,
): Promise<void> {
  await trx('commands')
    .where({ portalId, key: commandKey })
    .whereIn('state', ['planned', 'waiting', 'rejected'])
    .update({ state: 'cancelled', endedAt: now, revision: trx.raw('revision + 1') });
  const codes = [rejectedCode('setCustomerActive')];
  await resolveProblems(trx, portalId, { codes, connectionId, subjectKind, subjects: [recordId] }, now);
}
