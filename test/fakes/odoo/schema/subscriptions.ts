import { ofTemplate } from './catalog.ts';
import {
  boolean,
  char,
  computed,
  date,
  float,
  integer,
  inverse,
  many2many,
  many2one,
  model,
  one2many,
  selection,
  type Field,
  type Model,
} from './field.ts';
import type { View } from '../store.ts';
import type { OdooVersion, Row, Value } from '../types.ts';

/** Modules that sell products by the period: two of OCA's, the first builds of one with another set of fields, and Enterprise's. */
export type SubscriptionModule = 'subscription_oca' | 'product_contract' | 'product_contract_before_intervals' | 'sale_subscription';

type Fields = Record<string, Field>;

interface Brought {
  /** Of templates, and of variants through them. */
  fields: Fields;
  models: Model[];
  /** Of other models. */
  beside: Readonly<Record<string, Fields>>;
}

const pairs = (...values: string[]) => values.map((value) => [value, value] as const);
const RULES = pairs('daily', 'weekly', 'monthly', 'monthlylastday', 'quarterly', 'semesterly', 'yearly');
const SALES = ['Sales/User: Own Documents Only'];
/** Not who only reads accounting. */
const BILLING = ['Invoicing/Billing'];

const rowsBy = (view: View, name: string, field: string, id: number): Row[] =>
  view.by(name, field, id).flatMap((one) => view.get(name, one) ?? []);
const netOf = ({ quantity, product_uom_qty: sold, price_unit: price, discount }: Row): number =>
  Math.round(Number(quantity ?? sold ?? 0) * Number(price) * (100 - Number(discount ?? 0))) / 100;
const companyCurrency = (view: View, row: Row): Value | undefined => view.get('res.company', Number(row.company_id))?.currency_id;

const contractLines = (view: View, { id }: Row): Row[] =>
  rowsBy(view, 'contract.line', 'contract_id', id).filter(({ is_canceled }) => is_canceled !== true);
const days = (rows: readonly Row[], field: string): (string | null)[] => rows.map((row) => (row[field] ?? null) as string | null);

const contractFields = { is_contract: boolean('Is a contract'), recurring_rule_type: selection('Invoicing Recurrence', RULES) };
const renewal = {
  is_auto_renew: boolean('Auto Renew'),
  auto_renew_interval: integer('Renew Every'),
  auto_renew_rule_type: selection('Renewal type', pairs('daily', 'weekly', 'monthly', 'yearly')),
};
const contract: Omit<Brought, 'fields'> & { fields: Fields } = {
  fields: {
    ...contractFields,
    ...renewal,
    property_contract_template_id: many2one('Contract Template', 'contract.template', { companyDependent: true }),
  },
  models: [
    model('contract.template', { description: 'Contract Template', groups: BILLING, fields: { name: char('Name') } }),
    model('contract.contract', {
      description: 'Contract',
      groups: BILLING,
      indexed: ['partner_id'],
      fields: {
        name: char('Name'),
        code: char('Reference'),
        active: boolean('Active'),
        partner_id: many2one('Partner', 'res.partner'),
        company_id: many2one('Company', 'res.company'),
        contract_type: selection('Contract Type', pairs('sale', 'purchase')),
        contract_template_id: many2one('Contract Template', 'contract.template'),
        line_recurrence: boolean('Recurrence at line level?'),
        // Neither the order's nor kept.
        currency_id: computed(many2one('Currency', 'res.currency'), companyCurrency),
        recurring_next_date: date('Date of Next Invoice', {
          get: (view, row) => days(contractLines(view, row), 'recurring_next_date').filter(Boolean).toSorted()[0] ?? null,
        }),
        date_end: date('Date End', {
          get: (view, row) => {
            const ends = days(contractLines(view, row), 'date_end');
            return ends.every(Boolean) ? (ends.toSorted().at(-1) ?? null) : null;
          },
        }),
        is_terminated: boolean('Terminated'),
        terminate_date: date('Termination Date'),
        contract_line_ids: one2many('Contract lines', 'contract.line', inverse('contract.line', 'contract_id')),
      },
    }),
    model('contract.line', {
      description: 'Contract Line',
      groups: BILLING,
      indexed: ['contract_id', 'sale_order_line_id'],
      fields: {
        contract_id: many2one('Contract', 'contract.contract', { required: true }),
        product_id: many2one('Product', 'product.product'),
        name: char('Description'),
        display_type: selection('Display Type', pairs('line_section', 'line_note')),
        sequence: integer('Sequence'),
        quantity: float('Quantity'),
        price_unit: float('Unit Price'),
        discount: float('Discount (%)'),
        price_subtotal: computed(float('Sub Total'), (_view, row) => netOf(row)),
        recurring_rule_type: selection('Recurrence', RULES),
        recurring_interval: integer('Invoice Every'),
        date_start: date('Date Start'),
        date_end: date('Date End'),
        recurring_next_date: date('Date of Next Invoice'),
        last_date_invoiced: date('Last Date Invoiced'),
        ...renewal,
        is_canceled: boolean('Canceled'),
        sale_order_line_id: many2one('Sale Order Line', 'sale.order.line'),
      },
    }),
  ],
  beside: {
    'sale.order.line': { contract_id: many2one('Contract', 'contract.contract') },
    'account.move.line': { contract_line_id: many2one('Contract Line', 'contract.line') },
    'res.company': {
      create_contract_at_sale_order_confirmation: boolean('Automatically Create Contracts At Sale Order Confirmation', {
        get: (_view, row) => row.create_contract_at_sale_order_confirmation !== false,
      }),
    },
  },
};

