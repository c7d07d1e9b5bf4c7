import type { Notice, PropertyWords } from './types.ts';

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
      /** Why HubSpot does not answer now: nothing is looked up, compared or written meanwhile. */
      hubspotTrouble: Notice | null;
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
