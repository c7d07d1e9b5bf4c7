/** What the playground's page and its server say to each other. */

export type * from './api-deals.ts';
export type * from './api-erp.ts';
export type * from './api-workflows.ts';

/** Objects on which the app has cards. */
export type CardObjectType = 'companies' | 'contacts' | 'deals';
export type ObjectType = CardObjectType | 'products';
/** Objects that can be customers of the ERP. */
export type CustomerObjectType = Exclude<CardObjectType, 'deals'>;

export type Step =
  | 'installing'
  | 'connecting'
  | 'reading'
  | 'matching'
  | 'approving'
  | 'writing'
  | 'products'
  | 'customers'
  | 'orders'
  | 'ready'
  | 'unconnected'
  | 'failed';

export interface PlaygroundState {
  step: Step;
  /** What is done in the step, or went wrong; `{name}` stands for a figure. */
  detail: string;
  figures: Record<string, string | number>;
  portal: { id: number; timeZone: string; currency: string };
  erp: { name: string; url: string; settings: { label: string; value: string }[]; hasProducts: boolean; hasOrders: boolean };
  /** What the cards find in `context.variables`. */
  variables: Record<string, string | number>;
  people: Person[];
  extensions: { location: string; title: string }[];
  counts: Record<ObjectType, number>;
  /** Values written before the preview's approval was worked off: the history that starts no workflow. */
  firstSync: { values: number; records: number; events: number };
  /** Null: there is nothing to try yet. */
  guide: GuideView | null;
  badDays: BadDaysView;
}

/** What goes wrong outside of the app. */
export interface BadDaysView {
  erp: 'well' | 'down' | 'slow';
  /** `limit`: HubSpot answers that the app has asked too often. */
  hubspot: 'well' | 'limit';
}

/** What a visitor tries first, in this order; a place to go for those that have one. */
export interface GuideView {
  steps: { step: GuideStep; isDone: boolean; target: { type: ObjectType; id: string; name: string } | null }[];
}
export type GuideStep = 'pay' | 'watch' | 'thanks' | 'won' | 'price';

export interface Person {
  id: number;
  email: string;
  firstName: string;
  lastName: string;
  role: 'administrator' | 'sales' | 'marketing';
  teams: { id: number; name: string }[];
}

/** One page of a list. */
export interface ListPage<T> {
  records: T[];
  page: number;
  pageCount: number;
  total: number;
}

export type RecordList = ListPage<RecordSummary>;

/** A list of HubSpot's, without its members. */
export interface ListHead {
  id: string;
  name: string;
  type: CardObjectType;
}

export interface RecordSummary {
  id: string;
  name: string;
  subtitle: string;
  /** Of a deal, whose name is the subtitle. */
  stage: string | null;
  paymentStatus: string | null;
  openAmount: string | null;
  lastEventAt: string | null;
}

/** A row of the product library; null: no value. */
export interface ProductSummary {
  id: string;
  name: string;
  sku: string | null;
  /** In the account's own currency. */
  price: string | null;
  priceUsd: string | null;
  available: string | null;
  expectedOn: string | null;
  status: string | null;
}

/** What the page of a record shows: `gone` is what no longer exists, or never did. */
export type RecordState = RecordDetail | { state: 'gone' };

export interface RecordDetail {
  /** `binned`: in the recycling bin. */
  state: 'living' | 'binned';
  type: ObjectType;
  id: string;
  name: string;
  subtitle: string;
  /** What people look at and change most. */
  key: Property[];
  about: Property[];
  /** What the app writes. */
  erp: Property[];
  related: { type: ObjectType; id: string; name: string }[];
  projectRecords: ProjectRecord[];
}

/** A record of one of HubSpot's own objects for what is done for customers. */
export interface ProjectRecord {
  object: 'services' | 'projects';
  id: string;
  name: string;
  stage: string;
  /** Null: nobody wrote how many there are. */
  tasks: { done: number; total: number } | null;
}

export interface Property {
  name: string;
  label: string;
  kind: 'text' | 'number' | 'date' | 'datetime' | 'choice';
  value: string | null;
  /** The label of a choice. */
  shown: string | null;
  /** Null: not a choice. */
  options: { value: string; label: string }[] | null;
  /** By people, on this page. */
  isEditable: boolean;
}

/** What somebody types into a record; '' empties. */
export interface CrmEdit {
  userId: number;
  properties: Record<string, string>;
}

/** What somebody does with a whole record; `otherId`: with which it is merged. */
export interface RecordAction {
  userId: number;
  action: 'delete' | 'restore' | 'privacyDelete' | 'merge';
  otherId: string | null;
}

export interface NewCrmRecord extends CrmEdit {
  /** Of a contact: where it works; of a deal: with whom. */
  companyId: string | null;
}

/** Refusals in the system's own words. */
export type Answer<T = object> = ({ done: true } & T) | { done: false; reason: string };

/** One value of one record that became another one: what a workflow can start from. */
export interface Change {
  id: number;
  at: string;
  type: ObjectType;
  recordId: string;
  recordName: string;
  property: string;
  label: string;
  before: string | null;
  after: string | null;
  kind: Property['kind'];
  /**
   * `event`: something happened, what a workflow enrols on. `state`: how things are. `customer`: a value of HubSpot's own that came from the ERP's
   * customer.
   */
  meaning: 'event' | 'state' | 'customer';
}

/** `crm`, `erp`: people changed something there. */
export type ServerEvent =
  | { kind: 'change'; change: Change }
  | { kind: 'state'; state: PlaygroundState }
  | { kind: 'crm' }
  | { kind: 'erp' }
  | { kind: 'workflows' };
