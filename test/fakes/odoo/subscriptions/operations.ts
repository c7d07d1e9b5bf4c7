import type { Books } from '../accounting/books.ts';
import { createInvoice } from '../accounting/draft.ts';
import { post } from '../accounting/invoices.ts';
import type { NewRow } from '../types.ts';
import { stageOf, stateOf } from './made-by-orders.ts';
import { dayBefore, later } from './periods.ts';

/** What people do with contracts and subscriptions, and what happens at night, inside one transaction. */
export class SubscriptionOperations {
  private readonly books: Books;

  constructor(books: Books) {
    this.books = books;
  }

  createContractTemplate(name: string): number {
    return this.books.tx.insert('contract.template', { name });
  }

  /** Of `subscription_oca`. */
  createTemplate(name: string, values: NewRow<'sale.subscription.template'> = {}): number {
    const plan = { recurring_rule_type: 'months', recurring_interval: 1, recurring_rule_boundary: 'unlimited', code: null };
    return this.books.tx.insert('sale.subscription.template', { name, ...plan, ...values });
  }

  contractsOf(order: number): number[] {
    const { tx } = this.books;
    const lines = tx.by('sale.order.line', 'order_id', order).flatMap((line) => tx.by('contract.line', 'sale_order_line_id', line));
    return [...new Set(lines.map((line) => Number(tx.row('contract.line', line).contract_id)))];
  }

  /** Of `subscription_oca`. */
  ofOrder(order: number): readonly number[] {
    return this.books.tx.by('sale.subscription', 'sale_order_id', order);
  }

  linesOf(contract: number): readonly number[] {
    return this.books.tx.by('contract.line', 'contract_id', contract);
  }

  changeLine(line: number, values: NewRow<'contract.line'>): void {
    this.books.tx.update('contract.line', line, values, { force: true });
  }

  /** The night's work for lines that renew themselves, where the company lets them grow rather than follow each other. */
  renewContract(contract: number): void {
    const { tx } = this.books;
    for (const id of this.linesOf(contract)) {
      const { is_auto_renew: renews, date_end: ends, auto_renew_rule_type: rule, auto_renew_interval: times } = tx.row('contract.line', id);
      if (renews !== true || typeof ends !== 'string') continue;
      this.changeLine(id, { date_end: later(ends, String(rule), Number(times)) });
    }
  }

  /** Its lines end on that day, and renew themselves no more. */
  terminateContract(contract: number, day: string): void {
    for (const id of this.linesOf(contract)) this.changeLine(id, { date_end: day, is_auto_renew: false });
    this.books.tx.update('contract.contract', contract, { is_terminated: true, terminate_date: day });
  }

  /** One more invoice, from the day on that was next. */
  invoiceContract(contract: number): number {
    const { tx } = this.books;
    const row = tx.row('contract.contract', contract);
    const lines = this.linesOf(contract);
    const id = this.invoice(
      Number(row.partner_id),
      lines.map((line) => tx.row('contract.line', line)),
      String(row.name),
    );
    const made = tx.by('account.move.line', 'move_id', id).filter((line) => tx.row('account.move.line', line).display_type === 'product');
    for (const [nth, line] of lines.entries()) {
      const { recurring_next_date: from, recurring_rule_type: rule, recurring_interval: times } = tx.row('contract.line', line);
      const next = later(String(from), String(rule), Number(times));
      this.changeLine(line, { last_date_invoiced: dayBefore(next), recurring_next_date: next });
      if (made[nth] !== undefined) tx.update('account.move.line', made[nth], { contract_line_id: line });
    }
    return id;
  }

  /** One more invoice, and the next day for it. */
  invoiceSubscription(subscription: number): number {
    const { tx } = this.books;
    const row = tx.row('sale.subscription', subscription);
    const lines = tx
      .by('sale.subscription.line', 'sale_subscription_id', subscription)
      .map((line) => tx.row('sale.subscription.line', line));
    const id = this.invoice(
      Number(row.partner_id),
      lines.map((line) => ({ ...line, quantity: line.product_uom_qty ?? 1 })),
      String(row.name),
    );
    const plan = tx.row('sale.subscription.template', Number(row.template_id));
    tx.update('sale.subscription', subscription, {
      invoice_ids: [...(row.invoice_ids as readonly number[]), id],
      recurring_next_date: later(String(row.recurring_next_date), String(plan.recurring_rule_type), Number(plan.recurring_interval)),
    });
    return id;
  }

  private invoice(partnerId: number, lines: readonly Record<string, unknown>[], origin: string): number {
    const { tx, today } = this.books;
    const [companyId = 1] = tx.ids('res.company');
    const id = createInvoice(this.books, {
      ...{ type: 'out_invoice', partnerId, companyId, date: today, due: [{ on: today, percent: 100 }], origin, ref: null, termId: null },
      currencyId: tx.row('res.company', companyId).currency_id,
      lines: lines.map(({ name, quantity, price_unit: price }) => ({
        ...{ name: String(name), quantity: Number(quantity), unitPrice: Number(price), taxIds: [] },
      })),
    });
    post(this.books, id);
    return id;
  }

  /** People give it up: into the stage for what is closed. */
  closeSubscription(subscription: number): void {
    const closed = { stage_id: stageOf(this.books, 'post'), in_progress: false, recurring_next_date: null };
    this.books.tx.update('sale.subscription', subscription, closed);
  }

  changeSubscription(subscription: number, values: NewRow<'sale.subscription'>): void {
    this.books.tx.update('sale.subscription', subscription, values, { force: true });
  }

  /** Enterprise. */
  createPlan(name: string, unit: string, times: number): number {
    const { tx, version } = this.books;
    return version >= 17
      ? tx.insert('sale.subscription.plan', { name, billing_period_unit: unit, billing_period_value: times, active: true })
      : tx.insert('sale.temporal.recurrence', { name, unit, duration: times });
  }

  /** Enterprise: what an order is sold by. */
  planOrder(order: number, plan: number, values: NewRow<'sale.order'> = {}): void {
    this.books.tx.update('sale.order', order, { plan_id: plan, ...values });
  }

  /** Enterprise. */
  setOrderState(order: number, state: Parameters<typeof stateOf>[1], values: NewRow<'sale.order'> = {}): void {
    this.books.tx.update('sale.order', order, { ...stateOf(this.books.version, state), ...values }, { force: true });
  }
}
