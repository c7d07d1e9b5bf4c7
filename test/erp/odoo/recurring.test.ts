import { afterEach, describe, expect, it } from '@jest/globals';
import type { Product } from '../../../server/erp/shared/contract.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { listAll, readAll, readOne } from '../../contract/reading.ts';
import type { NewRow } from '../../fakes/odoo/types.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

let harness: OdooHarness;
afterEach(() => harness.close());

const HOUR = 3_600_000;

/** A service with these fields of its template. */
const aService = (values: NewRow<'product.template'>) =>
  harness.fake.transaction(({ catalog }) => {
    const product = catalog.createProduct({ name: 'Mantenimiento', kind: 'service' });
    catalog.updateTemplate(product, values);
    return product;
  });
const change = (product: number, values: NewRow<'product.template'>) =>
  harness.fake.transaction(({ catalog }) => catalog.updateTemplate(product, values));
const aTemplate = (recurring_rule_type: string, recurring_interval: number) =>
  harness.fake.transaction(({ books }) =>
    books.tx.insert('sale.subscription.template', { name: 'Plan', recurring_rule_type, recurring_interval }),
  );
const aPlan = (billing_period_unit: string, billing_period_value: number, active = true) =>
  harness.fake.transaction(({ books }) =>
    books.tx.insert('sale.subscription.plan', { name: 'Plan', billing_period_unit, billing_period_value, active }),
  );
const recurringOf = async (product: number): Promise<Product['recurring']> =>
  (await readOne(harness.connect(), 'products', erpRecordId(product))).recurring;
const stampOf = async (product: number) => (await listAll(harness.connect(), 'products', { kind: 'all' })).get(erpRecordId(product));

describe.each([16, 17, 18, 19] as const)('a product of Odoo %i that is sold by the period', (version) => {
  it('has the period of its template of subscriptions', async () => {
    harness = await odooHarness({ version, botGroups: 'sales', subscriptions: 'subscription_oca' });
    const monthly = await aService({ subscribable: true, subscription_template_id: await aTemplate('months', 1) });
    const every = async (unit: string, times: number) =>
      recurringOf(await aService({ subscribable: true, subscription_template_id: await aTemplate(unit, times) }));
    expect(await recurringOf(monthly)).toEqual({ every: 1, unit: 'month' });
    expect(await every('days', 10)).toEqual({ every: 10, unit: 'day' });
    expect(await every('weeks', 2)).toEqual({ every: 2, unit: 'week' });
    expect(await every('years', 1)).toEqual({ every: 1, unit: 'year' });
    expect(await every('months', 0)).toBeNull();
    expect(await recurringOf(await aService({ subscribable: true }))).toBeNull();
    expect(await recurringOf(await aService({ subscription_template_id: await aTemplate('months', 1) }))).toBeNull();
  });

  it('has the period of its contract, by a number where the module counts', async () => {
    harness = await odooHarness({ version, subscriptions: 'product_contract' });
    const ofRule = async (recurring_rule_type: string, recurring_interval: number) =>
      recurringOf(await aService({ is_contract: true, recurring_rule_type, recurring_interval }));
    expect(await ofRule('quarterly', 1)).toEqual({ every: 3, unit: 'month' });
    expect(await ofRule('semesterly', 2)).toEqual({ every: 12, unit: 'month' });
    expect(await ofRule('monthlylastday', 1)).toEqual({ every: 1, unit: 'month' });
    expect(await ofRule('monthly', 0)).toBeNull();
    // The module gives every product a rule.
    expect(await recurringOf(await aService({ is_contract: false, recurring_rule_type: 'monthly', recurring_interval: 1 }))).toBeNull();
  });

  it('has the plain period of its contract where the module does not count', async () => {
    harness = await odooHarness({ version, subscriptions: 'product_contract_before_intervals' });
    expect(await recurringOf(await aService({ is_contract: true, recurring_rule_type: 'yearly' }))).toEqual({ every: 1, unit: 'year' });
  });

  it('has the period of the only plan in use, and none where orders choose among several', async () => {
    harness = await odooHarness({ version, subscriptions: 'sale_subscription' });
    const product = await aService({ recurring_invoice: true });
    const once = await aService({ recurring_invoice: false });
    expect(await recurringOf(product)).toBeNull();
    await aPlan('week', 1, false);
    await aPlan('month', 3);
    expect([await recurringOf(product), await recurringOf(once)]).toEqual([{ every: 3, unit: 'month' }, null]);
    await aPlan('year', 1);
    expect(await recurringOf(product)).toBeNull();
  });

  it('comes again when its period changed, and is found by comparison when only the template did', async () => {
    harness = await odooHarness({ version, botGroups: 'sales', subscriptions: 'subscription_oca' });
    const [month, year] = [await aTemplate('months', 1), await aTemplate('years', 1)];
    const product = await aService({ subscribable: true, subscription_template_id: month });
    harness.pass(HOUR);
    const { next } = await readAll(harness.connect(), 'products');
    harness.pass(HOUR);
    await change(product, { subscription_template_id: year });
    harness.pass(60_000);
    const { records } = await readAll(harness.connect(), 'products', next);
    expect(records.get(erpRecordId(product))?.recurring).toEqual({ every: 1, unit: 'year' });
    const before = await stampOf(product);
    await harness.fake.transaction(({ books }) => books.tx.update('sale.subscription.template', year, { recurring_interval: 2 }));
    expect(await stampOf(product)).not.toBe(before);
    expect((await readOne(harness.connect(), 'products', erpRecordId(product))).changeStamp).toBe(await stampOf(product));
  });
});

