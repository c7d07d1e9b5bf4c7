import type { DuePair } from './due-pairs.ts';
import type { FieldRun } from './sync-pairs.ts';

interface WantedRow extends Pick<DuePair, 'objectType' | 'customerId' | 'isFrozen' | 'frozen'> {
  revision: string | number;
}

/**
 * Those of the links that are still to be written as it was decided: an ERP may take minutes over a batch, and people freeze records, change the
 * rules or stop them meanwhile.
 */
export async function findWanted({ deps, scope, rules }: FieldRun, pairs: readonly DuePair[]): Promise<Set<DuePair>> {
  if (pairs.length === 0) return new Set();
  const { portalId, connectionId } = scope;
  const asked = pairs.map(({ objectType, customerId, recordId }) => ({ objectType, customerId, recordId }));
  const { rows } = await deps.db.raw<{ rows: WantedRow[] }>(
    `select p.object_type, p.customer_id, p.is_frozen, p.frozen, r.revision from field_pairs p
     join jsonb_to_recordset(:asked::jsonb) as a("objectType" text, "customerId" text, "recordId" text)
       on p.object_type = a."objectType" and p.customer_id = a."customerId" and p.record_id = a."recordId"
     join customer_rules r on r.portal_id = p.portal_id and r.connection_id = p.connection_id and r.live is not null
     where p.portal_id = :portalId and p.connection_id = :connectionId`,
    { portalId, connectionId, asked: JSON.stringify(asked) },
  );
  const isWanted = (pair: DuePair): boolean =>
    rows.some(
      (row) =>
        row.objectType === pair.objectType &&
        row.customerId === pair.customerId &&
        row.isFrozen === pair.isFrozen &&
        row.frozen.toSorted().join() === pair.frozen.toSorted().join() &&
        Number(row.revision) === Number(rules.revision),
    );
  return new Set(pairs.filter(isWanted));
}
