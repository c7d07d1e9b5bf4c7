import { sapB1 } from '../../../server/erp/sap-b1/index.ts';
import type { StreamName } from '../../../server/erp/shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../../server/shared/ids.ts';
import { createOutbound } from '../../../server/outbound/index.ts';
import {
  OFFLINE,
  type Declared,
  type ErpBusiness,
  type ErpFault,
  type ErpHarness,
  type NewInvoice,
  type WritingHarness,
} from '../../contract/harness.ts';
import { PROXY_ERROR, startB1Fake, type B1Fake, type B1FakeOptions } from '../../fakes/sap-b1/index.ts';
import type { Fault } from '../../fakes/faults.ts';
import { recordingLog } from '../../support/log.ts';

export interface B1Harness extends ErpHarness {
  writing: WritingHarness;
  fake: B1Fake;
  settings: Record<string, unknown>;
  /** The connector with settings that differ. */
  connectWith(settings: Record<string, unknown>): ReturnType<typeof sapB1.connect>;
}

/** Of the streams that it has. */
const SETS: Partial<Record<StreamName, string>> = {
  customers: 'BusinessPartners',
  orders: 'Orders',
  invoices: 'Invoices',
  payments: 'IncomingPayments',
  products: 'Items',
  prices: 'Items',
  stock: 'Items',
  projects: 'ProjectManagements',
};
const WELL_KNOWN: Partial<Record<StreamName, string>> = {
  customers: 'EmailAddress',
  orders: 'DocTotal',
  invoices: 'DocTotal',
  payments: 'DocDate',
  products: 'ItemName',
  prices: 'ItemName',
  stock: 'ItemName',
  projects: 'ProjectName',
};

/** What the connector declares, whatever it is connected to. */
export const B1_DECLARES: Declared = sapB1.connect(
  sapB1.settings.parse({ url: 'https://erp.example', companyDb: 'DB', user: 'user', password: 'password' }),
  OFFLINE,
);

/** A Business One double behind the real door to the network, under a clock that the test moves. */
export async function b1Harness(options: Omit<B1FakeOptions, 'now'> = {}): Promise<B1Harness> {
  let passed = 0;
  const now = () => new Date(Date.now() + passed);
  const fake = await startB1Fake({ ...options, now });
  fake.addUserField('ContactEmployees', { name: 'Area', title: 'Área', values: { C: 'Compras', F: 'Finanzas' } });
  const outbound = createOutbound({ allowPrivateAddresses: ['127.0.0.0/8'], log: recordingLog() });
  const io = { fetch: outbound.fetch, now, timeZone: 'UTC' };
  const settings = { url: fake.url, ...fake.credentials };
  const connectWith = (other: Record<string, unknown>) => sapB1.connect(sapB1.settings.parse({ ...settings, ...other }), io);
  return {
    fake,
    settings,
    connectWith,
    connect: () => connectWith({}),
    connectWithWrongSecret: () => connectWith({ password: 'wrong' }),
    business: business(fake),
    pass: (ms) => void (passed += ms),
    workIn: (timeZone) => void (io.timeZone = timeZone),
    now,
    clockIsAhead: (ms) => fake.setClockOffset(ms),
    fail(fault, times = 1) {
      fake.faults.clear();
      fake.faults.next({ ...FAULTS[fault], times, match: /\/b1s\/v2\/(?!Log)/ });
    },
    recover: () => fake.faults.clear(),
    revokeRight(stream) {
      fake.revokeAuthorisation(SETS[stream]!);
      return SETS[stream]!;
    },
    addCustomField(stream) {
      fake.addUserField(SETS[stream]!, { name: 'Canal', title: 'Canal de venta' });
      return { name: 'U_Canal', label: 'Canal de venta' };
    },
    wellKnownField: (stream) => WELL_KNOWN[stream]!,
    revokeCredentials() {
      fake.changePassword('changed');
      fake.expireSessions();
    },
    swapDatabase: () => fake.swapCompany(),
    writing: writing(fake),
    async renameCompany(name) {
      fake.store.facts = { ...fake.store.facts, CompanyName: name };
    },
    baseCurrency: 'MXN',
    foreignCurrency: { code: 'EUR', decimals: 2 },
    pageSize: 500,
    async close() {
      await fake.close();
      await outbound.close();
    },
  };
}

const WRITES = /^(POST .*\/(BusinessPartners|Items|Quotations|Orders)$|PATCH )/;

