import { atMost, inFigures, seconds, type Bench, type Figure } from '../bench.ts';
import type { OrderingErp, SoldProject } from '../erps/index.ts';
import { makeDeals, type Deal, type Line } from '../support/deals.ts';
import { buyerOf, withShop } from '../support/shop.ts';
import type { Stage } from '../support/stage.ts';
import { wonInBadDays, type BadDays } from './bad-days.ts';

const SERVICE = { sku: 'BENCH-SERVICE', name: 'Puesta en marcha' };
/** In hundredths, for an hour. */
const PRICE = 65_000;

/** Won deals with services become orders, and what is done after the sale appears once each, in bad days of everybody. */
export const afterSale: Bench = {
  name: 'after-sale',
  async run(context) {
    const twice = { latencyMs: 10, webhooks: { duplicates: 1, shuffles: true, retryMs: 3_000 } };
    const days = { hubspot: twice, pace: 'immediate', prepare: rulesFor } as const;
    return withShop(context, days, async ({ stage, erp, buyers }) => {
      const mixed = Array.from({ length: context.isQuick ? 30 : 300 }, (_none, n) => buyerOf(buyers, n));
      const deals = makeDeals(stage, mixed, 'Servicio', (n, goods) => [...goods, serviceLine(hoursOf(n))]);
      const run = await wonInBadDays(context, stage, { erp, deals, isServed: () => hasProject(stage, erp) });
      return projectFigures(await checkProjects(stage, erp, deals), run);
    });
  },
};

async function rulesFor({ orders: { afterSale: after } }: OrderingErp) {
  const prepared = await after?.prepare(SERVICE);
  if (!prepared) return null;
  const { templateId, productId } = prepared;
  return { projects: [{ id: 'services', templateId, products: [{ id: productId, name: SERVICE.name }], categoryIds: [] }] };
}

/** Every deal sells another number of hours. */
const hoursOf = (n: number): number => 4 + (n % 37);

const serviceLine = (hours: number): Line => ({
  properties: { name: SERVICE.name, hs_sku: SERVICE.sku, quantity: String(hours), price: (PRICE / 100).toFixed(2) },
  net: BigInt(hours) * BigInt(PRICE),
});

const byOrder = (erp: OrderingErp): Map<string, SoldProject[]> =>
  Map.groupBy(erp.orders.afterSale?.projects() ?? [], ({ orderNumber }) => orderNumber);

/** The ERP has it, and the deal has the number of its order. */
function hasProject({ world: { portal } }: Stage, erp: OrderingErp): (deal: Deal) => boolean {
  const projects = byOrder(erp);
  return ({ id }) => projects.has(portal.value('deals', id, 'erp_order_number') ?? '');
}

interface Answers {
  deals: number;
  projects: number;
  missing: number;
  /** Further projects of an order, or projects of none of the deals. */
  twice: number;
  /** Names, hours and order of the tasks, and the hours of the project. */
  wrongTasks: number;
  /** What the deal's card shows is another project, or none. */
  wrongLink: number;
  examples: string[];
}

/** What the ERP's own rows say became of the deals. */
async function checkProjects(stage: Stage, erp: OrderingErp, deals: readonly Deal[]): Promise<Answers> {
  const projects = byOrder(erp);
  const shown = await loadShown(stage);
  const checked = deals.map((deal, n) => {
    const number = stage.world.portal.value('deals', deal.id, 'erp_order_number') ?? '';
    const [project, ...others] = projects.get(number) ?? [];
    const isRight = project !== undefined && areTasksRight(project, hoursOf(n));
    const isLinked = project !== undefined && (shown.get(deal.id) ?? []).join() === project.id;
    const said = `${deal.name} (${deal.id}, ${number}): ${JSON.stringify([project, ...others])}; shown ${shown.get(deal.id)?.join() ?? 'none'}`;
    return { project, others: others.length, isRight, isLinked, said: isRight && isLinked && others.length === 0 ? null : said };
  });
  const found = checked.filter(({ project }) => project !== undefined);
  const made = [...projects.values()].flat().length;
  return {
    ...{ deals: deals.length, projects: made, missing: deals.length - found.length, twice: made - found.length },
    wrongTasks: found.filter(({ isRight }) => !isRight).length,
    wrongLink: found.filter(({ isLinked }) => !isLinked).length,
    examples: checked.flatMap(({ said }) => said ?? []).slice(0, 5),
  };
}

/** Three quarters of what was sold, and one. */
const areTasksRight = ({ hours, tasks, orderNumber }: SoldProject, sold: number): boolean =>
  JSON.stringify([hours, tasks]) ===
  JSON.stringify([
    sold,
    [
      { name: 'Instalar', hours: sold * 0.75, orderNumber },
      { name: 'Formar', hours: sold * 0.25, orderNumber },
    ],
  ]);

async function loadShown({ database: { db } }: Stage): Promise<Map<string, string[]>> {
  const { rows } = await db.raw<{ rows: { dealId: string; projectIds: string[] }[] }>(
    `select t.deal_id, array_agg(part.project_id order by part.project_id) as project_ids from order_ties t
     join erp_project_parts part on part.portal_id = t.portal_id and part.connection_id = t.connection_id and part.order_id = t.order_id
     group by t.deal_id`,
  );
  return new Map(rows.map(({ dealId, projectIds }) => [dealId, projectIds]));
}

function projectFigures({ deals, projects, missing, twice, wrongTasks, wrongLink, examples }: Answers, run: BadDays): Figure[] {
  return [
    {
      what: `${inFigures(deals)} won deals with services in bad days: projects missing, made twice, with wrong tasks or hours, not on their deal`,
      measured: `${missing}, ${twice}, ${wrongTasks}, ${wrongLink}`,
      ...atMost(missing + twice + wrongTasks + wrongLink, 0),
      details: `${inFigures(projects)} projects; ${run.kills} times killed, ${run.lostAnswers} writes done without an answer and ${run.failures} not done, ${run.webhooks} webhook events, over ${seconds(run.ms)}${examples.length > 0 ? `; ${examples.join('; ')}` : ''}`,
    },
  ];
}
