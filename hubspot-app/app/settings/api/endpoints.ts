import type { ArchivalDecision, ArchivalList } from './archivals.ts';
import type { Client } from '../common/client.ts';
import type { CommandList } from './commands.ts';
import type { CreationDecision, CreationReviews } from './creation-reviews.ts';
import type { ChangeList, ConflictList, CustomerRules, CustomersView, CustomerWrites, MappingSample, PropertyView } from './customers.ts';
import type { DecidedFilter, DecidedList, DecidedUndo } from './decided.ts';
import type { ChangeFilter, UndoCount, UndoneChanges } from './field-changes.ts';
import { orderEndpoints, type OrderEndpoints } from './order-endpoints.ts';
import type { FrozenList, Unfrozen } from './frozen.ts';
import type { FoundLists, KnownLists, ListedRecords, ListRequest, RecordLists } from './lists.ts';
import type { ProjectObject, ProjectRecordsView } from './project-records.ts';
import type { ReviewDecision, ReviewOutcome, Reviews, UnmatchedCustomers } from './reviews.ts';
import type { CatalogRules, CatalogView, ProductDecisionInput, ProductReviews } from './catalog.ts';
import type {
  ConnectionCreated,
  CreatableRecords,
  Done,
  ConnectionTest,
  PortalSettings,
  Preview,
  Problems,
  SettingsOverview,
  RetryOutcome,
  StreamView,
} from './types.ts';

/** What an administrator entered into the form of an ERP, by field name. Secrets travel once and are never read back. */
export type Entered = Record<string, string>;

interface NewConnection {
  system: string;
  name: string;
  settings: Entered;
  /** Ids of the companies to include; empty: all. */
  companies: string[];
  /** ISO instant; null: now. */
  goLiveAt: string | null;
}

/** What is left out stays; a blank field of `settings` keeps what is stored. */
export interface ConnectionPatch {
  connectionId: string;
  name?: string;
  companies?: string[];
  /** Of these what was shown when they were edited; refused if somebody changed it since. */
  was?: { name?: string; companies?: string[]; settings?: Entered };
  goLiveAt?: string;
  settings?: Entered;
  isPaused?: boolean;
  readsOrders?: boolean;
  readsProjects?: boolean;
  readsSubscriptions?: boolean;
}

export type Decision =
  | { connectionId: string; about: 'held_removal'; stream: StreamView['stream']; answer: 'drop' | 'keep' }
  | { connectionId: string; about: 'hidden'; stream: StreamView['stream']; answer: 'drop' }
  | { connectionId: string; about: 'swapped'; answer: 'same' | 'start_over' };

type HintChange =
  { connectionId: string; answer: 'install'; admin: Entered } | { connectionId: string; answer: 'remove'; admin: Entered | null };

type CustomerObject = keyof CustomerRules;

/** A field on which both sides moved; `both`: from now on leave it as it is on both. */
export interface FieldDecision {
  connectionId: string;
  objectType: CustomerObject;
  customerId: string;
  property: string;
  answer: 'hubspot' | 'erp' | 'both';
}

/** A field of one link, or all (null), is left alone from now on, or kept in step again. */
type FieldFreeze = Omit<FieldDecision, 'answer' | 'property'> & { property: string | null; isFrozen: boolean };

/** The same answer for every record of a group. */
export type GroupDecision = Omit<FieldDecision, 'customerId'> & { field: string };

export type Retry = { problemIds: string[] } | { code: string; connectionId: string | null };

