import type { FrozenCounts, FrozenList, FrozenRecord } from '../../../hubspot-app/app/settings/api/frozen.ts';
import type { Db } from '../../db/index.ts';
import { userName } from '../../portals/users.ts';
import type { ErpRecordId, RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import { ONCE_MORE } from '../shared/field-pairs.ts';
import type { ConnectionScope, Enqueue } from '../shared/job-data.ts';
import { readRecordNames, type NameDeps } from '../shared/record-names.ts';
import { WHOLE_RECORD } from './field-state.ts';

const PER_PAGE = 25;

/** SQL: of the link `p` people left something alone. What goes one way by a rule is left alone by nobody. */
const IS_LEFT_ALONE = `(p.is_frozen and not p.is_one_way or p.frozen <> '{}')`;

interface Row {
  objectType: CustomerObjectType;
  customerId: ErpRecordId;
  customerName: string;
  recordId: RecordId;
  isWhole: boolean;
  properties: string[];
  frozenBy: FrozenRecord['frozenBy'];
  found: number;
}

// Of what is frozen; what was released and frozen again was frozen last.
const FROZEN_BY = `(
  select coalesce(jsonb_object_agg(f.property, jsonb_build_object('at', f.at, 'by', ${userName('u')})), '{}') from (
    select distinct on (c.property) c.property, c.at, c.user_id from field_changes c
    where c.portal_id = p.portal_id and c.object_type = p.object_type and c.record_id = p.record_id and c.connection_id = p.connection_id
      and c.customer_id = p.customer_id and c.rule = 'frozen'
      and (c.property = any(p.frozen) or c.property = '${WHOLE_RECORD}' and p.is_frozen and not p.is_one_way)
    order by c.property, c.id desc) f
  left join portal_users u on u.portal_id = p.portal_id and u.user_id = f.user_id)`;

/** What people froze, a row for each record, by the customer's name. */
export async function loadFrozenPage(
  deps: NameDeps & { db: Db },
  scope: ConnectionScope,
  { page, urlOf }: { page: number; urlOf(objectType: CustomerObjectType, id: string): string },
): Promise<FrozenList> {
  const { rows } = await deps.db.raw<{ rows: Row[] }>(
    `select p.object_type, p.customer_id, coalesce(c.name, p.customer_id) as customer_name, p.record_id, p.is_frozen and not p.is_one_way as is_whole,
       p.frozen as properties, count(*) over () as found, ${FROZEN_BY} as frozen_by
     from field_pairs p
     left join erp_customers c on c.portal_id = p.portal_id and c.connection_id = p.connection_id and c.erp_id = p.customer_id
     where p.portal_id = :portalId and p.connection_id = :connectionId and ${IS_LEFT_ALONE}
     order by c.name, p.object_type, p.customer_id limit ${PER_PAGE} offset :skipped`,
    { ...scope, skipped: (page - 1) * PER_PAGE },
  );
  const nameOf = await readRecordNames(deps.openHubSpot, scope.portalId, rows);
  const records = rows.map(({ found: _, ...row }) => ({ ...row, recordName: nameOf(row), url: urlOf(row.objectType, row.recordId) }));
  const total = rows[0]?.found ?? 0;
  return { page, pageCount: Math.max(1, Math.ceil(total / PER_PAGE)), total, records };
}

export async function countFrozen(db: Db, scope: ConnectionScope): Promise<FrozenCounts> {
  const { rows } = await db.raw<{ rows: FrozenCounts[] }>(
    `select count(*) filter (where p.is_frozen and not p.is_one_way) as frozen_records,
       coalesce(sum(cardinality(p.frozen)), 0)::int as frozen_fields,
       count(*) filter (where p.is_frozen and p.is_one_way) as one_way
     from field_pairs p where p.portal_id = :portalId and p.connection_id = :connectionId and (p.is_frozen or p.frozen <> '{}')`,
    { ...scope },
  );
  return rows[0] ?? { frozenRecords: 0, frozenFields: 0, oneWay: 0 };
}

/** Everything that people froze is kept in step again. Answers of how many records. */
export async function unfreezeAll(
  deps: { db: Db; enqueue: Enqueue; now(): Date },
  scope: ConnectionScope,
  userId: number,
): Promise<number> {
  return deps.db.transaction(async (trx) => {
    await trx.raw(ADD_RELEASES, { ...scope, userId, now: deps.now() });
    const { rowCount } = await trx.raw<{ rowCount: number }>(
      `update field_pairs p set ${ONCE_MORE}, is_frozen = p.is_frozen and p.is_one_way, frozen = '{}'
       where (p.portal_id, p.connection_id, p.object_type, p.customer_id) in (
         select p.portal_id, p.connection_id, p.object_type, p.customer_id from field_pairs p
         ${LEFT_ALONE} order by 3, 4 for update)`,
      // Nobody waits for each of thousands.
      { ...scope, now: deps.now(), priority: 2 },
    );
    if (rowCount > 0) await deps.enqueue(trx, 'fields', scope);
    return rowCount;
  });
}

const LEFT_ALONE = `where p.portal_id = :portalId and p.connection_id = :connectionId and ${IS_LEFT_ALONE}`;

// Locked in the order in which whoever writes many of them takes them.
const ADD_RELEASES = `
  with left_alone as (
    select p.* from field_pairs p ${LEFT_ALONE} order by p.object_type, p.customer_id for update)
  insert into field_changes (portal_id, connection_id, object_type, customer_id, record_id, property, field, written_to, rule, user_id, at)
  select p.portal_id, p.connection_id, p.object_type, p.customer_id, p.record_id, f.property, coalesce(p.fields -> f.property ->> 'field', ''), 'nobody',
    'released', :userId, :now
  from left_alone p
  cross join lateral (
    select unnest(p.frozen) as property union all select '${WHOLE_RECORD}' where p.is_frozen and not p.is_one_way) f`;
