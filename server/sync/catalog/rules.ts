import type { CatalogRules } from '../../../hubspot-app/app/settings/api/catalog.ts';
import type { Db } from '../../db/index.ts';
import { products } from '../../streams/products/index.ts';
import type { ConnectionScope } from '../shared/job-data.ts';

interface StoredRules {
  rules: CatalogRules;
  /** Nothing is written to HubSpot before. */
  approvedAt: Date | null;
}

/** What an administrator decided about the products of a connection; undefined: they are left alone. */
export async function loadCatalogRules(db: Db, scope: ConnectionScope): Promise<StoredRules | undefined> {
  const { rows } = await db.raw<{ rows: StoredRules[] }>(
    `select r.rules, r.approved_at from catalog_rules r
     join erp_connections k on k.portal_id = r.portal_id and k.id = r.connection_id and k.status <> 'disconnected'
     where r.portal_id = :portalId and r.connection_id = :connectionId`,
    { ...scope },
  );
  return rows[0];
}

/** Half a library would make half of the products anew, and cannot say whose SKU is whose alone. */
export async function isReadOnce(db: Db, { portalId, connectionId }: ConnectionScope): Promise<boolean> {
  const row = await db('erpStreams')
    .where({ portalId, connectionId, stream: products.name })
    .whereNotNull('firstCompletedAt')
    .first('stream');
  return row !== undefined;
}
