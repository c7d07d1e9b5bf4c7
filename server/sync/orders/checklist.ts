import type { OrderCheck, OrderChecklist } from '../../../hubspot-app/app/cards/api/orders.ts';
import type { DealLines } from '../../../hubspot-app/app/cards/api/types.ts';
import type { CustomerStanding } from '../../erp/shared/orders.ts';
import { readTaxId } from '../../mirror/tax-id.ts';
import { compareDealLines, usesCatalog } from '../../records/queries/deal-lines.ts';
import { findPortal } from '../../portals/portals.ts';
import { loadOverdue } from '../../records/queries/overdue.ts';
import { localDay } from '../../shared/calendar.ts';
import { subtract } from '../../shared/decimals.ts';
import { PuenteError } from '../../shared/errors.ts';
import type { Reason } from '../commands/command-facts.ts';
import { WAITING_CUSTOMER } from '../commands/command-rows.ts';
import type { OrderRefusal } from '../commands/order-refusals.ts';
import { WAITING_CATALOG } from '../shared/first-products.ts';
import type { BuiltOrder } from './build-order.ts';
import { overLimit } from './credit.ts';
import { askErp, buildFor, loadDealContext, type DealContext, type DealDeps, type DealRef } from './deal-context.ts';
import { askErpPrices, type ErpPrices } from './erp-prices.ts';
import { check, lookedAt, priceChecks } from './price-checks.ts';
import { listNameOf, priceListNames } from './price-list-names.ts';

/** What stands between a deal and its order, as HubSpot, our tables and the ERP say now. */
export async function loadChecklist(deps: DealDeps, ref: DealRef): Promise<OrderChecklist> {
  const context = await loadDealContext(deps, ref);
  if (!context) return { state: 'off' };
  const built = await buildFor(deps, context, ref);
  const [standing, prices, listNames, stock, overdue, hindrance] = await Promise.all([
    askStanding(deps, context, built),
    askErpPrices(deps, context, built),
    priceListNames(deps, context.scope),
    compareStock(deps, context, built),
    overdueChecks(deps, context, built),
    askHindrance(deps, context, built),
  ]);
  const found = [
    ...customerChecks(built),
    ...standingChecks(built, standing, prices),
    ...overdue,
    ...taxIdChecks(built),
    ...withChoices(reasonChecks(built), built),
    ...productChecks(built),
    ...newProductChecks(built),
    ...(hindrance ? [check('product', 'warning', hindrance)] : []),
    ...priceChecks(context.rules.prices, built, prices).map((one) => ({ ...one, priceList: listNameOf(prices, listNames) })),
    ...(stock.state === 'ready' ? stockChecks(stock.lines) : []),
  ];
  const checks = [...found, ...erpChecks(prices, found)];
  return {
    ...{ state: 'ready', checks },
    passed: checks.filter(({ state }) => state === 'ok').length,
    canCreate: !checks.some(({ state, about }) => state === 'blocked' && about !== 'credit'),
  };
}

/** Off: no ERP's stock is kept. */
async function compareStock({ db }: DealDeps, { scope, deal }: DealContext, { currency }: BuiltOrder): Promise<DealLines> {
  if (!(await usesCatalog(db, scope.portalId))) return { state: 'off' };
  return compareDealLines(db, scope.portalId, { records: deal.lines, dealCurrency: currency, linkTo: () => null });
}

/** Null: the ERP does not answer. */
async function askStanding(deps: DealDeps, { scope, rules }: DealContext, { customer }: BuiltOrder): Promise<CustomerStanding | null> {
  if (customer.state !== 'linked') return null;
  const about = { customerId: customer.customerId, companyId: rules.companyId };
  try {
    return await askErp(deps, scope, (erp, signal) => erp.capabilities.orders?.standing(about, signal) ?? Promise.resolve(null));
  } catch (error) {
    if (!(error instanceof PuenteError)) throw error;
    return null;
  }
}

/** What would stop the confirmation later; null: nothing, or the ERP does not answer, which is said beside. */
async function askHindrance(deps: DealDeps, { scope, rules }: DealContext, { lines }: BuiltOrder): Promise<Reason | null> {
  const about = { productIds: lines.flatMap(({ product }) => product?.productId ?? []), companyId: rules.companyId };
  if (about.productIds.length === 0) return null;
  try {
    return await askErp(deps, scope, (erp, signal) => erp.capabilities.orders?.hindrance?.(about, signal) ?? Promise.resolve(null));
  } catch (error) {
    if (!(error instanceof PuenteError)) throw error;
    return null;
  }
}

function customerChecks({ customer }: BuiltOrder): OrderCheck[] {
  if (customer.state === 'none') return [];
  if (customer.state === 'unlinked')
    return [check('customer', 'blocked', { code: WAITING_CUSTOMER, params: {} }, { action: 'create_customer' })];
  return [check('customer', 'ok', { code: 'order.check_customer', params: { name: customer.name } })];
}

function standingChecks({ customer, dealNet, currency }: BuiltOrder, standing: CustomerStanding | null, prices: ErpPrices): OrderCheck[] {
  if (customer.state !== 'linked') return [];
  if (!standing) return [check('credit', 'unknown', { code: 'order.erp_silent', params: {} })];
  const { blockedBy, credit } = standing;
  const blocked = blockedBy !== null && !customer.isBlocked;
  return [
    ...(blocked ? [check('customer', 'blocked', { code: 'order.customer_blocked', params: { message: blockedBy } })] : []),
    ...(credit ? [creditCheck(credit, dealNet !== null && prices.state === 'known' ? prices.taxed(dealNet) : dealNet, currency)] : []),
  ];
}

