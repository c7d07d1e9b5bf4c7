import { addDocument } from './books/documents.ts';
import type { DocumentInput, LineInput } from './books/documents.ts';
import { addPartner, changeBalance, changePartner } from './books/partners.ts';
import type { PartnerInput } from './books/partners.ts';
import { addPayment, reconcilePayment, undoReconciliation } from './books/payments.ts';
import type { PaymentInput } from './books/payments.ts';
import { addReconciliation, openOf, settle, sideOf, touched } from './books/settlement.ts';
import type { Part, SettledSet } from './books/settlement.ts';
import { giveBack } from './books/open-lines.ts';
import { sameHead, sameLine, SalesOperations } from './sales-operations.ts';
import { cents } from './money.ts';
import type { Amount } from './money.ts';
import { OBJECT_TYPES } from './rows.ts';
import type { DocumentRow, Row } from './rows.ts';

export interface InvoiceInput extends DocumentInput {
  /** `DocEntry` of the orders it was drawn from, one per line; the last for the rest. */
  orders?: readonly number[];
  /** The same with deliveries, which are drawn from orders themselves. */
  deliveries?: readonly number[];
}
export type DeliveryInput = Omit<InvoiceInput, 'deliveries'>;
export type CreditNoteInput =
  { invoice: number; /** Gross, in the invoice's currency; default all. */ amount?: Amount; date?: string } | DocumentInput;
export type DownPaymentInput = DocumentInput & { /** Default `dptInvoice`; a request is no revenue. */ kind?: 'dptRequest' | 'dptInvoice' };
export interface ReconcileInput {
  /** On-account payment, or an open credit note. */
  payment?: number;
  creditNote?: number;
  invoices: readonly (number | { entry: number; /** In the invoice's currency. */ amount: Amount })[];
}

/** What people do in SAP Business One, within one transaction. Ids are `CardCode`, `DocEntry` and `ReconNum`. */
export class Operations extends SalesOperations {
  createPartner(input: PartnerInput): string {
    return addPartner(this.tx, input).CardCode;
  }
  updatePartner(code: string, changes: Partial<PartnerInput>): void {
    changePartner(this.tx, code, changes);
  }
  freeze(code: string, frozen = true): void {
    changePartner(this.tx, code, { frozen });
  }
  /** Refused, as by the real thing, once there are documents. */
  removePartner(code: string): void {
    const { store } = this.tx;
    for (const set of ['Invoices', 'CreditNotes', 'DownPayments', 'IncomingPayments', 'Orders', 'Quotations'] as const)
      if (store.list(set).some(({ CardCode }) => CardCode === code)) throw new Error(`${code} has ${set}`);
    this.tx.remove('BusinessPartners', code);
  }

  removeContact(code: string, internalCode: number): void {
    const { ContactEmployees: rows, ContactPerson: name } = this.tx.get('BusinessPartners', code);
    const left = rows.filter(({ InternalCode }) => InternalCode !== internalCode);
    const isDefault = rows.some((row) => row.InternalCode === internalCode && row.Name === name);
    this.tx.patch('BusinessPartners', code, { ContactEmployees: left, ContactPerson: isDefault ? null : name });
  }

  createDelivery(input: DeliveryInput): number {
    return addDocument(this.tx, 'DeliveryNotes', { ...input, lines: drawn(input, 'Orders', input.orders) }).DocEntry;
  }

  createInvoice(input: InvoiceInput): number {
    const lines = input.deliveries ? drawn(input, 'DeliveryNotes', input.deliveries) : drawn(input, 'Orders', input.orders);
    return addDocument(this.tx, 'Invoices', { ...input, lines }).DocEntry;
  }

  downPaymentInvoice({ kind = 'dptInvoice', ...input }: DownPaymentInput): number {
    return addDocument(this.tx, 'DownPayments', input, { DownPaymentType: kind }).DocEntry;
  }

