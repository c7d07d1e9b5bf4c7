import { ofTemplate } from './catalog.ts';
import { boolean, char, integer, many2one, model, selection, type Field, type Model } from './field.ts';

/** Modules that sell products by the period: two of OCA's, the first builds of one with another set of fields, and Enterprise's. */
export type SubscriptionModule = 'subscription_oca' | 'product_contract' | 'product_contract_before_intervals' | 'sale_subscription';

interface Brought {
  /** Of templates, and of variants through them. */
  fields: Record<string, Field>;
  models: Model[];
}

const pairs = (...values: string[]) => values.map((value) => [value, value] as const);
const RULES = pairs('daily', 'weekly', 'monthly', 'monthlylastday', 'quarterly', 'semesterly', 'yearly');

const contract = { is_contract: boolean('Is a contract'), recurring_rule_type: selection('Invoicing Recurrence', RULES) };

const MODULES: Readonly<Record<SubscriptionModule, Brought>> = {
  subscription_oca: {
    fields: {
      subscribable: boolean('Subscribable product'),
      subscription_template_id: many2one('Subscription template', 'sale.subscription.template'),
    },
    models: [
      model('sale.subscription.template', {
        description: 'Subscription templates',
        groups: ['Sales/User: Own Documents Only'],
        fields: {
          name: char('Name'),
          recurring_interval: integer('Repeat every'),
          recurring_rule_type: selection('Recurrence', pairs('days', 'weeks', 'months', 'years')),
        },
      }),
    ],
  },
  product_contract: { fields: { ...contract, recurring_interval: integer('Invoice Every') }, models: [] },
  product_contract_before_intervals: { fields: contract, models: [] },
  // Not seen on a running server.
  sale_subscription: {
    fields: { recurring_invoice: boolean('Subscription Product') },
    models: [
      model('sale.subscription.plan', {
        description: 'Subscription Plan',
        fields: {
          name: char('Name'),
          active: boolean('Active'),
          billing_period_value: integer('Duration'),
          billing_period_unit: selection('Unit', pairs('week', 'month', 'year')),
        },
      }),
    ],
  },
};

/** Its new models. */
export function addSubscriptions(schema: Map<string, Model>, name: SubscriptionModule): readonly Model[] {
  const { fields, models } = MODULES[name];
  for (const one of models) schema.set(one.name, one);
  for (const [field, made] of Object.entries(fields)) {
    schema.get('product.template')!.fields[field] = made;
    schema.get('product.product')!.fields[field] = ofTemplate(made)(field);
  }
  return models;
}

/** Its columns go with it. */
export function removeSubscriptions(schema: Map<string, Model>, name: SubscriptionModule): void {
  const { fields, models } = MODULES[name];
  for (const one of models) schema.delete(one.name);
  for (const field of Object.keys(fields))
    for (const owner of ['product.template', 'product.product']) delete schema.get(owner)!.fields[field];
}
