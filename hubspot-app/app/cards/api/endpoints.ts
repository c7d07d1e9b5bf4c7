import type { Client } from '../common/client.ts';
import type {
  CustomerSearch,
  DealCandidates,
  Done,
  InvoiceDetail,
  InvoiceFilter,
  InvoicePage,
  InvoiceSort,
  RecordView,
  RefreshAnswer,
} from './types.ts';

/** The record the card stands on; sent with every request. HubSpot signs portal and user, not the record. */
interface RecordRef {
  objectTypeId: string;
  objectId: string;
}
interface CustomerRef {
  connectionId: string;
  customerId: string;
}
interface InvoiceRef {
  connectionId: string;
  invoiceId: string;
}
export interface InvoiceListQuery {
  page: number;
  sort: InvoiceSort;
  direction: 'ascending' | 'descending';
  filter: InvoiceFilter;
  search: string;
}

/** The calls of the cards: method, path, what is sent beside `RecordRef`, what comes back. */
export interface CardApi {
  /** GET /cards/record — `opened=true`: somebody opened the card, so quiet ERPs are asked */
  record(opened?: boolean): Promise<RecordView>;
  /** GET /cards/invoices?page&sort&direction&filter&search */
  invoices(query: InvoiceListQuery): Promise<InvoicePage>;
  /** GET /cards/invoice?connectionId&invoiceId */
  invoice(invoice: InvoiceRef): Promise<InvoiceDetail>;
  /** GET /cards/deal-candidates */
  dealCandidates(): Promise<DealCandidates>;
  /** GET /cards/search?query — at least two characters */
  search(query: string): Promise<CustomerSearch>;
  /** POST /cards/refresh {} */
  refresh(): Promise<RefreshAnswer>;
  /** POST /cards/link { connectionId, customerId } */
  link(customer: CustomerRef): Promise<Done>;
  /** POST /cards/unlink { connectionId, customerId } */
  unlink(customer: CustomerRef): Promise<Done>;
  /** POST /cards/refuse { connectionId, customerId } — this pair is not offered again */
  refuse(customer: CustomerRef): Promise<Done>;
  /** POST /cards/not-yet { candidates } — no customer yet: those offered are not offered again */
  notYet(candidates: CustomerRef[]): Promise<Done>;
  /** POST /cards/not-yet/undo {} */
  takeBackNotYet(): Promise<Done>;
  /** POST /cards/tie { connectionId, invoiceId } */
  tie(invoice: InvoiceRef): Promise<Done>;
  /** POST /cards/untie { connectionId, invoiceId } */
  untie(invoice: InvoiceRef): Promise<Done>;
}

export function createCardApi(client: Client, record: RecordRef): CardApi {
  const get = <T>(path: string, query = {}) => client.get<T>(`/cards${path}`, { ...record, ...query });
  const post = <T>(path: string, body = {}) => client.post<T>(`/cards${path}`, { ...record, ...body });
  return {
    record: (opened = false) => get('/record', opened ? { opened } : {}),
    invoices: (query) => get('/invoices', query),
    invoice: ({ connectionId, invoiceId }) => get('/invoice', { connectionId, invoiceId }),
    dealCandidates: () => get('/deal-candidates'),
    search: (query) => get('/search', { query }),
    refresh: () => post('/refresh'),
    link: ({ connectionId, customerId }) => post('/link', { connectionId, customerId }),
    unlink: ({ connectionId, customerId }) => post('/unlink', { connectionId, customerId }),
    refuse: ({ connectionId, customerId }) => post('/refuse', { connectionId, customerId }),
    notYet: (candidates) =>
      post('/not-yet', { candidates: candidates.map(({ connectionId, customerId }) => ({ connectionId, customerId })) }),
    takeBackNotYet: () => post('/not-yet/undo'),
    tie: ({ connectionId, invoiceId }) => post('/tie', { connectionId, invoiceId }),
    untie: ({ connectionId, invoiceId }) => post('/untie', { connectionId, invoiceId }),
  };
}
