import { erpKeySql, isKeyOfSql } from '../../records/catalogue/erp-key.ts';
import type { Db } from '../../db/index.ts';
import type { JobOutcome } from '../../jobs/definition.ts';
import type { ErpRecordId, RecordId } from '../../shared/ids.ts';
import { PRODUCT } from '../../shared/object-types.ts';
import { IS_WANTED } from '../../records/wanted-products.ts';
import { comparableSku, skuSql } from '../../mirror/sku.ts';
import { lockMatching } from '../match/lock.ts';
import { readProductKeys } from '../match/read-record-keys.ts';
import { findHolders, nameOfKey, type Holders, type RecordKey } from '../match/record-keys.ts';
import { SLICE_MS, type SliceOptions, type SyncDeps } from '../shared/deps.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { markRecordsDue } from '../shared/targets.ts';
import { compareProducts } from './compare-products.ts';
import { createProducts } from './create-products.ts';
import { decideProduct, type ProductDecision } from './product-rules.ts';
import { IS_SKU_TWICE, requeueFormerTwins, requeueTwins } from './twins.ts';
import { isReadOnce, loadCatalogRules } from './rules.ts';

interface DueProduct {
  productId: ErpRecordId;
  revision: number;
  sku: string | null;
  key: string;
  /** Another ERP product has this SKU too. */
  isSkuShared: boolean;
  /** Another one of this ERP, that goes to HubSpot too. */
  isSkuTwice: boolean;
  /** On sale, and chosen by the rules. */
  isWanted: boolean;
}

const CLAIMED_AT_ONCE = 500;

/** Finds HubSpot's products by our key or their SKU; before the rules are approved they are compared, then the missing ones are made. */
export async function matchProducts(deps: SyncDeps, scope: ConnectionScope, options: SliceOptions = {}): Promise<JobOutcome> {
  const endsAt = performance.now() + (options.sliceMs ?? SLICE_MS);
  const isOver = () => performance.now() > endsAt || options.signal?.aborted;
  const stored = await loadCatalogRules(deps.db, scope);
  if (!stored || !(await isReadOnce(deps.db, scope))) return 'done';
  if (!(await readProductKeys(deps, scope.portalId, options))) return { againAfterMs: 0 };
  await requeueFormerTwins(deps.db, scope);
  for (;;) {
    if (isOver()) return { againAfterMs: 0 };
    const due = await pickDue(deps.db, scope);
    if (due.length === 0) break;
    await storeDecisions(deps, scope, due);
    await requeueTwins(deps.db, scope, due);
  }
  const slice = { isOver, signal: options.signal };
  if (stored.approvedAt === null) return (await compareProducts(deps, scope, slice)) ? 'done' : { againAfterMs: 0 };
  return !stored.rules.createMissing || (await createProducts(deps, scope, slice)) ? 'done' : { againAfterMs: 0 };
}

async function pickDue(db: Db, scope: ConnectionScope): Promise<DueProduct[]> {
  const { rows } = await db.raw<{ rows: DueProduct[] }>(
    `select l.product_id, l.revision, nullif(trim(p.sku), '') as sku, ${erpKeySql('k.identity_key', 'l.product_id')} as key, p.sku is not null and exists (
       select 1 from erp_products o
       join catalog_rules other on other.portal_id = o.portal_id and other.connection_id = o.connection_id
       where o.portal_id = p.portal_id and ${skuSql('o')} = ${skuSql('p')} and (o.connection_id, o.erp_id) <> (p.connection_id, p.erp_id) and o.active
         and (o.connection_id = p.connection_id or not coalesce((r.rules ->> 'joinsErps')::boolean, false))
     ) as is_sku_shared, ${IS_SKU_TWICE} as is_sku_twice,
       coalesce(${IS_WANTED}, false) as is_wanted
     from product_links l
     join erp_connections k on k.portal_id = l.portal_id and k.id = l.connection_id
     join catalog_rules r on r.portal_id = l.portal_id and r.connection_id = l.connection_id
     left join erp_products p on p.portal_id = l.portal_id and p.connection_id = l.connection_id and p.erp_id = l.product_id
     where l.portal_id = :portalId and l.connection_id = :connectionId and l.state = 'due'
     order by l.product_id limit ${CLAIMED_AT_ONCE}`,
    { ...scope },
  );
  return rows;
}

