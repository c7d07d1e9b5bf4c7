import { describe, expect, it } from '@jest/globals';
import { RecordRejectedError, ReconnectError, TransientError, UnclearOutcomeError } from '../../../server/shared/errors.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { failureOf, never, readOne } from '../../contract/reading.ts';
import { KEY, selling, VALVES } from './selling-harness.ts';

const shop = selling();
const QUOTATIONS = /POST .*A_SalesQuotation(\?|$)/;

describe('a quotation that is made', () => {
  it('carries its key behind the reference, as much of that as there is room for, and is read without it', async () => {
    const reference = 'Válvulas para la planta de Monterrey Norte';
    const { id } = await shop.create({ reference });
    const [row] = shop.rows('A_SalesQuotation');
    expect(row!['PurchaseOrderByCustomer']).toMatch(/^Válvulas para la plant HS[0-9A-Z]{10}$/);
    expect(await readOne(shop.harness().connect(), 'orders', id)).toMatchObject({ reference: 'Válvulas para la plant' });
    expect(await shop.find()).toMatchObject([{ id }]);
  });

  it('is found whatever people write before the key, and not once they took it away', async () => {
    const { id } = await shop.create({ reference: null });
    const write = (text: string) =>
      shop.fake().transaction(({ tx }) => void tx.patch('A_SalesQuotation', '0020000001', { PurchaseOrderByCustomer: text }));
    const text = String(shop.rows('A_SalesQuotation')[0]!['PurchaseOrderByCustomer']);
    write(`Pedido 9 ${text}`);
    expect(await shop.find()).toMatchObject([{ id }]);
    write(`${text}X`);
    expect(await shop.find()).toEqual([]);
  });

  it('is in the sales area of the customer, of the kind that was entered, and valid for a while', async () => {
    shop.fake().transaction(({ tx }) => void tx.patch('A_CustomerSalesArea', `${shop.customer().padStart(10, '0')}/1010/10/00`, { PriceListType: '02' })); // prettier-ignore
    await shop.create({ paymentTermId: 'NT30', warehouseId: '1010/101A' });
    const [row] = shop.rows('A_SalesQuotation');
    expect(row).toMatchObject({
      ...{ SalesQuotationType: 'QT', SalesOrganization: '1010', DistributionChannel: '10', OrganizationDivision: '00' },
      ...{ CustomerPaymentTerms: 'NT30', PriceListType: '02', TransactionCurrency: 'MXN' },
    });
    expect(String(row!['BindingPeriodValidityEndDate']) > String(row!['BindingPeriodValidityStartDate'])).toBe(true);
    expect(shop.rows('A_SalesQuotationItem')).toMatchObject([{ Plant: '1010' }, { Plant: '1010' }]);
    const other = shop.commands({ quotationType: 'AG' }).run('createOrder', { key: 'HS-9', input: shop.order() }, never);
    expect(await failureOf(other)).toMatchObject({ code: 'sap-s4.refused', properties: ['SalesQuotationType'] });
  });

  it('has what was agreed by hand, which outlives another price of the list', async () => {
    await shop.create();
    expect(conditions()).toEqual([
      ['10', 'PPR0', '100.00', 'A'],
      ['10', 'PMP0', '90.00', ''],
      ['10', 'DRG1', '-10', ''],
      ['10', 'MWST', '16', ''],
      ['20', 'PPR0', '50.00', ''],
      ['20', 'MWST', '16', ''],
    ]);
  });

  it('has a price of more digits than its currency as that of a thousand', async () => {
    const made = await shop.create({ lines: [{ ...VALVES, quantity: '3000', unitPrice: '1.2345', discount: null }] });
    expect(made.untaxed).toBe('3703.50');
    const [line] = (await readOne(shop.harness().connect(), 'orders', made.id)).lines;
    expect(line).toMatchObject({ unitPrice: '1.2345', quantity: '3000' });
  });

  it('is of the list that was chosen, and for the person it was agreed with', async () => {
    shop.fake().catalog.createPrice({ product: 'VAL-1', amount: '80', currency: 'MXN', priceListType: '02' });
    const ana = erpRecordId(shop.fake().createContact({ company: shop.customer(), name: 'Ana Garza' }));
    const lines = [{ ...VALVES, unitPrice: null, discount: null }];
    const made = await shop.create({ priceListId: 'PPR0/1010/10/02/MXN', contactId: ana, lines });
    expect(made.untaxed).toBe('800.00');
    expect(shop.rows('A_SalesQuotationPartner')).toMatchObject([{ PartnerFunction: 'CP', ContactPerson: ana.padStart(10, '0') }]);
  });

  it('waits for approval where the system wants that, which is no failure', async () => {
    shop.fake().habits.sales = { approvalFrom: '500', creditLimit: null };
    const made = await shop.create();
    expect(made.status).toBe('waiting_approval');
    expect(await shop.confirm(made.id)).toEqual({ ...made, isChanged: false });
    expect(shop.rows('A_SalesOrder')).toEqual([]);
  });

  const conditions = () =>
    shop
      .rows('A_SalesQuotationItemPrcgElmnt')
      .map((row) => [
        String(Number(row['SalesQuotationItem'])),
        ...['ConditionType', 'ConditionRateValue', 'ConditionInactiveReason'].map((name) => row[name]),
      ]);
});

