import type { RecordId } from '../shared/ids.ts';
import type { ObjectType } from '../shared/object-types.ts';

/** What a HubSpot call is for; the rate budget is spent in this order. */
export type CallPriority = 'interactive' | 'live' | 'backfill' | 'retry';

export interface CallOptions {
  priority: CallPriority;
  signal?: AbortSignal;
}

export interface HubSpotRecord {
  id: RecordId;
  /** Every value is text or null, as HubSpot keeps them. */
  properties: Record<string, string | null>;
  archived: boolean;
}

export interface RefusedInput {
  id: string;
  code: string;
  /** HubSpot's codes; its sentences repeat values. */
  message: string;
  /** Properties HubSpot named as the reason; empty when it named none. */
  properties: string[];
}

export interface AssociatedRecord {
  objectType: ObjectType;
  id: RecordId;
}

/** One portal's HubSpot, through the official client. Failures are thrown as the classes of errors.ts. */
export interface HubSpotClient {
  /**
   * At most 100 ids. `byRequestedId` maps every id (or idProperty value) asked for to what HubSpot holds: a merged id maps to the record
   * that took it over (another id), an id HubSpot does not know is absent.
   */
  batchRead(
    objectType: ObjectType,
    request: { ids: readonly string[]; idProperty?: string; properties: readonly string[]; archived?: boolean },
    options: CallOptions,
  ): Promise<Map<string, HubSpotRecord>>;
  /** At most 100 inputs, unique by id. A refusal of the batch as a whole throws RecordRejectedError; no clear answer throws UnclearOutcomeError. */
  batchUpdate(
    objectType: ObjectType,
    inputs: readonly { id: RecordId; properties: Record<string, string> }[],
    options: CallOptions,
  ): Promise<{ written: HubSpotRecord[]; refused: RefusedInput[] }>;
  /** Creates one record; `properties` must carry our unique key, by which a repeat after a crash finds it. */
  create(objectType: ObjectType, properties: Record<string, string>, options: CallOptions): Promise<HubSpotRecord>;
  /** Filters of one group are ANDed, groups are ORed. At most 200 per page, 10,000 in all. Lags behind writes by seconds. */
  search(
    objectType: ObjectType,
    request: {
      filterGroups: SearchFilter[][];
      properties: readonly string[];
      limit?: number;
      after?: string;
      sorts?: { propertyName: string; direction: 'ASCENDING' | 'DESCENDING' }[];
    },
    options: CallOptions,
  ): Promise<{ records: HubSpotRecord[]; total: number; after: string | null }>;
  /** All living records of a type, page by page (at most 100), in HubSpot's own order and as they are now; `after` of the page before goes on. */
  list(
    objectType: ObjectType,
    request: { properties: readonly string[]; limit?: number; after?: string },
    options: CallOptions,
  ): Promise<{ records: HubSpotRecord[]; after: string | null }>;
  /** Ids of associated records by the id asked for; at most 1,000 ids. */
  associatedIds(from: ObjectType, ids: readonly RecordId[], to: ObjectType, options: CallOptions): Promise<Map<RecordId, RecordId[]>>;
  associate(from: AssociatedRecord, to: AssociatedRecord, options: CallOptions): Promise<void>;
  /** Needs a scope that an account may lack. */
  findUser(userId: number, options: CallOptions): Promise<{ email: string; isSuperAdmin: boolean }>;
  listProperties(objectType: ObjectType, options: CallOptions): Promise<PropertyDefinition[]>;
  createPropertyGroup(objectType: ObjectType, group: { name: string; label: string }, options: CallOptions): Promise<void>;
  createProperties(objectType: ObjectType, definitions: readonly PropertyDefinition[], options: CallOptions): Promise<void>;
  updateProperty(objectType: ObjectType, name: string, patch: Partial<PropertyDefinition>, options: CallOptions): Promise<void>;
  /** How many custom properties the account may still create on this object; null when HubSpot does not say. */
  remainingCustomProperties(objectType: ObjectType, options: CallOptions): Promise<number | null>;
  accountDetails(options: CallOptions): Promise<AccountDetails>;
  /** All users that own or can own records, with their teams (owners API, scope `crm.objects.owners.read`). */
  listUsers(options: CallOptions): Promise<{ userId: number; email: string; teams: { id: number; name: string }[] }[]>;
  /** Uninstalls the app for this account. */
  uninstall(options: CallOptions): Promise<void>;
}

export type SearchFilter =
  | { propertyName: string; operator: 'EQ' | 'NEQ' | 'GT' | 'GTE' | 'LT' | 'LTE'; value: string }
  | { propertyName: string; operator: 'IN'; values: string[] }
  | { propertyName: string; operator: 'HAS_PROPERTY' };

export interface PropertyDefinition {
  name: string;
  label: string;
  groupName: string;
  type: 'bool' | 'date' | 'datetime' | 'enumeration' | 'number' | 'phone_number' | 'string';
  fieldType: string;
  description?: string;
  hasUniqueValue?: boolean;
  options?: { label: string; value: string; displayOrder: number; hidden: boolean }[];
  /** From HubSpot's answers. */
  calculated?: boolean;
  archived?: boolean;
  modificationMetadata?: { readOnlyValue?: boolean };
}

export interface AccountDetails {
  portalId: number;
  timeZone: string;
  companyCurrency: string;
  additionalCurrencies: string[];
  uiDomain: string;
}
