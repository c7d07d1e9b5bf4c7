import type { Portal, RecordView } from '../../fakes/hubspot/index.ts';
import type { DealLine, DealLines, LineAction, LineValues } from '../api.ts';
import { personAt } from './people.ts';
import { linesOf } from './related.ts';

/** The line items of a deal, in their order. */
export function describeLines(portal: Portal, dealId: string): DealLines {
  const lines = linesOf(portal, dealId)
    .toSorted((a, b) => positionOf(a) - positionOf(b))
    .map(lineOf);
  return { currency: currencyOf(portal, dealId), lines, net: sumOf(lines) };
}

const positionOf = ({ properties }: RecordView): number => Number(properties['hs_position_on_quote'] ?? 0);
const currencyOf = (portal: Portal, dealId: string): string =>
  portal.value('deals', dealId, 'deal_currency_code') ?? portal.account.companyCurrency;
const sumOf = (lines: readonly DealLine[]): string => lines.reduce((sum, { net }) => sum + Number(net), 0).toFixed(2);

function lineOf({ id, properties }: RecordView): DealLine {
  const { hs_product_id: productId = null, name = '(no name)', hs_sku: sku = null, quantity = '1', price = '', amount = '0' } = properties;
  const { discount, hs_discount_percentage: percent = '' } = properties;
  return {
    id,
    productId,
    name,
    sku,
    quantity,
    price,
    discount: discount ? { value: discount, kind: 'amount' } : { value: percent, kind: 'percent' },
    net: Number(amount).toFixed(2),
  };
}

/** As the editor saves: the lines, and then the amount of the deal, which lines that come through the API leave alone. */
export function changeLines(portal: Portal, dealId: string, { userId, ...action }: LineAction & { userId: number }): void {
  const person = personAt(portal, userId);
  switch (action.action) {
    case 'add':
      person.addLine(dealId, { ...addedOf(portal, dealId, action), ...valuesOf(action) });
      break;
    case 'edit':
      person.edit('line_items', lineOn(portal, dealId, action.lineId), valuesOf(action));
      break;
    case 'remove':
      person.delete('line_items', lineOn(portal, dealId, action.lineId));
  }
  person.edit('deals', dealId, { amount: describeLines(portal, dealId).net });
}

function addedOf(portal: Portal, dealId: string, { productId, name }: Extract<LineAction, { action: 'add' }>): Record<string, string> {
  if (productId === null && name.trim() === '') throw new Error('A line needs a product or a name');
  const last = Math.max(-1, ...linesOf(portal, dealId).map(positionOf));
  return {
    ...(productId === null ? { name } : { hs_product_id: productId }),
    hs_line_item_currency_code: currencyOf(portal, dealId),
    hs_position_on_quote: String(last + 1),
  };
}

/** One kind of discount at a time. A price that is left out is the library's. */
const valuesOf = ({ quantity, price, discount: { value, kind } }: LineValues): Record<string, string> => ({
  quantity,
  ...(price === '' ? {} : { price }),
  discount: kind === 'amount' ? value : '',
  hs_discount_percentage: kind === 'percent' ? value : '',
});

function lineOn(portal: Portal, dealId: string, lineId: string): string {
  if (!linesOf(portal, dealId).some(({ id }) => id === lineId)) throw new Error(`Line ${lineId} is not on this deal`);
  return lineId;
}
