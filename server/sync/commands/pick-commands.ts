import type { Db } from '../../db/index.ts';
import type { CommandName } from '../../erp/shared/contract.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { Command } from './command-rows.ts';

/** The next that can go on: planned ones, and those whose answer was lost once the ERP can have no more to do with them. */
export async function pickCommand(
  db: Db,
  scope: ConnectionScope,
  { now, passedOver }: { now: Date; passedOver: readonly string[] },
): Promise<Command | undefined> {
  return db('commands')
    .where({ ...scope })
    .whereIn('state', ['planned', 'sending', 'unknown'])
    .where('dueAt', '<=', now)
    .whereNotIn('key', [...passedOver])
    .orderBy(['priority', 'dueAt', 'askedAt', 'key'])
    .first<Command | undefined>();
}

/** The planned ones of this kind that come next with this one, or before it: of the same object type, and as urgent. */
export async function pickAlike<N extends CommandName>(
  db: Db,
  { portalId, connectionId, name, objectType, priority }: Command<N>,
  { now, limit }: { now: Date; limit: number },
): Promise<Command<N>[]> {
  return db('commands')
    .where({ portalId, connectionId, name, objectType, priority, state: 'planned' })
    .where('dueAt', '<=', now)
    .orderBy(['dueAt', 'askedAt', 'key'])
    .limit(limit)
    .select<Command<N>[]>();
}

export async function nextCommandDueAt(db: Db, scope: ConnectionScope): Promise<Date | null> {
  const [row] = await db('commands')
    .where({ ...scope })
    .whereIn('state', ['planned', 'sending', 'unknown'])
    .min<{ dueAt: Date | null }[]>('dueAt as dueAt');
  return row?.dueAt ?? null;
}
