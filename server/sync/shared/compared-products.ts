import type { Db } from '../../db/index.ts';
import type { ConnectionId, ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';

/** SQL condition on a row `l` of `product_links` and the rules `r` of its connection: what would be written is not known, or may be something else by now. */
export const IS_TO_COMPARE = `(l.state = 'linked' and r.approved_at is null and l.compared_revision is distinct from l.revision)`;

type Moved =
  | { connectionId: ConnectionId; productIds: readonly ErpRecordId[] }
  | { recordIds: readonly RecordId[] }
  /** Something that all of them depend on. */
  | 'all';

/**
 * Before an approval people see what would be written: products whose ERP or HubSpot side moved are compared once more. Returns the connections
 * that have some; the caller enqueues `catalog`.
 */
export async function compareAgain(trx: Db, portalId: PortalId, moved: Moved): Promise<ConnectionId[]> {
  const [condition, bindings] = conditionOf(moved);
  const { rows } = await trx.raw<{ rows: { connectionId: ConnectionId }[] }>(
    // Sorted, so that two transactions that mark the same products do not deadlock.
    `with moved as materialized (
       select l.portal_id, l.connection_id, l.product_id from product_links l
       join catalog_rules r on r.portal_id = l.portal_id and r.connection_id = l.connection_id and r.approved_at is null
       where l.portal_id = :portalId and l.state = 'linked' and ${condition}
       order by l.connection_id, l.product_id for update of l)
     update product_links l set revision = l.revision + 1 from moved m
     where l.portal_id = m.portal_id and l.connection_id = m.connection_id and l.product_id = m.product_id
     returning l.connection_id`,
    { portalId, ...bindings },
  );
  return [...new Set(rows.map(({ connectionId }) => connectionId))].sort();
}

function conditionOf(moved: Moved): [string, Record<string, string | string[]>] {
  if (moved === 'all') return ['true', {}];
  if ('recordIds' in moved) return ['l.record_id = any(:recordIds)', { recordIds: [...moved.recordIds] }];
  const { connectionId, productIds } = moved;
  return ['l.connection_id = :connectionId and l.product_id = any(:productIds)', { connectionId, productIds: [...productIds] }];
}
