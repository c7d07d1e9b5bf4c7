import type { CreationDecision } from '../../../hubspot-app/app/settings/api/creation-reviews.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import type { ErpRecordId, RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import type { CommandFacts } from '../commands/command-facts.ts';
import { CREATION } from '../commands/command-list.ts';
import { askInNameOf, lookAgain } from '../commands/command-rows.ts';
import { WAITING_REVIEW } from '../commands/undecided.ts';
import { linkByPerson, refuseByPerson } from '../match/links.ts';
import { lockMatching } from '../match/lock.ts';
import type { SyncDeps } from '../shared/deps.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { wakeBy } from '../shared/wake-actions.ts';

/** A person let it rest: the record is left without a customer. */
export const LEFT = 'command.left';

interface Decided extends ConnectionScope {
  key: string;
  userId: number;
  answer: CreationDecision['answer'];
  /** Of `link`: whom. */
  customerId: ErpRecordId | null;
}

type Deps = Pick<SyncDeps, 'db' | 'enqueue' | 'now'>;

/** What a person says of a record that shall become a customer and may be one already. Refused if somebody was faster. */
export async function decideCreation(deps: Deps, { key, userId, answer, customerId, ...scope }: Decided): Promise<void> {
  const { portalId, connectionId } = scope;
  await deps.db.transaction(async (trx) => {
    await lockMatching(trx, portalId);
    const doubtful = () => trx('commands').where({ ...scope, key, name: CREATION, state: 'waiting', waitingFor: WAITING_REVIEW });
    const found = await doubtful()
      .forUpdate()
      .first<(DoubtfulRecord & { facts: CommandFacts }) | undefined>('objectType', 'recordId', 'facts');
    if (!found) throw new InvalidInputError('Somebody decided it, or it is not asked any more', { code: 'command.decided' });
    const { facts: known, ...command } = found;
    if (answer === 'leave') {
      const facts = JSON.stringify({ left: { userId, at: deps.now().toISOString() } });
      await doubtful().update({
        ...{ state: 'cancelled', waitingFor: LEFT, params: '{}', endedAt: deps.now() },
        facts: trx.raw('facts || ?::jsonb', [facts]),
        revision: trx.raw('revision + 1'),
      });
      return wakeBy(deps, trx, portalId, key);
    }
    if (answer === 'link') {
      if (customerId === null) throw new InvalidInputError('Which customer?', { code: 'input.invalid', params: { field: 'customerId' } });
      await linkByPerson({ ...deps, db: trx }, { ...scope, ...command, customerId, userId });
    }
    if (answer === 'create') await refuseAll({ ...deps, db: trx }, { ...scope, ...command, userId }, known.alike ?? []);
    // It finds the link, or that a person wants another customer.
    await lookAgain(trx, portalId, { filter: { keys: [key] }, states: ['waiting'], now: deps.now() });
    await askInNameOf(trx, portalId, { key, userId, now: deps.now() });
    await deps.enqueue(trx, 'commands', { portalId, connectionId });
  });
}

interface DoubtfulRecord {
  objectType: CustomerObjectType;
  recordId: RecordId;
}

type AskedRecord = ConnectionScope & DoubtfulRecord & { userId: number };

/** A new customer is none of those that the person saw, and of those that are still asked about. */
async function refuseAll(deps: Deps, record: AskedRecord, seen: readonly { customerId: ErpRecordId }[]): Promise<void> {
  const { portalId, connectionId, objectType, recordId } = record;
  const asked = await deps
    .db('customerMatches')
    .where({ portalId, connectionId, objectType, state: 'ambiguous' })
    .whereRaw('candidates @> ?::jsonb', [JSON.stringify([{ recordId }])])
    .select<{ customerId: ErpRecordId }[]>('customerId');
  const ids = [...new Set([...asked, ...seen].map(({ customerId }) => customerId))];
  for (const customerId of ids) await refuseByPerson(deps, { ...record, customerId });
}
