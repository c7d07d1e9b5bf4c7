import type { ConflictGroup } from '../../../hubspot-app/app/settings/api/customers.ts';
import type { GroupDecision } from '../../../hubspot-app/app/settings/api/endpoints.ts';
import type { Db } from '../../db/index.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import { ONCE_MORE } from '../shared/field-pairs.ts';
import type { ConnectionScope, Enqueue } from '../shared/job-data.ts';
import { mayWriteTo } from './approval.ts';
import { FROM_BEFORE } from './before-rules.ts';
import { otherSide, type FieldOrder, type Side } from './field-state.ts';
import { isQuestion } from './questions.ts';
import { loadCustomerRules, type StoredCustomerRules } from './rules.ts';

const SIDES: readonly Side[] = ['hubspot', 'erp'];

type GroupRow = Omit<ConflictGroup, 'takes'>;

/** What both sides held already when the rules were approved, each field once: a person answers for all records at once. */
export async function loadConflictGroups(db: Db, scope: ConnectionScope): Promise<ConflictGroup[]> {
  const { rows } = await db.raw<{ rows: GroupRow[] }>(
    `select p.object_type, f.key as property, f.value ->> 'field' as field, count(*) as count
     from field_pairs p cross join jsonb_each(p.fields) f
     where p.portal_id = :portalId and p.connection_id = :connectionId and p.is_asked and not p.is_frozen and ${isQuestion('p')} and ${FROM_BEFORE}
     group by 1, 2, 3 order by 4 desc, 1, 2, 3`,
    { ...scope },
  );
  if (rows.length === 0) return [];
  const rules = await loadCustomerRules(db, scope);
  return rows.map((row) => ({ ...row, count: Number(row.count), takes: SIDES.filter((side) => rules && isTakeable(rules, row, side)) }));
}

/** The value of this side may be written to the other. */
function isTakeable({ live, writes }: StoredCustomerRules, about: Omit<GroupRow, 'count'>, side: Side): boolean {
  const { objectType, property, field } = about;
  const line = live?.[objectType].mapping.find((one) => one.property === property && one.field === field);
  const direction = side === 'hubspot' ? 'to_erp' : 'to_hubspot';
  return line !== undefined && (line.direction === 'both' || line.direction === direction) && mayWriteTo(otherSide(side), writes, about);
}

interface Deps {
  db: Db;
  enqueue: Enqueue;
  now(): Date;
}

interface Decision extends Omit<GroupDecision, 'connectionId'> {
  userId: number;
}

/** One answer for all of a group, as if a person had given it for each. */
export async function decideConflictGroup(deps: Deps, scope: ConnectionScope, { answer, userId, ...about }: Decision): Promise<void> {
  await deps.db.transaction(async (trx) => {
    const rules = await loadCustomerRules(trx, scope);
    if (!rules?.live || (answer !== 'both' && !isTakeable(rules, about, answer)))
      throw new InvalidInputError('The rules do not write there', { code: 'not_found' });
    // The first few are looked at before many are written.
    if (rules.trial) throw new InvalidInputError('The first few were not looked at yet', { code: 'customers.trial_first' });
    const order: FieldOrder = { kind: 'answer', answer, userId };
    const { objectType, property, field } = about;
    await trx.raw(
      `update field_pairs p set ${ONCE_MORE}, orders = p.orders || :orders::jsonb
       where (p.portal_id, p.connection_id, p.object_type, p.customer_id) in (
         select o.portal_id, o.connection_id, o.object_type, o.customer_id from field_pairs o cross join jsonb_each(o.fields) f
         where o.portal_id = :portalId and o.connection_id = :connectionId and o.object_type = :objectType and o.is_asked and not o.is_frozen
           and f.key = :property and f.value ->> 'field' = :field and ${isQuestion('o')} and ${FROM_BEFORE}
         order by 3, 4 for update of o)`,
      { ...scope, objectType, property, field, orders: JSON.stringify({ [property]: order }), now: deps.now(), priority: LIKE_A_CHANGE },
    );
    await deps.enqueue(trx, 'fields', scope);
  });
}

/** Nobody waits for each of them. */
const LIKE_A_CHANGE = 1;