describe('where it can be sold to', () => {
  const alsoIn = (area: string) =>
    shop.fake().transaction(({ tx }) => {
      const [organisation = '', channel = '', division = ''] = area.split('/');
      const number = shop.customer().padStart(10, '0');
      const key = { Customer: number, SalesOrganization: organisation, DistributionChannel: channel, Division: division };
      tx.put('A_CustomerSalesArea', `${number}/${area}`, { ...key, Currency: 'MXN' });
    });

  it('is the area of the connection, of several', async () => {
    alsoIn('1010/20/00');
    expect(await shop.create()).toMatchObject({ status: 'quotation' });
    expect(await failureOf(shop.commands({ salesArea: '' }).run('createOrder', { key: 'HS-9', input: shop.order() }, never))).toMatchObject(
      {
        code: 'sap-s4.several_sales_areas',
        params: { areas: '1010/10/00, 1010/20/00' },
      },
    );
  });

  it('is the only one the customer has', async () => {
    await expect(shop.create({}, { salesArea: '1010/77/00' })).resolves.toMatchObject({ status: 'quotation' });
  });

  it('is nowhere where nobody made an area', async () => {
    shop.fake().transaction(({ tx }) => tx.remove('A_CustomerSalesArea', `${shop.customer().padStart(10, '0')}/1010/10/00`));
    expect(await failureOf(shop.create())).toMatchObject({ code: 'sap-s4.no_sales_area', params: { customer: shop.customer() } });
  });

  it.each([
    [{ OrderIsBlockedForCustomer: '01' }, 'order.customer_blocked'],
    [{ DeletionIndicator: true }, 'order.customer_archived'],
  ])('is nowhere where sales were closed: %j', async (changes, code) => {
    shop.fake().transaction(({ tx }) => void tx.patch('A_Customer', shop.customer().padStart(10, '0'), changes));
    expect(await failureOf(shop.create())).toMatchObject({ code });
    expect(shop.writes()).toEqual([]);
  });

  it('is not said by the standing alone: a block is told before', async () => {
    shop.fake().blockPartner(shop.customer());
    const { standing } = shop.harness().connect().capabilities.orders!;
    const about = { customerId: erpRecordId(shop.customer()), companyId: null };
    expect(await standing(about, never)).toEqual({ blockedBy: 'Central block', credit: null });
  });
});

describe('one quotation is made of one key', () => {
  it('although the system makes another one of each call', async () => {
    await shop.create();
    await shop.create();
    expect(shop.writes()).toEqual(['POST A_SalesQuotation 201']);
  });

  it('when nobody can read it yet: it is asked for again, and then it is unclear', async () => {
    const { faults } = shop.fake();
    faults.next({ kind: 'status', status: 500, body: '', match: /GET .*A_SalesQuotation\?.*SalesQuotation%20eq/ });
    expect(await failureOf(shop.create())).toBeInstanceOf(UnclearOutcomeError);
    expect(await shop.create()).toMatchObject({ status: 'quotation' });
    expect(shop.rows('A_SalesQuotation')).toHaveLength(1);
  });

  it.each([
    ['a page instead of an answer', { kind: 'status', status: 502, body: '<html>' } as const, UnclearOutcomeError],
    ['nobody there', { kind: 'status', status: 503, body: '<html>' } as const, TransientError],
    ['too many calls', { kind: 'status', status: 429, headers: { 'retry-after': '20' } } as const, Error],
  ])('when the answer is %s', async (_, fault, expected) => {
    shop.fake().faults.next({ ...fault, match: QUOTATIONS });
    expect(await failureOf(shop.create())).toBeInstanceOf(expected);
    await shop.create();
    expect(shop.rows('A_SalesQuotation')).toHaveLength(1);
  });

  it('when the session ended between two calls', async () => {
    await shop.create({}, {});
    shop.fake().expireSessions();
    const commands = shop.commands();
    await commands.run('createOrder', { key: 'HS-2', input: shop.order() }, never);
    shop.fake().expireSessions();
    await commands.run('createOrder', { key: 'HS-3', input: shop.order() }, never);
    expect(shop.rows('A_SalesQuotation')).toHaveLength(3);
  });

  it('and none where the scenario is missing, or the right', async () => {
    shop.fake().withdrawScenario('SAP_COM_0118');
    expect(await failureOf(shop.create())).toBeInstanceOf(ReconnectError);
    shop.fake().arrangeScenario('SAP_COM_0118');
    shop.fake().revokeWriting('A_SalesQuotation');
    const error = await failureOf(shop.create());
    expect([error, (error as RecordRejectedError).code]).toEqual([expect.any(RecordRejectedError), 'order.no_right_to_orders']);
    expect(shop.rows('A_SalesQuotation')).toEqual([]);
  });

  it('by a hash that must never change', async () => {
    await shop.create();
    expect([KEY, shop.rows('A_SalesQuotation')[0]!['PurchaseOrderByCustomer']]).toEqual(['HS-4711-D99-1', 'OC 77 HSWYA12Q1HW7']);
  });
});
