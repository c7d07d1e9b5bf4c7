import type { RecordId } from '../shared/ids.ts';
import type { FoundObjectType, ObjectType, ReadableObjectType, WrittenObjectType } from '../shared/object-types.ts';

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

/** A value that a property had, and who gave it. */
export interface PropertyVersion {
  value: string;
  at: Date;
  /** In HubSpot's words: `CRM_UI`, `IMPORT`, `INTEGRATION`, … */
  source: string;
  /** HubSpot's id of the user; null: it was none, or HubSpot does not say. */
  userId: number | null;
}

export interface RefusedInput {
  /** As it was sent: a record's id, or the key of an upsert. */
  id: string;
  code: string;
  /** HubSpot's codes; its sentences repeat values. */
  message: string;
  /** Properties HubSpot named as the reason; empty when it named none. */
  properties: string[];
}

export interface UpsertedRecord extends HubSpotRecord {
  /** By which the record was found or made. */
  key: string;
  isNew: boolean;
}

export interface AssociatedRecord {
  objectType: WrittenObjectType;
  id: RecordId;
}

/** A record has one company of each kind: a contact its primary one, a company the one above it. */
export type CompanyRelation = 'primary_company' | 'parent_company';

export interface RelationChange {
  relation: CompanyRelation;
  before: RecordId | null;
  after: RecordId | null;
}