const ocaSubscriptions: Brought = {
  fields: {
    subscribable: boolean('Subscribable product'),
    subscription_template_id: many2one('Subscription template', 'sale.subscription.template'),
  },
  models: [
    model('sale.subscription.template', {
      description: 'Subscription templates',
      groups: SALES,
      fields: {
        name: char('Name'),
        code: char('Code'),
        recurring_interval: integer('Repeat every'),
        recurring_rule_type: selection('Recurrence', pairs('days', 'weeks', 'months', 'years')),
        recurring_rule_boundary: selection('Duration', pairs('unlimited', 'limited')),
        recurring_rule_count: integer('Rule count'),
      },
    }),
    model('sale.subscription.stage', {
      description: 'Subscription stage',
      groups: SALES,
      fields: { name: char('Name'), type: selection('Type', pairs('pre', 'in_progress', 'post')) },
    }),
    model('sale.subscription', {
      description: 'Subscription',
      groups: SALES,
      indexed: ['sale_order_id', 'partner_id'],
      fields: {
        name: char('Name'),
        active: boolean('Active'),
        partner_id: many2one('Partner', 'res.partner'),
        company_id: many2one('Company', 'res.company'),
        template_id: many2one('Subscription template', 'sale.subscription.template'),
        stage_id: many2one('Stage', 'sale.subscription.stage'),
        in_progress: boolean('In progress'),
        to_renew: boolean('To renew'),
        currency_id: many2one('Currency', 'res.currency'),
        recurring_next_date: date('Next invoice date'),
        date_start: date('Start date'),
        date: date('Finish date'),
        sale_order_id: many2one('Origin sale order', 'sale.order'),
        close_reason_id: integer('Close Reason'),
        recurring_total: float('Recurring price', {
          get: (view, { id }) =>
            rowsBy(view, 'sale.subscription.line', 'sale_subscription_id', id).reduce((sum, line) => sum + netOf(line), 0),
        }),
        invoice_ids: many2many('Invoices', 'account.move'),
        sale_subscription_line_ids: one2many('Lines', 'sale.subscription.line', inverse('sale.subscription.line', 'sale_subscription_id')),
      },
    }),
    model('sale.subscription.line', {
      description: 'Subscription lines',
      groups: SALES,
      indexed: ['sale_subscription_id'],
      fields: {
        sale_subscription_id: many2one('Subscription', 'sale.subscription'),
        product_id: many2one('Product', 'product.product'),
        name: char('Description'),
        product_uom_qty: float('Quantity'),
        price_unit: float('Unit price'),
        discount: float('Discount (%)'),
        price_subtotal: computed(float('Subtotal'), (_view, row) => netOf(row)),
      },
    }),
  ],
  beside: {
    'sale.order': { subscription_ids: one2many('Subscriptions', 'sale.subscription', inverse('sale.subscription', 'sale_order_id')) },
  },
};

const isRecurring = (view: View, { product_id: id }: Row): boolean => {
  const product = view.get('product.product', Number(id));
  return product !== undefined && view.get('product.template', Number(product.product_tmpl_id))?.recurring_invoice === true;
};
const recurringTotal = (view: View, { id }: Row): number =>
  rowsBy(view, 'sale.order.line', 'order_id', id)
    .filter((line) => isRecurring(view, line))
    .reduce((sum, line) => sum + netOf(line), 0);
