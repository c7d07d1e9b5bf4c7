import type { ErpRecordId } from '../../shared/ids.ts';

/** What is known of one ERP product, as far as HubSpot is to hold it. Amounts and quantities are exact decimal text. */
export interface ProductFacts {
  identityKey: string;
  productId: ErpRecordId;
  /** False: the ERP no longer has it. */
  isThere: boolean;
  /** On sale there. */
  isSold: boolean;
  name: string;
  sku: string | null;
  /** May be HTML. */
  description: string | null;
  unit: string | null;
  taxes: { name: string; percent: string | null; isIncluded: boolean }[];
  recurring: { every: number; unit: 'day' | 'week' | 'month' | 'year' } | null;
  /** By currency. `amount` null: the list has no price for it. `isAsked` false: the ERP was not asked yet. */
  prices: Record<string, { amount: string | null; isAsked: boolean }>;
  /** What one unit costs the customer; null: nobody switched that on. `amount` null: the ERP has none. */
  cost: { amount: string | null; currency: string | null; isAsked: boolean } | null;
  basePrice: { amount: string; currency: string } | null;
  companyCurrency: string | null;
  /** Over the warehouses that count; null: not counted. */
  available: string | null;
  incoming: string | null;
  /** `YYYY-MM-DD` */
  expectedOn: string | null;
  /** ISO instant; when the quantities were read. */
  stockAt: string | null;
}
