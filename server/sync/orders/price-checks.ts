import type { OrderCheck } from '../../../hubspot-app/app/cards/api/orders.ts';
import type { PipelineOrderRules } from '../../../hubspot-app/app/settings/api/orders.ts';
import type { Reason } from '../commands/command-facts.ts';
import type { BuiltOrder } from './build-order.ts';
import type { ErpPrices } from './erp-prices.ts';
import { dealPrice, differsFrom } from './list-prices.ts';

export const check = (
  about: OrderCheck['about'],
  state: OrderCheck['state'],
  reason: Reason,
  more: Partial<Pick<OrderCheck, 'lineId' | 'action' | 'lines' | 'listPrice'>> = {},
): OrderCheck => ({ about, state, reason, lineId: null, action: null, lines: [], listPrice: null, priceList: null, ...more });

/** What was looked at is fine; where some lines could not be, it is said of how many that is true. */
export const lookedAt = (about: OrderCheck['about'], all: string, partly: string, params: { count: number; total: number }): OrderCheck =>
  params.count === params.total ? check(about, 'ok', { code: all, params: {} }) : check(about, 'unknown', { code: partly, params });

/**
 * The deal's prices beside those that the ERP would ask. Where the rule says that the ERP gives the price, it is the one that counts, and a deal that says
 * another one holds the order up.
 */
export function priceChecks(rule: PipelineOrderRules['prices'], { lines }: BuiltOrder, asked: ErpPrices): OrderCheck[] {
  const isOfErp = rule === 'erp';
  if (asked.state === 'refused' || asked.state === 'silent') return [];
  if (asked.state === 'unknown')
    return isOfErp && lines.length > 0 ? [check('price', 'unknown', { code: 'order.erp_price_later', params: {} })] : [];
  const { currency, prices } = asked;
  const priced = lines.flatMap((line) => {
    const list = line.lineId === null ? undefined : prices.get(line.lineId);
    return list === undefined ? [] : [{ line, list, params: { product: line.name, list, deal: dealPrice(line), currency } }];
  });
  const said = priced.filter(({ line }) => dealPrice(line) !== null);
  // What the ERP gives has no other price on the deal.
  const looked = { count: isOfErp ? priced.length : said.length, total: lines.length };
  const differing = said.filter(({ line, list }) => differsFrom(line, list));
  return [
    ...differing.map(({ line, list, params }) => {
      const reason = { code: isOfErp ? 'order.erp_price_differs' : 'order.price_differs', params };
      return check('price', 'warning', reason, { lineId: line.lineId, action: 'use_list_price', listPrice: { amount: list, currency } });
    }),
    ...priced
      .filter((one) => isOfErp && !said.includes(one))
      .map(({ line, params }) => check('price', 'ok', { code: 'order.erp_price', params }, { lineId: line.lineId })),
    ...(said.length > 0 && differing.length === 0
      ? [lookedAt('price', isOfErp ? 'order.check_erp_price' : 'order.check_price', 'order.check_price_partly', looked)]
      : []),
  ];
}
