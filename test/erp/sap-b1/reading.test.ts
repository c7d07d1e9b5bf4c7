import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { matchesIn } from '../../../server/erp/sap-b1/ledger.ts';
import { RawReconciliation } from '../../../server/erp/sap-b1/raw.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { never, NOTHING, readAll, readOne } from '../../contract/reading.ts';
import { b1Harness, type B1Harness } from './harness.ts';

describe('reading Business One', () => {
  let harness: B1Harness;
  let partner: string;
  beforeEach(async () => {
    harness = await b1Harness();
    harness.fake.setRate('EUR', '2000-01-01', 20.5);
    partner = harness.fake.createPartner({ name: 'Aceros del Valle SA de CV' });
  });
  afterEach(() => harness.close());

  const invoice = (entry: number) => readOne(harness.connect(), 'invoices', erpRecordId(`13:${entry}`));
  const payment = (entry: number) => readOne(harness.connect(), 'payments', erpRecordId(`24:${entry}`));
  const customer = (id: string) => readOne(harness.connect(), 'customers', erpRecordId(id));

  it('does not believe a page with more rows than were asked for, nor pages that do not rise', async () => {
    const rows = (key: string, count: number) => ({ value: Array.from({ length: count }, () => ({ [key]: 1 })), '@odata.nextLink': 'x' });
    harness.fake.faults.next({ kind: 'status', status: 200, body: rows('CardCode', 101), match: /BusinessPartners\?/ });
    await expect(harness.connect().readPage('customers', null, never)).rejects.toMatchObject({ code: 'sap-b1.unexpected_answer' });
  });

  it('takes a partner with parent, tax id, billing address and contact persons', async () => {
    const { fake } = harness;
    const code = fake.createPartner({
      code: "O'HARA",
      name: 'Taller O’Hara',
      taxId: 'EKU9003173C9',
      email: 'Pagos@ohara.example; ap@ohara.example',
      parent: partner,
      addresses: [
        { type: 'bo_ShipTo', street: 'Bodega 3', city: 'Apodaca', country: 'MX' },
        { type: 'bo_BillTo', street: 'Av. Juárez 10', city: 'Monterrey', zip: '64000', state: 'NL', country: 'MX' },
      ],
      contacts: [{ name: 'Ana Garza', email: 'ana@ohara.example' }, { name: 'Luis Paz' }],
    });
    expect(await customer(code)).toMatchObject({
      kind: 'organisation',
      number: "O'HARA",
      parentId: partner,
      taxId: 'EKU9003173C9',
      emails: ['pagos@ohara.example', 'ap@ohara.example'],
      address: { street: 'Av. Juárez 10', city: 'Monterrey', zip: '64000', state: 'NL', country: 'MX' },
      active: true,
      blocked: false,
    });
    const people = [...(await readAll(harness.connect(), 'customers')).records.values()].filter(({ kind }) => kind === 'person');
    expect(people.map(({ name, organisationId, isBillingContact }) => ({ name, organisationId, isBillingContact }))).toEqual([
      { name: 'Ana Garza', organisationId: code, isBillingContact: true },
      { name: 'Luis Paz', organisationId: code, isBillingContact: false },
    ]);
    const [, luis] = people;
    const entry = fake.createInvoice({ partner: code, total: '10.00', contact: Number(luis?.id.split('#')[1]) });
    expect(await invoice(entry)).toMatchObject({ customerId: luis?.id, organisationId: code });
  });

  it('leaves suppliers and leads out', async () => {
    harness.fake.createPartner({ name: 'Proveedor', type: 'cSupplier' });
    harness.fake.createPartner({ name: 'Prospecto', type: 'cLid' });
    expect([...(await readAll(harness.connect(), 'customers')).records.keys()]).toEqual([partner]);
  });

  it('reads lines, tax, the customer’s reference, and orders by way of a delivery', async () => {
    const { fake } = harness;
    const order = fake.createOrder({ partner, number: 4711, lines: [{ item: 'V-100', price: '100.00', taxPercent: 16 }] });
    const delivery = fake.createDelivery({ partner, orders: [order], lines: [{ item: 'V-100', price: '100.00', taxPercent: 16 }] });
    const entry = fake.createInvoice({
      partner,
      reference: 'PO 77',
      deliveries: [delivery],
      lines: [{ item: 'V-100', description: 'Válvula', quantity: 3, price: '33.40', discountPercent: 10, taxPercent: 16 }],
    });
    const read = await invoice(entry);
    expect(read).toMatchObject({ origin: '4711', reference: 'PO 77', untaxed: '90.18', tax: '14.43', total: '104.61' });
    expect(read.lines).toMatchObject([{ productCode: 'V-100', description: 'Válvula', quantity: '3', unitPrice: '33.4', net: '90.18' }]);
  });

  it('finds partners by code, whatever the code looks like', async () => {
    const code = harness.fake.createPartner({ code: 'C#12', name: 'Doce', contacts: [{ name: 'Ana' }] });
    const ids = [...(await readAll(harness.connect(), 'customers')).records.keys()].filter((id) => id.startsWith(code));
    expect(ids).toHaveLength(2);
    for (const id of ids) expect((await harness.connect().readByIds('customers', [id], never)).records).toMatchObject([{ id }]);
  });

  it('notices that a limit in days is over, although nothing changed', async () => {
    const { fake } = harness;
    const until = new Date(harness.now().getTime() + 2 * 86_400_000).toISOString().slice(0, 10);
    fake.updatePartner(partner, { frozen: true });
    fake.transaction(({ tx }) => void tx.patch('BusinessPartners', partner, { FrozenTo: until }));
    const blocked = await customer(partner);
    expect(blocked).toMatchObject({ blocked: true, active: false });
    const changeStampOf = async () => (await harness.connect().list('customers', { kind: 'all' }, null, never)).entries[0]?.changeStamp;
    expect(await changeStampOf()).toBe(blocked.changeStamp);
    harness.pass(4 * 86_400_000);
    const free = await customer(partner);
    expect(free).toMatchObject({ blocked: false, active: true });
    expect(free.changeStamp).not.toBe(blocked.changeStamp);
    expect(await changeStampOf()).toBe(free.changeStamp);
  });

  it.each([
    ['ended yesterday', { FrozenFrom: -30, FrozenTo: -1 }, true],
    ['ends today', { FrozenFrom: -30, FrozenTo: 0 }, false],
    ['begins today', { FrozenFrom: 0, FrozenTo: 30 }, false],
    ['begins tomorrow', { FrozenFrom: 1, FrozenTo: 30 }, true],
    ['begins tomorrow, without an end', { FrozenFrom: 1 }, true],
    ['began, without an end', { FrozenFrom: -1 }, false],
    ['has no days', {}, false],
  ])('takes a freeze that %s for what it is today', async (_, days, isInUse) => {
    const { fake } = harness;
    const dayOf = (offset: number) => new Date(harness.now().getTime() + offset * 86_400_000).toISOString().slice(0, 10);
    fake.updatePartner(partner, { frozen: true });
    const limits = Object.fromEntries(Object.entries(days).map(([name, offset]) => [name, dayOf(offset)]));
    fake.transaction(({ tx }) => void tx.patch('BusinessPartners', partner, limits));
    expect(await customer(partner)).toMatchObject({ active: isInUse, blocked: !isInUse });
  });

  it('meets a currency that was added meanwhile, and leaves out what has one nobody knows', async () => {
    const erp = harness.connect();
    const { fake } = harness;
    const entry = fake.createInvoice({ partner, total: '10.00', currency: 'EUR' });
    const other = fake.createInvoice({ partner, total: '20.00' });
    await readAll(erp, 'invoices');
    fake.transaction(({ tx }) =>
      tx.put('Currencies', 'CAN', { Code: 'CAN', Name: 'Dólar canadiense', DocumentsCode: 'CAD', Decimals: 'cd2Digits' }),
    );
    fake.updateDocument('Invoices', entry, { DocCurrency: 'CAN' });
    expect(await readOne(erp, 'invoices', erpRecordId(`13:${entry}`))).toMatchObject({ currency: 'CAD', total: '10.00' });
    fake.updateDocument('Invoices', entry, { DocCurrency: 'XXL' });
    const page = await erp.readPage('invoices', null, never);
    expect(page.rejected).toEqual([{ id: `13:${entry}`, code: 'sap-b1.unreadable_record', params: { field: 'DocCurrency' } }]);
    expect(page.records.map(({ id }) => id)).toEqual([`13:${other}`]);
  });

  it('shows down payment invoices, not requests', async () => {
    const { fake } = harness;
    const paid = fake.downPaymentInvoice({ partner, total: '50.00' });
    fake.downPaymentInvoice({ partner, total: '70.00', kind: 'dptRequest' });
    const received = fake.incomingPayment({ invoices: [{ set: 'DownPayments', entry: paid }] });
    const { records } = await readAll(harness.connect(), 'invoices');
    expect([...records.values()]).toMatchObject([{ id: `203:${paid}`, type: 'down_payment', status: 'paid', total: '50.00' }]);
    expect(await payment(received)).toMatchObject({ allocations: [{ invoiceId: `203:${paid}`, amount: '50.00' }] });
  });

  it('calls what was closed by hand with nothing paid neither open nor paid', async () => {
    const entry = harness.fake.createInvoice({ partner, total: '10.00' });
    harness.fake.closeInvoice(entry);
    expect(await invoice(entry)).toMatchObject({ status: 'cancelled', open: '0.00', settledOn: null });
  });

  it('understands times of any zone and a clock that is wrong', async () => {
    const far = await b1Harness({ timeZone: 'Pacific/Kiritimati' });
    try {
      far.fake.setClockOffset(-7 * 60_000);
      const erp = far.connect();
      const first = far.fake.createInvoice({ partner: far.fake.createPartner({ name: 'Lejos' }), total: '5.00' });
      const { next } = await readAll(erp, 'invoices');
      far.pass(60_000);
      far.fake.updateDocument('Invoices', first, { NumAtCard: 'PO 1' });
      expect((await readAll(erp, 'invoices', next)).records.get(erpRecordId(`13:${first}`))).toMatchObject({ reference: 'PO 1' });
    } finally {
      await far.close();
    }
  });

  it.each([true, false])(
    'calls an invoice credited that a credit note drawn from it settled, although no reconciliation says so (cross joins: %s)',
    async (hasJoins) => {
      const { fake } = harness;
      const [credited, paid] = [fake.createInvoice({ partner, total: '116.00' }), fake.createInvoice({ partner, total: '50.00' })];
      fake.creditNote({ invoice: credited });
      fake.incomingPayment({ invoices: [paid] });
      harness.pass(60_000);
      fake.faults.next({ kind: 'status', status: 200, body: { value: [] }, match: /InternalReconciliations/, times: Infinity });
      const refusal = { error: { code: '-1', message: 'Not supported' } };
      if (!hasJoins) fake.faults.next({ kind: 'status', status: 400, body: refusal, match: /QueryService/, times: Infinity });
      expect(await invoice(credited)).toMatchObject({ status: 'credited', allocations: [{ by: 'credit_note', amount: '116.00' }] });
      expect(await invoice(paid)).toMatchObject({ status: 'paid' });
    },
  );

  it.each([400, 500])('reads the same lines whole from a server that refuses cross joins with %i', async (status) => {
    const { fake } = harness;
    const order = fake.createOrder({ partner, number: 4711, total: '10.00' });
    const delivery = fake.createDelivery({ partner, orders: [order], total: '10.00' });
    const bought = fake.createInvoice({
      partner,
      deliveries: [delivery],
      lines: [
        { item: 'V-1', price: '6.00' },
        { item: 'V-2', price: '4.00' },
      ],
    });
    for (let at = 0; at < 60; at++) fake.createInvoice({ partner, total: '1.00' });
    const joined = (await readAll(harness.connect(), 'invoices')).records;
    const body = { error: { code: '-1', message: 'Not supported' } };
    fake.faults.next({ kind: 'status', status, body, match: /QueryService/, times: 99 });
    const erp = harness.connect();
    await expect(erp.check(never)).resolves.toEqual([]);
    expect((await readAll(erp, 'invoices')).records).toEqual(joined);
    expect(joined.get(erpRecordId(`13:${bought}`))).toMatchObject({
      origin: '4711',
      lines: [{ productCode: 'V-1' }, { productCode: 'V-2' }],
    });
  });

  it('ignores ids that are none of its own', async () => {
    const ids = ['', '13:', '13:999999', 'x', '99:1', '24:1'].map(erpRecordId);
    expect(await harness.connect().readByIds('invoices', ids, never)).toEqual(NOTHING);
    expect(await harness.connect().readByIds('payments', ids, never)).toEqual(NOTHING);
  });

  it('reads a thousand invoices in few calls with only the fields it needs', async () => {
    const { fake } = harness;
    fake.transaction((erp) => {
      for (let at = 0; at < 1_000; at++) {
        const entry = erp.createInvoice({ partner, lines: [{ price: '10.00' }, { price: '5.00' }] });
        if (at % 2) erp.incomingPayment({ invoices: [entry] });
      }
    });
    fake.forgetCalls();
    expect((await readAll(harness.connect(), 'invoices')).records.size).toBe(1_000);
    const bytes = fake.calls().reduce((sum, call) => sum + call.bytes, 0);
    expect(fake.calls().length).toBeLessThan(35);
    expect(bytes).toBeLessThan(2_200_000);
  });
});

describe('a reconciliation of several with several', () => {
  it('is matched in the order of its rows, to the last cent', () => {
    const row = (SrcObjTyp: string, SrcObjAbs: number, CreditOrDebit: string, ReconcileAmount: number) => ({
      SrcObjTyp,
      SrcObjAbs,
      CreditOrDebit,
      ReconcileAmount,
    });
    const raw = RawReconciliation.parse({
      ReconNum: 7,
      ReconDate: '2026-11-20T00:00:00Z',
      ReconType: 'rtManual',
      CancelAbs: 0,
      InternalReconciliationRows: [
        row('13', 1, 'codDebit', 0.1),
        row('13', 2, 'codDebit', 0.2),
        row('24', 5, 'codCredit', 0.15),
        row('14', 6, 'codCredit', 0.15),
      ],
    });
    expect(matchesIn(raw, 2)).toEqual([
      { debit: '13:1', credit: '24:5', amount: 10n, on: '2026-11-20' },
      { debit: '13:2', credit: '24:5', amount: 5n, on: '2026-11-20' },
      { debit: '13:2', credit: '14:6', amount: 15n, on: '2026-11-20' },
    ]);
  });
});
