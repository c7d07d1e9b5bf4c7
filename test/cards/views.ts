import type {
  Candidate,
  Connection,
  CurrencyTotals,
  DealLine,
  InvoiceDetail,
  InvoicePage,
  InvoiceRow,
  LinkedCustomer,
  RecordView,
} from '../../hubspot-app/app/cards/api/types.ts';

type Linked = Extract<RecordView, { state: 'linked' }>;
type NotLinked = Extract<RecordView, { state: 'not_linked' }>;

export const aConnection = (over: Partial<Connection> = {}): Connection => ({
  id: 'c1',
  name: 'Aceros ERP',
  asOf: '2026-11-23T14:02:00Z',
  trouble: null,
  ...over,
});

export const aCustomer = (over: Partial<LinkedCustomer> = {}): LinkedCustomer => ({
  connectionId: 'c1',
  id: '7',
  name: 'Aceros del Norte S.A. de C.V.',
  number: 'C-10442',
  taxId: 'ANO950101AB1',
  url: 'https://erp.example.com/customers/7',
  rule: 'tax_id',
  isBlocked: false,
  invoicesOf: null,
  subsidiaries: [],
  ...over,
});

export const totalsIn = (currency: string, over: Partial<CurrencyTotals> = {}): CurrencyTotals => ({
  currency,
  open: '184220.00',
  overdue: '41000.00',
  oldestOverdueDays: 23,
  paid12Months: '1200000.50',
  unappliedCredit: '0.00',
  ageing: { notDue: '143220.00', days1to30: '41000.00', days31to60: '0', days61to90: '0', over90: '0.00' },
  ...over,
});

export const linkedView = (over: Partial<Linked> = {}): Linked => ({
  state: 'linked',
  customers: [aCustomer()],
  connections: [aConnection()],
  totals: [totalsIn('MXN')],
  lastPayment: { on: '2026-10-29', money: { amount: '20000.00', currency: 'MXN' }, method: 'Transfer' },
  lastInvoice: { number: 'INV/00231', on: '2026-11-02', money: { amount: '41000.00', currency: 'MXN' }, status: 'overdue' },
  isEmpty: over.lastInvoice === null,
  since: '2019-01-03',
  dealInvoices: null,
  orderProperty: 'erp_order_number',
  properties: 'in_step',
  propertyCurrency: null,
  notices: [],
  canDecide: true,
  ...over,
});

export const unlinkedView = (over: Partial<NotLinked> = {}): NotLinked => ({
  state: 'not_linked',
  candidates: [],
  notYet: null,
  refused: null,
  notices: [],
  canDecide: true,
  connections: [aConnection()],
  ...over,
});

export const anInvoice = (over: Partial<InvoiceRow> = {}): InvoiceRow => ({
  connectionId: 'c1',
  id: '231',
  number: 'INV/00231',
  type: 'invoice',
  status: 'open',
  issuedOn: '2026-11-02',
  dueOn: '2026-12-02',
  instalmentCount: 0,
  daysOverdue: -9,
  hiddenSince: null,
  settledOn: null,
  total: { amount: '41000.00', currency: 'MXN' },
  open: { amount: '41000.00', currency: 'MXN' },
  overdue: over.status === 'overdue' ? (over.open ?? { amount: '41000.00', currency: 'MXN' }) : { amount: '0', currency: 'MXN' },
  customerName: null,
  url: 'https://erp.example.com/invoices/231',
  ...over,
});

export const pageOf = (invoices: InvoiceRow[], over: Partial<InvoicePage> = {}): InvoicePage => ({
  invoices,
  page: 1,
  pageCount: 1,
  total: invoices.length,
  ...over,
});

export const aDetail = (over: Partial<InvoiceDetail> = {}): InvoiceDetail => ({
  ...anInvoice(),
  base: null,
  untaxed: { amount: '35344.83', currency: 'MXN' },
  tax: { amount: '5655.17', currency: 'MXN' },
  reference: 'PO-77',
  origin: 'S00042',
  left: { lines: 0, instalments: 0, payments: 0, creditNotes: 0 },
  lines: [
    {
      description: 'Steel beam',
      productCode: 'SB-200',
      quantity: '1.500',
      unitPrice: { amount: '23563.22', currency: 'MXN' },
      net: { amount: '35344.83', currency: 'MXN' },
      taxes: ['IVA 16%'],
    },
  ],
  instalments: [],
  payments: [],
  creditNotes: [],
  reverses: null,
  tie: null,
  ...over,
});

export const aCandidate = (over: Partial<Candidate> = {}): Candidate => ({
  connectionId: 'c1',
  customerId: '7',
  name: 'Aceros del Norte',
  number: 'C-10442',
  taxId: 'ANO950101AB1',
  city: 'Monterrey',
  reason: 'tax_id',
  linkedTo: null,
  ...over,
});

type LineProduct = NonNullable<DealLine['product']>;

export const aLineProduct = (over: Partial<LineProduct> = {}): LineProduct => ({
  name: 'Valve 2in',
  unit: 'pcs',
  listPrice: { amount: '1250.00', currency: 'MXN' },
  drift: { amount: '0', currency: 'MXN' },
  isStocked: true,
  available: '34',
  held: null,
  more: '34',
  uncounted: null,
  delivered: null,
  wanted: '4',
  isOnSeveralLines: false,
  incoming: null,
  expectedOn: null,
  url: 'https://erp.example.com/products/5',
  ...over,
});

export const aLine = (over: Partial<DealLine> = {}): DealLine => ({
  id: 'l1',
  name: 'Valve 2in',
  sku: 'VAL-2',
  quantity: '4',
  price: { amount: '1250.00', currency: 'MXN' },
  netPrice: null,
  findings: [],
  product: aLineProduct(),
  ...over,
});
