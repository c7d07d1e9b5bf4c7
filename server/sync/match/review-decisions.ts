import { InvalidInputError } from '../../shared/errors.ts';
import type { ErpRecordId, RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import type { SyncDeps } from '../shared/deps.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { linkByPerson, refuseByPerson } from './links.ts';

interface ReviewDecision {
  customerId: ErpRecordId;
  objectType: CustomerObjectType;
  answer: 'link' | 'not_this' | 'ignore';
  /** The record it is about; null for `ignore`. */
  recordId: RecordId | null;
  userId: number;
}

/** What an administrator says about a customer on the review list. */
export async function decideReview(
  deps: Pick<SyncDeps, 'db' | 'enqueue' | 'now' | 'hashEmail'>,
  scope: ConnectionScope,
  { answer, recordId, ...decision }: ReviewDecision,
): Promise<void> {
  if (answer === 'ignore') return ignoreCustomer(deps, scope, decision);
  if (!recordId) throw new InvalidInputError('Which record?', { code: 'input.invalid', params: { field: 'recordId' } });
  const pair = { ...scope, ...decision, recordId };
  await (answer === 'link' ? linkByPerson(deps, pair) : refuseByPerson(deps, pair));
}

/** The customer is no longer listed and no longer looked up; a person can still link it on a card. */
async function ignoreCustomer(
  { db, now }: Pick<SyncDeps, 'db' | 'now'>,
  scope: ConnectionScope,
  { customerId, objectType }: Pick<ReviewDecision, 'customerId' | 'objectType'>,
) {
  await db('customerMatches')
    .where({ ...scope, customerId, objectType })
    .whereNot({ state: 'linked' })
    .update({ state: 'ignored', checkedAt: now() });
}
