import type { ProductDecisionInput, ProductReviews } from '../../../hubspot-app/app/settings/api/catalog.ts';
import type { Db } from '../../db/index.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import { COST, IS_WANTED } from '../../records/wanted-products.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import { recordId, type ErpRecordId, type RecordId } from '../../shared/ids.ts';
import { PRODUCT } from '../../shared/object-types.ts';
import { skuSql } from '../../mirror/sku.ts';
import { lockMatching } from '../match/lock.ts';
import type { SyncDeps } from '../shared/deps.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { markRecordsDue } from '../shared/targets.ts';

const PER_PAGE = 25;

interface Waiting {
  productId: ErpRecordId;
  name: string;
  sku: string | null;
  unit: string | null;
  price: { amount: string; currency: string } | null;
  candidates: RecordId[];
  withSameSku: number;
  total: number;
}

interface Asked {
  page: number;
  urlOf(id: RecordId): string;
}

/** Products for which several of HubSpot could be the one, those that sell under one SKU beside each other. */
export async function loadProductReviews(
  db: Db,
  hubspot: HubSpotClient,
  scope: ConnectionScope,
  { page, urlOf }: Asked,
): Promise<ProductReviews> {
  const { rows } = await db.raw<{ rows: Waiting[] }>(
    `select l.product_id, p.name, p.sku, p.unit, l.candidates, count(*) over () as total,
       coalesce((
         select jsonb_build_object('amount', trim_scale(lp.amount)::text, 'currency', lp.currency) from list_prices lp
         where lp.portal_id = l.portal_id and lp.connection_id = l.connection_id and lp.product_id = l.product_id and lp.amount is not null
           and lp.list_id <> '${COST}'
         order by lp.list_id limit 1), p.base_price) as price,
       (select count(*) from erp_products o where o.portal_id = p.portal_id and ${skuSql('o')} = ${skuSql('p')} and o.active) as with_same_sku
     from product_links l
     join catalog_rules r on r.portal_id = l.portal_id and r.connection_id = l.connection_id
     join erp_products p on p.portal_id = l.portal_id and p.connection_id = l.connection_id and p.erp_id = l.product_id
     where l.portal_id = :portalId and l.connection_id = :connectionId and l.state = 'ambiguous' and ${IS_WANTED}
     order by lower(p.sku), l.product_id limit ${PER_PAGE} offset :skipped`,
    { ...scope, skipped: (page - 1) * PER_PAGE },
  );
  const total = rows[0]?.total ?? 0;
  const ids = [...new Set(rows.flatMap(({ candidates }) => candidates))];
  const names = await readNames(hubspot, ids);
  const reviews = rows.map(({ candidates, total: _, ...row }) => ({
    ...row,
    connectionId: scope.connectionId,
    candidates: candidates.map((id) => ({ recordId: id, name: names.get(id) ?? null, url: urlOf(id) })),
  }));
  return { page, pageCount: Math.max(1, Math.ceil(total / PER_PAGE)), total, reviews };
}

/** HubSpot away: they are shown by their ids. */
async function readNames(hubspot: HubSpotClient, ids: readonly RecordId[]): Promise<Map<string, string | null>> {
  const names = new Map<string, string | null>();
  for (let start = 0; start < ids.length; start += 100) {
    const request = { ids: ids.slice(start, start + 100), properties: ['name'] };
    const held = await hubspot.batchRead(PRODUCT, request, { priority: 'interactive' }).catch(() => null);
    for (const [id, record] of held ?? []) names.set(id, record.properties['name'] ?? null);
  }
  return names;
}

/** A person says which one it is; HubSpot's product may be another ERP's too, if a person says so. */
export async function decideProductByPerson(
  deps: Pick<SyncDeps, 'db' | 'enqueue' | 'now'>,
  scope: ConnectionScope,
  productId: ErpRecordId,
  decision: ProductDecisionInput,
): Promise<void> {
  const { portalId } = scope;
  await deps.db.transaction(async (trx) => {
    await lockMatching(trx, portalId);
    const row = { ...scope, productId };
    const known = await trx('productLinks').where(row).first<{ candidates: string[] } | undefined>('candidates');
    if (!known) throw new InvalidInputError('No such product', { code: 'product.unknown' });
    const decided = {
      link: () => ({ state: 'linked', recordId: chosen(known.candidates, decision), rule: 'person', linkedAt: deps.now() }),
      create: () => ({ state: 'new', recordId: null, rule: 'person' }),
      leave_out: () => ({ state: 'left_out', recordId: null, rule: null }),
    }[decision.kind]();
    await trx('productLinks')
      .where(row)
      .update({ ...decided, candidates: '[]', revision: trx.raw('revision + 1') });
    const isApproved = await trx('catalogRules')
      .where({ ...scope })
      .whereNotNull('approvedAt')
      .first('connectionId');
    if (decided.recordId && isApproved)
      await markRecordsDue(trx, portalId, [{ objectType: PRODUCT, recordId: decided.recordId }], { priority: 0, now: deps.now() });
    await deps.enqueue(trx, 'catalog', scope);
    await deps.enqueue(trx, 'push', { portalId });
  });
}

/** Only what was offered: an id that comes with a request is nobody's word. */
function chosen(candidates: readonly string[], decision: ProductDecisionInput): RecordId {
  if (decision.kind !== 'link' || !candidates.includes(decision.recordId))
    throw new InvalidInputError('This HubSpot product was not among the candidates', { code: 'product.unknown' });
  return recordId(decision.recordId);
}
