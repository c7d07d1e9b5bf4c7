import type { ReviewedRecord } from './reviews.ts';

/**
 * `linked`: customer and record are one. `refused`: they are not. `not_yet`: the record is no customer yet. `left_out`: the customer is looked for no
 * more. `left`: the record was to become a customer and does not.
 */
export type DecidedKind = 'linked' | 'refused' | 'not_yet' | 'left_out' | 'left';

/** GET /settings/decided?after&about&by — what was decided of customers, what happened last first, 25 a page. Nobody counts them. */
export interface DecidedList {
  /** As `after` it leads to the next page; null: there is none. */
  next: string | null;
  decided: DecidedRow[];
}

export interface DecidedFilter {
  /** Part of the customer's name, its number, the name or id of the HubSpot record, or the record's address; empty: all. */
  about: string;
  by: 'people' | 'rules' | 'all';
}

export interface DecidedRow {
  /** No two rows have the same. */
  key: string;
  kind: DecidedKind;
  connectionId: string;
  objectType: 'companies' | 'contacts';
  /** Null: it is about no single one. `name` null: the ERP has it no more. */
  customer: { id: string; name: string | null; number: string | null } | null;
  record: Omit<ReviewedRecord, 'facts'> | null;
  /** Of what was linked without a person: why. `created`: the one was made for the other, by a rule or by a person. */
  rule: string | null;
  /** Null: not known. */
  at: string | null;
  /** Null: by a rule. `name` null: nobody knows who. */
  by: { name: string | null } | null;
  /** Null: it holds. `by` as above; null: by no person. */
  takenBack: { at: string; by: { name: string | null } | null } | null;
  canUndo: boolean;
}

/** POST /settings/decided/undo */
export interface DecidedUndo {
  connectionId: string;
  kind: 'linked' | 'refused' | 'left_out';
  objectType: DecidedRow['objectType'];
  customerId: string;
  /** Null with `left_out`. */
  recordId: string | null;
}
