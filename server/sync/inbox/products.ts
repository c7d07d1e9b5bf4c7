import { erpKeySql } from '../../records/catalogue/erp-key.ts';
import type { Db } from '../../db/index.ts';
import type { HubSpotRecord } from '../../hubspot/contract.ts';
import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import { PRODUCT_KEY, type PropertyName } from '../../records/catalogue/index.ts';
import { computeProducts } from '../../records/products.ts';
import type { ConnectionId, ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import { PRODUCT } from '../../shared/object-types.ts';
import { comparableSku, skuSql } from '../../mirror/sku.ts';
import { compareAgain } from '../shared/compared-products.ts';
import { dropRecordKeys, storeRecordKeys } from '../match/record-keys.ts';
import type { InboxRun } from './slice.ts';

/** HubSpot's products as they are now: what they are recognised by is kept, and whoever waits for such a one is looked up again. */
export async function processProducts({ deps, portal }: InboxRun, records: readonly HubSpotRecord[]): Promise<void> {
  const { portalId } = portal;
  const scope = { portalId, objectType: PRODUCT, taxIdProperty: null };
  const skus = records.map(({ properties }) => comparableSku(properties['hs_sku'] ?? '')).filter((sku) => sku !== '');
  await deps.db.transaction(async (trx) => {
    await storeRecordKeys(trx, scope, records);
    const found = await requeueBySku(trx, portalId, skus);
    const restored = await relinkRestored(trx, portalId, records, deps.now());
    const compared = await compareAgain(trx, portalId, { recordIds: records.map(({ id }) => id) });
    for (const connectionId of new Set([...found, ...restored, ...compared].sort()))
      await deps.enqueue(trx, 'catalog', { portalId, connectionId });
  });
}

async function requeueBySku(trx: Db, portalId: PortalId, skus: readonly string[]): Promise<ConnectionId[]> {
  if (skus.length === 0) return [];
  const { rows } = await trx.raw<{ rows: { connectionId: ConnectionId }[] }>(
    `update product_links l set state = 'due', revision = l.revision + 1
     from erp_products p
     where l.portal_id = :portalId and l.state in ('new', 'ambiguous', 'refused') and l.rule is distinct from 'person'
       and p.portal_id = l.portal_id and p.connection_id = l.connection_id and p.erp_id = l.product_id and ${skuSql('p')} = any(:skus)
     returning l.connection_id`,
    { portalId, skus: [...skus] },
  );
  return [...new Set(rows.map(({ connectionId }) => connectionId))].sort();
}

interface Freed {
  connectionId: ConnectionId;
  productId: ErpRecordId;
  name: string;
}

/**
 * `into` took the product over; null: a person deleted it, which is remembered: it is not made again. In the caller's transaction. Returns the
 * connections with products to be looked up again: nothing recognises by it any more, and where it was one of several, one may be left.
 */
export async function moveProductLinks(
  trx: Db,
  portalId: PortalId,
  { id, into, now }: { id: RecordId; into: RecordId | null; now: Date },
): Promise<ConnectionId[]> {
  const { rows } = await trx.raw<{ rows: Freed[] }>(
    `update product_links l set record_id = :into, state = case when :into::text is null then 'deleted' else 'linked' end, revision = l.revision + 1
     where l.portal_id = :portalId and l.record_id = :id
     returning l.connection_id, l.product_id, coalesce((
       select p.name from erp_products p where p.portal_id = l.portal_id and p.connection_id = l.connection_id and p.erp_id = l.product_id), '') as name`,
    { portalId, id, into },
  );
  const problems = (into === null ? rows : []).map(({ connectionId, productId, name }) => ({
    code: 'product.deleted_in_hubspot',
    connectionId,
    subjectKind: 'product' as const,
    subject: productId as string,
    params: { name },
  }));
  await raiseProblems(trx, portalId, problems, now);
  await dropRecordKeys(trx, { portalId, objectType: PRODUCT }, [id]);
  const { rows: asked } = await trx.raw<{ rows: { connectionId: ConnectionId }[] }>(
    `update product_links l set state = 'due', revision = l.revision + 1
     where l.portal_id = :portalId and l.state = 'ambiguous' and jsonb_exists(l.candidates, :id)
     returning l.connection_id`,
    { portalId, id },
  );
  return [...new Set(asked.map(({ connectionId }) => connectionId))];
}

/** Products that came back from the recycling bin are looked up again, by their key. */
async function relinkRestored(trx: Db, portalId: PortalId, records: readonly HubSpotRecord[], now: Date): Promise<ConnectionId[]> {
  const keys = records.flatMap(({ properties }) => properties[PRODUCT_KEY] ?? []);
  if (keys.length === 0) return [];
  const { rows } = await trx.raw<{ rows: { connectionId: ConnectionId; productId: ErpRecordId }[] }>(
    `update product_links l set state = 'due', revision = l.revision + 1
     from erp_connections k
     where l.portal_id = :portalId and l.state = 'deleted' and k.portal_id = l.portal_id and k.id = l.connection_id
       and ${erpKeySql('k.identity_key', 'l.product_id')} = any(:keys)
     returning l.connection_id, l.product_id`,
    { portalId, keys },
  );
  const subjects = rows.map(({ productId }) => productId as string);
  await resolveProblems(trx, portalId, { codes: ['product.deleted_in_hubspot'], subjectKind: 'product', subjects }, now);
  return rows.map(({ connectionId }) => connectionId);
}

interface Overwritten {
  recordId: RecordId;
  /** What HubSpot holds. */
  now: HubSpotRecord['properties'];
  properties: readonly PropertyName[];
}

const LONGEST_SHOWN = 60;
/** `–`: empty. */
const shown = (value: string | null | undefined): string =>
  !value ? '–' : value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}…` : value;

/** What somebody changed although the ERP owns it: it is put right, and whoever did it can read why. */
export async function reportOverwritten({ deps, portal }: InboxRun, changed: readonly Overwritten[]): Promise<void> {
  if (changed.length === 0) return;
  const owned = await computeProducts(
    deps.db,
    portal,
    changed.map(({ recordId }) => recordId),
  );
  const problems = changed.flatMap(({ recordId, properties, now }, n) => {
    // Rules that are not approved or leave the product out put nothing right.
    const putRight = properties.filter((property) => property in owned[n]!.values);
    if (putRight.length === 0) return [];
    // By name: what a property is called depends on who reads.
    const change = putRight.map((property) => `${property}: ${shown(now[property])} → ${shown(owned[n]!.values[property])}`);
    const params = { property: putRight.join(', '), change: change.join('; ') };
    return [{ code: 'product.overwritten', connectionId: null, subjectKind: PRODUCT, subject: recordId as string, params }];
  });
  await raiseProblems(deps.db, portal.portalId, problems, deps.now());
}
