import type { CatalogGaps, CatalogView } from '../../../hubspot-app/app/settings/api/catalog.ts';
import type { Notice } from '../../../hubspot-app/app/settings/api/types.ts';
import type { Db } from '../../db/index.ts';
import type { ErpCapabilities } from '../../erp/shared/contract.ts';
import type { Connectors } from '../shared/connectors.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { isReadOnce, loadCatalogRules } from '../catalog/rules.ts';
import { countProducts } from './catalog-counts.ts';
import { loadDifferences } from './catalog-differences.ts';
import { DEFAULT_CATALOG_RULES } from './catalog-rules.ts';

interface OverviewDeps {
  db: Db;
  connectors: Connectors;
  askChoices(scope: ConnectionScope, catalog: ErpCapabilities['catalog']): Promise<Pick<Shown, 'choices' | 'trouble'>>;
}

type Shown = Extract<CatalogView, { counts: object }>;

interface Account {
  currencies: string[];
  hubspotTrouble: Notice | null;
  lacksPermission: boolean;
  gaps: CatalogGaps;
}

/** What the settings page shows of the products of one connection. `urlOf`: a HubSpot product. */
export async function loadCatalog(
  deps: OverviewDeps,
  scope: ConnectionScope,
  { urlOf, ...account }: Account & { urlOf(recordId: string): string },
): Promise<CatalogView> {
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
  const differences = state === 'preview' ? await loadDifferences(deps.db, scope, urlOf) : null;
  const rules = { ...DEFAULT_CATALOG_RULES, ...stored?.rules };
  return { state, rules, ...asked, counts, differences, pricesWaiting, hasOtherErps, ...account };
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
