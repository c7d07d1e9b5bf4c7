import type { Db } from '../../db/index.ts';
import { resolveProblems } from '../../portals/problems.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import type { ConnectionId, ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import { addToInbox } from '../shared/add-to-inbox.ts';
import type { Enqueue } from '../shared/job-data.ts';
import { wakeBy } from '../shared/wake-actions.ts';
import { calledOff, lockRecord, NOT_WANTED } from './called-off.ts';
import { REJECTIONS, type Command } from './command-rows.ts';

interface RecordScope {
  portalId: PortalId;
  objectType: CustomerObjectType;
  recordId: RecordId;
}

interface Ended extends RecordScope {
  /** Only those of this ERP; default all of the record's. */
  connectionId?: ConnectionId;
  /** Only this one. */
  key?: string;
  userId: number;
  /** Whom a person refused with it; empty: everybody. Default: nobody, it was called off itself. */
  refused?: ErpRecordId;
}

interface Refused {
  connectionId: ConnectionId;
  customerId: ErpRecordId;
}

interface Deps {
  enqueue: Enqueue;
  now(): Date;
}

/**
 * What was asked for and not sent is not made: no rule and no workflow asks again, until a person does. What the ERP is making goes on. Answers how
 * many were ended.
 */
export async function endCreations(deps: Deps, trx: Db, { userId, refused, ...record }: Ended): Promise<number> {
  const { portalId, objectType, recordId } = record;
  const now = deps.now();
  const left = { userId, at: now.toISOString(), ...(refused !== undefined && { customerId: refused }) };
  await lockRecord(trx, record);
  const ended = await trx('commands')
    .where({ ...record, name: 'createCustomer' })
    .whereIn('state', ['planned', 'waiting', 'rejected'])
    .update(calledOff(trx, left, now))
    .returning<Pick<Command, 'key' | 'connectionId'>[]>(['key', 'connectionId']);
  for (const { key, connectionId } of ended) {
    await resolveProblems(trx, portalId, { codes: REJECTIONS, connectionId, subjectKind: objectType, subjects: [recordId] }, now);
    await wakeBy(deps, trx, portalId, key);
  }
  return ended.length;
}

/** The one that a person names. Refused where the ERP is making it, or has made it. */
export async function leaveCreation(deps: Deps & { db: Db }, ended: Ended & { key: string }): Promise<void> {
  await deps.db.transaction(async (trx) => {
    if ((await endCreations(deps, trx, ended)) > 0) return;
    await refuseWhileMaking(trx, ended);
    throw new InvalidInputError('Somebody decided it, or it is not asked any more', { code: 'command.decided' });
  });
}

/** What the ERP may be making at this moment cannot be called back. */
export async function refuseWhileMaking(trx: Db, record: RecordScope): Promise<void> {
  const { portalId, objectType, recordId } = record;
  const making = await trx('commands as c')
    .join('erpConnections as k', (on) => on.on('k.portal_id', 'c.portal_id').on('k.id', 'c.connection_id'))
    .where({ 'c.portal_id': portalId, 'c.object_type': objectType, 'c.record_id': recordId, 'c.name': 'createCustomer' })
    .whereIn('c.state', ['sending', 'unknown'])
    .first<{ name: string } | undefined>('k.name');
  if (making) throw new InvalidInputError('It is being made', { code: 'command.being_made', params: { name: making.name } });
}

/**
 * It may become one after all, as far as it was called off with these refusals: rules look at the record afresh, and whatever else asked for it may
 * ask again.
 */
export async function allowCreations(
  { enqueue, now }: Deps,
  trx: Db,
  { portalId, objectType, recordId }: RecordScope,
  refused: readonly Refused[],
): Promise<void> {
  const record = { portalId, objectType, recordId };
  await lockRecord(trx, record);
  const pairs = refused.map(({ connectionId, customerId }) => `${connectionId} ${customerId}`);
  const allowed = await trx('commands')
    .where({ ...record, name: 'createCustomer', state: 'cancelled', waitingFor: NOT_WANTED })
    .whereRaw(`connection_id || ' ' || (facts -> 'left' ->> 'customerId') = any(?)`, [pairs])
    .update({ waitingFor: null, facts: trx.raw(`facts - 'left'`), revision: trx.raw('revision + 1') });
  if (allowed === 0) return;
  await addToInbox(trx, portalId, [{ objectType, recordId }], now());
  await enqueue(trx, 'inbox', { portalId });
}
