import type { Db } from '../../db/index.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import { resolveMany, resolveOfOne, type Archival, type ArchivalSide } from '../shared/archivals.ts';
import type { SyncDeps } from '../shared/deps.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { cancelCommand } from './restored-records.ts';

interface Decision {
  side: ArchivalSide;
  /** Null: all that wait for a decision on this side. */
  customers: readonly { objectType: CustomerObjectType; customerId: ErpRecordId }[] | null;
  answer: 'archive' | 'keep';
  userId: number;
}

/** A person says of what was held back whether it is to be archived all the same, or left as it is; and of what is planned that it is to be left. */
export async function decideArchivals(
  deps: Pick<SyncDeps, 'db' | 'enqueue' | 'now'>,
  scope: ConnectionScope,
  { side, customers, answer, userId }: Decision,
): Promise<void> {
  const now = deps.now();
  await deps.db.transaction(async (trx) => {
    const held = await lockHeld(trx, scope, { side, customers, answer });
    if (held.length === 0) throw new InvalidInputError('Nothing waits for this decision', { code: 'not_found' });
    if (answer === 'keep') return keep(trx, scope, held, { userId, now });
    await trx.raw(
      `update customer_archivals a set state = 'noticed', reason = null, params = '{}', decided_by = :userId, due_at = :now
       from jsonb_to_recordset(:held::jsonb) as h(side text, "objectType" text, "customerId" text)
       where a.portal_id = :portalId and a.connection_id = :connectionId
         and a.side = h.side and a.object_type = h."objectType" and a.customer_id = h."customerId"`,
      { ...scope, held: JSON.stringify(held), userId, now },
    );
    await resolveOfOne(trx, scope, held, now);
    await resolveMany(trx, scope, now);
    await deps.enqueue(trx, 'archivals', scope);
  });
}

type HeldRow = Archival & { commandKey: string | null };

/** Nothing follows, and who said so stays in the list. What goes once more is a new question. */
async function keep(
  trx: Db,
  scope: ConnectionScope,
  held: readonly HeldRow[],
  { userId, now }: { userId: number; now: Date },
): Promise<void> {
  for (const row of held) if (row.commandKey !== null) await cancelCommand(trx, scope, row, now);
  await trx.raw(
    `update customer_archivals a set state = 'kept', reason = null, params = '{}', command_key = null, decided_by = :userId, ended_at = :now
     from jsonb_to_recordset(:held::jsonb) as h(side text, "objectType" text, "customerId" text)
     where a.portal_id = :portalId and a.connection_id = :connectionId
       and a.side = h.side and a.object_type = h."objectType" and a.customer_id = h."customerId"`,
    { ...scope, held: JSON.stringify(held), userId, now },
  );
  await resolveOfOne(trx, scope, held, now);
  await resolveMany(trx, scope, now);
}

/** What waits for a person; one that is only planned, or that the ERP refused, can be left as it is as well. */
async function lockHeld(trx: Db, scope: ConnectionScope, { side, customers, answer }: Omit<Decision, 'userId'>): Promise<HeldRow[]> {
  const { rows } = await trx.raw<{ rows: HeldRow[] }>(
    `select a.side, a.object_type, a.customer_id, a.record_id, a.command_key from customer_archivals a
     where a.portal_id = :portalId and a.connection_id = :connectionId and a.side = :side
       and (:customers::jsonb is null or (a.object_type, a.customer_id) in (
         select c."objectType", c."customerId" from jsonb_to_recordset(:customers::jsonb) as c("objectType" text, "customerId" text)))
       and (a.state = 'held' or :isKept and a.state = 'noticed' or :isKept and a.state = 'asked' and exists (
         select 1 from commands c where c.portal_id = a.portal_id and c.key = a.command_key and c.state = 'rejected'))
     order by a.object_type, a.customer_id for update of a`,
    { ...scope, side, customers: customers && JSON.stringify(customers), isKept: answer === 'keep' && customers !== null },
  );
  return rows;
}
