import type { Db } from '../../db/index.ts';
import { userName } from '../../portals/users.ts';
import type { ConnectionId, ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import { NOBODY } from '../commands/called-off.ts';
import { allowCreations, endCreations, refuseWhileMaking } from '../commands/end-creations.ts';
import type { SyncDeps } from '../shared/deps.ts';
import { noteTakenBack, OF_RECORD as ABOUT_RECORD } from './decisions.ts';
import { refuseByPerson } from './links.ts';
import { lockMatching } from './lock.ts';
import { lookUpAgain } from './refusals.ts';

interface RecordScope {
  portalId: PortalId;
  objectType: CustomerObjectType;
  recordId: RecordId;
}

interface Customer {
  connectionId: ConnectionId;
  customerId: ErpRecordId;
}

type Deps = Pick<SyncDeps, 'db' | 'enqueue' | 'now'>;

/**
 * A person says: this record is no customer yet. What was offered is not offered again; what the ERP learns later is. What was asked for and not
 * sent is not made.
 */
export async function setNotYetCustomer(deps: Deps, record: RecordScope, customers: readonly Customer[], userId: number): Promise<void> {
  await deps.db.transaction(async (trx) => {
    await lockMatching(trx, record.portalId);
    await trx.raw(
      `insert into refused_matches (portal_id, connection_id, object_type, customer_id, record_id, refused_by, refused_at)
       select k.portal_id, k.id, :objectType, :nobody, :recordId, :userId, :now from erp_connections k
       where k.portal_id = :portalId and k.status <> 'disconnected'
       on conflict do nothing`,
      { ...record, nobody: NOBODY, userId, now: deps.now() },
    );
    await endCreations(deps, trx, { ...record, userId, refused: NOBODY });
    await refuseWhileMaking(trx, record);
    for (const customer of customers) await refuseByPerson({ ...deps, db: trx }, { ...record, ...customer, userId });
  });
}

/** The way back: what was refused since then is offered and looked up again, and rules may make it a customer. */
export async function undoNotYetCustomer(deps: Deps, record: RecordScope, userId: number): Promise<void> {
  await deps.db.transaction(async (trx) => {
    await lockMatching(trx, record.portalId);
    const by = { portalId: record.portalId, userId, now: deps.now() };
    await noteTakenBack(trx, by, 'refusals', { ...record, nobody: NOBODY, where: `${ABOUT_RECORD} and d.at >= ${SAID_AT}` });
    const { rows } = await trx.raw<{ rows: Customer[] }>(
      `delete from refused_matches r where ${OF_RECORD} and r.refused_at >= ${SAID_AT}
       returning r.connection_id, r.customer_id`,
      { ...record, nobody: NOBODY },
    );
    await lookUpAgain(deps, trx, record.portalId, rows);
    await allowCreations(deps, trx, record, rows);
  });
}

const OF_RECORD = `r.portal_id = :portalId and r.object_type = :objectType and r.record_id = :recordId`;
const SAID_AT = `(select min(r.refused_at) from refused_matches r where ${OF_RECORD} and r.customer_id = :nobody)`;

/** Since when, and who said so where we know the address; null: nobody did. */
export async function findNotYetCustomer(db: Db, record: RecordScope): Promise<{ since: string; by: string | null } | null> {
  const { rows } = await db.raw<{ rows: { since: Date; by: string | null }[] }>(
    `select r.refused_at as since, ${userName('u')} as by from refused_matches r
     left join portal_users u on u.portal_id = r.portal_id and u.user_id = r.refused_by
     where ${OF_RECORD} and r.customer_id = :nobody
     order by r.refused_at limit 1`,
    { ...record, nobody: NOBODY },
  );
  return rows[0] ? { since: rows[0].since.toISOString(), by: rows[0].by } : null;
}