function writing(fake: B1Fake): WritingHarness {
  return {
    loseNextWrite: (when) => fake.faults.next({ kind: when === 'after' ? 'doneButNoAnswer' : 'reset', match: WRITES }),
    delayNextWrite: (ms) => fake.faults.next({ kind: 'slow', ms, match: WRITES }),
    revokeRightToWrite: () => fake.revokeWriting('BusinessPartners'),
    refused: { values: { zip: '6'.repeat(21) }, role: 'zip', says: /Value too long/ },
    // Nothing is known that the server keeps in another spelling.
    reformatted: [],
    countDeliveryAddresses: (customer) => deliveryOf(fake, customer).length,
    async editDeliveryCity(customer, city) {
      const [address] = deliveryOf(fake, customer);
      fake.updatePartner(customer, { addresses: [{ name: String(address?.AddressName), type: 'bo_ShipTo', city }] });
    },
    // A state is of the country of its address.
    sample: ({ role }) => (role?.endsWith('country') ? 'MX' : role?.endsWith('state') ? 'MX-NLE' : undefined),
  };
}

const deliveryOf = (fake: B1Fake, customer: ErpRecordId) =>
  (fake.record('BusinessPartners', customer)?.BPAddresses ?? []).filter(({ AddressType }) => AddressType === 'bo_ShipTo');

const FAULTS: Record<ErpFault, Fault> = {
  rateLimited: { kind: 'status', status: 429, headers: { 'retry-after': '20' } },
  unavailable: PROXY_ERROR,
  htmlInsteadOfData: { kind: 'status', status: 200, body: '<html>Maintenance</html>' },
  cutOff: { kind: 'cutOff' },
  reset: { kind: 'reset' },
  hangs: { kind: 'hang' },
};

const entryOf = (id: ErpRecordId): number => Number(id.split(':')[1]);
const invoiceId = (entry: number): ErpRecordId => erpRecordId(`13:${entry}`);
const paymentId = (entry: number): ErpRecordId => erpRecordId(`24:${entry}`);

function business(fake: B1Fake): ErpBusiness {
  return {
    createCustomer: async ({ name, email }) => erpRecordId(fake.createPartner({ name, ...(email && { email }) })),
    createCustomers: async (names) => fake.transaction((erp) => names.map((name) => erpRecordId(erp.createPartner({ name })))),
    async createPerson(organisation, name) {
      fake.updatePartner(organisation, { contacts: [{ name }] });
      return erpRecordId(`${organisation}#${String(fake.record('BusinessPartners', organisation)?.ContactEmployees[0]?.InternalCode)}`);
    },
    renameCustomer: async (customer, name) => fake.updatePartner(customer, { name }),
    deactivateCustomer: async (customer) => fake.freeze(customer),
    async deleteCustomer(customer) {
      const [, code, person] = /^(.*)#(\d+)$/.exec(customer) ?? [];
      if (code === undefined) fake.removePartner(customer);
      else fake.removeContact(code, Number(person));
    },
    createInvoice: async (input) => invoiceId(fake.createInvoice(toInvoice(fake, input))),
    createInvoices: async (inputs) =>
      fake.transaction((erp) => inputs.map((input) => invoiceId(erp.createInvoice(toInvoice(fake, input))))),
    pay: async (invoice, amount) => paymentId(fake.incomingPayment({ invoices: [entryOf(invoice)], ...(amount && { amount }) })),
    payTogether: async (invoices) => paymentId(fake.incomingPayment({ invoices: invoices.map(entryOf) })),
    payOnAccount: async (customer, amount) => paymentId(fake.incomingPayment({ partner: customer, amount })),
    applyToInvoice: async (payment, invoice) => void fake.reconcile({ payment: entryOf(payment), invoices: [entryOf(invoice)] }),
    cancelPayment: async (payment) => fake.cancelPayment(entryOf(payment)),
    creditNote: async (invoice, amount) => erpRecordId(`14:${fake.creditNote({ invoice: entryOf(invoice), ...(amount && { amount }) })}`),
    touchInvoices: async (ids) =>
      fake.transaction((erp) => ids.forEach((id) => erp.updateDocument('Invoices', entryOf(id), { Comments: 'Servicio' }))),
    cancelInvoice: async (invoice) => void fake.cancelInvoice(entryOf(invoice)),
    async createInvoiceSlowly(input) {
      const { result, commit } = fake.openTransaction((erp) => erp.createInvoice(toInvoice(fake, input)));
      return { id: invoiceId(result), commit: async () => commit() };
    },
  };
}

function toInvoice(fake: B1Fake, { customer, total, currency, dueOn, origin }: NewInvoice) {
  const common = { partner: customer, total, ...(currency && { currency }), ...(dueOn && { due: dueOn }) };
  if (!origin) return common;
  const order = fake.createOrder({ partner: customer, total });
  fake.updateDocument('Orders', order, { DocNum: Number(origin) });
  return { ...common, orders: [order] };
}
