import type { DecidedUndo } from '../../../hubspot-app/app/settings/api/decided.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import type { ErpRecordId, RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import { allowCreations } from '../commands/end-creations.ts';
import type { SyncDeps } from '../shared/deps.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { noteTakenBack, OF_CUSTOMER, OF_PAIR } from './decisions.ts';
import { IS_BY_PERSON } from './left-out.ts';
import { unlinkByPerson } from './links.ts';
import { lockMatching } from './lock.ts';
import { lookUpAgain } from './refusals.ts';

interface Decided extends ConnectionScope {
  kind: DecidedUndo['kind'];
  objectType: CustomerObjectType;
  customerId: ErpRecordId;
  recordId: RecordId | null;
  userId: number;
}

type Deps = Pick<SyncDeps, 'db' | 'enqueue' | 'now'>;

/** Takes one decision back, as long as it still holds. A link that is taken back becomes a refusal, so that matching does not make it again. */
export async function undoDecision(deps: Deps, { kind, userId, recordId, ...customer }: Decided): Promise<void> {
  await deps.db.transaction(async (trx) => {
    await lockMatching(trx, customer.portalId);
    const within = { ...deps, db: trx };
    const by = { portalId: customer.portalId, userId, now: deps.now() };
    if (kind === 'left_out') {
      await noteTakenBack(trx, by, 'leftOut', { ...customer, where: OF_CUSTOMER });
      return lookForAgain(within, customer);
    }
    if (recordId === null) throw new InvalidInputError('Which record?', { code: 'input.invalid', params: { field: 'recordId' } });
    if (kind === 'linked') {
      const link = trx('links').where({ ...customer, recordId });
      if (!(await link.whereNot({ rule: 'created' }).first('recordId'))) throw gone();
      return unlinkByPerson(within, { ...customer, recordId, userId });
    }
    await noteTakenBack(trx, by, 'refusals', { ...customer, recordId, where: OF_PAIR });
    const forgotten = await trx('refusedMatches')
      .where({ ...customer, recordId })
      .delete();
    if (forgotten === 0) throw gone();
    await lookUpAgain(deps, trx, customer.portalId, [customer]);
    await allowCreations(deps, trx, { ...customer, recordId }, [customer]);
  });
}

const ASKED_AGAIN = `(
  select coalesce(jsonb_agg(c || '{"isFormer": true}'), '[]') from jsonb_array_elements(m.candidates) c where c ->> 'reason' = 'deleted')`;

/** The customer is looked for in HubSpot like a new one. Of one whose record was deleted it is asked again what becomes of it. */
async function lookForAgain(
  { db, enqueue }: Deps,
  { portalId, connectionId, objectType, customerId }: Omit<Decided, 'kind' | 'recordId' | 'userId'>,
): Promise<void> {
  const { rowCount } = await db.raw<{ rowCount: number }>(
    `update customer_matches m set state = 'due', candidates = ${ASKED_AGAIN}, checked_at = null, left_out_by = null, wanted_by = null
     where m.portal_id = :portalId and m.connection_id = :connectionId and m.object_type = :objectType and m.customer_id = :customerId
       and m.state = 'ignored' and ${IS_BY_PERSON}`,
    { portalId, connectionId, objectType, customerId },
  );
  if (rowCount === 0) throw gone();
  await enqueue(db, 'match', { portalId, connectionId });
}

const gone = (): InvalidInputError => new InvalidInputError('It was taken back already, or decided otherwise', { code: 'decided.gone' });
