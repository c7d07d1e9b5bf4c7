/* Deals and what stands on them, as the page and its server say it. */

/** The deals of a pipeline by stage. */
export interface DealBoard {
  stages: BoardStage[];
}

export interface BoardStage {
  id: string;
  label: string;
  count: number;
  /** Those that came last, at most twelve. */
  deals: BoardDeal[];
}

export interface BoardDeal {
  id: string;
  name: string;
  company: string | null;
  amount: string | null;
  currency: string;
  orderNumber: string | null;
  /** In the app's own words; null: nothing was asked for. */
  orderStatus: string | null;
}

/** What stands on a deal. */
export interface DealLines {
  currency: string;
  lines: DealLine[];
  /** Of all lines, after discounts, before taxes. */
  net: string;
}

export interface DealLine {
  id: string;
  /** Null: typed by hand. */
  productId: string | null;
  name: string;
  sku: string | null;
  quantity: string;
  price: string;
  discount: LineDiscount;
  net: string;
}

/** `amount`: off the price of one. '' is none. */
export interface LineDiscount {
  value: string;
  kind: 'percent' | 'amount';
}

/** What somebody does in the editor of line items; HubSpot then corrects the deal's amount. */
export type LineAction =
  /** Priced by the library unless a price is typed in. */
  | ({ action: 'add'; productId: string | null; name: string } & LineValues)
  | ({ action: 'edit'; lineId: string } & LineValues)
  | { action: 'remove'; lineId: string };

export interface LineValues {
  quantity: string;
  price: string;
  discount: LineDiscount;
}

/** A quote of a deal, with lines of its own, copied when it was made. */
export interface DealQuote {
  id: string;
  title: string;
  /** As HubSpot says it: what was signed stays so when it expires. */
  state: 'waiting' | 'signed' | 'withdrawn';
  lineCount: number;
  /** Of its lines, as those of a deal. */
  net: string;
  currency: string;
  madeAt: string;
}

/** What the seller, or the buyer, does with quotes. */
export type QuoteAction = { action: 'create' } | { action: 'sign' | 'withdraw'; quoteId: string };
