import type { ErpRecordId } from '../../server/shared/ids.ts';
import type { CatalogHarness } from './catalog-harness.ts';

interface NewOrder {
  customer: ErpRecordId;
  /** From where it is delivered. */
  warehouse: string;
  lines: readonly { product: ErpRecordId; quantity: number; price: string; discount?: number }[];
  reference?: string;
  currency?: string;
}

/** Business with orders, in the words of no ERP; each call is one transaction. */
export interface OrderBusiness {
  /** Binds nobody yet. */
  createQuotation(input: NewOrder): Promise<ErpRecordId>;
  /** Where that makes another document: the order's id. */
  confirm(quotation: ErpRecordId): Promise<ErpRecordId>;
  /** So many of the n-th line leave. */
  deliver(order: ErpRecordId, line: number, quantity: number): Promise<void>;
  /** All that can be. */
  invoice(order: ErpRecordId): Promise<ErpRecordId>;
  cancel(order: ErpRecordId): Promise<void>;
  // What not every ERP has.
  /** Lets go what is held back for it, or holds it back again. */
  reserve?(order: ErpRecordId, isOn: boolean): Promise<void>;
}

export type OrderHarness = CatalogHarness & { orders: OrderBusiness };
