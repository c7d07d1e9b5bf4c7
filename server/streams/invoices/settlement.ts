import { compareSums } from '../../mirror/decimals.ts';
import type { Invoice } from './record.ts';

type Settled = Pick<Invoice, 'type' | 'status' | 'total' | 'open' | 'allocations'>;

/**
 * Something of it was settled by more than credit notes. Nothing was received for a document of zero. Journal entries count as the ERP
 * says: many book what a till or a factor paid in no other way.
 */
export function hasReceivedMoney({ total, open, allocations }: Pick<Settled, 'total' | 'open' | 'allocations'>): boolean {
  const credited = allocations.filter(({ by }) => by === 'credit_note').map(({ amount }) => amount);
  return compareSums([total], [open, ...credited]) > 0;
}

/**
 * The status that the document's own figures allow, for every ERP the same: nothing open is not owed, and what refunds alone settled is
 * `credited`. Versions of ERPs differ in both.
 */
export function statusFromAmounts(invoice: Settled): Invoice['status'] {
  const { type, status, total, open } = invoice;
  if (!['open', 'partially_paid', 'paid'].includes(status) || compareSums([open], []) !== 0) return status;
  const isCredited = type !== 'credit_note' && compareSums([total], []) > 0 && !hasReceivedMoney(invoice);
  return isCredited ? 'credited' : 'paid';
}