const MONTHS: Readonly<Record<string, number>> = { week: 12 / 52, month: 1, year: 12 };

const planModel = (name: string, [unit, times]: readonly [string, string]): Model =>
  model(name, {
    description: 'Subscription Plan',
    fields: {
      name: char('Name'),
      active: boolean('Active'),
      [times]: integer('Duration'),
      [unit]: selection('Unit', pairs('week', 'month', 'year')),
    },
  });

/** Never seen on a running server: names as Enterprise's public documentation has them. */
function enterprise(version: OdooVersion): Brought {
  const isOld = version < 17;
  const plans = isOld ? 'sale.temporal.recurrence' : 'sale.subscription.plan';
  const [unit, times] = isOld ? ['unit', 'duration'] : ['billing_period_unit', 'billing_period_value'];
  const states = ['1_draft', '2_renewal', '3_progress', '4_paused', '5_renewed', '6_churn', '7_upsell'];
  const monthly = (view: View, row: Row): number => {
    const plan = view.get(plans, Number(row.plan_id));
    const months = (MONTHS[String(plan?.[unit!])] ?? 1) * Number(plan?.[times!] ?? 1);
    return Math.round((recurringTotal(view, row) / months) * 100) / 100;
  };
  const isOne = (view: View, row: Row): boolean =>
    typeof row.plan_id === 'number' && rowsBy(view, 'sale.order.line', 'order_id', row.id).some((line) => isRecurring(view, line));
  return {
    fields: { recurring_invoice: boolean('Subscription Product') },
    models: [
      planModel('sale.subscription.plan', ['billing_period_unit', 'billing_period_value']),
      ...(isOld ? [planModel('sale.temporal.recurrence', ['unit', 'duration'])] : []),
    ],
    beside: {
      'sale.order': {
        is_subscription: boolean('Recurring', { get: isOne, store: false, searchable: true }),
        ...(isOld
          ? {
              recurrence_id: many2one('Recurrence', plans, { get: (_view, row) => row.plan_id }),
              stage_category: selection('Stage Category', pairs('draft', 'progress', 'paused', 'closed')),
            }
          : { plan_id: many2one('Recurring Plan', plans), subscription_state: selection('Subscription Status', pairs(...states)) }),
        start_date: date('Start Date'),
        next_invoice_date: date('Date of Next Invoice'),
        end_date: date('End Date'),
        recurring_total: float('Total Recurring', { get: recurringTotal }),
        recurring_monthly: float('Monthly Recurring', { get: monthly }),
        origin_order_id: many2one('First Order', 'sale.order'),
        subscription_id: many2one('Parent Contract', 'sale.order'),
        payment_exception: boolean('Contract in exception'),
      },
    },
  };
}

function broughtBy(name: SubscriptionModule, version: OdooVersion): Brought {
  if (name === 'subscription_oca') return ocaSubscriptions;
  if (name === 'sale_subscription') return enterprise(version);
  return name === 'product_contract'
    ? { ...contract, fields: { ...contract.fields, recurring_interval: integer('Invoice Every') } }
    : contract;
}

/** Its new models. */
export function addSubscriptions(schema: Map<string, Model>, name: SubscriptionModule, version: OdooVersion): readonly Model[] {
  const { fields, models, beside } = broughtBy(name, version);
  for (const one of models) schema.set(one.name, one);
  for (const [field, made] of Object.entries(fields)) {
    schema.get('product.template')!.fields[field] = made;
    schema.get('product.product')!.fields[field] = ofTemplate(made)(field);
  }
  for (const [owner, more] of Object.entries(beside)) Object.assign(schema.get(owner)!.fields, more);
  return models;
}

/** Its columns go with it. */
export function removeSubscriptions(schema: Map<string, Model>, name: SubscriptionModule, version: OdooVersion): void {
  const { fields, models, beside } = broughtBy(name, version);
  for (const one of models) schema.delete(one.name);
  for (const field of Object.keys(fields))
    for (const owner of ['product.template', 'product.product']) delete schema.get(owner)!.fields[field];
  for (const [owner, more] of Object.entries(beside)) for (const field of Object.keys(more)) delete schema.get(owner)!.fields[field];
}