/** One portal's HubSpot, through the official client. Failures are thrown as the classes of errors.ts. */
export interface HubSpotClient {
  /**
   * At most 100 ids. `byRequestedId` maps every id (or idProperty value) asked for to what HubSpot holds: a merged id maps to the record
   * that took it over (another id), an id HubSpot does not know is absent.
   */
  batchRead(
    objectType: ReadableObjectType,
    request: { ids: readonly string[]; idProperty?: string; properties: readonly string[]; archived?: boolean },
    options: CallOptions,
  ): Promise<Map<string, HubSpotRecord>>;
  /** The values that these properties had, by record and property, the newest first; at most 50 ids. Records that HubSpot does not know are left out. */
  propertyHistories(
    objectType: FoundObjectType,
    request: { ids: readonly RecordId[]; properties: readonly string[] },
    options: CallOptions,
  ): Promise<Map<RecordId, Record<string, PropertyVersion[]>>>;
  /** At most 100 inputs, unique by id. A refusal of the batch as a whole throws RecordRejectedError; no clear answer throws UnclearOutcomeError. */
  batchUpdate(
    objectType: ReadableObjectType,
    inputs: readonly { id: RecordId; properties: Record<string, string> }[],
    options: CallOptions,
  ): Promise<{ written: HubSpotRecord[]; refused: RefusedInput[] }>;
  /**
   * Finds each record by the value of a unique property, or makes it; at most 100 inputs, unique by id, which is that value. Twice is the same as
   * once, so an answer that got lost leaves no doubt. A refusal of the batch as a whole throws RecordRejectedError.
   */
  batchUpsert(
    objectType: WrittenObjectType,
    request: { idProperty: string; inputs: readonly { id: string; properties: Record<string, string> }[] },
    options: CallOptions,
  ): Promise<{ written: UpsertedRecord[]; refused: RefusedInput[] }>;
  /** Creates one record; `properties` must carry our unique key, by which a repeat after a crash finds it. */
  create(objectType: ObjectType, properties: Record<string, string>, options: CallOptions): Promise<HubSpotRecord>;
  /** To the recycling bin, at most 100 ids; those that are there already, or that HubSpot does not know, are no matter. Twice is the same as once. */
  batchArchive(objectType: WrittenObjectType, ids: readonly RecordId[], options: CallOptions): Promise<void>;
  /** Filters of one group are ANDed, groups are ORed. At most 200 per page, 10,000 in all. Lags behind writes by seconds. */
  search(
    objectType: FoundObjectType,
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
  /** Ids of associated records by the id asked for, the primary company first; at most 1,000 ids. */
  associatedIds(
    from: FoundObjectType,
    ids: readonly RecordId[],
    to: ReadableObjectType,
    options: CallOptions,
  ): Promise<Map<RecordId, RecordId[]>>;
  associate(from: AssociatedRecord, to: AssociatedRecord, options: CallOptions): Promise<void>;
  /** Whatever labels the tie has. Twice is the same as once. */
  dissociate(from: AssociatedRecord, to: AssociatedRecord, options: CallOptions): Promise<void>;
  /** `after` is the one company of its kind from now on, `before` is it no more and stays associated otherwise. Twice is the same as once. */
  relate(record: AssociatedRecord, change: RelationChange, options: CallOptions): Promise<void>;
  /** Needs a scope that an account may lack. */
  findUser(userId: number, options: CallOptions): Promise<{ email: string; isSuperAdmin: boolean }>;
  listProperties(objectType: WrittenObjectType, options: CallOptions): Promise<PropertyDefinition[]>;
  createPropertyGroup(objectType: WrittenObjectType, group: { name: string; label: string }, options: CallOptions): Promise<void>;
  createProperties(objectType: WrittenObjectType, definitions: readonly PropertyDefinition[], options: CallOptions): Promise<void>;
  updateProperty(objectType: WrittenObjectType, name: string, patch: Partial<PropertyDefinition>, options: CallOptions): Promise<void>;
  /** How many custom properties the account may still create on this object; null when HubSpot does not say. */
  remainingCustomProperties(objectType: WrittenObjectType, options: CallOptions): Promise<number | null>;
  accountDetails(options: CallOptions): Promise<AccountDetails>;
  /** All users that own or can own records, with their teams (owners API, scope `crm.objects.owners.read`). */
  listUsers(options: CallOptions): Promise<{ userId: number; email: string; name?: string; teams: { id: number; name: string }[] }[]>;
  /** Everybody to whom a record can belong now, by the id that owner properties hold. */
  listOwners(options: CallOptions): Promise<HubSpotOwner[]>;
  /** Pipelines and their stages, in their order; those that were archived are left out. */
  listPipelines(objectType: WrittenObjectType, options: CallOptions): Promise<Pipeline[]>;
  /**
   * Ends steps of workflows that wait for us, at most 100. One that HubSpot does not wait for (any more) refuses all: RecordRejectedError. Needs a
   * scope that an account may lack.
   */
  completeSteps(steps: readonly CompletedStep[], options: CallOptions): Promise<void>;
  /**
   * Makes a list of records whose members are named one by one. A name that a list of the account has already: RecordRejectedError
   * `hubspot.already_exists`. Lists need scopes that an account may lack.
   */
  createList(objectType: ObjectType, name: string, options: CallOptions): Promise<HubSpotList>;
  /** null: there is none, it was deleted, or it follows filters. */
  findList(listId: string, options: CallOptions): Promise<HubSpotList | null>;
  findListByName(objectType: ObjectType, name: string, options: CallOptions): Promise<HubSpotList | null>;
  renameList(listId: string, name: string, options: CallOptions): Promise<void>;
  /** Living lists of any kind, by part of their name or by their ids; the first 100 of them. `objectType` null: of any. */
  searchLists(
    request: { objectType: ObjectType | null; query?: string; ids?: readonly string[] },
    options: CallOptions,
  ): Promise<{ lists: FoundList[]; hasMore: boolean }>;
  /** The ids of all lists that each of these records is a member of. Left out are those of whom HubSpot does not say it. */
  membershipsOf(objectType: ObjectType, ids: readonly RecordId[], options: CallOptions): Promise<Map<RecordId, string[]>>;
  /** Members in the order in which they joined, page by page; `after` of the page before goes on. A list that is gone: `hubspot.record_gone`. */
  joinedMembers(listId: string, after: string | null, options: CallOptions): Promise<{ ids: RecordId[]; after: string | null }>;
  /** Page by page; `after` of the page before goes on. */
  listMembers(listId: string, after: string | null, options: CallOptions): Promise<{ ids: RecordId[]; after: string | null }>;
  /** At most 500 together; who is there already, or is not, is no matter. `missing`: HubSpot has no such records. */
  changeMembers(
    listId: string,
    change: { add: readonly RecordId[]; remove: readonly RecordId[] },
    options: CallOptions,
  ): Promise<{ missing: RecordId[] }>;
  /** Uninstalls the app for this account. */
  uninstall(options: CallOptions): Promise<void>;
}

/** `objectType` null: of records that Puente does not serve. */
export interface FoundList {
  id: string;
  name: string;
  objectType: ObjectType | null;
}

export interface HubSpotList {
  id: string;
  name: string;
  createdAt: Date | null;
}

/** What came of a step, by the names of its outputs; `hs_execution_state` says whether it succeeded. */
export interface CompletedStep {
  callbackId: string;
  outputFields: Record<string, string>;
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
  /** Where it stands among those of its group, the lowest first. */
  displayOrder?: number;
  options?: { label: string; value: string; displayOrder: number; hidden: boolean }[];
  /** From HubSpot's answers. */
  calculated?: boolean;
  archived?: boolean;
  modificationMetadata?: { readOnlyValue?: boolean };
  /** `OWNER`: it holds the id of an owner, whom the property itself does not list. */
  referencedObjectType?: string | null;
}

export interface Pipeline {
  id: string;
  label: string;
  /** `won`, `lost`: it ends a deal. */
  stages: { id: string; label: string; outcome: 'open' | 'won' | 'lost' }[];
}

export interface HubSpotOwner {
  id: string;
  name: string;
  email: string | null;
}

export interface AccountDetails {
  portalId: number;
  timeZone: string;
  companyCurrency: string;
  additionalCurrencies: string[];
  uiDomain: string;
}
