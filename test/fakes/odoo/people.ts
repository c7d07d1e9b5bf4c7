import type { PriceListInput, PriceRuleInput, ProductInput } from './catalog/operations.ts';
import type { InvoiceInput, Operations, PartnerInput, PaymentInput } from './operations.ts';

/** What people do in the ERP, each a transaction of its own. */
export abstract class OdooPeople {
  /** Several steps in one transaction: one `write_date`. With a delay it becomes visible late, stamped with its start. */
  abstract transaction<T>(work: (operations: Operations) => T, options?: { commitDelayMs?: number; uid?: number }): Promise<T>;

  createPartner(input: PartnerInput): Promise<number> {
    return this.transaction((erp) => erp.createPartner(input));
  }
  updatePartner(id: number, input: PartnerInput): Promise<void> {
    return this.transaction((erp) => erp.updatePartner(id, input));
  }
  archivePartner(id: number): Promise<void> {
    return this.transaction((erp) => erp.archivePartner(id));
  }
  deletePartner(id: number): Promise<void> {
    return this.transaction((erp) => erp.deletePartner(id));
  }
  mergePartners(keep: number, drop: number): Promise<void> {
    return this.transaction((erp) => erp.mergePartners(keep, drop));
  }
  /** Posted unless `draft`. */
  createInvoice(input: InvoiceInput): Promise<number> {
    return this.transaction((erp) => erp.createInvoice(input));
  }
  post(id: number): Promise<void> {
    return this.transaction((erp) => erp.post(id));
  }
  registerPayment(invoices: number | readonly number[], input: PaymentInput = {}): Promise<number> {
    return this.transaction((erp) => erp.registerPayment(invoices, input));
  }
  unappliedPayment(partner: number, amount: string, options: Parameters<Operations['unappliedPayment']>[2] = {}): Promise<number> {
    return this.transaction((erp) => erp.unappliedPayment(partner, amount, options));
  }
  applyPayment(payment: number, invoice: number): Promise<void> {
    return this.transaction((erp) => erp.applyPayment(payment, invoice));
  }
  paymentToDraft(payment: number): Promise<void> {
    return this.transaction((erp) => erp.paymentToDraft(payment));
  }
  /** Reset and cancelled. */
  async cancelPayment(payment: number): Promise<void> {
    // Two clicks, two transactions.
    await this.transaction((erp) => erp.books.tx.row('account.payment', payment).state === 'draft' || erp.paymentToDraft(payment));
    await this.transaction((erp) => erp.cancelPayment(payment));
  }
  creditNote(invoice: number, options: Parameters<Operations['creditNote']>[1] = {}): Promise<number> {
    return this.transaction((erp) => erp.creditNote(invoice, options));
  }
  unreconcile(invoice: number): Promise<void> {
    return this.transaction((erp) => erp.unreconcile(invoice));
  }
  resetToDraft(invoice: number): Promise<void> {
    return this.transaction((erp) => erp.resetToDraft(invoice));
  }
  cancel(invoice: number): Promise<void> {
    return this.transaction((erp) => erp.cancel(invoice));
  }
  toggleBlock(invoice: number): Promise<void> {
    return this.transaction((erp) => erp.toggleBlock(invoice));
  }
  deleteInvoice(invoice: number): Promise<void> {
    return this.transaction((erp) => erp.deleteInvoice(invoice));
  }
  bankLineReconcile(invoices: number | readonly number[], options: Parameters<Operations['bankLineReconcile']>[1] = {}): Promise<number> {
    return this.transaction((erp) => erp.bankLineReconcile(invoices, options));
  }
  matchPayment(payment: number): Promise<void> {
    return this.transaction((erp) => erp.matchPayment(payment));
  }

  // ── products, prices, stock ──

  createProduct(input: ProductInput): Promise<number> {
    return this.transaction((erp) => erp.catalog.createProduct(input));
  }
  renameProduct(product: number, name: string): Promise<void> {
    return this.transaction((erp) => erp.catalog.renameProduct(product, name));
  }
  archiveProduct(product: number): Promise<void> {
    return this.transaction((erp) => erp.catalog.archiveProduct(product));
  }
  deleteProduct(product: number): Promise<void> {
    return this.transaction((erp) => erp.catalog.deleteProduct(product));
  }
  /** The price before any list. */
  setPrice(product: number, amount: string): Promise<void> {
    return this.transaction((erp) => erp.catalog.setPrice(product, amount));
  }
  createPriceList(input: PriceListInput): Promise<number> {
    return this.transaction((erp) => erp.catalog.createPriceList(input));
  }
  /** Returns the rule. */
  setListPrice(list: number, product: number, amount: string): Promise<number> {
    return this.transaction((erp) => erp.catalog.setListPrice(list, product, amount));
  }
  addPriceRule(list: number, rule: PriceRuleInput): Promise<number> {
    return this.transaction((erp) => erp.catalog.addPriceRule(list, rule));
  }
  deletePriceRule(rule: number): Promise<void> {
    return this.transaction((erp) => erp.catalog.deletePriceRule(rule));
  }
  createWarehouse(name: string): Promise<number> {
    return this.transaction((erp) => erp.stock.createWarehouse(name));
  }
  receiveStock(product: number, warehouse: number, quantity: number): Promise<void> {
    return this.transaction((erp) => erp.stock.receiveStock(product, warehouse, quantity));
  }
  deliverStock(product: number, warehouse: number, quantity: number): Promise<void> {
    return this.transaction((erp) => erp.stock.deliverStock(product, warehouse, quantity));
  }
  /** Returns what `receiveExpected` takes. */
  expectDelivery(product: number, quantity: number, on: string): Promise<number> {
    return this.transaction((erp) => erp.stock.expectDelivery(product, quantity, on));
  }
}
