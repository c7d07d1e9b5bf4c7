import { z } from 'zod';
import type { CatalogRules } from '../../../hubspot-app/app/settings/api/catalog.ts';
import type { Db } from '../../db/index.ts';
import { lockStream } from '../../mirror/store-rows.ts';
import { priceProperty, UNIT_COST } from '../../records/catalogue/product-entries.ts';
import { requireUnchanged } from '../../shared/changed-meanwhile.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import type { PortalId } from '../../shared/ids.ts';
import { PRODUCT } from '../../shared/object-types.ts';
import type { StreamName } from '../../streams/index.ts';
import { switchStreams } from '../shared/stream-states.ts';
import type { ConnectionScope, Enqueue } from '../shared/job-data.ts';
import { letGoOfProducts } from '../catalog/let-go.ts';
import { requeuePrices, requeueProducts } from '../catalog/queue.ts';
import { isReadOnce, loadCatalogRules } from '../catalog/rules.ts';
import { streamsForOrders } from '../orders/rules.ts';
import { countProducts } from './catalog-counts.ts';
import { requestProvision } from '../shared/provision.ts';
import { prices } from '../../streams/prices/index.ts';
import { products } from '../../streams/products/index.ts';
import { stock } from '../../streams/stock/index.ts';

/** What is read only where there are rules. */
const CATALOG_STREAMS: readonly StreamName[] = [products.name, prices.name, stock.name];

const Ids = z.array(z.string().min(1).max(200)).max(500).nullable();

export const CatalogRulesInput = z.strictObject({
  // What is kept beside the lists is no list.
  priceLists: z.record(z.string().regex(/^[A-Z]{3}$/), z.string().regex(/^[^=]/).max(200)),
  warehouseIds: Ids,
  categoryIds: Ids,
  tagIds: Ids,
  companyIds: Ids,
  createMissing: z.boolean(),
  joinsErps: z.boolean(),
  showsCost: z.boolean(),
  availabilityThreshold: z.number().min(0).max(1_000_000),
} satisfies Record<keyof CatalogRules, z.ZodType>);

export const DEFAULT_CATALOG_RULES: CatalogRules = {
  priceLists: {},
  warehouseIds: null,
  categoryIds: null,
  tagIds: null,
  companyIds: null,
  createMissing: true,
  joinsErps: false,
  showsCost: false,
  availabilityThreshold: 1,
};

interface RulesDeps {
  db: Db;
  enqueue: Enqueue;
  now(): Date;
}

/** The first rules switch the streams on. Whatever they changed for is looked at again. `was`: what the person saw of what is changed. */
export async function saveCatalogRules(deps: RulesDeps, scope: ConnectionScope, rules: CatalogRules, was?: object): Promise<void> {
  const isFirst = (await loadCatalogRules(deps.db, scope)) === undefined;
  await deps.db.transaction(async (trx) => {
    await switchStreams({ ...deps, db: trx }, scope, CATALOG_STREAMS, true);
    // A page of products that is being stored sees either the old rules, and is seen here, or the new ones.
    await lockStream(trx, scope, products.name);
    // Under the lock: of two who save at once the second sees what the first wrote.
    requireUnchanged({ ...DEFAULT_CATALOG_RULES, ...(await loadCatalogRules(trx, scope))?.rules }, rules, was);
    if (isFirst) await forgetLibrary(trx, scope.portalId);
    await trx('catalogRules')
      .insert({ ...scope, rules: JSON.stringify(rules), datesSeenAt: deps.now() })
      .onConflict(['portalId', 'connectionId'])
      .merge(['rules']);
    await requeueProducts(trx, scope, deps.now());
    await requeuePrices(trx, scope, deps.now());
    if (isFirst || (await lacksProperties(trx, scope.portalId, rules)))
      await requestProvision(trx, deps.enqueue, scope.portalId, deps.now());
    await deps.enqueue(trx, 'prices', scope);
    await deps.enqueue(trx, 'catalog', scope);
    await deps.enqueue(trx, 'push', { portalId: scope.portalId });
  });
}

/** What the rules speak of may have come to the account after our properties were last looked for: a currency was added there. */
async function lacksProperties(trx: Db, portalId: PortalId, { priceLists, showsCost }: CatalogRules): Promise<boolean> {
  const known = await trx('hubspotProperties').where({ portalId, objectType: PRODUCT, state: 'ready' }).select<{ name: string }[]>('name');
  const portal = await trx('portals').where({ portalId }).first<{ companyCurrency: string | null }>('companyCurrency');
  const currencies = Object.keys(priceLists).filter((currency) => currency !== portal.companyCurrency);
  const wanted = [...currencies.map(priceProperty), ...(showsCost ? [UNIT_COST] : [])];
  return wanted.some((name) => !known.some((property) => property.name === name));
}

/** Nobody tells us of products while no connection has rules: what they are recognised by is read anew. */
async function forgetLibrary(trx: Db, portalId: PortalId): Promise<void> {
  if (await trx('catalogRules').where({ portalId }).first('connectionId')) return;
  for (const table of ['recordKeyReads', 'recordKeys']) await trx(table).where({ portalId, objectType: PRODUCT }).delete();
}

/**
 * From here on products are written: what the preview shows when all of them were looked at, under the rules that a person saw. Repeating it
 * changes nothing.
 */
export async function approveCatalog({ db, enqueue, now }: RulesDeps, scope: ConnectionScope, seen?: CatalogRules): Promise<void> {
  await db.transaction(async (trx) => {
    const stored = await trx('catalogRules')
      .where({ ...scope })
      .forUpdate()
      .first<{ approvedAt: Date | null; rules: CatalogRules } | undefined>('approvedAt', 'rules');
    if (!stored) throw new InvalidInputError('Save the rules first', { code: 'catalog.no_rules' });
    if (stored.approvedAt) return;
    if (seen) requireUnchanged({ ...DEFAULT_CATALOG_RULES, ...stored.rules }, seen, seen);
    if (!(await isReadOnce(trx, scope)) || (await countProducts(trx, scope)).waiting > 0)
      throw new InvalidInputError('Not all products were looked at yet', { code: 'catalog.still_comparing' });
    await trx('catalogRules')
      .where({ ...scope })
      .update({ approvedAt: now() });
    await requeueProducts(trx, scope, now());
    // What stands in HubSpot was somebody else's until now, and what we may have written once is long ago: it is read before it is written.
    await trx.raw(
      `update targets t set is_doubtful = true from product_links l
       where l.portal_id = :portalId and l.connection_id = :connectionId and l.state = 'linked'
         and t.portal_id = l.portal_id and t.object_type = '${PRODUCT}' and t.record_id = l.record_id`,
      { ...scope },
    );
    await enqueue(trx, 'catalog', scope);
    await enqueue(trx, 'push', { portalId: scope.portalId });
  });
}

/** Products are written no more, and read only where order rules need them. HubSpot keeps them as they are, and who is who is kept for a new start. */
export async function stopCatalog(deps: RulesDeps, scope: ConnectionScope): Promise<void> {
  await deps.db.transaction(async (trx) => {
    const needed = await streamsForOrders(trx, scope);
    const stopped = CATALOG_STREAMS.filter((stream) => !needed.includes(stream));
    await switchStreams({ ...deps, db: trx }, scope, stopped, false);
    await trx('listPrices')
      .where({ ...scope })
      .delete();
    await trx('catalogRules')
      .where({ ...scope })
      .delete();
    await letGoOfProducts(trx, scope, deps.now());
    await deps.enqueue(trx, 'push', { portalId: scope.portalId });
  });
}
