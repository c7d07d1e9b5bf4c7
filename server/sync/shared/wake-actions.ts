import type { Db } from '../../db/index.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import type { ObjectType } from '../../shared/object-types.ts';
import type { Enqueue } from './job-data.ts';

/** What a step of a workflow waits for, when it is not its record: the end of a reading, or a command's key. */
export const READING = 'reading';

interface Deps {
  enqueue: Enqueue;
  now(): Date;
}

/** Steps that wait for one of these records are looked at again: HubSpot holds its new values now, or will not take them. */
export async function wakeByRecords(
  deps: Deps,
  trx: Db,
  portalId: PortalId,
  { objectType, recordIds }: { objectType: ObjectType; recordIds: readonly RecordId[] },
): Promise<void> {
  const condition = 'r.object_type = :objectType and r.record_id = any(:recordIds)';
  await wake(deps, trx, portalId, { condition, bindings: { objectType, recordIds: [...recordIds] } });
}

/** Steps that wait for this are looked at again. */
export const wakeBy = (deps: Deps, trx: Db, portalId: PortalId, on: string): Promise<void> =>
  wake(deps, trx, portalId, { condition: 'r.waiting_on = :on', bindings: { on } });

/** In one order for all, so that two who wake the same steps never wait for each other in a circle. */
async function wake(
  { enqueue, now }: Deps,
  trx: Db,
  portalId: PortalId,
  { condition, bindings }: { condition: string; bindings: Record<string, string | string[]> },
): Promise<void> {
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    `with woken as (
       select r.callback_id from action_runs r where r.portal_id = :portalId and r.state = 'waiting' and ${condition}
       order by r.callback_id for update
     )
     update action_runs r set due_at = least(r.due_at, :now) from woken w where r.portal_id = :portalId and r.callback_id = w.callback_id`,
    { portalId, now: now(), ...bindings },
  );
  if (rowCount > 0) await enqueue(trx, 'actions', { portalId });
}
