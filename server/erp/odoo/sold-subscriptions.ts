import { z } from 'zod';
import { rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import type { WantedFields } from './fields.ts';
import { contextOfCompany } from './order-state.ts';
import { Id, Reference, Text } from './raw.ts';
import { searchRead } from './search.ts';

const PRODUCTS: WantedFields = {
  model: 'product.product',
  needed: ['display_name'],
  optional: [
    // OCA's `subscription_oca`.
    ...['subscribable', 'subscription_template_id'],
    // OCA's `product_contract`; the template is one for each company.
    ...['is_contract', 'property_contract_template_id'],
    // Enterprise.
    'recurring_invoice',
  ],
};
const MODULES = ['subscribable', 'is_contract', 'recurring_invoice'];
/** Enterprise: how often an order recurs, from 17 on and on 16. */
const PLANS: WantedFields = { model: 'sale.order', needed: ['name'], optional: ['plan_id', 'recurrence_id'] };

// Other modules have fields of these names too.
const Flag = z.boolean().optional().default(false).catch(false);
const One = Reference.catch(null);
const RawRecurringProducts = rowsOf(
  z.object({
    id: Id,
    display_name: Text,
    subscribable: Flag,
    subscription_template_id: One,
    is_contract: Flag,
    property_contract_template_id: One,
    recurring_invoice: Flag,
  }),
);

/** A product that is sold by the period, as far as a module makes something of it. */
interface RecurringProduct {
  id: number;
  name: string;
  /** Which module makes what: a contract or a subscription for each template, or the order itself goes on. */
  makes: 'contract' | 'subscription' | 'plan';
  templateId: number | null;
}

/** Those among these products; none where no module makes subscriptions. */
export async function readRecurringProducts(
  { client, fields }: Connection,
  productIds: readonly number[],
  { context, signal }: { context?: Record<string, unknown>; signal: AbortSignal },
): Promise<RecurringProduct[]> {
  if (productIds.length === 0) return [];
  const names = await fields.available(PRODUCTS, signal);
  if (!MODULES.some((name) => names.includes(name))) return [];
  const search = { model: PRODUCTS.model, domain: [['id', 'in', [...new Set(productIds)]]] as const, fields: names };
  const rows = RawRecurringProducts.parse(await searchRead(client, { ...search, ...(context && { context }) }, signal));
  // Orders without a plan do not go on, whatever another module says of its products.
  const isPlanned = rows.some((row) => row.recurring_invoice) && (await fields.available(PLANS, signal)).some((name) => name !== 'name');
  return rows.flatMap((row): RecurringProduct[] => {
    const product = { id: row.id, name: row.display_name ?? `#${row.id}` };
    if (row.is_contract) return [{ ...product, makes: 'contract', templateId: row.property_contract_template_id }];
    if (row.subscribable) return [{ ...product, makes: 'subscription', templateId: row.subscription_template_id }];
    return isPlanned && row.recurring_invoice ? [{ ...product, makes: 'plan', templateId: null }] : [];
  });
}

const COMPANIES: WantedFields = { model: 'res.company', needed: ['name'], optional: ['create_contract_at_sale_order_confirmation'] };
const RawCompanies = rowsOf(z.object({ id: Id, create_contract_at_sale_order_confirmation: z.boolean().optional().default(true) }));

/** Companies in which people make contracts by hand: confirming an order makes none there. */
async function readCompaniesByHand({ client, fields }: Connection, signal: AbortSignal): Promise<ReadonlySet<number>> {
  const names = await fields.available(COMPANIES, signal);
  if (!names.includes('create_contract_at_sale_order_confirmation')) return new Set();
  const rows = RawCompanies.parse(await searchRead(client, { model: COMPANIES.model, domain: [], fields: names }, signal));
  return new Set(rows.flatMap((row) => (row.create_contract_at_sale_order_confirmation ? [] : [row.id])));
}

interface SoldOrder {
  company_id: number | null;
  /** Enterprise: it goes on itself. */
  is_subscription: boolean;
}

export type CountSubscriptions = (order: SoldOrder, productIds: readonly (number | null)[]) => number;

/** Reads what it takes to tell how many subscriptions the confirmation of orders of these products makes: company → products, as each has its templates. */
export async function countingSubscriptions(
  connection: Connection,
  sold: ReadonlyMap<number | null, readonly number[]>,
  signal: AbortSignal,
): Promise<CountSubscriptions> {
  const read = async (companyId: number | null, productIds: readonly number[]) => {
    const context = companyId === null ? {} : contextOfCompany(companyId);
    const products = await readRecurringProducts(connection, productIds, { context, signal });
    return [companyId, new Map(products.map((product) => [product.id, product]))] as const;
  };
  const recurring = new Map(await Promise.all([...sold].map(([companyId, productIds]) => read(companyId, productIds))));
  const isAnyContract = [...recurring.values()].some((products) => [...products.values()].some(({ makes }) => makes === 'contract'));
  const byHand = isAnyContract ? await readCompaniesByHand(connection, signal) : new Set();
  return ({ company_id, is_subscription }, ids) => {
    if (is_subscription) return 1;
    const products = ids.flatMap((id) => recurring.get(company_id)?.get(id ?? 0) ?? []);
    // Without a template one module makes none, and the other fails.
    const templates = products.flatMap(({ makes, templateId }) => {
      if (makes === 'plan' || templateId === null || (makes === 'contract' && byHand.has(company_id ?? 0))) return [];
      return [`${makes} ${templateId}`];
    });
    return new Set(templates).size;
  };
}

/** Which of these makes the whole confirmation fail, because nobody named the template of its contract; null: none. */
export async function lackingTemplate(
  connection: Connection,
  recurring: readonly RecurringProduct[],
  { companyId, signal }: { companyId: number | null; signal: AbortSignal },
): Promise<RecurringProduct | null> {
  const lacking = recurring.find(({ makes, templateId }) => makes === 'contract' && templateId === null);
  if (!lacking) return null;
  const byHand = await readCompaniesByHand(connection, signal);
  return companyId !== null && byHand.has(companyId) ? null : lacking;
}
