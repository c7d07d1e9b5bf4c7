import { BILLING, billingKey, type InvoiceInput } from './books/billing.ts';
import type { ContactInput } from './books/contacts.ts';
import type { CreditInput } from './books/corrections.ts';
import { amountOf, CUBE, post, refOf } from './books/ledger.ts';
import { followers, receivables } from './books/receivables.ts';
import type { PartnerChanges, PartnerInput } from './books/partners.ts';
import type { PaymentInput } from './books/payments.ts';
import { CatalogPeople } from './catalog-people.ts';
import { text, type Amount } from './money.ts';
import { internalNumber } from './odata/values.ts';
import { Operations, type DocumentId, type Habits } from './operations.ts';
import type { CompanyCode, Row, Snapshot, Store } from './store.ts';

/** A tenant and the people who work in it; every call is a transaction of its own. */
export class S4Tenant {
  readonly store: Store;
  readonly habits: Habits;
  /** Products, prices and stock. */
  readonly catalog: CatalogPeople;

  constructor(store: Store, habits: Habits) {
    this.store = store;
    this.habits = habits;
    this.catalog = new CatalogPeople(store);
  }

  // ── people at work ──

  createPartner(input: PartnerInput): string {
    return this.transaction((erp) => erp.createPartner(input));
  }
  createContact(input: ContactInput): string {
    return this.transaction((erp) => erp.createContact(input));
  }
  updatePartner(number: string, changes: PartnerChanges): void {
    this.transaction((erp) => erp.updatePartner(number, changes));
  }
  /** Centrally, or taken back. */
  blockPartner(number: string, isBlocked = true): void {
    this.transaction((erp) => erp.updatePartner(number, { isBlocked }));
  }
  /** Archived and gone; only without documents. */
  removePartner(number: string): void {
    this.transaction((erp) => erp.removePartner(number));
  }
  createInvoice(input: InvoiceInput): string {
    return this.transaction((erp) => erp.createInvoice(input));
  }
  createProForma(input: InvoiceInput): string {
    return this.transaction((erp) => erp.createProForma(input));
  }
  releaseToAccounting(number: string): void {
    this.transaction((erp) => erp.releaseToAccounting(number));
  }
  cancelBilling(number: string): string {
    return this.transaction((erp) => erp.cancelBilling(number));
  }
  creditNote(input: CreditInput): string {
    return this.transaction((erp) => erp.creditNote(input));
  }
  incomingPayment(input: PaymentInput): DocumentId {
    return this.transaction((erp) => erp.incomingPayment(input));
  }
  applyPayment(payment: DocumentId, invoice: string): DocumentId {
    return this.transaction((erp) => erp.applyPayment(payment, invoice));
  }
  resetClearing(clearing: DocumentId): void {
    this.transaction((erp) => erp.resetClearing(clearing));
  }
  cancelPayment(payment: DocumentId): void {
    this.transaction((erp) => erp.cancelPayment(payment));
  }
  requestDownPayment(input: InvoiceInput): string {
    return this.transaction((erp) => erp.requestDownPayment(input));
  }
  payDownPayment(request: string, amount?: Amount): DocumentId {
    return this.transaction((erp) => erp.payDownPayment(request, amount));
  }
  applyDownPayment(payment: DocumentId, invoice: string, amount?: Amount): DocumentId {
    return this.transaction((erp) => erp.applyDownPayment(payment, invoice, amount));
  }

  /** Somebody has a quotation or order open to change it; until it is closed nobody else can. */
  openSalesDocument(number: string): { close: () => void } {
    const key = internalNumber(number, 10);
    this.habits.openDocuments.add(key);
    return { close: () => void this.habits.openDocuments.delete(key) };
  }

  /** Several at once: all or nothing. */
  transaction<T>(work: (erp: Operations) => T): T {
    const tx = this.store.begin();
    const result = work(new Operations(tx, this.habits));
    tx.commit();
    return result;
  }
  /** Stays open until told: its records appear late, with the date and time of its beginning. */
  openTransaction<T>(work: (erp: Operations) => T): { result: T; commit: () => void; rollback: () => void } {
    const tx = this.store.begin();
    return { result: work(new Operations(tx, this.habits)), commit: () => tx.commit(), rollback: () => tx.rollback() };
  }

  // ── administration ──

