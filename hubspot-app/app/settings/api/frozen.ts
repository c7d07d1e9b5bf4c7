/** What people left alone in one connection. */
export interface FrozenCounts {
  /** Of which nothing is kept in step. */
  frozenRecords: number;
  frozenFields: number;
  /** Made by a rule that goes one way: left alone from the beginning, and in no list. */
  oneWay: number;
}

/** GET /settings/customers/frozen?connectionId&page — 25 records a page, by the customer's name. */
export interface FrozenList {
  page: number;
  pageCount: number;
  total: number;
  records: FrozenRecord[];
}

export interface FrozenRecord {
  objectType: 'companies' | 'contacts';
  customerId: string;
  customerName: string;
  recordId: string;
  /** null: HubSpot did not answer in time. */
  recordName: string | null;
  url: string;
  /** The record as a whole; single fields may be frozen as well. */
  isWhole: boolean;
  properties: string[];
  /** Who froze it and when, by property, `*` for the record as a whole; what was frozen before this was kept is not here. */
  frozenBy: Record<string, { at: string; by: string | null }>;
}

/** POST /settings/customers/unfreeze-all { connectionId } — of how many records. */
export interface Unfrozen {
  records: number;
}
