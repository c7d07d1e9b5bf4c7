import type { LoggedCall } from '../../fakes/hubspot/index.ts';
import { PORTAL_ID } from '../../support/world.ts';
import { atLeast, atMost, inFigures, seconds, type Bench, type Figure } from '../bench.ts';
import { priceLatency } from './price-latency.ts';
import { writeDue } from '../support/enqueue-push.ts';
import { CURRENCIES, seedProducts, THRESHOLD } from '../support/seed-products.ts';
import { comeToRest, connectAndApprove, setStage, until, type Stage } from '../support/stage.ts';

const ALLOWED_PER_SECOND = 110 / 10;
const BATCH_SIZE = 100;
const CHANGED = 1_000;

/** Products of an ERP into HubSpot's library, under HubSpot's own limit. */
export const catalog: Bench = {
  name: 'catalog',
  async run(context) {
    const { erp: kit, isQuick, tell } = context;
    const products = isQuick ? 2_000 : 20_000;
    const figures: Figure[] = [];
    const erp = await kit.start({ customers: 5, invoices: 10, pace: 'immediate' });
    const stage = await setStage({
      hubspot: { latencyMs: 100, rateLimits: true },
      portal: { additionalCurrencies: CURRENCIES.slice(1) },
    });
    try {
      const connectionId = await connectAndApprove(stage, erp);
      await comeToRest(stage);
      await seedProducts(stage, { connectionId, products });
      await until('the rules are worked off', () => areLookedUp(stage, connectionId));
      tell(`${products} products in ${CURRENCIES.length} currencies are there`);
      const first = await callsUntilWritten(stage, () => stage.world.call('/settings/catalog/approve', { connectionId }));
      const changed = await callsUntilWritten(stage, () => change(stage, PRICES, connectionId));
      const moved = await callsUntilWritten(stage, () => change(stage, STOCK, connectionId));
      figures.push(firstFigure(first, products), changedFigure(changed), stockFigure(moved, products));
    } finally {
      await stage.close();
      await erp.close();
    }
    return [...figures, ...(await priceLatency(context))];
  },
};

async function areLookedUp({ database: { db } }: Stage, connectionId: string): Promise<boolean> {
  return (await db('productLinks').where({ connectionId, state: 'due' }).first('productId')) === undefined;
}

async function callsUntilWritten(stage: Stage, begin: () => Promise<unknown>): Promise<LoggedCall[]> {
  stage.world.hubspot.forgetCalls();
  await begin();
  await until('every product is there', () => areMade(stage));
  await comeToRest(stage, 3_600_000);
  return stage.world.hubspot.calls({ portalId: PORTAL_ID });
}

async function areMade({ database: { db } }: Stage): Promise<boolean> {
  return (await db('productLinks').whereNot({ state: 'linked' }).first('productId')) === undefined;
}

async function change(stage: Stage, statement: string, connectionId: string): Promise<void> {
  await stage.database.db.raw(statement, { connectionId, changed: CHANGED, moved: THRESHOLD - 1 });
  await writeDue(stage);
}

const DUE = `
  update targets t set due_revision = due_revision + 1, priority = 1, due_at = now()
  from changed c join product_links l on l.connection_id = :connectionId and l.product_id = c.product_id
  where t.object_type = 'products' and t.record_id = l.record_id`;
/** Wherever they lie among the others. */
const PRICES = `
  with changed as (
    update list_prices lp set amount = amount + 1
    where lp.connection_id = :connectionId and lp.list_id = 'list MXN' and lp.product_id in (
      select p.erp_id from erp_products p where p.connection_id = :connectionId and p.erp_id like 'b%' order by md5(p.erp_id) limit :changed)
    returning lp.product_id
  ) ${DUE}`;
const STOCK = `
  with changed as (
    update erp_stock s set stored_at = now(),
      levels = jsonb_set(levels, '{0,onHand}', to_jsonb(((levels -> 0 ->> 'onHand')::numeric + :moved::integer)::text))
    where s.connection_id = :connectionId and s.erp_id like 'b%'
    returning s.erp_id as product_id
  ) ${DUE}`;

const isWrite = ({ path }: LoggedCall): boolean => /\/products\/batch\/(update|upsert)$/.test(path);

function firstFigure(calls: readonly LoggedCall[], products: number): Figure {
  const writes = calls.filter(isWrite);
  const ms = (writes.at(-1)?.at.getTime() ?? 0) - (writes[0]?.at.getTime() ?? 0);
  const least = Math.ceil(products / BATCH_SIZE);
  const ratio = least / ((ALLOWED_PER_SECOND * ms) / 1000);
  return {
    what: `first write of ${inFigures(products)} products, of the fewest calls at HubSpot's limit`,
    measured: inFigures(ratio),
    ...atLeast(ratio, 0.8),
    details: `${writes.length} writes in ${seconds(ms)}, at least ${least} in ${seconds((least / ALLOWED_PER_SECOND) * 1000)}; ${calls.length - writes.length} other calls`,
  };
}

function changedFigure(calls: readonly LoggedCall[]): Figure {
  const writes = calls.filter(isWrite);
  const changed = writes.reduce((sum, { inputs }) => sum + inputs, 0);
  const ratio = calls.length / Math.ceil(CHANGED / BATCH_SIZE);
  return {
    what: `calls for ${inFigures(CHANGED)} products with another price, of the fewest the batch size allows`,
    measured: inFigures(ratio),
    ...atMost(ratio, 1.1),
    details: `${writes.length} writes of ${inFigures(changed)} products and ${calls.length - writes.length} other calls`,
  };
}

function stockFigure(calls: readonly LoggedCall[], products: number): Figure {
  const written = calls.filter(isWrite).reduce((sum, { inputs }) => sum + inputs, 0);
  return {
    what: `products written when the stock of ${inFigures(products)} moves within the threshold`,
    measured: inFigures(written),
    ...atMost(written, 0),
    details: `${calls.length} calls of any kind`,
  };
}
