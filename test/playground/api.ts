/** What the playground's page and its server say to each other. */

export type ObjectType = 'companies' | 'contacts' | 'deals';

export type Step = 'installing' | 'connecting' | 'reading' | 'matching' | 'approving' | 'writing' | 'ready' | 'unconnected' | 'failed';

export interface PlaygroundState {
  step: Step;
  /** Figures of the step, or what went wrong. */
  detail: string;
  portal: { id: number; timeZone: string; currency: string };
  erp: { name: string; url: string; settings: { label: string; value: string }[] };
  /** What the cards find in `context.variables`. */
  variables: Record<string, string | number>;
  people: Person[];
  extensions: { location: string; title: string }[];
  counts: Record<ObjectType, number>;
  /** Values written before the preview's approval was worked off: the history that starts no workflow. */
  firstSync: { values: number; records: number; events: number };
}

export interface Person {
  id: number;
  email: string;
  firstName: string;
  lastName: string;
  role: string;
  teams: { id: number; name: string }[];
}

export interface RecordList {
  records: RecordSummary[];
  page: number;
  pageCount: number;
  total: number;
}

export interface RecordSummary {
  id: string;
  name: string;
  subtitle: string;
  paymentStatus: string | null;
  openAmount: string | null;
  lastEventAt: string | null;
}

export interface RecordDetail {
  type: ObjectType;
  id: string;
  name: string;
  subtitle: string;
  about: Property[];
  /** The group of properties that the app writes. */
  erp: Property[];
  related: { type: ObjectType; id: string; name: string }[];
}

export interface Property {
  name: string;
  label: string;
  kind: 'text' | 'number' | 'datetime' | 'choice';
  value: string | null;
  /** The label of a choice. */
  shown: string | null;
}

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
  /** A person changed it in the CRM. */
  byPerson: boolean;
}

export type ServerEvent = { kind: 'change'; change: Change } | { kind: 'state'; state: PlaygroundState } | { kind: 'erp' };

export interface ErpCustomer {
  id: string;
  name: string;
  number: string | null;
  taxId: string | null;
  city: string | null;
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
  | { action: 'rename'; customerId: string; name: string };
