import type { PipelineOrderRules } from '../../../hubspot-app/app/settings/api/orders.ts';
import { notMeasured, type BenchContext, type Figure } from '../bench.ts';
import type { ErpSize, OrderingErp } from '../erps/index.ts';
import { loadBuyers, type Buyer } from './deals.ts';
import { setOrderRules } from './order-rules.ts';
import { comeToRest, connectAndApprove, setStage, type Stage } from './stage.ts';

/** How the doubles of that day are. */
interface Doubles {
  hubspot: NonNullable<Parameters<typeof setStage>[0]>['hubspot'] & {};
  pace: ErpSize['pace'];
  /** What else the rules say, of what it makes in the ERP before anything is connected; null: nothing can be measured with this ERP. */
  prepare?: (erp: OrderingErp) => Promise<Partial<PipelineOrderRules> | null>;
}

interface Shop {
  stage: Stage;
  erp: OrderingErp;
  buyers: { known: Buyer[]; prospects: Buyer[] };
}

/** Everybody knows whom they sell to, and what a won deal becomes. */
export async function withShop(
  { erp: kit, isQuick, tell }: BenchContext,
  { hubspot, pace, prepare }: Doubles,
  work: (shop: Shop) => Promise<Figure[]>,
): Promise<Figure[]> {
  const { orders: desk, ...rest } = await kit.start({ customers: 5, invoices: 10, pace });
  const stage = await setStage({ hubspot });
  try {
    if (!desk) return notMeasured('won deals', 'its double has no kit for orders');
    const erp = { ...rest, orders: desk };
    const more = prepare ? await prepare(erp) : {};
    if (more === null) return notMeasured('what follows won deals', 'its double has no kit for what is done after the sale');
    const { call, portal } = stage.world;
    portal.createProperty('companies', { name: 'rfc', label: 'RFC', type: 'string', fieldType: 'text' });
    await call('/settings/portal', { taxIdProperty: { companies: 'rfc', contacts: null } });
    const buyers = await loadBuyers(stage, desk, isQuick ? { known: 20, prospects: 10 } : { known: 100, prospects: 60 });
    const connectionId = await connectAndApprove(stage, erp);
    await comeToRest(stage);
    await setOrderRules(stage, connectionId, more);
    tell('deals can be won');
    return await work({ stage, erp, buyers });
  } finally {
    await stage.close();
    await rest.close();
  }
}

/** Of five deals two are of companies that are no customers yet, several of each. */
export const buyerOf = ({ known, prospects }: Shop['buyers'], n: number): Buyer =>
  n % 5 < 3 ? known[n % known.length]! : prospects[n % prospects.length]!;
