import type { Db } from '../../db/index.ts';
import { resolveProblems } from '../../portals/problems.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import type { ConnectionId, PortalId, RecordId } from '../../shared/ids.ts';
import { CUSTOMER_OBJECT_TYPES, DEAL, isDeal, type CommandObjectType } from '../../shared/object-types.ts';
import type { ConnectionScope, Enqueue } from '../shared/job-data.ts';
import { askInNameOf, lookAgain, REJECTIONS, type Command, type CommandState } from './command-rows.ts';
import { resolveDealRejections } from './deal-rejections.ts';
import { countUndecided, refuseUndecided, stoppedKeys } from './undecided.ts';

interface RetryDeps {
  db: Db;
  enqueue: Enqueue;
  now(): Date;
}

interface Stopped {
  key: string;
  connectionId: ConnectionId;
  objectType: CommandObjectType;
  recordId: RecordId;
}

const STOPPED: readonly CommandState[] = ['waiting', 'rejected'];

/** All of customers that wait for data or were refused. Answers how many were left as they are: a person decides them. */
export async function retryAllCommands(deps: RetryDeps, scope: ConnectionScope): Promise<number> {
  const { portalId, connectionId } = scope;
  return deps.db.transaction(async (trx) => {
    const keys = await stoppedKeys(trx, scope, CUSTOMER_OBJECT_TYPES);
    await lookAgain(trx, portalId, { filter: { keys }, states: STOPPED, now: deps.now() });
    await resolveProblems(trx, portalId, { codes: REJECTIONS, connectionId }, deps.now());
    await deps.enqueue(trx, 'commands', scope);
    return countUndecided(trx, scope, CUSTOMER_OBJECT_TYPES);
  });
}

type KnownCommand = Stopped & Pick<Command, 'state' | 'waitingFor'>;

interface NamedCommands {
  keys: readonly string[];
  /** The connection or the record they have to be of. */
  owner: { connectionId: ConnectionId } | { objectType: CommandObjectType; recordId: RecordId };
  userId: number;
}

/** A person looked at these: from now on they are what that person asked for. One that waits for a decision is refused. */
export async function retryCommands(deps: RetryDeps, portalId: PortalId, { keys, owner, userId }: NamedCommands): Promise<void> {
  await deps.db.transaction(async (trx) => {
    const known = await trx('commands')
      .where({ portalId, ...owner })
      .whereIn('key', [...keys])
      .forUpdate()
      .select<KnownCommand[]>('key', 'connectionId', 'objectType', 'recordId', 'state', 'waitingFor');
    if (known.length === 0) throw new InvalidInputError('No such command', { code: 'not_found' });
    refuseUndecided(known);
    const stopped = known.filter(({ state }) => STOPPED.includes(state));
    await planAgain(deps, trx, portalId, stopped);
    for (const { key } of stopped) await askInNameOf(trx, portalId, { key, userId, now: deps.now() });
  });
}

/** Those of these records that the ERP refused. */
export async function askAgain(
  deps: Pick<RetryDeps, 'enqueue' | 'now'>,
  trx: Db,
  scope: ConnectionScope,
  records: readonly { objectType: CommandObjectType; recordId: RecordId }[],
): Promise<void> {
  const keys: string[] = [];
  for (const type of [...CUSTOMER_OBJECT_TYPES, DEAL]) {
    const ids = records.filter(({ objectType }) => objectType === type).map(({ recordId }) => recordId);
    const refused = trx('commands').where({ ...scope, objectType: type, state: 'rejected' });
    // An array is looked up in one go; a join of tens of thousands may be carried out pair by pair.
    if (ids.length > 0) keys.push(...((await refused.whereRaw('record_id = any(?)', [ids]).pluck('key')) as string[]));
  }
  if ((await lookAgain(trx, scope.portalId, { filter: { keys }, states: ['rejected'], now: deps.now() })) > 0)
    await deps.enqueue(trx, 'commands', scope);
}

async function planAgain(deps: RetryDeps, trx: Db, portalId: PortalId, stopped: readonly Stopped[]): Promise<void> {
  const keys = stopped.map(({ key }) => key);
  await lookAgain(trx, portalId, { filter: { keys }, states: STOPPED, now: deps.now() });
  const deals = stopped.filter(({ objectType }) => isDeal(objectType));
  await resolveDealRejections(trx, portalId, { dealIds: deals.map(({ recordId }) => recordId), now: deps.now() });
  for (const { connectionId, objectType: subjectKind, recordId } of stopped.filter((one) => !deals.includes(one)))
    await resolveProblems(trx, portalId, { codes: REJECTIONS, connectionId, subjectKind, subjects: [recordId] }, deps.now());
  for (const connectionId of new Set(stopped.map((command) => command.connectionId)))
    await deps.enqueue(trx, 'commands', { portalId, connectionId });
}
