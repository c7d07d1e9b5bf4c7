import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { callS4, SERVICES } from './sap-s4/caller.ts';
import { startS4Fake, type S4Fake } from './sap-s4/index.ts';

const DELIVERIES = `${SERVICES}/API_OUTBOUND_DELIVERY_SRV;v=0002`;

let s4: S4Fake;
let partner: string;
let order: string;
beforeEach(async () => {
  s4 = await startS4Fake();
  partner = s4.createPartner({ name: 'Aceros del Valle', number: '4711' });
  s4.transaction((erp) => erp.createMaterial({ material: 'VAL-1', text: 'Válvula', price: '100.00', available: 6 }));
  s4.catalog.createProduct({ name: 'Visita', number: 'SRV-1', type: 'SERV' });
  s4.catalog.createPrice({ product: 'SRV-1', amount: '50.00', currency: 'MXN' });
  order = sell('10');
});
afterEach(() => s4.close());

const sell = (quantity: string): string =>
  s4.transaction((erp) =>
    erp.createSalesOrder({
      partner,
      lines: [
        { material: 'VAL-1', quantity },
        { material: 'SRV-1', quantity: '1' },
      ],
    }),
  );
const deliver = (quantity: number, isIssued = true): string =>
  s4.transaction((erp) => erp.deliverOrder({ order, isIssued, lines: [{ line: 0, quantity }] }));
const head = () => s4.record('A_SalesOrder', order);
const statuses = () =>
  ['OverallTotalDeliveryStatus', 'OverallOrdReltdBillgStatus', 'OverallSDProcessStatus'].map((field) => head()?.[field]).join('');
const stockOf = () => s4.records('A_MatlStkInAcctMod').map((row) => row['MatlWrhsStkQtyInMatlBaseUnit']);

it('a delivery is told by its service, in numbers without leading zeros, and only where it is arranged', async () => {
  deliver(4);
  const { rows } = await callS4(s4, `${DELIVERIES}/A_OutbDeliveryHeader?$top=9&$filter=${encodeURIComponent("SDDocumentCategory eq 'J'")}`);
  expect(rows).toMatchObject([
    {
      DeliveryDocument: '80000001',
      OverallGoodsMovementStatus: 'C',
      SoldToParty: '4711',
      ActualGoodsMovementDate: expect.stringMatching(/^\/Date\(\d+\)\/$/),
    },
  ]);
  const filter = encodeURIComponent(`ReferenceSDDocument eq '${order}'`);
  const items = await callS4(s4, `${DELIVERIES}/A_OutbDeliveryItem?$top=9&$filter=${filter}`);
  expect(items.rows).toMatchObject([
    {
      DeliveryDocument: '80000001',
      ReferenceSDDocument: order,
      ReferenceSDDocumentItem: '10',
      ActualDeliveryQuantity: '4',
      GoodsMovementStatus: 'C',
    },
  ]);
  s4.withdrawScenario('SAP_COM_0106');
  expect((await callS4(s4, `${DELIVERIES}/A_OutbDeliveryHeader?$top=1`)).status).toBe(403);
});

it('goods leave the stock when they are issued, and the order is stamped by nothing of that', () => {
  const stamp = head()?.['LastChangeDateTime'];
  const delivery = deliver(4, false);
  expect([statuses(), stockOf()]).toEqual(['BAB', ['6']]);
  s4.transaction((erp) => erp.issueGoods(delivery));
  expect([statuses(), stockOf(), head()?.['LastChangeDateTime']]).toEqual(['BAB', ['2'], stamp]);
});

it('no more is delivered than was confirmed, and nothing of what waits for approval', () => {
  expect(() => deliver(7)).toThrow('Only 6');
  s4.habits.sales = { approvalFrom: '0', creditLimit: null };
  order = sell('1');
  expect(() => deliver(1)).toThrow('blocked');
});

it('an order is completed by its last bill, and is not once that is cancelled', () => {
  order = sell('2');
  s4.transaction((erp) => erp.setConfirmed(order, true));
  deliver(2);
  const billing = s4.transaction((erp) => erp.invoiceOrder({ order }));
  expect(statuses()).toBe('CCC');
  expect(s4.billing(billing)).toMatchObject({ total: '290.00', open: '290.00' });
  expect(() => s4.transaction((erp) => erp.invoiceOrder({ order }))).toThrow('Nothing');
  s4.cancelBilling(billing);
  expect(statuses()).toBe('CAB');
});
