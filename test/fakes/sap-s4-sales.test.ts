import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { callS4, SERVICES } from './sap-s4/caller.ts';
import { startS4Fake, type S4Fake } from './sap-s4/index.ts';

const QUOTATIONS = `${SERVICES}/API_SALES_QUOTATION_SRV`;
const ORDERS = `${SERVICES}/API_SALES_ORDER_SRV`;

let s4: S4Fake;
let partner: string;
let token: Record<string, string>;
beforeEach(async () => {
  s4 = await startS4Fake();
  partner = s4.createPartner({ name: 'Aceros del Valle SA de CV', number: '4711' });
  s4.transaction((erp) => {
    erp.createMaterial({ material: 'VALV-2', text: 'Válvula 2in', price: '1250.00' });
    erp.createMaterial({ material: 'BOMBA-3', text: 'Bomba 3 HP', price: '9800.00', available: 7 });
  });
  const { headers } = await callS4(s4, `${ORDERS}/`, { headers: { 'x-csrf-token': 'Fetch' } });
  const cookie = headers.getSetCookie().map((one) => one.split(';')[0]).join('; '); // prettier-ignore
  token = { 'x-csrf-token': headers.get('x-csrf-token') ?? '', cookie };
});
afterEach(() => s4.close());

const send = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
  callS4(s4, path, {
    method,
    ...(body && { body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json', ...token, ...headers },
  });
const read = async (path: string) => {
  const { d, headers } = await callS4(s4, path);
  return { d, etag: headers.get('etag') ?? '' };
};

const AREA = { SalesOrganization: '1010', DistributionChannel: '10', OrganizationDivision: '00', SoldToParty: '4711' };
const manual = (price: string) => ({ ConditionType: 'PMP0', ConditionRateValue: price, ConditionCurrency: 'MXN', ConditionQuantity: '1', ConditionQuantityUnit: 'PC' }); // prettier-ignore
const ITEMS = [
  { Material: 'VALV-2', RequestedQuantity: '4', RequestedQuantityUnit: 'PC', to_PricingElement: { results: [manual('1100.00')] } },
  { Material: 'BOMBA-3', RequestedQuantity: '10', RequestedQuantityUnit: 'PC' },
];
const quote = (more: object = {}) =>
  send('POST', `${QUOTATIONS}/A_SalesQuotation`, { SalesQuotationType: 'QT', ...AREA, to_Item: { results: ITEMS }, ...more });
const order = (more: object = {}) =>
  send('POST', `${ORDERS}/A_SalesOrder`, { SalesOrderType: 'OR', ...AREA, to_Item: { results: ITEMS }, ...more });

describe('a document that is made', () => {
  it('is priced by the list, or by hand where somebody says so', async () => {
    const { status, d } = await quote({ PurchaseOrderByCustomer: 'HS-1' });
    expect([status, d]).toMatchObject([201, { TotalNetAmount: '102400.00', TransactionCurrency: 'MXN', PurchaseOrderByCustomer: 'HS-1' }]);
    const { rows } = await callS4(s4, `${QUOTATIONS}/A_SalesQuotationItem?$top=9&$orderby=SalesQuotation,SalesQuotationItem`);
    expect(rows).toMatchObject([
      { SalesQuotationItem: '10', NetAmount: '4400.00', SalesQuotationItemText: 'Válvula 2in' },
      { SalesQuotationItem: '20', NetAmount: '98000.00' },
    ]);
  });

  it('never takes an external document id over this service', async () => {
    const { status, d } = await order({ ExternalDocumentID: 'HS-1' });
    expect([status, d['ExternalDocumentID']]).toEqual([201, '']);
  });

  it('is confirmed as far as there is stock, and taxed', async () => {
    await order();
    const { rows } = await callS4(s4, `${ORDERS}/A_SalesOrderScheduleLine?$top=9&$orderby=SalesOrder,SalesOrderItem,ScheduleLine`);
    expect(rows).toMatchObject([{ ConfdOrderQtyByMatlAvailCheck: '4' }, { ConfdOrderQtyByMatlAvailCheck: '7' }]);
    expect(s4.records('A_SalesOrderItem')).toMatchObject([{ TaxAmount: '704.00' }, { TaxAmount: '15680.00' }]);
  });

  it('may be made twice: nothing tells a repeated call', async () => {
    const numbers = [await order({ PurchaseOrderByCustomer: 'HS-1' }), await order({ PurchaseOrderByCustomer: 'HS-1' })];
    expect(new Set(numbers.map(({ d }) => d['SalesOrder'])).size).toBe(2);
  });

  it('waits for approval or credit, which is no refusal', async () => {
    s4.habits.sales = { approvalFrom: '50000', creditLimit: '100000' };
    expect((await order()).d).toMatchObject({ SalesDocApprovalStatus: 'A', TotalCreditCheckStatus: 'B' });
    s4.habits.sales = { approvalFrom: null, creditLimit: null };
    expect((await order()).d).toMatchObject({ SalesDocApprovalStatus: '', TotalCreditCheckStatus: '' });
  });

  it('without items warns that it is incomplete', async () => {
    const { status, headers } = await order({ to_Item: { results: [] } });
    expect([status, headers.get('sap-message')]).toEqual([201, expect.stringContaining('not yet complete')]);
  });

  it.each([
    [{ SoldToParty: '4712' }, 'SoldToParty'],
    [{ SalesOrderType: 'TA' }, 'SalesOrderType'],
    [{ to_Item: { results: [{ Material: 'NADA', RequestedQuantity: '1' }] } }, 'Material'],
    [{ to_Item: { results: [{ Material: 'VALV-2', RequestedQuantity: '0' }] } }, 'RequestedQuantity'],
  ])('is refused with its reason: %j', async (more, target) => {
    const { status, text } = await order(more);
    expect([status, text]).toEqual([400, expect.stringContaining(`"target":"${target}"`)]);
    expect(s4.records('A_SalesOrder')).toEqual([]);
  });

  it('is not made of a customer that is blocked', async () => {
    s4.blockPartner(partner);
    expect((await order()).status).toBe(400);
  });
});

describe('an order from a quotation', () => {
  it('completes it, once', async () => {
    const number = String((await quote()).d['SalesQuotation']);
    const results = ITEMS.map((item, at) => ({ ...item, ReferenceSDDocument: number, ReferenceSDDocumentItem: String((at + 1) * 10) }));
    expect((await order({ to_Item: { results } })).d).toMatchObject({ ReferenceSDDocument: number, TotalNetAmount: '102400.00' });
    expect((await read(`${QUOTATIONS}/A_SalesQuotation('${number}')`)).d).toMatchObject({ OverallSDProcessStatus: 'C' });
    expect((await order({ to_Item: { results } })).status).toBe(400);
    expect(s4.records('A_SalesOrder')).toHaveLength(1);
  });
});

describe('a document that is changed', () => {
  const itemOf = (number: string, item: string) => `${ORDERS}/A_SalesOrderItem(SalesOrder='${number}',SalesOrderItem='${item}')`;

  it('wants to hear its version, and keeps prices that were entered by hand', async () => {
    const number = String((await order()).d['SalesOrder']);
    const { etag } = await read(`${ORDERS}/A_SalesOrder('${number}')`);
    const change = (headers: Record<string, string>) => send('PATCH', itemOf(number, '10'), { RequestedQuantity: '2' }, headers);
    expect(etag).toMatch(/^W\/"datetimeoffset/);
    expect((await change({})).status).toBe(428);
    expect((await change({ 'if-match': 'W/"other"' })).status).toBe(412);
    await new Promise((resolve) => setTimeout(resolve, 2));
    expect((await change({ 'if-match': etag })).status).toBe(204);
    expect((await read(`${ORDERS}/A_SalesOrder('${number}')`)).d).toMatchObject({ TotalNetAmount: '100200.00' });
    expect((await change({ 'if-match': etag })).status).toBe(412);
  });

  it('is called off by a reason for rejection of each item', async () => {
    const number = String((await order()).d['SalesOrder']);
    const reject = async (item: string) => {
      const { etag } = await read(`${ORDERS}/A_SalesOrder('${number}')`);
      await send('PATCH', itemOf(number, item), { SalesDocumentRjcnReason: '50' }, { 'if-match': etag });
      return (await read(`${ORDERS}/A_SalesOrder('${number}')`)).d;
    };
    expect(await reject('10')).toMatchObject({ OverallSDDocumentRejectionSts: 'B', TotalNetAmount: '98000.00' });
    expect(await reject('20')).toMatchObject({ OverallSDDocumentRejectionSts: 'C', TotalNetAmount: '0.00', OverallSDProcessStatus: 'C' });
  });

  it('by people in the office is the same document', async () => {
    const number = s4.transaction((erp) =>
      erp.createSalesOrder({ partner, lines: [{ material: 'VALV-2', quantity: '1' }], reference: 'OC-9' }),
    );
    const quotation = s4.transaction((erp) =>
      erp.createQuotation({ partner, lines: [{ material: 'VALV-2', quantity: '1', discount: '10' }] }),
    );
    expect((await read(`${ORDERS}/A_SalesOrder('${number}')`)).d).toMatchObject({
      TotalNetAmount: '1250.00',
      PurchaseOrderByCustomer: 'OC-9',
    });
    expect((await read(`${QUOTATIONS}/A_SalesQuotation('${quotation}')`)).d).toMatchObject({ TotalNetAmount: '1125.00' });
    s4.transaction((erp) => erp.approveSalesOrder(number));
    expect((await read(`${ORDERS}/A_SalesOrder('${number}')`)).d).toMatchObject({ SalesDocApprovalStatus: 'B' });
    s4.transaction((erp) => erp.rejectSalesOrder(number));
    expect((await read(`${ORDERS}/A_SalesOrder('${number}')`)).d).toMatchObject({ OverallSDDocumentRejectionSts: 'C' });
  });

  it('gets and loses lines and conditions by the records that they belong to', async () => {
    const number = String((await quote()).d['SalesQuotation']);
    const path = `A_SalesQuotation('${number}')`;
    const itemPath = (item: string) => `A_SalesQuotationItem(SalesQuotation='${number}',SalesQuotationItem='${item}')`;
    const condition = (step: string) =>
      `A_SalesQuotationItemPrcgElmnt(SalesQuotation='${number}',SalesQuotationItem='20',PricingProcedureStep='${step}',PricingProcedureCounter='001')`;
    const netAfter = async (method: string, below: string, body?: object) => {
      const { etag } = await read(`${QUOTATIONS}/${path}`);
      const { status } = await send(method, `${QUOTATIONS}/${below}`, body, { 'if-match': etag });
      return [status, (await read(`${QUOTATIONS}/${path}`)).d['TotalNetAmount']];
    };
    expect(await netAfter('POST', `${path}/to_Item`, { Material: 'VALV-2', RequestedQuantity: '1' })).toEqual([201, '103650.00']);
    expect(await netAfter('DELETE', itemPath('30'))).toEqual([204, '102400.00']);
    const discount = { ConditionType: 'DRG1', ConditionRateValue: '10' };
    expect(await netAfter('POST', `${itemPath('20')}/to_PricingElement`, discount)).toEqual([201, '92600.00']);
    expect(await netAfter('PATCH', condition('100'), { ConditionRateValue: '-20' })).toEqual([204, '82800.00']);
    expect(await netAfter('DELETE', condition('100'))).toEqual([204, '102400.00']);
    expect(await netAfter('DELETE', condition('010'))).toEqual([400, '102400.00']);
    expect(await netAfter('POST', `${itemPath('20')}/to_PricingElement`, { ...discount, ConditionType: 'PPR0' })).toEqual([
      400,
      '102400.00',
    ]);
  });

  it('is not of more digits than its fields have, and keeps amounts as its currency has them', async () => {
    const number = String((await order()).d['SalesOrder']);
    const change = async (body: object) => {
      const { etag } = await read(`${ORDERS}/A_SalesOrder('${number}')`);
      return (await send('PATCH', itemOf(number, '10'), body, { 'if-match': etag })).status;
    };
    expect([await change({ RequestedQuantity: '2.5551' }), await change({ RequestedQuantity: '2.555' })]).toEqual([400, 204]);
    expect(await change({ NetAmount: '1.00' })).toBe(204);
    expect((await read(`${ORDERS}/${`A_SalesOrderItem(SalesOrder='${number}',SalesOrderItem='10')`}`)).d).toMatchObject({
      ...{ RequestedQuantity: '2.555', NetAmount: '2810.50' },
    });
  });

  it('in a currency without a rate is not made', async () => {
    expect(await quote({ TransactionCurrency: 'CHF' })).toMatchObject({ status: 400, text: expect.stringContaining('SG/105') });
  });
});
