import { setTimeout as sleep } from 'node:timers/promises';
import { atMost, inFigures, notMeasured, seconds, type Bench, type BenchContext, type Figure } from '../bench.ts';
import type { BenchRecurring, ErpSize, OrderingErp } from '../erps/index.ts';
import { loadBuyers, makeDeals, win, type Buyer, type Deal, type Line } from '../support/deals.ts';
import { setOrderRules } from '../support/order-rules.ts';
import { comeToRest, connectAndApprove, setStage, until, type Stage } from '../support/stage.ts';
import { median, percentile } from '../support/statistics.ts';
import { wonInBadDays, type BadDays } from './bad-days.ts';

const PRODUCT = { sku: 'BENCH-PLAN', name: 'Póliza de soporte' };
const MOST_MS = 30_000;
const EVERY_MS = 1_000;
const GIVE_UP_MS = 5 * 60_000;
const QUOTED_IN = 'decisionmakerboughtin';
/** HubSpot tells nothing of quotes; its search shows a change seconds later. */
const QUIET: Doubles = { hubspot: { latencyMs: 100, rateLimits: true, searchLagMs: 3_000 }, pace: 'measured' };

/** Won deals that sell something by the period have one subscription each, in bad days of everybody. */
export const subscriptions: Bench = {
  name: 'subscriptions',
  async run(context) {
    const twice = { latencyMs: 10, webhooks: { duplicates: 1, shuffles: true, retryMs: 3_000 } };
    return withPlans(context, { hubspot: twice, pace: 'immediate' }, async ({ stage, erp, recurring, buyers }) => {
      const deals = dealsOf(stage, buyers, context.isQuick ? 30 : 300, 'Póliza');
      const run = await wonInBadDays(context, stage, { erp, deals, isServed: () => isActive(stage) });
      return faultFigures(check(stage, recurring, deals), run);
    });
  },
};

/** How soon a deal that is won, and one of which a quote is signed, has an active subscription, in quiet days. */
export const subscriptionsQuiet: Bench = {
  name: 'subscriptions-quiet',
  run: (context) =>
    withPlans(context, QUIET, async ({ stage, buyers }) => {
      const count = context.isQuick ? 15 : 150;
      const won = dealsOf(stage, buyers, count, 'Cierre');
      await comeToRest(stage);
      const timesOfWon = await waitForEach(stage, won, (deal) => win(stage, deal));
      const quoted = dealsOf(stage, buyers, count, 'Firma');
      const quotes = await quoteAll(stage, quoted);
      context.tell('quotations stand');
      const timesOfSigned = await waitForEach(stage, quoted, ({ id }) => stage.world.portal.users.signQuote(quotes.get(id)!));
      return [
        timeFigure('deal won → active subscription on the deal, p99', timesOfWon),
        timeFigure('quote signed in HubSpot → active subscription on the deal, p99', timesOfSigned),
      ];
    }),
};

interface Shop {
  stage: Stage;
  erp: OrderingErp;
  recurring: BenchRecurring;
  buyers: Buyer[];
}

interface Doubles {
  hubspot: NonNullable<Parameters<typeof setStage>[0]>['hubspot'] & {};
  pace: ErpSize['pace'];
}

/** Subscriptions are read, and shown in properties; a deal that is won becomes an order. */
async function withPlans(
  { erp: kit, isQuick, tell }: BenchContext,
  { hubspot, pace }: Doubles,
  work: (shop: Shop) => Promise<Figure[]>,
): Promise<Figure[]> {
  const { orders, ...rest } = await kit.start({ customers: 5, invoices: 10, pace });
  const stage = await setStage({ hubspot });
  try {
    if (!orders?.recurring) return notMeasured('subscriptions of won deals', 'its double has no kit for subscriptions');
    const erp = { ...rest, orders };
    const { call, portal } = stage.world;
    await orders.recurring.sell(PRODUCT);
    portal.createProperty('companies', { name: 'rfc', label: 'RFC', type: 'string', fieldType: 'text' });
    await call('/settings/portal', { taxIdProperty: { companies: 'rfc', contacts: null }, propertySets: ['subscriptions'] });
    const buyers = await loadBuyers(stage, orders, { known: isQuick ? 20 : 100, prospects: 0 });
    const connectionId = await connectAndApprove(stage, erp);
    await comeToRest(stage);
    await setOrderRules(stage, connectionId, { stages: { [QUOTED_IN]: 'quotation', closedwon: 'order' }, confirmWhenSigned: true });
    await call('/settings/connections/update', { connectionId, readsSubscriptions: true });
    await comeToRest(stage);
    tell('deals can be signed');
    return await work({ stage, erp, recurring: orders.recurring, buyers: buyers.known });
  } finally {
    await stage.close();
    await rest.close();
  }
}

/** In hundredths, a month; every deal sells at another price. */
const priceOf = (n: number): number => 90_000 + 100 * n;

