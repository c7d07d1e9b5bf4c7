import type { CreateCondition, PropertyView } from './customers.ts';
import type { Notice } from './types.ts';

/** What an administrator decided about orders, per pipeline of deals. What has no entry is left alone. */
export interface OrderRules {
  pipelines: PipelineOrderRules[];
}

export interface PipelineOrderRules {
  pipelineId: string;
  /** The ERP in which the deals of this pipeline become orders. */
  connectionId: string;
  /** By stage: what a deal that enters it becomes. A stage that is left out: nothing. */
  stages: Record<string, 'quotation' | 'order'>;
  /** A quotation of ours becomes an order once its deal comes to hold one of these; absent: none does. */
  confirmWhen?: CreateCondition[];
  /** Or once a HubSpot quote of the deal is signed or accepted; absent: no. */
  confirmWhenSigned?: boolean;
  /** By the ids of `OrderChoices`; null: the ERP decides. */
  companyId: string | null;
  warehouseId: string | null;
  paymentTermId: string | null;
  /** By currency of the deal. One that is left out: the ERP finds a price list, or refuses. */
  priceLists: Record<string, string>;
  /** By HubSpot owner: the salesperson in the ERP. */
  salespeople: Record<string, string>;
  /** Whose prices: those on the deal's lines, or the ERP's own. */
  prices: 'deal' | 'erp';
  /** Who has to agree before a quotation becomes an order; null: nobody. */
  approval: { userEmails: string[]; teamIds: number[] } | null;
  /** A line whose product the ERP does not know. */
  unknownProduct: 'stop' | 'placeholder' | 'create';
  /** `create`: what new products are like; `categoryId` by the ids of `OrderChoices`, null: the ERP decides. Unit and taxes are the ERP's own. */
  newProducts: { kind: 'goods' | 'service'; categoryId: string | null };
  /** A deal without lines; `amount`: one line of the placeholder over the deal's amount. */
  withoutLines: 'stop' | 'amount';
  /** The ERP's product that stands for the unknown; needed where one of the two above says so. */
  placeholderProductId: string | null;
  /** Ask for stock to be held back as soon as it is an order. */
  reserves: boolean;
  /** What becomes of the document of a deal that is lost or taken back to a stage without rule. */
  whenLost: 'cancel' | 'leave';
  /** Projects that are made once the order is confirmed, one for each of these that it has something of; absent: none. */
  projects?: ProjectRule[];
  /** The code under which the ERP tells costs and revenues apart; absent or null: none. `per_deal`: each deal gets its own. */
  projectCode?: { kind: 'existing'; code: string } | { kind: 'per_deal' } | null;
}

/** What is made like one project of the ERP. A product that several name is of the one that names the product itself, or else the nearest of its categories. */
export interface ProjectRule {
  /** Chosen by the page; what was asked for by the rule is recognised by it. */
  id: string;
  /** By the ids of `OrderChoices`. */
  templateId: string;
  products: OrderChoice[];
  categoryIds: string[];
}

/** GET /settings/orders */
export interface OrdersView {
  rules: OrderRules;
  /** Of what is saved; a save says which one it was made from. */
  revision: number;
  /** Null: nothing was saved yet. */
  lastChange: { at: string; by: string | null } | null;
  /** By pipeline: since when its rules act by themselves. Left out: prices, warehouse, terms and taxes are not confirmed, and people act by hand. */
  confirmed: Record<string, { at: string; by: string | null }>;
  /** Null: HubSpot does not answer now. */
  pipelines: PipelineView[] | null;
  /** ERPs in which orders can be made. `sendsDocuments`: by e-mails of their own, when a workflow asks for it. */
  connections: { id: string; name: string; system: string; readsOrders: boolean; sendsDocuments: boolean }[];
  owners: { id: string; name: string; email: string | null }[] | null;
  /** Of deals, by which a quotation may become an order. */
  dealProperties: PropertyView[] | null;
  /** The account lets us read the quotes of deals. */
  readsQuotes: boolean;
  users: { email: string }[];
  teams: { id: number; name: string }[];
  /** Currencies of the account. */
  currencies: string[];
  /** Facts about the rules that somebody should know: a stage that HubSpot has no more. */
  notices: Notice[];
  counts: { planned: number; waiting: number; unknown: number; rejected: number; done: number };
}

export interface PipelineView {
  id: string;
  label: string;
  /** In their order. */
  stages: { id: string; label: string; outcome: 'open' | 'won' | 'lost' }[];
}

/** GET /settings/orders/choices?connectionId — asks the ERP. */
export type OrderChoicesView =
  | { state: 'failed'; reason: Notice }
  | {
      state: 'ready';
      companies: OrderChoice[];
      /** `companyId` null: of every company. */
      warehouses: (OrderChoice & { companyId: string | null })[];
      priceLists: (OrderChoice & { companyId: string | null; currency: string | null })[];
      paymentTerms: (OrderChoice & { companyId: string | null })[];
      salespeople: (OrderChoice & { companyId: string | null; email: string | null })[];
      /** By HubSpot owner: the one salesperson with the same e-mail. */
      proposedSalespeople: Record<string, string>;
      /** Of products. */
      categories: OrderChoice[];
      /** Projects after which others are made; null: the ERP makes none by our rules. */
      projectTemplates: OrderChoice[] | null;
      /** Null: the ERP keeps none on its orders. */
      projectCodes: OrderChoice[] | null;
      canMakeProducts: boolean;
      /** Whether the ERP can hold stock back, and say beforehand what a document would be. */
      canReserve: boolean;
      canPreview: boolean;
    };

export interface OrderChoice {
  id: string;
  name: string;
}

/** GET /settings/orders/products?connectionId&query, or &id — for the placeholder, and the one that is. */
export interface OrderProducts {
  products: { id: string; name: string; sku: string | null }[];
}

/** GET /settings/orders/history?pipelineId — deals that stood in a stage with a rule before it acted by itself; nothing is made of them. */
export interface OrderHistory {
  /** Null: HubSpot does not answer now. */
  count: number | null;
}

/** GET /settings/orders/commands?state&page — 25 a page, the newest first. */
export interface OrderCommandList {
  page: number;
  pageCount: number;
  total: number;
  commands: OrderCommandView[];
}
export type OrderCommandFilter = 'open' | 'rejected' | 'done';

export interface OrderCommandView {
  key: string;
  name:
    | 'createProduct'
    | 'createOrder'
    | 'confirmOrder'
    | 'amendOrder'
    | 'cancelOrder'
    | 'reserveOrder'
    | 'sendDocument'
    | 'createProject'
    | 'planProject';
  connectionId: string;
  dealId: string;
  dealName: string | null;
  url: string;
  state: 'planned' | 'waiting' | 'sending' | 'unknown' | 'done' | 'rejected' | 'cancelled';
  /** What it waits for, or each reason why it was refused, with what to do. */
  reasons: Notice[];
  /** False also where a person has to decide something first. */
  canRetry: boolean;
  /** `name`: or else the e-mail; null: of somebody HubSpot does not list any more. */
  askedBy: { kind: 'rule' } | { kind: 'workflow' } | { kind: 'person'; name: string | null };
  askedAt: string;
  endedAt: string | null;
  /** What people decided of it, in the order in which they did. */
  decisions: OrderDecisionView[];
  made: { number: string | null; url: string | null } | null;
}

/** `by`: null of somebody HubSpot does not list any more. `left`: a refused change that is let rest. */
interface OrderDecisionView {
  what: 'approved' | 'declined' | 'accepted' | 'left';
  by: string | null;
  at: string;
}
