/** What the playground's page and its server say to each other. */

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
  | 'ready'
  | 'unconnected'
  | 'failed';

export interface PlaygroundState {
  step: Step;
  /** Figures of the step, or what went wrong. */
  detail: string;
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
  role: string;
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

export interface RecordSummary {
  id: string;
  name: string;
  subtitle: string;
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

export interface RecordDetail {
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

export interface NewCrmRecord extends CrmEdit {
  /** Of a contact: where it works; of a deal: with whom. */
  companyId: string | null;
}

/** The deals of a pipeline by stage. */
export interface DealBoard {
  stages: BoardStage[];
}

export interface BoardStage {
  id: string;
  label: string;
  count: number;
  /** Those that came last, at most twelve. */
  deals: BoardDeal[];
}

export interface BoardDeal {
  id: string;
  name: string;
  company: string | null;
  amount: string | null;
  currency: string;
  orderNumber: string | null;
  /** In the app's own words; null: nothing was asked for. */
  orderStatus: string | null;
}

/** What stands on a deal. */
export interface DealLines {
  currency: string;
  lines: DealLine[];
  /** Of all lines, after discounts, before taxes. */
  net: string;
}

export interface DealLine {
  id: string;
  /** Null: typed by hand. */
  productId: string | null;
  name: string;
  sku: string | null;
  quantity: string;
  price: string;
  discount: LineDiscount;
  net: string;
}

/** `amount`: off the price of one. '' is none. */
export interface LineDiscount {
  value: string;
  kind: 'percent' | 'amount';
}

/** What somebody does in the editor of line items; HubSpot then corrects the deal's amount. */
export type LineAction =
  /** Priced by the library unless a price is typed in. */
  | ({ action: 'add'; productId: string | null; name: string } & LineValues)
  | ({ action: 'edit'; lineId: string } & LineValues)
  | { action: 'remove'; lineId: string };

export interface LineValues {
  quantity: string;
  price: string;
  discount: LineDiscount;
}

/** In the words of the app's project, or of HubSpot. */
export type Bilingual = { en: string; es: string };

/** A workflow that somebody could have built in HubSpot. */
export interface WorkflowView {
  id: string;
  /** Null: named by the page. */
  name: Bilingual | null;
  types: CardObjectType[];
  /** The property whose change starts it; null: people do. */
  trigger: string | null;
  steps: WorkflowStepView[];
}

export interface WorkflowStepView {
  /** Null: one of HubSpot's own, which thanks the customer. */
  step: string | null;
  /** Null: named by the page. */
  title: Bilingual | null;
  inputs: StepInput[];
}

export interface StepInput {
  name: string;
  label: Bilingual;
  isRequired: boolean;
  /** Null: typed in. */
  options: { value: string; label: string }[] | null;
  /** The app tells them whenever the editor asks. */
  isFetched: boolean;
}

/** As HubSpot's editor gets them. */
export interface StepOptions {
  options: { value: string; label: string }[];
  /** Where the next ones begin; null: these are all. */
  after: string | null;
}

export interface WorkflowStart {
  workflowId: string;
  type: CardObjectType;
  recordId: string;
  /** By the number of the step. */
  inputs: Record<string, Record<string, string>>;
}

export interface WorkflowRun {
  id: number;
  workflowId: string;
  name: Bilingual | null;
  type: CardObjectType;
  recordId: string;
  recordName: string;
  startedAt: string;
  /** `stopped`: nothing sensible could follow. */
  state: 'running' | 'waiting' | 'done' | 'stopped';
  steps: WorkflowRunStep[];
}

export interface WorkflowRunStep extends Pick<WorkflowStepView, 'step' | 'title'> {
  state: 'next' | 'calling' | 'waiting' | 'succeeded' | 'failed' | 'expired' | 'given_up';
  waitsUntil: string | null;
  /** What the app answered, by its labels. */
  outputs: { name: string; label: Bilingual; value: string }[];
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

export interface ErpCustomer {
  id: string;
  name: string;
  number: string | null;
  taxId: string | null;
  city: string | null;
  isArchived: boolean;
  /** The key that the app left in it; null: people made it. */
  puenteKey: string | null;
}

/** In the ERP's own words. */
export interface ErpCustomerField {
  name: string;
  label: string;
  value: string;
  /** Null: free text. */
  options: { value: string; label: string }[] | null;
}

export interface ErpInvoice {
  id: string;
  number: string;
  isCreditNote: boolean;
  issuedOn: string | null;
  dueOn: string | null;
  /** In the ERP's own words. */
  state: string;
  tone: 'default' | 'info' | 'success' | 'warning' | 'danger';
  total: string;
  open: string;
  currency: string;
}

export interface ErpPayment {
  id: string;
  label: string;
  on: string;
  amount: string;
  currency: string;
  state: string;
  canCancel: boolean;
}

export interface ErpCustomerFile extends ErpCustomer {
  /** What people can correct. */
  fields: ErpCustomerField[];
  /** Newest first. */
  invoices: ErpInvoice[];
  payments: ErpPayment[];
}

/** What people book in the ERP. Empty amounts mean: all that is open. */
export type ErpAction =
  | { action: 'payment'; invoiceId: string; amount: string; on: string }
  | { action: 'creditNote'; invoiceId: string; amount: string; reason: string }
  | { action: 'invoice'; customerId: string; description: string; amount: string; dueOn: string }
  | { action: 'cancelPayment'; paymentId: string }
  | { action: 'edit'; customerId: string; values: Record<string, string> }
  | { action: 'archive' | 'restore'; customerId: string };

/** A quotation or an order in the ERP. */
export interface ErpOrder {
  id: string;
  number: string;
  customer: string;
  orderedOn: string | null;
  /** In the ERP's own words. */
  state: string;
  tone: ErpInvoice['tone'];
  total: string;
  currency: string;
  /** The customer's, or whatever the app wrote there. */
  reference: string | null;
  /** The key that the app left in it; null: people made it. */
  puenteKey: string | null;
}

export interface ErpOrderFile extends ErpOrder {
  lines: ErpOrderLine[];
  /** What was drawn from it, in the ERP's own words. */
  documents: { id: string; title: string; state: string; amount: string | null; currency: string | null }[];
  /** What its window offers now. */
  offers: ErpOrderAction['action'][];
}

export interface ErpOrderLine {
  id: string;
  name: string;
  quantity: number;
  price: string;
  /** Percent. */
  discount: number;
  net: string;
  /** Something that leaves the warehouse. */
  isGoods: boolean;
  /** Null: this ERP does not say. */
  reserved: number | null;
  delivered: number;
  invoiced: number;
}

/** What people do with an order in the ERP. */
export type ErpOrderAction =
  | { action: 'confirm' | 'approve' | 'reject' | 'reserve' | 'unreserve' | 'invoice' | 'pay' | 'cancel' | 'lock' | 'unlock'; orderId: string }
  /** By line; what is not named stays. */
  | { action: 'deliver'; orderId: string; quantities: Record<string, number> }
  | { action: 'editLine'; orderId: string; lineId: string; quantity: number; price: string; discount: number };

export interface ErpProduct {
  id: string;
  name: string;
  sku: string | null;
  isArchived: boolean;
  /** Without any list; null: here every price stands in one. */
  basePrice: ErpPrice | null;
  lists: ErpListPrice[];
  /** Null: not counted. */
  stock: { warehouseId: string; name: string; onHand: number }[] | null;
  /** Ordered from vendors, soonest first. */
  expected: { quantity: number; on: string }[];
}

interface ErpPrice {
  amount: string;
  currency: string;
}

interface ErpListPrice {
  listId: string;
  name: string;
  /** Null: the list has none for it. */
  price: ErpPrice | null;
  /** In the ERP's own words; null: it stands in the list itself. */
  origin: string | null;
}

/** What people change about products in the ERP. */
export type ErpProductAction =
  | { action: 'basePrice'; productId: string; amount: string }
  | { action: 'listPrice'; productId: string; listId: string; amount: string }
  | { action: 'receive' | 'issue'; productId: string; warehouseId: string; quantity: number }
  | { action: 'order'; productId: string; warehouseId: string; quantity: number; on: string }
  | { action: 'archive' | 'unarchive'; productId: string };
