import type { ReviewOutcome } from '../../../hubspot-app/app/settings/api/reviews.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import type { ConnectionId, ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import type { SyncDeps } from '../shared/deps.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { createByPerson } from './create-by-person.ts';
import { IS_LISTED } from './left-out.ts';
import { linkByPerson, refuseByPerson } from './links.ts';
import { createAnew, DECIDED } from './deleted-records.ts';

interface ReviewDecision {
  connectionId: ConnectionId;
  customerId: ErpRecordId;
  objectType: CustomerObjectType;
  answer: 'link' | 'not_this' | 'ignore' | 'create' | 'create_anew';
  /** The record it is about; null for `ignore`, `create` and `create_anew`. */
  recordId: RecordId | null;
}

interface ReviewDecisions {
  portalId: PortalId;
  userId: number;
  decisions: readonly ReviewDecision[];
}

type DecideDeps = Pick<SyncDeps, 'db' | 'enqueue' | 'now'>;

/** What an administrator says about customers on the review list: one that is refused leaves the others as they were decided. */
export async function decideReviews(deps: DecideDeps, { decisions, ...by }: ReviewDecisions): Promise<ReviewOutcome> {
  let refused: InvalidInputError[] = [];
  for (const decision of decisions) {
    try {
      await decideReview(deps, { ...decision, ...by });
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      refused = [...refused, error];
    }
  }
  const [first] = refused;
  // Of a single decision people are told why.
  if (first && decisions.length === 1) throw first;
  return { decided: decisions.length - refused.length, refused: refused.length };
}

async function decideReview(
  deps: DecideDeps,
  { answer, recordId, userId, ...customer }: ReviewDecision & { portalId: PortalId; userId: number },
): Promise<void> {
  if (answer === 'ignore') return ignoreCustomer(deps, customer, userId);
  if (answer === 'create') return createByPerson(deps, { ...customer, userId });
  if (answer === 'create_anew') {
    if ((await createAnew(deps, customer.portalId, customer)) > 0) return;
    throw new InvalidInputError('Its record was not deleted, or somebody decided', { code: 'not_found' });
  }
  if (!recordId) throw new InvalidInputError('Which record?', { code: 'input.invalid', params: { field: 'recordId' } });
  const pair = { ...customer, recordId, userId };
  await (answer === 'link' ? linkByPerson(deps, pair) : refuseByPerson(deps, pair));
}

/** All customers for which no record was found are left out; how many. */
export async function leaveOutUnmatched({ db, now }: Pick<SyncDeps, 'db' | 'now'>, portalId: PortalId, userId: number): Promise<number> {
  const { rowCount } = await db.raw<{ rowCount: number }>(
    `update customer_matches m set state = 'ignored', candidates = ${DECIDED}, checked_at = :now, left_out_by = :userId, wanted_by = null where m.portal_id = :portalId and (${IS_LISTED})`,
    { portalId, userId, now: now() },
  );
  return rowCount;
}

/** The customer is no longer listed and no longer looked up; a person can still link it on a card. */
async function ignoreCustomer(
  { db, now }: Pick<SyncDeps, 'db' | 'now'>,
  { portalId, connectionId, customerId, objectType }: ConnectionScope & Pick<ReviewDecision, 'customerId' | 'objectType'>,
  userId: number,
) {
  await db('customerMatches as m')
    .where({ portalId, connectionId, customerId, objectType })
    .whereNot({ state: 'linked' })
    .update({ state: 'ignored', candidates: db.raw(DECIDED), checkedAt: now(), leftOutBy: userId, wantedBy: null });
}
