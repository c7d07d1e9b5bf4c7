import { odoo } from '../../../server/erp/odoo/index.ts';
import type { FieldRole, StreamName } from '../../../server/erp/shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../../server/shared/ids.ts';
import { createOutbound } from '../../../server/outbound/index.ts';
import type { CatalogBusiness } from '../../contract/catalog-harness.ts';
import type { OrderCommandHarness, OrderWriting } from '../../contract/order-commands-harness.ts';
import type { OrderBusiness } from '../../contract/orders-harness.ts';
import { OFFLINE, type Declared, type ErpBusiness, type ErpHarness, type NewInvoice, type WritingHarness } from '../../contract/harness.ts';
import { startOdooFake, type CurrencyCode, type InvoiceInput, type OdooFake, type OdooFakeOptions } from '../../fakes/odoo/index.ts';
import type { Fault } from '../../fakes/odoo/http/faults.ts';
import { recordingLog } from '../../support/log.ts';

export interface OdooHarness extends OrderCommandHarness {
  fake: OdooFake;
  /** The connector with settings that differ. */
  connectWith(settings: Record<string, unknown>): ReturnType<typeof odoo.connect>;
  settings: Record<string, unknown>;
  io: Parameters<typeof odoo.connect>[1];
}

/** Without the right to read it, the stream cannot be read. */
const MODELS: Record<StreamName, string> = {
  customers: 'res.partner',
  orders: 'sale.order',
  invoices: 'account.move',
  payments: 'account.payment',
  products: 'product.product',
  prices: 'product.pricelist.item',
  stock: 'stock.move',
  projects: 'project.project',
  subscriptions: 'contract.contract',
};
const WELL_KNOWN_FIELDS: Record<StreamName, string> = {
  customers: 'email',
  orders: 'client_order_ref',
  invoices: 'amount_total',
  payments: 'amount',
  products: 'default_code',
  prices: 'fixed_price',
  stock: 'default_code',
  projects: 'date',
  subscriptions: 'name',
};

/** What the connector declares, whatever it is connected to. */
export const ODOO_DECLARES: Declared = odoo.connect(odoo.settings.parse({ url: 'https://erp.example', apiKey: 'key' }), OFFLINE);

