import type { PartnerInput } from './books/partners.ts';
import type { PaymentInput } from './books/payments.ts';
import { addItemSeries, addPartnerSeries, addSeries } from './books/series.ts';
import type { ItemSeriesInput, PartnerSeriesInput, SeriesInput } from './books/series.ts';
import type { SettledSet } from './books/settlement.ts';
import { SalesPeople } from './sales-people.ts';
import { Operations } from './operations.ts';
import type { CreditNoteInput, DeliveryInput, DownPaymentInput, InvoiceInput, ReconcileInput } from './operations.ts';
import { text } from './money.ts';
import type { DocumentRow, Row, RowOf, TableName } from './rows.ts';
import type { CompanyStore, Snapshot } from './store.ts';

/** One company database and the people who work in it; every call is a transaction of its own. */
export class B1Company extends SalesPeople {
  readonly store: CompanyStore;

  constructor(store: CompanyStore) {
    super();
    this.store = store;
  }

  /** `CompanyDB` of the login. */
  get db(): string {
    return this.store.options.db;
  }

  // ── people at work ──

  createPartner(input: PartnerInput): string {
    return this.act((erp) => erp.createPartner(input));
  }
  updatePartner(code: string, changes: Partial<PartnerInput>): void {
    this.act((erp) => erp.updatePartner(code, changes));
  }
  freeze(code: string, frozen = true): void {
    this.act((erp) => erp.freeze(code, frozen));
  }
  removePartner(code: string): void {
    this.act((erp) => erp.removePartner(code));
  }
  removeContact(code: string, internalCode: number): void {
    this.act((erp) => erp.removeContact(code, internalCode));
  }
  createDelivery(input: DeliveryInput): number {
    return this.act((erp) => erp.createDelivery(input));
  }
  createInvoice(input: InvoiceInput): number {
    return this.act((erp) => erp.createInvoice(input));
  }
  downPaymentInvoice(input: DownPaymentInput): number {
    return this.act((erp) => erp.downPaymentInvoice(input));
  }
  creditNote(input: CreditNoteInput): number {
    return this.act((erp) => erp.creditNote(input));
  }
  cancelInvoice(entry: number): number {
    return this.act((erp) => erp.cancelInvoice(entry));
  }
  cancelCreditNote(entry: number): number {
    return this.act((erp) => erp.cancelCreditNote(entry));
  }
  closeInvoice(entry: number): void {
    this.act((erp) => erp.closeInvoice(entry));
  }
  /** Changes fields by their own names, as the form does. */
  updateDocument(set: SettledSet | 'Quotations' | 'Orders' | 'DeliveryNotes', entry: number, changes: Row): void {
    this.act((erp) => erp.updateDocument(set, entry, changes));
  }
  incomingPayment(input: PaymentInput): number {
    return this.act((erp) => erp.incomingPayment(input));
  }
  cancelPayment(entry: number): void {
    this.act((erp) => erp.cancelPayment(entry));
  }
  reconcile(input: ReconcileInput): number {
    return this.act((erp) => erp.reconcile(input));
  }
  cancelReconciliation(number: number): void {
    this.act((erp) => erp.cancelReconciliation(number));
  }

  /** Several at once: all or nothing. */
  transaction<T>(work: (erp: Operations) => T): T {
    return this.act(work);
  }
  /** Stays open until told: its records appear late, with the date and time of its beginning. */
  openTransaction<T>(work: (erp: Operations) => T): { result: T; commit: () => void; rollback: () => void } {
    const tx = this.store.begin();
    return { result: work(new Operations(tx)), commit: () => tx.commit(), rollback: () => tx.rollback() };
  }

  // ── administration ──