function dealsOf(stage: Stage, buyers: readonly Buyer[], count: number, prefix: string): Deal[] {
  const mixed = Array.from({ length: count }, (_none, n) => buyers[n % buyers.length]!);
  return makeDeals(stage, mixed, prefix, (n) => [lineOf(priceOf(n))]);
}

const lineOf = (price: number): Line => ({
  properties: { name: PRODUCT.name, hs_sku: PRODUCT.sku, quantity: '1', price: (price / 100).toFixed(2) },
  net: BigInt(price),
});

interface Answers {
  deals: number;
  made: number;
  missing: number;
  twice: number;
  /** Another price, or not on its deal. */
  wrong: number;
  examples: string[];
}

const isActive =
  ({ world: { portal } }: Stage) =>
  ({ id }: Deal): boolean =>
    portal.value('deals', id, 'erp_subscription_status') === 'active';

/** What the ERP's own rows say became of the deals, and what HubSpot says of it. */
function check({ world: { portal } }: Stage, recurring: BenchRecurring, deals: readonly Deal[]): Answers {
  const made = recurring.made();
  const byOrder = Map.groupBy(made, ({ orderNumber }) => orderNumber);
  const checked = deals.map((deal, n) => {
    const number = portal.value('deals', deal.id, 'erp_order_number') ?? '';
    const [one, ...others] = byOrder.get(number) ?? [];
    const monthly = (priceOf(n) / 100).toFixed(2);
    const status = portal.value('deals', deal.id, 'erp_subscription_status');
    const isRight = one?.amounts.join() === monthly && status === 'active';
    const said = `${deal.name} (${deal.id}, ${number}): ${JSON.stringify([one, ...others])}, wanted ${monthly}, says ${status}`;
    return { one, others: others.length, isRight, said };
  });
  const found = checked.filter(({ one }) => one !== undefined);
  return {
    ...{ deals: deals.length, made: made.length, missing: deals.length - found.length, twice: made.length - found.length },
    wrong: found.filter(({ isRight }) => !isRight).length,
    examples: checked.flatMap(({ isRight, others, said }) => (isRight && others === 0 ? [] : [said])).slice(0, 5),
  };
}

function faultFigures({ deals, made, missing, twice, wrong, examples }: Answers, run: BadDays): Figure[] {
  return [
    {
      what: `${inFigures(deals)} won deals by the period in bad days: subscriptions missing, made twice, wrong or not on their deal`,
      measured: `${missing}, ${twice}, ${wrong}`,
      ...atMost(missing + twice + wrong, 0),
      details: `${inFigures(made)} subscriptions; ${run.kills} times killed, ${run.lostAnswers} writes done without an answer and ${run.failures} not done, ${run.webhooks} webhook events, over ${seconds(run.ms)}${examples.length > 0 ? `; ${examples.join('; ')}` : ''}`,
    },
  ];
}

/** One deal after the other: how long until HubSpot says that its subscription is active. */
async function waitForEach(stage: Stage, deals: readonly Deal[], begin: (deal: Deal) => void): Promise<number[]> {
  const begunAt = new Map<Deal, number>();
  const times: number[] = [];
  const areAllThere = (): boolean => {
    for (const [deal, at] of begunAt) {
      if (!isActive(stage)(deal)) continue;
      times.push(Date.now() - at);
      begunAt.delete(deal);
    }
    return times.length === deals.length;
  };
  const arrivals = until('every deal has its subscription', () => Promise.resolve(areAllThere()), deals.length * EVERY_MS + GIVE_UP_MS);
  for (const deal of deals) {
    begunAt.set(deal, Date.now());
    begin(deal);
    await sleep(EVERY_MS);
  }
  await arrivals;
  return times;
}

/** The quotation of each stands in the ERP, and a quote of HubSpot's over the same waits for its buyer. */
async function quoteAll(stage: Stage, deals: readonly Deal[]): Promise<Map<string, string>> {
  const { portal } = stage.world;
  for (const { id } of deals) portal.users.edit('deals', id, { dealstage: QUOTED_IN });
  const isQuoted = ({ id }: Deal): boolean => portal.value('deals', id, 'erp_order_status') === 'quotation';
  await until('every deal has its quotation', () => Promise.resolve(deals.every(isQuoted)), deals.length * EVERY_MS + GIVE_UP_MS);
  const quotes = new Map(deals.map(({ id }) => [id, portal.users.createQuote(id)]));
  await comeToRest(stage);
  return quotes;
}

function timeFigure(what: string, times: readonly number[]): Figure {
  const p99 = percentile(times, 0.99);
  return {
    what,
    measured: seconds(p99),
    ...atMost(p99 / 1000, MOST_MS / 1000, ' s'),
    details: `p50 ${seconds(median(times))}, slowest ${seconds(Math.max(...times))}, ${times.length} deals, one every ${EVERY_MS} ms`,
  };
}
