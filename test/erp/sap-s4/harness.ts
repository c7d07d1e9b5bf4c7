import { sapS4 } from '../../../server/erp/sap-s4/index.ts';
import type { StreamName } from '../../../server/erp/shared/contract.ts';
import { createOutbound } from '../../../server/outbound/index.ts';
import { erpRecordId, type ErpRecordId } from '../../../server/shared/ids.ts';
import {
  OFFLINE,
  type Declared,
  type ErpBusiness,
  type ErpFault,
  type ErpHarness,
  type NewInvoice,
  type WritingHarness,
} from '../../contract/harness.ts';
import type { Fault } from '../../fakes/faults.ts';
import { DISPATCHER_ERROR, LOGON_PAGE, startS4Fake, type Operations, type S4Fake, type S4FakeOptions } from '../../fakes/sap-s4/index.ts';
import { recordingLog } from '../../support/log.ts';

export interface S4Harness extends ErpHarness {
  writing: WritingHarness;
  fake: S4Fake;
  /** The connector with settings that differ. */
  connectWith(settings: Record<string, unknown>): ReturnType<typeof sapS4.connect>;
}

const SCENARIOS = {
  customers: 'SAP_COM_0008',
  invoices: 'SAP_COM_0120',
  payments: 'SAP_COM_0303',
  orders: 'SAP_COM_0109',
  products: 'SAP_COM_0009',
  prices: 'SAP_COM_0294',
  stock: 'SAP_COM_0164',
} as const;
const SETS = {
  customers: 'A_BusinessPartner',
  invoices: 'A_BillingDocument',
  payments: 'A_OperationalAcctgDocItemCube',
  orders: 'A_SalesOrder',
  products: 'A_Product',
  prices: 'A_SlsPrcgConditionRecord',
  stock: 'A_MatlStkInAcctMod',
} as const;
const WELL_KNOWN: Partial<Record<StreamName, string>> = {
  customers: 'BusinessPartnerFullName',
  products: 'ProductGroup',
  prices: 'ConditionRateValue',
};
type Read = keyof typeof SCENARIOS;

/** What the connector declares, whatever it is connected to. */
export const S4_DECLARES: Declared = sapS4.connect(
  sapS4.settings.parse({ url: 'https://erp.example', user: 'user', password: 'password' }),
  OFFLINE,
);

/** As an administrator enters it for new customers. */
const NEW_CUSTOMERS = { companyCode: '1010', reconciliationAccount: '12100000', salesArea: '1010/10/00' };

interface HarnessOptions extends Omit<S4FakeOptions, 'now'> {
  /** Default true: Puente gives the numbers of new customers. */
  givesNumbers?: boolean;
}

