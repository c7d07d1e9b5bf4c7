import { decimals, type Books } from '../accounting/books.ts';
import { lineAmounts, type DraftLine } from '../accounting/draft.ts';
import type { Row } from '../types.ts';

export const linesOf = ({ tx }: Books, order: number): Row[] =>
  tx.by('sale.order.line', 'order_id', order).map((id) => tx.row('sale.order.line', id));

export function computeTotals(books: Books, order: number): void {
  const { tx } = books;
  const digits = decimals(books, Number(tx.row('sale.order', order).currency_id));
  let [untaxed, tax] = [0, 0];
  for (const line of linesOf(books, order)) {
    const { net, taxes } = lineAmounts(books, draftLine(line, Number(line.product_uom_qty)), digits);
    const taxed = taxes.reduce((sum, { amount }) => sum + amount, 0);
    untaxed += net;
    tax += taxed;
    tx.update('sale.order.line', line.id, { price_subtotal: net, price_total: net + taxed });
  }
  tx.update('sale.order', order, { amount_untaxed: untaxed, amount_tax: tax, amount_total: untaxed + tax });
}

export const draftLine = (line: Row, quantity: number): DraftLine => ({
  name: String(line.name),
  quantity,
  unitPrice: Number(line.price_unit),
  discount: Number(line.discount),
  taxIds: line.tax_ids as readonly number[],
  productId: line.product_id as number | null,
});
