import type { CatalogCounts, CatalogGaps, CatalogView } from '../../../hubspot-app/app/settings/api/types.ts';
import type { Db } from '../../db/index.ts';
import type { ErpCapabilities } from '../../erp/shared/contract.ts';
import { IS_CHOSEN, IS_SOLD } from '../../records/wanted-products.ts';
import { PRODUCT } from '../../shared/object-types.ts';
import type { Connectors } from '../shared/connectors.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { isReadOnce, loadCatalogRules } from '../catalog/rules.ts';
import { DEFAULT_CATALOG_RULES } from './catalog-rules.ts';

interface OverviewDeps {
  db: Db;
  connectors: Connectors;
  askChoices(scope: ConnectionScope, catalog: ErpCapabilities['catalog']): Promise<Pick<Shown, 'choices' | 'trouble'>>;
}

type Shown = Extract<CatalogView, { counts: object }>;

interface Account {
  currencies: string[];
  lacksPermission: boolean;
  gaps: CatalogGaps;
}

/** What the settings page shows of the products of one connection. */
export async function loadCatalog(deps: OverviewDeps, scope: ConnectionScope, account: Account): Promise<CatalogView> {
  const { streams, capabilities } = await deps.connectors.openConnector(scope);
  if (!streams.products || !capabilities.catalog) return { state: 'not_offered' };
  const stored = await loadCatalogRules(deps.db, scope);
  const [asked, counts, pricesWaiting, isRead, hasOtherErps] = await Promise.all([
    deps.askChoices(scope, capabilities.catalog),
    countProducts(deps.db, scope),
    countWaitingPrices(deps.db, scope),
    isReadOnce(deps.db, scope),
    hasOthers(deps.db, scope),
  ]);
  const state = !stored ? 'off' : !isRead ? 'reading' : stored.approvedAt ? 'live' : 'preview';
  return { state, rules: { ...DEFAULT_CATALOG_RULES, ...stored?.rules }, ...asked, counts, pricesWaiting, hasOtherErps, ...account };
}

const NONE: CatalogCounts = {
  total: 0,
  inSync: 0,
  toWrite: 0,
  toCreate: 0,
  waiting: 0,
  ambiguous: 0,
  refused: 0,
  keptOut: 0,
  notSold: 0,
  notChosen: 0,
};

/** Each product once. What is kept out stays so whatever the rules say now; what they leave out is kept no more, also where it is linked. */
async function countProducts(db: Db, scope: ConnectionScope): Promise<CatalogCounts> {
  const { rows } = await db.raw<{ rows: { fate: keyof CatalogCounts; products: number }[] }>(
    `select fate, count(*) as products from (
       select case
         when l.state = 'linked' and not ${IS_CHOSEN} then 'notChosen'
         when l.state = 'linked' and r.approved_at is not null and t.due_revision <= t.pushed_revision then 'inSync'
         when l.state = 'linked' then 'toWrite'
         when l.state in ('deleted', 'left_out') then 'keptOut'
         when not ${IS_SOLD} then 'notSold'
         when not ${IS_CHOSEN} then 'notChosen'
         when l.state = 'new' and (r.rules ->> 'createMissing')::boolean then 'toCreate'
         when l.state = 'new' then 'keptOut'
         when l.state in ('ambiguous', 'refused') then l.state
         else 'waiting' end as fate
       from erp_products p
       join catalog_rules r on r.portal_id = p.portal_id and r.connection_id = p.connection_id
       left join product_links l on l.portal_id = p.portal_id and l.connection_id = p.connection_id and l.product_id = p.erp_id
       left join targets t on t.portal_id = l.portal_id and t.object_type = '${PRODUCT}' and t.record_id = l.record_id
       where p.portal_id = :portalId and p.connection_id = :connectionId
     ) fates group by fate`,
    { ...scope },
  );
  const total = rows.reduce((sum, { products }) => sum + products, 0);
  return { ...NONE, ...Object.fromEntries(rows.map(({ fate, products }) => [fate, products])), total };
}

async function countWaitingPrices(db: Db, { portalId, connectionId }: ConnectionScope): Promise<number> {
  const { rows } = await db.raw<{ rows: { prices: number }[] }>(
    `select count(*) as prices from list_prices where portal_id = :portalId and connection_id = :connectionId and due_at is not null`,
    { portalId, connectionId },
  );
  return rows[0]?.prices ?? 0;
}

async function hasOthers(db: Db, { portalId, connectionId }: ConnectionScope): Promise<boolean> {
  return (await db('catalogRules').where({ portalId }).whereNot({ connectionId }).first('connectionId')) !== undefined;
}
