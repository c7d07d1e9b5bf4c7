import type { Db } from '../../db/index.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { ConnectionScope } from '../shared/job-data.ts';

interface Owners {
  customerId?: ErpRecordId | null;
  organisationId?: ErpRecordId | null;
}

export interface DocumentMove {
  fromId: ErpRecordId;
  toId: ErpRecordId;
}

/** A merge moves all documents at once, but they may be read over a night. What moved long before the last is a correction of its own. */
const OF_ONE_MERGE = `interval '36 hours'`;

/** Remembers whose documents became whose, in the transaction that stores them: afterwards nothing names the customer they had. */
export async function saveDocumentMoves(
  trx: Db,
  scope: ConnectionScope,
  changes: readonly { before: Owners | null; after: Owners }[],
  now: Date,
): Promise<void> {
  const moves = new Map<string, DocumentMove>();
  for (const { before, after } of changes) {
    for (const owner of ['customerId', 'organisationId'] as const) {
      const [fromId, toId] = [before?.[owner], after[owner]];
      if (fromId && toId && fromId !== toId) moves.set(`${fromId} ${toId}`, { fromId, toId });
    }
  }
  if (moves.size === 0) return;
  await trx.raw(
    `insert into document_moves (portal_id, connection_id, from_id, to_id, moved_at)
     select :portalId, :connectionId, m."fromId", m."toId", :now from jsonb_to_recordset(:moves::jsonb) as m("fromId" text, "toId" text)
     where exists (select 1 from links l where l.portal_id = :portalId and l.connection_id = :connectionId and l.customer_id = m."fromId")
     order by 3, 4
     on conflict (portal_id, connection_id, from_id, to_id) do update set moved_at = excluded.moved_at`,
    { ...scope, now, moves: JSON.stringify([...moves.values()]) },
  );
}

/** Where documents of these customers went last. */
export async function loadDocumentMoves(db: Db, scope: ConnectionScope, fromIds: readonly ErpRecordId[]): Promise<DocumentMove[]> {
  const { rows } = await db.raw<{ rows: DocumentMove[] }>(
    `select m.from_id, m.to_id from document_moves m
     where m.portal_id = :portalId and m.connection_id = :connectionId and m.from_id = any(:fromIds)
       and m.moved_at > (select max(n.moved_at) - ${OF_ONE_MERGE} from document_moves n
         where n.portal_id = m.portal_id and n.connection_id = m.connection_id and n.from_id = m.from_id)`,
    { ...scope, fromIds: [...fromIds] },
  );
  return rows;
}

/** Linked customers the ERP no longer has, whose documents moved: before they vanished, or only afterwards. */
export async function findCustomersMovedAway(db: Db, scope: ConnectionScope, now: Date): Promise<ErpRecordId[]> {
  const { rows } = await db.raw<{ rows: { fromId: ErpRecordId }[] }>(
    `select distinct m.from_id from document_moves m
     join links l on l.portal_id = m.portal_id and l.connection_id = m.connection_id and l.customer_id = m.from_id
     where m.portal_id = :portalId and m.connection_id = :connectionId and m.moved_at > :now::timestamptz - interval '30 days'
       and not exists (select 1 from erp_customers c where c.portal_id = m.portal_id and c.connection_id = m.connection_id and c.erp_id = m.from_id)
     order by 1`,
    { ...scope, now },
  );
  return rows.map(({ fromId }) => fromId);
}
