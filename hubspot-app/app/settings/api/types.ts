/** What the service answers to the settings page. Only administrators get more than `SettingsOverview` with `isAdministrator: false`. */

import type { ToDecide } from './reviews.ts';

export interface Notice {
  code: string;
  params: Record<string, string | number | boolean | null>;
}

/** GET /settings/overview */
export interface SettingsOverview {
  isAdministrator: boolean;
  administrators: string[];
  portal: PortalSettings;
  /** Companies, contacts and deals properties a person may pick for the tax id, proposed ones first. */
  taxIdProperties: { companies: PropertyChoice[]; contacts: PropertyChoice[] };
  /** The ERPs that can be connected, by their stable names; each has its own form. */
  systems: string[];
  connections: ConnectionView[];
  properties: PropertyState[];
  toDecide: ToDecide;
  /** Users and teams of the portal met so far, for "who sees amounts". */
  isPaused: Notice | null;
  /** What on this page is older than it should be. */
  notices: Notice[];
}

export interface PropertyChoice {
  name: string;
  label: string;
  isProposed: boolean;
}

/** POST /settings/portal — body: any part of it; what is left out stays. */
export interface PortalSettings {
  /** HubSpot property that holds the tax id; null: that matching step is skipped. */
  taxIdProperty: { companies: string | null; contacts: string | null };
  /** Which contacts carry invoices addressed only to their organisation. */
  contactsCarry: 'billing_contact' | 'all_contacts' | 'none';
  /** Create missing records in HubSpot; off by default. */
  createMissing: { companies: boolean; contacts: boolean };
  /** A customer is active when its last posted invoice is not older. */
  activeMonths: number;
  /** Events older than this when they could be pushed move nothing. */
  eventMaxAgeHours: number;
  /** Local hour of the day at which overdue is made, 0–23. */
  overdueHour: number;
  /** HubSpot user e-mails that may change settings, beside the installer. */
  administrators: string[];
  /** EU VAT numbers on their way to an ERP are asked of the EU's VIES; off by default. */
  checksVies: boolean;
  /** Who sees amounts: everybody, or the users and teams named. */
  amounts: { visibleTo: 'everybody' } | { visibleTo: 'some'; userEmails: string[]; teamIds: number[] };
  /** Whether properties hold amounts, which everybody who sees a record can read there; on by default. */
  writesAmounts: boolean;
  /** Which properties are made beyond those that every account has room for; none by default. */
  propertySets: ('projects' | 'subscriptions')[];
}

export interface PropertyState {
  objectType: 'companies' | 'contacts' | 'deals' | 'products';
  name: string;
  state: 'ready' | 'missing' | 'conflict' | 'stopped' | 'no_room' | 'withheld';
  detail: Record<string, string | number | boolean | null>;
}

export interface ConnectionView {
  id: string;
  system: string;
  name: string;
  /** What was entered, without secrets. */
  settings: Record<string, string | string[] | null>;
  product: string;
  companies: { id: string; name: string; currency: string; isIncluded: boolean }[];
  status: 'active' | 'paused' | 'disconnected';
  paused: Notice | null;
  goLiveAt: string;
  /** Go-live may move until the first write. */
  canMoveGoLive: boolean;
  phase: 'reading' | 'matching' | 'preview' | 'live';
  streams: StreamView[];
  /** Quotations and orders are read; null: this ERP has none. */
  readsOrders: boolean | null;
  /** Projects are read; null: this ERP has none. */
  readsProjects: boolean | null;
  /** Subscriptions are read; null: this ERP has none. */
  readsSubscriptions: boolean | null;
  hint: 'not_supported' | 'off' | 'on';
  /** Where the ERP must call when the hint is set up by hand. */
  hintUrl: string | null;
  health: Health;
  notices: Notice[];
}

export interface StreamView {
  stream: 'customers' | 'orders' | 'invoices' | 'payments' | 'products' | 'prices' | 'stock' | 'projects' | 'subscriptions';
  rowsRead: number;
  isComplete: boolean;
  completedAt: string | null;
  rowsPerMinute: number | null;
  /** More rows vanished at once than is believable; the administrator decides. */
  heldRemoval: { count: number; of: number; since: string } | null;
  /** Still in the ERP, where our user does not see them any more; null as well once they are to be removed. */
  hidden: { count: number; since: string } | null;
}