/** What the customer owes past its day stops nothing; whoever sells to it should know. */
async function overdueChecks({ db, now }: DealDeps, { scope }: DealContext, { customer }: BuiltOrder): Promise<OrderCheck[]> {
  if (customer.state !== 'linked') return [];
  const portal = await findPortal(db, scope.portalId);
  if (!portal) return [];
  const found = await loadOverdue(db, { ...scope, customerId: customer.customerId, day: localDay(portal.timeZone, now()) });
  return found.map(({ amount, currency, days }) =>
    check('credit', 'warning', { code: 'order.customer_overdue', params: { name: customer.name, overdue: amount, currency, days } }),
  );
}

/** No rule makes an order that goes over; a person may. */
function creditCheck(credit: NonNullable<CustomerStanding['credit']>, amount: string | null, currency: string | null): OrderCheck {
  const over = overLimit(credit, { amount: amount ?? '0', currency });
  if (over) return check('credit', 'blocked', over);
  const params = { room: subtract(credit.limit, credit.used), currency: credit.currency };
  return check('credit', 'ok', { code: 'order.check_credit', params });
}

function taxIdChecks({ customer }: BuiltOrder): OrderCheck[] {
  if (customer.state !== 'linked') return [];
  const { taxId } = customer;
  if (taxId === null) return [check('tax_id', 'warning', { code: 'order.no_tax_id', params: {} })];
  const reading = readTaxId(taxId);
  if (reading === null || reading.outcome === 'wrong_check_digit')
    return [check('tax_id', 'warning', { code: 'order.tax_id_invalid', params: { taxId } })];
  return [check('tax_id', 'ok', { code: 'order.check_tax_id', params: { taxId } })];
}

const ABOUT: Readonly<Record<string, OrderCheck['about']>> = {
  'order.no_company': 'customer',
  'order.customer_blocked': 'customer',
  'order.customer_archived': 'customer',
  'order.no_lines': 'lines',
  'order.no_amount': 'lines',
  'order.no_currency': 'currency',
  'order.mixed_currency': 'currency',
  'order.no_price_list': 'currency',
  'order.currency_not_allowed': 'currency',
  'order.no_price': 'price',
  'order.negative_price': 'price',
  'order.discount_over_100': 'price',
  'order.zero_amount': 'price',
};

const reasonChecks = ({ reasons }: Pick<BuiltOrder, 'reasons'>): OrderCheck[] =>
  reasons.map((reason) => check(ABOUT[reason.code] ?? 'product', 'blocked', reason));

/** Of whose lines a product of the ERP can be named right here. */
const CHOOSABLE: readonly string[] = [
  'order.unknown_product',
  'order.sku_missing',
  'order.ambiguous_product',
  'order.no_placeholder',
] satisfies OrderRefusal[];

/** The lines are listed once, with the first that speaks of any. */
function withChoices(checks: readonly OrderCheck[], { lines }: BuiltOrder): OrderCheck[] {
  const open = lines.flatMap(({ lineId, name, product }) => (product === null && lineId !== null ? [{ lineId, name }] : []));
  const first = open.length > 0 ? checks.find(({ reason }) => CHOOSABLE.includes(reason.code)) : undefined;
  return checks.map((one) => (one === first ? { ...one, action: 'choose_product', lines: open } : one));
}

function productChecks({ lines, awaitsProducts }: BuiltOrder): OrderCheck[] {
  if (awaitsProducts) return [check('product', 'unknown', { code: WAITING_CATALOG, params: {} })];
  const known = lines.filter(({ product }) => product?.isSold);
  if (lines.length === 0 || known.length < lines.length) return [];
  return [check('product', 'ok', { code: 'order.check_products', params: { count: known.length } })];
}

function newProductChecks({ notices }: BuiltOrder): OrderCheck[] {
  return notices.filter(({ code }) => code === 'order.product_to_make').map((reason) => check('product', 'warning', reason));
}

/** What the ERP would refuse the order for is said once. */
function erpChecks(prices: ErpPrices, before: readonly OrderCheck[]): OrderCheck[] {
  if (prices.state !== 'refused' || before.some(({ reason }) => reason.code === prices.reason.code)) return [];
  return reasonChecks({ reasons: [prices.reason] });
}

function stockChecks(lines: Extract<DealLines, { state: 'ready' }>['lines']): OrderCheck[] {
  const short = lines.filter(({ findings, product }) => findings.includes('short') && product);
  // Of a service there is nothing to count.
  const countable = lines.filter(({ product }) => product === null || product.isStocked);
  const counted = countable.filter(({ product }) => product !== null && product.available !== null);
  const partly = { count: counted.length, total: countable.length };
  return [
    ...short.map(({ id, name, product }) => {
      const { available, wanted, expectedOn } = product!;
      const reason = expectedOn
        ? { code: 'order.short_stock', params: { product: name, available, wanted, expected: expectedOn } }
        : { code: 'order.short_stock_undated', params: { product: name, available, wanted } };
      return check('stock', 'warning', reason, { lineId: id });
    }),
    ...(counted.length > 0 && short.length === 0 ? [lookedAt('stock', 'order.check_stock', 'order.check_stock_partly', partly)] : []),
  ];
}