  /** Based on an invoice it settles what is open there at once; the rest, or one without a base, stays open as the customer's credit. */
  creditNote(input: CreditNoteInput): number {
    if ('partner' in input) return addDocument(this.tx, 'CreditNotes', input).DocEntry;
    const invoice = this.tx.get('Invoices', input.invoice);
    const note = addDocument(this.tx, 'CreditNotes', this.creditOf(invoice, input.amount, input.date));
    const amount = Math.min(openOf(invoice), openOf(note));
    if (amount > 0) this.match('rtCreditMemo', note, 'CreditNotes', [{ entry: invoice.DocEntry, amount }]);
    return note.DocEntry;
  }

  incomingPayment(input: PaymentInput): number {
    return addPayment(this.tx, input).DocEntry;
  }

  cancelPayment(entry: number): void {
    const payment = this.tx.get('IncomingPayments', entry);
    if (payment.Cancelled === 'tYES') throw new Error(`payment ${entry} is cancelled already`);
    for (const number of payment._recons) undoReconciliation(this.tx, number);
    for (const { InvoiceType, DocEntry, SumApplied } of payment.PaymentInvoices)
      if (InvoiceType === 'it_Receipt') this.tx.patch('IncomingPayments', Number(DocEntry), { _open: -cents(Number(SumApplied)) });
    this.tx.patch('IncomingPayments', entry, { Cancelled: 'tYES', _recons: [], _open: 0 });
    changeBalance(this.tx, payment.CardCode, payment._total);
  }

  /** The reversal is a document of its own; the original points nowhere. */
  cancelInvoice(entry: number): number {
    if (this.tx.get('Invoices', entry).PaidToDate !== 0) throw new Error(`invoice ${entry} is settled: cancel that first`);
    return this.cancel('Invoices', entry);
  }
  /** What it had settled is open again. */
  cancelCreditNote(entry: number): number {
    for (const number of this.tx.get('CreditNotes', entry)._recons) undoReconciliation(this.tx, number);
    return this.cancel('CreditNotes', entry);
  }

  /** Internal reconciliation by hand. */
  reconcile({ payment, creditNote, invoices }: ReconcileInput): number {
    const targets = invoices.map((one) =>
      typeof one === 'number' ? { entry: one, amount: null } : { entry: one.entry, amount: cents(one.amount) },
    );
    if (creditNote !== undefined) return this.match('rtManual', this.tx.get('CreditNotes', creditNote), 'CreditNotes', targets);
    if (payment === undefined) throw new Error('reconcile what?');
    const row = this.tx.get('IncomingPayments', payment);
    let left = row._open;
    const parts = targets.map(({ entry, amount }) => {
      const document = this.tx.get('Invoices', entry);
      const affordable = Math.min(amount ?? openOf(document), Math.floor(left / document.DocRate));
      const part = settle(this.tx, 'Invoices', entry, affordable);
      left -= part.local;
      return part;
    });
    const number = reconcilePayment(this.tx, 'rtManual', row.CardCode, payment, row._transNum, parts);
    this.tx.patch('IncomingPayments', payment, { _open: left, _recons: [...row._recons, number] });
    return number;
  }

  /** Takes back an internal reconciliation; the payment is on account again. */
  cancelReconciliation(number: number): void {
    const payment = this.tx.store.list('IncomingPayments').find(({ _recons }) => _recons.includes(number));
    undoReconciliation(this.tx, number);
    if (!payment) return;
    const total = this.tx.get('InternalReconciliations', number).Total;
    this.tx.patch('IncomingPayments', payment.DocEntry, {
      _open: payment._open + cents(Number(total)),
      _recons: payment._recons.filter((one) => one !== number),
    });
  }

  /** Closed by hand with money still open. */
  closeInvoice(entry: number): void {
    const invoice = this.tx.get('Invoices', entry);
    this.tx.patch('Invoices', entry, { DocumentStatus: 'bost_Close', ...touched(this.tx, invoice) });
  }

  updateDocument(set: SettledSet | 'Quotations' | 'Orders' | 'DeliveryNotes', entry: number, changes: Row): void {
    const before = this.tx.get(set, entry);
    this.tx.patch(set, entry, { ...changes, ...touched(this.tx, before) } as Partial<DocumentRow>);
  }

