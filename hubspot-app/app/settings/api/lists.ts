/** Of which records a list is made. `connectionId` null: of all connections, or of the account itself. */
export type ListedRecords =
  | { about: 'problem'; code: string; connectionId: string | null }
  /** `matchesWithoutInvoices`: those that the overview counts. */
  | {
      about: 'matches' | 'matchesWithoutInvoices' | 'fields' | 'archivals' | 'customersWaiting' | 'ordersWaiting';
      connectionId: string | null;
    }
  | { about: 'failing'; connectionId: string };

/** POST /settings/lists — asked for again, the same lists get the members of now. */
export interface ListRequest {
  of: ListedRecords;
  /** What each is called in HubSpot, where a name is taken only once in an account. */
  names: Record<'companies' | 'contacts' | 'deals', string>;
}

/** One for each type of which there are records; none: none of them has a record in HubSpot. */
export interface RecordLists {
  lists: RecordList[];
}

export interface RecordList {
  objectType: 'companies' | 'contacts' | 'deals';
  /** As HubSpot has it. */
  name: string;
  url: string;
  /** Members. */
  count: number;
  /** How many more records there are than a list takes from us. */
  left: number;
}
