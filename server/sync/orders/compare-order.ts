import type { ComparedLine, OrderDifference } from '../../../hubspot-app/app/cards/api/orders.ts';
import type { Order, OrderLine } from '../../erp/shared/contract.ts';
import { add, compare, round, trimZeros } from '../../shared/decimals.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { isWithinRounding, type DealLineTerms } from './build-line.ts';
import type { BuiltLine } from './build-order.ts';
import { buildFor, loadDealContext, type DealDeps, type DealRef } from './deal-context.ts';
import { isLive, loadTies, type TiedOrder } from './order-ties.ts';

/** The deal as it is now beside the ERP's document that was made of it. */
export async function compareOrder(deps: DealDeps, ref: DealRef): Promise<OrderDifference> {
  const [context, ties] = await Promise.all([loadDealContext(deps, ref), loadTies(deps.db, ref.portalId, [ref.dealId])]);
  const tie = ties.find((one) => isLive(one, deps.now()) && one.status !== 'closed');
  const lines = tie && (await loadLines(deps, ref, tie));
  if (!context || !tie || !lines || tie.erpNet === null) return { state: 'none' };
  const { connectionId, orderId, number, currency } = tie;
  const built = await buildFor(deps, context, ref);
  if (built.awaitsProducts) return { state: 'none' };
  const { differing, expected } = compareLines(built.lines, lines, currency ?? '');
  const sum = add('0', ...built.lines.flatMap(({ terms }) => terms.net ?? []));
  const isSame =
    isWithinRounding(expected, tie.erpNet, { currency: currency ?? '', lineCount: built.lines.length }) && differing.length === 0;
  if (isSame && built.currency === currency) return { state: 'same', connectionId, orderId };
  return {
    ...{ state: 'differs', connectionId, orderId, number, lines: differing },
    deal: { amount: sum, currency: built.currency ?? currency ?? '' },
    erp: { amount: tie.erpNet, currency: currency ?? '' },
    canAmend: built.reasons.length === 0 && connectionId === context.scope.connectionId,
    reasons: built.reasons,
  };
}

async function loadLines(
  { db }: DealDeps,
  { portalId }: DealRef,
  { connectionId, orderId }: TiedOrder,
): Promise<Order['lines'] | undefined> {
  const row = await db('erpOrders').where({ portalId, connectionId, erpId: orderId }).first<{ lines: Order['lines'] } | undefined>('lines');
  return row?.lines;
}

type Differing = Extract<OrderDifference, { state: 'differs' }>['lines'];

/** Product by product, in order of appearance; what has no product there (notes, down payments) is none of the deal's. */
function compareLines(
  ours: readonly BuiltLine[],
  theirs: readonly OrderLine[],
  currency: string,
): { differing: Differing; expected: string } {
  const left = theirs.filter(({ productId, quantity }) => productId !== null && compare(quantity, '0') !== 0);
  const differing: Differing = [];
  const nets: string[] = [];
  const take = (productId: ErpRecordId | undefined): OrderLine | undefined => {
    const at = left.findIndex((line) => line.productId === productId);
    return at < 0 ? undefined : left.splice(at, 1)[0];
  };
  for (const { name, sku, product, terms } of ours) {
    const line = take(product?.productId);
    const isKept = line !== undefined && isAsKept(terms, line);
    const net = terms.net ?? line?.net ?? '0';
    nets.push(isKept ? line.net : net);
    const isSame = isKept || (line && keeps(line.quantity, terms.quantity) && isWithinRounding(line.net, net, { currency, lineCount: 1 }));
    const deal: ComparedLine = { quantity: terms.quantity, net: { amount: net, currency } };
    if (!isSame) differing.push({ name, sku, deal, erp: line ? compared(line, currency) : null });
  }
  const more = left.map((line) => ({ name: line.description, sku: line.sku, deal: null, erp: compared(line, currency) }));
  return { differing: [...differing, ...more], expected: add('0', ...nets) };
}

/** As near to the deal as the ERP keeps figures: amending it would change nothing. */
const isAsKept = ({ quantity, unitPrice, discount }: DealLineTerms, line: OrderLine): boolean =>
  unitPrice !== null && keeps(line.quantity, quantity) && keeps(line.unitPrice, unitPrice) && keeps(line.discount, discount);

/** ERPs keep two decimals or more. */
const FEWEST_DIGITS = 2;

/** The ERP's figure is the deal's, rounded to as many decimals as are kept there. */
function keeps(theirs: string, ours: string): boolean {
  const digits = Math.max(FEWEST_DIGITS, trimZeros(theirs).split('.')[1]?.length ?? 0);
  return compare(round(ours, digits), theirs) === 0;
}

const compared = ({ quantity, net }: OrderLine, currency: string): ComparedLine => ({ quantity, net: { amount: net, currency } });