  /** Opens the books of a company code with its capital, so that they are never empty. */
  addCompanyCode(company: CompanyCode): void {
    this.store.companies.set(company.code, company);
    const tx = this.store.begin();
    const { code, name, currency, country, taxId } = company;
    const place = { Country: country, Currency: currency, Language: country === 'US' ? 'EN' : 'ES', VATRegistration: taxId };
    tx.put('A_CompanyCode', code, {
      CompanyCode: code,
      CompanyCodeName: name.slice(0, 25),
      ChartOfAccounts: 'YCOA',
      FiscalYearVariant: 'K4',
      ...place,
    });
    const capital = 10_000_000;
    const lines = [
      { amount: capital, account: '11001000', postingKey: '40' },
      { amount: -capital, account: '31000000', postingKey: '50' },
    ];
    post(tx, {
      company: code,
      type: 'SA',
      currency,
      date: `${tx.stamp.today.slice(0, 4)}-01-01`,
      transaction: 'FB50',
      lines,
      headerText: 'Capital',
    });
    tx.commit();
  }
  renameCompanyCode(code: string, name: string): void {
    this.store.companies.set(code, { ...this.store.company(code), name });
    const tx = this.store.begin();
    tx.patch('A_CompanyCode', code, { CompanyCodeName: name.slice(0, 25) });
    for (const row of this.store.table(CUBE).by('CompanyCode', code))
      tx.patch(CUBE, String(row['_key']), { CompanyCodeName: name.slice(0, 25) });
    tx.commit();
  }
  /** Units of `to` for one of `from`, from a day on. */
  setRate(from: string, to: string, day: string, rate: number): void {
    const history = [...(this.store.rates.get(`${from}/${to}`) ?? []), { from: day, rate }];
    this.store.rates.set(
      `${from}/${to}`,
      history.toSorted((a, b) => a.from.localeCompare(b.from)),
    );
  }

  // ── backups and copies ──

  snapshot(): Snapshot {
    return this.store.dump();
  }
  /** Yesterday's data under today's clock: numbers are given again to other records. */
  restoreBackup(snapshot: Snapshot): void {
    this.store.restore(snapshot);
  }
  /** Another tenant answers at the address: same numbers, other content. */
  swapTenant({ logicalSystem = '0MOTHER', name = 'Otra Empresa SA de CV' }: { logicalSystem?: string; name?: string } = {}): void {
    this.store.logicalSystem = logicalSystem;
    for (const code of this.store.companies.keys()) this.renameCompanyCode(code, name);
    const tx = this.store.begin();
    const each = (set: string, change: (row: Row) => Row) => {
      for (const row of this.store.table(set).list()) tx.patch(set, String(row['_key']), change(row));
    };
    each('A_CompanyCode', ({ VATRegistration: taxId }) => ({ VATRegistration: `${String(taxId)}X` }));
    each('A_BusinessPartner', ({ BusinessPartner: number, BusinessPartnerUUID: uuid }) => ({
      BusinessPartnerUUID: String(uuid).replace(/^.{8}/, '0bad0bad'),
      OrganizationBPName1: `Otro ${String(number)}`,
      BusinessPartnerFullName: `Otro ${String(number)}`,
      CreationDate: '2020-01-01',
    }));
    each(BILLING, () => ({
      LogicalSystem: logicalSystem,
      CreationDate: '2020-01-01',
      BillingDocumentDate: '2020-01-01',
      DocumentReferenceID: '',
    }));
    each(CUBE, () => ({ LogicalSystem: logicalSystem }));
    tx.commit();
  }

  // ── looking inside ──

  /** By its number, or by the parts of its key with `/`. */
  record(set: string, key: string): Row | undefined {
    const { rows } = this.store.table(set);
    return rows.get(key) ?? rows.get(internalNumber(key, 10));
  }
  records(set: string): readonly Row[] {
    return this.store.table(set).list();
  }
  /** A billing document in words a test can compare; amounts in its own currency. */
  billing(number: string): { type: string; isCancelled: boolean; total: string; open: string } {
    const row = this.record(BILLING, number);
    if (!row) throw new Error(`Billing document ${number} does not exist`);
    const currency = String(row['TransactionCurrency']);
    const tx = this.store.begin();
    const items = receivables(tx, billingKey(number));
    const open = items.flatMap((item) => [item, ...followers(tx, refOf(item))]).filter((item) => item['IsCleared'] !== true);
    return {
      type: String(row['BillingDocumentType']),
      isCancelled: row['BillingDocumentIsCancelled'] === true,
      total: String(row['TotalGrossAmount']),
      open: text(
        open.reduce((sum, item) => sum + amountOf(item), 0),
        currency,
      ),
    };
  }
}
