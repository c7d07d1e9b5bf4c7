import type { CatalogDifferences } from '../../../hubspot-app/app/settings/api/catalog.ts';
import type { Db } from '../../db/index.ts';
import { OWN_PRODUCT_PROPERTIES, propertyNamed, type PropertyName } from '../../records/catalogue/index.ts';
import { IS_CHOSEN } from '../../records/wanted-products.ts';
import type { RecordId } from '../../shared/ids.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { OVERWRITES } from './catalog-counts.ts';

const SAMPLES = 10;

interface Sample {
  recordId: RecordId;
  name: string;
  changes: Record<string, [before: string, after: string]>;
}

const CHANGED = `
  changed as materialized (
    select l.product_id, l.record_id, p.name, l.differences - :own::text[] as changes from product_links l
    join catalog_rules r on r.portal_id = l.portal_id and r.connection_id = l.connection_id
    join erp_products p on p.portal_id = l.portal_id and p.connection_id = l.connection_id and p.erp_id = l.product_id
    where l.portal_id = :portalId and l.connection_id = :connectionId and l.state = 'linked' and ${OVERWRITES} and ${IS_CHOSEN})`;

/** What the first write would overwrite of what people see in HubSpot: how often each property, and some products to look at. */
export async function loadDifferences(db: Db, scope: ConnectionScope, urlOf: (recordId: string) => string): Promise<CatalogDifferences> {
  const asked = { ...scope, own: [...OWN_PRODUCT_PROPERTIES] };
  const [counted, samples] = await Promise.all([
    db.raw<{ rows: { property: PropertyName; count: number }[] }>(
      `with ${CHANGED} select d.key as property, count(*) as count from changed cross join lateral jsonb_each(changes) d
       where d.value ->> 0 <> '' group by d.key order by 2 desc, 1`,
      asked,
    ),
    db.raw<{ rows: Sample[] }>(
      `with ${CHANGED} select record_id, name, changes from changed order by lower(name), product_id limit ${SAMPLES}`,
      asked,
    ),
  ]);
  return {
    byProperty: counted.rows.map(({ property, count }) => ({ ...wordsOf(property), count })),
    samples: samples.rows.map(({ recordId, name, changes }) => ({
      recordId,
      name,
      url: urlOf(recordId),
      changes: Object.entries(changes).map(([property, [before, after]]) => ({ ...wordsOf(property as PropertyName), before, after })),
    })),
  };
}

function wordsOf(name: PropertyName): Omit<CatalogDifferences['byProperty'][number], 'count'> {
  const { label, options = {}, format } = propertyNamed(name);
  return { property: name, words: { label, options, isAmount: format === 'amount' } };
}
