import type { DocumentInput } from './books/documents.ts';
import { CatalogPeople } from './catalog-people.ts';
import type { AgreedSet, Part } from './sales-operations.ts';
import type { CompanyStore } from './store.ts';

/** The people of a company who sell and deliver; every call is a transaction of its own. */
export abstract class SalesPeople extends CatalogPeople {
  abstract readonly store: CompanyStore;

  createQuotation(input: DocumentInput): number {
    return this.act((erp) => erp.createQuotation(input));
  }
  createOrder(input: DocumentInput): number {
    return this.act((erp) => erp.createOrder(input));
  }
  orderFromQuotation(quotation: number): number {
    return this.act((erp) => erp.orderFromQuotation(quotation));
  }
  deliver(order: number, parts: readonly Part[], more?: { tracking?: string }): number {
    return this.act((erp) => erp.deliver(order, parts, more));
  }
  cancelDelivery(entry: number): number {
    return this.act((erp) => erp.cancelDelivery(entry));
  }
  returnGoods(delivery: number, parts: readonly Part[]): number {
    return this.act((erp) => erp.returnGoods(delivery, parts));
  }
  invoiceOrder(order: number): number {
    return this.act((erp) => erp.invoiceOrder(order));
  }
  invoiceDirectly(order: number, parts: readonly Part[], more?: { reserve?: boolean }): number {
    return this.act((erp) => erp.invoiceDirectly(order, parts, more));
  }
  cancelAgreed(set: AgreedSet, entry: number): void {
    this.act((erp) => erp.cancelAgreed(set, entry));
  }
  closeAgreed(set: AgreedSet, entry: number): void {
    this.act((erp) => erp.closeAgreed(set, entry));
  }
  /** An approval procedure for whatever is added to a set over HTTP. */
  requireApproval(set: AgreedSet, isOn = true): void {
    if (isOn) this.store.inApproval.add(set);
    else this.store.inApproval.delete(set);
  }
  /** Finance closes the posting period of today, or opens it again. */
  lockPeriod(isLocked = true): void {
    this.store.isPeriodLocked = isLocked;
  }
  /** Percent off for a partner, on every item. */
  agreeDiscount(partner: string, percent: number): void {
    this.act(({ tx }) => tx.patch('BusinessPartners', partner, { _discount: percent }));
  }
  createDraft(set: AgreedSet, input: DocumentInput): number {
    return this.act((erp) => erp.createDraft(set, input));
  }
  approveDraft(draft: number): void {
    this.act((erp) => erp.approveDraft(draft));
  }
  rejectDraft(draft: number): void {
    this.act((erp) => erp.rejectDraft(draft));
  }
  addApproved(draft: number): number {
    return this.act((erp) => erp.addApproved(draft));
  }
}