  /** A numbering series beside the one that the company came with; the number names it. */
  addSeries(input: SeriesInput): number {
    const tx = this.store.begin();
    const series = addSeries(tx, input);
    tx.commit();
    return series;
  }
  /** A numbering series of customers. */
  addPartnerSeries(input: PartnerSeriesInput): number {
    const tx = this.store.begin();
    const series = addPartnerSeries(tx, input);
    tx.commit();
    return series;
  }
  /** A numbering series of items, beside the manual one that a company begins with. */
  addItemSeries(input: ItemSeriesInput): number {
    const tx = this.store.begin();
    const series = addItemSeries(tx, input);
    tx.commit();
    return series;
  }
  addProjectCode({
    code,
    name,
    active = true,
    until = null,
  }: {
    code: string;
    name: string;
    active?: boolean;
    until?: string | null;
  }): void {
    const tx = this.store.begin();
    tx.put('Projects', code, { Code: code, Name: name, ValidFrom: null, ValidTo: until, Active: active ? 'tYES' : 'tNO' });
    tx.commit();
  }
  /** In Project Management, with its stages and the sales orders that people put on it. */
  startProject({ name, partner, code = null, due = null, stages = [], orders = [] }: ProjectInput): number {
    const tx = this.store.begin();
    const entry = this.store.next('ProjectManagements');
    tx.put('ProjectManagements', entry, {
      ...{ AbsEntry: entry, DocNum: entry, ProjectName: name, ProjectType: 'pt_External', ProjectStatus: 'pst_Started' },
      ...{ BusinessPartner: partner, FinancialProject: code, DueDate: due, ClosingDate: null, FinishedPercent: 0 },
      PM_StagesCollection: stages.map((stage, at) => stageRow(stage, at + 1)),
      PM_DocumentsCollection: orders.map(({ order, stage = null }, at) => {
        return { LineID: at + 1, StageID: stage, DocType: 'pmdt_SalesOrder', DocEntry: order };
      }),
    });
    tx.commit();
    return entry;
  }
  /** What is finished of a project is not changed any more. */
  changeProject(entry: number, changes: Partial<Row>): void {
    const tx = this.store.begin();
    tx.patch('ProjectManagements', entry, changes);
    tx.commit();
  }
  finishStage(entry: number, line: number): void {
    const stages = (this.store.get('ProjectManagements', entry)?.PM_StagesCollection ?? []) as readonly Row[];
    this.changeProject(entry, {
      PM_StagesCollection: stages.map((stage) => (stage.LineID === line ? { ...stage, IsFinished: 'tYES' } : stage)),
    });
  }
  removeProject(entry: number): void {
    const tx = this.store.begin();
    tx.remove('ProjectManagements', entry);
    tx.commit();
  }
  lockSeries(series: number): void {
    const tx = this.store.begin();
    tx.patch('Series', series, { Locked: 'tYES' });
    tx.commit();
  }
  renameSeries(series: number, name: string): void {
    const tx = this.store.begin();
    tx.patch('Series', series, { Name: name });
    tx.commit();
  }

  /** Local units per unit of a currency (ISO code) from a day on. */
  setRate(iso: string, from: string, rate: number): void {
    const code = String(this.store.list('Currencies').find(({ DocumentsCode }) => DocumentsCode === iso)?.Code ?? iso);
    const history = [...(this.store.rates.get(code) ?? []), { from, rate }].sort((a, b) => a.from.localeCompare(b.from));
    this.store.rates.set(code, history);
  }

  // ── backups and copies ──

  snapshot(): Snapshot {
    return this.store.dump();
  }
  /** Yesterday's data under today's clock: numbers are given again to other records. */
  restoreBackup(snapshot: Snapshot): void {
    this.store.restore(snapshot);
  }
  /** Another company answers under the same name: same keys, other content. */
  swapCompany({ name = 'Otra Empresa SA de CV', taxId = 'OEM010101AA1' }: { name?: string; taxId?: string } = {}): void {
    this.store.facts = { ...this.store.facts, CompanyName: name, FederalTaxID: taxId };
    const tx = this.store.begin();
    for (const { CardCode } of this.store.list('BusinessPartners'))
      tx.patch('BusinessPartners', CardCode, {
        CardName: `Otro ${CardCode}`,
        FederalTaxID: null,
        EmailAddress: null,
        ContactEmployees: [],
      });
    for (const set of ['Invoices', 'CreditNotes'] as const)
      for (const { DocEntry, DocNum } of this.store.list(set))
        tx.patch(set, DocEntry, { DocNum: DocNum + 500_000, NumAtCard: null, DocDate: '2020-01-01', CreationDate: '2020-01-01' });
    tx.commit();
  }

  // ── looking inside ──

  record<T extends TableName>(table: T, key: string | number): RowOf[T] | undefined {
    return this.store.get(table, key);
  }
  records<T extends TableName>(table: T): readonly RowOf[T][] {
    return this.store.list(table);
  }
  /** A document in words a test can compare; amounts in its own currency. */
  document(set: SettledSet, entry: number): { number: string; status: string; cancelled: string; total: string; paid: string } {
    const row: DocumentRow | undefined = this.store.get(set, entry);
    if (!row) throw new Error(`${this.db} has no ${set}(${entry})`);
    const foreign = row.DocTotalFc !== 0;
    return {
      number: String(row.DocNum),
      status: row.DocumentStatus,
      cancelled: row.CancelStatus,
      total: text(foreign ? row.DocTotalFc : row.DocTotal),
      paid: text(foreign ? row.PaidToDateFC : row.PaidToDate),
    };
  }
  invoice(entry: number): { number: string; status: string; cancelled: string; total: string; paid: string } {
    return this.document('Invoices', entry);
  }

  protected act<T>(work: (erp: Operations) => T): T {
    const tx = this.store.begin();
    const result = work(new Operations(tx));
    tx.commit();
    return result;
  }
}

interface ProjectInput {
  name: string;
  partner: string;
  /** Its financial project. */
  code?: string | null;
  due?: string | null;
  stages?: readonly StageInput[];
  orders?: readonly { order: number; stage?: number | null }[];
}
interface StageInput {
  name: string;
  due?: string | null;
  finished?: boolean;
}

const stageRow = ({ name, due = null, finished = false }: StageInput, line: number): Row => ({
  ...{ LineID: line, StageID: line, Description: name, CloseDate: due, IsFinished: finished ? 'tYES' : 'tNO' },
});
