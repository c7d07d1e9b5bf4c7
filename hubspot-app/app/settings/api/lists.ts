/** Of which records a list is made. `connectionId` null: of all connections, or of the account itself. */
export type ListedRecords =
  | { about: 'problem'; code: string; connectionId: string | null }
  /** `matchesWithoutInvoices`: those that the overview counts. */
  | {
      about: 'matches' | 'matchesWithoutInvoices' | 'creations' | 'fields' | 'archivals' | 'customersWaiting' | 'ordersWaiting';
      connectionId: string | null;
    }
  | { about: 'failing'; connectionId: string };

/** POST /settings/lists — asked for again, the same lists get the members of now. */
export interface ListRequest {
  listed: ListedRecords;
  /** What each is called in HubSpot, where a name is taken only once in an account. */
  names: Record<'companies' | 'contacts' | 'deals', string>;
}

/** One for each type of which there are records; none: none of them has a record in HubSpot. */
export interface RecordLists {
  lists: RecordList[];
}

/** GET /settings/lists?about&code&connectionId — those that were made before, whatever the language of who made them. */
export interface KnownLists {
  lists: KnownList[];
}

export interface KnownList {
  objectType: 'companies' | 'contacts' | 'deals';
  /** As HubSpot had it when it was made or last brought up to date. */
  name: string;
  url: string;
}

export interface RecordList extends KnownList {
  /** Members. */
  count: number;
  /** How many more records there are than a list takes from us. */
  left: number;
}

/** GET /settings/lists/search?objectType&query — lists of such records, by part of their name; the first 100. */
export interface FoundLists {
  lists: { id: string; name: string }[];
  hasMore: boolean;
}
