import type { B1Fake } from '../../fakes/sap-b1/index.ts';

/**
 * Business that is under way: a quotation, an order delivered in part and billed so far, and one that waits for approval, each of another
 * customer, with what that customer bought last. The orders of the past are closed.
 */
export function agreeOrders(b1: B1Fake): void {
  const [quoted, ordered, waiting] = latestBuyers(b1, 3);
  if (quoted) b1.createQuotation(inputOf(quoted));
  if (ordered) {
    const order = b1.orderFromQuotation(b1.createQuotation(inputOf(ordered)));
    b1.deliver(order, [{ line: 0, quantity: Math.ceil(ordered.quantity / 2) }], { tracking: 'EST 4711 0815' });
    b1.invoiceOrder(order);
  }
  if (waiting) b1.createDraft('Orders', inputOf(waiting));
}

interface Buyer {
  partner: string;
  item: string;
  quantity: number;
  price: number;
}

function latestBuyers(b1: B1Fake, most: number): Buyer[] {
  const buyers = new Map<string, Buyer>();
  for (const { CardCode, DocumentLines, DocCurrency } of b1.records('Invoices').toReversed()) {
    const line = DocumentLines.find(
      ({ ItemCode }) => typeof ItemCode === 'string' && b1.record('Items', ItemCode)?.InventoryItem === 'tYES',
    );
    if (!line || buyers.has(CardCode) || DocCurrency !== b1.store.facts.LocalCurrency) continue;
    buyers.set(CardCode, {
      partner: CardCode,
      item: String(line.ItemCode),
      quantity: Math.max(4, Number(line.Quantity)),
      price: Number(line.UnitPrice),
    });
    if (buyers.size === most) break;
  }
  return [...buyers.values()];
}

const inputOf = ({ partner, item, quantity, price }: Buyer) => ({
  partner,
  reference: 'OC 2026-118',
  lines: [{ item, description: item, quantity, price, taxPercent: 16 }],
});
