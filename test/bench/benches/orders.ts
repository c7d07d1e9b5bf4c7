import { atMost, inFigures, seconds, type Bench, type Figure } from '../bench.ts';
import { makeDeals } from '../support/deals.ts';
import { checkOrders, hasOrder, type OrderAnswers } from '../support/order-answers.ts';
import { buyerOf, withShop } from '../support/shop.ts';
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
      const run = await wonInBadDays(context, stage, { erp, deals, isServed: () => hasOrder(stage, erp) });
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
