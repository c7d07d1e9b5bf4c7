import type { ErpRecordId } from '../../server/shared/ids.ts';
import type { WritingHarness } from './harness.ts';
import type { OrderHarness } from './orders-harness.ts';

/** How the ERP takes what is written about orders. */
export interface OrderWriting {
  /** Sets up what orders of this customer in this currency need beyond the books' own. */
  allowCurrency(code: string, customer: ErpRecordId): Promise<void>;
  /** One in which no order can be. */
  impossibleCurrency: string;
  /** Ids of none. */
  nobody: { customer: ErpRecordId; order: ErpRecordId };
  revokeRightToSell(): void;
  revokeRightToMakeProducts(): void;
  /** The line texts of an order, whoever put them there. */
  textsOf(order: ErpRecordId): string[];
  // What not every ERP has.
  /** Nobody may sell to the customer, in these words. */
  blockCustomer?(customer: ErpRecordId, says: string): Promise<void>;
  limitCredit?(customer: ErpRecordId, limit: string): Promise<void>;
  /** People put a heading into an order. */
  addHeading?(order: ErpRecordId, text: string): Promise<void>;
  /** Nobody changes the order any more. */
  lock?(order: ErpRecordId): Promise<void>;
}

export type OrderCommandHarness = OrderHarness & { writing: WritingHarness; orderWriting: OrderWriting };
