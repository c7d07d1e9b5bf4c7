import type { ReviewedCustomer, ReviewedRecord } from './reviews.ts';

/** GET /settings/reviews/creations?page — records that shall become customers of an ERP that may have them; 10 a page, the newest first. */
export interface CreationReviews {
  page: number;
  pageCount: number;
  total: number;
  creations: CreationReview[];
}

export interface CreationReview {
  connectionId: string;
  /** Of what was asked for. */
  key: string;
  objectType: 'companies' | 'contacts';
  record: ReviewedRecord;
  askedBy: { kind: 'rule' } | { kind: 'workflow' } | { kind: 'person'; name: string | null };
  askedAt: string;
  /** What those are called that it may be, also those of which we know no more. */
  named: string;
  /** `rule`: what they have in common. `linkedTo`: the HubSpot record that is this customer. */
  customers: (ReviewedCustomer & { rule: string; linkedTo: ReviewedRecord | null })[];
}

/** POST /settings/reviews/creations/decide — `create` all the same, `link` to this customer, `leave` without one until a person asks again. */
export interface CreationDecision {
  connectionId: string;
  key: string;
  answer: 'create' | 'link' | 'leave';
  /** null with `create` and `leave`. */
  customerId: string | null;
}
