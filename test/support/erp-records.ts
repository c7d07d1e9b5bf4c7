import type { Customer, Invoice, Order, OrderLine, Payment, Project, Subscription, Task } from '../../server/erp/shared/contract.ts';
import { erpRecordId } from '../../server/shared/ids.ts';

type Ided<T> = Partial<Omit<T, 'id' | 'customerId' | 'organisationId' | 'parentId' | 'reversesId'>> & {
  id: string;
  customerId?: string | null;
  organisationId?: string | null;
  parentId?: string | null;
};

const reference = (id: string | null) => (id === null ? null : erpRecordId(id));

/** Valid records; a test names only what it is about. The change stamp follows the content unless it is given. */
export function aCustomer({ id, ...given }: Ided<Customer>): Customer {
  const customer: Customer = {
    kind: 'organisation',
    number: null,
    name: `Customer ${id}`,
    emails: [],
    phone: null,
    website: null,
    taxId: null,
    address: { street: null, city: null, zip: null, state: null, country: null },
    isBillingContact: false,
    active: true,
    blocked: false,
    companyId: null,
    createdAt: '2026-01-01T00:00:00Z',
    changeStamp: '1',
    ...given,
    id: erpRecordId(id),
    organisationId: erpRecordId(given.organisationId ?? id),
    parentId: reference(given.parentId ?? null),
  };
  return customer;
}

export function anInvoice({ id, ...given }: Ided<Invoice>): Invoice {
  const total = given.total ?? '100.00';
  const open = given.open ?? (given.status === 'paid' || given.status === 'credited' ? '0.00' : total);
  const customerId = given.customerId === undefined ? '1' : given.customerId;
  return {
    type: 'invoice',
    status: 'open',
    number: `INV-${id}`,
    companyId: null,
    currency: 'EUR',
    total,
    open,
    untaxed: total,
    tax: '0.00',
    baseCurrency: given.currency ?? 'EUR',
    baseTotal: total,
    baseOpen: open,
    issuedOn: '2026-11-01',
    dueOn: '2026-12-01',
    instalments: [],
    settledOn: null,
    settledAt: null,
    origin: null,
    reference: null,
    reversesId: null,
    lines: [],
    allocations: [],
    createdAt: '2026-11-01T09:00:00Z',
    changedAt: null,
    changeStamp: '1',
    ...given,
    id: erpRecordId(id),
    customerId: reference(customerId),
    organisationId: reference(given.organisationId === undefined ? customerId : given.organisationId),
  };
}

export function aPayment({ id, ...given }: Ided<Payment>): Payment {
  const amount = given.amount ?? '100.00';
  const customerId = given.customerId === undefined ? '1' : given.customerId;
  return {
    direction: 'in',
    status: 'posted',
    number: `PAY-${id}`,
    companyId: null,
    currency: 'EUR',
    amount,
    unapplied: '0.00',
    baseCurrency: given.currency ?? 'EUR',
    baseAmount: amount,
    baseUnapplied: given.unapplied ?? '0.00',
    paidOn: '2026-11-02',
    method: null,
    reference: null,
    allocations: [],
    createdAt: '2026-11-02T09:00:00Z',
    changedAt: null,
    changeStamp: '1',
    ...given,
    id: erpRecordId(id),
    customerId: reference(customerId),
    organisationId: reference(given.organisationId === undefined ? customerId : given.organisationId),
  };
}

export function anOrder({ id, ...given }: Ided<Omit<Order, 'quotationId' | 'invoiceIds'>> & { invoiceIds?: readonly string[] }): Order {
  const { customerId = '1', organisationId = customerId, invoiceIds = [], ...rest } = given;
  return {
    status: 'confirmed',
    number: `S-${id}`,
    companyId: null,
    currency: 'MXN',
    untaxed: '1000.00',
    tax: '160.00',
    total: '1160.00',
    orderedAt: '2026-11-12T16:00:00Z',
    promisedAt: null,
    reference: null,
    quotationId: null,
    lines: [anOrderLine()],
    deliveries: [],
    createdAt: '2026-11-12T16:00:00Z',
    changedAt: null,
    changeStamp: '1',
    ...rest,
    id: erpRecordId(id),
    customerId: reference(customerId),
    organisationId: reference(organisationId),
    invoiceIds: invoiceIds.map((one) => erpRecordId(one)),
  };
}

export const anOrderLine = (over: Partial<OrderLine> = {}): OrderLine => ({
  id: '1',
  productId: null,
  sku: 'VAL-1',
  description: 'Valve',
  unit: 'Units',
  quantity: '10',
  unitPrice: '100',
  discount: '0',
  net: '1000.00',
  taxes: [],
  delivered: '0',
  reserved: '0',
  reservesOn: null,
  invoiced: '0',
  ...over,
});

export function aProject({
  id,
  orderId = '42',
  ...given
}: Ided<Omit<Project, 'orderId' | 'tasks'>> & { orderId?: string | null; tasks?: Task[] }): Project {
  const { customerId = '1', organisationId = customerId, tasks = [aTask()], ...rest } = given;
  return {
    name: 'S00042 - Installation',
    status: 'open',
    companyId: null,
    plannedHours: null,
    endsOn: null,
    createdAt: '2026-11-12T16:00:00Z',
    changedAt: null,
    changeStamp: '1',
    ...rest,
    tasks,
    id: erpRecordId(id),
    customerId: reference(customerId),
    organisationId: reference(organisationId),
    orderId: reference(orderId),
  };
}

export const aTask = ({ orderId = null, ...over }: Partial<Omit<Task, 'orderId'>> & { orderId?: string | null } = {}): Task => ({
  id: '1',
  name: 'Install pumps',
  stage: 'To Do',
  status: 'open',
  assignees: [],
  plannedHours: '0',
  spentHours: '0',
  deadline: null,
  parentId: null,
  ...over,
  orderId: reference(orderId),
});

export function aSubscription({
  id,
  orderIds = ['42'],
  ...given
}: Ided<Omit<Subscription, 'orderIds' | 'invoiceIds' | 'predecessorId'>> & {
  orderIds?: readonly string[];
  invoiceIds?: readonly string[];
  predecessorId?: string;
}): Subscription {
  const { customerId = '1', organisationId = customerId, invoiceIds = [], predecessorId = null, ...rest } = given;
  return {
    name: `Maintenance ${id}`,
    status: 'active',
    companyId: null,
    plan: 'Monthly',
    currency: 'MXN',
    charges: [{ name: 'Maintenance', amount: '900.00', period: { every: 1, unit: 'month' } }],
    monthly: null,
    startsOn: '2026-11-12',
    nextInvoiceOn: '2026-12-12',
    endsOn: null,
    isPaymentFailing: false,
    createdAt: '2026-11-12T16:00:00Z',
    changedAt: null,
    changeStamp: '1',
    ...rest,
    id: erpRecordId(id),
    customerId: reference(customerId),
    organisationId: reference(organisationId),
    predecessorId: reference(predecessorId),
    orderIds: orderIds.map((one) => erpRecordId(one)),
    invoiceIds: invoiceIds.map((one) => erpRecordId(one)),
  };
}
