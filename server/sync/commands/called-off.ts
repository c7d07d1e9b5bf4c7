import { lockUntilCommit } from '../../db/advisory-lock.ts';
import type { Db } from '../../db/index.ts';
import { erpRecordId, type ErpRecordId, type PortalId, type RecordId } from '../../shared/ids.ts';
import type { CommandObjectType } from '../../shared/object-types.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { CommandFacts } from './command-facts.ts';

/** A person said that the record is not to become a customer. */
export const NOT_WANTED = 'command.not_wanted';

/** In the place of a customer among the refused: nobody in the ERP is this record yet. */
export const NOBODY = erpRecordId('');

export type Left = NonNullable<CommandFacts['left']>;

/** What becomes of a creation that a person called off: no rule and no workflow asks again, until a person does. */
export const calledOff = (trx: Db, left: Left, now: Date) => ({
  ...{ state: 'cancelled', waitingFor: NOT_WANTED, params: '{}', endedAt: now },
  facts: trx.raw(`facts - 'reasons' || ?::jsonb`, [JSON.stringify({ left })]),
  revision: trx.raw('revision + 1'),
});

interface RecordScope {
  portalId: PortalId;
  objectType: CommandObjectType;
  recordId: RecordId;
}

/** Whoever asks for something of a record, and whoever calls it off, do so one after the other. */
export const lockRecord = (trx: Db, { portalId, objectType, recordId }: RecordScope): Promise<void> =>
  lockUntilCommit(trx, `command ${portalId} ${objectType} ${recordId}`);

/** What a person said last against a customer made of the record by itself: that it is none yet, or not the one it was linked to. */
export async function findObjection(
  trx: Db,
  { portalId, connectionId, objectType, recordId }: RecordScope & ConnectionScope,
): Promise<Left | null> {
  const found = await trx('refusedMatches')
    .where({ portalId, connectionId, objectType, recordId })
    .where((either) => either.where({ customerId: NOBODY }).orWhere({ isParted: true }))
    .orderBy('refusedAt', 'desc')
    .first<{ refusedBy: number | null; refusedAt: Date; customerId: ErpRecordId } | undefined>('refusedBy', 'refusedAt', 'customerId');
  return found ? { userId: Number(found.refusedBy), at: found.refusedAt.toISOString(), customerId: found.customerId } : null;
}

/** The last word against it, whether of the record or of a creation that was asked for. */
export async function findCalledOff(trx: Db, record: RecordScope & ConnectionScope): Promise<Left | null> {
  const { portalId, connectionId, objectType, recordId } = record;
  const command = await trx('commands')
    .where({ portalId, connectionId, objectType, recordId, name: 'createCustomer', state: 'cancelled' })
    .whereRaw(`facts -> 'left' is not null`)
    .orderBy('endedAt', 'desc')
    .first<{ facts: CommandFacts } | undefined>('facts');
  const words = [command?.facts.left, await findObjection(trx, record)].filter((left) => left !== undefined && left !== null);
  return words.toSorted((a, b) => (a.at < b.at ? 1 : -1))[0] ?? null;
}