/** An S/4HANA double behind the real door to the network, under a clock that the test moves. */
export async function s4Harness({ givesNumbers = true, ...options }: HarnessOptions = {}): Promise<S4Harness> {
  let passed = 0;
  const now = () => new Date(Date.now() + passed);
  const fake = await startS4Fake({ ...options, now });
  const outbound = createOutbound({ allowPrivateAddresses: ['127.0.0.0/8'], log: recordingLog() });
  const io = { fetch: outbound.fetch, now, timeZone: 'UTC' };
  const ofNew = { ...NEW_CUSTOMERS, ...(givesNumbers ? { externalGrouping: 'BPHS' } : { grouping: 'BP02' }) };
  const connectWith = (other: Record<string, unknown>) =>
    sapS4.connect(sapS4.settings.parse({ url: fake.url, ...fake.credentials, ...ofNew, ...other }), io);
  return {
    fake,
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
      fake.faults.next({ ...FAULTS[fault], times, match: /\/sap\/opu\/odata\// });
    },
    recover: () => fake.faults.clear(),
    revokeRight(stream) {
      const scenario = SCENARIOS[stream as Read];
      fake.withdrawScenario(scenario);
      return scenario;
    },
    addCustomField(stream) {
      fake.addCustomField(SETS[stream as Read], { name: 'YY1_Canal', label: 'Canal de venta' });
      return { name: 'YY1_Canal', label: 'Canal de venta' };
    },
    wellKnownField: (stream: StreamName) => WELL_KNOWN[stream] ?? 'CompanyCode',
    revokeCredentials: () => fake.changePassword('changed'),
    swapDatabase: () => fake.swapTenant(),
    writing: writing(fake),
    async renameCompany(name) {
      fake.renameCompanyCode('1010', name);
    },
    baseCurrency: 'MXN',
    foreignCurrency: { code: 'EUR', decimals: 2 },
    pageSize: 200,
    async close() {
      await fake.close();
      await outbound.close();
    },
  };
}

const WRITES = /^(POST .*\/(A_\w+|\$batch)(\?|$)|(PATCH|DELETE) )/;

function writing(fake: S4Fake): WritingHarness {
  return {
    loseNextWrite: (when) => fake.faults.next({ kind: when === 'after' ? 'doneButNoAnswer' : 'reset', match: WRITES }),
    delayNextWrite: (ms) => fake.faults.next({ kind: 'slow', ms, match: WRITES }),
    revokeRightToWrite: () => fake.revokeWriting('A_BusinessPartner'),
    refused: { values: { zip: '6'.repeat(21) }, role: 'zip', says: /has invalid value/ },
    // Blanks are not kept where lines of a name are put together.
    reformatted: [{ values: { name: 'Aceros  del   Valle' }, role: 'name', kept: 'Aceros del Valle' }],
    // Goods go to the address that a customer has.
    countDeliveryAddresses: () => 0,
    editDeliveryCity: () => Promise.reject(new Error('there are no addresses for goods')),
    sample: ({ role, name }) => {
      if (role === 'country') return 'MX';
      if (role === 'language') return 'EN';
      if (role === 'zip') return '64010';
      if (role === 'email') return 'ana@aceros.mx';
      return name === 'Region' ? 'NL' : undefined;
    },
  };
}

const FAULTS: Record<ErpFault, Fault> = {
  rateLimited: { kind: 'status', status: 429, headers: { 'retry-after': '20' } },
  unavailable: DISPATCHER_ERROR,
  htmlInsteadOfData: LOGON_PAGE,
  cutOff: { kind: 'cutOff' },
  reset: { kind: 'reset' },
  hangs: { kind: 'hang' },
};

function business(fake: S4Fake): ErpBusiness {
  const all = <T>(inputs: readonly T[], one: (erp: Operations, input: T) => string): ErpRecordId[] =>
    fake.transaction((erp) => inputs.map((input) => erpRecordId(one(erp, input))));
  return {
    createCustomer: async ({ name, email }) => erpRecordId(fake.createPartner({ name, ...(email && { email }) })),
    createCustomers: async (names) => all(names, (erp, name) => erp.createPartner({ name })),
    createPerson: async (organisation, name) => erpRecordId(fake.createContact({ company: organisation, name })),
    renameCustomer: async (customer, name) => fake.updatePartner(customer, { name }),
    deactivateCustomer: async (customer) => fake.updatePartner(customer, { isMarkedForArchiving: true }),
    deleteCustomer: async (customer) => fake.removePartner(customer),
    createInvoice: async (input) => erpRecordId(fake.createInvoice(toInvoice(input))),
    createInvoices: async (inputs) => all(inputs, (erp, input) => erp.createInvoice(toInvoice(input))),
    pay: async (invoice, amount) => erpRecordId(fake.incomingPayment({ invoices: [invoice], ...(amount && { amount }) })),
    payTogether: async (invoices) => erpRecordId(fake.incomingPayment({ invoices })),
    payOnAccount: async (customer, amount) => erpRecordId(fake.incomingPayment({ partner: customer, amount })),
    applyToInvoice: async (payment, invoice) => void fake.applyPayment(payment, invoice),
    cancelPayment: async (payment) => fake.cancelPayment(payment),
    creditNote: async (invoice, amount) => erpRecordId(fake.creditNote({ invoice, ...(amount && { amount }) })),
    touchInvoices: async (ids) =>
      fake.transaction((erp) => ids.forEach((id) => erp.updateBilling(id, { AssignmentReference: 'Servicio' }))),
    createDraft: async (input) => erpRecordId(fake.createInvoice({ ...toInvoice(input), isPosted: false })),
    postDraft: async (id) => fake.releaseToAccounting(id),
    cancelInvoice: async (invoice) => void fake.cancelBilling(invoice),
    async createInvoiceSlowly(input) {
      const { result, commit } = fake.openTransaction((erp) => erp.createInvoice(toInvoice(input)));
      return { id: erpRecordId(result), commit: async () => commit() };
    },
  };
}

const toInvoice = ({ customer, total, currency, dueOn, origin }: NewInvoice) => ({
  partner: customer,
  total,
  ...(currency && { currency }),
  ...(dueOn && { due: dueOn }),
  ...(origin && { order: origin }),
});