/** Under the lock that all matching takes, so that no HubSpot product goes to two of the ERP. */
async function storeDecisions(deps: SyncDeps, scope: ConnectionScope, due: readonly DueProduct[]): Promise<void> {
  const { portalId } = scope;
  await deps.db.transaction(async (trx) => {
    await lockMatching(trx, portalId);
    const holders = await findHolders(trx, { portalId, objectType: PRODUCT }, due.flatMap(keysOf));
    const owners = await loadOwners(
      trx,
      scope,
      [...holders.values()].flatMap(({ recordIds }) => recordIds),
    );
    const stored = await loadCatalogRules(trx, scope);
    const known = { holders, owners, joinsErps: stored?.rules.joinsErps ?? false };
    const decided = due.map((product) => ({ ...product, ...decide(product, known) }));
    const { rows } = await trx.raw<{ rows: { recordId: RecordId | null }[] }>(STORE, {
      ...scope,
      now: deps.now(),
      rows: JSON.stringify(decided),
    });
    const linked = stored?.approvedAt ? rows.flatMap(({ recordId }) => (recordId ? [{ objectType: PRODUCT, recordId }] : [])) : [];
    if (linked.length === 0) return;
    await markRecordsDue(trx, portalId, linked, { priority: 2, now: deps.now() });
    await deps.enqueue(trx, 'push', { portalId });
  });
}

const keysOf = ({ key, sku }: DueProduct): RecordKey[] => [
  { kind: 'product_key', value: key },
  ...(sku ? [{ kind: 'sku', value: comparableSku(sku) } as const] : []),
];

/** `gone`: an ERP that is connected no more, or under another identity. */
type Owner = 'own' | 'other' | 'gone';
type Owners = Map<RecordId, Owner>;

/** Whose HubSpot products are that are linked, or carry the key of an ERP product. */
async function loadOwners(trx: Db, scope: ConnectionScope, recordIds: readonly RecordId[]): Promise<Owners> {
  if (recordIds.length === 0) return new Map();
  const { rows } = await trx.raw<{ rows: { recordId: RecordId; owner: Owner }[] }>(
    `select owned.record_id, case when bool_or(e.id = :connectionId) then 'own' when count(e.id) > 0 then 'other' else 'gone' end as owner from (
       select l.record_id, l.connection_id, null as key from product_links l
       where l.portal_id = :portalId and l.record_id = any(:recordIds)
       union all
       select k.record_id, null, k.value from record_keys k
       where k.portal_id = :portalId and k.object_type = '${PRODUCT}' and k.kind = 'product_key' and k.record_id = any(:recordIds)
     ) owned
     left join erp_connections e on e.portal_id = :portalId and e.status <> 'disconnected'
       and (e.id = owned.connection_id or ${isKeyOfSql('owned.key', 'e.identity_key')})
     group by owned.record_id`,
    { ...scope, recordIds: [...recordIds] },
  );
  return new Map(rows.map(({ recordId, owner }) => [recordId, owner]));
}

interface Known {
  holders: ReadonlyMap<string, Holders>;
  owners: Owners;
  joinsErps: boolean;
}

/** One HubSpot product for one of the ERP also within a page. */
function decide(product: DueProduct, { holders, owners, joinsErps }: Known): ProductDecision {
  // Queued again when it or the rules change; until then it keeps no job busy.
  if (!product.isWanted) return { state: 'not_wanted', recordId: null, rule: null, candidates: [] };
  const heldBy = (key: RecordKey): RecordId[] => holders.get(nameOfKey(key))?.recordIds ?? [];
  const [byKey] = heldBy({ kind: 'product_key', value: product.key });
  const bySku = product.sku ? heldBy({ kind: 'sku', value: comparableSku(product.sku) }) : [];
  const decision = decideProduct({
    byKey: byKey ?? null,
    bySku: bySku.filter((id) => !owners.has(id)),
    ofOtherErp: joinsErps ? bySku.filter((id) => owners.get(id) === 'other') : [],
    ofGoneErp: bySku.filter((id) => owners.get(id) === 'gone'),
    isSkuShared: product.isSkuShared,
    isSkuTwice: product.isSkuTwice,
  });
  if (decision.recordId) owners.set(decision.recordId, 'own');
  return decision;
}

const STORE = `
  update product_links l set state = r.state, record_id = r."recordId", rule = r.rule, candidates = r.candidates,
    linked_at = case when r."recordId" is not null then :now::timestamptz end
  from jsonb_to_recordset(:rows::jsonb) as r("productId" text, revision bigint, state text, "recordId" text, rule text, candidates jsonb)
  where l.portal_id = :portalId and l.connection_id = :connectionId and l.product_id = r."productId" and l.state = 'due' and l.revision = r.revision
  returning l.record_id`;
