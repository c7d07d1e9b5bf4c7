import type { Candidate, RecordView } from '../../../hubspot-app/app/cards/api/types.ts';
import type { Db } from '../../db/index.ts';
import { userName } from '../../portals/users.ts';
import { SUGGESTIONS } from '../../records/queries/suggestions.ts';
import type { ConnectionId, ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import { NOBODY } from '../commands/called-off.ts';
import { allowCreations } from '../commands/end-creations.ts';
import type { SyncDeps } from '../shared/deps.ts';
import { noteTakenBack, OF_RECORD as ABOUT_RECORD } from './decisions.ts';
import { lockMatching } from './lock.ts';
import { queueMatches } from './queue.ts';

interface RecordScope {
  portalId: PortalId;
  objectType: CustomerObjectType;
  recordId: RecordId;
}

type Refusals = Extract<RecordView, { state: 'not_linked' }>['refused'];
type Row = Candidate & { since: Date; by: string | null; isByOne: boolean | null; total: number };

/** SQL: a person said of the record that it is not this customer. */
const OF_RECORD = `r.portal_id = :portalId and r.object_type = :objectType and r.record_id = :recordId and r.customer_id <> :nobody`;

/** Living customers of which a person said that this record is not that one; who said so last, and when, and whether all of them are that person's. */
export async function findRefusals(db: Db, record: RecordScope): Promise<Refusals> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select c.connection_id, c.erp_id as customer_id, c.name, c.number, c.tax_id, c.address ->> 'city' as city, 'search' as reason,
       case when l.record_id is not null then jsonb_build_object('recordId', l.record_id, 'name', null, 'url', null) end as linked_to,
       r.refused_at as since, ${userName('u')} as by, count(*) over ()::int as total,
       count(r.refused_by) over () = count(*) over () and min(r.refused_by) over () = max(r.refused_by) over () as "isByOne"
     from refused_matches r
     join erp_customers c on c.portal_id = r.portal_id and c.connection_id = r.connection_id and c.erp_id = r.customer_id and c.active
     join erp_connections k on k.portal_id = c.portal_id and k.id = c.connection_id and k.status <> 'disconnected' and k.approved_at is not null
     left join portal_users u on u.portal_id = r.portal_id and u.user_id = r.refused_by
     left join links l on l.portal_id = r.portal_id and l.connection_id = r.connection_id and l.object_type = r.object_type
       and l.customer_id = r.customer_id
     where ${OF_RECORD}
     order by r.refused_at desc, c.name, c.erp_id limit ${SUGGESTIONS}`,
    { ...record, nobody: NOBODY },
  );
  const [last] = rows;
  if (!last) return null;
  const customers = rows.map(({ since: _since, by: _by, isByOne: _isByOne, total: _total, ...customer }) => customer);
  return { since: last.since.toISOString(), by: last.by, isByOne: last.isByOne ?? false, total: last.total, customers };
}

/** All of them may be this record again: they are offered and looked up as if nobody had said anything. */
export async function takeBackRefusals(deps: Pick<SyncDeps, 'db' | 'enqueue' | 'now'>, record: RecordScope, userId: number): Promise<void> {
  await deps.db.transaction(async (trx) => {
    await lockMatching(trx, record.portalId);
    const by = { portalId: record.portalId, userId, now: deps.now() };
    await noteTakenBack(trx, by, 'refusals', { ...record, where: `${ABOUT_RECORD} and d.kind = 'refused'` });
    const { rows } = await trx.raw<{ rows: RefusedCustomer[] }>(
      `delete from refused_matches r where ${OF_RECORD} returning r.connection_id, r.customer_id`,
      { ...record, nobody: NOBODY },
    );
    await lookUpAgain(deps, trx, record.portalId, rows);
    await allowCreations(deps, trx, record, rows);
  });
}

interface RefusedCustomer {
  connectionId: ConnectionId;
  customerId: ErpRecordId;
}

/** Customers that are refused no more are matched again. */
export async function lookUpAgain(
  { enqueue }: Pick<SyncDeps, 'enqueue'>,
  trx: Db,
  portalId: PortalId,
  customers: readonly RefusedCustomer[],
): Promise<void> {
  for (const connectionId of [...new Set(customers.map((one) => one.connectionId))].sort()) {
    const customerIds = customers.filter((one) => one.connectionId === connectionId).map(({ customerId }) => customerId);
    const scope = { portalId, connectionId };
    if ((await queueMatches(trx, scope, customerIds)) > 0) await enqueue(trx, 'match', scope);
  }
}
