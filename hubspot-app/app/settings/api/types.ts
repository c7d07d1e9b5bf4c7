/** What the service answers to the settings page. Only administrators get more than `SettingsOverview` with `isAdministrator: false`. */

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
  hint: 'not_supported' | 'off' | 'on';
  /** Where the ERP must call when the hint is set up by hand. */
  hintUrl: string | null;
  health: Health;
  notices: Notice[];
}

export interface StreamView {
  stream: 'customers' | 'orders' | 'invoices' | 'payments' | 'products' | 'prices' | 'stock';
  rowsRead: number;
  isComplete: boolean;
  completedAt: string | null;
  rowsPerMinute: number | null;
  /** More rows vanished at once than is believable; the administrator decides. */
  heldRemoval: { count: number; of: number; since: string } | null;
}

/** Customers by what became of them, and HubSpot records by whether they are in step. */
export interface Health {
  inSync: number;
  waiting: number;
  leftOut: number;
  failing: number;
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

/** What an administrator decided about the products of a connection; POST /settings/catalog — body { connectionId, rules }. */
export interface CatalogRules {
  /** Whose price HubSpot shows, by currency: the id of the ERP's list. A currency without one takes the product's base price, if that is in it. */
  priceLists: Record<string, string>;
  /** Whose stock counts; null: all. */
  warehouseIds: string[] | null;
  /** Products of these (and of categories below them), with one of these tags, of these companies; null: all. */
  categoryIds: string[] | null;
  tagIds: string[] | null;
  companyIds: string[] | null;
  /** Make products that HubSpot does not have. */
  createMissing: boolean;
  /** A product with the SKU of one of another connected ERP is the same: HubSpot has one for both, kept by whichever was linked first. */
  joinsErps: boolean;
  /** Everybody who may see products in HubSpot sees what they cost. */
  showsCost: boolean;
  /** Availability that moved by no more is not written, unless it came from nothing or went there. */
  availabilityThreshold: number;
}

/** GET /settings/catalog?connectionId */
export type CatalogView =
  /** This ERP has no products to read. */
  | { state: 'not_offered' }
  | {
      state: 'off' | 'reading' | 'preview' | 'live';
      /** What is saved, or what a start would be; null lists: nothing chosen yet. */
      rules: CatalogRules;
      /** What can be chosen; null: the ERP does not answer now, `trouble` says why. */
      choices: CatalogChoices | null;
      trouble: Notice | null;
      /** Of the account, its own first: prices in others cannot be shown. */
      currencies: string[];
      /** HubSpot gave no permission for products: install again, or a plan that has them. */
      lacksPermission: boolean;
      /** Products of another ERP of this account are kept in HubSpot too. */
      hasOtherErps: boolean;
      /** Products of the ERP by what becomes of them; they add up to `total`. */
      counts: CatalogCounts;
      /** What an approval would change; null: nothing waits for one. */
      differences: CatalogDifferences | null;
      /** Prices that the ERP is still asked for. */
      pricesWaiting: number;
      /** Products that go to HubSpot and lack something there, because the ERP has none. */
      gaps: CatalogGaps;
    };

/** What would be overwritten in properties that HubSpot has by itself: what people see of a product. */
export interface CatalogDifferences {
  /** Those that are overwritten most often first. */
  byProperty: { property: string; words: PropertyWords; count: number }[];
  /** Ten at most. Long values are cut. */
  samples: {
    recordId: string;
    name: string;
    url: string;
    changes: { property: string; words: PropertyWords; before: string; after: string }[];
  }[];
}

export interface CatalogGaps {
  withoutSku: number;
  /** On a chosen list, or by themselves where none was chosen: none, or zero. */
  withoutPrice: number;
}

export interface CatalogCounts {
  total: number;
  /** Linked and as they should be. */
  inSync: number;
  /** Before the approval: linked, and something that HubSpot shows would be overwritten. */
  toChange: number;
  /** Before the approval: linked, and only what is empty, or ours, would be filled. */
  toComplete: number;
  /** Approved, linked, and still to be compared: what differs is written. */
  toCompare: number;
  /** Nothing like them in HubSpot: made once approved, if the rules say so. */
  toCreate: number;
  /** Not looked up yet; before the approval also: not compared with HubSpot yet. */
  waiting: number;
  /** Several could be the one: a person decides. */
  ambiguous: number;
  /** HubSpot did not take them; see the problems. */
  refused: number;
  /** Somebody deleted their HubSpot product, or said that they stay out. */
  keptOut: number;
  /** Archived or not sold, and never in HubSpot. */
  notSold: number;
  /** By the rules on categories, tags and companies; linked ones too, which are kept no more. */
  notChosen: number;
}

export interface CatalogChoices {
  priceLists: { id: string; name: string; currency: string | null }[];
  warehouses: { id: string; name: string }[];
  categories: { id: string; name: string }[];
  tags: { id: string; name: string }[];
  companies: { id: string; name: string }[];
}

/** GET /settings/catalog/reviews?connectionId&page — ambiguous products, 25 a page. POST /settings/catalog/decide — body { connectionId, productId, decision }. */
export interface ProductReviews {
  page: number;
  pageCount: number;
  total: number;
  reviews: {
    connectionId: string;
    productId: string;
    name: string;
    sku: string | null;
    unit: string | null;
    price: { amount: string; currency: string } | null;
    /** HubSpot products with the same SKU. */
    candidates: { recordId: string; name: string | null; url: string }[];
    /** How many ERP products have this SKU, this one included. */
    withSameSku: number;
  }[];
}
export type ProductDecisionInput = { kind: 'link'; recordId: string } | { kind: 'create' } | { kind: 'leave_out' };

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
  /** The first twenty; `detail`: what only this one has, in data: `Unit price: 99 → 10`, or the remote's own words. */
  records: { problemId: string; subjectKind: string; subject: string; label: string | null; detail: string | null; url: string | null }[];
}

/** GET /settings/reviews?page — ambiguous and unmatched customers, 25 a page. */
export interface Reviews {
  page: number;
  pageCount: number;
  total: number;
  reviews: {
    connectionId: string;
    customerId: string;
    customerName: string;
    customerNumber: string | null;
    /** What tells customers of one name apart: the organisation of a person, tax id, city, e-mail. */
    facts: string[];
    objectType: 'companies' | 'contacts';
    state: 'ambiguous' | 'unmatched';
    candidates: { recordId: string; name: string | null; rule: string; url: string }[];
  }[];
}
