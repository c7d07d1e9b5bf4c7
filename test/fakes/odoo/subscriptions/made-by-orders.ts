import type { Books } from '../accounting/books.ts';
import { validationError } from '../errors.ts';
import { linesOf } from '../sales/totals.ts';
import type { Row } from '../types.ts';
import { dayBefore, later } from './periods.ts';

interface Sold {
  line: Row;
  template: Row;
}

const soldOf = (books: Books, order: number): Sold[] =>
  linesOf(books, order).flatMap((line) => {
    const product = books.tx.get('product.product', Number(line.product_id));
    return product ? [{ line, template: books.tx.row('product.template', Number(product.product_tmpl_id)) }] : [];
  });

/**
 * OCA's `product_contract`, before anything else of the confirmation: one contract for each template, of the lines that have none yet. Cancelling an order
 * leaves them there, so confirming it again makes none.
 */
export function makeContracts(books: Books, order: number): void {
  const { tx } = books;
  const { company_id: company, partner_id: partner, name } = tx.row('sale.order', order);
  if (tx.row('res.company', Number(company)).create_contract_at_sale_order_confirmation === false) return;
  const sold = soldOf(books, order).filter(({ line, template }) => template.is_contract === true && typeof line.contract_id !== 'number');
  for (const { template } of sold) {
    if (typeof template.property_contract_template_id === 'number') continue;
    const owner = String(tx.row('res.company', Number(company)).name);
    throw validationError(`You must specify a contract template for '${String(template.name)}' product in '${owner}' company.`);
  }
  for (const [pattern, lines] of Map.groupBy(sold, ({ template }) => Number(template.property_contract_template_id))) {
    const contract = tx.insert('contract.contract', {
      name: `${String(tx.row('contract.template', pattern).name)}: ${String(name)}`,
      ...{ partner_id: Number(partner), company_id: Number(company), contract_template_id: pattern },
      ...{ contract_type: 'sale', active: true, line_recurrence: true, code: null },
      ...{ is_terminated: false, terminate_date: null },
    });
    for (const one of lines) {
      insertContractLine(books, contract, one);
      tx.update('sale.order.line', one.line.id, { contract_id: contract });
    }
  }
}

/** As many as were sold, and for as many periods, whatever people mean by the quantity. */
function insertContractLine({ tx, today }: Books, contract: number, { line, template }: Sold): number {
  const rule = String(template.recurring_rule_type ?? 'monthly');
  const quantity = Number(line.product_uom_qty);
  return tx.insert('contract.line', {
    ...{ contract_id: contract, product_id: Number(line.product_id), name: String(line.name), display_type: null, sequence: 10 },
    ...{ quantity, price_unit: Number(line.price_unit), discount: Number(line.discount) },
    ...{ recurring_rule_type: rule, recurring_interval: Number(template.recurring_interval ?? 1) },
    ...{ date_start: today, date_end: dayBefore(later(today, rule, quantity)), recurring_next_date: today, last_date_invoiced: null },
    is_auto_renew: template.is_auto_renew === true,
    auto_renew_interval: Number(template.auto_renew_interval ?? 1),
    auto_renew_rule_type: String(template.auto_renew_rule_type ?? 'yearly'),
    ...{ is_canceled: false, sale_order_line_id: line.id },
  });
}

/** OCA's `subscription_oca`, after the confirmation: one for each template, each time that an order is confirmed. */
export function makeOcaSubscriptions(books: Books, order: number): void {
  const { tx, today } = books;
  const { company_id: company, partner_id: partner } = tx.row('sale.order', order);
  const sold = soldOf(books, order).filter(({ template }) => template.subscribable === true);
  for (const [pattern, lines] of Map.groupBy(sold, ({ template }) => Number(template.subscription_template_id ?? 0))) {
    if (pattern === 0) continue;
    const { code, ...plan } = tx.row('sale.subscription.template', pattern);
    const isLimited = plan.recurring_rule_boundary === 'limited';
    const list = tx.get('product.pricelist', Number(tx.row('res.partner', Number(partner)).property_product_pricelist));
    const id = tx.insert('sale.subscription', {
      ...{ partner_id: Number(partner), company_id: Number(company), template_id: pattern, sale_order_id: order, active: true },
      ...{ stage_id: stageOf(books, 'in_progress'), in_progress: true, date_start: today, close_reason_id: null, to_renew: false },
      recurring_next_date: later(today, String(plan.recurring_rule_type), Number(plan.recurring_interval)),
      date: isLimited ? later(today, 'months', Number(plan.recurring_rule_count ?? 1)) : null,
      // That of the customer's list, whatever the order was in.
      currency_id: Number(list?.currency_id ?? tx.row('res.company', Number(company)).currency_id),
      invoice_ids: [],
    });
    tx.update('sale.subscription', id, { name: `${code ? `${String(code)}/` : ''}SUB${String(id).padStart(5, '0')}` });
    for (const { line } of lines)
      tx.insert('sale.subscription.line', {
        ...{ sale_subscription_id: id, product_id: Number(line.product_id), name: String(line.name) },
        ...{ product_uom_qty: Number(line.product_uom_qty), price_unit: Number(line.price_unit), discount: Number(line.discount) },
      });
  }
}

/** Of a kind: `pre`, `in_progress` or `post`. The module brings one of each. */
export function stageOf({ tx }: Books, type: string): number {
  const found = tx.ids('sale.subscription.stage').find((id) => tx.row('sale.subscription.stage', id).type === type);
  const name = { pre: 'Ready to start', in_progress: 'In progress', post: 'Closed' }[type] ?? type;
  return found ?? tx.insert('sale.subscription.stage', { name, type });
}

/** Enterprise, as its documentation tells it: an order with a plan and something recurring goes on from its confirmation. */
export function startOrderSubscription({ tx, today, version }: Books, order: number): void {
  const row = tx.row('sale.order', order);
  if (typeof row.plan_id !== 'number') return;
  const starts = typeof row.start_date === 'string' ? row.start_date : today;
  tx.update('sale.order', order, { ...stateOf(version, 'running'), start_date: starts, next_invoice_date: starts });
  const parent = row.subscription_id;
  if (typeof parent === 'number') tx.update('sale.order', parent, stateOf(version, 'renewed'));
}

const STATES = {
  running: ['3_progress', 'progress'],
  paused: ['4_paused', 'paused'],
  renewed: ['5_renewed', 'closed'],
  closed: ['6_churn', 'closed'],
} as const;

/** From 17 on in words of its own. */
export function stateOf(version: number, state: keyof typeof STATES) {
  const [word, category] = STATES[state];
  return version >= 17 ? { subscription_state: word } : { stage_category: category };
}
