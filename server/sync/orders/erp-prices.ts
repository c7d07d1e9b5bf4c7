import { PRICED_AT_ONCE, type ErpConnector, type ListedPrice, type OrderDocument } from '../../erp/shared/contract.ts';
import type { Db } from '../../db/index.ts';
import { compare, divide, isZero, multiply, subtract, trimZeros } from '../../shared/decimals.ts';
import { PuenteError, RecordRejectedError } from '../../shared/errors.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { Reason } from '../commands/command-facts.ts';
import { loadCatalogRules } from '../catalog/rules.ts';
import type { BuiltLine, BuiltOrder } from './build-order.ts';
import { askErp, type DealContext, type DealDeps } from './deal-context.ts';

/** What the ERP itself would ask for the lines of a deal, at this moment. */
export type ErpPrices =
  /** `prices`: of one unit after its discounts, by line item. `taxed`: with the ERP's taxes, as far as it said any. `listId`: null, it chose itself. */
  | { state: 'known'; currency: string; listId: string | null; prices: ReadonlyMap<string, string>; taxed(net: string): string }
  /** It would refuse the order for this. */
  | { state: 'refused'; reason: Reason }
  /** It cannot say before the order is made. */
  | { state: 'unknown' }
  /** It does not answer. */
  | { state: 'silent' };

const UNKNOWN: ErpPrices = { state: 'unknown' };

/** Of a line that is sold by its own product; the placeholder has no price. */
type PricedLine = BuiltLine & { lineId: string; product: NonNullable<BuiltLine['product']> };

/**
 * By the list that the order rules name for the deal's currency, else by the ERP's own choice for this customer: as an order of these quantities would
 * have them, where the ERP can say that, else as the list has them for one unit.
 */
export function askErpPrices(deps: DealDeps, context: DealContext, built: BuiltOrder): Promise<ErpPrices> {
  const asked = underWay.get(deps.connectors) ?? new Map<string, Promise<ErpPrices>>();
  underWay.set(deps.connectors, asked);
  const { scope, deal, rules } = context;
  const key = JSON.stringify([scope, deal.id, rules, built]);
  const answer = asked.get(key) ?? askNow(deps, context, built).finally(() => asked.delete(key));
  asked.set(key, answer);
  return answer;
}

/** A card that opens asks twice at the same moment: for the lines and for the checklist. */
const underWay = new WeakMap<DealDeps['connectors'], Map<string, Promise<ErpPrices>>>();

async function askNow(deps: DealDeps, context: DealContext, built: BuiltOrder): Promise<ErpPrices> {
  const { currency } = built;
  const lines = built.lines.filter((line): line is PricedLine => isPriced(line, context));
  if (currency === null || lines.length === 0) return UNKNOWN;
  try {
    const previewed = await askForOrder(deps, context, { built, lines, currency });
    return previewed ?? (await askList(deps, context, lines, currency));
  } catch (error) {
    if (!(error instanceof PuenteError)) throw error;
    return error instanceof RecordRejectedError ? UNKNOWN : { state: 'silent' };
  }
}

const isPriced = ({ lineId, product, terms }: BuiltLine, { rules }: DealContext): boolean =>
  lineId !== null && product?.isSold === true && product.productId !== rules.placeholderProductId && compare(terms.quantity, '0') > 0;

interface Asked {
  built: BuiltOrder;
  lines: readonly PricedLine[];
  currency: string;
}

/** Null: it cannot say. */
async function askForOrder(deps: DealDeps, { scope, rules }: DealContext, { built, lines, currency }: Asked): Promise<ErpPrices | null> {
  const { customer } = built;
  if (customer.state !== 'linked' || customer.isBlocked || customer.isArchived) return null;
  const { customerId, contactId } = customer;
  const { companyId, warehouseId, paymentTermId, priceLists } = rules;
  const order = {
    ...{ customerId, contactId, companyId, warehouseId, paymentTermId, currency, salespersonId: null, reference: null },
    priceListId: priceLists[currency] ?? null,
    lines: lines.map(({ product: { productId }, terms: { quantity } }) => {
      return { productId, quantity, description: null, unitPrice: null, discount: null };
    }),
  };
  try {
    const document = await askErp(deps, scope, async (erp, signal) => erp.capabilities.orders?.preview?.(order, signal) ?? null);
    return document && pricesIn(document, lines, order.priceListId);
  } catch (error) {
    if (!(error instanceof RecordRejectedError)) throw error;
    // What all ERPs share is a refusal of the order. Anything else concerns the question.
    const { code, params } = error;
    return code.startsWith('order.') ? { state: 'refused', reason: { code, params } } : null;
  }
}

/** A document has its lines in the order in which they were asked about. */
function pricesIn(document: OrderDocument, lines: readonly PricedLine[], listId: string | null): ErpPrices {
  const prices = lines.flatMap(({ lineId, product }, at) => {
    const line = document.lines[at];
    return line?.productId === product.productId ? [[lineId, netOf(line.unitPrice, line.discount)] as const] : [];
  });
  const { currency, untaxed, total } = document;
  const taxed = (net: string): string => (isZero(untaxed) ? net : divide(multiply(net, total), untaxed, 2));
  return { state: 'known', currency, listId, prices: new Map(prices), taxed };
}

/** Six digits, which hold every price that is not computed from another currency. */
export const netOf = (price: string, discount: string): string => trimZeros(divide(multiply(price, subtract('100', discount)), '100', 6));

/** Where nobody chose one for orders, and they have the deal's own prices, the list that HubSpot's library shows. */
async function askList(deps: DealDeps, context: DealContext, lines: readonly PricedLine[], currency: string): Promise<ErpPrices> {
  const listId = await listOf(deps.db, context, currency);
  if (listId === null) return UNKNOWN;
  const ids = [...new Set(lines.map(({ product }) => product.productId))];
  const listed = await askErp(deps, context.scope, (erp, signal) => pricesOf(erp, { listId, ids }, signal));
  const prices = lines.flatMap(({ lineId, product }) => {
    const price = listed.get(product.productId);
    return price?.currency === currency ? [[lineId, trimZeros(price.amount)] as const] : [];
  });
  return { state: 'known', currency, listId, prices: new Map(prices), taxed: (net) => net };
}

async function listOf(db: Db, { scope, rules }: DealContext, currency: string): Promise<string | null> {
  const chosen = rules.priceLists[currency];
  if (chosen !== undefined || rules.prices === 'erp') return chosen ?? null;
  const catalog = await loadCatalogRules(db, scope);
  return (catalog?.approvedAt && catalog.rules.priceLists[currency]) || null;
}

async function pricesOf(
  { capabilities: { catalog } }: ErpConnector,
  { listId, ids }: { listId: string; ids: readonly ErpRecordId[] },
  signal: AbortSignal,
): Promise<ReadonlyMap<ErpRecordId, ListedPrice | null>> {
  const answers = new Map<ErpRecordId, ListedPrice | null>();
  for (let start = 0; catalog && start < ids.length; start += PRICED_AT_ONCE)
    for (const [id, price] of await catalog.pricesOf(listId, ids.slice(start, start + PRICED_AT_ONCE), signal)) answers.set(id, price);
  return answers;
}
