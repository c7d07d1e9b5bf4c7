import type { Db } from '../db/index.ts';
import type { PortalId } from '../shared/ids.ts';
import { isProduct, OBJECT_TYPES, type ObjectType } from '../shared/object-types.ts';

/** SQL: whether this portal keeps the catalog of an ERP. Its products are left alone until somebody says how. */
export const usesProducts = (portalId: string): string => `exists (select 1 from catalog_rules c where c.portal_id = ${portalId})`;

/** The objects that a portal's records of ours are on. */
export async function usedObjectTypes(db: Db, portalId: PortalId): Promise<readonly ObjectType[]> {
  const { rows } = await db.raw<{ rows: { isUsed: boolean }[] }>(`select ${usesProducts(':portalId')} as is_used`, { portalId });
  return rows[0]?.isUsed ? OBJECT_TYPES : OBJECT_TYPES.filter((objectType) => !isProduct(objectType));
}
