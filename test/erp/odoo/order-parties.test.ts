import { afterEach, describe, expect, it } from '@jest/globals';
import type { NewOrder } from '../../../server/erp/shared/contract.ts';
import { RecordRejectedError } from '../../../server/shared/errors.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { failureOf, never } from '../../contract/reading.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

let harness: OdooHarness;
afterEach(() => harness.close());

type Version = 16 | 17 | 18 | 19;
async function start(version: Version, botGroups: 'sales' | 'own_sales' = 'sales') {
  harness = await odooHarness({ version, botGroups });
  const { fake } = harness;
  await fake.createPriceList({ name: 'Tarifa pública' });
  const customer = await fake.createPartner({ name: 'Aceros del Norte', is_company: true });
  const valve = await fake.createProduct({ sku: 'VAL-1', name: 'Válvula', price: '100.00', tax: 16 });
  return { fake, customer, valve };
}

const anOrder = ({ customer, valve }: { customer: number; valve: number }, over: Partial<NewOrder> = {}): NewOrder => ({
  ...{ customerId: erpRecordId(customer), contactId: null, companyId: null, warehouseId: null, priceListId: null },
  ...{ paymentTermId: null, salespersonId: null, currency: 'MXN', reference: 'HubSpot 77' },
  lines: [{ productId: erpRecordId(valve), description: null, quantity: '10', unitPrice: '90', discount: '10' }],
  ...over,
});

const create = (input: NewOrder, key = 'HS-1-D1-1') => harness.connect().capabilities.commands!.run('createOrder', { key, input }, never);
const refusal = async (work: Promise<unknown>): Promise<RecordRejectedError> => {
  const error = await failureOf(work);
  expect(error).toBeInstanceOf(RecordRejectedError);
  return error as RecordRejectedError;
};

describe.each([16, 17, 18, 19] as const)('an order in Odoo %i, by whom it is sold to and made', (version) => {
  it('is not sold to the company that sells, nor to its own people, and nothing is sent', async () => {
    const shop = await start(version);
    const [own] = shop.fake.records('res.company').map(({ partner_id }) => Number(partner_id));
    const colleague = await shop.fake.createPartner({ name: 'Eva Díaz', is_company: false, parent_id: own! });
    shop.fake.forgetCalls();
    for (const customer of [own!, colleague]) {
      const refused = await refusal(create(anOrder(shop, { customerId: erpRecordId(customer) })));
      expect(refused).toMatchObject({ code: 'order.own_company', params: { company: shop.fake.record('res.company', 1)!.name } });
    }
    expect(shop.fake.calls().map(({ method }) => method)).not.toContain('load');
  });

  it('is not sold to a contact that is archived, its organisation’s archiving included; an archived person is passed over', async () => {
    const shop = await start(version);
    const ana = await shop.fake.createPartner({ name: 'Ana Ruiz', is_company: false, parent_id: shop.customer });
    await shop.fake.archivePartner(ana);
    const made = await create(anOrder(shop, { contactId: erpRecordId(ana) }));
    expect(shop.fake.record('sale.order', Number(made.id))).toMatchObject({ partner_id: shop.customer });
    await shop.fake.archivePartner(shop.customer);
    const refused = await refusal(create(anOrder(shop), 'HS-2'));
    expect(refused).toMatchObject({ code: 'order.customer_archived', params: { customer: 'Aceros del Norte' } });
  });

  it('is refused to a user with "Own Documents Only" for another salesperson, and the check of the connection says so before', async () => {
    const shop = await start(version, 'own_sales');
    expect(await harness.connect().check(never)).toContainEqual({ code: 'odoo.own_orders_only', params: {} });
    const ana = shop.fake.addUser('Ana Ruiz', 'ana', { sells: true });
    expect(await refusal(create(anOrder(shop, { salespersonId: String(ana) })))).toBeInstanceOf(RecordRejectedError);
    expect(await create(anOrder(shop), 'HS-2')).toMatchObject({ status: 'quotation' });
  });

  it('of a user who may sell for all is none that the check warns of', async () => {
    await start(version);
    expect((await harness.connect().check(never)).map(({ code }) => code)).not.toContain('odoo.own_orders_only');
  });
});