  /** A credit document settles invoices, both in one currency. */
  private match(
    type: string,
    credit: DocumentRow,
    set: 'CreditNotes',
    targets: readonly { entry: number; amount: number | null }[],
  ): number {
    const parts: Part[] = [];
    let left = openOf(credit);
    for (const { entry, amount } of targets) {
      const invoice = this.tx.get('Invoices', entry);
      if (invoice.DocCurrency !== credit.DocCurrency) throw new Error('a credit note settles its own currency only');
      const part = Math.min(amount ?? openOf(invoice), openOf(invoice), left);
      left -= part;
      parts.push(settle(this.tx, 'Invoices', entry, part));
    }
    const used = settle(this.tx, set, credit.DocEntry, openOf(credit) - left);
    const number = addReconciliation(
      this.tx,
      type,
      credit.CardCode,
      [...parts, used].map((part) => sideOf(this.tx, part)),
    );
    this.tx.patch(set, credit.DocEntry, { _recons: [...credit._recons, number] });
    return number;
  }

  private creditOf(invoice: DocumentRow, amount: Amount | undefined, date: string | undefined): DocumentInput {
    const total = invoice.DocTotalFc || invoice.DocTotal;
    const base = (line: number) => ({ set: 'Invoices' as const, entry: invoice.DocEntry, line });
    const isFull = amount === undefined || cents(amount) === cents(total);
    return {
      ...sameHead(this.tx, invoice),
      ...(date ? { date } : {}),
      lines: isFull
        ? invoice.DocumentLines.map((line) => ({ ...sameLine(line), base: base(Number(line.LineNum)) }))
        : [{ description: 'Bonificación', price: amount, base: base(0) }],
    };
  }

  private cancel(set: 'Invoices' | 'CreditNotes', entry: number): number {
    const { tx } = this;
    const document = tx.get(set, entry);
    if (document.CancelStatus !== 'csNo') throw new Error(`${set}(${entry}) is cancelled already`);
    const base = (line: number) => ({ set, entry, line });
    const lines = document.DocumentLines.map((line) => ({ ...sameLine(line), base: base(Number(line.LineNum)) }));
    const reversal = addDocument(tx, set, { ...sameHead(tx, document), lines }, { CancelStatus: 'csCancellation' });
    const total = cents(document.DocTotal);
    const [own, other] = set === 'Invoices' ? (['codDebit', 'codCredit'] as const) : (['codCredit', 'codDebit'] as const);
    const number = addReconciliation(tx, 'rtCancellation', document.CardCode, [
      { objectType: OBJECT_TYPES[set], entry, transNum: document.TransNum, local: total, side: own },
      { objectType: OBJECT_TYPES[set], entry: reversal.DocEntry, transNum: reversal.TransNum, local: total, side: other },
    ]);
    const paid = { PaidToDate: document.DocTotal, PaidToDateFC: document.DocTotalFc, PaidToDateSys: document.DocTotal };
    const closed = { ...paid, DocumentStatus: 'bost_Close' as const, CancelDate: tx.stamp.date, _recons: [number] };
    tx.patch(set, reversal.DocEntry, closed);
    tx.patch(set, entry, { ...closed, ...touched(tx, document), Cancelled: 'tYES', CancelStatus: 'csYes' });
    // The reversal was posted like the original; together they come to nothing.
    changeBalance(tx, document.CardCode, set === 'Invoices' ? -2 * total : 2 * total);
    giveBack(tx, document.DocumentLines);
    return reversal.DocEntry;
  }
}

/** One line of the base document for each; the last base for the rest. */
function drawn(input: DocumentInput, set: 'Orders' | 'DeliveryNotes', bases: readonly number[] = []): LineInput[] {
  const lines = input.lines ?? [{ description: 'Servicio', price: input.total ?? 0 }];
  return lines.map((line, index) => {
    const entry = bases[Math.min(index, bases.length - 1)];
    return entry === undefined ? line : { ...line, base: { set, entry, line: index } };
  });
}