/** An Odoo double behind the real door to the network, under a clock that the test moves. */
export async function odooHarness(options: Omit<OdooFakeOptions, 'now'>): Promise<OdooHarness> {
  let passed = 0;
  const now = () => new Date(Date.now() + passed);
  let ahead = 0;
  const fake = await startOdooFake({ baseVat: true, ...options, now: () => new Date(now().getTime() + ahead) });
  fake.setCurrencyActive('JPY', true);
  const outbound = createOutbound({ allowPrivateAddresses: ['127.0.0.0/8'], log: recordingLog() });
  const io = { fetch: outbound.fetch, now, timeZone: 'UTC' };
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
    catalog: catalog(fake),
    orders: orders(fake),
    everything: () => [...fake.db.store.dump()],
    pass: (ms) => void (passed += ms),
    workIn: (timeZone) => void (io.timeZone = timeZone),
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
    wellKnownField: (stream) => WELL_KNOWN_FIELDS[stream],
    revokeCredentials: () => fake.revokeKey(),
    swapDatabase: () => fake.swapDatabase(),
    renameCompany: (name) => renameCompany(fake, name),
    writing: writing(fake),
    orderWriting: orderWriting(fake),
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

const WRITES = { method: ['load', 'write', 'action_confirm', 'action_cancel'] };

function writing(fake: OdooFake): WritingHarness {
  const website = { values: { website: 'nueva.mx' }, role: 'website', kept: 'http://nueva.mx' } as const;
  const taxId = { values: { country: 'MX', tax_id: 'eku-900317-3c9' }, role: 'tax_id', kept: 'EKU9003173C9' } as const;
  const samples: Partial<Record<FieldRole, string>> = {
    ...{ tax_id: 'EKU9003173C9', email: 'nuevo@aceros.mx', website: 'https://nueva.mx' },
  };
  return {
    loseNextWrite: (when) => fake.faults.once({ kind: 'reset', afterWork: when === 'after' }, WRITES),
    delayNextWrite: (ms) => fake.faults.once({ kind: 'slow', ms }, WRITES),
    async renameAs(customer, name, by) {
      const uid = fake.addUser(by, by.toLowerCase());
      await fake.transaction((erp) => erp.updatePartner(Number(customer), { name }), { uid });
    },
    revokeRightToWrite: () => (['create', 'write'] as const).forEach((operation) => fake.revokeRight('res.partner', operation)),
    refused: { values: { tax_id: 'NOT-AN-RFC', country: 'MX' }, role: 'tax_id', says: /does not seem to be valid/ },
    reformatted: fake.version >= 19 ? [website, taxId] : [website],
    countDeliveryAddresses: (customer) => deliveryOf(fake, customer).length,
    editDeliveryCity: (customer, city) => fake.updatePartner(deliveryOf(fake, customer)[0]!.id, { city }),
    sample: ({ role }) => (role === null ? undefined : samples[role]),
  };
}

function orderWriting(fake: OdooFake): OrderWriting {
  return {
    allowCurrency: async (currency) => void (await fake.createPriceList({ name: `Lista ${currency}`, currency: currency as CurrencyCode })),
    impossibleCurrency: 'JPY',
    nobody: { customer: erpRecordId('999999'), order: erpRecordId('999999') },
    revokeRightToSell: () => (['create', 'write'] as const).forEach((operation) => fake.revokeRight('sale.order', operation)),
    revokeRightToMakeProducts: () => fake.revokeRight('product.product', 'create'),
    textsOf: (order) =>
      fake
        .records('sale.order.line')
        .filter((line) => line.order_id === Number(order))
        .map(({ name }) => String(name)),
    // From 19 on a warning is only shown.
    ...(fake.version <= 18 && {
      blockCustomer: (customer: ErpRecordId, says: string) =>
        fake.updatePartner(Number(customer), { sale_warn: 'block', sale_warn_msg: says }),
    }),
    limitCredit: (customer, limit) => fake.updatePartner(Number(customer), { limit: Number(limit) }),
    addHeading: (order, text) => fake.transaction((erp) => erp.sales.addLineTo(Number(order), { name: text, section: true })),
    lock: (order) => fake.transaction((erp) => erp.sales.lockOrder(Number(order))),
  };
}

const deliveryOf = (fake: OdooFake, customer: ErpRecordId) =>
  fake.records('res.partner').filter((row) => row.parent_id === Number(customer) && row.type === 'delivery');

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

function catalog(fake: OdooFake): CatalogBusiness {
  return {
    createProduct: async (input) => erpRecordId(await fake.createProduct(input)),
    renameProduct: (product, name) => fake.renameProduct(Number(product), name),
    setCost: (product, amount) => fake.transaction(({ catalog: books }) => books.setCost(Number(product), amount)),
    archiveProduct: (product) => fake.archiveProduct(Number(product)),
    deleteProduct: (product) => fake.deleteProduct(Number(product)),
    createPriceList: async (name, currency) =>
      String(await fake.createPriceList({ name, ...(currency && { currency: currency as CurrencyCode }) })),
    setListPrice: async (list, product, amount) => void (await fake.setListPrice(Number(list), Number(product), amount)),
    createWarehouse: async (name) => String(await fake.createWarehouse(name)),
    receiveStock: (product, warehouse, quantity) => fake.receiveStock(Number(product), Number(warehouse), quantity),
    deliverStock: (product, warehouse, quantity) => fake.deliverStock(Number(product), Number(warehouse), quantity),
    expectDelivery: (product, warehouse, quantity, on) =>
      fake.transaction((erp) => void erp.stock.expectDelivery(Number(product), quantity, on, { warehouse: Number(warehouse) })),
    setPrice: (product, amount) => fake.setPrice(Number(product), amount),
    reserveStock: (product, warehouse, quantity) =>
      fake.transaction((erp) => erp.stock.reserveStock(Number(product), Number(warehouse), quantity)),
    addPercentageRule: async (list, percent) => void (await fake.addPriceRule(Number(list), { percent })),
    addFormulaRule: async (list, product, formula) => void (await fake.addPriceRule(Number(list), { product: Number(product), formula })),
    removeListPrice: async (list, product) => {
      const rules = fake.records('product.pricelist.item');
      const own = rules.find((rule) => rule.pricelist_id === Number(list) && rule.product_id === Number(product));
      if (own) await fake.deletePriceRule(own.id);
    },
  };
}

function orders(fake: OdooFake): OrderBusiness {
  const lineOf = (order: ErpRecordId, nth: number): number =>
    Number(fake.records('sale.order.line').filter((line) => line.order_id === Number(order))[nth]?.id);
  return {
    createQuotation: async ({ customer, warehouse, lines, reference, currency }) => {
      const sold = lines.map(({ product, ...line }) => ({ product: Number(product), ...line }));
      const input = {
        partner: Number(customer),
        lines: sold,
        warehouse: Number(warehouse),
        ...(reference && { reference }),
        ...(currency && { currency: currency as CurrencyCode }),
      };
      return erpRecordId(await fake.transaction((erp) => erp.sales.createOrder(input)));
    },
    confirm: async (order) => {
      await fake.transaction((erp) => erp.sales.confirmOrder(Number(order)));
      return order;
    },
    deliver: (order, line, quantity) =>
      fake.transaction((erp) => erp.sales.deliverOrder(Number(order), new Map([[lineOf(order, line), quantity]]))),
    invoice: async (order) => erpRecordId(await fake.transaction((erp) => erp.sales.invoiceOrder(Number(order)))),
    cancel: (order) => fake.transaction((erp) => erp.sales.cancelOrder(Number(order))),
    reserve: (order, isOn) =>
      fake.transaction((erp) => (isOn ? erp.sales.reserveOrder(Number(order)) : erp.sales.unreserveOrder(Number(order)))),
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
