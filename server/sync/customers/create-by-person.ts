import type { Db } from '../../db/index.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import { askFor } from '../commands/command-rows.ts';
import { mayCreate } from '../fields/approval.ts';
import { loadCustomerRules } from '../fields/rules.ts';
import { forgetObjections } from '../match/links.ts';
import { lockMatching } from '../match/lock.ts';
import type { ConnectionScope, Enqueue } from '../shared/job-data.ts';
import type { CardRecord } from './offers.ts';

interface Deps {
  db: Db;
  enqueue: Enqueue;
  now(): Date;
}

/** A person wants this record to be a customer of the ERP, whoever asked for it before. Answers the command's key. */
export async function createByPerson(deps: Deps, record: CardRecord & ConnectionScope, userId: number): Promise<string> {
  const { portalId, connectionId } = record;
  return deps.db.transaction(async (trx) => {
    const stored = await loadCustomerRules(trx, record);
    if (!stored?.live?.[record.objectType].mayCreateByHand || !mayCreate(stored.writes, record.objectType))
      throw new InvalidInputError('Nobody approved that customers are made by hand', { code: 'customers.not_by_hand' });
    await lockMatching(trx, portalId);
    await forgetObjections(trx, record, { portalId, userId, now: deps.now() });
    const key = await askFor(trx, { ...record, name: 'createCustomer', askedBy: { kind: 'person', userId }, now: deps.now() });
    await deps.enqueue(trx, 'commands', { portalId, connectionId });
    return key;
  });
}
