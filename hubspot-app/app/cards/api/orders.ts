import type { InvoiceStatus, Money } from './types.ts';

/** GET /cards/deal-orders — on a deal: the ERP's quotations and orders that carry its order number. */
export type DealOrders =
  /** The orders of no ERP are read: nothing is shown. */
  { state: 'off' } | { state: 'ready'; orders: DealOrder[] };

/** How much of an order something was done with. `nothing`: there is nothing of the kind to be done. */
export type Share = 'nothing' | 'none' | 'partly' | 'all';

export interface DealOrder {
  connectionId: string;
  id: string;
  /** `closed`: nothing more comes of it, whatever is missing. */
  status: 'quotation' | 'waiting_approval' | 'confirmed' | 'closed' | 'cancelled';
  number: string | null;
  /** Days, or instants where the ERP keeps the time as well. */
  orderedAt: string | null;
  promisedAt: string | null;
  total: Money;
  url: string | null;
  reserved: Share;
  delivered: Share;
  invoiced: Share;
  paid: Share;
  /** At most 50. */
  lines: OrderedLine[];
  deliveries: {
    id: string;
    number: string | null;
    status: 'waiting' | 'ready' | 'done' | 'cancelled';
    at: string | null;
    tracking: string | null;
  }[];
  invoices: { id: string; number: string | null; status: Exclude<InvoiceStatus, 'overdue'>; issuedOn: string | null; url: string | null }[];
}

interface OrderedLine {
  id: string;
  name: string;
  sku: string | null;
  unit: string | null;
  quantity: string;
  net: Money;
  /** Null: the ERP does not reserve, or deliver, such a line. */
  reserved: string | null;
  delivered: string | null;
  invoiced: string;
}
