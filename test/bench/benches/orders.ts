import { atMost, inFigures, seconds, type Bench, type BenchContext, type Figure } from '../bench.ts';
import type { ErpSize, OrderingErp } from '../erps/index.ts';
import { loadBuyers, makeDeals, type Buyer } from '../support/deals.ts';
import { checkOrders, type OrderAnswers } from '../support/order-answers.ts';
import { setOrderRules } from '../support/order-rules.ts';
import { comeToRest, connectAndApprove, setStage, type Stage } from '../support/stage.ts';
import { orderLatency } from './order-latency.ts';
import { wonInBadDays, type BadDays } from './bad-days.ts';

/** Won deals become orders, once each, in bad days of everybody. */
export const orders: Bench = {
  name: 'orders',
  async run(context) {
    // Whoever is not there is told again for a day; the double gives up after three minutes.
    const twice = { latencyMs: 10, webhooks: { duplicates: 1, shuffles: true, retryMs: 3_000 } };
    return withShop(context, { hubspot: twice, pace: 'immediate' }, async ({ stage, erp, buyers }) => {
      const count = context.isQuick ? 40 : 500;
      const mixed = Array.from({ length: count }, (_none, n) => buyerOf(buyers, n));
      const deals = makeDeals(stage, mixed, 'Pedido');
      const before = erp.orders.agreed().length;
      const run = await wonInBadDays(context, stage, { erp, deals });
      return faultFigures(await checkOrders(stage, erp.orders, deals, before), run);
    });
  },
};

/** How soon a won deal has the number of its order, in quiet days, and what that costs the ERP. */
export const ordersQuiet: Bench = {
  name: 'orders-quiet',
  run: (context) =>
    withShop(context, { hubspot: { latencyMs: 100, rateLimits: true }, pace: 'measured' }, ({ stage, erp, buyers }) =>
      orderLatency(context, stage, { erp, buyers: buyers.known }),
    ),
};

/** How the doubles of that day are. */
interface Doubles {
  hubspot: NonNullable<Parameters<typeof setStage>[0]>['hubspot'] & {};
  pace: ErpSize['pace'];
}

interface Shop {
  stage: Stage;
  erp: OrderingErp;
  buyers: { known: Buyer[]; prospects: Buyer[] };
}

/** Everybody knows whom they sell to, and what a won deal becomes. */
async function withShop(
  { erp: kit, isQuick, tell }: BenchContext,
  { hubspot, pace }: Doubles,
  work: (shop: Shop) => Promise<Figure[]>,
): Promise<Figure[]> {
  const { orders: desk, ...rest } = await kit.start({ customers: 5, invoices: 10, pace });
  const stage = await setStage({ hubspot });
  try {
    if (!desk) return [];
    const erp = { ...rest, orders: desk };
    const { call, portal } = stage.world;
    portal.createProperty('companies', { name: 'rfc', label: 'RFC', type: 'string', fieldType: 'text' });
    await call('/settings/portal', { taxIdProperty: { companies: 'rfc', contacts: null } });
    const buyers = await loadBuyers(stage, desk, isQuick ? { known: 20, prospects: 10 } : { known: 100, prospects: 60 });
    const connectionId = await connectAndApprove(stage, erp);
    await comeToRest(stage);
    await setOrderRules(stage, connectionId);
    tell('deals can be won');
    return await work({ stage, erp, buyers });
  } finally {
    await stage.close();
    await rest.close();
  }
}

/** Of five deals two are of companies that are no customers yet, several of each. */
const buyerOf = ({ known, prospects }: Shop['buyers'], n: number): Buyer =>
  n % 5 < 3 ? known[n % known.length]! : prospects[n % prospects.length]!;

function faultFigures(answers: OrderAnswers, run: BadDays): Figure[] {
  const { deals, orders: made, missing, twice, wrongLink, wrongTotal, customersTwice, examples } = answers;
  const wrong = missing + twice + wrongLink + wrongTotal + customersTwice;
  return [
    {
      what: `${inFigures(deals)} won deals in bad days: orders missing, made twice, of the wrong deal or customer, with a wrong total`,
      measured: `${missing}, ${twice}, ${wrongLink}, ${wrongTotal}`,
      ...atMost(wrong, 0),
      details: `${inFigures(made)} orders, ${customersTwice} customers made twice; ${run.kills} times killed, ${run.lostAnswers} writes done without an answer and ${run.failures} not done, ${run.webhooks} webhook events, over ${seconds(run.ms)}${examples.length > 0 ? `; ${examples.join('; ')}` : ''}`,
    },
  ];
}
