import type { CatalogView } from '../../../hubspot-app/app/settings/api/catalog.ts';
import { DEFAULT_CATALOG_RULES } from '../../../server/sync/connection/catalog-rules.ts';
import { atMost, notMeasured, seconds, type BenchContext, type Figure } from '../bench.ts';
import type { BenchCatalog } from '../erps/index.ts';
import { comeToRest, connectAndApprove, setStage, until, type Stage } from '../support/stage.ts';
import { median, percentile } from '../support/statistics.ts';

const MOST_MS = 5_000;
const EVERY_MS = 600;
const GIVE_UP_MS = 60_000;
const CHANGE = 'price changed on a list → price of the product';

/** From another price on the ERP's list to the price of HubSpot's product, with hints. */
export async function priceLatency({ erp: kit, isQuick, tell }: BenchContext): Promise<Figure[]> {
  const erp = await kit.start({ customers: 5, invoices: 10, pace: 'measured' });
  const stage = await setStage({ hubspot: { latencyMs: 100, rateLimits: true } });
  try {
    if (!erp.catalog) return notMeasured(CHANGE, 'its double has no kit for prices');
    if (!erp.administrator) return notMeasured(CHANGE, 'it sends no hints');
    const connectionId = await connectAndApprove(stage, erp);
    await stage.world.call('/settings/connections/hint', { connectionId, answer: 'install', admin: erp.administrator });
    const { listId, skus } = await erp.catalog.sell(isQuick ? 10 : 100);
    const rules = { ...DEFAULT_CATALOG_RULES, priceLists: { MXN: listId } };
    await stage.world.call('/settings/catalog', { connectionId, rules });
    await until('the products are looked up', () => isReady(stage, connectionId));
    await stage.world.call('/settings/catalog/approve', { connectionId });
    await until('the products are there', async () => skus.every((sku) => priceOf(stage, sku) === '100'));
    await comeToRest(stage);
    tell(`${skus.length} products are there, their prices change`);
    return [figureOf(await changeAll(stage, erp.catalog, skus))];
  } finally {
    await stage.close();
    await erp.close();
  }
}

async function isReady({ world }: Stage, connectionId: string): Promise<boolean> {
  const view = await world.call<CatalogView>(`/settings/catalog?connectionId=${connectionId}`);
  return view.state === 'preview' && view.pricesWaiting === 0 && view.counts.waiting === 0;
}

function priceOf({ world: { portal } }: Stage, sku: string): string | null {
  return portal.records('products').find(({ properties }) => properties['hs_sku'] === sku)?.properties['price'] ?? null;
}

async function changeAll(stage: Stage, catalog: BenchCatalog, skus: readonly string[]): Promise<number[]> {
  const times: Promise<number>[] = [];
  for (const [n, sku] of skus.entries()) {
    const price = String(200 + n);
    const { committedAt } = await catalog.setPrice(sku, `${price}.00`);
    times.push(until(`the price of ${sku}`, async () => priceOf(stage, sku) === price, GIVE_UP_MS).then(() => Date.now() - committedAt));
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  return Promise.all(times);
}

function figureOf(times: readonly number[]): Figure {
  const p99 = percentile(times, 0.99);
  return {
    what: `${CHANGE}, p99 with the hint`,
    measured: seconds(p99),
    ...atMost(p99 / 1000, MOST_MS / 1000, ' s'),
    details: `p50 ${seconds(median(times))}, slowest ${seconds(Math.max(...times))}, ${times.length} changes, one every ${EVERY_MS} ms`,
  };
}