/** The calls of the settings page: method, path, body, what comes back. */
export interface SettingsApi extends OrderEndpoints {
  /** GET /settings/overview */
  overview(): Promise<SettingsOverview>;
  /** GET /settings/preview?connectionId */
  preview(connectionId: string): Promise<Preview>;
  /** GET /settings/problems */
  problems(): Promise<Problems>;
  /** GET /settings/reviews?page */
  reviews(page: number): Promise<Reviews>;
  /** GET /settings/reviews/unmatched?page */
  unmatched(page: number): Promise<UnmatchedCustomers>;
  /** GET /settings/reviews/creations?page */
  creationReviews(page: number): Promise<CreationReviews>;
  /** POST /settings/portal { ...any part of PortalSettings, was } — `was`: the same part as it was when edited; refused if somebody changed it since */
  savePortal(patch: Partial<PortalSettings>, was: Partial<PortalSettings>): Promise<Done>;
  /** POST /settings/connections/test { system, settings } */
  test(system: string, settings: Entered): Promise<ConnectionTest>;
  /** POST /settings/connections NewConnection — a repeat finds the installation connected already */
  connect(connection: NewConnection): Promise<ConnectionCreated>;
  /** POST /settings/connections/update ConnectionPatch */
  update(patch: ConnectionPatch): Promise<Done>;
  /** POST /settings/connections/approve { connectionId } */
  approve(connectionId: string): Promise<Done>;
  /** POST /settings/connections/disconnect { connectionId, clearProperties } */
  disconnect(connectionId: string, clearProperties: boolean): Promise<Done>;
  /** POST /settings/connections/hint HintChange */
  hint(change: HintChange): Promise<Done>;
  /** POST /settings/connections/decide Decision */
  decide(decision: Decision): Promise<Done>;
  /** POST /settings/problems/retry Retry */
  retry(what: Retry): Promise<Done>;
  /** GET /settings/lists?about&code&connectionId */
  knownLists(listed: ListedRecords): Promise<KnownLists>;
  /** POST /settings/lists ListRequest */
  makeLists(request: ListRequest): Promise<RecordLists>;
  /** GET /settings/lists/search?objectType&query */
  searchLists(objectType: CustomerObject, query: string): Promise<FoundLists>;
  /** GET /settings/creatable */
  creatable(): Promise<CreatableRecords>;
  /** POST /settings/reviews/decide { decisions } */
  review(decisions: ReviewDecision[]): Promise<ReviewOutcome>;
  /** POST /settings/reviews/leave-out {} — every customer for which no record was found */
  leaveOutUnmatched(): Promise<ReviewOutcome>;
  /** POST /settings/reviews/create-anew {} — every customer whose record was deleted */
  createAllAnew(): Promise<ReviewOutcome>;
  /** POST /settings/reviews/creations/decide CreationDecision */
  decideCreation(decision: CreationDecision): Promise<Done>;
  /** GET /settings/decided?after&about&by */
  decided(after: string | null, filter: DecidedFilter): Promise<DecidedList>;
  /** POST /settings/decided/undo DecidedUndo */
  undoDecided(undo: DecidedUndo): Promise<Done>;
  /** GET /settings/catalog?connectionId */
  catalog(connectionId: string): Promise<CatalogView>;
  /** POST /settings/catalog { connectionId, rules, was } — the first one begins to read products; `was` as above, of the rules that were edited */
  saveCatalog(connectionId: string, rules: CatalogRules, was: Partial<CatalogRules>): Promise<Done>;
  /** POST /settings/catalog/approve { connectionId, rules } — from here on HubSpot's products are written; `rules`: those that were looked at */
  approveCatalog(connectionId: string, rules: CatalogRules): Promise<Done>;
  /** POST /settings/catalog/stop { connectionId } — products are read and written no more; HubSpot keeps them */
  stopCatalog(connectionId: string): Promise<Done>;
  /** GET /settings/catalog/reviews?connectionId&page */
  productReviews(connectionId: string, page: number): Promise<ProductReviews>;
  /** POST /settings/catalog/decide { connectionId, productId, decision } */
  decideProduct(connectionId: string, productId: string, decision: ProductDecisionInput): Promise<Done>;
  /** GET /settings/customers?connectionId */
  customers(connectionId: string): Promise<CustomersView>;
  /**
   * POST /settings/customers { connectionId, rules, revision } — kept as a draft: nothing is written by it before it is approved. `revision`: what was
   * saved when these were edited; refused if somebody saved since
   */
  saveCustomers(connectionId: string, rules: CustomerRules, revision: number): Promise<Done>;
  /** POST /settings/customers/discard { connectionId, revision, to } — the draft of that revision goes, what is live stays; `to` stopped: those rules are the draft */
  discardCustomers(connectionId: string, revision: number, to: 'nothing' | 'stopped'): Promise<Done>;
  /** POST /settings/customers/preview { connectionId } — a dry run of what was saved */
  previewCustomers(connectionId: string): Promise<Done>;
  /** POST /settings/customers/approve { connectionId, writes, previewId } — what that dry run showed; the first ten records, then it waits */
  approveCustomers(connectionId: string, writes: CustomerWrites, previewId: string): Promise<Done>;
  /** POST /settings/customers/confirm { connectionId } — the first ten are right: the rest follows */
  confirmCustomers(connectionId: string): Promise<Done>;
  /** POST /settings/customers/run { connectionId, answer } — of the dry run or application under way */
  controlRun(connectionId: string, answer: 'pause' | 'resume' | 'cancel'): Promise<Done>;
  /** POST /settings/customers/stop { connectionId } — nothing is written to the ERP any more, nor fields to HubSpot; what was written stays */
  stopCustomers(connectionId: string): Promise<Done>;
  /** POST /settings/customers/sample { connectionId, objectType } */
  mappingSample(connectionId: string, objectType: CustomerObject): Promise<MappingSample>;
  /** POST /settings/customers/property { connectionId, objectType, field } — makes a HubSpot property like this field of the ERP */
  createProperty(connectionId: string, objectType: CustomerObject, field: string): Promise<PropertyView>;
  /** GET /settings/customers/commands?connectionId&state&page */
  commands(connectionId: string, state: 'open' | 'rejected' | 'done', page: number): Promise<CommandList>;
  /** POST /settings/customers/retry { connectionId, keys } — null: all that were refused or wait for data, but for what a person decides */
  retryCommands(connectionId: string, keys: string[] | null): Promise<RetryOutcome>;
  /** GET /settings/customers/conflicts?connectionId&page&kind */
  conflicts(connectionId: string, page: number, kind: 'edited' | 'before'): Promise<ConflictList>;
  /** GET /settings/customers/archivals?connectionId&page */
  archivals(connectionId: string, page: number): Promise<ArchivalList>;
  /** POST /settings/customers/archivals/decide ArchivalDecision */
  decideArchivals(decision: ArchivalDecision): Promise<Done>;
  /** GET /settings/customers/changes?connectionId&page&from&until&editedBy */
  fieldChanges(connectionId: string, page: number, filter: ChangeFilter): Promise<ChangeList>;
  /** POST /settings/customers/decide FieldDecision */
  decideField(decision: FieldDecision): Promise<Done>;
  /** POST /settings/customers/undo { connectionId, changeId } — the side that was written gets back what it had */
  undoChange(connectionId: string, changeId: string): Promise<Done>;
  /** POST /settings/customers/undo-many { connectionId, group, isPreview } */
  undoChanges(connectionId: string, group: UndoneChanges, isPreview: boolean): Promise<UndoCount>;
  /** POST /settings/customers/freeze FieldFreeze */
  freezeField(freeze: FieldFreeze): Promise<Done>;
  /** GET /settings/customers/frozen?connectionId&page */
  frozen(connectionId: string, page: number): Promise<FrozenList>;
  /** POST /settings/customers/unfreeze-all { connectionId } */
  unfreezeAll(connectionId: string): Promise<Unfrozen>;
  /** POST /settings/customers/decide-all GroupDecision — of all records that differ since before the rules */
  decideGroup(decision: GroupDecision): Promise<Done>;
  /** GET /settings/project-records?connectionId */
  projectRecords(connectionId: string): Promise<ProjectRecordsView>;
  /** POST /settings/project-records { connectionId, object } — null: none any more; those that are there stay */
  chooseProjectRecords(connectionId: string, object: ProjectObject | null): Promise<Done>;
  /** POST /settings/properties/retry {} */
  retryProperties(): Promise<Done>;
  /** POST /settings/uninstall {} */
  uninstall(): Promise<Done>;
}

