import type { AgreedDocument, BenchOrders, OrderingErp } from '../erps/index.ts';
import type { Deal } from './deals.ts';
import type { Stage } from './stage.ts';

export interface OrderAnswers {
  deals: number;
  /** Deals with an order of the ERP. */
  orders: number;
  missing: number;
  /** Documents that no deal needs: a second order, a quotation or draft that nothing was made of, one of no deal. */
  twice: number;
  /** Orders of another customer, tied to another deal or to none, or whose number the deal does not have. */
  wrongLink: number;
  /** The ERP's net is not the deal's, or its total is not the one that we show. */
  wrongTotal: number;
  customersTwice: number;
  /** A few of what is wrong, in words. */
  examples: string[];
}

interface Shown {
  number: string;
  dealId: string;
  untaxed: string;
  total: string;
}

/** What the ERP's own rows say became of the deals. `before`: the documents that were there. */
export async function checkOrders(stage: Stage, orders: BenchOrders, deals: readonly Deal[], before: number): Promise<OrderAnswers> {
  const agreed = orders.agreed();
  const byDeal = Map.groupBy(agreed, ({ reference }) => reference ?? '');
  const shown = await loadShown(stage);
  const names = new Map(orders.list().map(({ id, name }) => [id, name]));
  const checked = deals.map((deal) => checkDeal({ deal, documents: byDeal.get(deal.name) ?? [], stage, shown, names }));
  const found = checked.filter(({ order }) => order !== undefined);
  return {
    deals: deals.length,
    orders: found.length,
    missing: deals.length - found.length,
    twice: agreed.length - before - found.length * orders.documentsEach,
    wrongLink: found.filter(({ isLinked }) => !isLinked).length,
    wrongTotal: found.filter(({ isTotalRight }) => !isTotalRight).length,
    customersTwice: countTwice(deals, [...names.values()]),
    examples: checked.flatMap(({ said }) => said ?? []).slice(0, 5),
  };
}

interface ToCheck {
  deal: Deal;
  documents: readonly AgreedDocument[];
  stage: Stage;
  shown: ReadonlyMap<string, Shown>;
  names: ReadonlyMap<string, string>;
}

function checkDeal({ deal, documents, stage: { world }, shown, names }: ToCheck) {
  const order = documents.find(({ kind }) => kind === 'order');
  const tie = order && shown.get(`${deal.id} ${order.number}`);
  const number = world.portal.value('deals', deal.id, 'erp_order_number');
  const isLinked =
    order !== undefined && names.get(order.customerId) === deal.buyer.customer && tie !== undefined && number === order.number;
  const isTotalRight = order !== undefined && isNetOf(deal, order) && Number(tie?.total) === Number(order.total);
  const kinds = documents.map(({ kind, number: its }) => `${kind} ${its}`).join(', ') || 'nothing';
  const said = `${deal.name} (${deal.id}): ${kinds}; on the deal ${number ?? 'no number'}, ${world.portal.value('deals', deal.id, 'erp_order_status') ?? 'no status'}; net ${deal.net} against ${order?.untaxed}, total ${tie?.total} against ${order?.total}`;
  return { order, isLinked, isTotalRight, said: order && isLinked && isTotalRight ? null : said };
}

/** Each line is rounded by itself. */
function isNetOf({ net, lineCount }: Deal, { untaxed }: AgreedDocument): boolean {
  const difference = Math.abs(Math.round(Number(untaxed) * 100) - Number(net));
  return difference <= Math.ceil(lineCount / 2);
}

async function loadShown({ database: { db } }: Stage): Promise<Map<string, Shown>> {
  const { rows } = await db.raw<{ rows: Shown[] }>(
    `select o.number, t.deal_id, o.untaxed::text as untaxed, o.total::text as total
     from order_ties t join erp_orders o on o.portal_id = t.portal_id and o.connection_id = t.connection_id and o.erp_id = t.order_id
     where o.status = 'confirmed'`,
  );
  return new Map(rows.map((row) => [`${row.dealId} ${row.number}`, row]));
}

function countTwice(deals: readonly Deal[], names: readonly string[]): number {
  const wanted = new Set(deals.map(({ buyer }) => buyer.customer));
  return names.filter((name) => wanted.has(name)).length - new Set(names.filter((name) => wanted.has(name))).size;
}

/** The order is the deal's: confirmed in the ERP, and the deal has its number. */
export function hasOrder({ world: { portal } }: Stage, { orders }: Pick<OrderingErp, 'orders'>): (deal: Deal) => boolean {
  const numbers = new Map(
    orders.agreed().flatMap(({ kind, reference, number }) => (kind === 'order' ? [[reference, number] as const] : [])),
  );
  return ({ id, name }) => {
    const number = numbers.get(name);
    return number !== undefined && portal.value('deals', id, 'erp_order_number') === number;
  };
}
