import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ES } from '../../../hubspot-app/app/settings/erp-forms/sap-s4/messages.ts';
import type { Order } from '../../../server/erp/shared/contract.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { progressOf } from '../../../server/streams/orders/progress.ts';
import { describeOrdersContract } from '../../contract/orders.ts';
import { listAll, never, readAll, readOne, SETTLED_MS } from '../../contract/reading.ts';
import type { Operations } from '../../fakes/sap-s4/index.ts';
import { s4OrderHarness, type S4OrderHarness } from './orders-harness.ts';

describeOrdersContract('SAP S/4HANA', () => s4OrderHarness());
describeOrdersContract('SAP S/4HANA of one’s own', () => s4OrderHarness({ isLedgerPadded: false, pageSize: 7 }));

describe('orders of S/4HANA', () => {
  let harness: S4OrderHarness;
  let partner: string;
  beforeEach(async () => {
    harness = await s4OrderHarness();
    partner = harness.fake.createPartner({ name: 'Aceros del Valle' });
    work((erp) => erp.createMaterial({ material: 'VAL-1', text: 'Válvula', price: '100.00', available: 12 }));
    harness.fake.catalog.createProduct({ name: 'Visita', number: 'SRV-1', type: 'SERV' });
    harness.fake.catalog.createPrice({ product: 'SRV-1', amount: '50.00', currency: 'MXN' });
  });
  afterEach(() => harness.close());

  const work = <T>(what: (erp: Operations) => T): T => harness.fake.transaction(what);
  const LINES = [
    { material: 'VAL-1', quantity: '10', price: '90', discount: '10' },
    { material: 'SRV-1', quantity: '1' },
  ];
  const order = (lines: Parameters<Operations['createSalesOrder']>[0]['lines'] = LINES) =>
    work((erp) => erp.createSalesOrder({ partner, lines, reference: 'OC 77' }));
  const deliver = (number: string, quantity: number, more: object = {}) =>
    work((erp) => erp.deliverOrder({ order: number, lines: [{ line: 0, quantity }], ...more }));
  const invoice = (number: string) => work((erp) => erp.invoiceOrder({ order: number }));
  const read = (id: string): Promise<Order> => {
    harness.pass(SETTLED_MS);
    return readOne(harness.connect(), 'orders', erpRecordId(id));
  };
  const figures = ({ lines }: Order) => lines.map(({ sku, quantity, delivered, reserved, invoiced }) => [sku, quantity, delivered, reserved, invoiced]); // prettier-ignore

  /** Ids of what a reading brings after something happened, once everything before it came to rest. */
  async function found(happens: () => unknown): Promise<string[]> {
    let next: string | null = null;
    for (let reading = 0; reading < 3; reading++) {
      harness.pass(30 * 60_000);
      ({ next } = await readAll(harness.connect(), 'orders', next));
    }
    happens();
    harness.pass(SETTLED_MS);
    return [...(await readAll(harness.connect(), 'orders', next)).records.keys()].sort();
  }

  it('are told with the figures of their items and conditions', async () => {
    const quotation = work((erp) => erp.createQuotation({ partner, lines: LINES, reference: 'OC 77' }));
    const number = work((erp) => erp.orderFromQuotation(quotation));
    const { records } = await readAll(harness.connect(), 'orders');
    expect([...records.values()]).toMatchObject([
      {
        ...{ id: number, number, status: 'confirmed', quotationId: `quotation/${quotation}`, reference: 'OC 77', companyId: '1010' },
        ...{ customerId: partner, organisationId: partner, currency: 'MXN', untaxed: '860.00', tax: '137.60', total: '997.60' },
        ...{ promisedAt: harness.fake.store.clock.stamp().today, deliveries: [], invoiceIds: [] },
        lines: [
          {
            ...{ id: '10', productId: 'VAL-1', sku: 'VAL-1', description: 'Válvula', unit: 'PC', quantity: '10', unitPrice: '90.00' },
            ...{ discount: '10', net: '810.00', taxes: ['MWST 16%'], delivered: '0', reserved: '10', reservesOn: null, invoiced: '0' },
          },
          { id: '20', sku: 'SRV-1', unitPrice: '50.00', discount: '0', net: '50.00', delivered: null, reserved: null, invoiced: '0' },
        ],
      },
      {
        id: `quotation/${quotation}`,
        number: quotation,
        status: 'closed',
        quotationId: null,
        promisedAt: null,
        untaxed: '860.00',
        tax: '137.60',
      },
    ]);
  });

  it('wait for approval and for credit, and are ordered once somebody agreed', async () => {
    harness.fake.habits.sales = { approvalFrom: '500', creditLimit: null };
    const number = order();
    expect(await read(number)).toMatchObject({ id: number, status: 'waiting_approval' });
    expect(await found(() => work((erp) => erp.approveSalesOrder(number)))).toEqual([number]);
    expect(await read(number)).toMatchObject({ status: 'confirmed' });
    harness.fake.habits.sales = { approvalFrom: null, creditLimit: '500' };
    expect(await read(order())).toMatchObject({ status: 'waiting_approval' });
  });

  it('are promised only when everything is confirmed', async () => {
    const number = order([{ material: 'VAL-1', quantity: '20' }]);
    expect(await read(number)).toMatchObject({ promisedAt: null, lines: [{ quantity: '20', reserved: '12' }] });
    expect(progressOf(await read(number)).reserved).toBe('partly');
  });

  it('are delivered when the goods leave, and not when the delivery is made', async () => {
    const number = order();
    let delivery = '';
    expect(await found(() => (delivery = deliver(number, 4, { isIssued: false })))).toEqual([number]);
    const planned = await read(number);
    expect(figures(planned)[0]).toEqual(['VAL-1', '10', '0', '10', '0']);
    expect(planned.deliveries).toMatchObject([{ id: delivery, number: delivery, status: 'waiting', tracking: null }]);
    let issuedOn = '';
    const issue = (): void => {
      work((erp) => erp.issueGoods(delivery));
      issuedOn = harness.fake.store.clock.stamp().today;
    };
    expect(await found(issue)).toEqual([number]);
    expect(figures(await read(number))[0]).toEqual(['VAL-1', '10', '4', '6', '0']);
    expect(await found(() => work((erp) => erp.setTracking(delivery, 'EST 4711 0815')))).toEqual([number]);
    const left = await read(number);
    expect(left.deliveries).toMatchObject([{ status: 'done', at: issuedOn, tracking: 'EST 4711 0815' }]);
  });

  it('are invoiced with what names them, as long as that is not cancelled', async () => {
    const number = order();
    deliver(number, 10);
    let billing = '';
    expect(await found(() => (billing = invoice(number)))).toEqual([number]);
    const done = await read(number);
    expect(done).toMatchObject({ status: 'confirmed', invoiceIds: [billing] });
    expect(progressOf(done)).toEqual({ reserved: 'all', delivered: 'all', invoiced: 'all' });
    const { status, open, total } = await readOne(harness.connect(), 'invoices', erpRecordId(billing));
    expect({ status, open, total }).toEqual({ status: 'open', open: '997.60', total: '997.60' });
    expect(await found(() => harness.fake.cancelBilling(billing))).toEqual([number]);
    expect(await read(number)).toMatchObject({ invoiceIds: [], lines: [{ invoiced: '0' }, { invoiced: '0' }] });
  });

  it('lose what was rejected, and are closed when a part of them came before', async () => {
    const number = order();
    work((erp) => erp.rejectItem(number, 1));
    expect(await read(number)).toMatchObject({ status: 'confirmed', untaxed: '810.00', tax: '129.60', lines: [{ sku: 'VAL-1' }] });
    deliver(number, 4);
    expect(await found(() => work((erp) => erp.rejectItem(number, 0)))).toEqual([number]);
    const closed = await read(number);
    expect(closed.status).toBe('closed');
    expect(figures(closed)).toEqual([['VAL-1', '4', '4', '0', '0']]);
    const other = order();
    work((erp) => erp.rejectSalesOrder(other));
    const cancelled = await read(other);
    expect([cancelled.status, cancelled.lines.length, cancelled.total]).toEqual(['cancelled', 2, '0.00']);
  });

  it('that are confirmed no longer show in the comparison of what is open', async () => {
    const [taken, kept, done] = [order(), order([{ material: 'SRV-1', quantity: '1' }]), order([{ material: 'SRV-1', quantity: '2' }])];
    invoice(done);
    const open = () => listAll(harness.connect(), 'orders', { kind: 'unsettled' });
    const before = await open();
    expect([...before.keys()].sort()).toEqual([taken, kept].sort());
    // No stamp of the order moves.
    expect(await found(() => work((erp) => erp.setConfirmed(taken, false)))).toEqual([]);
    const after = await open();
    expect([after.get(erpRecordId(taken)) === before.get(erpRecordId(taken)), after.get(erpRecordId(kept)) === before.get(erpRecordId(kept))]).toEqual([false, true]); // prettier-ignore
    expect(await read(taken)).toMatchObject({ promisedAt: null, lines: [{ reserved: '0' }, {}] });
  });

  it('are listed as changed when something was delivered or billed', async () => {
    const [delivered, billed] = [order(), order([{ material: 'SRV-1', quantity: '1' }])];
    order();
    harness.pass(3 * 86_400_000);
    const since = harness.now();
    harness.pass(SETTLED_MS);
    deliver(delivered, 4);
    invoice(billed);
    harness.pass(SETTLED_MS);
    const listed = await listAll(harness.connect(), 'orders', { kind: 'changedSince', since });
    expect([...listed.keys()].sort()).toEqual([delivered, billed].sort());
  });

  it('tell a price that does not come out even, and one of the list', async () => {
    harness.fake.catalog.createPrice({ product: harness.fake.catalog.createProduct({ name: 'Tornillo', number: 'TOR-1' }), amount: '12.50', per: 100, currency: 'MXN' }); // prettier-ignore
    const { lines } = await read(order([{ material: 'VAL-1', quantity: '3', discount: '33.333' }, { material: 'TOR-1', quantity: '7' }])); // prettier-ignore
    expect(lines).toMatchObject([
      { unitPrice: '100.00', discount: '33.333', net: '200.00' },
      { unitPrice: '0.13', discount: '0', net: '0.91' },
    ]);
    const fine = order([{ material: 'VAL-1', quantity: '3' }]);
    const tx = harness.fake.store.begin();
    tx.patch('A_SalesOrderItemPrElement', `${fine.padStart(10, '0')}/000010/010`, { ConditionRateValue: '100.000000001' });
    tx.commit();
    // Its conditions say more digits than amounts have.
    expect((await read(fine)).lines).toMatchObject([{ unitPrice: '100.00', discount: '0', net: '300.00' }]);
  });

  it.each<[string, (number: string) => [set: string, key: string, changes: Record<string, string>]]>([
    ['an item without its amount', (number: string) => ['A_SalesOrderItem', `${number}/000010`, { NetAmount: 'ten' }]],
    [
      'a condition without its amount',
      (number: string) => ['A_SalesOrderItemPrElement', `${number}/000010/020`, { ConditionAmount: 'ten' }],
    ],
    [
      'a schedule line without its quantity',
      (number: string) => ['A_SalesOrderScheduleLine', `${number}/000010/0001`, { ConfdOrderQtyByMatlAvailCheck: 'ten' }],
    ],
    ['a head without its currency', (number: string) => ['A_SalesOrder', number, { TransactionCurrency: '' }]],
    ['an item of its delivery without its quantity', () => ['A_OutbDeliveryItem', '0080000001/000010', { ActualDeliveryQuantity: 'ten' }]],
    ['its delivery of a day that is none', () => ['A_OutbDeliveryHeader', '0080000001', { PlannedGoodsIssueDate: 'tomorrow' }]],
    ['an item of its invoice without its quantity', () => ['A_BillingDocumentItem', '0090000001/000010', { BillingQuantity: 'ten' }]],
  ])('are a problem of their own with %s', async (_what, broken) => {
    const [bad, good] = [order(), order([{ material: 'SRV-1', quantity: '1' }])];
    deliver(bad, 4);
    invoice(bad);
    const tx = harness.fake.store.begin();
    const [set, key, changes] = broken(bad.padStart(10, '0'));
    tx.patch(set, key, changes);
    tx.commit();
    harness.pass(SETTLED_MS);
    const erp = harness.connect();
    const pages = [];
    for (let cursor: string | null = null, hasMore = true; hasMore;) {
      const page: Awaited<ReturnType<typeof erp.readPage<'orders'>>> = await erp.readPage('orders', cursor, never);
      pages.push(page);
      [cursor, hasMore] = [page.next, page.hasMore];
    }
    expect(pages.flatMap(({ records }) => records.map(({ id }) => id))).toEqual([good]);
    expect(pages.flatMap(({ rejected = [] }) => rejected)).toMatchObject([{ id: bad, code: 'sap-s4.unreadable_record' }]);
    expect([...(await listAll(erp, 'orders', { kind: 'all' })).keys()].sort()).toEqual([bad, good].sort());
  });

  describe('without an arrangement', () => {
    it.each([
      ['SAP_COM_0109', 'API_SALES_ORDER_SRV'],
      ['SAP_COM_0118', 'API_SALES_QUOTATION_SRV'],
      ['SAP_COM_0106', 'API_OUTBOUND_DELIVERY_SRV;v=0002'],
    ] as const)('%s the check tells it, in both languages', async (scenario, service) => {
      harness.fake.withdrawScenario(scenario);
      const notice = { code: 'sap-s4.orders_not_arranged', params: { scenario, service } };
      await expect(harness.connect().check(never)).resolves.toEqual([notice]);
      expect(Object.keys(ES)).toContain(notice.code);
    });

    it('of deliveries the orders themselves tell how far they came', async () => {
      harness.fake.withdrawScenario('SAP_COM_0106');
      const number = order();
      deliver(number, 4);
      invoice(number);
      const { records } = await readAll(harness.connect(), 'orders');
      const [read] = [...records.values()];
      expect(read).toMatchObject({ id: number, deliveries: [], invoiceIds: [expect.any(String)] });
      expect(figures(read!)[0]).toEqual(['VAL-1', '10', '4', '6', '4']);
      // Once it is there, what was read before is read with them.
      harness.pass(9 * 86_400_000);
      const { next } = await readAll(harness.connect(), 'orders');
      harness.fake.arrangeScenario('SAP_COM_0106');
      const { records: again } = await readAll(harness.connect(), 'orders', next);
      expect(again.get(erpRecordId(number))?.deliveries).toMatchObject([{ status: 'done' }]);
    });

    it('of quotations there are orders alone', async () => {
      const quotation = work((erp) => erp.createQuotation({ partner, lines: LINES }));
      const number = work((erp) => erp.orderFromQuotation(quotation));
      harness.fake.withdrawScenario('SAP_COM_0118');
      expect([...(await readAll(harness.connect(), 'orders')).records.keys()]).toEqual([number]);
      expect([...(await listAll(harness.connect(), 'orders', { kind: 'all' })).keys()]).toEqual([number]);
      // One that was read before is not taken for deleted.
      await expect(harness.connect().readByIds('orders', [erpRecordId(`quotation/${quotation}`)], never)).rejects.toMatchObject({
        code: 'sap-s4.missing_scenario',
      });
    });
  });

  it('of company codes that were not chosen are left out', async () => {
    harness.fake.addCompanyCode({ code: '1710', name: 'Texas', currency: 'MXN', country: 'MX', taxId: 'TEX120315QX8' });
    const ours = order();
    const theirs = order();
    const tx = harness.fake.store.begin();
    tx.patch('A_SalesOrder', theirs.padStart(10, '0'), { SalesOrganization: '1710' });
    tx.commit();
    harness.pass(SETTLED_MS);
    const erp = harness.connectWith({ companies: ['1010'] });
    expect([...(await readAll(erp, 'orders')).records.keys()]).toEqual([ours]);
    expect([...(await listAll(erp, 'orders', { kind: 'all' })).keys()]).toEqual([ours]);
    expect((await erp.readByIds('orders', [erpRecordId(theirs)], never)).records).toEqual([]);
    const all = (await readAll(harness.connect(), 'orders')).records;
    expect(all.get(erpRecordId(theirs))).toMatchObject({ companyId: '1710' });
  });
});