// An ERP is asked while the person waits, and a sleeping one takes its time; the service itself gives up after 25 s.
const ERP_TIMEOUT_MS = 30_000;
// A long list takes HubSpot as long.
const HUBSPOT_TIMEOUT_MS = 30_000;

const given = (filter: ChangeFilter | ListedRecords) => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null));

export function createSettingsApi(client: Client): SettingsApi {
  const get = <T>(path: string, query = {}) => client.get<T>(`/settings${path}`, query);
  const post = <T>(path: string, body: object, timeoutMs?: number) => client.post<T>(`/settings${path}`, { ...body }, timeoutMs);
  return {
    overview: () => get('/overview'),
    preview: (connectionId) => get('/preview', { connectionId }),
    problems: () => get('/problems'),
    reviews: (page) => get('/reviews', { page }),
    unmatched: (page) => get('/reviews/unmatched', { page }),
    creationReviews: (page) => get('/reviews/creations', { page }),
    savePortal: (patch, was) => post('/portal', { ...patch, was }),
    test: (system, settings) => post('/connections/test', { system, settings }, ERP_TIMEOUT_MS),
    connect: (connection) => post('/connections', connection, ERP_TIMEOUT_MS),
    update: (patch) => post('/connections/update', patch, ERP_TIMEOUT_MS),
    approve: (connectionId) => post('/connections/approve', { connectionId }),
    disconnect: (connectionId, clearProperties) => post('/connections/disconnect', { connectionId, clearProperties }),
    hint: (change) => post('/connections/hint', change, ERP_TIMEOUT_MS),
    decide: (decision) => post('/connections/decide', decision, ERP_TIMEOUT_MS),
    retry: (what) => post('/problems/retry', what),
    knownLists: (listed) => get('/lists', given(listed)),
    makeLists: (request) => post('/lists', request, HUBSPOT_TIMEOUT_MS),
    searchLists: (objectType, query) => get('/lists/search', { objectType, query }),
    creatable: () => get('/creatable'),
    review: (decisions) => post('/reviews/decide', { decisions }),
    leaveOutUnmatched: () => post('/reviews/leave-out', {}),
    createAllAnew: () => post('/reviews/create-anew', {}),
    decideCreation: (decision) => post('/reviews/creations/decide', decision),
    decided: (after, filter) => get('/decided', { ...filter, ...(after !== null && { after }) }),
    undoDecided: (undo) => post('/decided/undo', undo),
    catalog: (connectionId) => get('/catalog', { connectionId }),
    saveCatalog: (connectionId, rules, was) => post('/catalog', { connectionId, rules, was }),
    approveCatalog: (connectionId, rules) => post('/catalog/approve', { connectionId, rules }),
    stopCatalog: (connectionId) => post('/catalog/stop', { connectionId }),
    productReviews: (connectionId, page) => get('/catalog/reviews', { connectionId, page }),
    decideProduct: (connectionId, productId, decision) => post('/catalog/decide', { connectionId, productId, decision }),
    customers: (connectionId) => get('/customers', { connectionId }),
    saveCustomers: (connectionId, rules, revision) => post('/customers', { connectionId, rules, revision }, ERP_TIMEOUT_MS),
    discardCustomers: (connectionId, revision, to) => post('/customers/discard', { connectionId, revision, to }),
    previewCustomers: (connectionId) => post('/customers/preview', { connectionId }),
    approveCustomers: (connectionId, writes, previewId) => post('/customers/approve', { connectionId, writes, previewId }),
    confirmCustomers: (connectionId) => post('/customers/confirm', { connectionId }),
    controlRun: (connectionId, answer) => post('/customers/run', { connectionId, answer }),
    stopCustomers: (connectionId) => post('/customers/stop', { connectionId }),
    mappingSample: (connectionId, objectType) => post('/customers/sample', { connectionId, objectType }, ERP_TIMEOUT_MS),
    createProperty: (connectionId, objectType, field) => post('/customers/property', { connectionId, objectType, field }, ERP_TIMEOUT_MS),
    commands: (connectionId, state, page) => get('/customers/commands', { connectionId, state, page }),
    retryCommands: (connectionId, keys) => post('/customers/retry', { connectionId, keys }),
    conflicts: (connectionId, page, kind) => get('/customers/conflicts', { connectionId, page, kind }),
    archivals: (connectionId, page) => get('/customers/archivals', { connectionId, page }),
    decideArchivals: (decision) => post('/customers/archivals/decide', decision),
    fieldChanges: (connectionId, page, filter) => get('/customers/changes', { connectionId, page, ...given(filter) }),
    decideField: (decision) => post('/customers/decide', decision),
    undoChange: (connectionId, changeId) => post('/customers/undo', { connectionId, changeId }),
    undoChanges: (connectionId, group, isPreview) => post('/customers/undo-many', { connectionId, group, isPreview }),
    freezeField: (freeze) => post('/customers/freeze', freeze),
    frozen: (connectionId, page) => get('/customers/frozen', { connectionId, page }),
    unfreezeAll: (connectionId) => post('/customers/unfreeze-all', { connectionId }),
    decideGroup: (decision) => post('/customers/decide-all', decision),
    ...orderEndpoints({ get, post }),
    projectRecords: (connectionId) => get('/project-records', { connectionId }),
    chooseProjectRecords: (connectionId, object) => post('/project-records', { connectionId, object }, HUBSPOT_TIMEOUT_MS),
    retryProperties: () => post('/properties/retry', {}),
    uninstall: () => post('/uninstall', {}),
  };
}