describe('a module for subscriptions', () => {
  it.each(['subscription_oca', 'product_contract', 'sale_subscription'] as const)(
    '%s that was taken out leaves products that are read on, sold once',
    async (subscriptions) => {
      harness = await odooHarness({ version: 18, botGroups: 'sales', subscriptions });
      if (subscriptions === 'sale_subscription') await aPlan('month', 1);
      const template = subscriptions === 'subscription_oca' ? await aTemplate('months', 1) : null;
      const flags = { subscribable: true, is_contract: true, recurring_invoice: true };
      const product = await aService({
        ...flags,
        subscription_template_id: template,
        recurring_rule_type: 'monthly',
        recurring_interval: 1,
      });
      // One connector, which knows the fields of before.
      const erp = harness.connect();
      const before = await readOne(erp, 'products', erpRecordId(product));
      expect(before.recurring).toEqual({ every: 1, unit: 'month' });
      harness.fake.db.uninstallSubscriptions(subscriptions);
      await expect(readOne(erp, 'products', erpRecordId(product))).rejects.toMatchObject({ code: 'odoo.field_unknown' });
      const after = await readOne(erp, 'products', erpRecordId(product));
      expect([after.recurring, after.name]).toEqual([null, 'Mantenimiento']);
      // Nothing moved the product: the comparison finds it.
      expect((await listAll(erp, 'products', { kind: 'all' })).get(after.id)).toBe(after.changeStamp);
      expect(after.changeStamp).not.toBe(before.changeStamp);
    },
  );

  it('whose templates the user may not read leaves products without a period', async () => {
    harness = await odooHarness({ version: 18, subscriptions: 'subscription_oca' });
    const product = await aService({ subscribable: true, subscription_template_id: await aTemplate('months', 1) });
    expect(await recurringOf(product)).toBeNull();
    harness.fake.grantRight('sale.subscription.template');
    expect(await recurringOf(product)).toEqual({ every: 1, unit: 'month' });
  });

  it('of the customer’s own, with fields of the same names, makes no product unreadable', async () => {
    harness = await odooHarness({ version: 18 });
    harness.fake.addTextField('product.product', 'recurring_interval', 'Intervalo');
    harness.fake.addTextField('product.product', 'is_contract', 'Contrato');
    const product = await harness.fake.createProduct({ name: 'Raro' });
    await harness.fake.transaction(({ books }) =>
      books.tx.update('product.product', product, { recurring_interval: 'a veces', is_contract: 'sí' }),
    );
    expect(await recurringOf(product)).toBeNull();
  });
});
