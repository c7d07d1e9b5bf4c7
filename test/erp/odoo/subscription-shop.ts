import { afterEach } from '@jest/globals';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { readAll, readOne } from '../../contract/reading.ts';
import type { NewRow } from '../../fakes/odoo/types.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

let harness: OdooHarness;
export const shop = (): OdooHarness => harness;
afterEach(() => harness.close());

export async function openShop(options: Parameters<typeof odooHarness>[0]): Promise<OdooHarness> {
  harness = await odooHarness(options);
  return harness;
}

type Version = 16 | 17 | 18 | 19;
type Module = 'subscription_oca' | 'product_contract' | 'sale_subscription';
export const VERSIONS = [16, 17, 18, 19] as const;
export const DAY_MS = 86_400_000;

const CONTRACT_MODELS = ['contract.contract', 'contract.line', 'contract.template'];
export const work = <T>(does: (erp: Parameters<Parameters<OdooHarness['fake']['transaction']>[0]>[0]) => T): Promise<T> =>
  harness.fake.transaction(does);
export const day = (offset: number): string => new Date(harness.now().getTime() + offset * DAY_MS).toISOString().slice(0, 10);
export const read = (id: string) => readOne(harness.connect(), 'subscriptions', erpRecordId(id));
export const all = async () => [...(await readAll(harness.connect(), 'subscriptions')).records.values()];

/** A customer, and a service that is sold by the period. */
async function aShop(module: Module, version: Version) {
  harness = await odooHarness({ version, botGroups: 'sales', subscriptions: module });
  const { fake } = harness;
  for (const model of CONTRACT_MODELS) fake.grantRight(model);
  const partner = await fake.createPartner({ name: 'Aceros del Norte', is_company: true });
  const aService = (name: string, values: NewRow<'product.template'>) =>
    work(({ catalog }) => {
      const product = catalog.createProduct({ name, kind: 'service' });
      catalog.updateTemplate(product, values);
      return product;
    });
  const sell = (lines: { product: number; price?: string; quantity?: number }[], prepare: (order: number) => void = () => undefined) =>
    work(({ sales }) => {
      const order = sales.createOrder({ partner, lines });
      prepare(order);
      sales.confirmOrder(order);
      return order;
    });
  return { fake, partner, aService, sell };
}

export async function aContract(version: Version, values: NewRow<'product.template'> = {}) {
  const shop = await aShop('product_contract', version);
  const template = await work(({ subscriptions }) => subscriptions.createContractTemplate('Mantenimiento'));
  const rule = {
    recurring_rule_type: 'monthly',
    recurring_interval: 1,
    is_auto_renew: true,
    auto_renew_interval: 1,
    auto_renew_rule_type: 'yearly',
  };
  const product = await shop.aService('Mantenimiento', { is_contract: true, property_contract_template_id: template, ...rule, ...values });
  const order = await shop.sell([{ product, price: '900.00' }]);
  const [contract] = await work(({ subscriptions }) => subscriptions.contractsOf(order));
  return { ...shop, template, product, order, contract: contract!, id: `contract-${contract}` };
}

export async function aSubscription(version: Version, values: NewRow<'sale.subscription.template'> = {}) {
  const shop = await aShop('subscription_oca', version);
  const template = await work(({ subscriptions }) => subscriptions.createTemplate('Trimestral', { recurring_interval: 3, ...values }));
  const product = await shop.aService('Soporte', { subscribable: true, subscription_template_id: template });
  const order = await shop.sell([{ product, price: '3000.00' }]);
  const [subscription] = await work(({ subscriptions }) => subscriptions.ofOrder(order));
  return { ...shop, template, product, order, subscription: subscription!, id: `subscription-${subscription}` };
}

export async function anOrderThatGoesOn(version: Version) {
  const shop = await aShop('sale_subscription', version);
  const plan = await work(({ subscriptions }) => subscriptions.createPlan('Anual', 'year', 1));
  const product = await shop.aService('Licencia', { recurring_invoice: true });
  const once = await shop.aService('Instalación', {});
  const order = await work(({ sales, subscriptions }) => {
    const made = sales.createOrder({
      partner: shop.partner,
      lines: [
        { product, price: '12000.00' },
        { product: once, price: '500.00' },
      ],
    });
    subscriptions.planOrder(made, plan);
    sales.confirmOrder(made);
    return made;
  });
  return { ...shop, plan, product, order, id: `order-${order}` };
}
