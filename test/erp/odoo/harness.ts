import { odoo } from '../../../server/erp/odoo/index.ts';
import type { StreamName } from '../../../server/erp/shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../../server/shared/ids.ts';
import { createOutbound } from '../../../server/outbound/index.ts';
import { OFFLINE, type Declared, type ErpBusiness, type ErpHarness, type NewInvoice } from '../../contract/harness.ts';
import { startOdooFake, type CurrencyCode, type InvoiceInput, type OdooFake, type OdooFakeOptions } from '../../fakes/odoo/index.ts';
import type { Fault } from '../../fakes/odoo/http/faults.ts';
import { recordingLog } from '../../support/log.ts';

export interface OdooHarness extends ErpHarness {
  fake: OdooFake;
  /** The connector with settings that differ. */
  connectWith(settings: Record<string, unknown>): ReturnType<typeof odoo.connect>;
  settings: Record<string, unknown>;
  io: Parameters<typeof odoo.connect>[1];
}

const MODELS: Record<StreamName, string> = { customers: 'res.partner', invoices: 'account.move', payments: 'account.payment' };

/** What the connector declares, whatever it is connected to. */
export const ODOO_DECLARES: Declared = odoo.connect(odoo.settings.parse({ url: 'https://erp.example', apiKey: 'key' }), OFFLINE);

/** An Odoo double behind the real door to the network, under a clock that the test moves. */
export async function odooHarness(options: Omit<OdooFakeOptions, 'now'>): Promise<OdooHarness> {
  let passed = 0;
  const now = () => new Date(Date.now() + passed);
  let ahead = 0;
  const fake = await startOdooFake({ ...options, now: () => new Date(now().getTime() + ahead) });
  fake.setCurrencyActive('JPY', true);
  const outbound = createOutbound({ allowPrivateAddresses: ['127.0.0.0/8'], log: recordingLog() });
  const io = { fetch: outbound.fetch, now };
  const settings = { url: fake.url, database: fake.database, login: fake.login, apiKey: fake.apiKey };
  const connectWith = (other: Record<string, unknown>) => odoo.connect(odoo.settings.parse({ ...settings, ...other }), io);
  return {
    fake,
    settings,
    io,
    connectWith,
    connect: () => connectWith({}),
    connectWithWrongSecret: () => connectWith({ apiKey: '0'.repeat(40) }),
    business: business(fake),
    pass: (ms) => void (passed += ms),
    now,
    clockIsAhead: (ms) => void (ahead = ms),
    fail: (fault, times = 1) => fake.faults.times(times, FAULTS[fault], { path: options.version >= 19 ? '/json/2' : '/jsonrpc' }),
    recover: () => fake.faults.clear(),
    revokeRight(stream) {
      fake.revokeRight(MODELS[stream]);
      return MODELS[stream];
    },
    addCustomField(stream) {
      fake.addTextField(MODELS[stream], 'x_studio_canal', 'Canal de venta');
      return { name: 'x_studio_canal', label: 'Canal de venta' };
    },
    wellKnownField: (stream) => ({ customers: 'email', invoices: 'amount_total', payments: 'amount' })[stream],
    revokeCredentials: () => fake.revokeKey(),
    swapDatabase: () => fake.swapDatabase(),
    renameCompany: (name) => renameCompany(fake, name),
    hintAdmin: { login: fake.admin.login, apiKey: fake.admin.apiKey },
    baseCurrency: 'MXN',
    foreignCurrency: { code: 'JPY', decimals: 0 },
    pageSize: 500,
    async close() {
      await fake.close();
      await outbound.close();
    },
  };
}

const FAULTS: Record<Parameters<ErpHarness['fail']>[0], Fault> = {
  rateLimited: { kind: 'status', status: 429, headers: { 'retry-after': '20' } },
  unavailable: { kind: 'badGateway', status: 502 },
  htmlInsteadOfData: { kind: 'status', status: 200, body: '<html>Maintenance</html>' },
  cutOff: { kind: 'cutOff' },
  reset: { kind: 'reset' },
  hangs: { kind: 'hang' },
};

function business(fake: OdooFake): ErpBusiness {
  const id = async (made: Promise<number>): Promise<ErpRecordId> => erpRecordId(await made);
  return {
    createCustomer: ({ name, email }) => id(fake.createPartner({ name, is_company: true, ...(email && { email }) })),
    createCustomers: async (names) =>
      (await fake.transaction((erp) => names.map((name) => erp.createPartner({ name, is_company: true })))).map(erpRecordId),
    createPerson: (organisation, name) => id(fake.createPartner({ name, is_company: false, parent_id: Number(organisation) })),
    renameCustomer: (customer, name) => fake.updatePartner(Number(customer), { name }),
    deactivateCustomer: (customer) => fake.archivePartner(Number(customer)),
    deleteCustomer: (customer) => fake.deletePartner(Number(customer)),
    createInvoice: (input) => id(fake.createInvoice(toInvoice(input))),
    createInvoices: async (inputs) =>
      (await fake.transaction((erp) => inputs.map((input) => erp.createInvoice(toInvoice(input))))).map(erpRecordId),
    pay: (invoice, amount) => id(fake.registerPayment(Number(invoice), amount === undefined ? {} : { amount })),
    payTogether: (invoices) => id(fake.registerPayment(invoices.map(Number))),
    payOnAccount: (customer, amount) => id(fake.unappliedPayment(Number(customer), amount)),
    applyToInvoice: (payment, invoice) => fake.applyPayment(Number(payment), Number(invoice)),
    cancelPayment: (payment) => fake.cancelPayment(Number(payment)),
    creditNote: (invoice, amount) => id(fake.creditNote(Number(invoice), amount === undefined ? {} : { amount })),
    touchInvoices: (ids) => fake.transaction((erp) => ids.forEach((invoice) => erp.editLineText(Number(invoice), 'Servicio'))),
    createDraft: (input) => id(fake.createInvoice({ ...toInvoice(input), draft: true })),
    postDraft: (invoice) => fake.post(Number(invoice)),
    cancelInvoice: (invoice) => fake.cancel(Number(invoice)),
    deleteInvoice: (invoice) => fake.deleteInvoice(Number(invoice)),
    createInvoiceSlowly: async (input) => {
      const { result, commit } = fake.openTransaction((erp) => erp.createInvoice(toInvoice(input)));
      return { id: erpRecordId(result), commit: async () => commit() };
    },
  };
}

const toInvoice = ({ customer, total, currency, dueOn, origin }: NewInvoice): InvoiceInput => ({
  partner: Number(customer),
  total,
  ...(currency && { currency: currency as CurrencyCode }),
  ...(dueOn && { due: dueOn }),
  ...(origin && { origin }),
});

async function renameCompany(fake: OdooFake, name: string): Promise<void> {
  const [company] = fake.records('res.company');
  const args = [fake.database, fake.admin.uid, fake.admin.apiKey, 'res.company', 'write', [[company?.id], { name }]];
  await adminRpc(fake, args);
}

/** An administrator's call from outside, for what the double has no hand for. */
async function adminRpc(fake: OdooFake, args: unknown[]): Promise<unknown> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'call', params: { service: 'object', method: 'execute_kw', args } });
  const response = await fetch(`${fake.url}/jsonrpc`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const answer = (await response.json()) as { result?: unknown; error?: unknown };
  if (answer.error) throw new Error(JSON.stringify(answer.error));
  return answer.result;
}
