import type { Db } from '../../db/index.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import { entriesOf } from '../../records/catalogue/index.ts';
import { loadProducts, productValues } from '../../records/products.ts';
import type { ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import { PRODUCT } from '../../shared/object-types.ts';
import { addToInbox } from '../shared/add-to-inbox.ts';
import { IS_TO_COMPARE } from '../shared/compared-products.ts';
import type { SyncDeps, SyncPortal } from '../shared/deps.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { difference, loadWritable, readBack, type Writable } from '../shared/property-values.ts';

interface Comparing {
  deps: SyncDeps;
  scope: ConnectionScope;
  hubspot: HubSpotClient;
  portal: SyncPortal;
  writable: Writable;
  signal: AbortSignal | undefined;
}

interface Link {
  productId: ErpRecordId;
  recordId: RecordId;
  revision: number;
  /** Another product is kept on the same record already, and stays so. */
  isLed: boolean;
}

const AT_ONCE = 100;

/**
 * Before the rules are approved: what the first write would change of the products that HubSpot has, by the comparison that the push makes.
 * HubSpot's values are read a hundred a call. True: all are compared.
 */
export async function compareProducts(
  deps: SyncDeps,
  scope: ConnectionScope,
  { isOver, signal }: { isOver(): boolean | undefined; signal: AbortSignal | undefined },
): Promise<boolean> {
  // What cannot be written yet is no difference. Provisioning enqueues this job when it is done.
  if (await isProvisionDue(deps.db, scope.portalId)) return true;
  const [hubspot, portal, writable] = await Promise.all([
    deps.openHubSpot(scope.portalId),
    deps.loadPortal(scope.portalId),
    loadWritable(deps.db, scope.portalId),
  ]);
  let after = '';
  for (;;) {
    if (isOver()) return false;
    const links = await pickLinks(deps.db, scope, after);
    const last = links.at(-1);
    if (!last) return true;
    await compare({ deps, scope, hubspot, portal, writable, signal }, links);
    after = last.productId;
  }
}

async function isProvisionDue(db: Db, portalId: PortalId): Promise<boolean> {
  return (await db('portals').where({ portalId }).whereNotNull('provisionDueAt').first('portalId')) !== undefined;
}

async function pickLinks(db: Db, scope: ConnectionScope, after: string): Promise<Link[]> {
  const { rows } = await db.raw<{ rows: Link[] }>(
    `select l.product_id, l.record_id, l.revision, exists (
       select 1 from product_links o
       join catalog_rules k on k.portal_id = o.portal_id and k.connection_id = o.connection_id
       where o.portal_id = l.portal_id and o.record_id = l.record_id and o.state = 'linked'
         and (o.connection_id = l.connection_id or k.approved_at is not null)
         and (o.linked_at, o.connection_id, o.product_id) < (l.linked_at, l.connection_id, l.product_id)
     ) as is_led
     from product_links l
     join catalog_rules r on r.portal_id = l.portal_id and r.connection_id = l.connection_id
     where l.portal_id = :portalId and l.connection_id = :connectionId and ${IS_TO_COMPARE} and l.product_id > :after
     order by l.product_id limit ${AT_ONCE}`,
    { ...scope, after },
  );
  return rows;
}

async function compare(comparing: Comparing, links: readonly Link[]): Promise<void> {
  const { deps, scope, hubspot, portal, writable, signal } = comparing;
  const ids = [...new Set(links.map(({ recordId }) => recordId))];
  const held = await hubspot.batchRead(
    PRODUCT,
    { ids, properties: [...writable[PRODUCT]] },
    { priority: 'backfill', ...(signal && { signal }) },
  );
  await askAfterLost(
    deps,
    scope,
    ids.filter((id) => held.get(id)?.id !== id),
  );
  const wanted = await loadProducts(
    deps.db,
    portal,
    scope.connectionId,
    links.map(({ productId }) => productId),
  );
  const products = new Map(wanted.map((product) => [product.productId, product]));
  const compared = links.flatMap(({ productId, recordId, revision, isLed }) => {
    const [product, record] = [products.get(productId), held.get(recordId)];
    if (!product || record?.id !== recordId) return [];
    const { properties } = record;
    const written = readBack(writable[PRODUCT], { properties, before: product.written, wanted: productValues(product) });
    const values = isLed ? {} : difference(productValues({ ...product, written }), written, writable[PRODUCT], deps.now());
    const differences = entriesOf(values).map(([property, value]) => [property, [shortened(properties[property] ?? ''), shortened(value)]]);
    return [{ productId, revision, differences: Object.fromEntries(differences) }];
  });
  await deps.db.raw(STORE, { ...scope, rows: JSON.stringify(compared) });
}

/** Merged or deleted, which the inbox finds out. */
async function askAfterLost({ db, enqueue, now }: SyncDeps, { portalId }: ConnectionScope, lost: readonly RecordId[]): Promise<void> {
  if (lost.length === 0) return;
  await db.transaction(async (trx) => {
    await addToInbox(
      trx,
      portalId,
      lost.map((recordId) => ({ objectType: PRODUCT, recordId })),
      now(),
    );
    await enqueue(trx, 'inbox', { portalId });
  });
}

/** As much as people look at. */
const LONGEST_SHOWN = 120;
const shortened = (value: string): string => (value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}…` : value);

// What moved meanwhile is compared once more; until then this is the newest that is known.
const STORE = `
  update product_links l set differences = c.differences, compared_revision = c.revision
  from jsonb_to_recordset(:rows::jsonb) as c("productId" text, revision bigint, differences jsonb), catalog_rules r
  where l.portal_id = :portalId and l.connection_id = :connectionId and l.product_id = c."productId" and l.state = 'linked'
    and (l.revision = c.revision or l.differences is not null)
    and r.portal_id = l.portal_id and r.connection_id = l.connection_id and r.approved_at is null`;