/** Customers by what became of them, HubSpot records by whether they are in step, and what else is not done yet. */
export interface Health {
  inSync: number;
  waiting: number;
  /** What waits for a person. */
  toDecide: number;
  /** Customers with posted invoices that no record shows. */
  leftOut: number;
  whyLeftOut: LeftOut;
  /** Of `leftOut`: those listed under "To decide". */
  leftOutToDecide: number;
  failing: number;
  /** What `waiting` and `toDecide` count beside records. */
  open: OpenWork[];
}

/** Customers with posted invoices that no record shows, each in one. */
export interface LeftOut {
  notFound: number;
  inQuestion: number;
  byPeople: number;
  /** The record was deleted in HubSpot, or the person forgotten. */
  deleted: number;
}

/** `trial`: the first ten records are written, and as many more records wait until a person has looked. `stopped`: customers were written once, and are not any more; it counts nothing. */
export interface OpenWork {
  kind:
    | ('customersWaiting' | 'customersUnderWay' | 'ordersWaiting' | 'ordersUnderWay')
    | ('trial' | 'stopped' | 'fields' | 'archivalsHeld' | 'archivalsPlanned' | 'catalog' | 'matches' | 'creations');
  count: number;
  /** Of `matches`: how many HubSpot records are in question. */
  records?: number;
}

/** POST /settings/connections/test — body { system, settings } → checks and answers without storing. */
export interface ConnectionTest {
  product: string;
  name: string;
  companies: { id: string; name: string; currency: string }[];
  notices: Notice[];
}

/** POST /settings/connections — body { system, name, settings, companies: string[], goLiveAt: string | null } */
export interface ConnectionCreated {
  connectionId: string;
}

/** GET /settings/preview?connectionId — nothing has been written yet; computed by the same code that will write. */
export interface Preview {
  isComplete: boolean;
  customers: {
    total: number;
    linkedBy: Record<'key' | 'tax_id' | 'email' | 'domain_and_name' | 'person', number>;
    ambiguous: number;
    unmatched: number;
    /** Their record was deleted in HubSpot before the ERP was connected again: none is made unless somebody says so. */
    deleted: number;
    toCreate: number;
  };
  properties: { objectType: string; name: string; state: string }[];
  /** HubSpot records that would be written. */
  records: { companies: number; contacts: number; deals: number };
  /** Customers whose events would reach no contact. */
  customersWithoutContact: number;
  estimate: { calls: number; minutes: number };
  /** In which amount properties are; null: the account's is not known. */
  currency: string | null;
  samples: {
    customerName: string;
    recordId: string;
    recordName: string | null;
    objectType: string;
    rule: string;
    values: Record<string, string>;
  }[];
  /** What a state property could start on existing records. */
  warnings: Notice[];
  /** The properties that samples and warnings speak of, as HubSpot shows them. */
  propertyWords: Record<string, PropertyWords>;
}
export interface PropertyWords {
  label: Readonly<Record<'en' | 'es', string>>;
  /** Of a status: its values. */
  options: Readonly<Record<string, Readonly<Record<'en' | 'es', string>>>>;
  isAmount: boolean;
}

/** GET /settings/problems?page — grouped by cause. */
export interface Problems {
  groups: ProblemGroup[];
}
export interface ProblemGroup {
  code: string;
  params: Record<string, string | number | boolean | null>;
  count: number;
  connectionId: string | null;
  canRetry: boolean;
  /** Only to be known: a person closes it. */
  isNews: boolean;
  lastSeenAt: string;
  /** The first twenty; `detail`: what only this one has, in data: `price: 99 → 10`, or the remote’s own words. */
  records: { problemId: string; subjectKind: string; subject: string; label: string | null; detail: string | null; url: string | null }[];
}

/** GET /settings/creatable — HubSpot records that would be made of ERP customers if that were switched on now. */
export type CreatableRecords = Record<
  'companies' | 'contacts',
  {
    count: number;
    /** HubSpot has a company of the same name: a person is asked about each of these first. */
    asked: number;
    /** Names of some of them. */
    samples: string[];
    /** False: there may be more, which were not looked at yet. */
    isComplete: boolean;
  }
>;

/** What came of trying again. `left`: so many wait for a person's decision and were left as they are. */
export interface RetryOutcome {
  left: number;
}

export interface Done {
  done: true;
}
