/** What stands on either side and can tell two customers apart. An ERP has several e-mail addresses of one. */
export type ReviewFact = 'name' | 'organisation' | 'taxId' | 'email' | 'domain' | 'phone' | 'city';
export type ReviewFacts = Partial<Record<ReviewFact, string[]>>;

export interface ReviewedCustomer {
  connectionId: string;
  customerId: string;
  name: string;
  number: string | null;
  facts: ReviewFacts;
  /** What is open in the ERP's books, one amount per currency of theirs. */
  owed: { amount: string; currency: string }[];
}

/** GET /settings/reviews?page — customers for which several records were found, or that share one; 10 groups a page. */
export interface Reviews {
  page: number;
  pageCount: number;
  /** Customers that wait for a decision here, on all pages. */
  total: number;
  /** One for each HubSpot record in question, whose customers owe most first. */
  groups: ReviewGroup[];
}

export interface ReviewGroup {
  objectType: 'companies' | 'contacts';
  /** The one all these customers fit first, then others that some of them fit too. */
  records: ReviewedRecord[];
  /** Who owes most first, at most 20. */
  customers: (ReviewedCustomer & { candidates: ReviewCandidate[] })[];
  /** Those beyond, by their ids alone: they are decided with the rest or when it is their turn. */
  others: Pick<ReviewedCustomer, 'connectionId' | 'customerId'>[];
}

export interface ReviewCandidate {
  recordId: string;
  rule: string;
  /** The record shall become a customer of this customer's ERP as soon as none of its customers may be it. */
  creation: WaitingCreation | null;
}

/** `key`: of what was asked for; `erp`: what the connection is called. */
export interface WaitingCreation {
  key: string;
  erp: string;
}

export interface ReviewedRecord {
  recordId: string;
  name: string | null;
  url: string;
  /** What can be compared; an empty list: the record says nothing of it. null: HubSpot did not answer in time. */
  facts: ReviewFacts | null;
}

/**
 * GET /settings/reviews/unmatched?page — customers with invoices for which no record was found, and those whose record was found deleted when their ERP
 * was connected again; who owe most first, 25 a page.
 */
export interface UnmatchedCustomers {
  page: number;
  pageCount: number;
  total: number;
  /** Those whose record was deleted, on all pages. */
  deleted: number;
  customers: (ReviewedCustomer & { objectType: ReviewGroup['objectType']; isDeleted: boolean })[];
}

export interface ReviewDecision {
  connectionId: string;
  customerId: string;
  objectType: ReviewGroup['objectType'];
  answer: 'link' | 'not_this' | 'ignore' | 'create' | 'create_anew';
  /** The HubSpot record meant; null with `ignore`, `create` and `create_anew`. */
  recordId: string | null;
}

/** POST /settings/reviews/decide — at most 200 decisions; those that were no longer possible are counted, not made. */
export interface ReviewOutcome {
  decided: number;
  refused: number;
}

/** What waits for a person, by the tab where it is decided. */
export interface ToDecide {
  customers: number;
  /** Records that shall become customers and may be some already. */
  creations: number;
  /** Fields that were edited on both sides. */
  fields: number;
  /** Records that would be archived because the other side deleted theirs. */
  archivals: number;
  products: number;
}
