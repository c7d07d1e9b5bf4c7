import { Random } from '../../fakes/company/random.ts';
import type { BenchOrders } from '../erps/index.ts';
import { companyOf, createFacts, customerOf, QUALIFIED } from './firms.ts';
import type { Stage } from './stage.ts';

/** A deal of HubSpot's that is not won yet. */
export interface Deal {
  id: string;
  /** No other deal is called so; its document refers to it. */
  name: string;
  buyer: Buyer;
  /** In hundredths, net of tax. */
  net: bigint;
  lineCount: number;
}

/** A company of HubSpot's. */
export interface Buyer {
  recordId: string;
  /** As the ERP calls it, or will. */
  customer: string;
}

interface Buyers {
  known: Buyer[];
  /** Become customers only when they order something. */
  prospects: Buyer[];
}

const PRODUCTS = Array.from({ length: 40 }, (_none, n) => ({ sku: `BENCH-${n + 1}`, name: `Válvula ${n + 1}` }));

/** Before anything is connected. */
export async function loadBuyers(
  { world: { portal } }: Stage,
  orders: BenchOrders,
  { known, prospects }: { known: number; prospects: number },
): Promise<Buyers> {
  await orders.sell(PRODUCTS);
  const facts = createFacts(new Random(11));
  const ofKnown = Array.from({ length: known }, facts);
  const ofProspects = Array.from({ length: prospects }, facts);
  orders.load(ofKnown.map((one) => customerOf(one)));
  // Not by the rule: only an order makes customers of them.
  const unqualified = { [QUALIFIED.property]: 'opportunity' };
  const loadCompanies = (rows: Record<string, string>[]): string[] =>
    portal.bulkLoad(
      'companies',
      rows.map((properties) => ({ properties })),
    );
  const knownIds = loadCompanies(ofKnown.map((one) => companyOf(one, unqualified)));
  const prospectIds = loadCompanies(ofProspects.map((one) => companyOf(one, unqualified)));
  return {
    known: ofKnown.map((one, n) => ({ recordId: knownIds[n]!, customer: customerOf(one).name })),
    prospects: ofProspects.map(({ name }, n) => ({ recordId: prospectIds[n]!, customer: name })),
  };
}

/** One to twelve lines each, with the discounts that people give; or what the deal sells beside or instead of them. */
export function makeDeals(
  { world: { portal } }: Stage,
  buyers: readonly Buyer[],
  prefix: string,
  linesOf: (n: number, goods: readonly Line[]) => readonly Line[] = (_n, goods) => goods,
): Deal[] {
  const random = new Random(5);
  return buyers.map((buyer, n) => {
    const name = `${prefix} ${n + 1}`;
    const properties = { dealname: name, pipeline: 'default', dealstage: 'contractsent' };
    const [id] = portal.bulkLoad('deals', [{ properties }]) as [string];
    portal.bulkAssociate('deals', 'companies', [[id, buyer.recordId]]);
    const lines = linesOf(
      n,
      Array.from({ length: random.between(1, 12) }, () => lineOf(random)),
    );
    const lineIds = portal.bulkLoad('line_items', lines);
    portal.bulkAssociate(
      'line_items',
      'deals',
      lineIds.map((lineId) => [lineId, id]),
    );
    return { id, name, buyer, net: lines.reduce((sum, { net }) => sum + net, 0n), lineCount: lines.length };
  });
}

/** HubSpot itself makes a customer of the company whose deal is won, a moment later. */
export function win({ world: { portal } }: Stage, { id, buyer }: Deal): void {
  portal.users.edit('deals', id, { dealstage: 'closedwon' });
  const [stage] = QUALIFIED.values;
  if (portal.value('companies', buyer.recordId, QUALIFIED.property) !== stage)
    portal.users.edit('companies', buyer.recordId, { [QUALIFIED.property]: stage! });
}

export interface Line {
  properties: Record<string, string>;
  net: bigint;
}

/** Percent in hundredths: some that people give by heart, and one with two digits. */
const PERCENTAGES = [500, 1_000, 1_250, 3_333];

function lineOf(random: Random): Line {
  const { sku, name } = random.pick(PRODUCTS);
  const tenths = random.chance(0.1) ? random.between(1, 95) : 10 * random.between(1, 24);
  const price = random.between(150, 250_000);
  const kind = random.next();
  const percentage = kind < 0.3 ? random.pick(PERCENTAGES) : 0;
  const off = kind > 0.8 ? random.between(1, price - 1) : 0;
  const properties = {
    ...{ name, hs_sku: sku, quantity: decimal(tenths, 1), price: decimal(price, 2) },
    ...(percentage > 0 && { hs_discount_percentage: decimal(percentage, 2) }),
    ...(off > 0 && { discount: decimal(off, 2) }),
  };
  const thousandths = BigInt(tenths) * BigInt(price - off) * BigInt(10_000 - percentage);
  return { properties, net: (thousandths + 50_000n) / 100_000n };
}

const decimal = (value: number, digits: number): string => (value / 10 ** digits).toFixed(digits);
